//! How a signal reaches a program that sleeps.
//!
//! A signal handler of the operating system may do next to nothing. The one of the interpreter (RustPython installs it) only notes
//! that the signal has come, and the Python handler runs later, in the main thread, between two bytecodes. A thread that
//! is blocked in `epoll_wait` executes no bytecodes; worse, a signal that arrives just before it blocks does
//! not even interrupt the system call. The remedy is as old as Unix, the *self-pipe*: the handler also writes a
//! byte into a pipe whose other end the selector watches. Python has it as [`signal.set_wakeup_fd`].
//!
//! [`SignalBell`] is that pipe. It stays hung up for as long as the program runs: `set_wakeup_fd(-1)`, by which
//! a program takes its own pipe away, gives the place back to the bell, and a program never sees it.
//!
//! Before there is an interpreter that could raise `KeyboardInterrupt`, and when it is being taken apart, Ctrl+C is the
//! system's business, as in CPython: it ends the process. [`take_over`] and [`leave_to_the_system`] are the two moments between.
//!
//! [`signal.set_wakeup_fd`]: https://docs.python.org/3/library/signal.html#signal.set_wakeup_fd

use std::io::{self, Read};
use std::mem::{ManuallyDrop, MaybeUninit};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::net::UnixStream;
use std::ptr;
use std::sync::OnceLock;
use std::thread::{self, ThreadId};

use rustix::io::{FdFlags, dup2, fcntl_dupfd_cloexec, fcntl_setfd};
use rustpython_vm::convert::IntoPyException;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, PyObjectRef, PyResult, VirtualMachine};

/// A pipe that a signal writes into and a selector listens to.
#[derive(Debug)]
pub struct SignalBell {
    /// The end that the signal handler writes to.
    hammer: UnixStream,
    /// The end that a selector watches.
    ear: UnixStream,
    /// The thread that runs Python's signal handlers.
    main_thread: ThreadId,
    /// The signals that something else than the program has a function for.
    handled: Vec<libc::c_int>,
}

/// The signals for which the process has a function.
fn handled() -> impl Iterator<Item = libc::c_int> {
    let is_called = |action| ![libc::SIG_DFL, libc::SIG_IGN].contains(&action);
    (1..SIGNALS).filter(move |signal| action_of(*signal).is_some_and(is_called))
}

static BELL: OnceLock<SignalBell> = OnceLock::new();

/// What RustPython's numbers of signals stay below.
const SIGNALS: libc::c_int = 64;

/// What always does what the system does.
const CANNOT_BE_CAUGHT: [libc::c_int; 2] = [libc::SIGKILL, libc::SIGSTOP];

impl SignalBell {
    /// The process's bell, hung up in the interpreter the first time.
    ///
    /// To be called in the main thread, before the program starts.
    ///
    /// # Errors
    ///
    /// When the process has no file descriptors left, or the interpreter has no signals.
    pub fn hang_up(vm: &VirtualMachine) -> PyResult<&'static Self> {
        if let Some(bell) = BELL.get() {
            return Ok(bell);
        }
        let bell = Self::new().map_err(|error| vm.new_os_error(error.to_string()))?;
        let bell = BELL.get_or_init(|| bell);
        bell.take_the_place_of_no_wakeup_fd(vm)?;
        Ok(bell)
    }

    /// The process's bell, if it has one.
    #[must_use]
    pub fn get() -> Option<&'static Self> {
        BELL.get()
    }

    fn new() -> io::Result<Self> {
        let (hammer, ear) = UnixStream::pair()?;
        let (hammer, ear) = (out_of_the_way(hammer), out_of_the_way(ear));
        hammer.set_nonblocking(true)?;
        ear.set_nonblocking(true)?;
        Ok(Self { hammer, ear, main_thread: thread::current().id(), handled: handled().collect() })
    }

    /// Puts a pipe of its own in the place of the parent's, in a child that has just been forked off: otherwise the
    /// child would hear the parent's signals, and its own not at all.
    pub(crate) fn recast(vm: &VirtualMachine) -> PyResult<()> {
        let Some(bell) = Self::get() else { return Ok(()) };
        let (hammer, ear) = UnixStream::pair().map_err(|error| error.into_pyexception(vm))?;
        for (new, old) in [(hammer, &bell.hammer), (ear, &bell.ear)] {
            new.set_nonblocking(true).map_err(|error| error.into_pyexception(vm))?;
            // SAFETY: The number stays the bell's: it is not closed here, only made to mean another pipe.
            let mut place = ManuallyDrop::new(unsafe { OwnedFd::from_raw_fd(old.as_raw_fd()) });
            let put = dup2(new, &mut place).and_then(|()| fcntl_setfd(&*place, FdFlags::CLOEXEC));
            put.map_err(|error| io::Error::from(error).into_pyexception(vm))?;
        }
        // RustPython takes a child the parent's away. A child that is no main thread's has no signals to hear.
        if bell.rings_for_this_thread() {
            vm.import("_signal", 0)?.get_attr("set_wakeup_fd", vm)?.call((-1,), vm)?;
        }
        Ok(())
    }

    /// What becomes readable when a signal has arrived.
    pub(crate) fn ear(&self) -> &UnixStream {
        &self.ear
    }

    /// Whether the signals' handlers run in the thread that asks.
    pub(crate) fn rings_for_this_thread(&self) -> bool {
        thread::current().id() == self.main_thread
    }

    /// Whether the program has a function called when a signal comes, besides Ctrl+C's, which always has one.
    pub(crate) fn has_handlers() -> bool {
        let is_own = |bell: &Self, signal| signal != libc::SIGINT && !bell.handled.contains(&signal);
        Self::get().is_some_and(|bell| handled().any(|signal| is_own(bell, signal)))
    }

    /// Silences the bell until the next signal.
    pub(crate) fn hush(&self) {
        let mut bytes = [0; 64];
        // Until there is no more to read, which a non-blocking socket reports as an error.
        while (&self.ear).read(&mut bytes).is_ok_and(|count| count == bytes.len()) {}
    }

    /// Wraps `_signal.set_wakeup_fd` so that -1, no file descriptor, means the bell's both ways.
    fn take_the_place_of_no_wakeup_fd(&'static self, vm: &VirtualMachine) -> PyResult<()> {
        let module = vm.import("_signal", 0)?;
        let set_wakeup_fd = module.get_attr("set_wakeup_fd", vm)?;
        let hammer = self.hammer.as_raw_fd();
        set_wakeup_fd.call((hammer,), vm)?;

        let wrapper = move |mut args: FuncArgs, vm: &VirtualMachine| -> PyResult {
            if let Some(first) = args.args.first_mut() {
                replace(first, -1, hammer, vm);
            }
            let mut before = set_wakeup_fd.call(args, vm)?;
            replace(&mut before, hammer, -1, vm);
            Ok(before)
        };
        module.set_attr("set_wakeup_fd", vm.new_function("set_wakeup_fd", wrapper), vm)
    }
}

