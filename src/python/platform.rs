//! What Python programs need from the machine they run on.

use std::io;
use std::sync::{Arc, OnceLock};

use rustpython_vm::{InterpreterBuilder, PyResult, VirtualMachine};

use crate::selector::Selector;

/// The machine under the interpreter: natively epoll and signals, in a tab `setTimeout` and messages.
pub trait Platform: Send + Sync {
    /// A selector for a new event loop.
    ///
    /// # Errors
    ///
    /// When the machine has no more to give, for example file descriptors.
    fn new_selector(&self) -> io::Result<Arc<dyn Selector>>;

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
/// There is one platform in a process: the first one given stays.
#[must_use]
pub fn install(builder: InterpreterBuilder, platform: impl Platform + 'static) -> InterpreterBuilder {
    PLATFORM.get_or_init(|| Box::new(platform));
    builder
}

/// The platform given to [`install`].
///
/// # Panics
///
/// Before that.
pub(crate) fn platform() -> &'static dyn Platform {
    PLATFORM.get().expect("asyncio101::python::install gives the interpreter its platform").as_ref()
}
