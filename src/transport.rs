//! A stream's transport, without its language: what has been written and not sent, and what is left to do.
//!
//! A [`Transport`] keeps the bytes that the network did not take at once, in the order they were written, and knows when
//! there are so many that whoever writes should wait. It has no loop and no protocol: it calls nobody. Each of its
//! methods says what follows from it, and whoever has a loop and a protocol does that.
//!
//! ```text
//!   Open ──close()──▶ Closing ──all is sent──▶ Lost
//!     │                  │                       ▲
//!     └─── abort(), or an error of the network ──┘
//! ```
//!
//! What is written in *Open* and *Closing* is sent; in *Lost* it is dropped, and counted.
//!
//! <https://docs.python.org/3/library/asyncio-protocol.html#transports>

use std::collections::VecDeque;
use std::io::IoSlice;
use std::ops::Deref;

use smallvec::SmallVec;

use crate::network::{Error, Result};

/// How many pieces are given to the network at once. More are rarely taken: they would be many thousand bytes.
const PIECES: usize = 64;

/// Something that was written, and is kept until it is sent. What its bytes lie in is the language's own.
pub trait Piece {
    /// Its bytes, while they are being sent.
    type Bytes<'piece>: Deref<Target = [u8]>
    where
        Self: 'piece;

    /// Its bytes.
    fn bytes(&self) -> Self::Bytes<'_>;
}

impl Piece for Vec<u8> {
    type Bytes<'piece> = &'piece [u8];

    fn bytes(&self) -> &[u8] {
        self
    }
}

/// Between which sizes of what is unsent, in bytes, who writes is asked to pause and to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaterMarks {
    /// To go on, once there are no more than these.
    pub low: usize,
    /// To pause, if there are more than these.
    pub high: usize,
}

impl Default for WaterMarks {
    /// As in asyncio: 16 and 64 KiB.
    fn default() -> Self {
        Self { low: 16 * 1024, high: 64 * 1024 }
    }
}

/// How far a connection has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Open,
    Closing,
    Lost,
}

/// What became of something that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// It is sent.
    Sent,
    /// Some of it waits. If nothing did before, the network is to be watched from now on.
    Waits {
        /// Whether something waited before.
        others_do: bool,
    },
    /// The connection is lost, and so is this. So often something was written since.
    Lost(u32),
}

/// What is to be done once nothing waits any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drained {
    /// Nothing: the connection goes on.
    Open,
    /// The other end is told that nothing more comes.
    EndOfFile,
    /// The connection is over.
    Lost,
}

/// What follows from closing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// Nothing: it was closed already.
    Before,
    /// It is read no more, and is over when all that waits is sent.
    WhenSent,
    /// It is read no more, and is over.
    Now,
}

/// The state of a stream's transport. See the [module's documentation](self).
#[derive(Debug)]
pub struct Transport<P> {
    phase: Phase,
    unsent: VecDeque<P>,
    /// How much of the first of those is sent.
    sent_of_first: usize,
    /// How many bytes are unsent.
    size: usize,
    marks: WaterMarks,
    /// Whether who writes has been asked to pause.
    is_paused: bool,
    /// Whether reading is.
    is_reading_paused: bool,
    /// Whether nothing may be written any more.
    is_ended: bool,
    /// How often something was written after the connection was lost, and one for that it is.
    lost: u32,
}

impl<P> Default for Transport<P> {
    fn default() -> Self {
        Self {
            phase: Phase::Open,
            unsent: VecDeque::new(),
            sent_of_first: 0,
            size: 0,
            marks: WaterMarks::default(),
            is_paused: false,
            is_reading_paused: false,
            is_ended: false,
            lost: 0,
        }
    }
}

impl<P> Transport<P> {
    /// How many bytes are unsent.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// What is unsent, in order. Of the first, so many bytes are sent already.
    pub fn unsent(&self) -> (usize, impl Iterator<Item = &P>) {
        (self.sent_of_first, self.unsent.iter())
    }

    /// When who writes is asked to pause, and to go on.
    #[must_use]
    pub fn water_marks(&self) -> WaterMarks {
        self.marks
    }

    /// Sets that. What is unsent is looked at the next time that more is written, or some is sent.
    pub fn set_water_marks(&mut self, marks: WaterMarks) {
        self.marks = marks;
    }

