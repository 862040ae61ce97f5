//! The trace format, version 1.
//!
//! A trace is a header and then records, one after the other, until its end. It is written as it happens, and
//! every prefix that ends with a whole record is a trace: a program that crashed, a trace that was capped and
//! a trace that still grows are all read alike.
//!
//! The header is the line [`HEADER`] in ASCII. A record is one byte, its tag, and then its fields. A field is
//! an unsigned integer in [LEB128](https://en.wikipedia.org/wiki/LEB128), at most 64 bits; where the table
//! says *signed* it is zigzag-encoded before. Numbers of handles (`h`) and of futures (`f`) are signed
//! differences from the last one of their kind in the trace, which begins as 0; moments are signed differences,
//! in nanoseconds, from the last `clock`. Optional numbers are 0, or the number plus one.
//!
//! | tag | record | fields |
//! | --- | --- | --- |
//! | 0x01 | the next text (texts count from 1) | length in bytes; then the text, UTF-8 |
//! | 0x02 | the next place (from 1) | file: text; line; function: text; 1 if it is the library's, else 0 |
//! | 0x03 | the next stack (from 1) | the stack it stands on, or 0; its innermost place |
//! | 0x04 | what follows happened in this loop | its number, from 0 |
//! | 0x05 | the clock has moved | by so many nanoseconds |
//! | 0x06 | note for the next event: where | stack |
//! | 0x07 | note for the next event: what | text |
//! | 0x08 | note for the next event: name | text |
//! | 0x09 | something about the whole trace | key: text; value: text |
//! | 0x10 … | an [`Event`] | as in [`Encoder::event`] |
//!
//! Why not JSON: a program makes a million events in a second, a page holds them all, and three to four bytes
//! each is what makes that possible. `asyncio101 explain` prints a trace as text.

use std::fmt;

use unsigned_varint::{decode, encode};

use super::{
    Cause, Complaint, Event, FutureId, GeneratorEvent, Note, PlaceId, StackId, StepOutcome, Stream, TextId,
};
use crate::handle::HandleId;
use crate::selector::{Interest, Source, Time, Timeout};

/// What every trace begins with: the name and the version of the format.
pub const HEADER: &[u8] = b"asyncio101 trace 1\n";

/// The part of the header that all versions share.
const NAME: &[u8] = b"asyncio101 trace ";

/// A line of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The file, as a traceback names it.
    pub file: TextId,
    /// The line, from 1.
    pub line: u32,
    /// The function's qualified name.
    pub function: TextId,
    /// It belongs to the library, not to the program.
    pub library: bool,
}

/// One record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Record<'a> {
    /// The next text.
    Text(&'a str),
    /// The next place.
    Place(Place),
    /// The next stack: a place, and the stack it stands on.
    Stack(StackId, PlaceId),
    /// Which loop the events after this one are about.
    Loop(u32),
    /// The clock shows this, in nanoseconds since the trace began.
    Clock(u64),
    /// Something about the whole trace.
    About(TextId, TextId),
    /// Something happened.
    Event(Event, Note),
}

/// Why a trace cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormatError {
    /// It does not begin as a trace does.
    NoTrace,
    /// It is a trace of a version this program does not know.
    Version(String),
    /// A record that makes no sense, at this byte.
    Damaged(usize),
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoTrace => f.write_str("this is no trace of asyncio101: it does not begin like one"),
            Self::Version(version) => {
                write!(f, "this trace has version {version} of the format, and only version 1 is known here")
            }
            Self::Damaged(at) => write!(f, "this trace is damaged: byte {at} begins nothing that is known"),
        }
    }
}

impl std::error::Error for FormatError {}

/// Checks how a trace begins; the offset of its first record. `None` if it is too short to tell.
///
/// # Errors
///
/// [`FormatError::NoTrace`] and [`FormatError::Version`].
pub fn check_header(bytes: &[u8]) -> Result<Option<usize>, FormatError> {
    if bytes.starts_with(HEADER) {
        return Ok(Some(HEADER.len()));
    }
    if HEADER.starts_with(bytes) {
        return Ok(None);
    }
    let Some(rest) = bytes.strip_prefix(NAME) else {
        return Err(FormatError::NoTrace);
    };
    let version = rest.iter().take_while(|byte| byte.is_ascii_graphic()).take(12);
    Err(FormatError::Version(version.map(|byte| char::from(*byte)).collect()))
}

const TEXT: u8 = 0x01;
const PLACE: u8 = 0x02;
const STACK: u8 = 0x03;
const LOOP: u8 = 0x04;
const CLOCK: u8 = 0x05;
const AT: u8 = 0x06;
const WITH: u8 = 0x07;
const NAMED: u8 = 0x08;
const ABOUT: u8 = 0x09;

