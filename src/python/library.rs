//! What the scheduler takes from the rest of the package, when it needs it and not before.

use std::io::{self, Write as _};
use std::sync::atomic::Ordering;

use rustpython_vm::builtins::{PyBaseException, PyDictRef, PyStr};
use rustpython_vm::{PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

/// `asyncio.<module>.<name>`, importing the module if need be.
pub(super) fn function(module: &str, name: &'static str, vm: &VirtualMachine) -> PyResult {
    let asyncio = vm.import(&*vm.ctx.new_str(format!("asyncio.{module}")), 0)?;
    asyncio.get_attr(&*vm.ctx.new_str(module), vm)?.get_attr(name, vm)
}

/// `asyncio.<module>`, if it has been imported.
pub(super) fn imported(module: &str, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    let modules = vm.sys_module.get_attr("modules", vm)?;
    Ok(modules.get_item(&*vm.ctx.new_str(format!("asyncio.{module}")), vm).ok())
}

/// Whether a new loop starts in debug mode. It is asked for where programs replace it, if that has been imported.
pub(super) fn is_debug_mode(vm: &VirtualMachine) -> PyResult<bool> {
    let is_debug_mode = match imported("coroutines", vm)? {
        Some(coroutines) => coroutines.get_attr("_is_debug_mode", vm)?,
        None => function("_loop_lifetime", "is_debug_mode", vm)?,
    };
    is_debug_mode.call((), vm)?.try_to_bool(vm)
}

/// The caller's stack, for `_source_traceback` in debug mode.
pub(super) fn extract_stack(vm: &VirtualMachine) -> PyResult {
    function("format_helpers", "extract_stack", vm)?.call((), vm)
}

/// Tells a loop's exception handler what is wrong.
///
/// # Errors
///
/// What it raises.
pub(super) fn complain(event_loop: &PyObject, context: PyDictRef, vm: &VirtualMachine) -> PyResult<()> {
    let told = vm.call_method(event_loop, "call_exception_handler", (context.clone(),));
    let is_too_late = vm.state.finalizing.load(Ordering::Relaxed) && imported("events", vm)?.is_none();
    match told {
        // There are no modules any more, and so no handler, and nobody to log it: the user is still there.
        Err(_) if is_too_late => {
            if let Some(message) = context.get_item_opt("message", vm)? {
                let _nobody_reads = writeln!(io::stderr(), "{}", message.str(vm)?);
            }
            if let Some(exception) = context.get_item_opt("exception", vm)?
                && let Ok(exception) = exception.downcast::<PyBaseException>()
            {
                let mut text = String::new();
                let _is_written = vm.write_exception(&mut text, &exception);
                let _nobody_reads = write!(io::stderr(), "{text}");
            }
            Ok(())
        }
        told => told.map(drop),
    }
}

/// What `repr()` of a future says.
pub(super) fn repr_of_future(future: &PyObject, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
    function("base_futures", "_future_repr", vm)?.call((future.to_owned(),), vm)?.str(vm)
}

/// What `repr()` of a task says.
pub(super) fn repr_of_task(task: &PyObject, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
    function("base_tasks", "_task_repr", vm)?.call((task.to_owned(),), vm)?.str(vm)
}
