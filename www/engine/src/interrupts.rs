//! Stop, as Ctrl+C: the signals of a tab and the `_signal` module.
//!
//! A tab has one signal of its own: SIGINT, sent by the page's Stop button. Its handler runs where the worker can hear
//! of the page at all: where the program waits, prints or looks at the clock; in one that is recorded, also at each
//! round of its loops and each call of its functions. All other signals exist for `signal.raise_signal`.
//!
//! A handler set to `SIG_IGN` or `SIG_DFL` gets nothing from Stop; the page then replaces the worker, which is
//! what becomes of a process, too.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use asyncio101::python::recording;
use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};

use crate::{clock, console, host, trace};

pub(crate) use module::{SIGINT, module_def};

/// How many glances are as good as a look at the clock.
const GLANCES_PER_LOOK: u32 = 256;

/// How long a program that computes may leave a first Stop unheard, in milliseconds. (The page's own patience is longer.)
const PATIENCE: f64 = 300.0;

thread_local! {
    static GLANCES: Cell<u32> = const { Cell::new(0) };
    /// Since when a loop has been asked to stop and has not had a turn, in [`host::now`]'s milliseconds.
    static UNHEARD: Cell<Option<f64>> = const { Cell::new(None) };
    /// The handlers that programs set, by signal.
    static HANDLERS: RefCell<BTreeMap<i32, PyObjectRef>> = const { RefCell::new(BTreeMap::new()) };
}

/// Forgets the last program's handlers.
pub(crate) fn forget_handlers() {
    // Dropped outside the borrow: a handler's own destructor may look at the handlers.
    drop(HANDLERS.take());
}

/// Runs the handler of SIGINT if Stop was asked for, in the middle of whatever the program does.
///
/// To asyncio the first Ctrl+C is a request to cancel the main task, which is not heard before that gives way; whoever
/// sits in front of a terminal presses the keys again, and that is `KeyboardInterrupt`. Stop does the same for a
/// program that does not give way.
///
/// # Errors
///
/// What the handler raised: `KeyboardInterrupt`, unless the program has set one of its own.
pub(crate) fn check(vm: &VirtualMachine) -> PyResult<()> {
    if host::take_interrupt() {
        UNHEARD.set(recording::runs_loop().then(host::now));
        return deliver(SIGINT, vm);
    }
    match UNHEARD.get() {
        Some(since) if host::now() - since >= PATIENCE => insist(vm),
        _ => Ok(()),
    }
}

/// The same between two turns of a loop, where what it has been asked to do is heard.
///
/// # Errors
///
/// As [`check`].
pub(crate) fn check_between_turns(vm: &VirtualMachine) -> PyResult<()> {
    let result = check(vm);
    UNHEARD.set(None);
    result
}

/// Whether a loop has been asked to stop and has not had a turn since.
pub(crate) fn is_unheard() -> bool {
    UNHEARD.get().is_some()
}

/// Runs the handler once more if the loop has not heard.
///
/// # Errors
///
/// As [`check`].
pub(crate) fn insist(vm: &VirtualMachine) -> PyResult<()> {
    if UNHEARD.take().is_some() { deliver(SIGINT, vm) } else { Ok(()) }
}

/// Lets the worker look at its messages if that is due, holds the run if the page wants it held, and [checks](check).
///
/// # Errors
///
/// As [`check`].
pub(crate) fn turn(vm: &VirtualMachine) -> PyResult<()> {
    if host::turn_if_due() {
        if clock::virtual_clock().is_none() {
            recording::record_if_busy();
        }
        trace::flush_whole_lines();
        check(vm)?;
    }
    if host::hold_if_paused_within(recording::runs_loop()) { check(vm) } else { Ok(()) }
}

/// The same, for a program that computes. It is called very often, and looks at the clock only now and then.
///
/// # Errors
///
/// As [`check`].
#[inline]
pub(crate) fn glance(vm: &VirtualMachine) -> PyResult<()> {
    let is_due = GLANCES.with(|glances| {
        let count = glances.get().wrapping_add(1);
        glances.set(count);
        count % GLANCES_PER_LOOK == 0
    });
    if is_due || host::may_be_paused() {
        console::flush();
        turn(vm)
    } else {
        Ok(())
    }
}

/// Does what the program wants done about `signal`.
fn deliver(signal: i32, vm: &VirtualMachine) -> PyResult<()> {
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

    fn valid(signal: i32, vm: &VirtualMachine) -> PyResult<i32> {
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
        if fd == -1 {
            return Ok(-1);
        }
        Err(vm.new_value_error("a browser tab has no file descriptor that could be written to on a signal"))
    }
}
