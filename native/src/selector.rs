//! Waiting on the desktop, on epoll.
//!
//! The contract is written down in [`asyncio101::selector`]. Three things here are not epoll's business but
//! ours:
//!
//! - **A wake costs nothing while nobody sleeps.** `call_soon_threadsafe` from the loop's own thread is common,
//!   so a wake sets a flag, and only if a `select` is blocked does it also make the system call that ends it.
//! - **Looking costs nothing while nothing is watched.** A loop with handles to run looks once a turn; with no
//!   file descriptor registered there is nothing to see, and no system call is made.
//! - **A blocked thread is not in the interpreter's way.** Python's garbage collector stops every thread that
//!   runs Python code. A thread that blocks leaves the interpreter first and comes back afterwards.

use std::collections::HashMap;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, RawFd};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use asyncio101::selector::{Event, Interest, Selector, Source, Time, Timeout};
use rustix::io::Errno;
use rustix::time::{ClockId, Timespec, clock_getres, clock_gettime};
use rustpython_vm::vm::thread::{current_vm_is_set, with_current_vm};

use crate::epoll::{Epoll, Ready};
use crate::signals::SignalBell;

/// The key under which the bell's file descriptor is registered. The others have their numbers, which are small.
const BELL: u64 = u64::MAX - 1;

/// A selector on epoll.
///
/// A [`Source`] is the number of a file descriptor. The clock is `CLOCK_MONOTONIC`, so that `loop.time()` and
/// Python's `time.monotonic()` agree.
///
/// ```
/// use asyncio101::selector::{Selector, Timeout};
/// use asyncio101_native::EpollSelector;
///
/// let selector = EpollSelector::new()?;
/// selector.wake();
/// selector.select(Timeout::Never, &mut Vec::new())?; // returns at once
/// # std::io::Result::Ok(())
/// ```
#[derive(Debug)]
pub struct EpollSelector {
    epoll: Epoll,
    /// What `epoll_wait` fills. Locked for the length of a `select`: only one thread waits at a time.
    ready: Mutex<Ready>,
    /// What is registered, by file descriptor. The kernel knows this too but does not tell.
    watched: Mutex<HashMap<RawFd, Interest>>,
    /// The length of `watched`, to be read without its lock.
    watching: AtomicUsize,
    /// Somebody has called `wake` since the last `select` ended.
    woken: AtomicBool,
    /// How often `wake` was called.
    wakes: AtomicU64,
    /// A `select` is blocked, or about to be.
    asleep: AtomicBool,
    /// Rings when a signal has arrived; none in a program without Python's signal handling.
    bell: Option<&'static SignalBell>,
    /// Whether the bell is registered. It is while the main thread is the one that waits.
    hears_bell: AtomicBool,
}

impl EpollSelector {
    /// A selector that watches nothing yet.
    ///
    /// # Errors
    ///
    /// When the process or the system has no file descriptors left.
    pub fn new() -> io::Result<Self> {
        Self::build(None)
    }

    /// A selector whose `select`, when it blocks the main thread, also ends when a signal arrives.
    ///
    /// # Errors
    ///
    /// When the process or the system has no file descriptors left.
    pub fn with_bell(bell: &'static SignalBell) -> io::Result<Self> {
        Self::build(Some(bell))
    }

    /// The time, on the clock of every selector of this kind.
    #[must_use]
    pub fn now() -> Time {
        Time(seconds(clock_gettime(ClockId::Monotonic)))
    }

    fn build(bell: Option<&'static SignalBell>) -> io::Result<Self> {
        Ok(Self {
            epoll: Epoll::new()?,
            ready: Mutex::default(),
            watched: Mutex::default(),
            watching: AtomicUsize::new(0),
            woken: AtomicBool::new(false),
            wakes: AtomicU64::new(0),
            asleep: AtomicBool::new(false),
            bell,
            hears_bell: AtomicBool::new(false),
        })
    }

    /// Blocks for at most `wait`, forever if there is none, unless somebody has woken the selector already.
    fn block(&self, ready: &mut Ready, wait: Option<Duration>) -> io::Result<()> {
        self.listen_for_signals()?;
        // `wake` sets `woken` and then reads `asleep`; here they are set and read the other way round. Whoever
        // is second sees the first: either we do not block, or `wake` makes the system call that unblocks us.
        self.asleep.store(true, Ordering::SeqCst);
        let wait = if self.woken.load(Ordering::SeqCst) { Some(Duration::ZERO) } else { wait };
        let result = outside_the_interpreter(|| self.epoll.wait(ready, wait));
        self.asleep.store(false, Ordering::SeqCst);
        // A wake from now on is for this `select` still: what it announces is there before it returns.
        self.woken.store(false, Ordering::SeqCst);
        result
    }

    /// Registers the bell if this is the main thread, the only one that runs signal handlers, and takes it away
    /// if the loop has moved to another thread, which would otherwise swallow the main thread's bell.
    fn listen_for_signals(&self) -> io::Result<()> {
        let Some(bell) = self.bell else {
            return Ok(());
        };
        let here = bell.rings_for_this_thread();
        if self.hears_bell.swap(here, Ordering::Relaxed) == here {
            return Ok(());
        }
        if here {
            Ok(self.epoll.add(bell.ear(), BELL, Interest::READABLE)?)
        } else {
            Ok(self.epoll.delete(bell.ear().as_fd())?)
        }
    }

