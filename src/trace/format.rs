//! The trace format, version 1.
//!
//! A trace is a header and then records, one after the other, until its end. It is written as it happens, and
//! every prefix that ends with a whole record is a trace: a program that crashed, a trace that was capped and
//! a trace that still grows are all read alike.
//!
//! The header is the line [`HEADER`] in ASCII. A record is one byte, its tag, and then its fields. A field is
//! an unsigned integer in [LEB128](https://en.wikipedia.org/wiki/LEB128), in as few bytes as it takes and at most
//! 64 bits; where the table says *signed* it is zigzag-encoded before.
//!
//! | tag | record | fields |
//! | --- | --- | --- |
//! | 0x01 | the next text (texts count from 1) | length in bytes; then the text, UTF-8 |
//! | 0x02 | the next place (from 1) | file: text; line; function: text; 1 if it is the library's, else 0 |
//! | 0x03 | the next stack (from 1) | the stack it stands on, or 0; its innermost place |
//! | 0x04 | what follows happened in this loop | its number |
//! | 0x05 | the clock has moved | by so many nanoseconds |
//! | 0x06 | of the next event's details: where | stack |
//! | 0x07 | of the next event's details: what | text |
//! | 0x08 | of the next event's details: name | text |
//! | 0x09 | something about the whole trace | key: text; value: text |
//! | 0x0a | of the next event's details: variables | text |
//! | 0x0b | of the next event's details: where a task will begin | stack |
//! | 0x0c | what follows happened in this thread | its number |
//! | 0x10 … | an [`Event`] | those of its row in the table in `trace/event.rs` |
//!
//! The fields of events are of these kinds:
//!
//! | kind | as |
//! | --- | --- |
//! | `HandleId`, `FutureId` | signed: the difference from the last one of its kind in the trace, which begins as 0 |
//! | `Time` | signed: nanoseconds from the clock |
//! | `Timeout` | 0 now, 1 never, else nanoseconds plus 2 |
//! | `Interest` | 1 for readable, plus 2 for writable |
//! | `GeneratorEvent`, `ResetReason`, `Loss` | its place in the list, from 0 |
//! | `usize` | how many, at most 32 bits |
//! | `u64`, `Source`, `SocketId`, `PrimitiveId` | as it is |
//!
//! What a writer keeps to, and a reader may rely on because [`Decoder`] and [`Replay`](crate::replay::Replay) refuse
//! everything else:
//!
//! - Texts, places and stacks come before what refers to them. 0 is none.
//! - A text has at most [`LONGEST_TEXT`] bytes, and those of the `…` at its end if it was cut. A stack has at most
//!   [`DEEPEST_STACK`] places.
//! - Details stand right before their event, one of a kind at most, in the order of their tags.
//! - Loops have 32-bit numbers, from 0 in the order in which they got their observers. One that never reports
//!   anything has no record, so numbers may be left out and need not come in order: a reader counts those that come.
//! - Threads have 32-bit numbers, from 0 in the order in which something first happened in them. A trace begins in thread 0.
//!   Behind a change of threads, what happens is about the loop that the thread runs, if it runs one, until a record names
//!   another: a writer names it anew.
//! - The clock never passes 64 bits.
//! - Nothing follows [`Event::Full`].
//!
//! Numbers of handles, futures, generators, sources, sockets and primitives may be any: a reader must not make room for
//! those in between.
//!
//! Why not JSON: a program makes a million events in a second, a page holds them all, and three to four bytes
//! each is what makes that possible. `asyncio101 explain` prints a trace as text.

mod decoder;
mod encoder;
mod field;
mod table;
#[cfg(test)]
mod tests;

use std::fmt;

pub use decoder::Decoder;
pub(super) use decoder::{Reader, Stop};
pub use encoder::Encoder;
pub(super) use table::events;
#[cfg(test)]
pub(super) use tests::Extreme;

use super::{Details, Event, PlaceId, StackId, TextId};

/// What every trace begins with: the name and the version of the format.
pub const HEADER: &[u8] = b"asyncio101 trace 1\n";

/// The longest text that is kept whole, in bytes.
pub const LONGEST_TEXT: usize = 64 << 10;

/// The most places a stack has.
pub const DEEPEST_STACK: u16 = 1024;

/// What ends a text that was cut.
const CUT: &str = "…";

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
    /// In which thread the events after this one happened.
    Thread(u32),
    /// The clock shows this, in nanoseconds since the trace began.
    Clock(u64),
    /// Something about the whole trace.
    About(TextId, TextId),
    /// Something happened.
    Event(Event, Details),
}

/// Why a trace cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormatError {
    /// It does not begin as a trace does.
    NoTrace,
    /// It is a trace of a version this program does not know.
    Version(String),
    /// It ends before its first step: there is nothing to see in it.
    NoStep,
    /// A record that makes no sense.
    Damaged {
        /// The byte at which it begins.
        at: usize,
        /// What is wrong with it.
        damage: Damage,
    },
}

/// What is wrong with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// No record has this tag.
    Tag(u8),
    /// A number that is not in LEB128, or larger than its kind can be.
    Number,
    /// A field has a value that means nothing.
    Value,
    /// A text is longer than any.
    Length,
    /// A text is not UTF-8.
    Utf8,
    /// It refers to a text that has not come.
    Text,
    /// It refers to a place that has not come.
    Place,
    /// It refers to a stack that has not come.
    Stack,
    /// A stack is deeper than any.
    Depth,
    /// The details of an event are twice there, or not right before it.
    Details,
    /// The clock moves further than it can count.
    Clock,
    /// It follows the end of a trace that is full.
    BehindFull,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Tag(tag) => return write!(f, "no record begins with {tag:#04x}"),
            Self::Number => "a number is malformed or too large",
            Self::Value => "a field has a value that means nothing",
            Self::Length => "a text is longer than any that is written",
            Self::Utf8 => "a text is not UTF-8",
            Self::Text => "it refers to a text that has not come yet",
            Self::Place => "it refers to a place that has not come yet",
            Self::Stack => "it refers to a stack that has not come yet",
            Self::Depth => "a stack is deeper than any that is written",
            Self::Details => "details belong to no event",
            Self::Clock => "the clock moves further than it can count",
            Self::BehindFull => "it says that it is full, and goes on",
        })
    }
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoTrace => f.write_str("this is no trace of asyncio101: it does not begin like one"),
            Self::Version(version) => {
                write!(f, "this trace has version {version} of the format, and only version 1 is known here")
            }
            Self::NoStep => f.write_str("this trace ends before its first step"),
            Self::Damaged { at, damage } => write!(f, "this trace is damaged at byte {at}: {damage}"),
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
const VARIABLES: u8 = 0x0a;
const BEGINS: u8 = 0x0b;
const THREAD: u8 = 0x0c;

/// What both sides remember from one record to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Last {
    handle: u64,
    future: u64,
    /// Nanoseconds since the trace began.
    clock: u64,
}
