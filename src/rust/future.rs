//! Futures of the loop: `asyncio.Future` with a type.
//!
//! A [`Future<T>`] is a reference to a cell that does not know `T`; the core resolves, cancels and waits for
//! the cell, and only the program, at both ends, has to agree on the type. [`AnyFuture`] is the same
//! reference without the type.

use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context as PollContext, Poll, Waker};

use super::any_future::{AnyFuture, CallbackId, Value};
use super::coroutine::Ticket;
use super::exception::Exception;
use super::handle::CallbackResult;
use super::running;
use crate::future::Outcome;
use crate::trace::{Event, FutureId};

/// A result that is not there yet. ([`asyncio.Future`])
///
/// A clone is the same future. It can be awaited, in a task or anywhere else, any number of times and by any
/// number of waiters; each gets a clone of the result.
///
/// ```
/// # use std::sync::Arc;
/// # use asyncio101::selector::ManualSelector;
/// # use asyncio101::{EventLoop, Exception};
/// # let event_loop = EventLoop::new(Arc::new(ManualSelector::new()));
/// let answer = event_loop.create_future();
/// let promise = answer.clone();
/// event_loop.call_soon(move || promise.set_result(42));
/// assert_eq!(event_loop.run_until_complete(answer)?, 42);
/// # Ok::<(), Exception>(())
/// ```
///
/// [`asyncio.Future`]: https://docs.python.org/3/library/asyncio-future.html#asyncio.Future
pub struct Future<T> {
    any: AnyFuture,
    /// How this reference waits for the future.
    waiting: Waiting,
    value: PhantomData<fn() -> T>,
}

/// What somebody who awaits a future has left behind, to be taken back when they lose interest.
#[derive(Clone, Copy)]
enum Waiting {
    /// Nothing: nobody awaits this reference, or not any more.
    No,
    /// A place in the slot of the loop, for the task that is being polled.
    InSlot(Ticket),
    /// A waker with the future, for somebody other than a task of its loop.
    Waker(CallbackId),
}

impl<T> Future<T> {
    pub(super) fn from_any(any: AnyFuture) -> Self {
        Self { any, waiting: Waiting::No, value: PhantomData }
    }

    /// The same future, whatever its type.
    #[must_use]
    pub fn as_any(&self) -> &AnyFuture {
        &self.any
    }

    /// Its number in its loop.
    #[must_use]
    pub fn id(&self) -> FutureId {
        self.any.id()
    }

    /// Whether it has a result or an exception, or was cancelled.
    #[must_use]
    pub fn done(&self) -> bool {
        self.any.done()
    }

    /// Whether it was cancelled.
    #[must_use]
    pub fn cancelled(&self) -> bool {
        self.any.cancelled()
    }

    /// Cancels it, and schedules its callbacks. Returns false if it is done already.
    ///
    /// A task is asked to cancel itself: see [`Task`](crate::Task).
    pub fn cancel(&self) -> bool {
        self.any.cancel_with(None)
    }

    /// Cancels it with a message for the [`Exception::Cancelled`] that its waiters get.
    pub fn cancel_with_message(&self, message: impl Into<Rc<str>>) -> bool {
        self.any.cancel_with(Some(message.into()))
    }

    /// Its exception, or `None` if it has a result.
    ///
    /// # Errors
    ///
    /// [`Exception::Cancelled`] if it was cancelled, [`Exception::InvalidState`] while it is pending.
    pub fn exception(&self) -> Result<Option<Exception>, Exception> {
        self.any.cell().exception()
    }

    /// Gives it an exception, and schedules its callbacks.
    ///
    /// # Errors
    ///
    /// [`Exception::InvalidState`] if it is done. `RuntimeError` if it is a task, or if somebody waits for it
    /// and its loop is closed.
    pub fn set_exception(&self, exception: impl Into<Exception>) -> Result<(), Exception> {
        if self.any.as_task().is_some() {
            return Err(Exception::runtime("Task does not support set_exception operation"));
        }
        self.any.resolve(Outcome::Raised(exception.into()))
    }

    /// Takes a callback away. Returns whether it was still waiting.
    pub fn remove_done_callback(&self, callback: CallbackId) -> bool {
        self.any.remove_done_function(callback)
    }
}

