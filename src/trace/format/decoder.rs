//! Reading the format.
//!
//! A trace may come from anywhere and be damaged in any way. What cannot have been [written](super::Encoder) is
//! refused here, record by record; that takes no memory, however large the numbers are.

use unsigned_varint::decode;

use super::field::Field;
use super::{
    ABOUT, AT, BEGINS, CLOCK, Damage, FormatError, LONGEST_TEXT, LOOP, Last, NAMED, PLACE, Place, Record,
    STACK, TEXT, THREAD, VARIABLES, WITH,
};
use crate::ids::{FutureId, HandleId};
use crate::selector::Time;
use crate::trace::{Details, Event, PlaceId, StackId, TextId};

/// Reads records from where it is. A copy reads on from the same place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decoder {
    /// The offset of the next record.
    offset: usize,
    last: Last,
    known: Known,
}

/// What records may refer to, because it has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Known {
    texts: u32,
    places: u32,
    stacks: u32,
    /// Nothing comes any more.
    is_full: bool,
}

impl Decoder {
    /// A decoder that begins at this byte of a trace: see [`check_header`](super::check_header).
    #[must_use]
    pub fn at(offset: usize) -> Self {
        Self { offset, last: Last::default(), known: Known::default() }
    }

    /// The byte it reads next.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// Reads the next record of `trace`; an event together with its details. `None` where the trace ends, which
    /// may be within a record that is still being written: then the decoder stays where it is.
    ///
    /// # Errors
    ///
    /// [`FormatError::Damaged`]
    pub fn next<'a>(&mut self, trace: &'a [u8]) -> Result<Option<Record<'a>>, FormatError> {
        let rest = trace.get(self.offset..).unwrap_or_default();
        let mut reader = Reader { rest, last: self.last, known: self.known };
        match reader.record() {
            Ok(record) => {
                self.offset = trace.len() - reader.rest.len();
                self.last = reader.last;
                self.known = reader.known;
                Ok(Some(record))
            }
            Err(Stop::End) => Ok(None),
            Err(Stop::Damaged(damage)) => Err(FormatError::Damaged { at: self.offset, damage }),
        }
    }
}

/// Why there is no record.
pub(in crate::trace) enum Stop {
    /// The trace ends here.
    End,
    /// What stands here is no record.
    Damaged(Damage),
}

impl From<Damage> for Stop {
    fn from(damage: Damage) -> Self {
        Self::Damaged(damage)
    }
}

/// Reads one record.
pub(in crate::trace) struct Reader<'a> {
    rest: &'a [u8],
    last: Last,
    known: Known,
}

