//! What Python programs need from the machine they run on.

use std::io;
use std::sync::{Arc, OnceLock};

use rustpython_vm::builtins::PyBaseExceptionRef;
use rustpython_vm::{AsObject, InterpreterBuilder, PyResult, VirtualMachine};

use super::time::{self, Clock};
use crate::selector::Selector;

/// The machine under the interpreter: natively epoll and signals, in a tab `setTimeout` and messages.
pub trait Platform: Send + Sync {
    /// A selector for a new event loop.
    ///
    /// # Errors
    ///
    /// When the machine has no more to give, for example file descriptors.
    fn new_selector(&self) -> io::Result<Arc<dyn Selector>>;

    /// The clock that the program's `time` and `datetime` follow, if it is not the machine's own. The answer holds for
    /// the whole process: it is asked for before an interpreter is made.
    fn clock(&self) -> Option<&dyn Clock> {
        None
    }

    /// How many threads there are besides the one that asks, running the program's code.
    fn other_threads(&self, vm: &VirtualMachine) -> usize {
        let _ = vm;
        0
    }

    /// Whether nothing can interrupt a program from outside: a tab's worker hears of nothing while it computes. Such a
    /// program is given a [turn](Platform::turn) here often, as long as it is recorded.
    fn is_cooperative(&self) -> bool {
        false
    }

    /// Lets what has come in meanwhile have its turn. It is called between two instructions of the program, at every
    /// round of its loops and every call of its functions, so it has to be quick when nothing is due.
    ///
    /// # Errors
    ///
    /// What a signal handler raised.
    fn turn(&self, vm: &VirtualMachine) -> PyResult<()> {
        let _ = vm;
        Ok(())
    }

    /// Raises in the program whatever has interrupted it, by running its signal handlers: by default
    /// `KeyboardInterrupt` after Ctrl+C or Stop.
    ///
    /// The loop calls this after every select.
    ///
    /// # Errors
    ///
    /// What a handler raised.
    fn check_interrupts(&self, vm: &VirtualMachine) -> PyResult<()> {
        vm.check_signals()
    }
}

static PLATFORM: OnceLock<Box<dyn Platform>> = OnceLock::new();

/// Gives an interpreter this crate's `asyncio`, running on `platform`.
///
/// Call it after the standard library's modules have been added: of two modules with one name, the later one
/// counts. There is one platform in a process: the first one given stays.
#[must_use]
pub fn install(builder: InterpreterBuilder, platform: impl Platform + 'static) -> InterpreterBuilder {
    PLATFORM.get_or_init(|| Box::new(platform));
    let modules = [super::module::module_def(&builder.ctx), super::context::module_def(&builder.ctx)];
    let builder = builder
        .add_native_modules(&modules)
        .add_frozen_modules(rustpython_vm::py_freeze!(dir = "lib", crate_name = "rustpython_compiler_core"));
    if self::platform().clock().is_some() { builder.init_hook(time::follow) } else { builder }
}

/// The platform given to [`install`].
///
/// # Panics
///
/// Before that.
pub(super) fn platform() -> &'static dyn Platform {
    PLATFORM.get().expect("asyncio101::python::install gives the interpreter its platform").as_ref()
}

/// What an error of the machine's is in Python.
pub(super) fn os_error(error: &io::Error, vm: &VirtualMachine) -> PyBaseExceptionRef {
    match error.raw_os_error() {
        Some(errno) => {
            let os_error = vm.ctx.exceptions.os_error.to_owned();
            // Rust adds the number to the system's own words; Python shows it in front.
            let text = error.to_string();
            let text = text.strip_suffix(&format!(" (os error {errno})")).unwrap_or(&text);
            let args = (errno, vm.ctx.new_str(text));
            match os_error.as_object().call(args, vm).map(|exception| exception.downcast()) {
                Ok(Ok(exception)) => exception,
                Ok(Err(_)) => vm.new_os_error(error.to_string()),
                Err(exception) => exception,
            }
        }
        None => vm.new_os_error(error.to_string()),
    }
}