    /// Translates what the kernel reported. What nobody asked for (an error on a socket watched for nothing
    /// else) is left out.
    fn report(&self, ready: &Ready, events: &mut Vec<Event>) {
        let watched = self.watched();
        for &(key, can) in ready {
            if key == BELL {
                if let Some(bell) = self.bell {
                    bell.hush();
                }
                continue;
            }
            let wanted = RawFd::try_from(key).ok().and_then(|fd| watched.get(&fd));
            let wanted = wanted.copied().unwrap_or(Interest::NONE);
            let ready = Interest {
                readable: wanted.readable && can.readable,
                writable: wanted.writable && can.writable,
            };
            if ready != Interest::NONE {
                events.push(Event { source: Source(key), ready });
            }
        }
    }

    /// Whether any file descriptor is watched.
    pub(crate) fn is_watching(&self) -> bool {
        self.watching.load(Ordering::Acquire) > 0
    }

    /// How often somebody has called `wake`.
    pub(crate) fn wakes(&self) -> u64 {
        self.wakes.load(Ordering::SeqCst)
    }

    /// Whether somebody has called `wake` since the last `select` ended; from now on nobody has.
    pub(crate) fn take_wake(&self) -> bool {
        self.woken.swap(false, Ordering::SeqCst)
    }

    fn watched(&self) -> MutexGuard<'_, HashMap<RawFd, Interest>> {
        // A panic elsewhere cannot have left the map half changed.
        self.watched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Selector for EpollSelector {
    fn time(&self) -> Time {
        Self::now()
    }

    fn resolution(&self) -> f64 {
        // It is asked for once a turn, and is the same for as long as the machine runs.
        static RESOLUTION: LazyLock<f64> = LazyLock::new(|| seconds(clock_getres(ClockId::Monotonic)));
        *RESOLUTION
    }

    fn select(&self, timeout: Timeout, events: &mut Vec<Event>) -> io::Result<()> {
        let wait = match timeout {
            _ if self.woken.swap(false, Ordering::SeqCst) => Some(Duration::ZERO),
            Timeout::Now => Some(Duration::ZERO),
            Timeout::After(wait) => Some(wait),
            Timeout::Never => None,
        };
        if wait == Some(Duration::ZERO) && self.watching.load(Ordering::Acquire) == 0 {
            return Ok(());
        }
        let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        if wait == Some(Duration::ZERO) {
            self.epoll.wait(&mut ready, wait)?;
        } else {
            self.block(&mut ready, wait)?;
        }
        self.report(&ready, events);
        Ok(())
    }

    fn wake(&self) {
        self.wakes.fetch_add(1, Ordering::SeqCst);
        if !self.woken.swap(true, Ordering::SeqCst) && self.asleep.load(Ordering::SeqCst) {
            self.epoll.notify();
        }
    }

    fn watch(&self, source: Source, interest: Interest) -> io::Result<()> {
        let fd = RawFd::try_from(source.0).map_err(|_| Errno::BADF)?;
        let mut watched = self.watched();
        let known = watched.contains_key(&fd);
        if interest == Interest::NONE {
            watched.remove(&fd);
            if known {
                forget(&self.epoll, fd)?;
            }
        } else {
            if known {
                change(&self.epoll, fd, interest)?;
            } else {
                add(&self.epoll, fd, interest)?;
            }
            watched.insert(fd, interest);
        }
        self.watching.store(watched.len(), Ordering::Release);
        Ok(())
    }
}

/// Registers `fd`. The kernel forgets it when it is closed.
///
/// # Errors
///
/// `EBADF` for a file descriptor that is not open, `EPERM` for a regular file: such a file is always ready, and
/// epoll does not watch it.
fn add(epoll: &Epoll, fd: RawFd, interest: Interest) -> io::Result<()> {
    Ok(epoll.add(borrow(fd), fd as u64, interest)?)
}

/// Changes what is wanted of a registered `fd`.
///
/// # Errors
///
/// As [`add`].
fn change(epoll: &Epoll, fd: RawFd, interest: Interest) -> io::Result<()> {
    match epoll.change(borrow(fd), fd as u64, interest) {
        // Closed and opened again behind our back: the same number is another file now.
        Err(Errno::NOENT) => add(epoll, fd, interest),
        result => Ok(result?),
    }
}

/// Forgets `fd`. One that has been closed meanwhile is forgotten already.
fn forget(epoll: &Epoll, fd: RawFd) -> io::Result<()> {
    match epoll.delete(borrow(fd)) {
        Err(Errno::NOENT | Errno::BADF) => Ok(()),
        result => Ok(result?),
    }
}

fn borrow(fd: RawFd) -> BorrowedFd<'static> {
    // SAFETY: it comes from a `u64`, so it is not -1, and it is only ever handed to `epoll_ctl`, which checks
    // it: a program that closed it gets an error, no more.
    unsafe { BorrowedFd::borrow_raw(fd) }
}

/// Runs something that blocks while Python's other threads, and its garbage collector, go on.
fn outside_the_interpreter<T>(block: impl FnOnce() -> T) -> T {
    if current_vm_is_set() { with_current_vm(|vm| vm.allow_threads(block)) } else { block() }
}

fn seconds(time: Timespec) -> f64 {
    // As Python does it, so that the two clocks give the same float for the same moment.
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32).as_secs_f64()
}
