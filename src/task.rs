//! A task steps a coroutine: the deck's `_step`, once, for every kind of coroutine.
//!
//! A task is a future whose result is what its coroutine returns. It runs the coroutine from one suspension
//! to the next; in between it is one of these, and in debug builds asserts so:
//!
//! ```text
//!             create_task                          bare yield, or something it cannot wait for
//!                  │                                 ┌──────────────┐
//!                  ▼                                 ▼              │
//!              Scheduled ── the loop runs the step ─▶ Stepping ─────┘
//!                  ▲                                  │   │
//!                  │       that future is done        │   └─ returned, raised ──▶ done
//!                  └───────────── Waiting ◀───────────┘ yielded a future
//! ```
//!
//! That is the deck's invariant: *either `_fut_waiter` is None and `_step()` is scheduled, or `_fut_waiter` is
//! some future and `_step()` is not scheduled.*
//!
//! Cancelling a task never stops it by force. It cancels what the task waits for, and that cancellation comes
//! back as a `CancelledError` thrown at the `await`; or, if the task waits for nothing, the error is thrown in
//! its next step. The coroutine may catch it, clean up, or refuse.
//! ([`Task.cancel`](https://docs.python.org/3/library/asyncio-task.html#asyncio.Task.cancel))

use crate::coroutine::{Resumed, Yielded};
use crate::future::FutureState;
use crate::ids::FutureId;
use crate::language::Language;
use crate::trace::StepOutcome;

/// Where a task is. The diagram is in the [module's documentation](self).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Phase {
    /// Its next step is in a ready queue.
    #[default]
    Scheduled,
    /// Its coroutine is running.
    Stepping,
    /// Its next step is in no queue: a future will put it there.
    Waiting,
}

/// The state of one task, besides what it is as a future.
pub struct TaskState<L: Language> {
    phase: Phase,
    /// `_fut_waiter`: what it waits for.
    fut_waiter: Option<L::Future>,
    /// `_must_cancel`: a cancellation has been asked for and found nothing to cancel; the next step throws it.
    must_cancel: bool,
    /// `cancelling()`: cancellations asked for, less those taken back.
    cancels_requested: u32,
}

impl<L: Language> Default for TaskState<L> {
    fn default() -> Self {
        Self { phase: Phase::default(), fut_waiter: None, must_cancel: false, cancels_requested: 0 }
    }
}

impl<L: Language> TaskState<L> {
    /// What the task waits for.
    #[must_use]
    pub fn fut_waiter(&self) -> Option<&L::Future> {
        self.fut_waiter.as_ref()
    }

    /// Whether its next step will throw a `CancelledError`.
    #[must_use]
    pub fn must_cancel(&self) -> bool {
        self.must_cancel
    }

    /// `cancelling()`: how many cancellations were asked for and not taken back.
    #[must_use]
    pub fn cancelling(&self) -> u32 {
        self.cancels_requested
    }

    /// `uncancel()`: takes one request back; how many are left. With none left, a cancellation that has not
    /// been thrown yet never will be.
    pub fn uncancel(&mut self) -> u32 {
        self.cancels_requested = self.cancels_requested.saturating_sub(1);
        if self.cancels_requested == 0 {
            self.must_cancel = false;
        }
        self.cancels_requested
    }
}

/// What the core does with the tasks of a language.
pub trait Tasks: Language {
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

    /// Cancels whatever a task waits for; whether it could be.
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

