//! Writing the format.

use unsigned_varint::encode;

use super::field::Field;
use super::{
    ABOUT, AT, BEGINS, CLOCK, CUT, HEADER, LONGEST_TEXT, LOOP, Last, NAMED, PLACE, Place, STACK, TEXT,
    THREAD, VARIABLES, WITH,
};
use crate::ids::{FutureId, HandleId};
use crate::selector::Time;
use crate::trace::{Details, Event, PlaceId, StackId, TextId};

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

    /// Writes a text, which is the next one. One that is [too long](LONGEST_TEXT) is cut.
    pub fn text(&mut self, text: &str) {
        let whole = text.floor_char_boundary(LONGEST_TEXT);
        let cut = if whole < text.len() { CUT } else { "" };
        self.tag(TEXT).number((whole + cut.len()) as u64);
        self.bytes.extend_from_slice(&text.as_bytes()[..whole]);
        self.bytes.extend_from_slice(cut.as_bytes());
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

    /// What follows happens in another thread.
    pub fn switch_thread(&mut self, number: u32) {
        self.tag(THREAD).number(number.into());
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
        event.write(self);
    }

    pub(in crate::trace) fn tag(&mut self, tag: u8) -> &mut Self {
        self.bytes.push(tag);
        self
    }

    pub(in crate::trace) fn field(&mut self, field: impl Field) {
        field.write(self);
    }

    pub(super) fn number(&mut self, number: u64) -> &mut Self {
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

    pub(super) fn handle(&mut self, handle: HandleId) -> &mut Self {
        let difference = handle.0.wrapping_sub(self.last.handle).cast_signed();
        self.last.handle = handle.0;
        self.signed(difference)
    }

    pub(super) fn future(&mut self, future: FutureId) -> &mut Self {
        let difference = future.0.wrapping_sub(self.last.future).cast_signed();
        self.last.future = future.0;
        self.signed(difference)
    }

    /// A moment, in seconds since the trace began. One too far away to count to is as far away as can be.
    pub(super) fn moment(&mut self, moment: Time) -> &mut Self {
        let nanoseconds = (moment.0 * 1e9).round();
        // `as` saturates, and makes what is not a number 0.
        let difference = (nanoseconds as i64).saturating_sub_unsigned(self.last.clock);
        self.signed(difference)
    }
}
