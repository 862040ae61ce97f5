//! How a program ends: what it raised becomes a report and an exit code, and the interpreter is shut down.
//!
//! The order is `Py_RunMain`'s: report, wait for threads, run what `atexit` was given, write out what is
//! buffered. The interpreter's own `finalize` does these too, but dies of Ctrl+C before the second, and does not
//! notice if the last fails; it is left with taking the modules apart.

use rustpython_vm::builtins::{PyBaseExceptionRef, PyDict, PyStr};
use rustpython_vm::{AsObject, Interpreter, PyObjectRef, PyResult, VirtualMachine};

use super::exit::Exit;
use crate::signals::leave_to_the_system;

/// Why a program did not run to its end.
pub(super) enum Ended {
    /// There was no program; the user has been told.
    Unopened(Exit),
    /// It never began, for `site` raised this.
    WithoutSite(PyBaseExceptionRef),
    /// It raised this.
    Raised(PyBaseExceptionRef),
}

impl From<PyBaseExceptionRef> for Ended {
    fn from(error: PyBaseExceptionRef) -> Self {
        Self::Raised(error)
    }
}

/// Ends a program and its interpreter.
pub(super) fn shut_down(interpreter: Interpreter, outcome: Result<(), Ended>) -> Exit {
    let (exit, written) = interpreter.enter(|vm| {
        let exit = match outcome {
            Ok(()) => Exit::Success,
            Err(Ended::Unopened(exit)) => exit,
            Err(Ended::WithoutSite(error)) => {
                eprintln!("Fatal Python error: init_import_site: Failed to import the site module");
                eprintln!("Python runtime state: initialized");
                vm.print_exception(&error);
                Exit::Failure
            }
            Err(Ended::Raised(error)) => report(error, vm),
        };
        wait_for_threads(vm);
        call_if_there(vm, "atexit", "_run_exitfuncs");
        let written = flush(vm);
        let_go_of_the_program(vm);
        leave_threading_alone(vm);
        if let Err(error) = leave_to_the_system(vm) {
            vm.run_unraisable(error, None, vm.ctx.none());
        }
        (exit, written)
    });
    interpreter.finalize(None);
    if written || exit == Exit::Interrupted { exit } else { Exit::Unwritten }
}

/// Prints what the program raised, unless it was `SystemExit` with a number.
fn report(error: PyBaseExceptionRef, vm: &VirtualMachine) -> Exit {
    if error.fast_isinstance(vm.ctx.exceptions.keyboard_interrupt) {
        vm.print_exception(&error);
        return Exit::Interrupted;
    }
    Exit::chosen(vm.handle_exit_exception(error))
}

/// Waits for the threads that are not daemons. A program that never imported `threading` has none.
fn wait_for_threads(vm: &VirtualMachine) {
    call_if_there(vm, "threading", "_shutdown");
    // Who pressed Ctrl+C need not press it again because the interpreter asks once more.
    if let Some(threading) = imported(vm, "threading") {
        let nothing_left = vm.new_function("_shutdown", || {});
        let _ = threading.set_attr("_shutdown", nothing_left, vm);
    }
}

/// Writes out what the program has printed; whether that went well.
fn flush(vm: &VirtualMachine) -> bool {
    let written = flush_stream("stdout", vm);
    // If standard error cannot be written, there is no way to say so.
    let _ = flush_stream("stderr", vm);
    if let Err(error) = written {
        vm.run_unraisable(
            error,
            Some("Exception ignored while flushing sys.stdout".to_owned()),
            vm.ctx.none(),
        );
        // What is left in its buffer will never get out, and need not be complained about again.
        let _ = vm.sys_module.set_attr("stdout", vm.ctx.none(), vm);
        return false;
    }
    true
}

fn flush_stream(name: &'static str, vm: &VirtualMachine) -> PyResult<()> {
    let Some(stream) = vm.sys_module.get_attr(name, vm).ok().filter(|stream| !vm.is_none(stream)) else {
        return Ok(());
    };
    // A program may close its standard output, and then there is nothing to write.
    let closed = stream.get_attr("closed", vm).and_then(|closed| closed.try_to_bool(vm));
    if closed.unwrap_or(false) { Ok(()) } else { vm.call_method(&stream, "flush", ()).map(drop) }
}

/// Drops what the program has made while the library is still there, for futures and transports have something to say
/// when they go: an error that nobody has retrieved, a task that never ended.
///
/// CPython drops all modules at once, and collects what was in them while their contents are whole. The interpreter's
/// `finalize` does, too; but what our `asyncio` needs for a complaint is imported when there is one, and by then nothing can be
/// imported any more.
fn let_go_of_the_program(vm: &VirtualMachine) {
    if imported(vm, "asyncio").is_none() {
        return;
    }
    // The interpreter says so itself only when it is too late for most of them.
    let is_finalizing = vm.new_function("is_finalizing", || true);
    let _ = vm.sys_module.set_attr("is_finalizing", is_finalizing, vm);
    if let Err(error) = drop_modules_of_the_program(vm) {
        vm.run_unraisable(error, None, vm.ctx.none());
    }
    vm.state.gc.collect_force(2);
    // What that has printed.
    let _ = flush_stream("stderr", vm);
}

/// Takes the modules that are not the library's from `sys.modules`.
fn drop_modules_of_the_program(vm: &VirtualMachine) -> PyResult<()> {
    let modules = vm.sys_module.get_attr("modules", vm)?;
    let library = vm.import("os", 0)?.get_attr("__file__", vm)?.str(vm)?.to_string();
    let library = library.trim_end_matches("os.py");
    let names: Vec<PyObjectRef> = modules
        .downcast_ref::<PyDict>()
        .map_or_else(Vec::new, |modules| modules.into_iter().map(|(name, _)| name).collect());
    for name in names {
        let module = modules.get_item(&*name, vm)?;
        let is_main = name.downcast_ref::<PyStr>().is_some_and(|name| name.as_bytes() == b"__main__");
        let file = vm.get_attribute_opt(&module, vm.ctx.intern_str("__file__"))?;
        let is_ours = file.is_some_and(|file| {
            !file
                .str(vm)
                .is_ok_and(|file| vm.is_none(file.as_object()) || file.to_string().starts_with(library))
        });
        if is_main || is_ours {
            modules.set_item(&*name, vm.ctx.none(), vm)?;
        }
    }
    Ok(())
}

/// A module that the program has imported.
fn imported(vm: &VirtualMachine, module: &'static str) -> Option<PyObjectRef> {
    vm.sys_module.get_attr("modules", vm).and_then(|modules| modules.get_item(module, vm)).ok()
}

/// Calls a function of a module, if the program has imported it, and reports what that raises.
fn call_if_there(vm: &VirtualMachine, module: &'static str, function: &'static str) {
    let Some(module) = imported(vm, module) else {
        return;
    };
    let called = module.get_attr(function, vm).and_then(|function| function.call((), vm));
    if let Err(error) = called {
        vm.run_unraisable(error, None, module);
    }
}

/// Keeps the interpreter from importing `threading` only to ask it whether threads are left: that takes longer
/// than all the rest of a clean exit. An import of None is refused, and the interpreter takes that for an answer.
fn leave_threading_alone(vm: &VirtualMachine) {
    if imported(vm, "threading").is_some() {
        return;
    }
    if let Ok(modules) = vm.sys_module.get_attr("modules", vm) {
        let _ = modules.set_item("threading", vm.ctx.none(), vm);
    }
}
