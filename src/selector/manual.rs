//! A selector whose time passes only when the loop has nothing else to do.
//!
//! It is the clock of the tests and of the virtual clock in the playground: `select` never blocks, it jumps
//! to the end of its timeout. (Trio's `MockClock` with `autojump_threshold=0` is the same idea.)

use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{Event, Interest, Selector, Source, Time, Timeout};

/// After so many looks without a jump a program is taken to wait by looking, and each look moves [its clock] so far.
///
/// [its clock]: ManualSelector::for_programs
const BUSY_WAITING: (u32, Duration) = (10_000, Duration::from_micros(1));

/// A clock that jumps, and sources that become ready when they are said to.
///
/// ```
/// use asyncio101::selector::{ManualSelector, Selector, Time, Timeout};
/// use std::time::Duration;
///
/// let selector = ManualSelector::new();
/// selector.select(Timeout::After(Duration::from_secs(3600)), &mut Vec::new()).unwrap();
/// assert_eq!(selector.time(), Time(3600.0));
/// ```
#[derive(Debug, Default)]
pub struct ManualSelector {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Whole nanoseconds, so that a thousand small jumps add up exactly.
    now: Duration,
    /// How far each look at the clock moves it.
    tick: Duration,
    /// Whether it moves further for a program that does nothing but look at it.
    ends_busy_waiting: bool,
    /// How often it was looked at since it last jumped.
    looks_since_jump: u32,
    woken: bool,
    watched: Vec<(Source, Interest)>,
    /// What becomes ready, and when, in the order it was asked for.
    script: Vec<(Duration, Event)>,
}

impl ManualSelector {
    /// A clock at zero that stands still between jumps.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A clock at zero that moves by `tick` whenever it is looked at.
    ///
    /// On a real machine a little time passes between two calls of `loop.time()`, and that is why tasks
    /// that sleep equally long wake in the order they fell asleep. A virtual clock that is to give the same
    /// order as the real one has to tick, if barely.
    #[must_use]
    pub fn ticking(tick: Duration) -> Self {
        Self { state: Mutex::new(State { tick, ..State::default() }) }
    }

    /// The clock of a whole program: it [ticks](Self::ticking) by a nanosecond.
    ///
    /// A program that has looked ten thousand times and never let the clock jump waits for a time to come by looking
    /// again and again. By nanoseconds it would look for minutes, so from then on, and until the clock jumps, a look
    /// takes a microsecond, which is about what it takes on a machine. How often a program looks does not depend on
    /// the machine, so what it sees does not either.
    #[must_use]
    pub fn for_programs() -> Self {
        let state = State { tick: Duration::from_nanos(1), ends_busy_waiting: true, ..State::default() };
        Self { state: Mutex::new(state) }
    }

    /// The clock of a whole program, which moves for nobody who looks at it: two times that are the same on paper are the
    /// same, however often somebody has looked. Who waits by looking is helped as [there](Self::for_programs).
    #[must_use]
    pub fn still_for_programs() -> Self {
        Self { state: Mutex::new(State { ends_busy_waiting: true, ..State::default() }) }
    }

    /// The time, for the record: a clock that ticks does not tick for this.
    #[must_use]
    pub fn peek(&self) -> Time {
        Time(self.state().now.as_secs_f64())
    }

    /// The time since zero: [`Selector::time`], exactly.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        let mut state = self.state();
        state.look();
        state.now
    }

    /// Goes back to zero, for another program: of what was watched or was to happen, nothing is left.
    pub fn start_over(&self) {
        let mut state = self.state();
        let State { tick, ends_busy_waiting, .. } = *state;
        *state = State { tick, ends_busy_waiting, ..State::default() };
    }

    /// Makes `event` happen once the clock has reached `when`, in seconds. If its source is not watched
    /// then, it stays ready until it is.
    pub fn happens_at(&self, when: f64, event: Event) {
        self.state().script.push((Duration::from_secs_f64(when), event));
    }

    /// Events of the script that have not been reported yet. A test that ends should leave none.
    #[must_use]
    pub fn unseen(&self) -> usize {
        self.state().script.len()
    }

    /// What is being watched, in the order it was first asked for.
    #[must_use]
    pub fn watched(&self) -> Vec<(Source, Interest)> {
        self.state().watched.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere cannot have left the clock half set.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn look(&mut self) {
        self.looks_since_jump = self.looks_since_jump.saturating_add(1);
        let (many, longer) = BUSY_WAITING;
        self.now += if self.ends_busy_waiting && self.looks_since_jump > many { longer } else { self.tick };
    }

    fn jump(&mut self, to: Duration) {
        if to > self.now {
            self.now = to;
            self.looks_since_jump = 0;
        }
    }

    fn interest(&self, source: Source) -> Interest {
        self.watched.iter().find(|(watched, _)| *watched == source).map_or(Interest::NONE, |(_, i)| *i)
    }

    /// Moves what is due and watched from the script to `events`; whether there was any.
    fn collect(&mut self, events: &mut Vec<Event>) -> bool {
        let before = events.len();
        let script = std::mem::take(&mut self.script);
        for (when, event) in script {
            let interest = self.interest(event.source);
            let seen = Interest {
                readable: interest.readable && event.ready.readable,
                writable: interest.writable && event.ready.writable,
            };
            if when <= self.now && seen != Interest::NONE {
                events.push(Event { source: event.source, ready: seen });
            } else {
                self.script.push((when, event));
            }
        }
        events.len() > before
    }

    /// When the next event of the script whose source is watched is to happen.
    fn next_event(&self) -> Option<Duration> {
        let watched = |event: &Event| {
            let interest = self.interest(event.source);
            interest.readable && event.ready.readable || interest.writable && event.ready.writable
        };
        self.script.iter().filter(|(_, event)| watched(event)).map(|(when, _)| *when).min()
    }
}

