//! All sockets, and what is done with them.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::flight::{Flight, Lane, Sky};
use super::journal::Journal;
use super::names::Names;
use super::socket::{Connection, Id, Role, Socket};
use crate::network::{Address, Error, Family, Kind, Link, Result, Source};
use crate::selector::Interest;
use crate::trace::SocketEvent;

/// Everything inside a network.
#[derive(Debug)]
pub(super) struct State {
    /// The network's clock when it was last looked at.
    pub(super) now: Duration,
    pub(super) sockets: BTreeMap<Id, Socket>,
    pub(super) sky: Sky,
    pub(super) names: Names,
    /// The sockets with which more may be possible than before, in the order in which that came to be.
    pub(super) touched: Vec<Source>,
    pub(super) journal: Journal,
    numbers: BTreeMap<Source, Id>,
    /// Below `next_number`.
    free_numbers: BTreeSet<u64>,
    next_number: u64,
    next_id: u64,
    next_nameless: u64,
    next_datagram: u64,
}

impl State {
    pub(super) fn new(link: Link, seed: u64) -> Self {
        Self {
            now: Duration::ZERO,
            sockets: BTreeMap::new(),
            sky: Sky::new(link, seed),
            names: Names::default(),
            touched: Vec::new(),
            journal: Journal::default(),
            numbers: BTreeMap::new(),
            free_numbers: BTreeSet::new(),
            next_number: Source::FIRST_INSIDE.0,
            next_id: 0,
            next_nameless: 0,
            next_datagram: 0,
        }
    }

    /// Time passes until `now`, and what is on its way arrives.
    pub(super) fn pass_to(&mut self, now: Duration) {
        let now = self.now.max(now);
        self.journal.is_arriving = true;
        while let Some((at, flight)) = self.sky.land(now) {
            // What answers it leaves then, whenever somebody looks.
            self.now = self.now.max(at);
            self.arrive(flight);
        }
        self.journal.is_arriving = false;
        self.now = now;
    }

    /// Sends something of a stream on its way, behind whatever was sent there before. It is so long.
    pub(super) fn fly(&mut self, lane: Lane, length: usize, flight: Flight) {
        if self.sky.is_instant() {
            self.arrive(flight);
        } else {
            self.sky.send_in_order(self.now, lane, length, flight);
        }
    }

    /// Something has arrived.
    pub(super) fn arrive(&mut self, flight: Flight) {
        match flight {
            Flight::Call { from, to } => self.hear_call(from, &to),
            Flight::Answer { to, from } => self.hear_answer(to, from),
            Flight::Refusal { to } => self.hear_refusal(to),
            Flight::Bytes { from, to, bytes } => self.hear_bytes(from, to, bytes),
            Flight::End { to } => self.hear_end(to),
            Flight::Reset { to, reason } => self.hear_reset(to, reason),
            Flight::Datagram { from, sender, to, letter } => self.hear_datagram(from, sender, &to, letter),
            Flight::Unreachable { to } => self.hear_unreachable(to),
        }
    }

    /// More may be possible with a socket than before.
    pub(super) fn touch(&mut self, id: Id) {
        if let Some(number) = self.sockets.get(&id).and_then(|socket| socket.number) {
            self.touched.push(number);
        }
    }

    /// The socket of that number.
    pub(super) fn id(&self, number: Source) -> Result<Id> {
        self.numbers.get(&number).copied().ok_or(Error::BadDescriptor)
    }

    pub(super) fn socket(&self, id: Id) -> Result<&Socket> {
        self.sockets.get(&id).ok_or(Error::BadDescriptor)
    }

    pub(super) fn socket_mut(&mut self, id: Id) -> Result<&mut Socket> {
        self.sockets.get_mut(&id).ok_or(Error::BadDescriptor)
    }

    /// One end of a connection, if that is there and is one.
    pub(super) fn connection_of(&mut self, id: Id) -> Option<&mut Connection> {
        match &mut self.sockets.get_mut(&id)?.role {
            Role::Connected(connection) => Some(connection),
            _ => None,
        }
    }

    /// Adds a socket that has no number yet.
    pub(super) fn add(&mut self, socket: Socket) -> Id {
        let id = Id(self.next_id);
        self.next_id += 1;
        self.sockets.insert(id, socket);
        id
    }

    /// Gives a socket the lowest number that is free.
    pub(super) fn number(&mut self, id: Id) -> Source {
        let number = self.free_numbers.pop_first().unwrap_or_else(|| {
            self.next_number += 1;
            self.next_number - 1
        });
        self.numbers.insert(Source(number), id);
        if let Some(socket) = self.sockets.get_mut(&id) {
            socket.number = Some(Source(number));
        }
        Source(number)
    }

    pub(super) fn next_datagram(&mut self) -> u64 {
        self.next_datagram += 1;
        self.next_datagram
    }

    pub(super) fn next_nameless(&mut self) -> u64 {
        self.next_nameless += 1;
        self.next_nameless
    }

    /// What could be done with a socket now; `None` if there is none of that number.
    pub(super) fn readiness(&self, number: Source) -> Option<Interest> {
        let socket = self.sockets.get(self.numbers.get(&number)?)?;
        Some(socket.readiness(self.receive_buffer_there(socket)))
    }

    /// How much the other end's buffer holds.
    pub(super) fn receive_buffer_there(&self, socket: &Socket) -> usize {
        let Role::Connected(connection) = &socket.role else { return 0 };
        self.sockets.get(&connection.peer).map_or(0, |peer| peer.settings.receive_buffer)
    }

    /// Two that are connected to each other.
    pub(super) fn pair(&mut self, family: Family, kind: Kind) -> Result<(Source, Source)> {
        if family != Family::Unix {
            return Err(Error::OperationNotSupported);
        }
        let ids = [Socket::new(family, kind), Socket::new(family, kind)].map(|socket| self.add(socket));
        for (own, other) in [(ids[0], ids[1]), (ids[1], ids[0])] {
            match &mut self.socket_mut(own)?.role {
                Role::Mailbox(mailbox) => mailbox.partner = Some(other),
                role => *role = Role::Connected(Connection::new(other, Address::unspecified(family))),
            }
        }
        let numbers = ids.map(|id| self.number(id));
        for (id, number) in ids.into_iter().zip(numbers) {
            self.journal.note(id, SocketEvent::Opened(kind, number));
        }
        self.journal.note(ids[0], SocketEvent::Connected(ids[1]));
        Ok((numbers[0], numbers[1]))
    }

    /// Takes a socket away, and its name and number with it.
    pub(super) fn remove(&mut self, id: Id) -> Option<Socket> {
        let socket = self.sockets.remove(&id)?;
        if let Some(local) = &socket.local {
            self.names.release(id, socket.kind(), local);
        }
        Some(socket)
    }

    /// Gives a socket up.
    pub(super) fn close(&mut self, number: Source) -> Result<()> {
        let id = self.numbers.remove(&number).ok_or(Error::BadDescriptor)?;
        self.free_numbers.insert(number.0);
        let Some(socket) = self.remove(id) else { return Ok(()) };
        self.journal.note(id, SocketEvent::Closed);
        match socket.role {
            Role::Connected(connection) => self.hang_up(id, &socket.settings, &connection),
            Role::Listening(listening) => self.listen_no_more(listening),
            Role::Mailbox(_) | Role::Idle | Role::Calling(_) => {}
        }
        self.sky.forget(id);
        Ok(())
    }
}
