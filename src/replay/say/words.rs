//! The words in and around a picture of a step, where no sentence has room.

use crate::replay::Status;

/// The words of one language. One that lacks a word does not compile.
#[derive(Debug)]
pub struct Words {
    /// What the numbers on the scale count.
    pub turn: &'static str,
    /// The lane of the callbacks that are no task's.
    pub callbacks: &'static str,
    /// What the numbers in the lanes are.
    pub numbers: &'static str,
    /// What a task that is not over does: it runs, is ready, waits.
    pub states: [&'static str; 3],
    /// What an arrow comes from that leads to a lane.
    pub made_ready: &'static str,
    /// How a future or task stands.
    pub status: fn(Status) -> &'static str,
    /// No task was made.
    pub no_tasks: &'static str,
    /// Before the first step.
    pub nothing_yet: &'static str,
    /// Which step this is, and of how many.
    pub step: fn(step: usize, all: usize) -> String,
    /// What was printed.
    pub output: &'static str,
    /// Nothing was printed until then.
    pub nothing_printed: &'static str,
    /// The trace does not have its program.
    pub no_program: &'static str,
    /// So many lines are not shown.
    pub more_lines: fn(usize) -> String,
    /// So many tasks are not shown.
    pub more_tasks: fn(usize) -> String,
    /// So many callbacks before and after those in a picture are not shown; empty if all are.
    pub cut: fn(before: usize, after: usize) -> String,
    /// So many tasks and callbacks are a whole run.
    pub whole: fn(tasks: usize, callbacks: usize) -> String,
    /// A task, or the callbacks that are none's, ran so many times.
    pub ran: fn(usize) -> String,
    /// Abbreviates seconds.
    pub seconds: &'static str,
    /// Between a number's whole and its fraction.
    pub decimal_mark: &'static str,
}

impl Words {
    /// The loop's clock, in nanoseconds, as a scale and a column of a table show it.
    #[must_use]
    pub fn clock(&self, nanoseconds: u64) -> String {
        let seconds = format!("{:.3}", nanoseconds as f64 / 1e9).replace('.', self.decimal_mark);
        format!("{seconds} {}", self.seconds)
    }
}
