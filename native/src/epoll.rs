//! Linux's epoll, without what a loop does not need.
//!
//! A wait is one system call: nothing is armed again before it, and what it can be woken through is read only when
//! somebody has. Portable crates spend five on it (they have a timer for what is shorter than a millisecond, and report
//! everything once), which is as much as receiving and answering a message costs.
//! <https://man7.org/linux/man-pages/man7/epoll.7.html>

use std::io;
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::time::{Duration, Instant};

use asyncio101::selector::Interest;
use rustix::event::epoll::{self, CreateFlags, EventData, EventFlags};
use rustix::event::{EventfdFlags, Timespec, eventfd};
use rustix::io::Errno;

/// The key of what [`Epoll::notify`] writes to.
const NOTIFIED: u64 = u64::MAX;

/// The most events that one wait reports. The others are reported by the next.
const MOST: usize = 512;

/// Watches file descriptors, each under a key, for as long as they are open.
#[derive(Debug)]
pub(crate) struct Epoll {
    epoll: OwnedFd,
    /// What a wait is ended through.
    notification: OwnedFd,
}

/// What a wait reported: keys, and what can be done.
pub(crate) type Ready = Vec<(u64, Interest)>;

impl Epoll {
    pub(crate) fn new() -> io::Result<Self> {
        let epoll = epoll::create(CreateFlags::CLOEXEC)?;
        let notification = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?;
        epoll::add(&epoll, &notification, EventData::new_u64(NOTIFIED), EventFlags::IN)?;
        Ok(Self { epoll, notification })
    }

    pub(crate) fn add(&self, fd: impl AsFd, key: u64, interest: Interest) -> rustix::io::Result<()> {
        epoll::add(&self.epoll, fd, EventData::new_u64(key), flags(interest))
    }

    pub(crate) fn change(&self, fd: impl AsFd, key: u64, interest: Interest) -> rustix::io::Result<()> {
        epoll::modify(&self.epoll, fd, EventData::new_u64(key), flags(interest))
    }

    pub(crate) fn delete(&self, fd: BorrowedFd<'_>) -> rustix::io::Result<()> {
        epoll::delete(&self.epoll, fd)
    }

    /// Waits until something is ready, for at most so long, in whole milliseconds, rounded up; forever if there is no such
    /// time. A signal does not end it.
    pub(crate) fn wait(&self, ready: &mut Ready, wait: Option<Duration>) -> io::Result<()> {
        // Only a wait that has an end has to know when it began.
        let begin = wait.filter(|wait| !wait.is_zero()).map(|_| Instant::now());
        let mut left = wait;
        let mut events = [const { MaybeUninit::uninit() }; MOST];
        let (events, _) = loop {
            let timeout = left.map(|left| Timespec {
                tv_sec: left.as_secs().try_into().unwrap_or(i64::MAX),
                tv_nsec: left.subsec_nanos().into(),
            });
            match epoll::wait(&self.epoll, &mut events, timeout.as_ref()) {
                Err(Errno::INTR) => {
                    let elapsed = begin.map(|begin| begin.elapsed()).unwrap_or_default();
                    left = wait.map(|wait| wait.saturating_sub(elapsed));
                }
                result => break result?,
            }
        };
        ready.clear();
        for event in events {
            match event.data.u64() {
                // Only who waits reads it: there is something to read.
                NOTIFIED => drop(rustix::io::read(&self.notification, &mut [0; 8])?),
                key => ready.push((key, interest(event.flags))),
            }
        }
        Ok(())
    }

    /// Ends the wait under way, or else the next one.
    pub(crate) fn notify(&self) {
        // It can only fail if the kernel refuses to count one more, and then it has been notified already.
        let _written = rustix::io::write(&self.notification, &1_u64.to_ne_bytes());
    }
}

fn flags(interest: Interest) -> EventFlags {
    let mut flags = EventFlags::empty();
    flags.set(EventFlags::IN, interest.readable);
    flags.set(EventFlags::OUT, interest.writable);
    flags
}

/// What can be done. An error and a hang-up can be read and written: who tries is told.
fn interest(flags: EventFlags) -> Interest {
    Interest {
        readable: !flags.difference(EventFlags::OUT).is_empty(),
        writable: !flags.difference(EventFlags::IN).is_empty(),
    }
}
