//! Tasks: a coroutine, what it waits for, and its result.
//!
//! How a task steps is the core's business ([`crate::task`]); here is what a task of Rust's consists of, and
//! what a program can do with one.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::ops::Deref;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::{Context as PollContext, Poll};

use super::any_future::{AnyFuture, FutureCell};
use super::context::Context;
use super::coroutine::{AsyncBlock, Coroutine};
use super::errors::ErrorContext;
use super::exception::Exception;
use super::future::Future;
use super::handle::Work;
use super::language::Rust;
use super::shared::Shared;
use crate::coroutine::{Resumed, Yielded};
use crate::future::Outcome;
use crate::ids::FutureId;
use crate::task::{self, Ending, TaskState};
use crate::trace::{Cause, Event, Unfit};

/// A coroutine that its loop steps until it returns: `asyncio.Task`. It is a [`Future`] of what the coroutine
/// returns.
///
/// Dropping the last reference does not cancel it: whatever is to wake it keeps it alive. Cancelling it throws
/// [`Exception::Cancelled`] in at the `.await` where it is suspended; it may catch that, clean up, or refuse.
///
/// ```
/// # use std::sync::Arc;
/// # use asyncio101::selector::ManualSelector;
/// # use asyncio101::{EventLoop, Exception};
/// # let event_loop = EventLoop::new(Arc::new(ManualSelector::new()));
/// let patient = event_loop.create_task(async {
///     match asyncio101::sleep(3600.0).await {
///         Err(exception) if exception.is_cancelled() => Ok("woken early"),
///         _ => Ok("slept well"),
///     }
/// });
/// let alarm = patient.clone();
/// event_loop.call_later(1.0, move || { alarm.cancel(); });
/// assert_eq!(event_loop.run_until_complete(patient)?, "woken early");
/// assert_eq!(event_loop.time().0, 1.0);
/// # Ok::<(), Exception>(())
/// ```
pub struct Task<T> {
    future: Future<T>,
    any: AnyTask,
}

/// A task, whatever it returns.
#[derive(Clone)]
pub struct AnyTask {
    cell: Rc<TaskCell>,
}

pub(super) struct TaskCell {
    future: FutureCell,
    state: RefCell<TaskState<Rust>>,
    /// What it runs; `None` once it is over.
    body: RefCell<Option<Body>>,
    /// What every step runs in.
    context: Context,
    name: RefCell<Option<Rc<str>>>,
    /// Its place among its loop's tasks, until it is done.
    place: Cell<Option<u32>>,
}

/// What a task runs. An `async` block is told apart because it can be waiting for a waker.
pub(super) enum Body {
    Async(AsyncBlock),
    Coroutine(Box<dyn Coroutine>),
}

/// How a waker, which may be on another thread, says which task it means.
#[derive(Clone, Copy, Debug)]
pub(super) struct TaskKey {
    place: u32,
    id: FutureId,
}

impl AnyTask {
    /// A task whose first step is in the ready queue. The loop is open: the caller has seen to that.
    pub(super) fn new(shared: &Rc<Shared>, context: Context, body: impl FnOnce(TaskKey) -> Body) -> Self {
        let future = FutureCell::of_task(shared);
        let id = future.id();
        let place = shared.tasks().borrow_mut().reserve();
        let cell = Rc::new(TaskCell {
            future,
            state: RefCell::default(),
            body: RefCell::new(Some(body(TaskKey { place, id }))),
            context,
            name: RefCell::default(),
            place: Cell::new(Some(place)),
        });
        shared.tasks().borrow_mut().fill(place, Rc::downgrade(&cell));
        shared.report(|| Event::TaskCreated(id));
        let task = Self { cell };
        if let Err(exception) = task.schedule_step(None) {
            unreachable!("the loop was open: {exception}");
        }
        task
    }

    pub(super) fn future_cell(&self) -> &FutureCell {
        &self.cell.future
    }

    pub(super) fn state(&self) -> &RefCell<TaskState<Rust>> {
        &self.cell.state
    }

    /// Its number in its loop.
    #[must_use]
    pub fn id(&self) -> FutureId {
        self.cell.future.id()
    }

    /// What it is called: `Task-` and its number, until somebody gives it a better name.
    #[must_use]
    pub fn name(&self) -> Rc<str> {
        let name = self.cell.name.borrow().clone();
        name.unwrap_or_else(|| format!("Task-{}", self.id().0).into())
    }

