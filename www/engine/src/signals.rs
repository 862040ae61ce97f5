//! The signals of a tab, and the `_signal` module.
//!
//! A tab has one signal of its own: SIGINT, sent by the page's Stop button ([`crate::stop`]). All other signals exist
//! for `signal.raise_signal`.

use std::cell::RefCell;
use std::collections::BTreeMap;

use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};

pub(crate) use module::{SIGINT, module_def, valid};

thread_local! {
    /// The handlers that programs set, by signal.
    static HANDLERS: RefCell<BTreeMap<i32, PyObjectRef>> = const { RefCell::new(BTreeMap::new()) };
}

/// Forgets the last program's handlers.
pub(crate) fn forget_handlers() {
    // Dropped outside the borrow: a handler's own destructor may look at the handlers.
    drop(HANDLERS.take());
}

/// Does what the program wants done about `signal`.
///
/// # Errors
///
/// What its handler raised.
pub(crate) fn deliver(signal: i32, vm: &VirtualMachine) -> PyResult<()> {
    let handler = HANDLERS.with_borrow(|handlers| handlers.get(&signal).cloned());
    match handler {
        Some(handler) if handler.is_callable() => handler.call((signal, vm.ctx.none()), vm).map(drop),
        None if signal == SIGINT => module::default_int_handler(signal, vm.ctx.none(), vm),
        _ => Ok(()),
    }
}

#[rustpython_vm::pymodule(name = "_signal")]
mod module {
    use rustpython_vm::builtins::PySet;
    use rustpython_vm::function::OptionalArg;
    use rustpython_vm::{PyObjectRef, PyPayload, PyResult, VirtualMachine};

    use super::{HANDLERS, deliver};
    use crate::turns;

    // The numbers are Linux's.
    #[pyattr]
    pub(crate) const SIGHUP: i32 = 1;
    #[pyattr]
    pub(crate) const SIGINT: i32 = 2;
    #[pyattr]
    pub(crate) const SIGQUIT: i32 = 3;
    #[pyattr]
    pub(crate) const SIGILL: i32 = 4;
    #[pyattr]
    pub(crate) const SIGABRT: i32 = 6;
    #[pyattr]
    pub(crate) const SIGFPE: i32 = 8;
    #[pyattr]
    pub(crate) const SIGKILL: i32 = 9;
    #[pyattr]
    pub(crate) const SIGUSR1: i32 = 10;
    #[pyattr]
    pub(crate) const SIGSEGV: i32 = 11;
    #[pyattr]
    pub(crate) const SIGUSR2: i32 = 12;
    #[pyattr]
    pub(crate) const SIGPIPE: i32 = 13;
    #[pyattr]
    pub(crate) const SIGALRM: i32 = 14;
    #[pyattr]
    pub(crate) const SIGTERM: i32 = 15;
    #[pyattr]
    pub(crate) const SIGCHLD: i32 = 17;
    #[pyattr]
    pub(crate) const SIGCONT: i32 = 18;
    #[pyattr]
    pub(crate) const SIGSTOP: i32 = 19;
    #[pyattr]
    pub(crate) const SIGWINCH: i32 = 28;

    #[pyattr]
    const NSIG: i32 = 65;
    #[pyattr]
    const SIG_DFL: i32 = 0;
    #[pyattr]
    const SIG_IGN: i32 = 1;

    /// What each signal that exists here is called.
    const NAMES: [(i32, &str); 17] = [
        (SIGHUP, "Hangup"),
        (SIGINT, "Interrupt"),
        (SIGQUIT, "Quit"),
        (SIGILL, "Illegal instruction"),
        (SIGABRT, "Aborted"),
        (SIGFPE, "Floating point exception"),
        (SIGKILL, "Killed"),
        (SIGUSR1, "User defined signal 1"),
        (SIGSEGV, "Segmentation fault"),
        (SIGUSR2, "User defined signal 2"),
        (SIGPIPE, "Broken pipe"),
        (SIGALRM, "Alarm clock"),
        (SIGTERM, "Terminated"),
        (SIGCHLD, "Child exited"),
        (SIGCONT, "Continued"),
        (SIGSTOP, "Stopped (signal)"),
        (SIGWINCH, "Window changed"),
    ];

