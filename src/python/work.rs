//! What lies in a Python loop's queues.
//!
//! A handle is a Python object, and making one for every step of every task would cost more than the step.
//! What the loop itself schedules needs none: it is one of the other kinds here.

use std::sync::atomic::Ordering;

use rustpython_vm::builtins::PyBaseExceptionRef;
use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine};

use super::context::Context;
use super::future::Future;
use super::handle::{Call, Handle};
use super::language::Python;
use super::task::{Task, TaskStep, TaskWakeup};
use crate::future::Outcome;
use crate::handle::{Scheduled, State};
use crate::ids::{FutureId, HandleId};

/// Something to run.
#[derive(Debug)]
pub enum Work {
    /// What the program scheduled.
    Handle(PyRef<Handle>),
    /// A task's step.
    Step { task: PyRef<Task>, exception: Option<PyBaseExceptionRef> },
    /// A task's step, now that a future is done.
    WakeUp { task: PyRef<Task>, future: PyObjectRef },
    /// A future's callback.
    Done { function: PyObjectRef, argument: PyObjectRef, context: PyObjectRef },
    /// The end of a `sleep`. Cancelled when the coroutine goes on without it.
    EndSleep { future: PyRef<Future>, result: PyObjectRef },
}

impl Scheduled for Work {
    fn ends_sleep(&self) -> Option<FutureId> {
        match self {
            Self::EndSleep { future, .. } => Some(future.id()),
            _ => None,
        }
    }

    fn is_cancelled(&self) -> bool {
        match self {
            Self::Handle(handle) => handle.is_cancelled(),
            Self::EndSleep { future, .. } => future.is_given_up.load(Ordering::Relaxed),
            Self::Step { .. } | Self::WakeUp { .. } | Self::Done { .. } => false,
        }
    }

    fn is_scheduled(&self, id: HandleId, state: State) {
        if let Self::Handle(handle) = self {
            handle.is_scheduled(id, state);
        }
    }

    fn is_due(&self) {
        match self {
            Self::Handle(handle) => handle.is_due(),
            Self::EndSleep { future, .. } => future.is_due.store(true, Ordering::Relaxed),
            Self::Step { .. } | Self::WakeUp { .. } | Self::Done { .. } => {}
        }
    }
}

impl Work {
    /// Runs it.
    ///
    /// # Errors
    ///
    /// What it raised.
    pub(super) fn run(&self, vm: &VirtualMachine) -> PyResult<()> {
        match self {
            Self::Handle(handle) => handle.call(vm),
            Self::Step { task, exception } => Python::run_step(task, exception.clone(), vm),
            Self::WakeUp { task, future } => Python::wake_up(task, future, vm),
            Self::Done { function, argument, context } => {
                Context::call_in(context, function, vec![argument.clone()], vm).map(drop)
            }
            // As CPython's `_set_result_unless_cancelled`.
            Self::EndSleep { future, .. } if future.state.lock().is_cancelled() => Ok(()),
            Self::EndSleep { future, result } => {
                Future::resolve(future, Outcome::Returned(result.clone()), vm)
            }
        }
    }

    /// A handle to show in messages: the one there is, or one made for the purpose.
    pub(super) fn handle(&self, event_loop: &PyObject, vm: &VirtualMachine) -> PyResult<PyRef<Handle>> {
        let (function, args, context) = match self {
            Self::Handle(handle) => return Ok(handle.clone()),
            Self::Step { task, .. } => (TaskStep::of(task.clone(), None, vm), vec![], task.context()),
            Self::WakeUp { task, future } => {
                (TaskWakeup::of(task.clone(), vm), vec![future.clone()], task.context())
            }
            Self::Done { function, argument, context } => {
                (function.clone(), vec![argument.clone()], context.clone())
            }
            Self::EndSleep { future, result } => {
                let set_result = future.as_object().get_attr("set_result", vm)?;
                (set_result, vec![result.clone()], Context::copy_current(vm).into())
            }
        };
        let call = Call { function, args };
        Ok(Handle::new(call, context, event_loop.to_owned(), vm)?.into_ref(&vm.ctx))
    }
}
