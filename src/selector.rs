//! What the loop waits with: the contract every platform keeps.
//!
//! A [`Selector`] is where an event loop meets the machine it runs on. It tells the time, it blocks, and it
//! reports which of the sources somebody registered have become ready. Natively it is epoll; in a browser
//! tab it is `setTimeout` and a suspended WebAssembly stack; in tests it is a clock that jumps
//! ([`ManualSelector`]). Nothing else in the core touches time or I/O.
//!
//! The contract:
//!
//! 1. **Time is monotonic.** [`Selector::time`] never goes back. Where it starts means nothing.
//! 2. **`select` blocks**, until a registered source is ready, or somebody calls [`Selector::wake`], or the
//!    timeout has passed, whichever is first. [`Timeout::Now`] only looks. It may return early with nothing
//!    (a signal arrived, a platform cannot count that far): the loop looks at the clock again and comes back.
//!    It never returns *late on purpose*: a platform whose timers are coarser than its clock rounds up, so
//!    that a timer never fires before its deadline, and by no more than one such unit.
//! 3. **A wake is never lost.** [`Selector::wake`] may be called from any thread and at any time. If no
//!    `select` is under way, the next one returns at once. Several wakes may count as one.
//! 4. **Readiness is level-triggered.** A source that is still ready is reported again by the next `select`.
//! 5. **The selector calls nobody back.** It appends to `events` and returns; what to do about it is the
//!    loop's business. It never re-enters the loop.

mod manual;

use std::fmt;
use std::io;
use std::time::Duration;

pub use manual::ManualSelector;

pub use crate::ids::Source;

/// A moment on a loop's clock, in seconds since a start that means nothing.
///
/// It is a float because asyncio's is: `loop.call_at(when)` takes one and `handle.when()` gives the same one
/// back. ([`loop.time()`](https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.time))
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Time(pub f64);

impl Time {
    /// This moment and `seconds` more (or less, if negative).
    #[must_use]
    pub fn after(self, seconds: f64) -> Self {
        Self(self.0 + seconds)
    }

    /// Seconds from `earlier` to this moment; negative if `earlier` is in fact later.
    #[must_use]
    pub fn since(self, earlier: Self) -> f64 {
        self.0 - earlier.0
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}s", self.0)
    }
}

/// How long [`Selector::select`] may block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Timeout {
    /// Not at all: something is ready to run.
    Now,
    /// At most this long: a timer is waiting.
    After(Duration),
    /// Until something happens: no timer is waiting.
    Never,
}

impl Timeout {
    /// The longest a loop blocks in one go: a day, as in CPython (`MAXIMUM_SELECT_TIMEOUT`). No platform
    /// has to count further.
    pub const LONGEST: Duration = Duration::from_secs(24 * 3600);

    /// The timeout that ends at `deadline`, seen from `now`, rounded up to the nanosecond and clamped to
    /// [`Timeout::LONGEST`].
    #[must_use]
    pub fn until(deadline: Time, now: Time) -> Self {
        let seconds = deadline.since(now);
        if seconds >= Self::LONGEST.as_secs_f64() {
            return Self::After(Self::LONGEST);
        }
        // Also for a deadline that is not a number: such a timer is due, it cannot be waited for.
        if seconds.is_nan() || seconds <= 0.0 {
            return Self::Now;
        }
        Self::After(Duration::from_nanos((seconds * 1e9).ceil() as u64))
    }
}

/// What somebody wants to know about a [`Source`], or what has become true of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Interest {
    /// Reading from it would not block (or would fail at once).
    pub readable: bool,
    /// Writing to it would not block (or would fail at once).
    pub writable: bool,
}

impl Interest {
    /// Nobody wants to know anything.
    pub const NONE: Self = Self { readable: false, writable: false };
    /// Reading only.
    pub const READABLE: Self = Self { readable: true, writable: false };
    /// Writing only.
    pub const WRITABLE: Self = Self { readable: false, writable: true };
}

/// A source that has become ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// Which.
    pub source: Source,
    /// For what. An error or a hang-up makes a source ready for everything that was asked of it.
    pub ready: Interest,
}

/// Where a loop waits. The contract is in the [module's documentation](self).
///
/// Every method takes `&self`, and a selector is shared between threads: one may wake the loop, or register
/// with it, while another is blocked inside it.
pub trait Selector: Send + Sync {
    /// The time now.
    fn time(&self) -> Time;

    /// The smallest difference [`Selector::time`] can show, in seconds. Timers that close together are due
    /// together.
    fn resolution(&self) -> f64;

    /// Blocks for at most `timeout`, and appends to `events` what has become ready.
    ///
    /// # Errors
    ///
    /// When the platform cannot wait at all. Being interrupted is not an error, it is an early return.
    fn select(&self, timeout: Timeout, events: &mut Vec<Event>) -> io::Result<()>;

    /// Makes the `select` that is under way, or else the next one, return at once.
    fn wake(&self);

    /// Changes what is watched about `source`; [`Interest::NONE`] forgets it.
    ///
    /// # Errors
    ///
    /// When the platform cannot watch such a source, for example a file descriptor that is not open.
    fn watch(&self, source: Source, interest: Interest) -> io::Result<()>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_that_has_passed_only_looks() {
        assert_eq!(Timeout::until(Time(1.0), Time(1.0)), Timeout::Now);
        assert_eq!(Timeout::until(Time(1.0), Time(2.0)), Timeout::Now);
        assert_eq!(Timeout::until(Time(f64::NAN), Time(2.0)), Timeout::Now);
    }

    #[test]
    fn a_timeout_is_rounded_up_so_that_no_timer_fires_early() {
        let Timeout::After(wait) = Timeout::until(Time(0.1 + 1e-12), Time(0.0)) else {
            panic!("should wait");
        };
        assert!(wait.as_secs_f64() >= 0.1 + 1e-12);
    }

    #[test]
    fn a_far_deadline_is_clamped() {
        assert_eq!(Timeout::until(Time(f64::INFINITY), Time(0.0)), Timeout::After(Timeout::LONGEST));
        assert_eq!(Timeout::until(Time(1e300), Time(0.0)), Timeout::After(Timeout::LONGEST));
    }
}
