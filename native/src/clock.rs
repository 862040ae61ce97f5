//! A clock that jumps, for programs that run on `--clock virtual`.
//!
//! One clock serves a whole process: every loop, every thread, `time` and `datetime`. Where a loop would wait for a timer,
//! or a thread sleeps, the clock jumps there: to the earliest of all these deadlines, as soon as no thread of the process
//! does anything any more ([`quiet`]). What comes from outside the process has a time of its own, which cannot be known: it
//! is given a moment before the clock jumps.

mod quiet;

use std::collections::BTreeSet;
use std::io;
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use asyncio101::python::Clock;
use asyncio101::selector::{Event, Interest, ManualSelector, Selector, Source, Time, Timeout};
use rustpython_vm::vm::thread::{current_vm_is_set, with_current_vm};
use rustpython_vm::{PyResult, VirtualMachine};

use crate::selector::EpollSelector;
use crate::signals::SignalBell;

/// How long the outside is given before the clock jumps.
const GRACE: Duration = Duration::from_millis(1);

static CLOCK: OnceLock<Arc<VirtualClock>> = OnceLock::new();

/// The process's virtual clock.
#[derive(Debug)]
pub(crate) struct VirtualClock {
    clock: ManualSelector,
    /// The time since 1970 at its zero.
    began: Duration,
    /// Who waits for it, and is told when that changes.
    waiting: Mutex<Waiting>,
    changed: Condvar,
}

/// Who waits for a clock: each by the nanosecond it waits for, and a number, for those that wait for the same.
#[derive(Debug, Default)]
struct Waiting {
    all: BTreeSet<(u128, u64)>,
    last: u64,
}

/// One that waits, until this is dropped.
struct Turn<'a> {
    clock: &'a VirtualClock,
    key: (u128, u64),
}

impl Turn<'_> {
    /// Whether nobody waits for an earlier time and nothing else runs.
    fn is_due(&self) -> bool {
        let is_first = || self.clock.lock().all.first() == Some(&self.key);
        is_first() && quiet::all_others_sleep() && is_first()
    }

    /// The clock jumps to where this one waits.
    fn take(&self) {
        let wait = self.key.0.saturating_sub(self.clock.clock.elapsed().as_nanos());
        self.clock.jump(Duration::from_nanos(u64::try_from(wait).unwrap_or(u64::MAX)));
    }

    /// The clock jumps to where this one waits, if it is due; whether it has.
    fn comes(&self) -> bool {
        let is_due = self.is_due();
        if is_due {
            self.take();
        }
        is_due
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.clock.lock().all.remove(&self.key);
        self.clock.changed.notify_all();
    }
}

impl VirtualClock {
    /// The process's clock, if it runs on a virtual one.
    pub(crate) fn get() -> Option<&'static Arc<Self>> {
        CLOCK.get()
    }

    /// Has the process run on this virtual clock. To be called once, before its interpreter is made.
    pub(crate) fn begin(clock: ManualSelector) {
        let began = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        CLOCK.set(Arc::new(Self::new(clock, began))).expect("a process has one clock");
    }

    fn new(clock: ManualSelector, began: Duration) -> Self {
        Self { clock, began, waiting: Mutex::default(), changed: Condvar::new() }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for so long from now on, together with others.
    fn queue(&self, wait: Duration) -> Turn<'_> {
        let mut waiting = self.lock();
        waiting.last += 1;
        let key = (self.clock.elapsed().as_nanos() + wait.as_nanos(), waiting.last);
        waiting.all.insert(key);
        Turn { clock: self, key }
    }

    /// Waits for so long at most, together with others, for what `attempt` tells by `true`; whether it has. It is called every
    /// now and then, with how long it may take itself, and once more, with no time at all, before the clock jumps.
    ///
    /// # Errors
    ///
    /// When `attempt` fails, or the handler of a signal does.
    pub(crate) fn wait_until(
        &self,
        wait: Duration,
        vm: &VirtualMachine,
        mut attempt: impl FnMut(Duration) -> PyResult<bool>,
    ) -> PyResult<bool> {
        let turn = self.queue(wait);
        loop {
            if attempt(GRACE)? {
                return Ok(true);
            }
            vm.check_signals()?;
            if turn.is_due() {
                let has_come = attempt(Duration::ZERO)?;
                if !has_come {
                    turn.take();
                }
                return Ok(has_come);
            }
        }
    }

    /// Whether somebody else waits for the clock, or may yet.
    fn is_shared(&self) -> bool {
        has_threads() || !self.lock().all.is_empty()
    }

    /// The time, for the record: it does not pass for this.
    pub(crate) fn peek(&self) -> Time {
        self.clock.peek()
    }

    /// Goes back to zero, for another program.
    pub(crate) fn start_over(&self) {
        self.clock.start_over();
    }

    fn jump(&self, wait: Duration) {
        // It cannot fail: only a wait without end can.
        let _ = self.clock.select(Timeout::After(wait), &mut Vec::new());
    }
}

impl Clock for VirtualClock {
    fn monotonic(&self) -> Duration {
        self.clock.elapsed()
    }

    fn wall(&self) -> Duration {
        self.began + self.clock.elapsed()
    }

    fn peek_wall(&self) -> Duration {
        self.began + Duration::from_secs_f64(self.peek().0)
    }

