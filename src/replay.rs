//! The loop's state at any step of a trace, and what led to it.
//!
//! [`Replay`] reads a trace, whole or piece by piece while it is being written. Every event is a step. It can
//! tell the [`State`] after each of them, forwards and backwards, and what a reader would ask about a step: one
//! sentence, where the next step of a task is, why something ran ([`Replay::why`]), why it ran after something else
//! ([`Replay::order`]), who awaits whom ([`Replay::await_tree`]), and what is wrong with the program ([`Finding`]).
//!
//! It is pure: it knows the trace, and nothing else. Going to a step means taking the last snapshot before it
//! and applying the events in between, of which there are few.

mod act;
mod advice;
mod await_tree;
mod cancelled;
mod chain;
pub mod fact;
mod findings;
pub mod happens_before;
mod highlights;
mod history;
pub mod judge;
mod lines;
mod markup;
mod names;
mod order;
pub mod picture;
mod primitives;
mod queues;
pub mod say;
pub mod snippet;
mod sockets;
mod state;
mod statement;
pub mod still;
mod traffic;

pub use act::{Act, What};
pub use await_tree::{AwaitTree, Branch};
pub use chain::{Link, Reason};
pub use findings::{Finding, Problem};
pub use history::{FutureRecord, HandleRecord, Printed, Span, Stops};
pub use lines::Line;
pub use names::{Names, PlaceText, shortened};
pub use order::Order;
pub use primitives::{PrimitiveRecord, Request};
pub use queues::{Contents, QueueRecord, QueueWait};
pub use sockets::{Buffer, Socket, Sockets, Stage};
pub use state::{Future, Generator, Handle, Loop, Phase, Standing, State, Status, Task};
pub use traffic::{Incoming, SocketRecord};

use history::History;

use crate::trace::format::{Decoder, FormatError, Record, check_header};
use crate::trace::{Cause, Details, Event, StackId};

/// How many steps lie between two snapshots. Applying one takes less than a microsecond.
const INTERVAL: usize = 1024;

/// A place in the trace: what comes next, and the state there.
#[derive(Clone, Debug, Default)]
struct Cursor {
    decoder: Decoder,
    state: State,
}

/// A trace that can be walked. The [module](self) tells more.
#[derive(Debug, Default)]
pub struct Replay {
    trace: Vec<u8>,
    has_header: bool,
    /// After the last step.
    end: Cursor,
    /// Before step 0, [`INTERVAL`], twice that ...
    snapshots: Vec<Cursor>,
    names: names::Table,
    history: History,
    is_full: bool,
    /// As many steps as are read.
    limit: Option<usize>,
}

impl Replay {
    /// A trace of which nothing has come yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a whole trace.
    ///
    /// # Errors
    ///
    /// When it is no trace, of another version, or damaged. One that [ends in the middle of a
    /// record](Self::is_cut_off) is read up to there.
    pub fn read(trace: impl Into<Vec<u8>>) -> Result<Self, FormatError> {
        Self::new().read_all(trace)
    }

    /// The same, with the limit it has.
    ///
    /// # Errors
    ///
    /// As [`Replay::read`].
    pub fn read_all(mut self, trace: impl Into<Vec<u8>>) -> Result<Self, FormatError> {
        self.trace = trace.into();
        self.read_on()?;
        if self.has_header { Ok(self) } else { Err(FormatError::NoTrace) }
    }

    /// Reads no more than so many steps: every step takes memory, 200 bytes and more. Then the trace
    /// [is full](Self::is_full).
    #[must_use]
    pub fn with_limit(self, steps: usize) -> Self {
        Self { limit: Some(steps), ..self }
    }

    /// Reads the next piece of a trace.
    ///
    /// # Errors
    ///
    /// When the trace cannot be read on. What came before can be used all the same.
    pub fn append(&mut self, piece: &[u8]) -> Result<(), FormatError> {
        if self.is_at_limit() {
            return Ok(());
        }
        self.trace.extend_from_slice(piece);
        self.read_on()
    }

    fn read_on(&mut self) -> Result<(), FormatError> {
        if !self.has_header {
            let Some(start) = check_header(&self.trace)? else { return Ok(()) };
            self.has_header = true;
            self.end.decoder = Decoder::at(start);
        }
        loop {
            if self.end.state.step >= self.snapshots.len() * INTERVAL {
                self.snapshots.push(self.end.clone());
            }
            if self.is_at_limit() {
                self.is_full = true;
                return Ok(());
            }
            let before = self.end.decoder;
            let Some(record) = self.end.decoder.next(&self.trace)? else { return Ok(()) };
            match record {
                Record::Text(text) => self.names.add_text(self.end.decoder.offset(), text.len()),
                Record::Place(place) => self.names.add_place(place),
                Record::Stack(outer, place) => {
                    if let Err(damage) = self.names.add_stack(&self.trace, outer, place) {
                        // Reading on would find it again.
                        self.end.decoder = before;
                        return Err(FormatError::Damaged { at: before.offset(), damage });
                    }
                }
                Record::About(key, value) => self.names.add_about(&self.trace, key, value),
                Record::Event(Event::Full, _) => self.is_full = true,
                Record::Loop(number) => self.end.state.switch_loop(number),
                Record::Thread(number) => self.end.state.switch_thread(number),
                Record::Clock(clock) => self.end.state.clock = clock,
                Record::Event(event, details) => {
                    self.history.observe(self.names.of(&self.trace), &self.end.state, event, details);
                    self.end.state.apply(event, details);
                }
            }
            debug_assert_ne!(before, self.end.decoder, "a record has at least one byte");
        }
    }

