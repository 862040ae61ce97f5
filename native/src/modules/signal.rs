//! `_signal`, from which `signal` takes what it offers: signals that are waited for instead of handled, signals to a
//! thread, and a `KeyboardInterrupt` that is not lost.
//!
//! <https://docs.python.org/3/library/signal.html>

use asyncio101::python::definition::define_as_before;
use rustpython_vm::builtins::PyModule;
use rustpython_vm::{Py, PyResult, VirtualMachine};

use super::adding::{add_constants, add_functions};

pub(super) fn define(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
    define_as_before("_signal", vm, module)?;
    add_functions(more_of_signal::METHOD_DEFS, vm, module)?;
    add_constants!(vm, module: SIGIOT);
    #[cfg(target_os = "linux")]
    {
        add_functions(of_linux::METHOD_DEFS, vm, module)?;
        of_linux::__init_attributes(vm, module);
        add_constants!(vm, module: SIGPOLL);
        module.set_attr("SIGCLD", vm.ctx.new_int(libc::SIGCHLD), vm)?;
        module.set_attr("SIGRTMIN", vm.ctx.new_int(libc::SIGRTMIN()), vm)?;
        module.set_attr("NSIG", vm.ctx.new_int(LAST + 1), vm)?;
        module.set_attr("SIGRTMAX", vm.ctx.new_int(libc::SIGRTMAX()), vm)?;
    }
    Ok(())
}

/// The set of these signals.
fn set_of(
    signals: rustpython_vm::function::ArgIterable<i32>,
    vm: &VirtualMachine,
) -> PyResult<libc::sigset_t> {
    let mut set = std::mem::MaybeUninit::uninit();
    // SAFETY: It is a place for a set.
    unsafe { libc::sigemptyset(set.as_mut_ptr()) };
    // SAFETY: `sigemptyset` cannot fail, and fills it.
    let mut set = unsafe { set.assume_init() };
    for signal in signals.iter(vm)? {
        let signal = signal?;
        // SAFETY: A number that is no signal's is refused.
        if signal < 1 || unsafe { libc::sigaddset(&raw mut set, signal) } != 0 {
            return Err(vm.new_value_error(format!("signal number {signal} out of range [1; {LAST}]")));
        }
    }
    Ok(set)
}

/// The highest number of a signal.
const LAST: i32 = 64;

#[rustpython_vm::pymodule(sub)]
mod more_of_signal {
    use std::io;
    use std::mem::MaybeUninit;

    use rustpython_vm::builtins::PySet;
    use rustpython_vm::convert::IntoPyException;
    use rustpython_vm::function::ArgIterable;
    use rustpython_vm::signal::{SignalNum, set_interrupt_ex};
    use rustpython_vm::{PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine};

    use super::super::unheard::{is_unheard, may_wait};
    use super::{LAST, set_of};

    /// What SIGINT is handled by, until a program handles it otherwise: raises `KeyboardInterrupt`, as soon as
    /// somebody hears it.
    #[pyfunction]
    fn default_int_handler(signalnum: i32, _frame: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        if may_wait(is_unheard(vm)?)
            && let Ok(signal) = SignalNum::try_from(signalnum)
        {
            // It comes again with the next instruction.
            return set_interrupt_ex(signal);
        }
        Err(vm.new_exception_empty(vm.ctx.exceptions.keyboard_interrupt.to_owned()))
    }

    /// Sends a signal to a thread of this process.
    #[pyfunction]
    fn pthread_kill(thread_id: u64, signalnum: i32, vm: &VirtualMachine) -> PyResult<()> {
        // SAFETY: As in CPython, the number has to be that of a thread.
        let error = unsafe { libc::pthread_kill(thread_id as libc::pthread_t, signalnum) };
        if error != 0 {
            return Err(io::Error::from_raw_os_error(error).into_pyexception(vm));
        }
        // It may have been to this one.
        vm.check_signals()
    }

    /// The signals that have come and are held back.
    #[pyfunction]
    fn sigpending(vm: &VirtualMachine) -> PyResult<PyRef<PySet>> {
        let mut pending = MaybeUninit::uninit();
        // SAFETY: It is a place for a set.
        if unsafe { libc::sigpending(pending.as_mut_ptr()) } != 0 {
            return Err(io::Error::last_os_error().into_pyexception(vm));
        }
        // SAFETY: `sigpending` has filled it.
        let pending = unsafe { pending.assume_init() };
        let signals = PySet::default().into_ref(&vm.ctx);
        for signal in 1..=LAST {
            // SAFETY: The set has been filled.
            if unsafe { libc::sigismember(&raw const pending, signal) } == 1 {
                signals.add(vm.ctx.new_int(signal).into(), vm)?;
            }
        }
        Ok(signals)
    }

