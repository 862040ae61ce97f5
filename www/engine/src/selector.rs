//! What event loops wait with in a tab: `setTimeout` under a suspended stack, or a clock that jumps.
//!
//! Both keep the core's contract (`asyncio101::selector`). What is particular to a tab: nothing can reach a
//! worker while WebAssembly runs in it, so a loop that always has something to do would never hear of Stop.
//! Therefore even a `select` that only looks lets the worker look at its messages when that is overdue.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use asyncio101::selector::{Event, Interest, ManualSelector, Selector, Source, Time, Timeout};

use crate::turns::{self, Hears, Number, Turn};
use crate::{bridge, clock, hold, outbox, outside};

/// What another thread has to say to one that waits, or is about to.
#[derive(Debug, Default)]
struct Bell {
    /// Whether it was rung and no wait has ended since.
    is_rung: AtomicBool,
    /// The thread that waits; 0 is none.
    waiting: AtomicU32,
}

impl Bell {
    fn ring(&self) {
        self.is_rung.store(true, Ordering::Relaxed);
        turns::wake(Number(self.waiting.load(Ordering::Relaxed)));
    }

    /// Whether it was rung.
    fn take(&self) -> bool {
        self.is_rung.swap(false, Ordering::Relaxed)
    }

    /// Waits in such a way that to ring ends the wait.
    fn listen<R>(&self, wait: impl FnOnce() -> R) -> R {
        self.waiting.store(turns::current().0, Ordering::Relaxed);
        let result = wait();
        self.waiting.store(0, Ordering::Relaxed);
        self.take();
        result
    }
}

/// Waits for as long as it says.
#[derive(Debug, Default)]
pub(crate) struct RealSelector {
    bell: Bell,
    /// What is watched of what comes from [outside](crate::outside) the tab.
    watched: Mutex<BTreeMap<Source, Interest>>,
}

impl RealSelector {
    /// Appends what is ready of what is watched; whether there was any.
    fn collect(&self, events: &mut Vec<Event>) -> bool {
        let before = events.len();
        let mut watched = self.watched.lock().unwrap_or_else(PoisonError::into_inner);
        watched.retain(|&source, interest| {
            // One that is gone is forgotten, as a closed descriptor is by epoll.
            let Some(state) = outside::readiness(source) else { return false };
            let ready = Interest {
                readable: interest.readable && state.readable,
                writable: interest.writable && state.writable,
            };
            if ready != Interest::NONE {
                events.push(Event { source, ready });
            }
            true
        });
        events.len() > before
    }
}

impl Selector for RealSelector {
    fn time(&self) -> Time {
        clock::real_time()
    }

    fn resolution(&self) -> f64 {
        clock::TICK.as_secs_f64()
    }

    fn select(&self, timeout: Timeout, events: &mut Vec<Event>) -> io::Result<()> {
        let seconds = match timeout {
            Timeout::Now => 0.0,
            Timeout::After(duration) => duration.as_secs_f64(),
            Timeout::Never => f64::INFINITY,
        };
        hold::hold_between_turns();
        // What has come from outside may make something ready; then this is woken, and there is no wait. It is noted down
        // while the run is suspended, so nothing is missed between this look and the wait.
        bridge::attend();
        if self.bell.take() || seconds == 0.0 || self.collect(events) {
            turns::step_aside();
            suspend_if_due();
            if events.is_empty() {
                self.collect(events);
            }
            return Ok(());
        }
        // A browser's timer may fire a little early. Then this is an early return with nothing, which the
        // contract allows: the loop looks at the clock and waits for the rest.
        self.bell.listen(|| hold::wait(seconds));
        bridge::attend();
        self.collect(events);
        Ok(())
    }

    fn wake(&self) {
        self.bell.ring();
    }

    fn watch(&self, source: Source, interest: Interest) -> io::Result<()> {
        let mut watched = self.watched.lock().unwrap_or_else(PoisonError::into_inner);
        if interest == Interest::NONE {
            watched.remove(&source);
            return Ok(());
        }
        if outside::readiness(source).is_none() {
            return no_sources(source, interest);
        }
        watched.insert(source, interest);
        Ok(())
    }
}

/// Waits for nothing: the run's virtual clock jumps to the end of the timeout.
#[derive(Debug)]
pub(crate) struct VirtualSelector {
    clock: Arc<ManualSelector>,
    bell: Bell,
}

impl VirtualSelector {
    /// A selector on a clock that it may share with others.
    pub(crate) fn new(clock: Arc<ManualSelector>) -> Self {
        Self { clock, bell: Bell::default() }
    }
}

impl Selector for VirtualSelector {
    fn time(&self) -> Time {
        self.clock.time()
    }

    fn resolution(&self) -> f64 {
        self.clock.resolution()
    }

    fn select(&self, timeout: Timeout, events: &mut Vec<Event>) -> io::Result<()> {
        hold::hold_between_turns();
        // This clock jumps anyway.
        if matches!(timeout, Timeout::After(_)) {
            hold::take_jump();
        }
        suspend_if_due();
        let timeout = if self.bell.take() { Timeout::Now } else { timeout };
        if timeout == Timeout::Now {
            turns::step_aside();
        }
        if timeout == Timeout::Now || turns::others() == 0 {
            return self.clock.select(timeout, events);
        }
        let until = match timeout {
            Timeout::After(duration) => clock::now().after(duration.as_secs_f64()),
            _ => Time(f64::INFINITY),
        };
        match self.bell.listen(|| turns::give_way(until, Hears::Threads)) {
            Turn::Woken => self.clock.select(Timeout::Now, events),
            Turn::Wait | Turn::Deadlock => self.clock.select(hold::left(until), events),
        }
    }

    fn wake(&self) {
        self.bell.ring();
    }

    fn watch(&self, source: Source, interest: Interest) -> io::Result<()> {
        no_sources(source, interest)
    }
}

/// A loop that always has something to do lets the worker look at its messages, too.
fn suspend_if_due() {
    if hold::suspend_if_due() {
        outbox::flush_trace();
    }
}

/// In a tab there is nothing that a loop could watch but the sockets of its network.
fn no_sources(source: Source, interest: Interest) -> io::Result<()> {
    if interest == Interest::NONE {
        return Ok(());
    }
    Err(io::Error::new(
        io::ErrorKind::Unsupported,
        format!("a browser tab can only watch its own sockets, and file descriptor {} is none", source.0),
    ))
}
