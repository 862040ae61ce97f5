//! What is told of who was cancelled, why, and how that ended.

use super::Name;

/// Who cancels something, and why. Times are in nanoseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Canceller {
    /// A timeout, so long after it was set; 0 if its time had come when it was set.
    Timeout(u64),
    /// A timer that the program set itself at this line, so long ago.
    Timer {
        /// The line.
        line: u32,
        /// How long ago.
        after: u64,
    },
    /// A group: this member of it has failed.
    Group(Name),
    /// A group that this task has left with an exception.
    GroupLeft(Name),
    /// A group: the task that it belongs to, this one, was cancelled inside of it.
    GroupCancelled(Name),
    /// A task's group, which took a request back to raise what its members failed with, and makes it anew.
    GroupAgain,
    /// `asyncio.run`: its task, this one, is over.
    MainIsOver(Name),
    /// What runs a task, of this name, and cancels at its own end what is left.
    RunEnds(String),
    /// What the loop called because this line had asked for it: `call_soon(task.cancel)`.
    Asked(u32),
    /// A signal, as Ctrl+C sends it, for which the runner of the loop cancels its task.
    Interrupt,
    /// The program itself, with `cancel()` at this line.
    Line(u32),
}

/// How a task came to its end that counts as cancelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Its coroutine let the cancellation through.
    LetThrough,
    /// Its coroutine raised a `CancelledError`, some steps after its cancellation had come: that one, or another.
    AfterMore,
    /// It was cancelled before it had begun.
    NotBegun,
    /// Its coroutine returned, but it had been asked to cancel in that very step.
    Returned,
    /// What it awaited was cancelled, and it let that through.
    WithAwaited(Name),
    /// Its coroutine raised a `CancelledError`, and nobody had asked it to cancel.
    Unasked,
}
