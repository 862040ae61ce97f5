//! What the loop reports.
//!
//! Whoever wants to watch a loop gives it an [`Observer`]. The loop tells it what happens, in the order it
//! happens; it never asks it anything. Without an observer, reporting is one branch on an empty `Option`, and
//! the event is not even built.
//!
//! [`Recorder`] is the observer to keep a program's whole history with: it writes the [`format`](mod@format)
//! that [`replay`](crate::replay) reads. [`EventLog`] only collects events, for tests.

pub mod format;
mod recorder;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

pub use recorder::{DEFAULT_LIMIT, Recorder};

pub use crate::ids::FutureId;
use crate::ids::{HandleId, Source};
use crate::selector::{Interest, Time, Timeout};

/// From how long on a callback keeps its loop for too long: asyncio's `slow_callback_duration`.
pub const SLOW: Duration = Duration::from_millis(100);

/// The number of a lock or another synchronization primitive, in the order they were made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PrimitiveId(pub u64);

/// The number of a text in a trace. Zero is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextId(pub u32);

/// The number of a place in the program: a line of a function. Zero is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PlaceId(pub u32);

/// The number of a stack of places. Zero is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StackId(pub u32);

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

/// Where a program printed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

/// Something asyncio warns of, often long after the mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Complaint {
    /// A coroutine was dropped that nobody had awaited. The text of its details names it.
    NeverAwaited,
    /// A future failed and was dropped, and nobody had asked for the exception.
    NeverRetrieved(FutureId),
    /// A task was dropped before it was done.
    Destroyed(FutureId),
    /// In one step, a task awaited the same thing so many times, at the same line, and never gave way.
    NeverYielded(FutureId, u64),
}

/// What became of a generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GeneratorEvent {
    /// Its function was called.
    Created,
    /// It runs, from its beginning or from where it was suspended.
    Resumed,
    /// It is suspended. Its details have the value, and its variables.
    Yielded,
    /// It returned. Its details have the value, if there is one.
    Returned,
    /// It raised. Its details have the exception.
    Raised,
    /// It was closed where it was suspended.
    Closed,
}

/// One thing that happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Event {
    /// Somebody began to run the loop (`run_forever`, `run_until_complete`).
    RunBegan,
    /// The loop was left.
    RunEnded,
    /// The loop was closed.
    Closed,
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
    /// The end of a `sleep` was put among the timers: it will resolve this future.
    Sleeps(HandleId, Time, FutureId),
    /// A handle was cancelled.
    HandleCancelled(HandleId),
    /// A handle began to run.
    Began(HandleId),
    /// It returned.
    Ended(HandleId),
    /// A task takes its first step inside of whatever runs, without waiting for its turn.
    BeganEagerly(FutureId),
    /// A future was made, not a task.
    FutureCreated(FutureId),
    /// A task was made.
    TaskCreated(FutureId),
    /// A task was given another name, that of its details.
    Renamed(FutureId),
    /// A task took a step.
    Stepped(FutureId, StepOutcome),
    /// Somebody asked a task to be cancelled.
    CancelRequested(FutureId),
    /// A future or task has its result.
    FutureDone(FutureId),
    /// A future or task has failed, with an exception.
    FutureFailed(FutureId),
    /// A future or task was cancelled.
    FutureCancelled(FutureId),
    /// Something is to be called when this future is done.
    CallbackAdded(FutureId),
    /// So many callbacks were taken back from this future.
    CallbackRemoved(FutureId, usize),
    /// A future is awaited by a task or future (the second) that is not among its callbacks as such: a member of
    /// a group, an argument of `gather`.
    AwaitedBy(FutureId, FutureId),
    /// It is so no longer.
    NotAwaitedBy(FutureId, FutureId),
    /// So many other threads run now: they may wake the loop.
    Threads(usize),
    /// What is watched about a source has changed.
    Watching(Source, Interest),
    /// The program printed the text of its details.
    Printed(Stream),
    /// The program read the text of its details from standard input.
    Read,
    /// The program kept its thread, and so the loop, from doing anything else for this many nanoseconds.
    Blocked(u64),
    /// A module of the library was loaded when it was first needed, the text of its details, and that took so many
    /// nanoseconds. Where programs import asyncio, CPython loads all of it.
    Loaded(u64),
    /// The callback that runs has kept the loop from anything else for so many nanoseconds, and goes on. Its details say
    /// where, as somebody saw it who looks now and then.
    Busy(u64),
    /// asyncio has something to complain about.
    Complained(Complaint),
    /// Something became of the generator of this number.
    Generator(u64, GeneratorEvent),
    /// Whoever is at work asks for a lock, or another synchronization primitive that only so many may have at a time.
    /// The text of its details is its name: of this event, and of the two that follow.
    Acquiring(PrimitiveId),
    /// It has what it asked for.
    Acquired(PrimitiveId),
    /// Whoever is at work lets go of one.
    Released(PrimitiveId),
    /// An exception was raised in the program's own code, or has come there out of the library: the text of its details. It may
    /// yet be caught.
    Raised,
    /// A line of the program is about to run. Its details say where, and which variables have changed.
    Line,
    /// The trace is full: more happened, and is not in it.
    Full,
}

/// What else is known of an event, where somebody asked the language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// Where in the program it was asked for; for a task's step, where it is suspended now.
    pub at: StackId,
    /// What it is about, depending on the event: the function a handle calls, the coroutine of a task, a
    /// future's result or exception, what was printed.
    pub text: TextId,
    /// A task's name.
    pub name: TextId,
    /// Local variables, as in `i = 2, x = 'a'`: those of a generator that is suspended, those a line changed. Of a task
    /// that is made and has no name of its own, the argument that tells its coroutine from others.
    pub variables: TextId,
    /// Where the coroutine of a task that is made will begin.
    pub begins: StackId,
}

impl Details {
    /// Nothing else is known.
    pub const NONE: Self =
        Self { at: StackId(0), text: TextId(0), name: TextId(0), variables: TextId(0), begins: StackId(0) };
}

/// Somebody who watches a loop.
///
/// It is called in the middle of things: it must not call the loop, and should be quick.
pub trait Observer: Send {
    /// Something happened.
    fn observe(&mut self, event: Event, details: Details);
}

/// Keeps all events, without their notes, for tests and for [`Observer`]s in need of an example.
///
/// ```
/// use asyncio101::trace::{Event, Details, Observer, EventLog};
///
/// let log = EventLog::default();
/// log.clone().observe(Event::TurnBegan(1), Details::NONE);
/// assert_eq!(log.take(), [Event::TurnBegan(1)]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct EventLog(Arc<Mutex<Vec<Event>>>);

impl EventLog {
    /// What has happened since the last `take`.
    #[must_use]
    pub fn take(&self) -> Vec<Event> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Observer for EventLog {
    fn observe(&mut self, event: Event, _details: Details) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(event);
    }
}
