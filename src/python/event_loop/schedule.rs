//! Scheduling: what `call_soon` and its like do, and what the loop schedules by itself.

use rustpython_vm::builtins::PyBaseExceptionRef;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine};

use super::EventLoop;
use crate::ids::HandleId;
use crate::python::future::Future;
use crate::python::handle::{Call, Handle, take_context};
use crate::python::language::Python;
use crate::python::library;
use crate::python::recording;
use crate::python::task::{TaskStep, TaskWakeup, is_coroutine};
use crate::python::thread_safe_handle::ThreadSafeHandle;
use crate::python::timer_handle::TimerHandle;
use crate::python::work::Work;
use crate::scheduler::Phase;
use crate::selector::Time;
use crate::task::Tasks as _;
use crate::trace::{Cause, Details};

impl EventLoop {
    /// Wakes the loop for what another thread, or a signal, has scheduled.
    pub(super) fn wake_from_outside(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        match zelf.own.selector() {
            Some(_) => vm.call_method(zelf.as_object(), "_write_to_self", ()).map(drop),
            None => {
                zelf.selector.wake();
                Ok(())
            }
        }
    }

    /// In debug mode: what is scheduled can be called, and is no coroutine.
    pub(super) fn check_callback(
        &self,
        function: &PyObjectRef,
        method: &str,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        if !self.is_debug() {
            return Ok(());
        }
        let is_coroutine_function = || {
            let check = library::function("coroutines", "_iscoroutinefunction", vm)?;
            check.call((function.clone(),), vm)?.try_to_bool(vm)
        };
        if is_coroutine(function, vm)? || is_coroutine_function()? {
            return Err(vm.new_type_error(format!("coroutines cannot be used with {method}()")));
        }
        if !function.is_callable() {
            return Err(vm.new_type_error(format!(
                "a callable object was expected by {method}(), got {}",
                function.repr(vm)?
            )));
        }
        Ok(())
    }

    /// Schedules what the loop itself wants to run.
    pub(in crate::python) fn push(&self, work: Work, cause: Cause, vm: &VirtualMachine) -> PyResult<()> {
        let details = self.details(|recorder| match &work {
            Work::Done { function, .. } => recording::callee(recorder, function, vm),
            _ => Details::NONE,
        });
        let mut scheduler = self.scheduler.lock();
        if scheduler.phase() == Phase::Closed {
            drop(scheduler);
            return Err(vm.new_runtime_error("Event loop is closed"));
        }
        scheduler.call_soon(work, cause, details);
        Ok(())
    }

    /// The time so many seconds from now.
    pub(in crate::python) fn time_after(&self, seconds: f64) -> Time {
        self.selector.time().after(seconds)
    }

