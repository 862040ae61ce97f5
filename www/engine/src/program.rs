//! Runs one program as `python3 program.py` would, and tells how it ended.

use asyncio101_messages::Outcome;
use rustpython_vm::builtins::{PyBaseExceptionRef, PyInt};
use rustpython_vm::compiler::Mode;
use rustpython_vm::stdlib::atexit;
use rustpython_vm::{AsObject, Interpreter, PyObjectRef, PyResult, VirtualMachine};

use crate::{signals, stop, trace, turns};

/// A program and what it is given.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) source: String,
    pub(crate) filename: String,
    /// `sys.argv[1:]`
    pub(crate) arguments: Vec<String>,
    /// What chance follows from.
    pub(crate) seed: Option<u32>,
}

impl Program {
    /// Runs the program to its end, what it left to do at exit included.
    pub(crate) fn run(&self, interpreter: Interpreter) -> Outcome {
        let outcome = interpreter.enter(|vm| {
            let outcome = match self.execute(vm) {
                Ok(()) => Outcome::Finished,
                Err(exception) => self.deal_with(exception, vm),
            };
            leave(vm);
            outcome
        });
        let ended_well = outcome == Outcome::Finished;
        // Destroys what is left.
        let status = interpreter.finalize(None);
        if ended_well && status != 0 {
            // Output could not be written, for example.
            return Outcome::Exited { status: status as i32 };
        }
        outcome
    }

    /// What the exception that has ended the program makes of its end. It is printed, as far as it is to be.
    fn deal_with(&self, exception: PyBaseExceptionRef, vm: &VirtualMachine) -> Outcome {
        let outcome = self.outcome(&exception, vm);
        if exception.fast_isinstance(vm.ctx.exceptions.system_exit) {
            vm.handle_exit_exception(exception);
        } else {
            self.print(&exception, vm);
        }
        outcome
    }

    fn execute(&self, vm: &VirtualMachine) -> PyResult<()> {
        let arguments = std::iter::once(&self.filename).chain(&self.arguments);
        let arguments = arguments.map(|argument| vm.ctx.new_str(argument.as_str()).into()).collect();
        vm.sys_module.set_attr("argv", vm.ctx.new_list(arguments), vm)?;

        let scope = vm.new_scope_with_main()?;
        let globals = &scope.globals;
        let filename: PyObjectRef = vm.ctx.new_str(self.filename.as_str()).into();
        let source: PyObjectRef = vm.ctx.new_str(self.source.as_str()).into();
        let loader = vm.import("_tab_library", 0)?.get_attr("MainProgram", vm)?;
        globals.set_item("__loader__", loader.call((filename.clone(), source), vm)?, vm)?;
        globals.set_item("__file__", filename, vm)?;
        globals.set_item("__spec__", vm.ctx.none(), vm)?;

        let code = vm
            .compile(&self.source, Mode::Exec, self.filename.clone())
            .map_err(|error| error.into_pyexception(vm, Some(&self.source)))?;
        if let Some(seed) = self.seed {
            asyncio101::python::seed(seed.into(), vm)?;
        }
        trace::watch(vm)?;
        vm.run_code_obj(code, scope)?;
        // Signals that it had no time to hear.
        stop::check(vm)
    }

    /// Prints the exception that has ended the program.
    fn print(&self, exception: &PyBaseExceptionRef, vm: &VirtualMachine) {
        // Without its lines and without advice a traceback is still a traceback.
        let _ = self.show_source(vm);
        let _ = advise(exception, vm);
        vm.print_exception(exception);
    }

    /// Lets the traceback that is about to be printed show lines of the program.
    fn show_source(&self, vm: &VirtualMachine) -> PyResult<()> {
        let show = vm.import("_tab_library", 0)?.get_attr("show_sources_of", vm)?;
        show.call((self.filename.as_str(), self.source.as_str()), vm).map(drop)
    }

    fn outcome(&self, exception: &PyBaseExceptionRef, vm: &VirtualMachine) -> Outcome {
        let known = &vm.ctx.exceptions;
        if exception.fast_isinstance(known.system_exit) {
            return match status(exception, vm) {
                0 => Outcome::Finished,
                status => Outcome::Exited { status },
            };
        }
        if exception.fast_isinstance(known.keyboard_interrupt) {
            return Outcome::Interrupted;
        }
        Outcome::Raised { exception: exception.class().name().to_string(), line: self.line(exception, vm) }
    }

    /// The innermost line of the program that the traceback names.
    fn line(&self, exception: &PyBaseExceptionRef, vm: &VirtualMachine) -> Option<u32> {
        let mut line = None;
        let mut next = exception.traceback();
        while let Some(entry) = next {
            if entry.frame.f_code().source_path().as_str() == self.filename {
                line = u32::try_from(entry.lineno.get()).ok();
            }
            next = entry.next.lock().clone();
        }
        if line.is_none() && exception.fast_isinstance(vm.ctx.exceptions.syntax_error) {
            let number = exception.as_object().get_attr("lineno", vm).ok()?;
            line = number.try_to_value::<u32>(vm).ok();
        }
        line
    }
}

/// Does what is left to do when a program is over, but for the end of its interpreter.
pub(crate) fn leave(vm: &VirtualMachine) {
    // As an interpreter ends that has threads of its own: RustPython does so where it makes them.
    join_threads(vm);
    atexit::_run_exitfuncs(vm);
    turns::finish();
    // The handlers are the program's own objects: they must not outlive its interpreter.
    signals::forget_handlers();
}

/// Waits for the program's threads, but daemons, to end.
fn join_threads(vm: &VirtualMachine) {
    let threading =
        vm.sys_module.get_attr("modules", vm).and_then(|modules| modules.get_item("threading", vm));
    let Ok(threading) = threading else { return };
    if let Err(error) = vm.call_method(&threading, "_shutdown", ()) {
        vm.run_unraisable(error, Some("Exception ignored in threading shutdown".to_owned()), threading);
    }
}

/// Notes below an exception what to do where a tab is the reason for it.
fn advise(exception: &PyBaseExceptionRef, vm: &VirtualMachine) -> PyResult<()> {
    let advise = vm.import("_tab_advice", 0)?.get_attr("advise", vm)?;
    advise.call((exception.clone(),), vm).map(drop)
}

/// The status `python3` exits with after `exception`, a `SystemExit`: systems keep its lowest eight bits.
fn status(exception: &PyBaseExceptionRef, vm: &VirtualMachine) -> i32 {
    let Ok(code) = exception.as_object().get_attr("code", vm) else {
        return 1;
    };
    if vm.is_none(&code) {
        return 0;
    }
    match code.downcast_ref::<PyInt>() {
        Some(number) => number.try_to_primitive::<i64>(vm).map_or(255, |number| (number & 0xff) as i32),
        None => 1,
    }
}