    /// The number of a signal.
    ///
    /// # Errors
    ///
    /// `ValueError` if none can have it.
    pub(crate) fn valid(signal: i32, vm: &VirtualMachine) -> PyResult<i32> {
        if (1..NSIG).contains(&signal) {
            Ok(signal)
        } else {
            Err(vm.new_value_error("signal number out of range"))
        }
    }

    /// Raises `KeyboardInterrupt`.
    #[pyfunction]
    pub(crate) fn default_int_handler(
        _signal: i32,
        _frame: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        Err(vm.new_exception_empty(vm.ctx.exceptions.keyboard_interrupt.to_owned()))
    }

    /// Sets what is done about a signal: a function of its number and a frame, `SIG_IGN` or `SIG_DFL`. Returns
    /// what was done before.
    #[pyfunction]
    fn signal(signalnum: i32, handler: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        if !turns::is_main() {
            return Err(vm.new_value_error("signal only works in main thread of the main interpreter"));
        }
        let before = getsignal(signalnum, vm)?;
        let number =
            || handler.try_to_value::<i32>(vm).is_ok_and(|number| number == SIG_DFL || number == SIG_IGN);
        if !handler.is_callable() && !number() {
            return Err(vm.new_type_error(
                "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object",
            ));
        }
        if signalnum == SIGKILL || signalnum == SIGSTOP {
            return Err(vm.new_errno_error(22, "Invalid argument").upcast());
        }
        HANDLERS.with_borrow_mut(|handlers| handlers.insert(signalnum, handler));
        Ok(before)
    }

    /// What is done about a signal.
    #[pyfunction]
    fn getsignal(signalnum: i32, vm: &VirtualMachine) -> PyResult {
        let signalnum = valid(signalnum, vm)?;
        if let Some(handler) = HANDLERS.with_borrow(|handlers| handlers.get(&signalnum).cloned()) {
            return Ok(handler);
        }
        if signalnum == SIGINT {
            return vm.import("_signal", 0)?.get_attr("default_int_handler", vm);
        }
        Ok(vm.ctx.new_int(SIG_DFL).into())
    }

    /// Sends the program a signal. Where a process would end, `SystemExit` is raised with the status a shell
    /// would report.
    #[pyfunction]
    fn raise_signal(signalnum: i32, vm: &VirtualMachine) -> PyResult<()> {
        let handler = getsignal(signalnum, vm)?;
        let harmless = matches!(signalnum, SIGCHLD | SIGCONT | SIGWINCH);
        let default = handler.try_to_value::<i32>(vm).is_ok_and(|number| number == SIG_DFL);
        if default && !harmless {
            let status = vm.ctx.new_int(128 + signalnum).into();
            return Err(vm.new_exception(vm.ctx.exceptions.system_exit.to_owned(), vec![status]));
        }
        deliver(signalnum, vm)
    }

    /// What a signal is called; None if there is no such signal.
    #[pyfunction]
    fn strsignal(signalnum: i32, vm: &VirtualMachine) -> PyResult<Option<&'static str>> {
        let signalnum = valid(signalnum, vm)?;
        Ok(NAMES.iter().find(|(number, _)| *number == signalnum).map(|(_, name)| *name))
    }

    /// The signals that exist here.
    #[pyfunction]
    fn valid_signals(vm: &VirtualMachine) -> PyResult {
        let set = PySet::default().into_ref(&vm.ctx);
        for (number, _) in NAMES {
            set.add(vm.ctx.new_int(number).into(), vm)?;
        }
        Ok(set.into())
    }

    /// Refuses every descriptor but -1: no system writes into one here.
    #[pyfunction]
    fn set_wakeup_fd(
        fd: i32,
        warn_on_full_buffer: OptionalArg<PyObjectRef>,
        vm: &VirtualMachine,
    ) -> PyResult<i32> {
        let _ = warn_on_full_buffer;
        if !turns::is_main() {
            return Err(vm.new_value_error("set_wakeup_fd only works in main thread of the main interpreter"));
        }
        if fd == -1 {
            return Ok(-1);
        }
        Err(vm.new_value_error("a browser tab has no file descriptor that could be written to on a signal"))
    }
}