impl Selector for ManualSelector {
    fn time(&self) -> Time {
        Time(self.elapsed().as_secs_f64())
    }

    fn resolution(&self) -> f64 {
        1e-9
    }

    /// Jumps to the end of `timeout`, or to the next event of the script if that is earlier.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::WouldBlock`] for [`Timeout::Never`] with no event to come and no wake: on this
    /// clock nothing can ever end that wait, so the program is deadlocked.
    fn select(&self, timeout: Timeout, events: &mut Vec<Event>) -> io::Result<()> {
        let mut state = self.state();
        if std::mem::take(&mut state.woken) || state.collect(events) {
            return Ok(());
        }
        let end = match timeout {
            Timeout::Now => return Ok(()),
            Timeout::After(wait) => Some(state.now.saturating_add(wait)),
            Timeout::Never => None,
        };
        let next = [end, state.next_event()].into_iter().flatten().min();
        let Some(next) = next else {
            return Err(io::Error::new(
                io::ErrorKind::WouldBlock,
                "nothing can wake this loop: no timer, no event to come, and a clock that only jumps",
            ));
        };
        state.jump(next);
        state.collect(events);
        Ok(())
    }

    fn wake(&self) {
        self.state().woken = true;
    }

    fn watch(&self, source: Source, interest: Interest) -> io::Result<()> {
        let mut state = self.state();
        let known = state.watched.iter().position(|(watched, _)| *watched == source);
        match (known, interest) {
            (Some(index), Interest::NONE) => {
                state.watched.remove(index);
            }
            (Some(index), _) => state.watched[index].1 = interest,
            (None, Interest::NONE) => {}
            (None, _) => state.watched.push((source, interest)),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOCKET: Source = Source(7);
    const READABLE: Event = Event { source: SOCKET, ready: Interest::READABLE };

    #[test]
    fn an_event_ends_a_wait_early() {
        let selector = ManualSelector::new();
        selector.watch(SOCKET, Interest::READABLE).unwrap();
        selector.happens_at(2.0, READABLE);
        let mut events = Vec::new();
        selector.select(Timeout::After(Duration::from_secs(5)), &mut events).unwrap();
        assert_eq!((selector.time(), events), (Time(2.0), vec![READABLE]));
    }

    #[test]
    fn an_event_of_a_source_that_is_not_watched_waits_until_it_is() {
        let selector = ManualSelector::new();
        selector.happens_at(0.0, READABLE);
        let mut events = Vec::new();
        selector.select(Timeout::After(Duration::from_secs(1)), &mut events).unwrap();
        assert_eq!((events.len(), selector.unseen()), (0, 1));
        selector.watch(SOCKET, Interest::READABLE).unwrap();
        selector.select(Timeout::Now, &mut events).unwrap();
        assert_eq!((events.len(), selector.unseen()), (1, 0));
    }

    #[test]
    fn a_wake_before_select_is_not_lost_and_moves_no_time() {
        let selector = ManualSelector::new();
        selector.wake();
        selector.select(Timeout::Never, &mut Vec::new()).unwrap();
        assert_eq!(selector.time(), Time(0.0));
    }

    #[test]
    fn waiting_for_nothing_forever_is_an_error_not_a_hang() {
        let error = ManualSelector::new().select(Timeout::Never, &mut Vec::new()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
    }

    #[test]
    fn a_clock_that_starts_over_knows_nothing_any_more() {
        let selector = ManualSelector::ticking(Duration::from_nanos(1));
        selector.watch(SOCKET, Interest::READABLE).unwrap();
        selector.happens_at(9.0, READABLE);
        selector.select(Timeout::After(Duration::from_secs(5)), &mut Vec::new()).unwrap();
        selector.start_over();
        assert_eq!((selector.peek(), selector.unseen(), selector.watched()), (Time(0.0), 0, vec![]));
        assert!(selector.time() < selector.time());
    }

    #[test]
    fn two_looks_at_a_ticking_clock_differ() {
        let selector = ManualSelector::ticking(Duration::from_nanos(1));
        assert!(selector.time() < selector.time());
    }

    #[test]
    fn a_program_that_spins_comes_to_an_end_and_a_jump_ends_the_hurry() {
        let selector = ManualSelector::for_programs();
        let looks = (0..).take_while(|_| selector.time() < Time(1.0)).count();
        assert!((1_000_000..1_100_000).contains(&looks), "{looks}");
        selector.select(Timeout::After(Duration::from_secs(1)), &mut Vec::new()).unwrap();
        let before = selector.time();
        assert!(selector.time().since(before) < 1.5e-9);
    }
}
