//! What a task of Rust's runs: an `async` block, or a coroutine that somebody wrote by hand.
//!
//! A Python coroutine *yields* what it waits for; an `async` block only says "not yet", and expects that
//! somebody calls a waker. Both meet here:
//!
//! - A [`Future`](super::Future) of the loop that is awaited in a task leaves itself in the loop's [`Slot`]
//!   while the block is polled. That is what the block yields, and no waker is involved: the task waits for
//!   exactly that future, as in Python.
//! - If the block waits for several of them (`join!`), or has given its waker away (to a channel, a thread,
//!   another library's future), it yields a *wake-future* that whichever comes first resolves: one of those
//!   futures, or the waker, from whatever thread.
//! - If its waker was called while it was polled, it gives up one turn.
//!
//! An exception that is thrown in waits in the slot as well, and the first of the loop's futures that is
//! polled takes it: that is the innermost `.await`. If nobody takes it, there is nothing in the block that
//! could catch it; the block is dropped, and the exception goes on to the task.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{Ordering, fence};
use std::task::{Context, Poll, RawWakerVTable, Waker};

use smallvec::SmallVec;

use super::any_future::{AnyFuture, CallbackId, FutureCell, Value};
use super::exception::Exception;
use super::language::Rust;
use super::remote::Signal;
use super::shared::Shared;
use crate::coroutine::{Resumed, Yielded};

/// A function that can be suspended and resumed, written by hand as a state machine.
///
/// [PEP 342](https://peps.python.org/pep-0342/) gave generators `send`, `throw` and `close`, and a scheduler needs
/// nothing else.
///
/// ```
/// # use std::sync::Arc;
/// # use asyncio101::selector::ManualSelector;
/// use asyncio101::coroutine::{Resumed, Yielded};
/// use asyncio101::rust::{Coroutine, Rust};
/// use asyncio101::{EventLoop, Exception};
///
/// /// Gives up as many turns as it is told to.
/// struct GiveWay(u32);
///
/// impl Coroutine for GiveWay {
///     fn send(&mut self) -> Resumed<Rust> {
///         if self.0 == 0 {
///             return Resumed::returned("done");
///         }
///         self.0 -= 1;
///         Resumed::Yielded(Yielded::Nothing)
///     }
///
///     fn throw(&mut self, exception: Exception) -> Resumed<Rust> {
///         Resumed::Raised(exception)
///     }
///
///     fn close(&mut self) -> Result<(), Exception> {
///         Ok(())
///     }
/// }
///
/// let event_loop = EventLoop::new(Arc::new(ManualSelector::new()));
/// let task = event_loop.create_task_from::<&str>(GiveWay(3));
/// assert_eq!(event_loop.run_until_complete(task)?, "done");
/// # Ok::<(), Exception>(())
/// ```
pub trait Coroutine {
    /// Runs it from where it is suspended to where it suspends next. The first `send` starts it. (There is nothing a
    /// task could send: who waits for a future asks the future for its result.)
    fn send(&mut self) -> Resumed<Rust>;

    /// Raises `exception` where it is suspended. It may catch it and go on.
    fn throw(&mut self, exception: Exception) -> Resumed<Rust>;

    /// Ends it where it is suspended; its clean-up runs, and nothing after it. A loop that is closed does so with the
    /// coroutines of tasks that are not done, and so does a task that is dropped before it is done.
    ///
    /// # Errors
    ///
    /// What the clean-up raised: the loop's exception handler is told.
    fn close(&mut self) -> Result<(), Exception>;
}

/// An `async` block, as a task has it: its result has lost its type. (A block around the program's, which takes the type
/// away, would hold the program's twice: where it was captured, and where it is awaited.)
pub(super) trait Block {
    fn poll_value(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<Value, Exception>>;
}

impl<T: 'static, F: std::future::Future<Output = Result<T, Exception>>> Block for F {
    fn poll_value(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<Value, Exception>> {
        self.poll(context).map_ok(|value| Rc::new(value) as Value)
    }
}

/// Owners of the [`Signal`] when nobody has cloned the waker: the block, and its waker.
const OWN_REFERENCES: usize = 2;

/// An `async` block, and what its loop needs to resume it.
pub(super) struct AsyncBlock {
    /// `None` once it is over.
    block: Option<Pin<Box<dyn Block>>>,
    has_started: bool,
    signal: Arc<Signal>,
    waker: Waker,
    /// The wake-future it has yielded.
    wake: Option<Rc<FutureCell>>,
    /// The futures that will resolve `wake`. Nearly always none: a block that waits for one yields it.
    watching: Vec<(AnyFuture, CallbackId)>,
}

impl Resumed<Rust> {
    /// The coroutine returned this.
    #[must_use]
    pub fn returned<T: 'static>(value: T) -> Self {
        Self::Returned(Rc::new(value))
    }