    /// Schedules the end of a `sleep`, `delay` seconds from now.
    pub(in crate::python) fn end_sleep_later(
        &self,
        delay: f64,
        future: PyRef<Future>,
        result: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyResult<HandleId> {
        let when = self.selector.time().after(delay);
        let details = self.details(recording::here);
        let mut scheduler = self.scheduler.lock();
        if scheduler.phase() == Phase::Closed {
            drop(scheduler);
            return Err(vm.new_runtime_error("Event loop is closed"));
        }
        Ok(scheduler.call_at(when, Work::EndSleep { future, result }, details))
    }

    /// The tasks that are to be woken because this is done.
    pub(in crate::python) fn woken_by(&self, done: &PyObject) -> Vec<PyObjectRef> {
        let scheduler = self.scheduler.lock();
        let woken = scheduler.ready().filter_map(|entry| match &entry.work {
            Work::WakeUp { task, future } if future.is(done) => Some(task.clone().into()),
            _ => None,
        });
        woken.collect()
    }

    /// A handle was cancelled.
    pub(in crate::python) fn note_cancelled(&self, id: HandleId, is_timer: bool) {
        let details = self.details(recording::here);
        let swept = self.scheduler.lock().note_cancelled(id, is_timer, details);
        drop(swept);
    }

    /// `call_soon`
    pub(super) fn schedule_soon(
        zelf: &Py<Self>,
        args: FuncArgs,
        vm: &VirtualMachine,
    ) -> PyResult<PyRef<Handle>> {
        Self::schedule(zelf, args, "call_soon", |handle, vm| handle.into_ref(&vm.ctx), vm)
    }

    /// `call_soon_threadsafe`, without waking the loop.
    pub(super) fn schedule_thread_safely(
        zelf: &Py<Self>,
        args: FuncArgs,
        vm: &VirtualMachine,
    ) -> PyResult<PyRef<Handle>> {
        let make = |handle, vm: &VirtualMachine| {
            let handle: PyObjectRef = ThreadSafeHandle::new(handle).into_ref(&vm.ctx).into();
            handle.downcast().expect("it is a handle")
        };
        Self::schedule(zelf, args, "call_soon_threadsafe", make, vm)
    }

    /// Schedules a call, by a handle that `make` makes an object of.
    fn schedule(
        zelf: &Py<Self>,
        mut args: FuncArgs,
        method: &str,
        make: impl FnOnce(Handle, &VirtualMachine) -> PyRef<Handle>,
        vm: &VirtualMachine,
    ) -> PyResult<PyRef<Handle>> {
        zelf.check_closed(vm)?;
        let context = take_context(&mut args, vm);
        let call = take_call(args);
        zelf.check_callback(&call.function, method, vm)?;
        let details = zelf.details(|recorder| recording::call(recorder, &call.function, vm));
        let cause = if zelf.is_observed() { cause_of(&call) } else { Cause::Program };
        let handle = make(Handle::new(call, context, zelf.as_object().to_owned(), vm)?, vm);
        zelf.scheduler.lock().call_soon(Work::Handle(handle.clone()), cause, details);
        Ok(handle)
    }

    /// `call_at`
    pub(in crate::python) fn schedule_at(
        zelf: &Py<Self>,
        when: PyObjectRef,
        mut args: FuncArgs,
        vm: &VirtualMachine,
    ) -> PyResult {
        zelf.check_closed(vm)?;
        zelf.check_thread(vm)?;
        let context = take_context(&mut args, vm);
        let call = take_call(args);
        // `call_later` goes by way of `call_at`, and that looks.
        zelf.check_callback(&call.function, "call_at", vm)?;
        let details = zelf.details(|recorder| recording::call(recorder, &call.function, vm));
        let handle = Handle::new(call, context, zelf.as_object().to_owned(), vm)?;
        let timer = TimerHandle::new(handle, when, vm)?.into_ref(&vm.ctx);
        let handle = timer.as_object().to_owned().downcast().expect("a timer is a handle");
        zelf.scheduler.lock().call_at(timer.deadline(), Work::Handle(handle), details);
        Ok(timer.into())
    }

    /// A callback raised: tells the loop's exception handler, or ends the loop.
    pub(in crate::python) fn callback_failed(
        event_loop: &PyObject,
        handle: PyRef<Handle>,
        exception: PyBaseExceptionRef,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        if Python::ends_loop(&exception, vm) {
            return Err(exception);
        }
        let complain = library::function("_loop_complaints", "complain_about_callback", vm)?;
        let (function, args) = handle.callback(vm);
        let args = vm.ctx.new_tuple(args);
        complain.call((event_loop.to_owned(), function, args, handle, exception), vm)?;
        Ok(())
    }
}

/// Why that is scheduled: by way of a `call_soon` that a program has replaced, steps of tasks come here, too.
fn cause_of(call: &Call) -> Cause {
    if let Some(step) = call.function.downcast_ref::<TaskStep>() {
        return Cause::Step(step.task().base.id());
    }
    if let Some(wakeup) = call.function.downcast_ref::<TaskWakeup>() {
        let awaited = call.args.first().and_then(|future| future.downcast_ref::<Future>());
        return Cause::WakeUp(wakeup.task().base.id(), awaited.map(|future| future.id()));
    }
    Cause::Program
}

fn take_call(mut args: FuncArgs) -> Call {
    let function = args.shift();
    Call { function, args: args.args }
}
