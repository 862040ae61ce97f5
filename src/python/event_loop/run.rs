//! Running: what is set up for it, and taken back behind it.

use std::sync::atomic::Ordering;

use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, Py, PyObjectRef, PyResult, VirtualMachine};

use super::EventLoop;
use super::own::{RUN_FOREVER, RUN_ONCE};
use crate::python::future::Future;
use crate::python::platform::platform;
use crate::python::task::is_coroutine;
use crate::python::{library, recording, running};
use crate::scheduler::Phase;
use crate::trace::Event;
use crate::turn;

/// What is set while the loop runs, and was there before.
#[derive(Debug, Default)]
pub(super) struct Before {
    pub(super) firstiter: Option<PyObjectRef>,
    pub(super) finalizer: Option<PyObjectRef>,
}

impl EventLoop {
    pub(super) fn begin_running(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<Before> {
        zelf.check_closed(vm)?;
        Self::check_running(zelf, vm)?;
        let hook = |name: &'static str| zelf.as_object().get_attr(name, vm);
        let (firstiter, finalizer) = (hook("_asyncgen_firstiter_hook")?, hook("_asyncgen_finalizer_hook")?);
        Self::trace_origins(zelf, zelf.is_debug(), vm)?;
        // Somebody may have replaced a method of its class meanwhile.
        Self::look_for_own(zelf, vm);
        zelf.scheduler.lock().begin_running();
        zelf.report_with(|recorder| (Event::RunBegan, recording::here(recorder)));
        running::enter_loop();
        *zelf.thread.lock() = Some(platform().thread());
        running::set_running_loop(Some(zelf.as_object().to_owned()), vm);
        Ok(Before {
            firstiter: vm.async_gen_firstiter.borrow_mut().replace(firstiter),
            finalizer: vm.async_gen_finalizer.borrow_mut().replace(finalizer),
        })
    }

    /// Has coroutines remember where they were made, in debug mode.
    pub(super) fn trace_origins(zelf: &Py<Self>, enabled: bool, vm: &VirtualMachine) -> PyResult<()> {
        if zelf.traces_origins.load(Ordering::Relaxed) != enabled {
            let trace = library::function("_loop_lifetime", "trace_origins", vm)?;
            trace.call((zelf.to_owned(), enabled), vm)?;
            zelf.traces_origins.store(enabled, Ordering::Relaxed);
        }
        Ok(())
    }

    pub(super) fn end_running(zelf: &Py<Self>, before: Before, vm: &VirtualMachine) -> PyResult<()> {
        zelf.scheduler.lock().end_running();
        running::leave_loop();
        zelf.report(|| Event::RunEnded);
        *zelf.thread.lock() = None;
        running::set_running_loop(None, vm);
        let _firstiter = std::mem::replace(&mut *vm.async_gen_firstiter.borrow_mut(), before.firstiter);
        let _finalizer = std::mem::replace(&mut *vm.async_gen_finalizer.borrow_mut(), before.finalizer);
        Self::trace_origins(zelf, false, vm)
    }

    pub(super) fn check_running(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        if zelf.scheduler.lock().phase() == Phase::Running {
            return Err(vm.new_runtime_error("This event loop is already running"));
        }
        if running::running_loop(vm).is_some() {
            return Err(vm.new_runtime_error("Cannot run the event loop while another loop is running"));
        }
        Ok(())
    }

    pub(super) fn run_until_stopped(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        let before = Self::begin_running(zelf, vm)?;
        let result = if zelf.own.has_any(RUN_ONCE) {
            Self::run_by_own_turns(zelf, vm)
        } else {
            turn::run_until_stopped(zelf, vm)
        };
        let ended = Self::end_running(zelf, before, vm);
        result.and(ended)
    }

    /// Runs it until a future, or a task made of a coroutine, is done; the result.
    pub(super) fn run_until_done(zelf: &Py<Self>, future: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        zelf.check_closed(vm)?;
        Self::check_running(zelf, vm)?;
        let (future, is_new) = Self::ensure_future(zelf, future, vm)?;
        if is_new {
            // If it does not complete an exception says so, there is no need for another complaint.
            future.set_attr("_log_destroy_pending", vm.ctx.new_bool(false), vm)?;
        }
        let stop = library::function("_loop_lifetime", "_run_until_complete_cb", vm)?;
        vm.call_method(&future, "add_done_callback", (stop.clone(),))?;
        let result = if zelf.own.has_any(RUN_FOREVER) {
            vm.call_method(zelf.as_object(), "run_forever", ()).map(drop)
        } else {
            Self::run_until_stopped(zelf, vm)
        };
        if result.is_err()
            && is_new
            && let Some(task) = future.downcast_ref::<Future>()
        {
            // The caller has the exception and cannot reach the task.
            task.state.lock().set_retrieved();
        }
        vm.call_method(&future, "remove_done_callback", (stop,))?;
        result?;
        if !vm.call_method(&future, "done", ())?.try_to_bool(vm)? {
            return Err(vm.new_runtime_error("Event loop stopped before Future completed."));
        }
        vm.call_method(&future, "result", ())
    }

    /// The future to wait for: the one given, or a task of the coroutine given. Whether it is a new task.
    pub(super) fn ensure_future(
        zelf: &Py<Self>,
        given: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyResult<(PyObjectRef, bool)> {
        if let Some(future) = given.downcast_ref::<Future>() {
            if !future.event_loop(vm)?.is(zelf) {
                return Err(vm.new_value_error(
                    "The future belongs to a different loop than the one specified as the loop \
                     argument",
                ));
            }
            return Ok((given, false));
        }
        if is_coroutine(&given, vm)? {
            return Ok((vm.call_method(zelf.as_object(), "create_task", (given,))?, true));
        }
        let is_future = library::function("futures", "isfuture", vm)?;
        let is_new = !is_future.call((given.clone(),), vm)?.try_to_bool(vm)?;
        let ensure = library::function("tasks", "ensure_future", vm)?;
        let keyword = [("loop".to_owned(), zelf.as_object().to_owned())]
            .into_iter()
            .collect::<rustpython_vm::function::KwArgs>();
        Ok((ensure.call(FuncArgs::new(vec![given], keyword), vm)?, is_new))
    }
}
