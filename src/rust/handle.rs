//! Callbacks that wait for their turn, and the right to cancel them.

use std::cell::Cell;
use std::fmt;
use std::ops::Deref;
use std::panic::Location;
use std::rc::{Rc, Weak};

use super::any_future::{AnyFuture, DoneCallback};
use super::context::Context;
use super::errors::ErrorContext;
use super::exception::Exception;
use super::language::Rust;
use super::shared::Shared;
use super::task::AnyTask;
use crate::handle::{Entry, Scheduled, State};
use crate::ids::{FutureId, HandleId};
use crate::selector::Time;
use crate::task;

/// What a callback may return: nothing, or a `Result` whose error goes to the loop's exception handler.
pub trait CallbackResult {
    /// The error, if there is one.
    ///
    /// # Errors
    ///
    /// What the callback failed with.
    fn into_result(self) -> Result<(), Exception>;
}

impl CallbackResult for () {
    fn into_result(self) -> Result<(), Exception> {
        Ok(())
    }
}

impl CallbackResult for Result<(), Exception> {
    fn into_result(self) -> Result<(), Exception> {
        self
    }
}

/// A scheduled callback: what `call_soon` returns.
///
/// It may be kept or dropped; the callback runs either way. A clone is the same handle.
#[derive(Clone)]
pub struct Handle {
    cell: Rc<HandleCell<dyn Call>>,
}

/// A callback with a deadline: what `call_later` and `call_at` return. It is a [`Handle`], too.
#[derive(Clone, Debug)]
pub struct TimerHandle {
    handle: Handle,
    when: Time,
}

struct HandleCell<C: ?Sized> {
    /// The number of its last scheduling; zero before the first.
    id: Cell<HandleId>,
    event_loop: Weak<Shared>,
    context: Context,
    state: Cell<State>,
    /// Where the program scheduled it, for messages.
    scheduled_at: &'static Location<'static>,
    callback: C,
}

/// The callback of a handle. It can be taken away through a shared reference: a callback that runs may cancel
/// its own handle.
trait Call {
    fn call(&self) -> Result<(), Exception>;
    fn clear(&self);
}

/// A callback that runs once.
struct Once<F>(Cell<Option<F>>);

/// A callback that runs whenever a source is ready.
struct Again<F>(Cell<Option<F>>);

impl<F: FnOnce() -> R, R: CallbackResult> Call for Once<F> {
    fn call(&self) -> Result<(), Exception> {
        self.0.take().map_or(Ok(()), |callback| callback().into_result())
    }

    fn clear(&self) {
        drop(self.0.take());
    }
}

impl<F: FnMut() -> R, R: CallbackResult> Call for Again<F> {
    fn call(&self) -> Result<(), Exception> {
        let Some(mut callback) = self.0.take() else {
            return Ok(());
        };
        let result = callback().into_result();
        self.0.set(Some(callback));
        result
    }

    fn clear(&self) {
        drop(self.0.take());
    }
}

impl Handle {
    /// A handle whose callback runs once.
    pub(super) fn once<R: CallbackResult + 'static>(
        shared: &Rc<Shared>,
        context: Context,
        scheduled_at: &'static Location<'static>,
        callback: impl FnOnce() -> R + 'static,
    ) -> Self {
        let callback = Once(Cell::new(Some(callback)));
        Self { cell: Rc::new(HandleCell::new(shared, context, scheduled_at, callback)) }
    }

    /// A handle whose callback can run any number of times.
    pub(super) fn again<R: CallbackResult + 'static>(
        shared: &Rc<Shared>,
        context: Context,
        scheduled_at: &'static Location<'static>,
        callback: impl FnMut() -> R + 'static,
    ) -> Self {
        let callback = Again(Cell::new(Some(callback)));
        Self { cell: Rc::new(HandleCell::new(shared, context, scheduled_at, callback)) }
    }

    /// The number of its scheduling in its loop.
    #[must_use]
    pub fn id(&self) -> HandleId {
        self.cell.id.get()
    }

    /// The context the callback runs in.
    #[must_use]
    pub fn context(&self) -> &Context {
        &self.cell.context
    }

    /// Whether somebody has cancelled it.
    #[must_use]
    pub fn cancelled(&self) -> bool {
        self.cell.state.get() == State::Cancelled
    }

    /// Cancels the callback: it will not run, and is dropped at once with all that it holds. If it has run
    /// already, or was cancelled, this does nothing more.
    pub fn cancel(&self) {
        let state = self.cell.state.replace(State::Cancelled);
        if let (State::Timer | State::Ready, Some(shared)) = (state, self.cell.event_loop.upgrade()) {
            shared.note_cancelled(self.id(), state == State::Timer);
        }
        self.cell.callback.clear();
    }

    /// Runs the callback in its context.
    fn run(&self) -> Result<(), ErrorContext> {
        self.cell.state.set(State::Idle);
        let result = self.cell.context.run(|| self.cell.callback.call());
        if self.cancelled() {
            // It has cancelled itself, and an `Again` has put its callback back since.
            self.cell.callback.clear();
        }
        result.map_err(|exception| ErrorContext::in_callback(self.id(), self.cell.scheduled_at, exception))
    }
}

