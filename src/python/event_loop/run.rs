//! Running: one turn after the other, until somebody says stop.

use std::sync::atomic::Ordering;

use rustpython_vm::function::FuncArgs;
use rustpython_vm::types::Callable;
use rustpython_vm::{AsObject, Py, PyObjectRef, PyPayload, PyResult, VirtualMachine, pyclass};

use super::EventLoop;
use crate::future::Outcome;
use crate::handle::Scheduled as _;
use crate::language::Language as _;
use crate::python::future::Future;
use crate::python::language::Python;
use crate::python::platform::{os_error, platform};
use crate::python::task::is_coroutine;
use crate::python::work::Entry;
use crate::python::{library, recording, running};
use crate::scheduler::Phase;
use crate::selector;
use crate::trace::Event;

/// What is set while the loop runs, and was there before.
#[derive(Debug, Default)]
pub(super) struct Before {
    pub(super) firstiter: Option<PyObjectRef>,
    pub(super) finalizer: Option<PyObjectRef>,
}

impl EventLoop {
    /// One turn of the loop.
    pub(super) fn run_once(
        zelf: &Py<Self>,
        events: &mut Vec<selector::Event>,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        zelf.report_threads(vm);
        let mut swept = Vec::new();
        let timeout = zelf.scheduler.lock().begin_turn(|| zelf.selector.time(), &mut swept);
        drop(swept);
        events.clear();
        let selected = zelf.selector.select(timeout, events);
        platform().check_interrupts(vm)?;
        selected.map_err(|error| os_error(&error, vm))?;
        let count = {
            let has_timers = zelf.scheduler.lock().has_timers();
            let end = has_timers.then(|| zelf.selector.time().after(zelf.selector.resolution()));
            let mut scheduler = zelf.scheduler.lock();
            scheduler.selected(events.len());
            drop(scheduler);
            zelf.wake_watchers(events, vm);
            zelf.scheduler.lock().begin_pass(end)
        };
        for _ in 0..count {
            let entry = zelf.scheduler.lock().next();
            let Some(entry) = entry else { break };
            if !entry.is_cancelled() {
                Self::run_entry(zelf, &entry, vm)?;
            }
        }
        Ok(())
    }

    /// Tells the observer how many other threads there are, if that has changed: they may wake the loop.
    fn report_threads(&self, vm: &VirtualMachine) {
        if self.is_observed() {
            let count = platform().other_threads(vm);
            if self.threads.swap(count, Ordering::Relaxed) != count {
                self.report(|| Event::Threads(count));
            }
        }
    }

    pub(super) fn run_entry(zelf: &Py<Self>, entry: &Entry, vm: &VirtualMachine) -> PyResult<()> {
        zelf.report(|| Event::Began(entry.id));
        let began = zelf.is_debug().then(|| zelf.selector.time());
        let result = entry.work.run(vm);
        zelf.report(|| Event::Ended(entry.id));
        if let Some(began) = began {
            Self::note_duration(zelf, entry, zelf.selector.time().since(began), vm)?;
        }
        match result {
            Ok(()) => Ok(()),
            Err(exception) => {
                let handle = entry.work.handle(zelf.as_object(), vm)?;
                Self::callback_failed(zelf.as_object(), handle, exception, vm)
            }
        }
    }

    /// In debug mode: a callback took its time.
    pub(super) fn note_duration(
        zelf: &Py<Self>,
        entry: &Entry,
        seconds: f64,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        if seconds < *zelf.slow_callback_duration.lock() {
            return Ok(());
        }
        let handle = entry.work.handle(zelf.as_object(), vm)?;
        let (function, args) = handle.callback(vm);
        let complain = library::function("_event_loop", "complain_about_slow_callback", vm)?;
        complain.call((handle, function, vm.ctx.new_tuple(args), seconds), vm)?;
        Ok(())
    }

    pub(super) fn begin_running(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<Before> {
        zelf.check_closed(vm)?;
        Self::check_running(zelf, vm)?;
        let hook = |name: &'static str| zelf.as_object().get_attr(name, vm);
        let (firstiter, finalizer) = (hook("_asyncgen_firstiter_hook")?, hook("_asyncgen_finalizer_hook")?);
        zelf.scheduler.lock().begin_running();
        zelf.report_with(|recorder| (Event::RunBegan, recording::here(recorder)));
        recording::enter_loop();
        *zelf.thread.lock() = Some(std::thread::current().id());
        running::set_running_loop(Some(zelf.as_object().to_owned()), vm);
        Ok(Before {
            firstiter: vm.async_gen_firstiter.borrow_mut().replace(firstiter),
            finalizer: vm.async_gen_finalizer.borrow_mut().replace(finalizer),
        })
    }

    pub(super) fn end_running(zelf: &Py<Self>, before: Before, vm: &VirtualMachine) {
        zelf.scheduler.lock().end_running();
        recording::leave_loop();
        zelf.report(|| Event::RunEnded);
        *zelf.thread.lock() = None;
        running::set_running_loop(None, vm);
        let _firstiter = std::mem::replace(&mut *vm.async_gen_firstiter.borrow_mut(), before.firstiter);
        let _finalizer = std::mem::replace(&mut *vm.async_gen_finalizer.borrow_mut(), before.finalizer);
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
        let mut events = Vec::new();
        let result = loop {
            if let Err(exception) = Self::run_once(zelf, &mut events, vm) {
                break Err(exception);
            }
            if zelf.scheduler.lock().is_stopping() {
                break Ok(());
            }
        };
        Self::end_running(zelf, before, vm);
        result
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

/// The callback of `run_until_complete`: stops the future's loop.
#[pyclass(module = "_asyncio", name = "_StopWhenDone")]
#[derive(Debug, PyPayload)]
pub struct StopWhenDone {}

#[pyclass(with(Callable))]
impl StopWhenDone {}

impl Callable for StopWhenDone {
    type Args = (PyObjectRef,);

    fn call(_zelf: &Py<Self>, (future,): Self::Args, vm: &VirtualMachine) -> PyResult {
        if let Some(ours) = future.downcast_ref::<Future>() {
            let mut state = ours.state.lock();
            // Whoever runs the loop gets the exception.
            state.set_retrieved();
            if let Outcome::Raised(exception) = state.outcome()
                && Python::ends_loop(exception, vm)
            {
                // It has ended the loop already.
                return Ok(vm.ctx.none());
            }
        }
        let event_loop = vm.call_method(&future, "get_loop", ())?;
        vm.call_method(&event_loop, "stop", ())
    }
}