    /// Waits for one of these signals, takes it and returns its number.
    #[pyfunction]
    fn sigwait(sigset: ArgIterable<i32>, vm: &VirtualMachine) -> PyResult<i32> {
        let set = set_of(sigset, vm)?;
        let mut signal = 0;
        // SAFETY: The set has been filled, and there is a place for a number.
        let error = vm.allow_threads(|| unsafe { libc::sigwait(&raw const set, &raw mut signal) });
        if error == 0 { Ok(signal) } else { Err(io::Error::from_raw_os_error(error).into_pyexception(vm)) }
    }
}

#[cfg(target_os = "linux")]
#[rustpython_vm::pymodule(sub)]
mod of_linux {
    use std::io;
    use std::mem::MaybeUninit;
    use std::ptr;
    use std::time::{Duration, Instant};

    use rustpython_vm::builtins::PyTupleRef;
    use rustpython_vm::convert::IntoPyException;
    use rustpython_vm::function::{ArgIntoFloat, ArgIterable};
    use rustpython_vm::types::PyStructSequence;
    use rustpython_vm::{PyResult, VirtualMachine, pyclass, pystruct_sequence, pystruct_sequence_data};

    use super::set_of;

    #[pystruct_sequence_data]
    struct SiginfoData {
        si_signo: libc::c_int,
        si_code: libc::c_int,
        si_errno: libc::c_int,
        si_pid: libc::pid_t,
        si_uid: libc::uid_t,
        si_status: libc::c_int,
        si_band: libc::c_long,
    }

    #[pyattr(name = "struct_siginfo")]
    #[pystruct_sequence(name = "struct_siginfo", module = "signal", data = "SiginfoData")]
    struct Siginfo;

    #[pyclass(with(PyStructSequence))]
    impl Siginfo {}

    /// Waits for one of these signals, takes it and tells all that is known of it.
    #[pyfunction]
    fn sigwaitinfo(sigset: ArgIterable<i32>, vm: &VirtualMachine) -> PyResult<PyTupleRef> {
        let told = wait(&set_of(sigset, vm)?, None, vm)?;
        Ok(told.expect("it waits for as long as it takes"))
    }

    /// The same for at most so many seconds; None when they are over.
    #[pyfunction]
    fn sigtimedwait(
        sigset: ArgIterable<i32>,
        timeout: ArgIntoFloat,
        vm: &VirtualMachine,
    ) -> PyResult<Option<PyTupleRef>> {
        let Ok(timeout) = Duration::try_from_secs_f64(timeout.into_float()) else {
            return Err(vm.new_value_error("timeout must be non-negative"));
        };
        wait(&set_of(sigset, vm)?, Some(timeout), vm)
    }

    fn wait(
        set: &libc::sigset_t,
        timeout: Option<Duration>,
        vm: &VirtualMachine,
    ) -> PyResult<Option<PyTupleRef>> {
        let until = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        let mut told = MaybeUninit::<libc::siginfo_t>::zeroed();
        loop {
            let left = until.map(|until| until.saturating_duration_since(Instant::now()));
            let left = left.map(|left| libc::timespec {
                tv_sec: left.as_secs().try_into().unwrap_or(libc::time_t::MAX),
                tv_nsec: left.subsec_nanos().into(),
            });
            let left = left.as_ref().map_or(ptr::null(), ptr::from_ref);
            // SAFETY: All three live as long as the call, and no timeout is a null pointer.
            let signal = vm.allow_threads(|| unsafe { libc::sigtimedwait(set, told.as_mut_ptr(), left) });
            if signal >= 0 {
                break;
            }
            match io::Error::last_os_error() {
                error if error.kind() == io::ErrorKind::Interrupted => vm.check_signals()?,
                error if error.raw_os_error() == Some(libc::EAGAIN) => return Ok(None),
                error => return Err(error.into_pyexception(vm)),
            }
        }
        /// What a `siginfo_t` is where it tells of a file; the `libc` crate has no name for its last part.
        #[repr(C)]
        struct OfAFile {
            signo: libc::c_int,
            errno: libc::c_int,
            code: libc::c_int,
            band: libc::c_long,
        }
        // SAFETY: All zeros are one, it has been filled, and every field is a number, whatever it means for this signal.
        let data = unsafe {
            let told = told.assume_init();
            SiginfoData {
                si_signo: told.si_signo,
                si_code: told.si_code,
                si_errno: told.si_errno,
                si_pid: told.si_pid(),
                si_uid: told.si_uid(),
                si_status: told.si_status(),
                si_band: (*ptr::from_ref(&told).cast::<OfAFile>()).band,
            }
        };
        Ok(Some(Siginfo::from_data(data, vm)))
    }
}
