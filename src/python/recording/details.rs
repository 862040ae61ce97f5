//! The details of events: where the program is, what things are called, what they look like.

use rustpython_vm::builtins::PyBaseException;
use rustpython_vm::{Py, PyObject, PyObjectRef, VirtualMachine};

use super::{places, texts};
use crate::trace::{Details, Recorder, StackId, TextId};

/// Where the program is.
pub(in crate::python) fn here(recorder: &Recorder) -> Details {
    Details { at: places::here(recorder), ..Details::NONE }
}

/// Where an exception was raised.
pub(in crate::python) fn raised(recorder: &Recorder, exception: &Py<PyBaseException>) -> StackId {
    exception.traceback().map_or_else(StackId::default, |traceback| places::of_traceback(recorder, traceback))
}

/// Where the program is, and what it wants to have called.
pub(in crate::python) fn call(recorder: &Recorder, function: &PyObject, vm: &VirtualMachine) -> Details {
    Details { text: texts::callee(recorder, function, vm), ..here(recorder) }
}

/// What is called.
pub(in crate::python) fn callee(recorder: &Recorder, function: &PyObject, vm: &VirtualMachine) -> Details {
    Details { text: texts::callee(recorder, function, vm), ..Details::NONE }
}

/// A result, an exception.
pub(in crate::python) fn value(recorder: &Recorder, value: &PyObject, vm: &VirtualMachine) -> TextId {
    texts::value(value, vm).map_or(TextId::default(), |text| recorder.text_once(&text))
}

/// What runs a task's coroutine is called.
pub(in crate::python) fn coroutine(recorder: &Recorder, coroutine: &PyObject) -> TextId {
    texts::coroutine_id(recorder, coroutine)
}

/// What tells a coroutine from others of the same function.
pub(in crate::python) fn argument(recorder: &Recorder, coroutine: &PyObject, vm: &VirtualMachine) -> TextId {
    texts::first_argument(coroutine, vm).map_or(TextId::default(), |text| recorder.text(&text))
}

/// Where a coroutine is suspended.
pub(in crate::python) fn suspended(recorder: &Recorder, coroutine: PyObjectRef) -> StackId {
    places::suspended(recorder, coroutine)
}
