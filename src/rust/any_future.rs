//! Futures without a type: what the core resolves, cancels and waits for.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::panic::Location;
use std::rc::{Rc, Weak};
use std::task::Waker;

use super::context::Context;
use super::errors::ErrorContext;
use super::exception::Exception;
use super::handle::Work;
use super::language::Rust;
use super::shared::Shared;
use super::task::AnyTask;
use crate::future::{self, Callbacks, FutureState, Outcome};
use crate::ids::{FutureId, HandleId};
use crate::trace::{Cause, Event};

/// What a future resolves to, before anybody says of what type it is.
pub type Value = Rc<dyn Any>;

/// A future or a task, whatever its type: what a task waits for.
#[derive(Clone)]
pub struct AnyFuture {
    kind: Kind,
}

#[derive(Clone)]
enum Kind {
    Future(Rc<FutureCell>),
    Task(AnyTask),
}

/// What futures and tasks have in common.
pub(super) struct FutureCell {
    id: FutureId,
    event_loop: Weak<Shared>,
    state: RefCell<FutureState<Rust>>,
    /// How many callbacks were ever added that can be taken away again.
    last_callback: Cell<u32>,
    /// Whether it is a task's: for the messages about it.
    is_task: bool,
}

/// The number of a callback of a future, for [`remove_done_callback`](crate::Future::remove_done_callback).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallbackId(u32);

/// What waits for a future.
pub struct Callback {
    waits: Waits,
}

enum Waits {
    /// A task, natively: it yielded this future.
    Task(AnyTask),
    /// A task, for the first of several: this wakes it.
    Wake(CallbackId, Rc<FutureCell>),
    /// Somebody else's executor.
    Waker(CallbackId, Waker),
    /// A function of the program's.
    Call(CallbackId, Box<DoneCallback>),
}

/// A function of the program's that wants to know when a future is done.
pub(super) struct DoneCallback {
    function: Box<DoneFunction>,
    context: Context,
    added_at: &'static Location<'static>,
}

type DoneFunction = dyn FnOnce(&AnyFuture) -> Result<(), Exception>;

impl DoneCallback {
    pub(super) fn run(self, id: HandleId, future: &AnyFuture) -> Result<(), ErrorContext> {
        let Self { function, context, added_at } = self;
        context
            .run(|| function(future))
            .map_err(|exception| ErrorContext::in_callback(id, added_at, exception))
    }
}

impl Callback {
    pub(super) fn task(task: AnyTask) -> Self {
        Self { waits: Waits::Task(task) }
    }

    fn id(&self) -> Option<CallbackId> {
        match self.waits {
            Waits::Task(_) => None,
            Waits::Wake(id, _) | Waits::Waker(id, _) | Waits::Call(id, _) => Some(id),
        }
    }
}

impl FutureCell {
    /// A pending future of a loop.
    pub(super) fn new(shared: &Rc<Shared>) -> Self {
        let future = Self::of(shared, false);
        shared.report(|| Event::FutureCreated(future.id));
        future
    }

    /// What a task is as a future.
    pub(super) fn of_task(shared: &Rc<Shared>) -> Self {
        Self::of(shared, true)
    }

    fn of(shared: &Rc<Shared>, is_task: bool) -> Self {
        Self {
            id: shared.next_future_id(),
            event_loop: Rc::downgrade(shared),
            state: RefCell::default(),
            last_callback: Cell::new(0),
            is_task,
        }
    }