impl<C> HandleCell<C> {
    fn new(
        shared: &Rc<Shared>,
        context: Context,
        scheduled_at: &'static Location<'static>,
        callback: C,
    ) -> Self {
        Self {
            id: Cell::default(),
            event_loop: Rc::downgrade(shared),
            context,
            state: Cell::default(),
            scheduled_at,
            callback,
        }
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "<Handle {} {:?}, scheduled at {}>",
            self.id(),
            self.cell.state.get(),
            self.cell.scheduled_at
        )
    }
}

impl TimerHandle {
    pub(super) fn new(handle: Handle, when: Time) -> Self {
        Self { handle, when }
    }

    /// When the callback is to run, on the clock of its loop.
    #[must_use]
    pub fn when(&self) -> Time {
        self.when
    }
}

impl Deref for TimerHandle {
    type Target = Handle;

    fn deref(&self) -> &Handle {
        &self.handle
    }
}

/// What lies in the ready queue and among the timers. What the loop schedules for itself needs no
/// [`Handle`]: nobody can cancel it, so nobody has to share it.
pub(super) enum Work {
    /// A callback of the program's.
    Handle(Handle),
    /// The end of a sleep: a timer that resolves this future.
    EndSleep { handle: Handle, future: FutureId },
    /// The next step of a task.
    Step { task: AnyTask },
    /// The next step of a task, which throws `exception` in.
    Throw { task: AnyTask, exception: Option<Box<Exception>> },
    /// The next step of a task, because `future` is done.
    WakeUp { task: AnyTask, future: AnyFuture },
    /// `future` is done, and the program wants to know. The callback is taken out when it is called.
    Done { future: AnyFuture, callback: Option<Box<DoneCallback>> },
}

impl Work {
    /// Runs what was scheduled. Whoever calls this holds no borrow of anything.
    pub(super) fn run(entry: &mut Entry<Self>) -> Result<(), ErrorContext> {
        let id = entry.id;
        let result = match &mut entry.work {
            Self::Handle(handle) | Self::EndSleep { handle, .. } => return handle.run(),
            Self::Done { future, callback } => {
                return callback.take().map_or(Ok(()), |callback| callback.run(id, future));
            }
            Self::Step { task } => task::step::<Rust>(task, None, ()),
            Self::Throw { task, exception } => {
                task::step::<Rust>(task, exception.take().map(|exception| *exception), ())
            }
            Self::WakeUp { task, future } => {
                let exception = task.exception_to_throw(future);
                task::step::<Rust>(task, exception, ())
            }
        };
        result.map_err(|exception| ErrorContext::in_step(id, exception))
    }

    fn handle(&self) -> Option<&Handle> {
        match self {
            Self::Handle(handle) | Self::EndSleep { handle, .. } => Some(handle),
            Self::Step { .. } | Self::Throw { .. } | Self::WakeUp { .. } | Self::Done { .. } => None,
        }
    }
}

impl Scheduled for Work {
    fn is_cancelled(&self) -> bool {
        self.handle().is_some_and(Handle::cancelled)
    }

    fn ends_sleep(&self) -> Option<FutureId> {
        match self {
            Self::EndSleep { future, .. } => Some(*future),
            _ => None,
        }
    }

    fn is_scheduled(&self, id: HandleId, state: State) {
        if let Some(handle) = self.handle() {
            handle.cell.id.set(id);
            handle.cell.state.set(state);
        }
    }

    fn is_due(&self) {
        if let Some(handle) = self.handle()
            && !handle.cancelled()
        {
            handle.cell.state.set(State::Ready);
        }
    }
}
