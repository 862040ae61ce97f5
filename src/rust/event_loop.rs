//! The event loop of Rust programs.
//!
//! It owns a [`Scheduler`], asks a [`Selector`] to wait, and runs what is ready. The scheduler is never
//! borrowed while something of the program's runs, so a callback may do anything to the loop it runs in.

use std::any::Any;
use std::fmt;
use std::ops::ControlFlow;
use std::panic::Location;
use std::rc::Rc;
use std::sync::Arc;

use super::any_future::{AnyFuture, FutureCell};
use super::context::Context;
use super::coroutine::{AsyncBlock, Coroutine};
use super::exception::Exception;
use super::future::Future;
use super::handle::{CallbackResult, Handle, TimerHandle, Work};
use super::remote::{Remote, Signal};
use super::running::Running;
use super::shared::Shared;
use super::task::{AnyTask, Body, Returns, Task};
use crate::network::Network;
use crate::scheduler::Phase;
use crate::selector::{self, Selector, Time, Timeout};
use crate::trace::{Cause, Event, Observer};
use crate::turn;

/// An event loop. ([`asyncio.AbstractEventLoop`])
///
/// It runs callbacks and tasks, one at a time, on the thread it was made on; a clone is the same loop. It
/// waits with the [`Selector`] it is given, so where it runs is the selector's business.
///
/// ```
/// use std::cell::RefCell;
/// use std::rc::Rc;
/// use std::sync::Arc;
/// use asyncio101::selector::ManualSelector;
/// use asyncio101::{EventLoop, Exception};
///
/// let event_loop = EventLoop::new(Arc::new(ManualSelector::new()));
/// let seen = Rc::new(RefCell::new(Vec::new()));
/// for name in ["first", "second"] {
///     let seen = seen.clone();
///     event_loop.call_soon(move || seen.borrow_mut().push(name));
/// }
/// let stopper = event_loop.clone();
/// event_loop.call_later(60.0, move || stopper.stop());
/// event_loop.run_forever()?;
/// assert_eq!(*seen.borrow(), ["first", "second"]);
/// event_loop.close()?;
/// # Ok::<(), Exception>(())
/// ```
///
/// **Close it** when it is done. A closed loop lets go of all that it held: callbacks that hold the loop, and
/// tasks that wait for something only they could do, would keep each other alive otherwise.
///
/// [`asyncio.AbstractEventLoop`]: https://docs.python.org/3/library/asyncio-eventloop.html#event-loop-methods
#[derive(Clone)]
pub struct EventLoop {
    shared: Rc<Shared>,
}

impl EventLoop {
    /// A loop that waits with `selector`.
    #[must_use]
    pub fn new(selector: Arc<dyn Selector>) -> Self {
        Self { shared: Rc::new(Shared::new(selector, None)) }
    }

    /// The same, with a network for the sockets of [`net`](crate::net), which `selector` watches.
    #[must_use]
    pub fn with_network(selector: Arc<dyn Selector>, network: Arc<dyn Network>) -> Self {
        Self { shared: Rc::new(Shared::new(selector, Some(network))) }
    }

    /// The network of its sockets, if it has one.
    #[must_use]
    pub fn network(&self) -> Option<Arc<dyn Network>> {
        self.shared.network()
    }

    pub(super) fn from_shared(shared: Rc<Shared>) -> Self {
        Self { shared }
    }

    pub(super) fn shared(&self) -> &Rc<Shared> {
        &self.shared
    }

    /// The loop's time now.
    #[must_use]
    pub fn time(&self) -> Time {
        self.shared.selector().time()
    }

