//! Datagrams.

use super::addresses::here;
use super::flight::Flight;
use super::socket::{Id, Letter, Mailbox, Role};
use super::state::State;
use crate::network::{Address, Error, Family, Kind, Received, Result};
use crate::trace::{Loss, SocketEvent};

/// The longest datagram: what a UDP packet over IPv4 holds.
const LONGEST: usize = 65_507;

impl State {
    /// From now on a socket speaks with one other only.
    pub(super) fn correspond(&mut self, id: Id, to: &Address) -> Result<()> {
        let to = self.check_destination(id, to)?;
        if to.fits(Family::Unix) {
            self.receiver(Kind::Datagram, &to, None)?;
        }
        self.bind_for(id, &to)?;
        let socket = self.socket_mut(id)?;
        if let Some(local) = &socket.local {
            // It is known now from where.
            socket.local = match (local, &to) {
                (Address::Ip(local), Address::Ip(to)) if local.ip().is_unspecified() => {
                    Some(Address::Ip((to.ip(), local.port()).into()))
                }
                _ => Some(local.clone()),
            };
        }
        self.mailbox(id)?.peer = Some(to);
        Ok(())
    }

    /// Sends a datagram, to whom the socket speaks with unless somebody else is named.
    pub(super) fn send_datagram(&mut self, id: Id, bytes: &[u8], to: Option<&Address>) -> Result<usize> {
        let socket = self.socket_mut(id)?;
        if let Some(error) = socket.error.take() {
            return Err(error);
        }
        if bytes.len() > LONGEST {
            return Err(Error::MessageTooLong);
        }
        let family = socket.family;
        let mailbox = self.mailbox(id)?;
        if let (None, Some(partner)) = (to, mailbox.partner) {
            return self.hand_over(id, partner, bytes);
        }
        let to = match (to, &mailbox.peer) {
            (Some(to), _) => self.check_destination(id, to)?,
            (None, Some(peer)) => peer.clone(),
            (None, None) if family == Family::Unix => return Err(Error::NotConnected),
            (None, None) => return Err(Error::DestinationRequired),
        };
        if family == Family::Unix {
            let receiver = self.receiver(Kind::Datagram, &to, None)?;
            return self.hand_over(id, receiver, bytes);
        }
        self.bind_for(id, &to)?;
        let sender = self.name(id)?;
        let letter = self.letter(id, bytes, &to);
        let number = letter.number;
        let flight = Flight::Datagram { from: id, sender, to, letter };
        if self.sky.is_perfect() {
            self.arrive(flight);
        } else if !self.sky.send_datagram(self.now, (id, id), bytes.len(), flight) {
            self.journal.note(id, SocketEvent::DatagramLost(number, Loss::OnTheWay));
        }
        Ok(bytes.len())
    }

    pub(super) fn receive_datagram(&mut self, id: Id, buffer: &mut [u8], peek: bool) -> Result<Received> {
        let socket = self.socket_mut(id)?;
        let failed = socket.error.take();
        let mailbox = self.mailbox(id)?;
        let Some((from, letter)) = mailbox.letters.front() else {
            return Err(failed.unwrap_or(Error::WouldBlock));
        };
        let whole = letter.bytes.len();
        let length = whole.min(buffer.len());
        buffer[..length].copy_from_slice(&letter.bytes[..length]);
        let received = Received { length, is_cut: whole > length, from: Some(from.clone()) };
        if !peek {
            mailbox.length -= whole;
            mailbox.letters.pop_front();
            self.journal.note(id, SocketEvent::Received(length as u64));
        }
        self.socket_mut(id)?.error = failed;
        Ok(received)
    }

    /// A datagram has arrived.
    pub(super) fn hear_datagram(&mut self, from: Id, sender: Address, to: &Address, letter: Letter) {
        let number = letter.number;
        let Ok(id) = self.receiver(Kind::Datagram, to, Some(&sender)) else {
            self.journal.note(from, SocketEvent::DatagramLost(number, Loss::Nobody));
            return self.fly((from, from), 0, Flight::Unreachable { to: from });
        };
        // Without room for it, it is lost.
        if self.put(id, sender, letter).is_err() {
            self.journal.note(from, SocketEvent::DatagramLost(number, Loss::NoRoom));
        }
    }

    /// Nobody took it: whoever speaks with that one only is told.
    pub(super) fn hear_unreachable(&mut self, id: Id) {
        if self.mailbox(id).is_ok_and(|mailbox| mailbox.peer.is_some())
            && let Ok(socket) = self.socket_mut(id)
        {
            socket.error = Some(Error::ConnectionRefused);
        }
        self.touch(id);
    }

    /// Gives a datagram to somebody on the same machine, who loses none.
    fn hand_over(&mut self, from: Id, to: Id, bytes: &[u8]) -> Result<usize> {
        if !self.sockets.contains_key(&to) {
            return Err(Error::ConnectionRefused);
        }
        self.has_room(to, bytes.len())?;
        let sender = self.socket(from)?.local.clone();
        let sender = sender.unwrap_or_else(|| Address::unspecified(Family::Unix));
        let there = self.socket(to)?.local.clone().unwrap_or_else(|| Address::unspecified(Family::Unix));
        let letter = self.letter(from, bytes, &there);
        self.put(to, sender, letter).map(|()| bytes.len())
    }

    /// A datagram that a socket sends to an address.
    fn letter(&mut self, from: Id, bytes: &[u8], to: &Address) -> Letter {
        let number = self.next_datagram();
        let sent = SocketEvent::SentDatagram(bytes.len() as u64, number);
        self.journal.note_at(from, sent, || to.clone());
        Letter { number, bytes: bytes.to_vec() }
    }

    fn put(&mut self, id: Id, sender: Address, letter: Letter) -> Result<()> {
        self.has_room(id, letter.bytes.len())?;
        let family = self.socket(id)?.family;
        self.journal.note(id, SocketEvent::DatagramArrived(letter.number));
        let mailbox = self.mailbox(id)?;
        mailbox.length += letter.bytes.len();
        mailbox.letters.push_back((sender.seen_by(family), letter));
        self.touch(id);
        Ok(())
    }

    /// Whether a socket has room for a datagram. One that has none yet takes any.
    fn has_room(&mut self, id: Id, length: usize) -> Result<()> {
        let room = self.socket(id)?.settings.receive_buffer;
        let mailbox = self.mailbox(id)?;
        let is_full = mailbox.length + length > room && !mailbox.letters.is_empty();
        if is_full { Err(Error::WouldBlock) } else { Ok(()) }
    }

    /// The address that others see of a socket.
    fn name(&self, id: Id) -> Result<Address> {
        let socket = self.socket(id)?;
        Ok(here(&socket.local.clone().unwrap_or_else(|| Address::unspecified(socket.family))))
    }

    fn check_destination(&self, id: Id, to: &Address) -> Result<Address> {
        if !to.fits(self.socket(id)?.family) {
            return Err(Error::FamilyNotSupported);
        }
        if to.port() == Some(0) {
            return Err(Error::InvalidArgument);
        }
        if !to.is_of_this_host() {
            return Err(Error::NetworkUnreachable);
        }
        Ok(here(to))
    }

    fn mailbox(&mut self, id: Id) -> Result<&mut Mailbox> {
        match &mut self.socket_mut(id)?.role {
            Role::Mailbox(mailbox) => Ok(mailbox),
            _ => Err(Error::OperationNotSupported),
        }
    }
}
