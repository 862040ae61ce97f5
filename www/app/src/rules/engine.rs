//! The life of the engine and of the run inside it, as the page knows them.
//!
//! ```text
//! engine:  Loading ──ready──▶ Ready ──crash, overdue stop──▶ Loading (a new one)
//!             └───fails───▶ Unavailable ──Run──▶ Loading (a new one)
//!
//! run:     None ──Run──▶ Queued ──engine ready──▶ Running ──ended, crashed, overdue stop──▶ Over
//!             (a Run while the engine is ready skips Queued; from Over, Run starts the next)
//! ```

use asyncio101_messages::{Clock, Outcome, RunNumber};

/// The engine.
#[derive(Clone, Debug, PartialEq)]
pub enum Engine {
    /// On its way.
    Loading {
        /// Bytes received.
        received: f64,
        /// Bytes in all, where known.
        total: Option<f64>,
    },
    /// Able to run a program, or running one.
    Ready {
        /// The Python language version.
        python: String,
        /// Whether waiting blocks for real.
        blocking: bool,
    },
    /// It did not come up. The next Run tries again.
    Unavailable,
}

impl Engine {
    /// An engine whose worker has just been started.
    pub const NEW: Engine = Engine::Loading { received: 0.0, total: None };

    /// How much of the engine has arrived, from 0 to 1; `None` where that cannot be known.
    pub fn progress(&self) -> Option<f64> {
        match *self {
            Engine::Loading { received, total: Some(total) } if total > 0.0 => {
                Some((received / total).clamp(0.0, 1.0))
            }
            _ => None,
        }
    }
}

/// The latest run.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Run {
    /// Nothing has run yet.
    #[default]
    None,
    /// Waiting for the engine.
    Queued,
    /// In the engine.
    Running(Running),
    /// Over.
    Over(Ending),
}

/// A run in the engine.
#[derive(Clone, Debug, PartialEq)]
pub struct Running {
    /// Its number.
    pub number: RunNumber,
    /// The clock it was given.
    pub clock: Clock,
    /// Whether it has been told to stop.
    pub stopping: bool,
    /// What it wants from the user.
    pub input: Input,
    /// Whether it is held.
    pub hold: Hold,
    /// The step that was looked at when the reader led it on, until it is held again.
    pub led_from: Option<usize>,
}

/// Whether a program is held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hold {
    /// It runs.
    #[default]
    Free,
    /// It will be held as soon as it can be.
    Asked,
    /// It is held; at this line, if that is in the middle of a turn.
    Held(Option<u32>),
}

impl Hold {
    /// Whether it is held.
    pub fn is_held(self) -> bool {
        matches!(self, Hold::Held(_))
    }
}

/// Whether a program reads from the user.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Input {
    /// It has not asked.
    #[default]
    Unasked,
    /// It waits for a line.
    Wanted,
    /// It has its line. It may ask again, so the input line stays, and with it the focus.
    Answered,
}

/// How a run ended, and after how long.
#[derive(Clone, Debug, PartialEq)]
pub struct Ending {
    /// How.
    pub how: How,
    /// From its start to its end in milliseconds, where somebody measured it.
    pub took_ms: Option<f64>,
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq)]
pub enum How {
    /// As the engine reported it.
    Reported(Outcome),
    /// It did not stop by itself.
    Replaced,
    /// Its engine died.
    Crashed,
}

impl How {
    /// Whether nothing went wrong.
    pub fn is_success(&self) -> bool {
        matches!(self, How::Reported(Outcome::Finished))
    }

    /// Whether the user asked for this end.
    pub fn was_asked_for(&self) -> bool {
        matches!(self, How::Reported(Outcome::Interrupted) | How::Replaced)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_a_share_and_unknown_without_a_total() {
        let loading = |received, total| Engine::Loading { received, total }.progress();
        assert_eq!(loading(1.0, Some(4.0)), Some(0.25));
        assert_eq!(loading(5.0, Some(4.0)), Some(1.0));
        assert_eq!(loading(5.0, None), None);
        assert_eq!(loading(0.0, Some(0.0)), None);
    }
}
