//! Where an exception would be heard by nobody.
//!
//! What the interpreter calls for itself may run Python code, and what that raises is dropped: by RustPython without a word,
//! by CPython with a complaint on standard error. Among it are the callbacks of weak references and what a module's spec is
//! asked for, and every import has a few of these. A `KeyboardInterrupt` that is raised there is lost, and the user, who sees the program go on, has to press Ctrl+C
//! once more. It can wait until that code has returned.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine};

/// For how long Ctrl+C waits at most: then whatever holds it up is broken off.
const PATIENCE: Duration = Duration::from_secs(1);

/// Since when it waits.
static SINCE: Mutex<Option<Instant>> = Mutex::new(None);

/// Whether what is raised now would be dropped.
///
/// # Errors
///
/// When the frames cannot be looked at.
pub(super) fn is_unheard(vm: &VirtualMachine) -> PyResult<bool> {
    let mut frame: Option<PyObjectRef> = vm.current_frame().map(Into::into);
    while let Some(running) = frame {
        if is_asked_for_by_the_interpreter(&running, vm)? {
            return Ok(true);
        }
        frame = Some(running.get_attr("f_back", vm)?).filter(|frame| !vm.is_none(frame));
    }
    Ok(false)
}

/// Whether an interrupt that is unheard may go on waiting. One that is not waits no longer.
pub(super) fn may_wait(is_unheard: bool) -> bool {
    let mut since = SINCE.lock().unwrap_or_else(PoisonError::into_inner);
    let may_wait = is_unheard && since.get_or_insert_with(Instant::now).elapsed() < PATIENCE;
    if !may_wait {
        *since = None;
    }
    may_wait
}

/// What RustPython asks a module's spec for where a module is being imported, or lacks an attribute.
const SPEC: [&str; 2] = ["ModuleSpec.has_location", "ModuleSpec.parent"];

/// Whether a frame is that of a weak reference's callback, which has a dead one among its arguments, or of what a module's
/// spec is asked for.
fn is_asked_for_by_the_interpreter(frame: &PyObject, vm: &VirtualMachine) -> PyResult<bool> {
    let code = frame.get_attr("f_code", vm)?;
    let count: usize = code.get_attr("co_argcount", vm)?.try_into_value(vm)?;
    if count == 0 {
        return Ok(false);
    }
    let name = code.get_attr("co_qualname", vm)?.str(vm)?;
    if SPEC.iter().any(|property| name.as_bytes() == property.as_bytes()) {
        return Ok(true);
    }
    let names = code.get_attr("co_varnames", vm)?;
    let locals = frame.get_attr("f_locals", vm)?;
    for number in 0..count {
        // An argument that has been deleted, or is a cell's, is not there.
        let Ok(argument) = locals.get_item(&*names.get_item(&number, vm)?, vm) else { continue };
        if argument.fast_isinstance(vm.ctx.types.weakref_type) {
            let referent = argument.call((), vm)?;
            if vm.is_none(&referent) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
