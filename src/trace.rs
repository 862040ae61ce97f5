//! What the loop reports.
//!
//! To watch a loop is to give it an [`Observer`]. The loop tells it what happens, in the order it happens; it
//! never asks it anything. Without an observer, reporting is one branch on an empty `Option`, and the event is
//! not even built.
//!
//! What can happen is one table, that of [`Event`].
//!
//! [`Recorder`] is the observer to keep a program's whole history with: it writes the [`format`](mod@format)
//! that [`replay`](crate::replay) reads. [`EventLog`] only collects events, for tests.

mod event;
pub mod format;
mod queue;
mod recorder;
mod socket;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

pub use event::{Cause, Complaint, Event, GeneratorEvent, StepOutcome, Stream, Unfit};
pub use queue::QueueEvent;
pub use recorder::{DEFAULT_LIMIT, Recorder};
pub use socket::{Journey, Loss, ResetReason, SocketEvent, Writing};

pub use crate::ids::{FutureId, SocketId};

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

/// Keeps all events, without their details, for tests and for [`Observer`]s in need of an example.
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
