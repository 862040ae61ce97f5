//! What the core has to know of Rust.

use std::rc::Rc;

use super::any_future::{AnyFuture, Callback, Value};
use super::exception::Exception;
use super::task::AnyTask;
use crate::coroutine::Resumed;
use crate::future::{FutureState, Futures, Outcome};
use crate::ids::FutureId;
use crate::language::Language;
use crate::task::{Ending, TaskState, Tasks};
use crate::trace::{Event, StepOutcome};

/// Rust as a [`Language`]: futures resolve to an `Rc<dyn Any>` and fail with an [`Exception`].
#[derive(Clone, Copy, Debug)]
pub struct Rust;

impl Language for Rust {
    type Value = Value;
    type Exception = Exception;
    type Message = Rc<str>;
    type Callback = Callback;
    type Future = AnyFuture;
    type Task = AnyTask;
    type Cx<'cx> = ();
}

impl Futures for Rust {
    type Plain = AnyFuture;

    fn with_state<R>(future: &AnyFuture, access: impl FnOnce(&mut FutureState<Self>) -> R) -> R {
        access(&mut future.cell().state().borrow_mut())
    }

    fn resolve(future: &AnyFuture, outcome: Outcome<Self>, (): ()) -> Result<(), Exception> {
        future.resolve(outcome)
    }
}

impl Tasks for Rust {
    fn with_future_state<R>(task: &AnyTask, access: impl FnOnce(&mut FutureState<Self>) -> R) -> R {
        access(&mut task.future_cell().state().borrow_mut())
    }

    fn with_task_state<R>(task: &AnyTask, access: impl FnOnce(&mut TaskState<Self>) -> R) -> R {
        access(&mut task.state().borrow_mut())
    }

    fn resume(task: &AnyTask, exception: Option<Exception>, (): ()) -> Resumed<Self> {
        task.resume(exception)
    }

    fn schedule_step(task: &AnyTask, exception: Option<Exception>, (): ()) -> Result<(), Exception> {
        task.schedule_step(exception)
    }

    fn wake_when_done(future: &AnyFuture, task: &AnyTask, (): ()) -> Result<(), Exception> {
        future.add_callback(Callback::task(task.clone()))
    }

    fn cancel_future(future: &AnyFuture, message: Option<Rc<str>>, (): ()) -> Result<bool, Exception> {
        Ok(future.cancel_with(message))
    }

    fn new_cancelled_error(message: Option<Rc<str>>, (): ()) -> Exception {
        Exception::Cancelled(message)
    }

    fn step_of_done_task(_task: &AnyTask, (): ()) -> Exception {
        Exception::InvalidState("__step(): already done")
    }

    fn is_cancelled_error(exception: &Exception, (): ()) -> bool {
        exception.is_cancelled()
    }

    /// Nothing does. What ends a loop in Python ends the process or the thread here, by way of a panic.
    fn ends_loop(_exception: &Exception, (): ()) -> bool {
        false
    }

    fn finish(task: &AnyTask, ending: Ending<Self>, (): ()) -> Result<(), Exception> {
        task.finish(ending)
    }

    fn future_id(future: &AnyFuture) -> Option<FutureId> {
        Some(future.id())
    }

    fn report_step(task: &AnyTask, outcome: StepOutcome) {
        if let Some(shared) = task.future_cell().event_loop().upgrade() {
            shared.report(|| Event::Stepped(task.id(), outcome));
        }
    }

    fn report_cancel(task: &AnyTask) {
        if let Some(shared) = task.future_cell().event_loop().upgrade() {
            shared.report(|| Event::CancelThrown(task.id()));
        }
    }
}
