//! Writing the format.

use unsigned_varint::encode;

use super::{
    ABOUT, AT, BEGINS, CLOCK, HEADER, LOOP, Last, NAMED, PLACE, Place, STACK, TEXT, VARIABLES, WITH, tag,
};
use crate::handle::HandleId;
use crate::selector::{Interest, Time, Timeout};
use crate::trace::{
    Cause, Complaint, Details, Event, FutureId, GeneratorEvent, PlaceId, StackId, StepOutcome, Stream, TextId,
};

/// Writes records.
#[derive(Debug, Default)]
pub struct Encoder {
    bytes: Vec<u8>,
    last: Last,
}

impl Encoder {
    /// What was written since the last `take`.
    #[must_use]
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }

    /// How many bytes were written since the last `take`.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether nothing was written since the last `take`.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Writes the header.
    pub fn header(&mut self) {
        self.bytes.extend_from_slice(HEADER);
    }

    /// Writes a text, which is the next one.
    pub fn text(&mut self, text: &str) {
        self.tag(TEXT).number(text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// Writes a place, which is the next one.
    pub fn place(&mut self, place: Place) {
        self.tag(PLACE).number(place.file.0.into()).number(place.line.into());
        self.number(place.function.0.into()).number(place.library.into());
    }

    /// Writes a stack, which is the next one.
    pub fn stack(&mut self, outer: StackId, place: PlaceId) {
        self.tag(STACK).number(outer.0.into()).number(place.0.into());
    }

    /// What follows happens in another loop.
    pub fn switch_loop(&mut self, number: u32) {
        self.tag(LOOP).number(number.into());
    }

    /// The clock shows this, in nanoseconds since the trace began. A clock that has not moved writes nothing.
    pub fn clock(&mut self, nanoseconds: u64) {
        let moved = nanoseconds.saturating_sub(self.last.clock);
        if moved > 0 {
            self.last.clock += moved;
            self.tag(CLOCK).number(moved);
        }
    }

    /// What the clock showed last.
    pub(in crate::trace) fn last_clock(&self) -> u64 {
        self.last.clock
    }

    /// Something about the whole trace.
    pub fn about(&mut self, key: TextId, value: TextId) {
        self.tag(ABOUT).number(key.0.into()).number(value.0.into());
    }

    /// What happened.
    pub fn event(&mut self, event: Event, details: Details) {
        let Details { at, text, name, variables, begins } = details;
        let notes =
            [(AT, at.0), (WITH, text.0), (NAMED, name.0), (VARIABLES, variables.0), (BEGINS, begins.0)];
        for (tag, number) in notes {
            if number != 0 {
                self.tag(tag).number(number.into());
            }
        }
        match event {
            Event::RunBegan => self.tag(tag::RUN_BEGAN),
            Event::RunEnded => self.tag(tag::RUN_ENDED),
            Event::Closed => self.tag(tag::CLOSED),
            Event::TurnBegan(turn) => self.tag(tag::TURN_BEGAN).number(turn),
            Event::Selecting(timeout) => self.tag(tag::SELECTING).number(match timeout {
                Timeout::Now => 0,
                Timeout::Never => 1,
                Timeout::After(wait) => u64::try_from(wait.as_nanos()).unwrap_or(u64::MAX - 2) + 2,
            }),
            Event::Selected(sources) => self.tag(tag::SELECTED).number(sources as u64),
            Event::TimerDue(handle) => self.tag(tag::TIMER_DUE).handle(handle),
            Event::Soon(handle, cause) => match cause {
                Cause::Program => self.tag(tag::SOON_PROGRAM).handle(handle),
                Cause::Done(future) => self.tag(tag::SOON_DONE).handle(handle).future(future),
                Cause::Step(task) => self.tag(tag::SOON_STEP).handle(handle).future(task),
                Cause::WakeUp(task, Some(future)) => {
                    self.tag(tag::SOON_WAKE_UP).handle(handle).future(task).future(future)
                }
                Cause::WakeUp(task, None) => self.tag(tag::SOON_WAKE_UP_FOREIGN).handle(handle).future(task),
                Cause::Ready => self.tag(tag::SOON_READY).handle(handle),
            },
            Event::Later(handle, when) => self.tag(tag::LATER).handle(handle).moment(when),
            Event::Sleeps(handle, when, future) => {
                self.tag(tag::SLEEPS).handle(handle).moment(when).future(future)
            }
            Event::HandleCancelled(handle) => self.tag(tag::HANDLE_CANCELLED).handle(handle),
            Event::Began(handle) => self.tag(tag::BEGAN).handle(handle),
            Event::Ended(handle) => self.tag(tag::ENDED).handle(handle),
            Event::BeganEagerly(task) => self.tag(tag::BEGAN_EAGERLY).future(task),
            Event::FutureCreated(future) => self.tag(tag::FUTURE_CREATED).future(future),
            Event::TaskCreated(task) => self.tag(tag::TASK_CREATED).future(task),
            Event::Renamed(task) => self.tag(tag::RENAMED).future(task),
            Event::Stepped(task, outcome) => match outcome {
                StepOutcome::Waits(Some(future)) => self.tag(tag::WAITS).future(task).future(future),
                StepOutcome::Waits(None) => self.tag(tag::WAITS_FOREIGN).future(task),
                StepOutcome::GaveWay => self.tag(tag::GAVE_WAY).future(task),
                StepOutcome::Returned => self.tag(tag::RETURNED).future(task),
                StepOutcome::Raised => self.tag(tag::RAISED).future(task),
                StepOutcome::Cancelled => self.tag(tag::LET_CANCEL_THROUGH).future(task),
            },
            Event::CancelRequested(task) => self.tag(tag::CANCEL_REQUESTED).future(task),
            Event::FutureDone(future) => self.tag(tag::FUTURE_DONE).future(future),
            Event::FutureFailed(future) => self.tag(tag::FUTURE_FAILED).future(future),
            Event::FutureCancelled(future) => self.tag(tag::FUTURE_CANCELLED).future(future),
            Event::CallbackAdded(future) => self.tag(tag::CALLBACK_ADDED).future(future),
            Event::CallbackRemoved(future, count) => {
                self.tag(tag::CALLBACK_REMOVED).future(future).number(count as u64)
            }
            Event::AwaitedBy(future, waiter) => self.tag(tag::AWAITED_BY).future(future).future(waiter),
            Event::NotAwaitedBy(future, waiter) => {
                self.tag(tag::NOT_AWAITED_BY).future(future).future(waiter)
            }
            Event::Threads(count) => self.tag(tag::THREADS).number(count as u64),
            Event::Watching(source, Interest { readable, writable }) => {
                self.tag(tag::WATCHING).number(source.0).number(u64::from(readable) + 2 * u64::from(writable))
            }
            Event::Printed(Stream::Stdout) => self.tag(tag::PRINTED_STDOUT),
            Event::Printed(Stream::Stderr) => self.tag(tag::PRINTED_STDERR),
            Event::Read => self.tag(tag::READ),
            Event::Blocked(nanoseconds) => self.tag(tag::BLOCKED).number(nanoseconds),
            Event::Busy(nanoseconds) => self.tag(tag::BUSY).number(nanoseconds),
            Event::Raised => self.tag(tag::RAISED_HERE),
            Event::Loaded(nanoseconds) => self.tag(tag::LOADED).number(nanoseconds),
            Event::Complained(Complaint::NeverAwaited) => self.tag(tag::NEVER_AWAITED),
            Event::Complained(Complaint::NeverRetrieved(future)) => {
                self.tag(tag::NEVER_RETRIEVED).future(future)
            }
            Event::Complained(Complaint::Destroyed(task)) => self.tag(tag::DESTROYED).future(task),
            Event::Complained(Complaint::NeverYielded(task, times)) => {
                self.tag(tag::NEVER_YIELDED).future(task).number(times)
            }
            Event::Generator(number, what) => self.tag(tag::GENERATOR).number(number).number(match what {
                GeneratorEvent::Created => 0,
                GeneratorEvent::Resumed => 1,
                GeneratorEvent::Yielded => 2,
                GeneratorEvent::Returned => 3,
                GeneratorEvent::Raised => 4,
                GeneratorEvent::Closed => 5,
            }),
            Event::Acquiring(primitive) => self.tag(tag::ACQUIRING).number(primitive.0),
            Event::Acquired(primitive) => self.tag(tag::ACQUIRED).number(primitive.0),
            Event::Released(primitive) => self.tag(tag::RELEASED).number(primitive.0),
            Event::Line => self.tag(tag::LINE),
            Event::Full => self.tag(tag::FULL),
        };
    }

    fn tag(&mut self, tag: u8) -> &mut Self {
        self.bytes.push(tag);
        self
    }

    fn number(&mut self, number: u64) -> &mut Self {
        if number < 0x80 {
            self.bytes.push(number as u8);
        } else {
            self.bytes.extend_from_slice(encode::u64(number, &mut encode::u64_buffer()));
        }
        self
    }

    fn signed(&mut self, number: i64) -> &mut Self {
        self.number((number.cast_unsigned() << 1) ^ (number >> 63).cast_unsigned())
    }

    fn handle(&mut self, handle: HandleId) -> &mut Self {
        let difference = handle.0.wrapping_sub(self.last.handle).cast_signed();
        self.last.handle = handle.0;
        self.signed(difference)
    }

    fn future(&mut self, future: FutureId) -> &mut Self {
        let difference = future.0.wrapping_sub(self.last.future).cast_signed();
        self.last.future = future.0;
        self.signed(difference)
    }

    /// A moment, in seconds since the trace began. One too far away to count to is as far away as can be.
    fn moment(&mut self, moment: Time) -> &mut Self {
        let nanoseconds = (moment.0 * 1e9).round();
        // `as` saturates, and makes what is not a number 0.
        let difference = (nanoseconds as i64).saturating_sub_unsigned(self.last.clock);
        self.signed(difference)
    }
}