    fn is_at_limit(&self) -> bool {
        self.limit.is_some_and(|limit| self.end.state.step >= limit)
    }

    /// Whether the trace ends in the middle of a record: it was cut off, or its writer is not done.
    #[must_use]
    pub fn is_cut_off(&self) -> bool {
        !self.is_at_limit() && self.end.decoder.offset() < self.trace.len()
    }

    /// How many steps there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.end.state.step
    }

    /// Whether nothing has happened.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the program has generators and has run no loop: then they are all there is to see.
    #[must_use]
    pub fn has_only_generators(&self) -> bool {
        self.history.stops.turns.is_empty() && !self.end.state.generators.is_empty()
    }

    /// Whether more happened than the trace could hold, or was to be read.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.is_full
    }

    /// The trace itself, as it came.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.trace
    }

    /// The state after `step` steps; after the last one if there are fewer.
    #[must_use]
    pub fn state(&self, step: usize) -> State {
        if step >= self.len() {
            return self.end.state.clone();
        }
        let mut cursor = self.snapshot_before(step);
        while cursor.state.step < step && cursor.advance(&self.trace).is_some() {}
        cursor.state
    }

    /// What happened in `step`; steps count from 1.
    #[must_use]
    pub fn event(&self, step: usize) -> Option<(Event, Details)> {
        if step == 0 || step > self.len() {
            return None;
        }
        let mut cursor = self.snapshot_before(step - 1);
        loop {
            let event = cursor.advance(&self.trace)?;
            if cursor.state.step == step {
                return Some(event);
            }
        }
    }

    /// The state before and the event of each step in `steps`, in order. Cheaper than asking for each.
    pub fn walk(&self, steps: std::ops::RangeInclusive<usize>) -> impl Iterator<Item = Moment> + '_ {
        let first = (*steps.start()).max(1);
        let mut cursor = self.snapshot_before(first - 1);
        while cursor.state.step + 1 < first && cursor.advance(&self.trace).is_some() {}
        let last = (*steps.end()).min(self.len());
        std::iter::from_fn(move || {
            if cursor.state.step >= last {
                return None;
            }
            let (event, details) = cursor.next(&self.trace)?;
            let before = cursor.state.clone();
            cursor.state.apply(event, details);
            Some(Moment { step: cursor.state.step, before, event, details })
        })
    }

    fn snapshot_before(&self, step: usize) -> Cursor {
        let at = (step / INTERVAL).min(self.snapshots.len().saturating_sub(1));
        self.snapshots.get(at).cloned().unwrap_or_default()
    }

    /// What happened in a step, in one English sentence.
    #[must_use]
    pub fn sentence(&self, moment: &Moment) -> String {
        say::Language::English.sentence(&self.statement(moment))
    }

    /// The trace's texts, places and stacks.
    #[must_use]
    pub fn names(&self) -> Names<'_> {
        self.names.of(&self.trace)
    }
}

/// One step of a trace.
#[derive(Clone, Debug)]
pub struct Moment {
    /// Its number, from 1.
    pub step: usize,
    /// The state before it: that after the step before, but for the clock and the loop this step is about.
    pub before: State,
    /// What happened.
    pub event: Event,
    /// What else is known of it.
    pub details: Details,
}

impl Moment {
    /// Where in the program that was. Of a task's step that begins, it is where the task goes on.
    #[must_use]
    pub fn at(&self) -> StackId {
        let Event::Began(handle) = self.event else { return self.details.at };
        let task = self.before.current_loop().and_then(|event_loop| {
            let (Cause::Step(task) | Cause::WakeUp(task, _)) = event_loop.handles.get(&handle)?.cause else {
                return None;
            };
            event_loop.futures.get(&task)?.task.as_ref()
        });
        task.map_or(self.details.at, |task| task.suspended_at)
    }
}

impl Cursor {
    /// Applies the next event.
    fn advance(&mut self, trace: &[u8]) -> Option<(Event, Details)> {
        let (event, details) = self.next(trace)?;
        self.state.apply(event, details);
        Some((event, details))
    }

    /// Reads the next event, and goes to its loop and time.
    fn next(&mut self, trace: &[u8]) -> Option<(Event, Details)> {
        loop {
            // What is damaged was found when the trace was read.
            match self.decoder.next(trace).ok()?? {
                Record::Loop(number) => self.state.switch_loop(number),
                Record::Thread(number) => self.state.switch_thread(number),
                Record::Clock(clock) => self.state.clock = clock,
                Record::Event(Event::Full, _) => return None,
                Record::Event(event, details) => return Some((event, details)),
                Record::Text(_) | Record::Place(_) | Record::Stack(..) | Record::About(..) => {}
            }
        }
    }
}