    /// Whether who writes has been asked to pause.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.is_paused
    }

    /// Whether it is closed, or lost.
    #[must_use]
    pub fn is_closing(&self) -> bool {
        self.phase != Phase::Open
    }

    /// Whether the connection is lost.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.lost > 0
    }

    /// How often something was written after that, and one for that it is.
    #[must_use]
    pub fn times_lost(&self) -> u32 {
        self.lost
    }

    /// Something is written: if the connection is lost, counts that, and says how often it was before.
    pub fn count_lost(&mut self) -> Option<u32> {
        let lost = self.is_lost().then_some(self.lost);
        self.lost += u32::from(lost.is_some());
        lost
    }

    /// Whether nothing may be written any more.
    #[must_use]
    pub fn is_ended(&self) -> bool {
        self.is_ended
    }

    /// Whether reading is paused.
    #[must_use]
    pub fn is_reading_paused(&self) -> bool {
        self.is_reading_paused
    }

    /// Whether what arrives is to be read.
    #[must_use]
    pub fn is_reading(&self) -> bool {
        !self.is_closing() && !self.is_reading_paused
    }

    /// Pauses reading; whether it was going on.
    pub fn pause_reading(&mut self) -> bool {
        let was_reading = self.is_reading();
        self.is_reading_paused |= was_reading;
        was_reading
    }

    /// Goes on with reading; whether it was paused.
    pub fn resume_reading(&mut self) -> bool {
        let goes_on = !self.is_closing() && self.is_reading_paused;
        if goes_on {
            self.is_reading_paused = false;
        }
        goes_on
    }

    /// Nothing more will be written; what is to be done about it now.
    pub fn end(&mut self) -> Drained {
        if self.is_closing() || self.is_ended {
            return Drained::Open;
        }
        self.is_ended = true;
        if self.unsent.is_empty() { Drained::EndOfFile } else { Drained::Open }
    }

    /// Closes it, once all is sent.
    pub fn close(&mut self) -> Closed {
        if self.is_closing() {
            return Closed::Before;
        }
        if !self.unsent.is_empty() {
            self.phase = Phase::Closing;
            return Closed::WhenSent;
        }
        self.lose();
        Closed::Now
    }

    /// Gives it up: what is unsent is dropped. What it was before, if it was not lost.
    pub fn abort(&mut self) -> Option<Aborted> {
        if self.is_lost() {
            return None;
        }
        let aborted = Aborted { was_closing: self.is_closing(), was_writing: !self.unsent.is_empty() };
        self.drop_unsent();
        self.lose();
        Some(aborted)
    }

    /// Drops what is unsent: the network takes nothing any more.
    pub fn drop_unsent(&mut self) {
        self.unsent.clear();
        (self.sent_of_first, self.size) = (0, 0);
    }

    fn lose(&mut self) {
        self.phase = Phase::Lost;
        self.lost += 1;
    }

    /// Whether who writes is to be asked to pause, from now on.
    pub fn wants_pause(&mut self) -> bool {
        let wants = !self.is_paused && self.size > self.marks.high;
        self.is_paused |= wants;
        wants
    }

    /// Whether who writes is to be asked to go on.
    pub fn wants_resume(&mut self) -> bool {
        let wants = self.is_paused && self.size <= self.marks.low;
        if wants {
            self.is_paused = false;
        }
        wants
    }

    /// What is to be done if all is sent; `None` if it is not.
    pub fn drained(&mut self) -> Option<Drained> {
        if !self.unsent.is_empty() {
            return None;
        }
        if self.phase == Phase::Closing {
            self.lose();
            return Some(Drained::Lost);
        }
        Some(if self.is_ended { Drained::EndOfFile } else { Drained::Open })
    }
}

/// What a transport was before it was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Aborted {
    /// Whether it was closed: it was read no more.
    pub was_closing: bool,
    /// Whether something was unsent: the network was watched.
    pub was_writing: bool,
}

impl<P: Piece> Transport<P> {
    /// Sends `bytes` by way of `send`, which says how many the network took; of those it does not take, `keep` makes a piece
    /// that waits.
    ///
    /// # Errors
    ///
    /// What `send` says, other than that the network takes nothing now: then nothing is kept.
    pub fn write(
        &mut self,
        bytes: &[u8],
        send: impl FnOnce(&[u8]) -> Result<usize>,
        keep: impl FnOnce() -> P,
    ) -> Result<Written> {
        if let Some(times) = self.count_lost() {
            return Ok(Written::Lost(times));
        }
        let others_do = !self.unsent.is_empty();
        let mut sent = 0;
        if !others_do {
            sent = taken(send(bytes))?;
            if sent == bytes.len() {
                return Ok(Written::Sent);
            }
            self.sent_of_first = sent;
        }
        self.size += bytes.len() - sent;
        self.unsent.push_back(keep());
        Ok(Written::Waits { others_do })
    }

    /// Has a piece wait, behind all others. It must not be empty.
    pub fn push(&mut self, piece: P) {
        self.size += piece.bytes().len();
        self.unsent.push_back(piece);
    }

    /// Sends of what waits as much as `send` takes, which says how much that is.
    ///
    /// # Errors
    ///
    /// What `send` says, other than that the network takes nothing now: then nothing has changed.
    pub fn flush(&mut self, send: impl FnOnce(&[IoSlice<'_>]) -> Result<usize>) -> Result<()> {
        let guards: SmallVec<[P::Bytes<'_>; 4]> = self.unsent.iter().take(PIECES).map(P::bytes).collect();
        let slices: SmallVec<[IoSlice<'_>; 4]> = guards
            .iter()
            .enumerate()
            .map(|(index, bytes)| IoSlice::new(&bytes[if index == 0 { self.sent_of_first } else { 0 }..]))
            .collect();
        let mut sent = taken(send(&slices))?;
        drop(slices);
        drop(guards);
        self.size -= sent;
        while sent > 0 {
            let Some(first) = self.unsent.front() else { break };
            let left = first.bytes().len() - self.sent_of_first;
            if sent < left {
                self.sent_of_first += sent;
                break;
            }
            sent -= left;
            self.sent_of_first = 0;
            self.unsent.pop_front();
        }
        Ok(())
    }
}

/// How much the network took: nothing, if it takes nothing now.
fn taken(sent: Result<usize>) -> Result<usize> {
    match sent {
        Err(Error::WouldBlock) => Ok(0),
        sent => sent,
    }
}