/// The tags of events, each beside the fields [`Encoder::event`] writes for it.
mod tag {
    pub(super) const RUN_BEGAN: u8 = 0x10;
    pub(super) const RUN_ENDED: u8 = 0x11;
    pub(super) const CLOSED: u8 = 0x12;
    /// turn
    pub(super) const TURN_BEGAN: u8 = 0x13;
    /// 0 now, 1 never, or nanoseconds plus 2
    pub(super) const SELECTING: u8 = 0x14;
    /// sources
    pub(super) const SELECTED: u8 = 0x15;
    /// h
    pub(super) const TIMER_DUE: u8 = 0x16;
    /// h
    pub(super) const SOON_PROGRAM: u8 = 0x17;
    /// h, f
    pub(super) const SOON_DONE: u8 = 0x18;
    /// h, f
    pub(super) const SOON_STEP: u8 = 0x19;
    /// h, f of the task, f of what it waited for
    pub(super) const SOON_WAKE_UP: u8 = 0x1a;
    /// h, f of the task
    pub(super) const SOON_WAKE_UP_FOREIGN: u8 = 0x1b;
    /// h
    pub(super) const SOON_READY: u8 = 0x1c;
    /// h, moment
    pub(super) const LATER: u8 = 0x1d;
    /// h, moment, f
    pub(super) const SLEEPS: u8 = 0x1e;
    /// h
    pub(super) const HANDLE_CANCELLED: u8 = 0x1f;
    /// h
    pub(super) const BEGAN: u8 = 0x20;
    /// h
    pub(super) const ENDED: u8 = 0x21;
    /// f
    pub(super) const FUTURE_CREATED: u8 = 0x22;
    /// f
    pub(super) const TASK_CREATED: u8 = 0x23;
    /// f
    pub(super) const RENAMED: u8 = 0x24;
    /// f, f
    pub(super) const WAITS: u8 = 0x25;
    /// f
    pub(super) const WAITS_FOREIGN: u8 = 0x26;
    /// f
    pub(super) const GAVE_WAY: u8 = 0x27;
    /// f
    pub(super) const RETURNED: u8 = 0x28;
    /// f
    pub(super) const RAISED: u8 = 0x29;
    /// f
    pub(super) const LET_CANCEL_THROUGH: u8 = 0x2a;
    /// f
    pub(super) const CANCEL_REQUESTED: u8 = 0x2b;
    /// f
    pub(super) const FUTURE_DONE: u8 = 0x2c;
    /// f
    pub(super) const FUTURE_FAILED: u8 = 0x2d;
    /// f
    pub(super) const FUTURE_CANCELLED: u8 = 0x2e;
    /// f
    pub(super) const CALLBACK_ADDED: u8 = 0x2f;
    /// f, how many
    pub(super) const CALLBACK_REMOVED: u8 = 0x30;
    /// source, 1 for readable + 2 for writable
    pub(super) const WATCHING: u8 = 0x31;
    pub(super) const PRINTED_STDOUT: u8 = 0x32;
    pub(super) const PRINTED_STDERR: u8 = 0x33;
    pub(super) const READ: u8 = 0x34;
    /// nanoseconds
    pub(super) const BLOCKED: u8 = 0x35;
    pub(super) const NEVER_AWAITED: u8 = 0x36;
    /// f
    pub(super) const NEVER_RETRIEVED: u8 = 0x37;
    /// f
    pub(super) const DESTROYED: u8 = 0x38;
    /// number, what: 0 to 5 in the order of `GeneratorEvent`
    pub(super) const GENERATOR: u8 = 0x39;
    pub(super) const LINE: u8 = 0x3a;
    pub(super) const FULL: u8 = 0x3b;
    /// f
    pub(super) const BEGAN_EAGERLY: u8 = 0x3c;
    /// f, f
    pub(super) const AWAITED_BY: u8 = 0x3d;
    /// f, f
    pub(super) const NOT_AWAITED_BY: u8 = 0x3e;
    /// how many
    pub(super) const THREADS: u8 = 0x3f;
    /// f, how many times
    pub(super) const NEVER_YIELDED: u8 = 0x40;
}