    /// Gives it a name, for people.
    pub fn set_name(&self, name: impl Into<Rc<str>>) {
        self.cell.name.replace(Some(name.into()));
    }

    /// Whether it has returned, raised, or was cancelled.
    #[must_use]
    pub fn done(&self) -> bool {
        self.cell.future.is_done()
    }

    /// Whether it was cancelled: it let an [`Exception::Cancelled`] through.
    #[must_use]
    pub fn cancelled(&self) -> bool {
        self.cell.future.state().borrow().is_cancelled()
    }

    /// Asks it to be cancelled: [`Exception::Cancelled`] is thrown in at the `.await` where it is suspended.
    /// Returns false if it is done already.
    pub fn cancel(&self) -> bool {
        self.cancel_with(None)
    }

    /// How many cancellations were asked for and not taken back.
    #[must_use]
    pub fn cancelling(&self) -> u32 {
        self.cell.state.borrow().cancelling()
    }

    /// Takes one request to cancel back, and says how many are left.
    /// ([`Task.uncancel`](https://docs.python.org/3/library/asyncio-task.html#asyncio.Task.uncancel))
    pub fn uncancel(&self) -> u32 {
        self.cell.state.borrow_mut().uncancel()
    }

    /// What it waits for, if it waits.
    #[must_use]
    pub fn fut_waiter(&self) -> Option<AnyFuture> {
        self.cell.state.borrow().fut_waiter().cloned()
    }

    pub(super) fn cancel_with(&self, message: Option<Rc<str>>) -> bool {
        if !self.done()
            && let Some(shared) = self.cell.future.event_loop().upgrade()
        {
            shared.report(|| Event::CancelRequested(self.id()));
        }
        match task::cancel::<Rust>(self, message, ()) {
            Ok(cancelled) => cancelled,
            Err(exception) => unreachable!("no future of Rust's refuses to be cancelled: {exception}"),
        }
    }

    #[inline]
    pub(super) fn schedule_step(&self, exception: Option<Exception>) -> Result<(), Exception> {
        let shared = self.cell.future.event_loop().upgrade().ok_or_else(Exception::loop_is_closed)?;
        let cause = Cause::Step(self.id());
        match exception {
            None => shared.call_soon(Work::Step { task: self.clone() }, cause),
            Some(exception) => {
                let exception = Some(Box::new(exception));
                shared.call_soon(Work::Throw { task: self.clone(), exception }, cause)
            }
        }
    }

    /// Runs the coroutine to where it suspends next.
    #[inline]
    pub(super) fn resume(&self, exception: Option<Exception>) -> Resumed<Rust> {
        let Some(shared) = self.cell.future.event_loop().upgrade() else {
            return Resumed::Raised(Exception::loop_is_closed());
        };
        let _current = shared.enter_task(self.clone());
        let resumed = self.cell.context.run(|| {
            let mut body = self.cell.body.borrow_mut();
            let resumed = match (&mut *body, exception) {
                (Some(Body::Async(block)), None) => block.send(&shared),
                (Some(Body::Async(block)), Some(exception)) => block.throw(&shared, exception),
                (Some(Body::Coroutine(coroutine)), None) => coroutine.send(),
                (Some(Body::Coroutine(coroutine)), Some(exception)) => coroutine.throw(exception),
                (None, _) => Resumed::Raised(Exception::runtime("cannot reuse already awaited coroutine")),
            };
            let over = if matches!(resumed, Resumed::Yielded(_)) { None } else { body.take() };
            drop(body);
            // What the coroutine still holds is dropped in its context, with nothing borrowed.
            drop(over);
            resumed
        });
        match resumed {
            Resumed::Yielded(Yielded::Future(future)) => {
                let unfit = self.check(&future);
                Resumed::Yielded(
                    unfit.map_or(Yielded::Future(future), |(error, unfit)| Yielded::Wrong(error, unfit)),
                )
            }
            other => other,
        }
    }

