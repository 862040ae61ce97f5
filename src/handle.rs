//! What a loop needs to know of the callbacks it holds.
//!
//! A handle is what `call_soon`, `call_later` and `call_at` return
//! ([`asyncio.Handle`](https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.Handle)): a callback,
//! its arguments, its context, and the right to cancel it. The callback belongs to a language, so the handle
//! types live there (`rust::Handle`, `python::handle`); the scheduler sees them through
//! [`Scheduled`].

use crate::ids::FutureId;
pub use crate::ids::HandleId;

/// Something a loop can hold in its ready queue or among its timers.
pub trait Scheduled {
    /// Whether somebody has cancelled it: then it will not run, and is dropped when its turn comes.
    fn is_cancelled(&self) -> bool;

    /// The future it resolves, if it is the end of a sleep.
    fn ends_sleep(&self) -> Option<FutureId> {
        None
    }

    /// It is being scheduled, under this number: what it has to give when it is cancelled.
    ///
    /// It is called with the scheduler locked.
    fn set_id(&self, id: HandleId) {
        let _ = id;
    }

    /// Its deadline has come: it is in the ready queue now, and no longer among the timers. A handle that is
    /// cancelled from here on needs no sweeping ([`Scheduler::note_cancelled`] is to be told so).
    ///
    /// It is called with the scheduler locked.
    ///
    /// [`Scheduler::note_cancelled`]: crate::scheduler::Scheduler::note_cancelled
    fn left_timers(&self) {}
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

    fn left_timers(&self) {
        self.work.left_timers();
    }
}
