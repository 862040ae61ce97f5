//! What Python programs need from the machine they run on.

use std::io;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use rustpython_vm::{PyResult, VirtualMachine};

use crate::network::Network;
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

    /// The network that programs have instead of the operating system's, if they do. The answer holds for the whole
    /// process, but for whose sockets are in it: that may change from one program to the next.
    fn network(&self) -> Option<Arc<dyn Network>> {
        None
    }

    /// Whatever sockets its programs have: that network, or the operating system's.
    fn sockets(&self) -> Arc<dyn Network>;

    /// How many threads there are besides the one that asks, running the program's code.
    fn other_threads(&self, vm: &VirtualMachine) -> usize {
        let _ = vm;
        0
    }

    /// The number of the thread that asks, which no other has while it lives: `threading.get_ident()`.
    fn thread(&self) -> u64;

    /// Whether nothing can interrupt a program from outside: a tab's worker hears of nothing while it computes. To such
    /// a program [attention](crate::python::attention) can make it [attend](Platform::attend).
    fn is_cooperative(&self) -> bool {
        false
    }

    /// Attends to what has come in meanwhile. It is called between two instructions of the program, at every
    /// round of its loops and every call of its functions, so it has to be quick when nothing is due.
    ///
    /// # Errors
    ///
    /// What a signal handler raised.
    fn attend(&self, vm: &VirtualMachine) -> PyResult<()> {
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

    /// The same where nothing but an interrupt may ever end what a program waits for, as when it reads from a socket that
    /// is to block.
    ///
    /// # Errors
    ///
    /// What a handler raised.
    fn check_interrupts_of_a_wait(&self, vm: &VirtualMachine) -> PyResult<()> {
        self.check_interrupts(vm)
    }
}

/// What time is to a program, where it is not the machine's own.
pub trait Clock: Send + Sync {
    /// How much time has passed since a start that means nothing; never less than the last time it was asked. Event
    /// loops agree: to them it is `loop.time()`.
    fn monotonic(&self) -> Duration;

    /// How much time has passed since 1970 began, in UTC.
    fn wall(&self) -> Duration;

    /// The same, without being a look at the clock, which may move it: for what is no business of the program's.
    fn peek_wall(&self) -> Duration;

    /// Waits for so long, however long signal handlers take that run meanwhile.
    ///
    /// # Errors
    ///
    /// What a signal handler raised.
    fn sleep(&self, duration: Duration, vm: &VirtualMachine) -> PyResult<()>;

    /// Called before a program is told the time. One that waits by looking at the clock again and again waits all the
    /// same: here it can be made to give way.
    ///
    /// # Errors
    ///
    /// What a signal handler raised.
    fn look(&self, vm: &VirtualMachine) -> PyResult<()> {
        let _ = vm;
        Ok(())
    }

    /// The smallest difference it can show.
    fn resolution(&self) -> Duration;

    /// What `time.get_clock_info()` says it is made of: its monotonic time and its wall clock.
    fn implementations(&self) -> [&'static str; 2];
}

static PLATFORM: OnceLock<Box<dyn Platform>> = OnceLock::new();

/// Sets the platform of this process: the first one given stays.
pub(super) fn set(platform: impl Platform + 'static) {
    PLATFORM.get_or_init(|| Box::new(platform));
}

/// The platform of this process.
///
/// # Panics
///
/// Before that.
pub(super) fn platform() -> &'static dyn Platform {
    PLATFORM.get().expect("asyncio101::python::install gives the interpreter its platform").as_ref()
}