impl<T: 'static> Future<T> {
    /// Gives it its result, and schedules its callbacks.
    ///
    /// # Errors
    ///
    /// [`Exception::InvalidState`] if it is done. `RuntimeError` if it is a task, or if somebody waits for it
    /// and its loop is closed.
    pub fn set_result(&self, result: T) -> Result<(), Exception> {
        if self.any.as_task().is_some() {
            return Err(Exception::runtime("Task does not support set_result operation"));
        }
        let result: Value = Rc::new(result);
        self.any.resolve(Outcome::Returned(result))
    }

    /// Has `callback` called with this future when it is done, in a turn of its own and in a copy of the
    /// current context; in the next turn if it is done already. Callbacks are called in the order they were
    /// added. An error that one returns goes to the loop's exception handler.
    ///
    /// # Panics
    ///
    /// If the future is done and its loop is closed.
    #[track_caller]
    pub fn add_done_callback<R: CallbackResult>(
        &self,
        callback: impl FnOnce(&Self) -> R + 'static,
    ) -> CallbackId {
        let function = |any: &AnyFuture| callback(&Self::from_any(any.clone())).into_result();
        match self.any.add_done_function(Location::caller(), Box::new(function)) {
            Ok(id) => id,
            Err(exception) => panic!("{exception}"),
        }
    }
}

impl<T: Clone + 'static> Future<T> {
    /// Its result.
    ///
    /// # Errors
    ///
    /// Its exception, or [`Exception::Cancelled`] if it was cancelled, or [`Exception::InvalidState`] while it
    /// is pending.
    pub fn result(&self) -> Result<T, Exception> {
        let value = self.any.result()?;
        match value.downcast::<T>() {
            Ok(value) => Ok(T::clone(&value)),
            Err(_) => unreachable!("a future's type is checked where the future is made"),
        }
    }
}

impl<T> Future<T> {
    /// Leaves a waker with the future, in the place of what this reference left before.
    fn wait_with(&mut self, waker: &Waker) {
        self.stop_waiting();
        self.waiting = Waiting::Waker(self.any.add_waker(waker.clone()));
    }

    fn stop_waiting(&mut self) {
        match std::mem::replace(&mut self.waiting, Waiting::No) {
            Waiting::No => {}
            Waiting::Waker(id) => {
                self.any.remove_callback(id);
            }
            Waiting::InSlot(ticket) => {
                if let Some(shared) = self.any.cell().event_loop().upgrade() {
                    shared.slot().stop_waiting(ticket);
                }
            }
        }
    }
}

/// Waiting for it gives its [result](Future::result).
///
/// A task of the same loop waits as in Python: it takes no further step until the future is done. So does a
/// task of another loop, except that it gets the `RuntimeError` asyncio has for that. Any other executor is
/// woken through its waker.
impl<T: Clone + 'static> std::future::Future for Future<T> {
    type Output = Result<T, Exception>;

    fn poll(self: Pin<&mut Self>, context: &mut PollContext<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let stepping = running::loop_that_polls(this.any.cell().event_loop(), context.waker());
        if let Some(exception) = stepping.as_ref().and_then(|shared| shared.slot().take_thrown()) {
            return Poll::Ready(Err(exception));
        }
        if this.done() {
            if let Some(shared) = &stepping
                && matches!(this.waiting, Waiting::No)
            {
                shared.report(|| Event::AwaitedDone(this.any.id()));
            }
            this.stop_waiting();
            return Poll::Ready(this.result());
        }
        match stepping {
            Some(shared) => {
                this.stop_waiting();
                this.waiting = Waiting::InSlot(shared.slot().wait_for(this.any.clone()));
            }
            None => this.wait_with(context.waker()),
        }
        Poll::Pending
    }
}

impl<T> Drop for Future<T> {
    fn drop(&mut self) {
        self.stop_waiting();
    }
}

impl<T> Clone for Future<T> {
    fn clone(&self) -> Self {
        Self::from_any(self.any.clone())
    }
}

impl<T> fmt::Debug for Future<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.any.fmt(f)
    }
}

impl<T> From<Future<T>> for AnyFuture {
    fn from(future: Future<T>) -> Self {
        future.any.clone()
    }
}
