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
//! | 0x06 | of the next event's details: where | stack |
//! | 0x07 | of the next event's details: what | text |
//! | 0x08 | of the next event's details: name | text |
//! | 0x09 | something about the whole trace | key: text; value: text |
//! | 0x0a | of the next event's details: variables | text |
//! | 0x0b | of the next event's details: where a task will begin | stack |
//! | 0x10 … | an [`Event`] | as in [`Encoder::event`] |
//!
//! Why not JSON: a program makes a million events in a second, a page holds them all, and three to four bytes
//! each is what makes that possible. `asyncio101 explain` prints a trace as text.

mod decoder;
mod encoder;

use std::fmt;

pub use decoder::Decoder;
pub use encoder::Encoder;

use super::{Details, Event, PlaceId, StackId, TextId};

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
    Event(Event, Details),
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
const VARIABLES: u8 = 0x0a;
const BEGINS: u8 = 0x0b;

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
    /// nanoseconds
    pub(super) const LOADED: u8 = 0x41;
    /// number
    pub(super) const ACQUIRING: u8 = 0x42;
    /// number
    pub(super) const ACQUIRED: u8 = 0x43;
    /// number
    pub(super) const RELEASED: u8 = 0x44;
    /// nanoseconds
    pub(super) const BUSY: u8 = 0x45;
    pub(super) const RAISED_HERE: u8 = 0x46;
}

/// What both sides remember from one record to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Last {
    handle: u64,
    future: u64,
    /// Nanoseconds since the trace began.
    clock: u64,
}
