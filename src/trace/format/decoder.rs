//! Reading the format.

use unsigned_varint::decode;

use super::{
    ABOUT, AT, BEGINS, CLOCK, FormatError, LOOP, Last, NAMED, PLACE, Place, Record, STACK, TEXT, VARIABLES,
    WITH, tag,
};
use crate::handle::HandleId;
use crate::selector::{Interest, Source, Time, Timeout};
use crate::trace::{
    Cause, Complaint, Details, Event, FutureId, GeneratorEvent, PlaceId, PrimitiveId, StackId, StepOutcome,
    Stream, TextId,
};

/// Reads records from where it is. A copy reads on from the same place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decoder {
    /// The offset of the next record.
    offset: usize,
    last: Last,
}

impl Decoder {
    /// A decoder that begins at this byte of a trace: see [`check_header`](super::check_header).
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
        let mut reader = Reader {
            rest: trace.get(self.offset..).unwrap_or_default(),
            last: self.last,
            details: Details::NONE,
        };
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
    details: Details,
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
                    self.details.at = StackId(self.small()?);
                    continue;
                }
                WITH => {
                    self.details.text = TextId(self.small()?);
                    continue;
                }
                NAMED => {
                    self.details.name = TextId(self.small()?);
                    continue;
                }
                VARIABLES => {
                    self.details.variables = TextId(self.small()?);
                    continue;
                }
                BEGINS => {
                    self.details.begins = StackId(self.small()?);
                    continue;
                }
                ABOUT => Record::About(TextId(self.small()?), TextId(self.small()?)),
                _ => Record::Event(self.event(tag)?, self.details),
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
            tag::BUSY => Event::Busy(self.number()?),
            tag::RAISED_HERE => Event::Raised,
            tag::LOADED => Event::Loaded(self.number()?),
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
            tag::ACQUIRING => Event::Acquiring(PrimitiveId(self.number()?)),
            tag::ACQUIRED => Event::Acquired(PrimitiveId(self.number()?)),
            tag::RELEASED => Event::Released(PrimitiveId(self.number()?)),
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
