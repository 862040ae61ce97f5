//! Datagrams.

use super::addresses::here;
use super::flight::Flight;
use super::socket::{Id, Mailbox, Role};
use super::state::State;
use crate::network::{Address, Error, Family, Kind, Received, Result};

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
        let flight = Flight::Datagram { from: id, sender, to, bytes: bytes.to_vec() };
        if self.sky.is_perfect() {
            self.arrive(flight);
        } else {
            self.sky.send_datagram(self.now, (id, id), bytes.len(), flight);
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
        let length = letter.len().min(buffer.len());
        buffer[..length].copy_from_slice(&letter[..length]);
        let received = Received { length, is_cut: letter.len() > length, from: Some(from.clone()) };
        if !peek {
            mailbox.length -= letter.len();
            mailbox.letters.pop_front();
        }
        self.socket_mut(id)?.error = failed;
        Ok(received)
    }

    /// A datagram has arrived.
    pub(super) fn hear_datagram(&mut self, from: Id, sender: Address, to: &Address, bytes: Vec<u8>) {
        let Ok(id) = self.receiver(Kind::Datagram, to, Some(&sender)) else {
            return self.fly((from, from), 0, Flight::Unreachable { to: from });
        };
        // Without room for it, it is lost.
        let _lost = self.put(id, sender, bytes);
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
        let sender = self.socket(from)?.local.clone();
        let sender = sender.unwrap_or_else(|| Address::unspecified(Family::Unix));
        self.put(to, sender, bytes.to_vec()).map(|()| bytes.len())
    }

    fn put(&mut self, id: Id, sender: Address, bytes: Vec<u8>) -> Result<()> {
        let socket = self.socket(id)?;
        let (family, room) = (socket.family, socket.settings.receive_buffer);
        let mailbox = self.mailbox(id)?;
        if mailbox.length + bytes.len() > room && !mailbox.letters.is_empty() {
            return Err(Error::WouldBlock);
        }
        mailbox.length += bytes.len();
        mailbox.letters.push_back((sender.seen_by(family), bytes));
        self.touch(id);
        Ok(())
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