    /// Why this task cannot wait for `future`, if it cannot.
    fn check(&self, future: &AnyFuture) -> Option<(Exception, Unfit)> {
        let other = future.cell();
        if !Weak::ptr_eq(self.cell.future.event_loop(), other.event_loop()) {
            let message = format!("Task {self:?} got Future {future:?} attached to a different loop");
            return Some((Exception::runtime(message), Unfit::OtherLoop));
        }
        if std::ptr::eq(&raw const *other, &raw const self.cell.future) {
            let message = format!("Task cannot await on itself: {self:?}");
            return Some((Exception::runtime(message), Unfit::Itself));
        }
        None
    }

    /// `future`, which this task waited for, is done: what is to be thrown in because of it.
    ///
    /// An `async` block asks the future itself when it is polled, with two exceptions: behind a wake-future,
    /// nobody would ask; and of two cancellations, the one that has reached the future comes first.
    pub(super) fn exception_to_throw(&self, future: &AnyFuture) -> Option<Exception> {
        let asks_itself = match &*self.cell.body.borrow() {
            Some(Body::Async(block)) => !block.waits_behind(future),
            _ => false,
        };
        if asks_itself && !(future.cancelled() && self.cell.state.borrow().must_cancel()) {
            return None;
        }
        future.result().err()
    }

    /// A waker of this task's was called.
    fn wake(&self) -> Result<(), Exception> {
        // If its block is being polled, right here or further up the stack, it is awake.
        let wake = self.cell.body.try_borrow().ok().and_then(|body| match &*body {
            Some(Body::Async(block)) => block.wake_future(),
            _ => None,
        });
        wake.map_or(Ok(()), |wake| wake.wake())
    }

    /// The task is over: resolves it, and schedules its callbacks.
    pub(super) fn finish(&self, ending: Ending<Rust>) -> Result<(), Exception> {
        self.cell.leave_tasks();
        let outcome = match ending {
            Ending::Returned(value) => Outcome::Returned(value),
            Ending::Raised(exception) => Outcome::Raised(exception),
            Ending::Cancelled(error) => Outcome::Cancelled(error),
        };
        AnyFuture::from(self.clone()).resolve(outcome)
    }

    /// Its loop is closed, so it will never go on: reports it, and closes its coroutine.
    pub(super) fn destroy(&self) {
        self.cell.report_destroyed();
        self.cell.close();
    }
}

impl TaskCell {
    fn leave_tasks(&self) {
        if let (Some(place), Some(shared)) = (self.place.take(), self.future.event_loop().upgrade()) {
            shared.tasks().borrow_mut().release(place);
        }
    }

    /// Reports, once, that a pending task is gone.
    fn report_destroyed(&self) {
        // A task leaves the tasks of its loop when it is done, and when this was reported.
        if self.place.get().is_some()
            && let Some(shared) = self.future.event_loop().upgrade()
        {
            self.leave_tasks();
            shared.event_loop().call_exception_handler(&ErrorContext::destroyed(self.future.id()));
        }
    }

    /// Closes its coroutine, if it is not over, in the context it ran in and with nothing borrowed.
    fn close(&self) {
        let Some(mut body) = self.body.take() else { return };
        let closed = self.context.run(|| {
            let closed = match &mut body {
                Body::Async(block) => {
                    block.close();
                    Ok(())
                }
                Body::Coroutine(coroutine) => coroutine.close(),
            };
            drop(body);
            closed
        });
        if let (Err(exception), Some(shared)) = (closed, self.future.event_loop().upgrade()) {
            let context = ErrorContext::in_close(self.future.id(), exception);
            shared.event_loop().call_exception_handler(&context);
        }
    }
}

impl Drop for TaskCell {
    fn drop(&mut self) {
        self.report_destroyed();
        self.close();
    }
}

impl PartialEq for AnyTask {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.cell, &other.cell)
    }
}

impl Eq for AnyTask {}

impl fmt::Debug for AnyTask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.cell.future.state().borrow().name().to_lowercase();
        write!(f, "<Task {} {state} name='{}'>", self.id(), self.name())
    }
}

impl<T> Task<T> {
    pub(super) fn from_any(any: AnyTask) -> Self {
        Self { future: Future::from_any(any.clone().into()), any }
    }

    /// The same task, whatever it returns.
    #[must_use]
    pub fn as_any_task(&self) -> &AnyTask {
        &self.any
    }

    /// The task as a future.
    #[must_use]
    pub fn as_future(&self) -> &Future<T> {
        &self.future
    }

