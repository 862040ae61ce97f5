//! Exceptions, where they are raised, or where they come to the program's own code out of the library. Most are caught
//! and never heard of again.

use rustpython_vm::builtins::{PyBaseException, PyCode};
use rustpython_vm::{AsObject, Py, VirtualMachine};

use super::current::record;
use super::details::here;
use super::{places, texts};
use crate::python::exceptions::cancelled_type;
use crate::trace::{Details, Event, TextId};

/// An exception is raised in this code by the instruction at `offset`, in bytes, or comes through it from what that
/// called.
pub(super) fn raised(
    code: &Py<PyCode>,
    offset: Option<u32>,
    exception: &Py<PyBaseException>,
    vm: &VirtualMachine,
) {
    if places::is_library(code) || is_signal(exception, vm) || !is_first(code, offset, exception) {
        return;
    }
    record(Event::Raised, |recorder| Details {
        text: texts::value(exception.as_object(), vm)
            .map_or_else(TextId::default, |text| recorder.text_once(&text)),
        ..here(recorder)
    });
}

/// Whether an exception is how Python says that something is at its end, or asyncio that something is cancelled, which
/// has steps of its own.
fn is_signal(exception: &Py<PyBaseException>, vm: &VirtualMachine) -> bool {
    let known = &vm.ctx.exceptions;
    let signals =
        [known.stop_iteration, known.stop_async_iteration, known.generator_exit, cancelled_type(vm)];
    signals.iter().any(|class| exception.fast_isinstance(class))
}

/// Whether no other code of the program's own has seen the exception before.
fn is_first(code: &Py<PyCode>, offset: Option<u32>, exception: &Py<PyBaseException>) -> bool {
    let mut next = exception.traceback();
    // Its own entry may be there already.
    let is_own = |lasti: i32, of: &Py<PyCode>| of.is(code) && u32::try_from(lasti).ok() == offset;
    let mut is_outermost = true;
    while let Some(traceback) = next {
        let of = traceback.frame.f_code();
        let is_mine = std::mem::take(&mut is_outermost) && is_own(traceback.lasti, &of);
        if !is_mine && !places::is_library(&of) {
            return false;
        }
        next = traceback.next.lock().clone();
    }
    true
}
