//! What time is to the program that runs: the tab's clock, or one that jumps.
//!
//! There is one clock for a whole run. Every event loop of the program, its `time` and its `datetime` read the same
//! one (see [`crate::platform`]), so that `time.sleep(1)` moves `loop.time()` by a second on either clock.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use asyncio101::selector::{ManualSelector, Time};
use asyncio101_messages::Clock;

use crate::host;

/// How far a look at the real clock moves it at least, so that two looks never see the same time: tasks that fall asleep
/// one after the other for equally long then wake in that order, as they do where clocks are fine enough. Browsers
/// round theirs to 0.1 ms, some to 1 ms.
pub(crate) const TICK: Duration = Duration::from_nanos(1);

thread_local! {
    /// The virtual clock of the run under way; none if it runs on the real one.
    static VIRTUAL: RefCell<Option<Rc<VirtualClock>>> = const { RefCell::new(None) };
    /// The last time [`real`] gave in this run.
    static LAST: Cell<Duration> = const { Cell::new(Duration::ZERO) };
    /// How far the run's clock is ahead of the tab's, in seconds: so much waiting was jumped over, less the time in which
    /// the run was held.
    static AHEAD: Cell<f64> = const { Cell::new(0.0) };
    /// For how long the run was held, in milliseconds.
    static HELD: Cell<f64> = const { Cell::new(0.0) };
}

/// A clock that jumps, and what the world's clock said when it began.
#[derive(Debug)]
pub(crate) struct VirtualClock {
    /// It is a selector because loops wait with it; see [`crate::selector`].
    pub(crate) selector: Arc<ManualSelector>,
    /// The time since 1970 at its zero.
    began: Duration,
}

/// Gives the run that begins its clock.
pub(crate) fn begin(clock: Clock) {
    LAST.set(Duration::ZERO);
    AHEAD.set(0.0);
    HELD.set(0.0);
    VIRTUAL.set(match clock {
        Clock::Real => None,
        Clock::Virtual => Some(Rc::new(VirtualClock {
            selector: Arc::new(ManualSelector::for_programs()),
            began: of_milliseconds(host::wall_clock()),
        })),
    });
}

/// The virtual clock, if the run has one.
pub(crate) fn virtual_clock() -> Option<Rc<VirtualClock>> {
    VIRTUAL.with_borrow(Clone::clone)
}

/// The virtual clock's time, for the record: it does not pass for this.
pub(crate) fn peek() -> Time {
    VIRTUAL.with_borrow(|clock| clock.as_ref().map_or(Time(0.0), |clock| clock.selector.peek()))
}

/// The page has jumped over a wait: the run's clock is to show `time` now, if it does not show more.
pub(crate) fn jump_to(time: Time) {
    // By the tab's own clock: looks at the run's may have moved that a little ahead of it.
    AHEAD.set(AHEAD.get().max(time.since(Time(host::now() / 1000.0))));
}

/// The run was held for so many milliseconds, which are not to have passed for it.
#[inline(always)] // Whoever loads the rest of the engine must need nothing of it.
pub(crate) fn stand_still_for(milliseconds: f64) {
    AHEAD.set(AHEAD.get() - milliseconds / 1000.0);
    HELD.set(HELD.get() + milliseconds);
}

/// For how long the run was held, in milliseconds.
pub(crate) fn held() -> f64 {
    HELD.get()
}

/// The tab's clock and what was jumped over, always more than the last time.
pub(crate) fn real() -> Duration {
    let time = of_milliseconds(host::now() + AHEAD.get() * 1000.0).max(LAST.get() + TICK);
    LAST.set(time);
    time
}

/// [`real`], as event loops have it.
pub(crate) fn real_time() -> Time {
    Time(real().as_secs_f64())
}

/// The time on the clock of the run's selectors. On the virtual one it does not pass for this.
pub(crate) fn of_waits() -> Duration {
    VIRTUAL.with_borrow(|clock| {
        clock.as_ref().map_or_else(real, |clock| Duration::from_secs_f64(clock.selector.peek().0))
    })
}

/// [`of_waits`], as event loops have it.
pub(crate) fn now() -> Time {
    Time(of_waits().as_secs_f64())
}

/// Whether it is that time, or later. Clocks count nanoseconds: less than half of one is nothing.
pub(crate) fn has_come(time: Time) -> bool {
    time.since(now()) < 5e-10
}

/// The run's clock.
pub(crate) fn monotonic() -> Duration {
    virtual_clock().map_or_else(real, |clock| clock.selector.elapsed())
}

/// The time since 1970. A virtual clock starts at the real time and jumps on from there.
pub(crate) fn wall() -> Duration {
    virtual_clock().map_or_else(
        || of_milliseconds(host::wall_clock() + AHEAD.get() * 1000.0),
        |clock| clock.began + clock.selector.elapsed(),
    )
}

/// The same, without being a look at a virtual clock.
pub(crate) fn peek_wall() -> Duration {
    virtual_clock().map_or_else(wall, |clock| clock.began + Duration::from_secs_f64(clock.selector.peek().0))
}

fn of_milliseconds(milliseconds: f64) -> Duration {
    Duration::try_from_secs_f64(milliseconds / 1000.0).unwrap_or_default()
}
