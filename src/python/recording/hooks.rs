//! What a program does besides its loops: what it prints and reads, where it blocks its thread, and what Python
//! warns of. Each is a function of Python's own, wrapped in one that reports it.

use std::cell::Cell;

use rustpython_vm::builtins::{PyBaseExceptionRef, PyStr, PyTuple};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::types::PyTypeFlags;
use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::current::{is_main_thread, record, recorder};
use super::details::here;
use super::{loading, unawaited};
use crate::python::closure::Closure;
use crate::python::running::runs_loop;
use crate::trace::{Details, Event, Stream};

/// Wraps them, in this interpreter.
pub(super) fn install(vm: &VirtualMachine) -> PyResult<()> {
    for (name, stream) in [("stdout", Stream::Stdout), ("stderr", Stream::Stderr)] {
        if let Some(object) = standard_stream(name, vm)? {
            wrap_write(&object, stream, vm)?;
        }
    }
    if let Some(stdin) = standard_stream("stdin", vm)? {
        wrap(&stdin, "readline", vm, |_, result, _| {
            if let Some(line) = result.and_then(|line| line.downcast_ref::<PyStr>()) {
                let line = line.to_string_lossy();
                record(Event::Read, |recorder| Details { text: recorder.text_once(&line), ..here(recorder) });
            }
        })?;
    }
    let time = vm.import("time", 0)?;
    wrap(&time, "sleep", vm, |args, result, vm| {
        // Another thread that sleeps keeps no loop waiting.
        if (runs_loop() || is_main_thread())
            && let (Some(_), Some(Ok(seconds))) =
                (result, args.args.first().map(|seconds| seconds.try_float(vm)))
        {
            let nanoseconds = (seconds.to_f64() * 1e9).round() as u64;
            record(Event::Blocked(nanoseconds), here);
        }
    })?;
    loading::install(vm)?;
    unawaited::install(vm)?;
    let warnings = vm.import("warnings", 0)?;
    wrap(&warnings, "_warn_unawaited_coroutine", vm, |args, _, _| {
        if let Some(coroutine) = args.args.first() {
            unawaited::dropped(coroutine);
        }
    })
}

thread_local! {
    /// The step of what this thread prints at this moment.
    static PRINTING: Cell<Option<usize>> = const { Cell::new(None) };
}

/// Puts away what this thread prints, and puts in its place what was put away of another's.
pub(in crate::python) fn swap_printing(step: &mut Option<usize>) {
    *step = PRINTING.replace(*step);
}

/// While it lives, this thread prints; then it does again what it did before: a signal handler may print in the
/// middle of a print.
struct Printing {
    before: Option<usize>,
}

impl Printing {
    fn begin(step: Option<usize>) -> Self {
        Self { before: PRINTING.replace(step) }
    }
}

impl Drop for Printing {
    fn drop(&mut self) {
        PRINTING.set(self.before);
    }
}

/// The step of the recording in which that is printed which this thread is giving to a standard stream. A platform
/// whose streams keep nothing back learns from it of which print the bytes are that it is given. None for what is
/// not recorded, and for bytes that no stream was asked to print.
#[must_use]
pub fn printing() -> Option<usize> {
    PRINTING.get()
}

/// What an object does by the name `name`, to be held and [called](call). A method of its class is held beside the object: the
/// collector does not see what a built-in method is bound to.
fn original(object: &PyObjectRef, name: &'static str, vm: &VirtualMachine) -> PyResult {
    let is_its_own = object.dict().is_some_and(|own| own.contains_key(name, vm));
    let method = object.class().get_attr(vm.ctx.intern_str(name)).filter(|_| !is_its_own);
    match method.filter(|method| method.class().slots().flags.has_feature(PyTypeFlags::METHOD_DESCRIPTOR)) {
        Some(method) => Ok(vm.ctx.new_tuple(vec![method, object.clone()]).into()),
        None => object.get_attr(name, vm),
    }
}

/// Calls what [`original`] has found.
fn call(original: &PyObject, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    match original.downcast_ref::<PyTuple>().map(|pair| pair.as_slice()) {
        Some([method, object]) => {
            args.prepend_arg(object.clone());
            method.call(args, vm)
        }
        _ => original.call(args, vm),
    }
}

/// Reports what a stream is given to write before it is written: so it is in the trace before anybody can see it.
fn wrap_write(object: &PyObjectRef, stream: Stream, vm: &VirtualMachine) -> PyResult<()> {
    let original = original(object, "write", vm)?;
    let wrapper = move |original: &PyObject, args: FuncArgs, vm: &VirtualMachine| -> PyResult {
        let Some(recorder) = recorder() else { return call(original, args, vm) };
        let text = args.args.first().and_then(|text| text.downcast_ref::<PyStr>());
        let _printing = match text.filter(|text| !text.as_bytes().is_empty()) {
            Some(text) => {
                Printing::begin(recorder.printed(stream, &text.to_string_lossy(), || here(&recorder).at))
            }
            None => Printing::begin(None),
        };
        call(original, args, vm)
    };
    object.set_attr("write", Closure::new("write", original, wrapper, vm), vm)
}

fn standard_stream(name: &'static str, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    let stream = vm.sys_module.get_attr(name, vm)?;
    Ok(Some(stream).filter(|stream| !vm.is_none(stream)))
}

/// Puts a function in the place of `name` that calls what was there and then `report`, with the arguments and
/// the result, if there is one.
fn wrap(
    object: &PyObjectRef,
    name: &'static str,
    vm: &VirtualMachine,
    report: impl Fn(&FuncArgs, Option<&PyObjectRef>, &VirtualMachine) + Send + Sync + 'static,
) -> PyResult<()> {
    let original = original(object, name, vm)?;
    let wrapper = move |original: &PyObject, args: FuncArgs, vm: &VirtualMachine| -> PyResult {
        if recorder().is_none() {
            return call(original, args, vm);
        }
        let result: Result<PyObjectRef, PyBaseExceptionRef> = call(original, args.clone(), vm);
        report(&args, result.as_ref().ok(), vm);
        result
    };
    object.set_attr(name, Closure::new(name, original, wrapper, vm), vm)
}
