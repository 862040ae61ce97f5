//! What a page inside another and its host say to each other, version 1 (`docs/embedding.md`).
//!
//! Each message is a plain object: `source` ("asyncio101"), `v` (the version), `type`, and what that type brings along. One
//! with an `id` is answered with the same `id`.

use asyncio101_messages::Outcome;
use serde::{Deserialize, Serialize};

/// What `source` says.
pub const SOURCE: &str = "asyncio101";

/// The version of all this.
pub const VERSION: u32 = 1;

/// What an answer is known by: whatever the host chose, a number or a text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum MessageId {
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
}

/// A step the host wants to see.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Target {
    /// By its number.
    Step(f64),
    /// `start` or `end`.
    Named(String),
}

/// What the host says.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum FromHost {
    /// Are you there?
    Ping,
    /// Show this program.
    SetCode {
        /// The program.
        code: String,
    },
    /// Show this trace.
    SetTrace {
        /// What is in its file.
        #[serde(with = "serde_bytes")]
        trace: Vec<u8>,
        /// The file's name.
        #[serde(default)]
        name: Option<String>,
        /// Where to stand.
        #[serde(default)]
        step: Option<usize>,
        /// What Next goes through.
        #[serde(default)]
        steps: Option<Vec<usize>>,
    },
    /// Run the program.
    Run,
    /// Stop it.
    Stop,
    /// Go so many stops on, or back if it is less than none.
    Step {
        /// How many.
        by: i32,
    },
    /// Go to this step.
    Seek {
        /// Which.
        step: Target,
    },
    /// Look like this: `auto`, `light`, `dark`.
    SetTheme {
        /// Which.
        theme: String,
    },
}

/// What there is to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Standing {
    /// No step yet.
    Empty,
    /// A recorded run.
    Recorded,
    /// A program waits for the engine.
    Loading,
    /// A program runs.
    Running,
    /// A program ran here.
    Ended,
}

/// How a program ended.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum End {
    /// As the engine says it.
    Reported(Outcome),
    /// As is known without it.
    Otherwise {
        /// `replaced` where it did not stop by itself, `crashed` where the engine did.
        kind: &'static str,
    },
}

/// What the page says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ToHost {
    /// It is there.
    Ready {
        /// The version of what it was built from.
        version: &'static str,
        /// The version of these messages.
        protocol: u32,
    },
    /// Something began or ended.
    State {
        /// What there is to see now.
        state: Standing,
        /// Whether Run would start something.
        can_run: bool,
    },
    /// Another step is looked at; also the answer to what leads there.
    Step {
        /// Its number.
        step: usize,
        /// How many there are.
        of: usize,
        /// What happened in it.
        sentence: String,
        /// Its place in `steps`, counted from 0, if it is one of them.
        index: Option<usize>,
        /// How many `steps` there are, if there are any.
        count: Option<usize>,
        /// Whether there is no stop before it.
        is_first: bool,
        /// Whether there is none behind it.
        is_last: bool,
    },
    /// The program has ended.
    Done {
        /// How.
        outcome: End,
        /// What it printed.
        output: String,
    },
    /// Something cannot be done.
    Error {
        /// What, why, and what to do.
        message: String,
    },
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_a_host_says_is_read() {
        let said = |value| serde_json::from_value::<FromHost>(value).ok();
        assert_eq!(said(json!({"source": "asyncio101", "v": 1, "type": "ping"})), Some(FromHost::Ping));
        assert_eq!(said(json!({"type": "step", "by": -1})), Some(FromHost::Step { by: -1 }));
        let named = Target::Named("end".into());
        assert_eq!(said(json!({"type": "seek", "step": "end"})), Some(FromHost::Seek { step: named }));
        assert_eq!(
            said(json!({"type": "seek", "step": 3})),
            Some(FromHost::Seek { step: Target::Step(3.0) })
        );
        assert_eq!(said(json!({"type": "step"})), None);
        assert_eq!(said(json!({"type": "dance"})), None);
    }

    #[test]
    fn what_is_said_is_written_as_the_documentation_has_it() {
        let step = ToHost::Step {
            step: 42,
            of: 118,
            sentence: "A begins".into(),
            index: Some(1),
            count: Some(3),
            is_first: false,
            is_last: false,
        };
        let written = json!({
            "type": "step", "step": 42, "of": 118, "sentence": "A begins",
            "index": 1, "count": 3, "isFirst": false, "isLast": false,
        });
        assert_eq!(serde_json::to_value(step).unwrap(), written);
        let state = ToHost::State { state: Standing::Recorded, can_run: true };
        assert_eq!(
            serde_json::to_value(state).unwrap(),
            json!({"type": "state", "state": "recorded", "canRun": true})
        );
    }
}