/// What both sides remember from one record to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Last {
    handle: u64,
    future: u64,
    /// Nanoseconds since the trace began.
    clock: u64,
}

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

    /// Something about the whole trace.
    pub fn about(&mut self, key: TextId, value: TextId) {
        self.tag(ABOUT).number(key.0.into()).number(value.0.into());
    }

    /// What happened.
    pub fn event(&mut self, event: Event, note: Note) {
        for (tag, number) in [(AT, note.at.0), (WITH, note.text.0), (NAMED, note.name.0)] {
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

/// Reads records from where it is. A copy reads on from the same place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decoder {
    /// The offset of the next record.
    offset: usize,
    last: Last,
}

impl Decoder {
    /// A decoder that begins at this byte of a trace: see [`check_header`].
    #[must_use]
    pub fn at(offset: usize) -> Self {
        Self { offset, last: Last::default() }
    }

    /// The byte it reads next.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// The clock, in nanoseconds since the trace began.
    #[must_use]
    pub fn clock(&self) -> u64 {
        self.last.clock
    }

    /// Reads the next record of `trace`; an event together with its notes. `None` where the trace ends, which
    /// may be within a record that is still being written: then the decoder stays where it is.
    ///
    /// # Errors
    ///
    /// [`FormatError::Damaged`]
    pub fn next<'a>(&mut self, trace: &'a [u8]) -> Result<Option<Record<'a>>, FormatError> {
        let mut reader =
            Reader { rest: trace.get(self.offset..).unwrap_or_default(), last: self.last, note: Note::NONE };
        match reader.record() {
            Ok(record) => {
                self.offset = trace.len() - reader.rest.len();
                self.last = reader.last;
                Ok(Some(record))
            }
            Err(Stop::End) => Ok(None),
            Err(Stop::Damaged) => Err(FormatError::Damaged(self.offset)),
        }
    }
}

/// Why there is no record.
enum Stop {
    /// The trace ends here.
    End,
    /// What stands here is no record.
    Damaged,
}

struct Reader<'a> {
    rest: &'a [u8],
    last: Last,
    note: Note,
}