    fn sleep(&self, duration: Duration, vm: &VirtualMachine) -> PyResult<()> {
        if !self.is_shared() {
            self.jump(duration);
            return vm.check_signals();
        }
        let turn = self.queue(duration);
        while !turn.comes() {
            let waiting = self.lock();
            drop(self.changed.wait_timeout(waiting, GRACE).unwrap_or_else(PoisonError::into_inner));
            vm.check_signals()?;
        }
        vm.check_signals()
    }

    fn resolution(&self) -> Duration {
        Duration::from_nanos(1)
    }

    fn implementations(&self) -> [&'static str; 2] {
        ["a virtual clock"; 2]
    }
}

/// Whether the interpreter has threads besides its first.
fn has_threads() -> bool {
    current_vm_is_set() && with_current_vm(|vm| vm.state.thread_count.load()) > 0
}

/// What a loop waits with on the virtual clock.
#[derive(Debug)]
pub(crate) struct VirtualSelector {
    clock: Arc<VirtualClock>,
    /// Knows the outside.
    outside: EpollSelector,
}

impl VirtualSelector {
    pub(crate) fn new(clock: Arc<VirtualClock>, outside: EpollSelector) -> Self {
        Self { clock, outside }
    }

    /// Whether anything but the clock can wake the loop.
    fn has_outside(&self) -> bool {
        self.outside.is_watching() || self.clock.is_shared()
    }

    /// The same of a loop that waits forever: a signal may come any time.
    fn can_be_woken(&self) -> bool {
        self.has_outside() || SignalBell::has_handlers()
    }
}

impl Selector for VirtualSelector {
    fn time(&self) -> Time {
        self.clock.clock.time()
    }

    fn resolution(&self) -> f64 {
        self.clock.clock.resolution()
    }

    fn select(&self, timeout: Timeout, events: &mut Vec<Event>) -> io::Result<()> {
        let before = events.len();
        let wakes = self.outside.wakes();
        let woken = self.outside.take_wake();
        match timeout {
            Timeout::Now => self.outside.select(Timeout::Now, events),
            _ if woken => self.outside.select(Timeout::Now, events),
            Timeout::After(wait) => {
                if !self.has_outside() {
                    self.clock.jump(wait);
                    return Ok(());
                }
                let turn = self.clock.queue(wait);
                let has_come = |events: &[Event]| events.len() > before || self.outside.wakes() != wakes;
                loop {
                    let began = Instant::now();
                    self.outside.select(Timeout::After(GRACE), events)?;
                    // A signal ends a wait, too.
                    if has_come(events) || began.elapsed() < GRACE {
                        return Ok(());
                    }
                    if turn.is_due() {
                        // What others have done before they fell asleep comes first.
                        self.outside.select(Timeout::Now, events)?;
                        if !has_come(events) {
                            turn.take();
                        }
                        return Ok(());
                    }
                }
            }
            Timeout::Never if self.can_be_woken() => self.outside.select(Timeout::Never, events),
            // The clock says what is wrong.
            Timeout::Never => self.clock.clock.select(Timeout::Never, events),
        }
    }

    fn wake(&self) {
        self.outside.wake();
    }

    fn watch(&self, source: Source, interest: Interest) -> io::Result<()> {
        self.outside.watch(source, interest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selector() -> VirtualSelector {
        let clock = Arc::new(VirtualClock::new(ManualSelector::for_programs(), Duration::ZERO));
        VirtualSelector::new(clock, EpollSelector::new().unwrap())
    }

    #[test]
    fn a_wait_takes_no_time() {
        let selector = selector();
        selector.select(Timeout::After(Duration::from_secs(3600)), &mut Vec::new()).unwrap();
        assert!(selector.time().0 >= 3600.0);
    }

    #[test]
    fn a_wake_ends_the_next_wait_before_the_clock_jumps() {
        let selector = selector();
        selector.wake();
        selector.select(Timeout::After(Duration::from_secs(3600)), &mut Vec::new()).unwrap();
        assert!(selector.time().0 < 1.0);
    }

    #[test]
    fn what_is_ready_comes_before_the_clock_jumps() {
        use std::io::Write;
        use std::os::fd::AsRawFd;
        use std::os::unix::net::UnixStream;

        let selector = selector();
        let (mut here, there) = UnixStream::pair().unwrap();
        here.write_all(b"x").unwrap();
        let source = Source(there.as_raw_fd() as u64);
        selector.watch(source, Interest::READABLE).unwrap();
        let mut events = Vec::new();
        selector.select(Timeout::After(Duration::from_secs(3600)), &mut events).unwrap();
        assert_eq!(events, [Event { source, ready: Interest::READABLE }]);
        assert!(selector.time().0 < 1.0);
    }

    #[test]
    fn the_clock_jumps_to_who_waits_for_the_earliest() {
        let clock = Arc::new(VirtualClock::new(ManualSelector::for_programs(), Duration::ZERO));
        let order = Mutex::new(Vec::new());
        let (here, there) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            for seconds in [3, 1, 2, 1] {
                let turn = clock.queue(Duration::from_secs(seconds));
                let (here, order, clock) = (here.clone(), &order, &clock);
                scope.spawn(move || {
                    here.send(()).unwrap();
                    while !turn.comes() {
                        std::thread::sleep(GRACE);
                    }
                    order.lock().unwrap().push((turn.key.1, clock.clock.elapsed().as_secs()));
                });
                there.recv().unwrap();
            }
        });
        assert_eq!(order.into_inner().unwrap(), [(2, 1), (4, 1), (3, 2), (1, 3)]);
    }

    #[test]
    fn a_wait_that_nothing_can_end_is_an_error() {
        let error = selector().select(Timeout::Never, &mut Vec::new()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
    }
}
