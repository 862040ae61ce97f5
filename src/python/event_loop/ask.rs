//! Asking the program for what it [does itself](super::own): to tell the time, to schedule, to wait.
//!
//! <https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.SelectorEventLoop>

use rustpython_vm::builtins::{PyInt, PyStr, PyTuple};
use rustpython_vm::class::StaticType;
use rustpython_vm::function::{FuncArgs, PySetterValue};
use rustpython_vm::types::SetAttr;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::EventLoop;
use super::own::{CALL_AT, REPLACEABLE, TIME};
use crate::ids::Source;
use crate::python::library;
use crate::selector::{Event, Interest, Time, Timeout};

impl SetAttr for EventLoop {
    fn setattro(
        zelf: &Py<Self>,
        name: &Py<PyStr>,
        value: PySetterValue,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        zelf.as_object().generic_setattr(name, value, vm)?;
        if name.to_str().is_some_and(|name| REPLACEABLE.iter().any(|(replaceable, _)| *replaceable == name)) {
            Self::look_for_own(zelf, vm);
        }
        Ok(())
    }
}

impl EventLoop {
    /// Looks again at what the program does itself.
    pub(super) fn look_for_own(zelf: &Py<Self>, vm: &VirtualMachine) {
        zelf.own.look(zelf.class(), Self::static_type(), Some(zelf.as_object()), vm);
    }

    /// Has the loop wait with an object of the program's: one that does what those of `selectors` do.
    pub(super) fn wait_with(zelf: &Py<Self>, selector: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        if zelf.own.selector.set(selector.clone()).is_err() {
            return Err(vm.new_runtime_error("the loop has a selector"));
        }
        zelf.as_object().set_attr("_selector", selector, vm)?;
        // Nobody but a socket can wake it.
        vm.call_method(zelf.as_object(), "_make_self_pipe", ()).map(drop)
    }

    /// Runs it by turns of the program's until somebody says stop.
    pub(super) fn run_by_own_turns(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        loop {
            vm.call_method(zelf.as_object(), "_run_once", ())?;
            if zelf.scheduler.lock().is_stopping() {
                return Ok(());
            }
        }
    }

    /// The time as the program tells it, if it does.
    pub(super) fn own_time(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<Option<Time>> {
        if !zelf.own.has_any(TIME) {
            return Ok(None);
        }
        let now = vm.call_method(zelf.as_object(), "time", ())?;
        Ok(Some(Time(now.try_float(vm)?.to_f64())))
    }

    /// Schedules for the time in `delay` seconds, by the program's own `call_at`, if it has one.
    pub(super) fn schedule_by_own_call_at(
        zelf: &Py<Self>,
        when: Time,
        args: &FuncArgs,
        vm: &VirtualMachine,
    ) -> Option<PyResult> {
        if !zelf.own.has_any(CALL_AT) {
            return None;
        }
        let mut args = args.clone();
        args.prepend_arg(vm.ctx.new_float(when.0).into());
        Some(zelf.as_object().get_attr("call_at", vm).and_then(|call_at| call_at.call(args, vm)))
    }

    /// Waits with the program's own selector, and appends what that says is ready.
    pub(super) fn select_by_own(
        zelf: &Py<Self>,
        selector: &PyObject,
        timeout: Timeout,
        events: &mut Vec<Event>,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        let seconds = match timeout {
            Timeout::Now => vm.ctx.new_int(0).into(),
            Timeout::After(duration) => vm.ctx.new_float(duration.as_secs_f64()).into(),
            Timeout::Never => vm.ctx.none(),
        };
        let found = vm.call_method(selector, "select", (seconds,))?;
        for event in found.try_to_value::<Vec<PyObjectRef>>(vm)? {
            events.extend(event_of(&event, vm));
        }
        let _seen = zelf.own.found.lock().replace(found);
        Ok(())
    }

    /// Turns what the program's own selector found into handles.
    pub(super) fn process_own_events(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        let found = zelf.own.found.lock().take();
        match found {
            Some(found) => vm.call_method(zelf.as_object(), "_process_events", (found,)).map(drop),
            None => Ok(()),
        }
    }

    /// Does what the library's loop does about readers and writers, where the selector is the program's.
    pub(super) fn of_the_library(
        zelf: &Py<Self>,
        method: &'static str,
        mut args: FuncArgs,
        vm: &VirtualMachine,
    ) -> PyResult {
        let class = library::function("selector_events", "BaseSelectorEventLoop", vm)?;
        args.prepend_arg(zelf.as_object().to_owned());
        class.get_attr(method, vm)?.call(args, vm)
    }
}

/// What `(key, events)` says, for whoever watches the loop.
fn event_of(found: &PyObject, vm: &VirtualMachine) -> Option<Event> {
    let [key, mask] = found.downcast_ref::<PyTuple>()?.as_slice() else { return None };
    let number = key.get_attr("fd", vm).ok()?.try_to_value::<u64>(vm).ok()?;
    let mask = mask.downcast_ref::<PyInt>()?.try_to_primitive::<u8>(vm).ok()?;
    let ready = Interest { readable: mask & 1 != 0, writable: mask & 2 != 0 };
    Some(Event { source: Source(number), ready })
}