    /// The coroutine waits for this.
    #[must_use]
    pub fn waits_for(future: impl Into<AnyFuture>) -> Self {
        Self::Yielded(Yielded::Future(future.into()))
    }
}

/// The futures a block waits for, usually one.
type WaitsFor = SmallVec<[(Ticket, AnyFuture); 1]>;

/// The place of one `.await` among those of a poll. It is taken back when the awaiting ends within the same
/// poll, as that of the loser of a race does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ticket(u64);

/// What an `async` block that is being polled and the futures it awaits tell each other. A loop has one.
#[derive(Default)]
pub(super) struct Slot {
    /// Which waker the block is polled with. A future polled with another one is awaited by another executor,
    /// perhaps one that the block contains: it has to leave its waker.
    polled_with: Cell<Option<(*const (), &'static RawWakerVTable)>>,
    /// The futures it waits for.
    waits_for: RefCell<WaitsFor>,
    /// How many tickets were given out.
    last_ticket: Cell<u64>,
    /// It gives up one turn.
    gives_way: Cell<bool>,
    /// Whether there is something in `thrown`: mostly not, and this is a shorter look.
    has_thrown: Cell<bool>,
    /// An exception that is to be raised at its innermost `.await`.
    thrown: Cell<Option<Exception>>,
}

impl Slot {
    /// Whether the block that is being polled is polled with this waker.
    #[inline]
    pub(super) fn is_polled_with(&self, waker: &Waker) -> bool {
        self.polled_with
            .get()
            .is_some_and(|(data, vtable)| data == waker.data() && std::ptr::eq(vtable, waker.vtable()))
    }

    /// The exception to raise instead of waiting. Whoever takes it raises it.
    #[inline]
    pub(super) fn take_thrown(&self) -> Option<Exception> {
        if self.has_thrown.replace(false) { self.thrown.take() } else { None }
    }

    #[inline]
    pub(super) fn wait_for(&self, future: AnyFuture) -> Ticket {
        let ticket = Ticket(self.last_ticket.get() + 1);
        self.last_ticket.set(ticket.0);
        self.waits_for.borrow_mut().push((ticket, future));
        ticket
    }

    /// Nobody awaits that any more. Tickets of earlier polls are worth nothing.
    #[inline]
    pub(super) fn stop_waiting(&self, ticket: Ticket) {
        if self.waits_for.borrow().is_empty() {
            return;
        }
        let mut waits_for = self.waits_for.borrow_mut();
        let place = waits_for.iter().position(|(other, _)| *other == ticket);
        let taken_back = place.map(|place| waits_for.remove(place));
        drop(waits_for);
        drop(taken_back);
    }

    pub(super) fn give_way(&self) {
        self.gives_way.set(true);
    }
}

/// Clears a slot when a poll is over, also while a panic passes.
struct Polling<'a> {
    slot: &'a Slot,
}

impl<'a> Polling<'a> {
    fn begin(slot: &'a Slot, waker: &Waker, thrown: Option<Exception>) -> Self {
        debug_assert!(slot.polled_with.get().is_none(), "a loop polls one block at a time");
        slot.polled_with.set(Some((waker.data(), waker.vtable())));
        if thrown.is_some() {
            slot.has_thrown.set(true);
            slot.thrown.set(thrown);
        }
        Self { slot }
    }
}

impl Drop for Polling<'_> {
    fn drop(&mut self) {
        self.slot.polled_with.set(None);
        self.slot.gives_way.set(false);
        if !self.slot.waits_for.borrow().is_empty() {
            drop(self.slot.waits_for.take());
        }
        if self.slot.has_thrown.get() {
            drop(self.slot.take_thrown());
        }
    }
}

impl AsyncBlock {
    pub(super) fn new(signal: Signal, block: Pin<Box<dyn Block>>) -> Self {
        let signal = Arc::new(signal);
        let waker = Waker::from(signal.clone());
        Self { block: Some(block), has_started: false, signal, waker, wake: None, watching: Vec::new() }
    }