    /// How the messages about it call it.
    fn name(&self) -> &'static str {
        if self.is_task { "Task" } else { "Future" }
    }

    pub(super) fn id(&self) -> FutureId {
        self.id
    }

    pub(super) fn event_loop(&self) -> &Weak<Shared> {
        &self.event_loop
    }

    pub(super) fn state(&self) -> &RefCell<FutureState<Rust>> {
        &self.state
    }

    #[inline]
    pub(super) fn is_done(&self) -> bool {
        self.state.borrow().is_done()
    }

    fn result(&self) -> Result<Value, Exception> {
        let mut state = self.state.borrow_mut();
        match state.outcome() {
            Outcome::Pending => Err(Exception::InvalidState("Result is not ready.")),
            Outcome::Returned(value) => Ok(value.clone()),
            Outcome::Raised(exception) => {
                let exception = exception.clone();
                state.set_retrieved();
                Err(exception)
            }
            Outcome::Cancelled(error) => Err(Self::cancelled_error(&state, error.as_ref())),
        }
    }

    pub(super) fn exception(&self) -> Result<Option<Exception>, Exception> {
        let mut state = self.state.borrow_mut();
        match state.outcome() {
            Outcome::Pending => Err(Exception::InvalidState("Exception is not set.")),
            Outcome::Returned(_) => Ok(None),
            Outcome::Raised(exception) => {
                let exception = exception.clone();
                state.set_retrieved();
                Ok(Some(exception))
            }
            Outcome::Cancelled(error) => Err(Self::cancelled_error(&state, error.as_ref())),
        }
    }

    /// CPython gives the error that cancelled a task to the first who asks, for the sake of its traceback, and
    /// a new one without its message to the others. There is no traceback here: everybody gets the same one.
    fn cancelled_error(state: &FutureState<Rust>, error: Option<&Exception>) -> Exception {
        error.cloned().unwrap_or_else(|| Exception::Cancelled(state.cancel_message().cloned()))
    }

    fn next_callback_id(&self) -> CallbackId {
        let id = self.last_callback.get() + 1;
        self.last_callback.set(id);
        CallbackId(id)
    }

    fn remove_callback(&self, id: CallbackId) -> bool {
        let mut removed = None;
        let mut state = self.state.borrow_mut();
        let mut callbacks = state.take_callbacks();
        if let Some(index) = callbacks.iter().position(|callback| callback.id() == Some(id)) {
            removed = Some(callbacks.remove(index));
        }
        // A future that is done has none to put back.
        let _none = state.put_back_callbacks(callbacks);
        drop(state);
        // The program's closure is dropped here, with nothing borrowed.
        removed.is_some()
    }
}

impl Drop for FutureCell {
    fn drop(&mut self) {
        let state = self.state.borrow();
        if let Outcome::Raised(exception) = state.outcome()
            && state.is_unretrieved()
            && let Some(shared) = self.event_loop.upgrade()
        {
            let context = ErrorContext::never_retrieved(self.name(), self.id, exception.clone());
            shared.event_loop().call_exception_handler(&context);
        }
    }
}

impl AnyFuture {
    pub(super) fn new(cell: Rc<FutureCell>) -> Self {
        Self { kind: Kind::Future(cell) }
    }

    pub(super) fn cell(&self) -> &FutureCell {
        match &self.kind {
            Kind::Future(cell) => cell,
            Kind::Task(task) => task.future_cell(),
        }
    }

    pub(super) fn belongs_to(&self, event_loop: &Weak<Shared>) -> bool {
        Weak::ptr_eq(&self.cell().event_loop, event_loop)
    }

    /// Its number in its loop.
    #[must_use]
    pub fn id(&self) -> FutureId {
        self.cell().id
    }

    /// The task, if it is one.
    #[must_use]
    pub fn as_task(&self) -> Option<&AnyTask> {
        match &self.kind {
            Kind::Future(_) => None,
            Kind::Task(task) => Some(task),
        }
    }

    /// Whether it has a result or an exception, or was cancelled.
    #[must_use]
    pub fn done(&self) -> bool {
        self.cell().is_done()
    }

    /// Whether it was cancelled.
    #[must_use]
    pub fn cancelled(&self) -> bool {
        self.cell().state.borrow().is_cancelled()
    }

    /// Cancels it. A plain future is cancelled at once; a task is asked to cancel itself, see
    /// [`Task`](crate::Task). Returns false if it is done already.
    pub fn cancel(&self) -> bool {
        self.cancel_with(None)
    }

    pub(super) fn cancel_with(&self, message: Option<Rc<str>>) -> bool {
        match &self.kind {
            Kind::Task(task) => task.cancel_with(message),
            // Its loop may be closed: then nobody is left to be told, and it is cancelled all the same.
            Kind::Future(_) => future::cancel::<Rust>(self, message, ()).unwrap_or(true),
        }
    }

    /// Its result, of whatever type.
    ///
    /// # Errors
    ///
    /// Its exception, or that it was cancelled, or [`Exception::InvalidState`] while it is pending.
    pub fn result(&self) -> Result<Value, Exception> {
        self.cell().result()
    }

    /// Gives it its outcome, and schedules all that wait for it.
    ///
    /// # Errors
    ///
    /// [`Exception::InvalidState`] if it has one, `RuntimeError` if something waits for it and its loop is
    /// closed.
    pub(super) fn resolve(&self, outcome: Outcome<Rust>) -> Result<(), Exception> {
        let cell = self.cell();
        if cell.is_done() {
            return Err(Exception::InvalidState("invalid state"));
        }
        let id = cell.id;
        let event = match outcome {
            Outcome::Raised(_) => Event::FutureFailed(id),
            Outcome::Cancelled(_) => Event::FutureCancelled(id),
            Outcome::Returned(_) | Outcome::Pending => Event::FutureDone(id),
        };
        let callbacks =
            cell.state.borrow_mut().resolve(outcome).map_err(|_| Exception::InvalidState("invalid state"))?;
        let Some(shared) = cell.event_loop.upgrade() else {
            wake_others(callbacks);
            return Ok(());
        };
        shared.report(|| event);
        for callback in callbacks {
            self.schedule(&shared, callback)?;
        }
        Ok(())
    }

