//! One connection through the bridge: what is between the far end of a program's socket and the WebSocket.
//!
//! ```text
//! program's socket ══ far end ──▶ DATA, for as long as the server gives credit
//!                             ◀── packets that have come and that the program has no room for yet
//! ```
//!
//! The server is given credit as the program reads: a program that does not read is sent [`CREDIT`] packets and no more.

use std::collections::VecDeque;
use std::net::Shutdown;

use asyncio101::network::{Choice, Error, Loopback, Network as _, Source};
use asyncio101_wisp::{LONGEST_DATA, Packet, Reason};

use super::send::send;

/// How many DATA packets may wait here for the program to read.
pub(super) const CREDIT: u32 = 16;

/// Whether there is more to come of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    GoesOn,
    IsOver,
}

/// A connection.
#[derive(Debug)]
pub(super) struct Stream {
    number: u32,
    /// The other end of the program's socket.
    far: Source,
    /// How many DATA packets the server takes.
    credit: u32,
    /// What has come, in packets, and has no room in the far end.
    arrived: VecDeque<Vec<u8>>,
    /// So many bytes of the first have been handed over.
    handed: usize,
    /// How many packets were handed over since the server was given credit, and of what it had sent by then.
    taken: u32,
    /// Nothing more will come, for this reason if it is all over.
    ending: Option<Ending>,
    /// The program has been told that nothing more will come.
    is_told: bool,
    /// The server has been told that nothing more will be sent.
    has_ended: bool,
}

/// How the other side ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// It sends no more, and still reads.
    Half,
    /// It is over.
    Whole(Reason),
}

impl Stream {
    pub(super) fn new(number: u32, far: Source, credit: u32) -> Self {
        let arrived = VecDeque::new();
        Self {
            number,
            far,
            credit,
            arrived,
            handed: 0,
            taken: 0,
            ending: None,
            is_told: false,
            has_ended: false,
        }
    }

    /// The server takes so many DATA packets.
    pub(super) fn grant(&mut self, room: u32) {
        self.credit = room;
    }

    /// Bytes have come; none are the end.
    pub(super) fn take(&mut self, bytes: &[u8]) {
        if bytes.is_empty() {
            self.ending.get_or_insert(Ending::Half);
        } else {
            self.arrived.push_back(bytes.to_vec());
        }
    }

    /// The server has closed it.
    pub(super) fn close(&mut self, reason: Reason) {
        self.ending = Some(Ending::Whole(reason));
    }

    /// Whether the program has sent something that waits for credit.
    pub(super) fn has_to_send(&self, inside: &Loopback) -> bool {
        self.credit == 0 && self.is_readable(inside) && !matches!(self.ending, Some(Ending::Whole(_)))
    }

    /// Whether something has come out of the program's socket, or that has ended.
    fn is_readable(&self, inside: &Loopback) -> bool {
        inside.readiness(self.far).is_some_and(|ready| ready.readable)
    }

    /// Moves what can be moved.
    pub(super) fn pump(&mut self, inside: &Loopback) -> Turn {
        let turn = self.pump_in(inside);
        if turn == Turn::IsOver { turn } else { self.pump_out(inside) }
    }

    /// From the server to the program.
    fn pump_in(&mut self, inside: &Loopback) -> Turn {
        while let Some(first) = self.arrived.front() {
            match inside.send(self.far, &first[self.handed..]) {
                Ok(length) => self.handed += length,
                Err(Error::WouldBlock) => break,
                // The program reads no more. To the other end that is a reset, as it is everywhere.
                Err(_) => return self.give_up(inside, Some(Reason::ClientGaveUp)),
            }
            if self.handed == first.len() {
                self.arrived.pop_front();
                (self.handed, self.taken) = (0, self.taken + 1);
            }
        }
        let waiting = u32::try_from(self.arrived.len()).unwrap_or(CREDIT);
        if self.ending.is_none() && self.taken + waiting >= CREDIT && waiting <= CREDIT / 2 {
            self.taken = 0;
            send(Packet::Continue { stream: self.number, room: CREDIT - waiting });
        }
        if !self.arrived.is_empty() {
            return Turn::GoesOn;
        }
        match self.ending {
            None => {}
            Some(Ending::Half) if !self.is_told => {
                self.is_told = true;
                // It fails if the program has closed its end. Then nobody needs to be told.
                let _ = inside.shut_down(self.far, Shutdown::Write);
            }
            Some(Ending::Half) => {}
            Some(Ending::Whole(Reason::Voluntary)) => return self.give_up(inside, None),
            Some(Ending::Whole(_)) => {
                let _ = inside.choose(self.far, Choice::ResetOnClose, 1);
                return self.give_up(inside, None);
            }
        }
        Turn::GoesOn
    }

    /// From the program to the server.
    fn pump_out(&mut self, inside: &Loopback) -> Turn {
        while self.credit > 0 && !self.has_ended && self.is_readable(inside) {
            let mut buffer = [0; LONGEST_DATA];
            match inside.receive(self.far, &mut buffer, false).map(|received| received.length) {
                Ok(0) if inside.is_left(self.far) => return self.give_up(inside, Some(Reason::Voluntary)),
                Ok(0) => {
                    self.has_ended = true;
                    send(Packet::Data { stream: self.number, bytes: &[] });
                }
                Ok(length) => {
                    self.credit -= 1;
                    send(Packet::Data { stream: self.number, bytes: &buffer[..length] });
                }
                Err(_) => return self.give_up(inside, Some(Reason::ClientGaveUp)),
            }
        }
        if self.has_ended && (self.is_told || inside.is_left(self.far)) {
            return self.give_up(inside, Some(Reason::Voluntary));
        }
        Turn::GoesOn
    }

    /// It is over; the server is told, if it does not know.
    fn give_up(&self, inside: &Loopback, reason: Option<Reason>) -> Turn {
        if let Some(reason) = reason {
            send(Packet::Close { stream: self.number, reason });
        }
        let _ = inside.close(self.far);
        Turn::IsOver
    }
}
