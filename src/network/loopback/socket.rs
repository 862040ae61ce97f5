//! What a socket is, and what is in it.

use std::collections::VecDeque;

use crate::network::{Address, Choice, Error, Family, Kind, Result, Source};
use crate::selector::Interest;

pub(super) use crate::ids::SocketId as Id;

/// How much a buffer holds that nobody has set.
const BUFFER: usize = 64 * 1024;

/// The smallest buffer there is, as on Linux.
const LEAST_BUFFER: usize = 2304;

#[derive(Debug)]
pub(super) struct Socket {
    /// Its number, once somebody has it.
    pub(super) number: Option<Source>,
    pub(super) family: Family,
    /// Its own address, once it has one.
    pub(super) local: Option<Address>,
    pub(super) settings: Settings,
    /// What has gone wrong and nobody was told of.
    pub(super) error: Option<Error>,
    pub(super) role: Role,
}

/// What a socket is doing.
#[derive(Debug)]
pub(super) enum Role {
    /// A stream that is not connected.
    Idle,
    /// It waits for whoever listens there.
    Calling(Address),
    /// Others may connect.
    Listening(Listening),
    Connected(Connection),
    Mailbox(Mailbox),
}

#[derive(Debug, Default)]
pub(super) struct Listening {
    pub(super) backlog: usize,
    /// Connected, and not accepted.
    pub(super) accepted: VecDeque<Id>,
    /// They call, and there is no room among the above.
    pub(super) waiting: VecDeque<Id>,
}

/// One end of a connection.
#[derive(Debug)]
pub(super) struct Connection {
    /// The other end. It may be gone.
    pub(super) peer: Id,
    /// Its address.
    pub(super) remote: Address,
    pub(super) inbox: Inbox,
    /// The other end has sent its last byte, and that has arrived.
    pub(super) is_ended: bool,
    /// The other end has given up.
    pub(super) is_reset: bool,
    pub(super) reads_no_more: bool,
    pub(super) writes_no_more: bool,
    /// How much of what was sent has not been read by the other end.
    pub(super) unread_there: usize,
}

impl Connection {
    pub(super) fn new(peer: Id, remote: Address) -> Self {
        Self {
            peer,
            remote,
            inbox: Inbox::default(),
            is_ended: false,
            is_reset: false,
            reads_no_more: false,
            writes_no_more: false,
            unread_there: 0,
        }
    }
}

/// Bytes that have arrived, in the pieces in which they did.
#[derive(Debug, Default)]
pub(super) struct Inbox {
    pieces: VecDeque<Vec<u8>>,
    /// So many of the first piece have been read.
    read: usize,
    length: usize,
}

impl Inbox {
    pub(super) fn is_empty(&self) -> bool {
        self.length == 0
    }

    pub(super) fn push(&mut self, piece: Vec<u8>) {
        self.length += piece.len();
        if !piece.is_empty() {
            self.pieces.push_back(piece);
        }
    }

    /// Copies as much as fits, and takes it away unless that is only a look.
    pub(super) fn copy_to(&mut self, buffer: &mut [u8], peek: bool) -> usize {
        let mut filled = 0;
        let mut skipped = self.read;
        for piece in &self.pieces {
            let room = &mut buffer[filled..];
            if room.is_empty() {
                break;
            }
            let part = &piece[skipped..];
            let length = part.len().min(room.len());
            room[..length].copy_from_slice(&part[..length]);
            filled += length;
            skipped = 0;
        }
        if !peek {
            self.drop_first(filled);
        }
        filled
    }

    fn drop_first(&mut self, length: usize) {
        self.length -= length;
        self.read += length;
        while let Some(first) = self.pieces.front()
            && self.read >= first.len()
        {
            self.read -= first.len();
            self.pieces.pop_front();
        }
    }
}

/// A datagram.
#[derive(Debug)]
pub(super) struct Letter {
    /// Never the same again.
    pub(super) number: u64,
    pub(super) bytes: Vec<u8>,
}

/// Datagrams that have arrived.
#[derive(Debug, Default)]
pub(super) struct Mailbox {
    /// Whom it speaks with, and nobody else.
    pub(super) peer: Option<Address>,
    /// The other of a pair without names.
    pub(super) partner: Option<Id>,
    pub(super) letters: VecDeque<(Address, Letter)>,
    /// How many bytes are in them.
    pub(super) length: usize,
}

#[derive(Clone, Debug)]
pub(super) struct Settings {
    /// On or off, each.
    chosen: Vec<Choice>,
    pub(super) send_buffer: usize,
    pub(super) receive_buffer: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { chosen: Vec::new(), send_buffer: BUFFER, receive_buffer: BUFFER }
    }
}

impl Settings {
    pub(super) fn has(&self, choice: Choice) -> bool {
        self.chosen.contains(&choice)
    }

    pub(super) fn get(&self, choice: Choice) -> usize {
        match choice {
            Choice::SendBuffer => self.send_buffer,
            Choice::ReceiveBuffer => self.receive_buffer,
            other => usize::from(self.has(other)),
        }
    }

    pub(super) fn set(&mut self, choice: Choice, value: usize) {
        match choice {
            // Linux takes twice what it is asked for, and says so.
            Choice::SendBuffer => self.send_buffer = value.saturating_mul(2).max(2 * LEAST_BUFFER),
            Choice::ReceiveBuffer => self.receive_buffer = value.saturating_mul(2).max(LEAST_BUFFER),
            other => {
                self.chosen.retain(|choice| *choice != other);
                if value != 0 {
                    self.chosen.push(other);
                }
            }
        }
    }
}

impl Socket {
    pub(super) fn new(family: Family, kind: Kind) -> Self {
        let role = match kind {
            Kind::Stream => Role::Idle,
            Kind::Datagram => Role::Mailbox(Mailbox::default()),
        };
        Self { number: None, family, local: None, settings: Settings::default(), error: None, role }
    }

    pub(super) fn kind(&self) -> Kind {
        if matches!(self.role, Role::Mailbox(_)) { Kind::Datagram } else { Kind::Stream }
    }

    pub(super) fn is_listening(&self) -> bool {
        matches!(self.role, Role::Listening(_))
    }

    pub(super) fn connection(&mut self) -> Result<&mut Connection> {
        match &mut self.role {
            Role::Connected(connection) => Ok(connection),
            Role::Mailbox(_) => Err(Error::OperationNotSupported),
            Role::Calling(_) => Err(Error::WouldBlock),
            Role::Idle | Role::Listening(_) => Err(self.error.take().unwrap_or(Error::NotConnected)),
        }
    }

    /// What could be done with it now, given how much the other end's buffer holds.
    pub(super) fn readiness(&self, receive_buffer_there: usize) -> Interest {
        let failed = self.error.is_some();
        match &self.role {
            // As on Linux: an attempt would not block, it would fail.
            Role::Idle => Interest { readable: true, writable: true },
            Role::Calling(_) => Interest { readable: failed, writable: failed },
            Role::Listening(listening) => {
                Interest { readable: !listening.accepted.is_empty(), writable: false }
            }
            Role::Connected(it) => Interest {
                readable: failed || it.is_reset || it.is_ended || it.reads_no_more || !it.inbox.is_empty(),
                writable: failed
                    || it.is_reset
                    || it.writes_no_more
                    || it.unread_there < self.settings.send_buffer + receive_buffer_there,
            },
            Role::Mailbox(mailbox) => {
                Interest { readable: failed || !mailbox.letters.is_empty(), writable: true }
            }
        }
    }
}
