//! What the scheduler does not know: the language whose coroutines it runs.
//!
//! Futures, tasks and the loop work the same for Rust and for Python. What a value, an exception and a
//! reference to a future *are* differs, and so does how a coroutine is resumed. A [`Language`] names those
//! types and supplies those few operations; [`FutureState`] and
//! [`task::step`](crate::task::step) are written once, for all of them.

use std::fmt;

use crate::coroutine::Resumed;
use crate::future::FutureState;
use crate::task::TaskState;
use crate::trace::{FutureId, StepOutcome};

/// A language whose coroutines a loop can run.
pub trait Language: Sized + 'static {
    /// What a future resolves to.
    type Value: Clone;
    /// What a future fails with.
    type Exception: Clone + fmt::Debug;
    /// What `cancel(msg)` was given.
    type Message: Clone;
    /// What `add_done_callback` was given, context included.
    type Callback;
    /// A reference to anything a task can wait for.
    type Future: Clone;
    /// A reference to a task.
    type Task: Clone;
    /// What running code needs: an interpreter, or nothing.
    type Cx<'cx>: Copy;

    /// Gives access to what the task is as a future. Nothing of the language's may run meanwhile.
    fn with_future_state<R>(task: &Self::Task, access: impl FnOnce(&mut FutureState<Self>) -> R) -> R;

    /// Gives access to what the task is as a task. Nothing of the language's may run meanwhile.
    fn with_task_state<R>(task: &Self::Task, access: impl FnOnce(&mut TaskState<Self>) -> R) -> R;

    /// Resumes the task's coroutine, in the task's context and with the task as the current one: throws
    /// `exception` in, or sends nothing.
    fn resume(task: &Self::Task, exception: Option<Self::Exception>, cx: Self::Cx<'_>) -> Resumed<Self>;

    /// Schedules the next step of the task, which throws `exception` in, or sends nothing.
    ///
    /// # Errors
    ///
    /// When the task's loop is closed.
    fn schedule_step(
        task: &Self::Task,
        exception: Option<Self::Exception>,
        cx: Self::Cx<'_>,
    ) -> Result<(), Self::Exception>;

    /// Has the task woken when `future` is done.
    ///
    /// # Errors
    ///
    /// Whatever a future of the program's own making raises.
    fn wake_when_done(
        future: &Self::Future,
        task: &Self::Task,
        cx: Self::Cx<'_>,
    ) -> Result<(), Self::Exception>;

    /// Cancels a future somebody waits for; whether it could be.
    ///
    /// # Errors
    ///
    /// Whatever a future of the program's own making raises.
    fn cancel_future(
        future: &Self::Future,
        message: Option<Self::Message>,
        cx: Self::Cx<'_>,
    ) -> Result<bool, Self::Exception>;

    /// A new `CancelledError` that says `message`.
    fn new_cancelled_error(message: Option<Self::Message>, cx: Self::Cx<'_>) -> Self::Exception;

    /// The error of a step that should not have been scheduled.
    fn step_of_done_task(task: &Self::Task, cx: Self::Cx<'_>) -> Self::Exception;

    /// Whether this is a `CancelledError`.
    fn is_cancelled_error(exception: &Self::Exception, cx: Self::Cx<'_>) -> bool;

    /// Whether this ends the loop that sees it and not just a task: `KeyboardInterrupt` and `SystemExit`.
    fn ends_loop(exception: &Self::Exception, cx: Self::Cx<'_>) -> bool;

    /// The task is over: resolves it, as a future, and schedules its callbacks.
    ///
    /// # Errors
    ///
    /// When a callback could not be scheduled.
    fn finish(task: &Self::Task, ending: Ending<Self>, cx: Self::Cx<'_>) -> Result<(), Self::Exception>;

    /// The number of a future, if it is one of the language's own kind.
    fn future_id(future: &Self::Future) -> Option<FutureId>;

    /// Tells whoever watches the task's loop how a step ended.
    fn report_step(task: &Self::Task, outcome: StepOutcome);
}

/// How a task ends.
pub enum Ending<L: Language> {
    /// Its coroutine returned.
    Returned(L::Value),
    /// Its coroutine raised.
    Raised(L::Exception),
    /// Its coroutine let this `CancelledError` through, or returned before a cancellation reached it.
    Cancelled(Option<L::Exception>),
}