    /// What it is called: see [`AnyTask::name`].
    #[must_use]
    pub fn name(&self) -> Rc<str> {
        self.any.name()
    }

    /// Gives it a name, for people.
    pub fn set_name(&self, name: impl Into<Rc<str>>) {
        self.any.set_name(name);
    }

    /// How many cancellations were asked for and not taken back.
    #[must_use]
    pub fn cancelling(&self) -> u32 {
        self.any.cancelling()
    }

    /// Takes one request to cancel back, and says how many are left: see [`AnyTask::uncancel`].
    pub fn uncancel(&self) -> u32 {
        self.any.uncancel()
    }

    /// What it waits for, if it waits.
    #[must_use]
    pub fn fut_waiter(&self) -> Option<AnyFuture> {
        self.any.fut_waiter()
    }
}

impl<T> Deref for Task<T> {
    type Target = Future<T>;

    fn deref(&self) -> &Future<T> {
        &self.future
    }
}

impl<T> Clone for Task<T> {
    fn clone(&self) -> Self {
        Self { future: self.future.clone(), any: self.any.clone() }
    }
}

impl<T> From<Task<T>> for AnyFuture {
    fn from(task: Task<T>) -> Self {
        task.any.into()
    }
}

impl<T> fmt::Debug for Task<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.any.fmt(f)
    }
}

/// Waiting for a task gives what it returns.
impl<T: Clone + 'static> std::future::Future for Task<T> {
    type Output = Result<T, Exception>;

    fn poll(mut self: Pin<&mut Self>, context: &mut PollContext<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.future).poll(context)
    }
}

/// A coroutine whose task has said what type it returns.
pub(super) struct Returns<T, C> {
    coroutine: C,
    value: std::marker::PhantomData<fn() -> T>,
}

impl<T: 'static, C> Returns<T, C> {
    pub(super) fn new(coroutine: C) -> Self {
        Self { coroutine, value: std::marker::PhantomData }
    }

    fn check(resumed: Resumed<Rust>) -> Resumed<Rust> {
        match resumed {
            Resumed::Returned(value) if !value.is::<T>() => Resumed::Raised(Exception::runtime(format!(
                "the coroutine did not return what its task promised, {}",
                std::any::type_name::<T>()
            ))),
            other => other,
        }
    }
}

impl<T: 'static, C: Coroutine> Coroutine for Returns<T, C> {
    fn send(&mut self) -> Resumed<Rust> {
        Self::check(self.coroutine.send())
    }

    fn throw(&mut self, exception: Exception) -> Resumed<Rust> {
        Self::check(self.coroutine.throw(exception))
    }

    fn close(&mut self) -> Result<(), Exception> {
        self.coroutine.close()
    }
}

/// The tasks of a loop that are not done, each in a place that a waker can name.
#[derive(Default)]
pub(super) struct Tasks {
    places: Vec<Weak<TaskCell>>,
    /// Places that are free.
    free: Vec<u32>,
}

impl Tasks {
    fn reserve(&mut self) -> u32 {
        self.free.pop().unwrap_or_else(|| {
            self.places.push(Weak::new());
            u32::try_from(self.places.len() - 1).expect("there is no memory for so many tasks")
        })
    }

    fn fill(&mut self, place: u32, task: Weak<TaskCell>) {
        self.places[place as usize] = task;
    }

    fn release(&mut self, place: u32) {
        self.places[place as usize] = Weak::new();
        self.free.push(place);
    }

    /// All of them, in the order they were made.
    pub(super) fn all(&self) -> Vec<AnyTask> {
        let mut tasks: Vec<AnyTask> =
            self.places.iter().filter_map(Weak::upgrade).map(|cell| AnyTask { cell }).collect();
        tasks.sort_by_key(AnyTask::id);
        tasks
    }

    fn get(&self, key: TaskKey) -> Option<AnyTask> {
        let task = AnyTask { cell: self.places.get(key.place as usize)?.upgrade()? };
        (task.id() == key.id).then_some(task)
    }
}

/// A waker was called: wakes the task it means, if there still is one.
pub(super) fn wake(shared: &Shared, key: TaskKey) {
    let task = shared.tasks().borrow().get(key);
    if let Some(task) = task {
        // The loop may be closed: then the task never goes on.
        let _woken = task.wake();
    }
}
