//! The loop's bookkeeping: what is ready, what is scheduled, and one pass over it.
//!
//! [`Scheduler`] is a plain value. It runs nothing, blocks on nothing and calls nobody: a loop holds one (behind
//! whatever lock suits its language), and a [`turn`](crate::turn) takes handles out of it one at a time and runs them
//! with no lock held. So a callback may do anything to the loop it runs in.

use std::collections::VecDeque;
use std::fmt;

use crate::handle::{Entry, Scheduled, State};
use crate::ids::{FutureId, HandleId};
use crate::selector::Time;
use crate::timer_queue::TimerQueue;
use crate::trace::{Cause, Details, Event, Observer};

/// Whether a loop can be used, and is being used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Nobody runs it. Things can be scheduled.
    #[default]
    Idle,
    /// Somebody is inside `run_forever`.
    Running,
    /// `close()` was called: nothing can be scheduled or run, ever.
    Closed,
}

/// How long a loop may wait before it runs what is scheduled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wait {
    /// Not at all: something is ready, or the loop is to stop.
    No,
    /// Until the time of the next timer.
    Until(Time),
    /// Until something happens: no timer is waiting.
    ForEver,
}

/// What is ready and what is scheduled in one loop.
pub struct Scheduler<W> {
    /// `_ready`: first in, first out.
    ready: VecDeque<Entry<W>>,
    /// `_scheduled`: by deadline.
    timers: TimerQueue<Entry<W>>,
    /// The loop is to leave `run_forever` after the pass that is under way, or the next one.
    stopping: bool,
    phase: Phase,
    turn: u64,
    last_handle: u64,
    last_future: u64,
    observer: Option<Box<dyn Observer>>,
}

impl<W> Default for Scheduler<W> {
    fn default() -> Self {
        Self {
            ready: VecDeque::new(),
            timers: TimerQueue::default(),
            stopping: false,
            phase: Phase::Idle,
            turn: 0,
            last_handle: 0,
            last_future: 0,
            observer: None,
        }
    }
}

impl<W> fmt::Debug for Scheduler<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scheduler")
            .field("ready", &self.ready.len())
            .field("phase", &self.phase)
            .field("stopping", &self.stopping)
            .field("turn", &self.turn)
            .finish_non_exhaustive()
    }
}

impl<W: Scheduled> Scheduler<W> {
    /// Sets who watches; `None` is nobody. Returns who did until now.
    pub fn set_observer(&mut self, observer: Option<Box<dyn Observer>>) -> Option<Box<dyn Observer>> {
        std::mem::replace(&mut self.observer, observer)
    }

    /// Tells the observer, if there is one.
    #[inline]
    pub fn report(&mut self, event: impl FnOnce() -> Event) {
        if let Some(observer) = &mut self.observer {
            observer.observe(event(), Details::NONE);
        }
    }

    /// Tells the observer, if there is one, and what else is known of it.
    #[inline]
    pub fn report_with(&mut self, event: Event, details: Details) {
        if let Some(observer) = &mut self.observer {
            observer.observe(event, details);
        }
    }

    /// A number for the next future or task.
    #[inline]
    pub fn next_future_id(&mut self) -> FutureId {
        self.last_future += 1;
        FutureId(self.last_future)
    }

    /// A number for what is about to be scheduled.
    #[inline]
    fn number(&mut self, work: &W, state: State) -> HandleId {
        self.last_handle += 1;
        let id = HandleId(self.last_handle);
        work.is_scheduled(id, state);
        id
    }

    /// Puts something at the end of the ready queue, under the number that is returned.
    #[inline]
    pub fn call_soon(&mut self, work: W, cause: Cause, details: Details) -> HandleId {
        let id = self.number(&work, State::Ready);
        self.report_with(Event::Soon(id, cause), details);
        self.ready.push_back(Entry { id, work });
        id
    }