    /// Tells whoever watches the task's loop that its step begins with a `CancelledError`, for it had been asked to cancel
    /// when there was nothing to cancel in its place.
    fn report_cancel(task: &Self::Task);
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

/// Takes one step: resumes the coroutine, throwing `exception` in if there is one, and sees to what came out.
///
/// # Errors
///
/// What ends the whole loop: a `KeyboardInterrupt` or `SystemExit` of the coroutine's (the task has it as its
/// exception all the same), or a callback that could not be scheduled.
#[inline]
pub fn step<L: Tasks>(
    task: &L::Task,
    exception: Option<L::Exception>,
    cx: L::Cx<'_>,
) -> Result<(), L::Exception> {
    if L::with_future_state(task, |future| future.is_done()) {
        return Err(L::step_of_done_task(task, cx));
    }
    let exception = begin_step::<L>(task, exception, cx);
    match L::resume(task, exception, cx) {
        Resumed::Returned(value) => {
            if L::with_task_state(task, |state| std::mem::take(&mut state.must_cancel)) {
                // It was asked to be cancelled in its last step: too late to throw, but not to obey.
                L::report_step(task, StepOutcome::ReturnedCancelled);
                return L::finish(task, Ending::Cancelled(None), cx);
            }
            L::report_step(task, StepOutcome::Returned);
            L::finish(task, Ending::Returned(value), cx)
        }
        Resumed::Raised(exception) if L::is_cancelled_error(&exception, cx) => {
            L::report_step(task, StepOutcome::Cancelled);
            L::finish(task, Ending::Cancelled(Some(exception)), cx)
        }
        Resumed::Raised(exception) => {
            L::report_step(task, StepOutcome::Raised);
            let ends_loop = L::ends_loop(&exception, cx).then(|| exception.clone());
            L::finish(task, Ending::Raised(exception), cx)?;
            ends_loop.map_or(Ok(()), Err)
        }
        Resumed::Yielded(Yielded::Nothing) => {
            L::report_step(task, StepOutcome::GaveWay);
            L::with_task_state(task, |state| state.phase = Phase::Scheduled);
            L::schedule_step(task, None, cx)
        }
        Resumed::Yielded(Yielded::Wrong(error, unfit)) => {
            L::report_step(task, StepOutcome::CannotWait(unfit));
            L::with_task_state(task, |state| state.phase = Phase::Scheduled);
            L::schedule_step(task, Some(error), cx)
        }
        Resumed::Yielded(Yielded::Future(future)) => wait_for::<L>(task, future, cx),
    }
}

/// What the coroutine is to be given: the exception that was meant for it, or, if it must be cancelled, a
/// `CancelledError`. An exception of another kind gives way to that, as in CPython.
#[inline]
fn begin_step<L: Tasks>(
    task: &L::Task,
    exception: Option<L::Exception>,
    cx: L::Cx<'_>,
) -> Option<L::Exception> {
    // What it waited for is dropped after the lock is released.
    let (must_cancel, _waited_for) = L::with_task_state(task, |state| {
        debug_assert_ne!(state.phase, Phase::Stepping, "a task cannot step inside its own step");
        state.phase = Phase::Stepping;
        (std::mem::take(&mut state.must_cancel), state.fut_waiter.take())
    });
    match exception {
        Some(exception) if !must_cancel || L::is_cancelled_error(&exception, cx) => Some(exception),
        _ if must_cancel => {
            L::report_cancel(task);
            Some(cancelled_error::<L>(task, cx))
        }
        _ => None,
    }
}

/// The coroutine yielded a future: have the task woken when it is done.
fn wait_for<L: Tasks>(task: &L::Task, future: L::Future, cx: L::Cx<'_>) -> Result<(), L::Exception> {
    L::report_step(task, StepOutcome::Waits(L::future_id(&future)));
    let must_cancel = L::with_task_state(task, |state| {
        state.phase = Phase::Waiting;
        state.fut_waiter = Some(future.clone());
        state.must_cancel
    });
    L::wake_when_done(&future, task, cx)?;
    if must_cancel {
        // It was asked to be cancelled while it ran. What it waits for now can be cancelled instead.
        let message = L::with_future_state(task, |state| state.cancel_message().cloned());
        if L::cancel_future(&future, message, cx)? {
            L::with_task_state(task, |state| state.must_cancel = false);
        }
    }
    Ok(())
}

/// Asks the task to be cancelled; whether there was anything left to cancel.
///
/// # Errors
///
/// What a future of the program's own making raises when it is cancelled.
pub fn cancel<L: Tasks>(
    task: &L::Task,
    message: Option<L::Message>,
    cx: L::Cx<'_>,
) -> Result<bool, L::Exception> {
    let is_done = L::with_future_state(task, |future| {
        future.set_retrieved();
        future.is_done()
    });
    if is_done {
        return Ok(false);
    }
    let waits_for = L::with_task_state(task, |state| {
        state.cancels_requested += 1;
        state.fut_waiter.clone()
    });
    if let Some(future) = waits_for
        && L::cancel_future(&future, message.clone(), cx)?
    {
        // Leave the rest to the wake-up: the task will see a cancelled future.
        return Ok(true);
    }
    L::with_task_state(task, |state| state.must_cancel = true);
    let _replaced = L::with_future_state(task, |future| future.set_cancel_message(message));
    Ok(true)
}

/// The `CancelledError` a cancelled task raises: the one that cancelled it, once, or a new one.
pub fn cancelled_error<L: Tasks>(task: &L::Task, cx: L::Cx<'_>) -> L::Exception {
    let (error, message) = L::with_future_state(task, |future| {
        (future.take_cancelled_error(), future.cancel_message().cloned())
    });
    error.unwrap_or_else(|| L::new_cancelled_error(message, cx))
}