/// The lowest descriptor that a bell has. Those below are the program's: whoever starts it may give it 3 and 4 by their
/// numbers (`pass_fds`), it may look which there are, and count on the next one it opens to be the lowest.
const FIRST_OF_OURS: RawFd = 256;

/// The same socket under a higher number, if a process may have as many.
fn out_of_the_way(socket: UnixStream) -> UnixStream {
    fcntl_dupfd_cloexec(&socket, FIRST_OF_OURS).map_or(socket, UnixStream::from)
}

/// Has the interpreter take Ctrl+C over, and know what becomes of the other signals: of those that the system handles, and
/// of those that the process was told to ignore. A shell has its background jobs ignore SIGINT; it stays ignored.
///
/// RustPython could do this itself, but in the middle of its own making. What it then raises `KeyboardInterrupt` into
/// cannot do without the module that was just being imported; and it ignores each signal for a moment, to see what was there
/// before, so that one which comes then is lost. In CPython it is `signal_install_handlers`.
///
/// # Errors
///
/// When the interpreter has no signals.
pub(crate) fn take_over(vm: &VirtualMachine) -> PyResult<()> {
    let module = vm.import("_signal", 0)?;
    let handle = module.get_attr("signal", vm)?;
    for signal in 1..SIGNALS {
        let Some(action) = action_of(signal) else { continue };
        if signal == libc::SIGINT && action == libc::SIG_DFL {
            handle.call((signal, module.get_attr("default_int_handler", vm)?), vm)?;
        } else if [libc::SIG_DFL, libc::SIG_IGN].contains(&action) && !CANNOT_BE_CAUGHT.contains(&signal) {
            handle.call((signal, action), vm)?;
        }
    }
    Ok(())
}

/// What is done when a signal comes; none for one that is not the program's to handle.
fn action_of(signal: libc::c_int) -> Option<libc::sighandler_t> {
    let mut action = MaybeUninit::<libc::sigaction>::zeroed();
    // SAFETY: No action is set, and the pointer is to a place for the one there is.
    let answer = unsafe { libc::sigaction(signal, ptr::null(), action.as_mut_ptr()) };
    // SAFETY: It has been filled.
    (answer == 0).then(|| unsafe { action.assume_init() }.sa_sigaction)
}

/// Has a signal do what the system does by itself.
fn leave(signal: libc::c_int) {
    // SAFETY: It is a signal's number, and no handler is installed.
    unsafe { libc::signal(signal, libc::SIG_DFL) };
}

/// Leaves the signals that Python handles to the system, which for most of them ends the process: the modules are about
/// to be taken apart, and no handler could do its work. In CPython it is `_PySignal_Fini`.
pub(crate) fn leave_to_the_system(vm: &VirtualMachine) -> PyResult<()> {
    let getsignal = vm.import("_signal", 0)?.get_attr("getsignal", vm)?;
    for signal in 1..SIGNALS {
        if getsignal.call((signal,), vm)?.is_callable() {
            leave(signal);
        }
    }
    Ok(())
}

/// Puts `to` in the place of `value` if that is the integer `from`.
fn replace(value: &mut PyObjectRef, from: RawFd, to: RawFd, vm: &VirtualMachine) {
    if value.fast_isinstance(vm.ctx.types.int_type)
        && value.try_to_value::<RawFd>(vm).is_ok_and(|fd| fd == from)
    {
        *value = vm.ctx.new_int(to).into();
    }
}