    /// Puts something among the timers, under the number that is returned.
    pub fn call_at(&mut self, when: Time, work: W, details: Details) -> HandleId {
        let id = self.number(&work, State::Timer);
        let event = work.ends_sleep().map_or(Event::Later(id, when), |f| Event::Sleeps(id, when, f));
        self.report_with(event, details);
        self.timers.push(when, Entry { id, work });
        id
    }

    /// Somebody has cancelled a handle that was in a queue; `is_timer` if among the timers. Returns what was swept
    /// because of it, for the caller to drop when it holds no lock.
    #[must_use = "dropping a handle can run the program's code: do it when no lock is held"]
    pub fn note_cancelled(&mut self, id: HandleId, is_timer: bool, details: Details) -> Vec<Entry<W>> {
        self.report_with(Event::HandleCancelled(id), details);
        if is_timer { self.timers.note_cancelled() } else { Vec::new() }
    }

    /// Begins a turn: how long the loop may wait. Cancelled timers that stood in the way are moved to `swept`, for the
    /// caller to drop when it holds no lock.
    pub fn begin_turn(&mut self, swept: &mut Vec<Entry<W>>) -> Wait {
        self.turn += 1;
        let turn = self.turn;
        self.report(|| Event::TurnBegan(turn));
        let deadline = self.timers.next_deadline(swept);
        if !self.ready.is_empty() || self.stopping {
            Wait::No
        } else {
            deadline.map_or(Wait::ForEver, Wait::Until)
        }
    }

    /// Whether a pass would have to look at the clock at all.
    #[must_use]
    pub fn has_timers(&self) -> bool {
        !self.timers.is_empty()
    }

    /// Moves timers that are due before `end` to the ready queue, and says how many handles this pass is to
    /// run. `end` is the time now plus the clock's resolution: what is closer than that is due together.
    pub fn begin_pass(&mut self, end: Option<Time>) -> usize {
        if let Some(end) = end {
            while let Some(entry) = self.timers.pop_before(end) {
                entry.is_due();
                self.report(|| Event::TimerDue(entry.id));
                self.ready.push_back(entry);
            }
        }
        self.ready.len()
    }

    /// Takes the next handle of the pass. A cancelled one is the caller's to drop, not to run.
    #[inline]
    #[expect(
        clippy::should_implement_trait,
        reason = "no iterator: whoever runs a handle changes what is next"
    )]
    pub fn next(&mut self) -> Option<Entry<W>> {
        self.ready.pop_front()
    }

    /// Asks the loop to leave `run_forever` after the pass that is under way, or after the next one if none
    /// is. What is ready by then still runs.
    pub fn stop(&mut self) {
        self.stopping = true;
    }

    /// Whether [`Scheduler::stop`] was called and not yet obeyed.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.stopping
    }

    /// What the loop is doing.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Somebody enters `run_forever`.
    pub fn begin_running(&mut self) {
        debug_assert_eq!(self.phase, Phase::Idle, "only an idle loop can be run");
        self.phase = Phase::Running;
    }

    /// Somebody leaves `run_forever`: the stop has been obeyed.
    pub fn end_running(&mut self) {
        debug_assert_eq!(self.phase, Phase::Running, "only a running loop can be left");
        self.phase = Phase::Idle;
        self.stopping = false;
    }

    /// Closes the loop. Returns what was still waiting, for the caller to drop when it holds no lock.
    #[must_use = "dropping a handle can run the program's code: do it when no lock is held"]
    pub fn close(&mut self) -> Vec<Entry<W>> {
        self.phase = Phase::Closed;
        self.report(|| Event::Closed);
        self.ready.drain(..).chain(self.timers.drain()).collect()
    }

    /// The handles that are ready, first the one that runs next.
    pub fn ready(&self) -> impl ExactSizeIterator<Item = &Entry<W>> {
        self.ready.iter()
    }

    /// The timers, in the order of the heap.
    pub fn timers(&self) -> impl Iterator<Item = (Time, &Entry<W>)> {
        self.timers.iter()
    }
}
