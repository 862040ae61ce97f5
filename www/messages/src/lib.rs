//! What the page and the engine's worker say to each other.
//!
//! Both sides depend on this crate and on nothing of each other's. A message travels through
//! `postMessage` as a plain object: the tag is in `type`, names are camelCase, absent values are left
//! out. Every message about a program carries the number of its run, so that whatever an abandoned run
//! still says can be dropped.
//!
//! The order of a run: [`ToEngine::Run`] → [`FromEngine::Started`] → any number of
//! [`FromEngine::Output`], [`FromEngine::Trace`], [`FromEngine::Paused`], [`FromEngine::InputWanted`] and
//! [`FromEngine::Notice`] →
//! [`FromEngine::Ended`]. That of a check: [`ToEngine::Check`] → [`FromEngine::Checked`], and nothing in between but what
//! the check itself prints. A [`FromEngine::Crashed`] can come at any time; the engine that said it is
//! dead and its worker must be replaced.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Which run of a program a message is about. The page counts them up from 1.
pub type RunNumber = u32;

/// From the page to the engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ToEngine {
    /// Runs a program as `__main__`. An engine runs one program at a time and is fresh for each.
    Run {
        /// The number under which everything about this run will be reported.
        run: RunNumber,
        /// The program.
        source: String,
        /// What tracebacks call the program's file, for example `main.py`.
        filename: String,
        /// `sys.argv[1:]`.
        #[serde(default)]
        arguments: Vec<String>,
        /// What time is to this program.
        #[serde(default)]
        clock: Clock,
        /// What is to be recorded of it.
        #[serde(default)]
        record: Record,
        /// What chance is to follow from, so that it repeats itself; without it, it does not.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seed: Option<u32>,
        /// What the links of the network inside the tab are like, as `run --network loopback,…` takes it: for example
        /// `latency=50ms,loss=1%`. Nothing: everything arrives, and at once.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        network: String,
    },
    /// Checks a program by a chapter's `check.py`, which runs it on [`Clock::Virtual`] as often as it wants to. It is a run
    /// as far as [`ToEngine::Stop`] is concerned, and no other program runs meanwhile.
    Check {
        /// The number under which the verdict will be reported.
        run: RunNumber,
        /// The program.
        source: String,
        /// The text of the `check.py`.
        check: String,
    },
    /// Holds the program where it is, as soon as it can be held there, until [`ToEngine::Resume`] or
    /// [`ToEngine::Stop`]. It can where it waits, prints or looks at the clock; one that is recorded, also at each round of
    /// its loops and each call of its functions.
    Pause {
        /// The run to hold.
        run: RunNumber,
    },
    /// Lets a program that is held go on to the next turn of its loop, and holds it again.
    Advance {
        /// The run.
        run: RunNumber,
        /// Not to the next turn, but to the next place where it can be held: the next line, if lines are recorded.
        #[serde(default)]
        within: bool,
    },
    /// Lets a program's clock jump over the wait it is in, or the next one. A program that is held is led so far,
    /// and held again when the turn in which it waited is over.
    Jump {
        /// The run.
        run: RunNumber,
    },
    /// Lets a program go on that is held.
    Resume {
        /// The run.
        run: RunNumber,
    },
    /// Raises `KeyboardInterrupt` in the program, as Ctrl+C does in a terminal.
    Stop {
        /// The run to stop; any other run is left alone.
        run: RunNumber,
    },
    /// Answers [`FromEngine::InputWanted`].
    Input {
        /// The run that asked.
        run: RunNumber,
        /// The line without its newline; `None` is end of file.
        line: Option<String>,
    },
}

/// What time is to a program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Clock {
    /// Waiting takes as long as it says.
    #[default]
    Real,
    /// Waiting takes no time: the clock jumps to the next deadline.
    Virtual,
}

/// What is recorded of a program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Record {
    /// Nothing.
    #[default]
    Off,
    /// What its event loops and its generators do.
    Loop,
    /// Also every line that runs, and the local variables it gave values. The program is several times slower for it.
    Lines,
}

