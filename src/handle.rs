//! What a loop needs to know of the callbacks it holds.
//!
//! A handle is what `call_soon`, `call_later` and `call_at` return
//! ([`asyncio.Handle`](https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.Handle)): a callback,
//! its arguments, its context, and the right to cancel it. The callback belongs to a language, so the handle
//! types live there (`rust::Handle`, `python::handle`); the scheduler sees them through
//! [`Scheduled`].

use crate::ids::FutureId;
pub use crate::ids::HandleId;

/// Where a handle is.
///
/// ```text
///   call_at ──▶ Timer ── its deadline has come ──▶ Ready ── its turn has come ──▶ Idle
///                 │                     call_soon ──▶ │  ◀─── its source is ready ──  │
///                 └──────────────── cancel ───────────┴────────── cancel ─────────────┴──▶ Cancelled
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// In no queue: it was not scheduled yet, or it has run, or its source is not ready.
    #[default]
    Idle,
    /// Among the timers.
    Timer,
    /// In the ready queue.
    Ready,
    /// It will never run.
    Cancelled,
}

/// Something a loop can hold in its ready queue or among its timers.
pub trait Scheduled {
    /// Whether somebody has cancelled it: then it will not run, and is dropped when its turn comes.
    fn is_cancelled(&self) -> bool;

    /// The future it resolves, if it is the end of a sleep.
    fn ends_sleep(&self) -> Option<FutureId> {
        None
    }

    /// It is being scheduled, under this number: what it has to give when it is cancelled. It lies among the timers
    /// now, or is ready.
    ///
    /// It is called with the scheduler locked.
    fn is_scheduled(&self, id: HandleId, state: State) {
        let _ = (id, state);
    }

    /// Its deadline has come: it is in the ready queue now, and no longer among the timers.
    ///
    /// It is called with the scheduler locked.
    fn is_due(&self) {}
}

/// What was scheduled, and the number of this scheduling.
#[derive(Debug)]
pub struct Entry<W> {
    /// Its number.
    pub id: HandleId,
    /// What is to run.
    pub work: W,
}

impl<W: Scheduled> Scheduled for Entry<W> {
    fn is_cancelled(&self) -> bool {
        self.work.is_cancelled()
    }

    fn ends_sleep(&self) -> Option<FutureId> {
        self.work.ends_sleep()
    }

    fn is_due(&self) {
        self.work.is_due();
    }
}