    /// Puts `callback` at the end of the ready queue: it runs in the next turn, after all that is ready now,
    /// and in a copy of the current [`Context`].
    ///
    /// # Panics
    ///
    /// If the loop is closed.
    #[track_caller]
    pub fn call_soon<R: CallbackResult + 'static>(&self, callback: impl FnOnce() -> R + 'static) -> Handle {
        let scheduled_at = Location::caller();
        self.expect_open();
        let handle = Handle::once(&self.shared, Context::copy_current(), scheduled_at, callback);
        // It cannot be refused: the loop is open.
        let _scheduled = self.shared.call_soon(Work::Handle(handle.clone()), Cause::Program);
        handle
    }

    /// Has `callback` run `seconds` from now: [`call_at`](EventLoop::call_at) that time.
    ///
    /// # Panics
    ///
    /// If the loop is closed.
    #[track_caller]
    pub fn call_later<R: CallbackResult + 'static>(
        &self,
        seconds: f64,
        callback: impl FnOnce() -> R + 'static,
    ) -> TimerHandle {
        self.call_at(self.time().after(seconds), callback)
    }

    /// Has `callback` run at `when`: in the first turn after that time has come, in the order of the
    /// deadlines. A callback whose time has passed still does not run before the next turn.
    ///
    /// # Panics
    ///
    /// If the loop is closed.
    #[track_caller]
    pub fn call_at<R: CallbackResult + 'static>(
        &self,
        when: Time,
        callback: impl FnOnce() -> R + 'static,
    ) -> TimerHandle {
        let scheduled_at = Location::caller();
        self.expect_open();
        self.shared.call_at(when, Context::copy_current(), scheduled_at, callback)
    }

    /// The loop as other threads may have it: it can schedule callbacks, and wake the loop.
    #[must_use]
    pub fn remote(&self) -> Remote {
        Remote::new(self.shared.inbox().clone())
    }

    /// A future of this loop, for somebody to resolve.
    #[must_use]
    pub fn create_future<T>(&self) -> Future<T> {
        Future::from_any(AnyFuture::new(Rc::new(FutureCell::new(&self.shared))))
    }

    /// A task that runs an `async` block. It takes its first step in the next turn.
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use asyncio101::selector::ManualSelector;
    /// # use asyncio101::{EventLoop, Exception};
    /// # let event_loop = EventLoop::new(Arc::new(ManualSelector::new()));
    /// let clock = event_loop.clone();
    /// let task = event_loop.create_task(async move {
    ///     clock.sleep(1.0).await?;
    ///     Ok(42)
    /// });
    /// assert_eq!(event_loop.run_until_complete(task)?, 42);
    /// # event_loop.close()?;
    /// # Ok::<(), Exception>(())
    /// ```
    ///
    /// # Panics
    ///
    /// If the loop is closed.
    #[track_caller]
    pub fn create_task<T: 'static>(
        &self,
        block: impl std::future::Future<Output = Result<T, Exception>> + 'static,
    ) -> Task<T> {
        self.create_task_in(&Context::copy_current(), block)
    }

    /// A task that runs an `async` block in this context, and not in a copy of the current one: what the block
    /// sets can be seen there.
    ///
    /// # Panics
    ///
    /// If the loop is closed.
    #[track_caller]
    pub fn create_task_in<T: 'static>(
        &self,
        context: &Context,
        block: impl std::future::Future<Output = Result<T, Exception>> + 'static,
    ) -> Task<T> {
        self.expect_open();
        let block = Box::pin(block);
        let shared = &self.shared;
        Task::from_any(AnyTask::new(shared, context.clone(), |key| {
            let signal = Signal::new(key, shared.inbox().clone());
            Body::Async(AsyncBlock::new(signal, block))
        }))
    }

    /// A task that runs a coroutine somebody wrote by hand, which returns an `Rc<T>`. If it returns something
    /// else, the task fails with a `RuntimeError`.
    ///
    /// # Panics
    ///
    /// If the loop is closed.
    #[track_caller]
    pub fn create_task_from<T: 'static>(&self, coroutine: impl Coroutine + 'static) -> Task<T> {
        self.expect_open();
        let coroutine = Box::new(Returns::<T, _>::new(coroutine));
        Task::from_any(AnyTask::new(&self.shared, Context::copy_current(), |_| Body::Coroutine(coroutine)))
    }

    /// The task that is taking a step, if one is.
    #[must_use]
    pub fn current_task(&self) -> Option<AnyTask> {
        self.shared.current_task().borrow().clone()
    }

    /// The tasks of this loop that are not done, in the order they were made.
    #[must_use]
    pub fn all_tasks(&self) -> Vec<AnyTask> {
        self.shared.tasks().borrow().all()
    }

    /// Runs until [`stop`](EventLoop::stop) is called.
    ///
    /// # Errors
    ///
    /// `RuntimeError` if the loop is closed, or running, or another loop runs on this thread; or what the
    /// selector says if it cannot wait.
    pub fn run_forever(&self) -> Result<(), Exception> {
        let _running = self.begin_running()?;
        self.shared.report(|| Event::RunBegan);
        let result = turn::run_until_stopped(&self.shared, ());
        self.shared.report(|| Event::RunEnded);
        result
    }

    /// Runs until `future` is done, and gives its result. A [`Future`] or [`Task`] is waited for as it is;
    /// anything else becomes a task first.
    ///
    /// # Errors
    ///
    /// What the future fails with; what [`run_forever`](EventLoop::run_forever) fails with; `RuntimeError` if
    /// the loop is stopped before the future is done, or the future is another loop's.
    pub fn run_until_complete<T: Clone + 'static>(
        &self,
        future: impl std::future::Future<Output = Result<T, Exception>> + 'static,
    ) -> Result<T, Exception> {
        self.check_can_run()?;
        let future = self.ensure_future(future)?;
        let stopper = Rc::downgrade(&self.shared);
        let callback = future.add_done_callback(move |_| {
            if let Some(shared) = stopper.upgrade() {
                shared.scheduler().borrow_mut().stop();
            }
        });
        let ran = self.run_forever();
        future.remove_done_callback(callback);
        ran?;
        if !future.done() {
            return Err(Exception::runtime("Event loop stopped before Future completed."));
        }
        future.result()
    }

    /// The future that `future` is already, or a task that runs it.
    fn ensure_future<T: 'static, F>(&self, future: F) -> Result<Future<T>, Exception>
    where
        F: std::future::Future<Output = Result<T, Exception>> + 'static,
    {
        let any: &dyn Any = &future;
        let known = any
            .downcast_ref::<Future<T>>()
            .cloned()
            .or_else(|| any.downcast_ref::<Task<T>>().map(|task| task.as_future().clone()));
        match known {
            None => Ok(self.create_task(future).as_future().clone()),
            Some(future) if future.as_any().belongs_to(&Rc::downgrade(&self.shared)) => Ok(future),
            Some(_) => Err(Exception::runtime(
                "The future belongs to a different loop than the one specified as the loop argument",
            )),
        }
    }

    /// Leaves [`run_forever`](EventLoop::run_forever) after the pass that is under way, or after the next one
    /// if none is. What is ready by then still runs.
    pub fn stop(&self) {
        self.shared.scheduler().borrow_mut().stop();
    }

    /// Runs one turn: waits until something is ready, and runs that. Returns whether the loop is to go on: it
    /// is not after [`stop`](EventLoop::stop).
    ///
    /// # Errors
    ///
    /// As [`run_forever`](EventLoop::run_forever).
    pub fn run_once(&self) -> Result<ControlFlow<()>, Exception> {
        let timeout = self.begin_turn()?;
        let mut events = Vec::new();
        self.shared.selector().select(timeout, &mut events)?;
        self.finish_turn(&events)
    }

    /// Begins a turn: for how long the host may block in its selector. This, and
    /// [`finish_turn`](EventLoop::finish_turn), is how somebody else owns the loop.
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use asyncio101::selector::{ManualSelector, Selector};
    /// # use asyncio101::{EventLoop, Exception};
    /// let selector = Arc::new(ManualSelector::new());
    /// let event_loop = EventLoop::new(selector.clone());
    /// let stopper = event_loop.clone();
    /// event_loop.call_later(5.0, move || stopper.stop());
    /// loop {
    ///     let timeout = event_loop.begin_turn()?;
    ///     let mut events = Vec::new();
    ///     selector.select(timeout, &mut events)?; // the host waits as it likes
    ///     if event_loop.finish_turn(&events)?.is_break() {
    ///         break;
    ///     }
    /// }
    /// assert_eq!(event_loop.time().0, 5.0);
    /// # Ok::<(), Exception>(())
    /// ```
    ///
    /// # Errors
    ///
    /// `RuntimeError` if the loop is closed or running, or another loop runs on this thread.
    pub fn begin_turn(&self) -> Result<Timeout, Exception> {
        self.check_can_run()?;
        turn::begin(&self.shared, ())
    }

    /// Finishes a turn: runs what has become ready, timers that are due included. Returns whether the loop is
    /// to go on: it is not after [`stop`](EventLoop::stop).
    ///
    /// # Errors
    ///
    /// `RuntimeError` if the loop is closed or running, or another loop runs on this thread.
    pub fn finish_turn(&self, events: &[selector::Event]) -> Result<ControlFlow<()>, Exception> {
        let _running = self.begin_running()?;
        turn::finish(&self.shared, events, ())?;
        let is_stopping = self.shared.scheduler().borrow().is_stopping();
        Ok(if is_stopping { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    }

    /// Closes the loop: nothing can be scheduled or run any more. What was scheduled is dropped, and so are
    /// the coroutines of tasks that are not done; each of these is reported to the exception handler. Closing
    /// a closed loop does nothing.
    ///
    /// # Errors
    ///
    /// `RuntimeError` if the loop is running.
    pub fn close(&self) -> Result<(), Exception> {
        let phase = self.shared.scheduler().borrow().phase();
        match phase {
            Phase::Running => return Err(Exception::runtime("Cannot close a running event loop")),
            Phase::Closed => return Ok(()),
            Phase::Idle => {}
        }
        // Everything is dropped with nothing borrowed: destructors are the program's code, and may look at
        // the loop they are dropped with.
        let left = self.shared.scheduler().borrow_mut().close();
        let mail = self.shared.inbox().close();
        for task in self.all_tasks() {
            task.destroy();
        }
        drop((left, mail));
        self.forget_watchers();
        Ok(())
    }

    /// Whether it is inside [`run_forever`](EventLoop::run_forever) or a turn.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.shared.scheduler().borrow().phase() == Phase::Running
    }

    /// Whether it was closed.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.shared.scheduler().borrow().phase() == Phase::Closed
    }

    /// Debug mode: callbacks that run for long are reported.
    pub fn set_debug(&self, enabled: bool) {
        self.shared.is_debugging().set(enabled);
    }

    /// Whether debug mode is on.
    #[must_use]
    pub fn debug(&self) -> bool {
        self.shared.is_debugging().get()
    }

    /// From how many seconds on a callback counts as slow, in debug mode; 0.1 unless somebody sets it.
    pub fn set_slow_callback_duration(&self, seconds: f64) {
        self.shared.slow_callback_duration().set(seconds);
    }

    /// From how many seconds on a callback counts as slow, in debug mode.
    #[must_use]
    pub fn slow_callback_duration(&self) -> f64 {
        self.shared.slow_callback_duration().get()
    }

    /// Sets who watches the loop; `None` is nobody. Returns who did until now.
    pub fn set_observer(&self, observer: Option<Box<dyn Observer>>) -> Option<Box<dyn Observer>> {
        self.shared.scheduler().borrow_mut().set_observer(observer)
    }

    /// A future that is resolved after `seconds`, and the timer that does it.
    pub(super) fn timer_future(&self, seconds: f64) -> (Future<()>, TimerHandle) {
        let future = self.create_future();
        let promise = future.clone();
        let when = self.time().after(seconds);
        let end = move || if promise.done() { Ok(()) } else { promise.set_result(()) };
        let timer = self.shared.end_sleep_at(when, future.id(), Location::caller(), end);
        (future, timer)
    }

    /// # Errors
    ///
    /// `RuntimeError` if the loop is closed.
    pub(super) fn check_open(&self) -> Result<(), Exception> {
        if self.is_closed() { Err(Exception::loop_is_closed()) } else { Ok(()) }
    }

    #[track_caller]
    fn expect_open(&self) {
        assert!(!self.is_closed(), "Event loop is closed");
    }

    fn check_can_run(&self) -> Result<(), Exception> {
        let phase = self.shared.scheduler().borrow().phase();
        match phase {
            Phase::Closed => Err(Exception::loop_is_closed()),
            Phase::Running => Err(Exception::runtime("This event loop is already running")),
            Phase::Idle => Running::check_none(),
        }
    }

    /// The loop runs, on this thread, until what this returns is dropped.
    fn begin_running(&self) -> Result<Running, Exception> {
        self.check_can_run()?;
        self.shared.scheduler().borrow_mut().begin_running();
        Ok(Running::begin(&self.shared))
    }
}

impl fmt::Debug for EventLoop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheduler = self.shared.scheduler().borrow();
        f.debug_struct("EventLoop")
            .field("running", &(scheduler.phase() == Phase::Running))
            .field("closed", &(scheduler.phase() == Phase::Closed))
            .field("debug", &self.shared.is_debugging().get())
            .finish_non_exhaustive()
    }
}