/// From the engine to the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum FromEngine {
    /// How far the engine has come on its way to [`FromEngine::Ready`].
    Loading {
        /// Bytes of the engine received so far, as they are after decompression.
        received: f64,
        /// Bytes in all, where known.
        total: Option<f64>,
    },
    /// The engine can run a program.
    Ready {
        /// The Python language version, for example `3.14`.
        python: String,
        /// Whether waiting blocks for real (JavaScript Promise Integration). Where it does not, every
        /// program runs on [`Clock::Virtual`].
        blocking: bool,
        /// From the worker's start to now, in milliseconds.
        took_ms: f64,
    },
    /// The program is about to run.
    Started {
        /// The run.
        run: RunNumber,
        /// The clock it runs on, which may not be the one that was asked for.
        clock: Clock,
    },
    /// The program printed. What it printed comes in order, in whole characters, not in whole lines.
    Output {
        /// The run.
        run: RunNumber,
        /// Where it printed to.
        stream: Stream,
        /// What it printed.
        prints: Vec<Print>,
    },
    /// The next piece of the program's trace, in the format of `asyncio101::trace::format`. Pieces come in
    /// order, whenever the program waits or has run for a while, and the last one before [`FromEngine::Ended`].
    Trace {
        /// The run.
        run: RunNumber,
        /// The piece.
        #[serde(with = "serde_bytes")]
        bytes: Vec<u8>,
    },
    /// The program is held, as [`ToEngine::Pause`] asked.
    Paused {
        /// The run.
        run: RunNumber,
        /// The line it is at, if it is held in the middle of a turn and that is known.
        #[serde(default)]
        line: Option<u32>,
    },
    /// The program is inside `input()` and waits for [`ToEngine::Input`]. The prompt has already been
    /// sent as output.
    InputWanted {
        /// The run.
        run: RunNumber,
    },
    /// Something a user should know that the program did not print.
    Notice {
        /// The run.
        run: RunNumber,
        /// Which notice.
        notice: Notice,
    },
    /// The program is over, and its engine ready for the next one.
    Ended {
        /// The run.
        run: RunNumber,
        /// How it ended.
        outcome: Outcome,
        /// From `Started` to now, in milliseconds.
        took_ms: f64,
    },
    /// The check is over, and its engine ready for the next program.
    Checked {
        /// The run.
        run: RunNumber,
        /// What is said of the program.
        verdict: Verdict,
        /// How long that took, in milliseconds.
        took_ms: f64,
    },
    /// The engine is dead (a panic, the end of its stack or memory): replace its worker.
    Crashed {
        /// The run it happened in, if any.
        run: Option<RunNumber>,
        /// What is known about the cause, for the user and for a bug report.
        reason: String,
    },
}

impl FromEngine {
    /// The run it is about, if it is about one.
    #[must_use]
    pub fn run(&self) -> Option<RunNumber> {
        match self {
            FromEngine::Loading { .. } | FromEngine::Ready { .. } => None,
            FromEngine::Crashed { run, .. } => *run,
            FromEngine::Started { run, .. }
            | FromEngine::Output { run, .. }
            | FromEngine::Trace { run, .. }
            | FromEngine::Paused { run, .. }
            | FromEngine::InputWanted { run }
            | FromEngine::Notice { run, .. }
            | FromEngine::Ended { run, .. }
            | FromEngine::Checked { run, .. } => Some(*run),
        }
    }
}

/// Something a program printed, and where its trace tells of that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Print {
    /// What it printed.
    pub text: String,
    /// The step of the trace which that is, counted from 1. The trace may get there later than this message. Absent
    /// for what is in no trace: nothing is recorded, or no longer, or it was not printed to `sys.stdout` or
    /// `sys.stderr` but written to their descriptors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<u32>,
}

/// Where a program printed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Stream {
    /// `sys.stdout`
    Stdout,
    /// `sys.stderr`
    Stderr,
}

/// Something a user should know that the program did not print.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Notice {
    /// This browser cannot block (no JSPI), so the program runs on the virtual clock.
    VirtualClockOnly,
    /// A module of the standard library could not be fetched.
    ModuleUnavailable {
        /// Its dotted name.
        module: String,
        /// Why, in one line.
        reason: String,
    },
}

/// How a program ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Outcome {
    /// It ran to its end, or `sys.exit()` with success.
    Finished,
    /// `sys.exit` with another status.
    Exited {
        /// The status `python3` would have exited with.
        status: i32,
    },
    /// An exception nobody caught; its traceback went to `sys.stderr`.
    Raised {
        /// The exception's type, for example `ValueError`.
        exception: String,
        /// The innermost line of the user's own program the traceback names.
        line: Option<u32>,
    },
    /// A `KeyboardInterrupt` nobody caught.
    Interrupted,
}

