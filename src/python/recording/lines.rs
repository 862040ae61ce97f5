//! The program line by line, and what each line changed. It is asked for apart: it makes a program several times
//! slower.
//!
//! Python has two ways to say that a line begins. `sys.monitoring` is the faster one, but RustPython 0.6 wraps a jump's
//! target even where that is the prefix of an instruction with a long argument, and then the instruction runs without
//! its prefix: any loop or function of some length does something else than it says. So it is [`sys.settrace`] here.
//!
//! [`sys.settrace`]: https://docs.python.org/3/library/sys.html#sys.settrace

use std::cell::RefCell;
use std::collections::HashMap;

use rustpython_vm::builtins::PyStr;
use rustpython_vm::frame::FrameObject;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, Py, PyResult, VirtualMachine};

use super::current::{is_on, record};
use super::details::here;
use super::places;
use super::variables::{self, Variable};
use crate::python::attention;
use crate::trace::{Details, Event};

thread_local! {
    /// What the variables of a frame looked like at its last line.
    static SEEN: RefCell<HashMap<usize, Vec<Variable>>> = RefCell::default();
}

/// Forgets the frames of a recording before.
pub(super) fn forget() {
    SEEN.take();
}

/// Listens, in all threads. A program that traces itself takes the place.
///
/// # Errors
///
/// None that a program could cause.
pub(super) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let trace = |args: FuncArgs, vm: &VirtualMachine| -> PyResult {
        let [frame, event, ..] = &args.args[..] else { return Ok(vm.ctx.none()) };
        let (Some(frame), Some(event)) = (frame.downcast_ref::<FrameObject>(), event.downcast_ref::<PyStr>())
        else {
            return Ok(vm.ctx.none());
        };
        match event.as_bytes() {
            // After "call" is answered with nothing, there are no events of the lines of that frame.
            b"call" if !is_on() || places::is_library(&frame.f_code()) => {
                return Ok(vm.ctx.none());
            }
            b"line" => {
                reached(frame, vm);
                attention::at_line(vm)?;
            }
            _ => {}
        }
        Ok(vm.trace_func.borrow().clone())
    };
    let trace = vm.new_function("trace", trace);
    vm.call_method(vm.sys_module.as_object(), "_settraceallthreads", (trace,)).map(drop)
}

/// A line of the program is about to run.
fn reached(frame: &Py<FrameObject>, vm: &VirtualMachine) {
    let id = frame.as_object().get_id();
    let now = variables::of(frame, vm);
    let before = SEEN.with_borrow_mut(|seen| seen.insert(id, now.clone())).unwrap_or_default();
    let changed: Vec<Variable> = now.into_iter().filter(|variable| !before.contains(variable)).collect();
    record(Event::Line, |recorder| Details {
        variables: variables::text(recorder, &changed),
        ..here(recorder)
    });
}

/// A frame is over: another one may have its place in memory.
pub(super) fn left(vm: &VirtualMachine) {
    if let Some(frame) = vm.current_frame() {
        SEEN.with_borrow_mut(|seen| seen.remove(&frame.as_object().get_id()));
    }
}