impl<'a> Reader<'a> {
    fn record(&mut self) -> Result<Record<'a>, Stop> {
        let tag = self.byte()?;
        if self.known.is_full {
            return Err(Damage::BehindFull.into());
        }
        Ok(match tag {
            TEXT => Record::Text(self.next_text()?),
            PLACE => {
                let file = self.text_id()?;
                let line = self.small()?;
                let place = Place { file, line, function: self.text_id()?, library: self.flag()? };
                count(&mut self.known.places)?;
                Record::Place(place)
            }
            STACK => {
                let (outer, place) = (self.stack_id()?, self.place_id()?);
                count(&mut self.known.stacks)?;
                Record::Stack(outer, place)
            }
            LOOP => Record::Loop(self.small()?),
            THREAD => Record::Thread(self.small()?),
            CLOCK => {
                self.last.clock = self.last.clock.checked_add(self.number()?).ok_or(Damage::Clock)?;
                Record::Clock(self.last.clock)
            }
            ABOUT => Record::About(self.text_id()?, self.text_id()?),
            AT | WITH | NAMED | VARIABLES | BEGINS => self.event_with_details(tag)?,
            tag => self.event(tag, Details::NONE)?,
        })
    }

    /// Details, of which there is one of a kind at most, in the order of their tags, and their event.
    fn event_with_details(&mut self, mut tag: u8) -> Result<Record<'a>, Stop> {
        let mut details = Details::NONE;
        loop {
            match tag {
                AT => details.at = self.stack_id()?,
                WITH => details.text = self.text_id()?,
                NAMED => details.name = self.text_id()?,
                VARIABLES => details.variables = self.text_id()?,
                _ => details.begins = self.stack_id()?,
            }
            let next = self.byte()?;
            match next {
                AT | WITH | NAMED | VARIABLES | BEGINS if next > tag => tag = next,
                TEXT..=THREAD => return Err(Damage::Details.into()),
                next => return self.event(next, details),
            }
        }
    }

    fn event(&mut self, tag: u8, details: Details) -> Result<Record<'a>, Stop> {
        let event = Event::read(tag, self)?;
        self.known.is_full = event == Event::Full;
        Ok(Record::Event(event, details))
    }

    fn next_text(&mut self) -> Result<&'a str, Stop> {
        let length = usize::try_from(self.number()?).unwrap_or(usize::MAX);
        if length > LONGEST_TEXT + super::CUT.len() {
            return Err(Damage::Length.into());
        }
        let (text, rest) = self.rest.split_at_checked(length).ok_or(Stop::End)?;
        self.rest = rest;
        count(&mut self.known.texts)?;
        str::from_utf8(text).map_err(|_| Damage::Utf8.into())
    }

    /// A field of an event.
    #[inline]
    pub(in crate::trace) fn field<T: Field>(&mut self) -> Result<T, Stop> {
        T::read(self)
    }

    fn byte(&mut self) -> Result<u8, Stop> {
        let (byte, rest) = self.rest.split_first().ok_or(Stop::End)?;
        self.rest = rest;
        Ok(*byte)
    }

    pub(super) fn number(&mut self) -> Result<u64, Stop> {
        let (number, rest) = decode::u64(self.rest).map_err(|error| match error {
            decode::Error::Insufficient => Stop::End,
            _ => Damage::Number.into(),
        })?;
        self.rest = rest;
        Ok(number)
    }

    pub(super) fn small(&mut self) -> Result<u32, Stop> {
        u32::try_from(self.number()?).map_err(|_| Damage::Number.into())
    }

    fn flag(&mut self) -> Result<bool, Stop> {
        match self.number()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Damage::Value.into()),
        }
    }

    fn signed(&mut self) -> Result<i64, Stop> {
        let number = self.number()?;
        Ok((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    pub(super) fn handle(&mut self) -> Result<HandleId, Stop> {
        self.last.handle = self.last.handle.wrapping_add_signed(self.signed()?);
        Ok(HandleId(self.last.handle))
    }

    pub(super) fn future(&mut self) -> Result<FutureId, Stop> {
        self.last.future = self.last.future.wrapping_add_signed(self.signed()?);
        Ok(FutureId(self.last.future))
    }

    pub(super) fn moment(&mut self) -> Result<Time, Stop> {
        let nanoseconds = self.signed()?.saturating_add_unsigned(self.last.clock);
        Ok(Time(nanoseconds as f64 / 1e9))
    }

    fn text_id(&mut self) -> Result<TextId, Stop> {
        known(self.small()?, self.known.texts, Damage::Text).map(TextId)
    }

    fn place_id(&mut self) -> Result<PlaceId, Stop> {
        known(self.small()?, self.known.places, Damage::Place).map(PlaceId)
    }

    fn stack_id(&mut self) -> Result<StackId, Stop> {
        known(self.small()?, self.known.stacks, Damage::Stack).map(StackId)
    }
}

/// A number of something that has come, or 0 for none.
fn known(number: u32, last: u32, damage: Damage) -> Result<u32, Stop> {
    if number <= last { Ok(number) } else { Err(damage.into()) }
}

/// One more has come.
fn count(known: &mut u32) -> Result<(), Stop> {
    *known = known.checked_add(1).ok_or(Damage::Number)?;
    Ok(())
}