impl<'a> Reader<'a> {
    fn record(&mut self) -> Result<Record<'a>, Stop> {
        loop {
            let tag = self.byte()?;
            let record = match tag {
                TEXT => {
                    let length = usize::try_from(self.number()?).map_err(|_| Stop::Damaged)?;
                    let (text, rest) = self.rest.split_at_checked(length).ok_or(Stop::End)?;
                    self.rest = rest;
                    Record::Text(str::from_utf8(text).map_err(|_| Stop::Damaged)?)
                }
                PLACE => Record::Place(Place {
                    file: TextId(self.small()?),
                    line: self.small()?,
                    function: TextId(self.small()?),
                    library: self.number()? != 0,
                }),
                STACK => Record::Stack(StackId(self.small()?), PlaceId(self.small()?)),
                LOOP => Record::Loop(self.small()?),
                CLOCK => {
                    self.last.clock = self.last.clock.saturating_add(self.number()?);
                    Record::Clock(self.last.clock)
                }
                AT => {
                    self.note.at = StackId(self.small()?);
                    continue;
                }
                WITH => {
                    self.note.text = TextId(self.small()?);
                    continue;
                }
                NAMED => {
                    self.note.name = TextId(self.small()?);
                    continue;
                }
                ABOUT => Record::About(TextId(self.small()?), TextId(self.small()?)),
                _ => Record::Event(self.event(tag)?, self.note),
            };
            return Ok(record);
        }
    }

    fn event(&mut self, tag: u8) -> Result<Event, Stop> {
        Ok(match tag {
            tag::RUN_BEGAN => Event::RunBegan,
            tag::RUN_ENDED => Event::RunEnded,
            tag::CLOSED => Event::Closed,
            tag::TURN_BEGAN => Event::TurnBegan(self.number()?),
            tag::SELECTING => Event::Selecting(match self.number()? {
                0 => Timeout::Now,
                1 => Timeout::Never,
                wait => Timeout::After(std::time::Duration::from_nanos(wait - 2)),
            }),
            tag::SELECTED => Event::Selected(self.number()? as usize),
            tag::TIMER_DUE => Event::TimerDue(self.handle()?),
            tag::SOON_PROGRAM => Event::Soon(self.handle()?, Cause::Program),
            tag::SOON_DONE => Event::Soon(self.handle()?, Cause::Done(self.future()?)),
            tag::SOON_STEP => Event::Soon(self.handle()?, Cause::Step(self.future()?)),
            tag::SOON_WAKE_UP => {
                Event::Soon(self.handle()?, Cause::WakeUp(self.future()?, Some(self.future()?)))
            }
            tag::SOON_WAKE_UP_FOREIGN => Event::Soon(self.handle()?, Cause::WakeUp(self.future()?, None)),
            tag::SOON_READY => Event::Soon(self.handle()?, Cause::Ready),
            tag::LATER => Event::Later(self.handle()?, self.moment()?),
            tag::SLEEPS => Event::Sleeps(self.handle()?, self.moment()?, self.future()?),
            tag::HANDLE_CANCELLED => Event::HandleCancelled(self.handle()?),
            tag::BEGAN => Event::Began(self.handle()?),
            tag::ENDED => Event::Ended(self.handle()?),
            tag::BEGAN_EAGERLY => Event::BeganEagerly(self.future()?),
            tag::FUTURE_CREATED => Event::FutureCreated(self.future()?),
            tag::TASK_CREATED => Event::TaskCreated(self.future()?),
            tag::RENAMED => Event::Renamed(self.future()?),
            tag::WAITS => Event::Stepped(self.future()?, StepOutcome::Waits(Some(self.future()?))),
            tag::WAITS_FOREIGN => Event::Stepped(self.future()?, StepOutcome::Waits(None)),
            tag::GAVE_WAY => Event::Stepped(self.future()?, StepOutcome::GaveWay),
            tag::RETURNED => Event::Stepped(self.future()?, StepOutcome::Returned),
            tag::RAISED => Event::Stepped(self.future()?, StepOutcome::Raised),
            tag::LET_CANCEL_THROUGH => Event::Stepped(self.future()?, StepOutcome::Cancelled),
            tag::CANCEL_REQUESTED => Event::CancelRequested(self.future()?),
            tag::FUTURE_DONE => Event::FutureDone(self.future()?),
            tag::FUTURE_FAILED => Event::FutureFailed(self.future()?),
            tag::FUTURE_CANCELLED => Event::FutureCancelled(self.future()?),
            tag::CALLBACK_ADDED => Event::CallbackAdded(self.future()?),
            tag::CALLBACK_REMOVED => Event::CallbackRemoved(self.future()?, self.number()? as usize),
            tag::AWAITED_BY => Event::AwaitedBy(self.future()?, self.future()?),
            tag::NOT_AWAITED_BY => Event::NotAwaitedBy(self.future()?, self.future()?),
            tag::THREADS => Event::Threads(self.number()? as usize),
            tag::WATCHING => {
                let (source, bits) = (Source(self.number()?), self.number()?);
                Event::Watching(source, Interest { readable: bits & 1 != 0, writable: bits & 2 != 0 })
            }
            tag::PRINTED_STDOUT => Event::Printed(Stream::Stdout),
            tag::PRINTED_STDERR => Event::Printed(Stream::Stderr),
            tag::READ => Event::Read,
            tag::BLOCKED => Event::Blocked(self.number()?),
            tag::NEVER_AWAITED => Event::Complained(Complaint::NeverAwaited),
            tag::NEVER_RETRIEVED => Event::Complained(Complaint::NeverRetrieved(self.future()?)),
            tag::DESTROYED => Event::Complained(Complaint::Destroyed(self.future()?)),
            tag::NEVER_YIELDED => Event::Complained(Complaint::NeverYielded(self.future()?, self.number()?)),
            tag::GENERATOR => Event::Generator(
                self.number()?,
                match self.number()? {
                    0 => GeneratorEvent::Created,
                    1 => GeneratorEvent::Resumed,
                    2 => GeneratorEvent::Yielded,
                    3 => GeneratorEvent::Returned,
                    4 => GeneratorEvent::Raised,
                    5 => GeneratorEvent::Closed,
                    _ => return Err(Stop::Damaged),
                },
            ),
            tag::LINE => Event::Line,
            tag::FULL => Event::Full,
            _ => return Err(Stop::Damaged),
        })
    }

    fn byte(&mut self) -> Result<u8, Stop> {
        let (byte, rest) = self.rest.split_first().ok_or(Stop::End)?;
        self.rest = rest;
        Ok(*byte)
    }

    fn number(&mut self) -> Result<u64, Stop> {
        let (number, rest) = decode::u64(self.rest).map_err(|error| match error {
            decode::Error::Insufficient => Stop::End,
            _ => Stop::Damaged,
        })?;
        self.rest = rest;
        Ok(number)
    }

    fn small(&mut self) -> Result<u32, Stop> {
        u32::try_from(self.number()?).map_err(|_| Stop::Damaged)
    }

    fn signed(&mut self) -> Result<i64, Stop> {
        let number = self.number()?;
        Ok((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    fn handle(&mut self) -> Result<HandleId, Stop> {
        self.last.handle = self.last.handle.wrapping_add_signed(self.signed()?);
        Ok(HandleId(self.last.handle))
    }

    fn future(&mut self) -> Result<FutureId, Stop> {
        self.last.future = self.last.future.wrapping_add_signed(self.signed()?);
        Ok(FutureId(self.last.future))
    }

    fn moment(&mut self) -> Result<Time, Stop> {
        let nanoseconds = self.signed()?.saturating_add_unsigned(self.last.clock);
        Ok(Time(nanoseconds as f64 / 1e9))
    }
}
