//! Turns for threads that compute. In CPython whoever has run for a while gives the interpreter up to those that wait for it
//! (`sys.setswitchinterval`); here the same happens where a recorded program [attends](crate::attention).
//!
//! It attends in a callback of `sys.monitoring`, and as long as one of those runs no event of any thread is reported. So
//! there the thread is only marked, by a trace function: the interpreter calls that a moment later, before the next
//! instruction, and it steps aside. A thread that is traced by its program is left alone.

use rustpython_vm::{AsObject, PyObjectRef, PyResult, VirtualMachine, function::FuncArgs};

use crate::turns::{overdue, step_aside};
use crate::{clock, stop};

/// How long a thread may run while others are ready, in milliseconds: `sys.getswitchinterval()`.
const SLICE: f64 = 5.0;

/// Has the thread that runs step aside soon, if it is time for that. On a virtual clock computing takes no time.
///
/// # Errors
///
/// When the frame that runs cannot be traced.
pub(crate) fn check(vm: &VirtualMachine) -> PyResult<()> {
    let is_traced = [&vm.trace_func, &vm.profile_func].iter().any(|function| !vm.is_none(&function.borrow()));
    if is_traced {
        return Ok(());
    }
    // The interpreter switches this on again behind each trace function, though that may have taken itself away.
    vm.use_tracing.set(false);
    if clock::virtual_clock().is_some() || overdue() < SLICE {
        return Ok(());
    }
    let aside =
        vm.new_function("step_aside", |_args: FuncArgs, vm: &VirtualMachine| -> PyResult<PyObjectRef> {
            disarm(vm)?;
            others_first(vm)?;
            Ok(vm.ctx.none())
        });
    let aside: PyObjectRef = aside.into();
    trace_frame(Some(&aside), vm)?;
    vm.trace_func.replace(aside);
    vm.use_tracing.set(true);
    Ok(())
}

/// Has the thread that runs step aside at once, if it is time for that: at a lock, where it might have had to wait. One
/// that looks again and again for what another is to do comes by here, recorded or not.
///
/// # Errors
///
/// `SystemExit` in a thread that has outlived its program; what the handler of a signal raised.
pub(crate) fn check_at_lock(vm: &VirtualMachine) -> PyResult<()> {
    if clock::virtual_clock().is_none() && overdue() >= SLICE { others_first(vm) } else { Ok(()) }
}

/// Lets those run that are ready, and hears what they have sent meanwhile.
fn others_first(vm: &VirtualMachine) -> PyResult<()> {
    step_aside();
    stop::check_over(vm)?;
    stop::check(vm)
}

fn disarm(vm: &VirtualMachine) -> PyResult<()> {
    vm.trace_func.replace(vm.ctx.none());
    vm.use_tracing.set(false);
    trace_frame(None, vm)
}

/// Has the frame that runs call that function before each instruction, or none.
fn trace_frame(function: Option<&PyObjectRef>, vm: &VirtualMachine) -> PyResult<()> {
    let Some(frame) = vm.current_frame() else { return Ok(()) };
    // Before an instruction, not a line: a loop may be all in one.
    frame.as_object().set_attr("f_trace_opcodes", vm.ctx.new_bool(function.is_some()), vm)?;
    frame.as_object().set_attr("f_trace", vm.unwrap_or_none(function.cloned()), vm)
}