    /// Schedules one callback of a future that is done.
    fn schedule(&self, shared: &Rc<Shared>, callback: Callback) -> Result<(), Exception> {
        let future = self.clone();
        match callback.waits {
            Waits::Task(task) => {
                let cause = Cause::WakeUp(task.id(), Some(self.id()));
                shared.call_soon(Work::WakeUp { task, future }, cause)
            }
            Waits::Call(_, callback) => {
                let callback = Some(callback);
                shared.call_soon(Work::Done { future, callback }, Cause::Done(self.id()))
            }
            Waits::Wake(_, wake) => Self::new(wake).wake(),
            // Nobody else's executor is told through the ready queue: it may be what runs this loop.
            Waits::Waker(_, waker) => {
                waker.wake();
                Ok(())
            }
        }
    }

    /// Has `callback` scheduled when it is done; at once if it is.
    pub(super) fn add_callback(&self, callback: Callback) -> Result<(), Exception> {
        let refused = self.cell().state.borrow_mut().add_done_callback(callback);
        let Err(callback) = refused else {
            return Ok(());
        };
        let shared = self.cell().event_loop.upgrade().ok_or_else(Exception::loop_is_closed)?;
        self.schedule(&shared, callback)
    }

    pub(super) fn add_done_function(
        &self,
        added_at: &'static Location<'static>,
        function: Box<DoneFunction>,
    ) -> Result<CallbackId, Exception> {
        let id = self.cell().next_callback_id();
        let callback = Box::new(DoneCallback { function, context: Context::copy_current(), added_at });
        let is_pending = !self.done();
        self.add_callback(Callback { waits: Waits::Call(id, callback) })?;
        if is_pending {
            self.report(|| Event::CallbackAdded(self.id()));
        }
        Ok(id)
    }

    pub(super) fn remove_callback(&self, id: CallbackId) -> bool {
        self.cell().remove_callback(id)
    }

    /// The same, for a function of the program's.
    pub(super) fn remove_done_function(&self, id: CallbackId) -> bool {
        let was_there = self.remove_callback(id);
        if was_there {
            self.report(|| Event::CallbackRemoved(self.id(), 1));
        }
        was_there
    }

    fn report(&self, event: impl FnOnce() -> Event) {
        if let Some(shared) = self.cell().event_loop.upgrade() {
            shared.report(event);
        }
    }

    /// Has a waker of somebody else's called when it is done.
    pub(super) fn add_waker(&self, waker: Waker) -> CallbackId {
        self.wait_pending(|id| Waits::Waker(id, waker))
    }

    /// Has `wake` resolved when it is done.
    pub(super) fn add_wake(&self, wake: Rc<FutureCell>) -> CallbackId {
        self.wait_pending(|id| Waits::Wake(id, wake))
    }

    /// Adds a callback to a future that is known to be pending.
    fn wait_pending(&self, waits: impl FnOnce(CallbackId) -> Waits) -> CallbackId {
        let id = self.cell().next_callback_id();
        let refused = self.cell().state.borrow_mut().add_done_callback(Callback { waits: waits(id) });
        debug_assert!(refused.is_ok(), "only a pending future is waited for");
        id
    }

    /// Resolves the future behind which a task waits for any of several things. The second of them finds it
    /// done, and that is all right.
    pub(super) fn wake(&self) -> Result<(), Exception> {
        if self.done() {
            return Ok(());
        }
        let nothing = self.cell().event_loop.upgrade().map(|shared| shared.nothing().clone());
        self.resolve(Outcome::Returned(nothing.unwrap_or_else(|| Rc::new(()))))
    }
}

/// Wakes the executors that wait for a future whose loop is gone. Tasks of that loop never run again.
fn wake_others(callbacks: Callbacks<Rust>) {
    for callback in callbacks {
        if let Waits::Waker(_, waker) = callback.waits {
            waker.wake();
        }
    }
}

impl fmt::Debug for AnyFuture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cell = self.cell();
        write!(f, "<{} {} {}>", cell.name(), cell.id, cell.state.borrow().name().to_lowercase())
    }
}

impl From<AnyTask> for AnyFuture {
    fn from(task: AnyTask) -> Self {
        Self { kind: Kind::Task(task) }
    }
}
