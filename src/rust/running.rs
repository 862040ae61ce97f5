//! Which loop runs on this thread, and which task: what asyncio's functions without a loop ask.

use std::cell::RefCell;
use std::rc::{Rc, Weak};
use std::task::Waker;

use super::coroutine::Slot;
use super::event_loop::EventLoop;
use super::exception::Exception;
use super::shared::Shared;
use super::task::{AnyTask, Task};

thread_local! {
    /// The loop that runs on this thread. One at most: they would block each other.
    static RUNNING: RefCell<Option<Rc<Shared>>> = const { RefCell::new(None) };
}

/// The loop that runs on this thread.
///
/// # Errors
///
/// `RuntimeError` if none does, that is, outside of callbacks and tasks.
pub fn get_running_loop() -> Result<EventLoop, Exception> {
    let running = RUNNING.with_borrow(Clone::clone);
    running.map(EventLoop::from_shared).ok_or_else(|| Exception::runtime("no running event loop"))
}

/// The task that runs on this thread, if one does.
#[must_use]
pub fn current_task() -> Option<AnyTask> {
    get_running_loop().ok().and_then(|event_loop| event_loop.current_task())
}

/// [`EventLoop::create_task`] of the running loop.
///
/// # Errors
///
/// `RuntimeError` if no loop runs on this thread.
pub fn create_task<T: 'static>(
    block: impl std::future::Future<Output = Result<T, Exception>> + 'static,
) -> Result<Task<T>, Exception> {
    Ok(get_running_loop()?.create_task(block))
}

/// The loop runs on this thread until this is dropped.
pub(super) struct Running;

impl Running {
    /// # Errors
    ///
    /// `RuntimeError` if a loop runs on this thread.
    pub(super) fn check_none() -> Result<(), Exception> {
        if RUNNING.with_borrow(Option::is_none) {
            return Ok(());
        }
        Err(Exception::runtime("Cannot run the event loop while another loop is running"))
    }

    /// No loop runs on this thread: the caller has seen to that.
    pub(super) fn begin(shared: &Rc<Shared>) -> Self {
        let before = RUNNING.replace(Some(shared.clone()));
        debug_assert!(before.is_none(), "one loop at most runs on a thread");
        Self
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let loop_that_ran = RUNNING.take();
        if let Some(shared) = loop_that_ran {
            shared.end_running();
        }
    }
}

/// Asks the slot of the loop that runs on this thread, if one of its tasks is polling with this waker.
#[inline]
pub(super) fn ask_slot<R>(waker: &Waker, ask: impl FnOnce(&Slot) -> R) -> Option<R> {
    RUNNING.with_borrow(|running| {
        running.as_ref().map(|shared| shared.slot()).filter(|slot| slot.is_polled_with(waker)).map(ask)
    })
}

/// The loop one of whose tasks is polling with this waker: `own`, or the one that runs on this thread.
#[inline]
pub(super) fn loop_that_polls(own: &Weak<Shared>, waker: &Waker) -> Option<Rc<Shared>> {
    if let Some(shared) = own.upgrade()
        && shared.slot().is_polled_with(waker)
    {
        return Some(shared);
    }
    RUNNING
        .with_borrow(|running| running.as_ref().filter(|shared| shared.slot().is_polled_with(waker)).cloned())
}
