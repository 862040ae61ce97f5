//! The exceptions the scheduler itself raises, and what an error of the machine's becomes.
//!
//! Asyncio's own are made once for the process, like the built-in ones; `asyncio.exceptions` takes them from here.

use std::io;

use rustpython_vm::builtins::{PyBaseException, PyBaseExceptionRef, PyType, PyTypeRef};
use rustpython_vm::common::static_cell;
use rustpython_vm::{AsObject, Py, PyObjectRef, PyResult, VirtualMachine};

use crate::network;

static_cell! {
    static CANCELLED: PyTypeRef;
    static INVALID_STATE: PyTypeRef;
}

/// `asyncio.CancelledError`
pub(super) fn cancelled_type(vm: &VirtualMachine) -> &'static Py<PyType> {
    CANCELLED.get_or_init(|| {
        let base = vm.ctx.exceptions.base_exception_type.to_owned();
        vm.ctx.new_exception_type("asyncio.exceptions", "CancelledError", Some(vec![base]))
    })
}

/// `asyncio.InvalidStateError`
pub(super) fn invalid_state_type(vm: &VirtualMachine) -> &'static Py<PyType> {
    INVALID_STATE.get_or_init(|| vm.ctx.new_exception_type("asyncio.exceptions", "InvalidStateError", None))
}

/// A `CancelledError` that says `message`, if there is one.
pub(super) fn new_cancelled(message: Option<PyObjectRef>, vm: &VirtualMachine) -> PyBaseExceptionRef {
    vm.new_exception(cancelled_type(vm).to_owned(), message.into_iter().collect())
}

/// An `InvalidStateError`.
pub(super) fn invalid_state(message: impl Into<String>, vm: &VirtualMachine) -> PyBaseExceptionRef {
    vm.new_exception_msg(invalid_state_type(vm).to_owned(), message.into().into())
}

/// The exception object that `Future.set_exception` was given, which may be a class.
///
/// # Errors
///
/// `TypeError` for what is no exception.
pub(super) fn for_future(exception: PyObjectRef, vm: &VirtualMachine) -> PyResult<PyBaseExceptionRef> {
    let exception =
        if exception.fast_isinstance(vm.ctx.types.type_type) { exception.call((), vm)? } else { exception };
    let exception =
        exception.downcast::<PyBaseException>().map_err(|_| vm.new_type_error("invalid exception object"))?;
    if !exception.fast_isinstance(vm.ctx.exceptions.stop_iteration) {
        return Ok(exception);
    }
    let error = vm.new_runtime_error(
        "StopIteration interacts badly with generators and cannot be raised into a Future",
    );
    error.set_cause(Some(exception.clone()));
    error.set_context(Some(exception));
    Ok(error)
}

/// Gives an exception that is about to be raised the one that is being handled as its context.
///
/// Whatever CPython raises gets it. RustPython takes one that has a traceback for one that is on its way, and leaves its
/// context alone.
pub(super) fn in_context(exception: PyBaseExceptionRef, vm: &VirtualMachine) -> PyBaseExceptionRef {
    if exception.traceback().is_none() {
        return exception;
    }
    // What a frame further out handles counts, too, and only Python can ask for that.
    let handled = vm.sys_module.get_attr("exception", vm).and_then(|exception| exception.call((), vm));
    let Some(handled) = handled.ok().and_then(|handled| handled.downcast::<PyBaseException>().ok()) else {
        return exception;
    };
    if handled.is(&exception) {
        return exception;
    }
    // No circle is made; one that a program has made itself ends the search, in which a second one goes half as fast.
    let (mut first, mut second, mut is_seconds_turn) = (handled.clone(), handled.clone(), false);
    while let Some(next) = first.__context__() {
        if next.is(&exception) {
            first.set_context(None);
            break;
        }
        first = next;
        if first.is(&second) {
            break;
        }
        if is_seconds_turn && let Some(next) = second.__context__() {
            second = next;
        }
        is_seconds_turn = !is_seconds_turn;
    }
    exception.set_context(Some(handled));
    exception
}

/// What `raise` makes of an object: an exception, or a class of them, in the context of what is being handled.
///
/// # Errors
///
/// `TypeError` for what is no exception, and what its class raises.
pub(super) fn to_raise(object: PyObjectRef, vm: &VirtualMachine) -> PyResult<PyBaseExceptionRef> {
    Ok(in_context(vm.normalize_exception(object, vm.ctx.none(), vm.ctx.none())?, vm))
}

/// What an error of the machine's is in Python.
pub(super) fn os_error(error: &io::Error, vm: &VirtualMachine) -> PyBaseExceptionRef {
    match error.raw_os_error() {
        Some(errno) => {
            // Rust adds the number to the system's own words; Python shows it in front.
            let text = error.to_string();
            let text = text.strip_suffix(&format!(" (os error {errno})")).unwrap_or(&text);
            numbered_os_error(errno, text, vm)
        }
        None => vm.new_os_error(error.to_string()),
    }
}

/// The `OSError` of that number, which may be one of its subclasses.
pub(super) fn numbered_os_error(errno: i32, text: &str, vm: &VirtualMachine) -> PyBaseExceptionRef {
    let os_error = vm.ctx.exceptions.os_error.to_owned();
    match os_error.as_object().call((errno, vm.ctx.new_str(text)), vm).map(|exception| exception.downcast()) {
        Ok(Ok(exception)) => exception,
        Ok(Err(_)) => vm.new_os_error(text.to_owned()),
        Err(exception) => exception,
    }
}

/// What a socket's error is in Python.
pub(super) fn network_error(error: network::Error, vm: &VirtualMachine) -> PyBaseExceptionRef {
    numbered_os_error(error.number(), &error.to_string(), vm)
}

/// Says that `throw()` takes an exception, since Python 3.12.
///
/// # Errors
///
/// The warning, where warnings are errors.
pub(super) fn warn_of_three_arguments(vm: &VirtualMachine) -> PyResult<()> {
    let deprecated =
        "the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead.";
    let category = vm.ctx.exceptions.deprecation_warning.to_owned();
    rustpython_vm::warn::warn(vm.ctx.new_str(deprecated).into(), Some(category), 1, None, vm)
}
