//! A run of a stage's program.
//!
//! ```text
//! None ──Run──▶ Queued ──the engine is ready and free──▶ Running ──ended, crashed, overdue stop──▶ Over
//! (from Over, Run leads to Queued again)
//! ```

use std::collections::VecDeque;

use asyncio101_messages::{Clock, Outcome, RunNumber};

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
    /// What is still to be typed into it: what came with its program.
    pub to_type: VecDeque<Option<String>>,
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
    /// From its start to its end in milliseconds, where that was measured.
    pub took_ms: Option<f64>,
    /// How far its own clock went, in nanoseconds, if that was virtual.
    pub virtual_clock: Option<u64>,
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
