//! What the loop reports.
//!
//! Whoever wants to watch a loop gives it an [`Observer`]. The loop tells it what happens, in the order it
//! happens; it never asks it anything. Without an observer, reporting is one branch on an empty `Option`, and
//! the event is not even built.

use crate::handle::HandleId;
use crate::selector::{Time, Timeout};

/// The number of a future or a task (a task is a future): unique in its loop, in the order they were made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FutureId(pub u64);

impl std::fmt::Display for FutureId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "f{}", self.0)
    }
}

/// Why a handle was scheduled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The program called `call_soon`, `call_later`, `call_at` or `call_soon_threadsafe`.
    Program,
    /// This future is done, and the handle runs one of its callbacks.
    Done(FutureId),
    /// This task takes its first step, or its next one after giving up a turn.
    Step(FutureId),
    /// What this task waited for (the second) is done, so it goes on.
    WakeUp(FutureId, Option<FutureId>),
    /// Something it watches became ready.
    Ready,
}

/// How one step of a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepOutcome {
    /// It waits for a future; `None` if that future is not one of this loop's own kind.
    Waits(Option<FutureId>),
    /// It gave up one turn (a bare `yield`, `sleep(0)`).
    GaveWay,
    /// Its coroutine returned.
    Returned,
    /// Its coroutine raised, or yielded what a task cannot wait for.
    Raised,
    /// Its coroutine let a cancellation through.
    Cancelled,
}

/// One thing that happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Event {
    /// A turn of the loop began. Turns are counted from 1.
    TurnBegan(u64),
    /// The loop is about to block for at most this long.
    Selecting(Timeout),
    /// It is back, and this many sources were ready.
    Selected(usize),
    /// A timer's deadline has come, and it has moved to the end of the ready queue.
    TimerDue(HandleId),
    /// A handle was put at the end of the ready queue.
    Soon(HandleId, Cause),
    /// A handle was put among the timers.
    Later(HandleId, Time),
    /// A handle was cancelled.
    HandleCancelled(HandleId),
    /// A handle began to run.
    Began(HandleId),
    /// It returned.
    Ended(HandleId),
    /// A task was made.
    TaskCreated(FutureId),
    /// A task took a step.
    Stepped(FutureId, StepOutcome),
    /// Somebody asked a task to be cancelled.
    CancelRequested(FutureId),
    /// A future or task has its result.
    FutureDone(FutureId),
    /// A future or task was cancelled.
    FutureCancelled(FutureId),
}

/// Somebody who watches a loop.
///
/// It is called in the middle of things: it must not call the loop, and should be quick.
pub trait Observer: Send {
    /// Something happened.
    fn observe(&mut self, event: Event);
}

/// Keeps everything, for tests and for [`Observer`]s in need of an example.
///
/// ```
/// use asyncio101::trace::{Event, Observer, Recording};
///
/// let recording = Recording::default();
/// recording.clone().observe(Event::TurnBegan(1));
/// assert_eq!(recording.take(), [Event::TurnBegan(1)]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Recording(std::sync::Arc<std::sync::Mutex<Vec<Event>>>);

impl Recording {
    /// What has happened since the last `take`.
    #[must_use]
    pub fn take(&self) -> Vec<Event> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
}

impl Observer for Recording {
    fn observe(&mut self, event: Event) {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(event);
    }
}
