//! How a future comes to its end: its outcome, its callbacks, and what the loop's observer is told.

use rustpython_vm::builtins::PyBaseException;
use rustpython_vm::function::{FuncArgs, KwArgs};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::{Callback, Future};
use crate::future::{AlreadyDone, Callbacks, Outcome};
use crate::python::event_loop::EventLoop;
use crate::python::language::Python;
use crate::python::task::{Task, TaskWakeup};
use crate::python::work::Work;
use crate::python::{exceptions, recording};
use crate::trace::{Cause, Details, Event, Recorder, StackId, TextId};

impl Future {
    /// Tells the loop's observer, if it has one.
    #[inline]
    pub(in crate::python) fn report(&self, details: impl FnOnce(&Recorder) -> (Event, Details)) {
        if recording::is_on()
            && let Some(event_loop) = self.event_loop.lock().clone()
            && let Some(ours) = event_loop.downcast_ref::<EventLoop>()
        {
            ours.report_with(details);
        }
    }

    pub(super) fn report_created(&self) {
        self.report(|recorder| (Event::FutureCreated(self.id()), recording::here(recorder)));
    }

    /// Gives it its outcome and schedules its callbacks; an error if it has one.
    pub(in crate::python) fn resolve(
        zelf: &Py<Self>,
        outcome: Outcome<Python>,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        if let Outcome::Raised(exception) = &outcome {
            let traceback = exception.traceback();
            let _old = std::mem::replace(&mut *zelf.traceback.lock(), traceback);
        }
        let callbacks = zelf.state.lock().resolve(outcome);
        let callbacks = callbacks.map_err(|AlreadyDone| exceptions::invalid_state("invalid state", vm))?;
        let is_task = zelf.as_object().downcast_ref::<Task>().is_some();
        zelf.report(|recorder| zelf.resolution(is_task, recorder, vm));
        let event_loop = zelf.event_loop(vm)?;
        Self::schedule_all(zelf, &event_loop, callbacks, vm)
    }

    /// What the observer is told when it is done.
    fn resolution(&self, is_task: bool, recorder: &Recorder, vm: &VirtualMachine) -> (Event, Details) {
        let (event, value): (_, Option<PyObjectRef>) = match self.state.lock().outcome() {
            Outcome::Returned(value) => (Event::FutureDone(self.id()), Some(value.clone())),
            Outcome::Raised(exception) => (Event::FutureFailed(self.id()), Some(exception.clone().into())),
            Outcome::Cancelled(_) | Outcome::Pending => (Event::FutureCancelled(self.id()), None),
        };
        // A task is done by what its coroutine does, not where that is stepped from: it may have begun at once.
        let mut at = if is_task { StackId::default() } else { recording::here(recorder).at };
        // A coroutine that raised does not run any more: its traceback knows where it was.
        if at == StackId::default()
            && let Event::FutureFailed(_) = event
            && let Some(exception) = value.as_ref().and_then(|value| value.downcast_ref::<PyBaseException>())
        {
            at = recording::raised(recorder, exception);
        }
        let text = value.map_or_else(TextId::default, |value| recording::value(recorder, &value, vm));
        (event, Details { at, text, ..Details::NONE })
    }

    fn schedule_all(
        zelf: &Py<Self>,
        event_loop: &PyObject,
        callbacks: Callbacks<Python>,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        for callback in callbacks {
            Self::schedule(zelf, event_loop, callback, vm)?;
        }
        Ok(())
    }

    /// Schedules one callback of this future, which is done.
    fn schedule(
        zelf: &Py<Self>,
        event_loop: &PyObject,
        callback: Callback,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        // A task that runs in a context of another make is stepped by that.
        let is_direct = match &callback {
            Callback::WakeUp(task) => task.has_our_context(),
            Callback::Call(..) => true,
        };
        if let Some(ours) = EventLoop::direct(event_loop).filter(|_| is_direct) {
            let (work, cause) = match callback {
                Callback::WakeUp(task) => {
                    let cause = Cause::WakeUp(task.base.id(), Some(zelf.id()));
                    (Work::WakeUp { task, future: zelf.as_object().to_owned() }, cause)
                }
                Callback::Call(function, context) => {
                    let argument = zelf.as_object().to_owned();
                    (Work::Done { function, argument, context }, Cause::Done(zelf.id()))
                }
            };
            return ours.push(work, cause, vm);
        }
        let (function, context) = match callback {
            Callback::Call(function, context) => (function, context),
            Callback::WakeUp(task) => {
                let context = task.context();
                (TaskWakeup::of(task, vm), context)
            }
        };
        let args = FuncArgs::new(
            vec![function, zelf.as_object().to_owned()],
            [("context".to_owned(), context)].into_iter().collect::<KwArgs>(),
        );
        vm.call_method(event_loop, "call_soon", args)?;
        Ok(())
    }

    /// Has `callback` scheduled when the future is done, which may be now.
    pub(in crate::python) fn when_done(
        zelf: &Py<Self>,
        callback: Callback,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        let event_loop = zelf.event_loop(vm)?;
        let function = match &callback {
            Callback::Call(function, _) if recording::is_on() => Some(function.clone()),
            _ => None,
        };
        let refused = zelf.state.lock().add_done_callback(callback).err();
        if let Some(callback) = refused {
            return Self::schedule(zelf, &event_loop, callback, vm);
        }
        if let Some(function) = function {
            zelf.report(|recorder| {
                (Event::CallbackAdded(zelf.id()), recording::call(recorder, &function, vm))
            });
        }
        Ok(())
    }
}