/// What a check says of a program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Verdict {
    /// It is right.
    Passed,
    /// It has a mistake that the chapter knows.
    Failed {
        /// The name of the chapter's message.
        id: String,
        /// The values of the names in that message's braces, as a reader is shown them.
        #[serde(default)]
        values: BTreeMap<String, String>,
    },
    /// It ended as no exercise wants it to. The page has words for each way.
    Ended {
        /// In which way.
        how: Ending,
        /// The innermost line of the program that has to do with it, if there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        line: Option<u32>,
        /// The last line of the traceback.
        text: String,
    },
    /// The check has a mistake itself: its author's to mend.
    Mistaken {
        /// The line of the `check.py`, if that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        line: Option<u32>,
        /// The last line of the traceback.
        text: String,
    },
}

/// A way in which a program ends that is not to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Ending {
    /// It cannot be compiled.
    Syntax,
    /// An exception left it.
    Raised,
    /// Its time was over, or it computed without end.
    Endless,
    /// Its loop waited for what could never come.
    Deadlock,
    /// It asked for more lines than it was given.
    Input,
    /// [`ToEngine::Stop`] ended it, or the check.
    Stopped,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_a_flat_object_with_a_type() {
        let message = ToEngine::Input { run: 3, line: None };
        let json = serde_json::to_value(&message).unwrap();
        assert_eq!(json, serde_json::json!({"type": "input", "run": 3, "line": null}));
    }

    #[test]
    fn what_a_page_may_leave_out_has_its_default() {
        let json = r#"{"type":"run","run":1,"source":"","filename":"main.py"}"#;
        let ToEngine::Run { arguments, clock, record, seed, network, .. } =
            serde_json::from_str(json).unwrap()
        else {
            panic!("not a run");
        };
        assert_eq!((arguments, clock, record, seed), (vec![], Clock::Real, Record::Off, None));
        assert_eq!(network, "");
    }

    #[test]
    fn what_is_in_no_trace_has_no_step() {
        let print = |step| Print { text: "hello\n".into(), step };
        let message =
            FromEngine::Output { run: 1, stream: Stream::Stdout, prints: vec![print(Some(7)), print(None)] };
        let json = serde_json::to_value(&message).unwrap();
        assert_eq!(json["prints"], serde_json::json!([{"text": "hello\n", "step": 7}, {"text": "hello\n"}]));
        assert_eq!(serde_json::from_value::<FromEngine>(json).unwrap(), message);
    }

    #[test]
    fn a_verdict_has_what_its_kind_has() {
        let json = |verdict: Verdict| {
            let message = FromEngine::Checked { run: 1, verdict, took_ms: 2.5 };
            let json = serde_json::to_value(&message).unwrap();
            assert_eq!((&json["type"], &json["tookMs"]), (&"checked".into(), &2.5.into()));
            assert_eq!(serde_json::from_value::<FromEngine>(json.clone()).unwrap(), message);
            json["verdict"].clone()
        };
        assert_eq!(json(Verdict::Passed), serde_json::json!({"kind": "passed"}));
        let values = BTreeMap::from([("seconds".to_owned(), "3".to_owned())]);
        assert_eq!(
            json(Verdict::Failed { id: "one-by-one".into(), values }),
            serde_json::json!({"kind": "failed", "id": "one-by-one", "values": {"seconds": "3"}})
        );
        let text = || "ValueError: no".to_owned();
        assert_eq!(
            json(Verdict::Ended { how: Ending::Raised, line: Some(3), text: text() }),
            serde_json::json!({"kind": "ended", "how": "raised", "line": 3, "text": "ValueError: no"})
        );
        assert_eq!(
            json(Verdict::Mistaken { line: None, text: text() }),
            serde_json::json!({"kind": "mistaken", "text": "ValueError: no"})
        );
    }

    #[test]
    fn a_check_is_a_program_and_what_checks_it() {
        let json = r#"{"type":"check","run":4,"source":"print(1)","check":"pass"}"#;
        let expected = ToEngine::Check { run: 4, source: "print(1)".into(), check: "pass".into() };
        assert_eq!(serde_json::from_str::<ToEngine>(json).unwrap(), expected);
    }

    #[test]
    fn names_are_camel_case_all_the_way_down() {
        let message = FromEngine::Ended {
            run: 1,
            outcome: Outcome::Raised { exception: "ValueError".into(), line: Some(3) },
            took_ms: 1.5,
        };
        let json = serde_json::to_value(&message).unwrap();
        assert_eq!(json["tookMs"], 1.5);
        assert_eq!(json["outcome"]["kind"], "raised");
    }
}