    /// Whether `future` is the wake-future it has yielded.
    pub(super) fn waits_behind(&self, future: &AnyFuture) -> bool {
        self.wake.as_ref().is_some_and(|wake| std::ptr::eq(&raw const **wake, &raw const *future.cell()))
    }

    /// The wake-future it has yielded.
    pub(super) fn wake_future(&self) -> Option<AnyFuture> {
        self.wake.clone().map(AnyFuture::new)
    }

    fn resume(&mut self, shared: &Rc<Shared>, thrown: Option<Exception>) -> Resumed<Rust> {
        let Some(block) = &mut self.block else {
            return Resumed::Raised(Exception::runtime("cannot reuse already awaited coroutine"));
        };
        self.has_started = true;
        if self.wake.take().is_some() {
            stop_watching(&mut self.watching);
        }
        self.signal.begin_poll();
        let polling = Polling::begin(shared.slot(), &self.waker, thrown);
        let polled = block.as_mut().poll_value(&mut Context::from_waker(&self.waker));
        match polled {
            Poll::Ready(Err(exception)) => Resumed::Raised(exception),
            // It was over before the exception reached it: too late to throw, but not to obey.
            _ if polling.slot.has_thrown.get() => polling
                .slot
                .take_thrown()
                .map_or_else(|| unreachable!("something was thrown"), Resumed::Raised),
            Poll::Ready(Ok(value)) => Resumed::Returned(value),
            Poll::Pending => {
                if polling.slot.gives_way.get() {
                    // What it waits for besides is left to `polling`.
                    return Resumed::Yielded(Yielded::Nothing);
                }
                let waits_for = polling.slot.waits_for.take();
                drop(polling);
                Resumed::Yielded(self.suspend(shared, waits_for))
            }
        }
    }

    /// It is suspended: what it yields.
    fn suspend(&mut self, shared: &Rc<Shared>, mut waits_for: WaitsFor) -> Yielded<Rust> {
        let is_shared = Arc::strong_count(&self.signal) > OWN_REFERENCES;
        // If the last clone of the waker has just been dropped by another thread, what that thread did before
        // is visible here: a call of the waker above all.
        fence(Ordering::Acquire);
        // A future that was done later in the same poll has nobody to tell that it is.
        let is_late = waits_for.iter().any(|(_, future)| future.done());
        if is_late || !self.signal.end_poll() {
            return Yielded::Nothing;
        }
        if waits_for.len() == 1 && !is_shared {
            return waits_for.pop().map_or(Yielded::Nothing, |(_, future)| Yielded::Future(future));
        }
        let event_loop = Rc::downgrade(shared);
        if let Some(foreign) = waits_for.iter().position(|(_, future)| !future.belongs_to(&event_loop)) {
            // The task knows what is wrong with it.
            return Yielded::Future(waits_for.swap_remove(foreign).1);
        }
        let wake = Rc::new(FutureCell::new(shared));
        for (_, future) in waits_for {
            let callback = future.add_wake(wake.clone());
            self.watching.push((future, callback));
        }
        self.wake = Some(wake.clone());
        Yielded::Future(AnyFuture::new(wake))
    }
}

/// Takes back what resolves a wake-future that nobody waits for any more.
#[cold]
fn stop_watching(watching: &mut Vec<(AnyFuture, CallbackId)>) {
    for (future, callback) in watching.drain(..) {
        future.remove_callback(callback);
    }
}

/// It is resumed as a [`Coroutine`] is, by a task that has its loop at hand.
impl AsyncBlock {
    /// Polls the block. A future it awaited gives it its result itself.
    #[inline]
    pub(super) fn send(&mut self, shared: &Rc<Shared>) -> Resumed<Rust> {
        self.resume(shared, None)
    }

    pub(super) fn throw(&mut self, shared: &Rc<Shared>, exception: Exception) -> Resumed<Rust> {
        if self.has_started {
            return self.resume(shared, Some(exception));
        }
        // As in Python, nothing of a coroutine that has not started can catch anything.
        self.block = None;
        Resumed::Raised(exception)
    }

    /// Drops the block; its destructors are its clean-up.
    pub(super) fn close(&mut self) {
        self.block = None;
    }
}

impl Drop for AsyncBlock {
    fn drop(&mut self) {
        stop_watching(&mut self.watching);
    }
}
