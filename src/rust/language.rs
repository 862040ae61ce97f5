//! What the core has to know of Rust.

use std::rc::Rc;

use super::any_future::{AnyFuture, Callback, Value};
use super::exception::Exception;
use super::task::AnyTask;
use crate::coroutine::Resumed;
use crate::future::FutureState;
use crate::language::{Ending, Language};
use crate::task::TaskState;
use crate::trace::{Event, FutureId, StepOutcome};

/// Rust as a [`Language`]: futures resolve to an `Rc<dyn Any>` and fail with an [`Exception`].
///
/// It is what a hand-written [`Coroutine`](crate::coroutine::Coroutine) names as its language:
///
/// ```
/// # use std::sync::Arc;
/// # use asyncio101::selector::ManualSelector;
/// use asyncio101::coroutine::{Coroutine, Resumed, Yielded};
/// use asyncio101::rust::{Rust, Value};
/// use asyncio101::{EventLoop, Exception};
///
/// /// Gives up as many turns as it is told to.
/// struct GiveWay(u32);
///
/// impl Coroutine<Rust> for GiveWay {
///     fn send(&mut self, _value: Option<Value>, (): ()) -> Resumed<Rust> {
///         if self.0 == 0 {
///             return Resumed::returned("done");
///         }
///         self.0 -= 1;
///         Resumed::Yielded(Yielded::Nothing)
///     }
///
///     fn throw(&mut self, exception: Exception, (): ()) -> Resumed<Rust> {
///         Resumed::Raised(exception)
///     }
///
///     fn close(&mut self, (): ()) -> Result<(), Exception> {
///         Ok(())
///     }
/// }
///
/// let event_loop = EventLoop::new(Arc::new(ManualSelector::new()));
/// let task = event_loop.create_task_from::<&str>(GiveWay(3));
/// assert_eq!(event_loop.run_until_complete(task)?, "done");
/// # Ok::<(), Exception>(())
/// ```
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
}
