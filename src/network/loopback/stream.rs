//! Connections: from the call to the last byte.

use std::net::Shutdown;

use super::addresses::here;
use super::flight::Flight;
use super::socket::{Connection, Id, Listening, Role, Settings, Socket};
use super::state::State;
use crate::network::{Address, Choice, Error, Family, Kind, Received, Result, Source};
use crate::trace::{Journey, ResetReason, SocketEvent};

/// How much travels in one piece where a line takes its time. (A stream has no pieces of its own.)
const PIECE: usize = 16 * 1024;

impl State {
    pub(super) fn listen(&mut self, id: Id, backlog: usize) -> Result<()> {
        let socket = self.socket(id)?;
        match &socket.role {
            Role::Idle | Role::Listening(_) => {}
            Role::Mailbox(_) => return Err(Error::OperationNotSupported),
            Role::Calling(_) | Role::Connected(_) => return Err(Error::InvalidArgument),
        }
        if socket.local.is_none() {
            if socket.family == Family::Unix {
                return Err(Error::InvalidArgument);
            }
            self.bind(id, &Address::unspecified(socket.family))?;
        }
        self.may_listen(id)?;
        let socket = self.socket_mut(id)?;
        match &mut socket.role {
            Role::Listening(listening) => listening.backlog = backlog,
            role => *role = Role::Listening(Listening { backlog, ..Listening::default() }),
        }
        self.journal.note(id, SocketEvent::Listens(backlog));
        Ok(())
    }

    pub(super) fn accept(&mut self, id: Id) -> Result<(Source, Address)> {
        let Role::Listening(listening) = &mut self.socket_mut(id)?.role else {
            return Err(Error::InvalidArgument);
        };
        let accepted = listening.accepted.pop_front().ok_or(Error::WouldBlock)?;
        let waiting = listening.waiting.pop_front();
        let remote = match &self.socket(accepted)?.role {
            Role::Connected(connection) => connection.remote.clone(),
            _ => return Err(Error::ConnectionAborted),
        };
        let number = self.number(accepted);
        self.journal.note(accepted, SocketEvent::Accepted(number));
        if let Some(caller) = waiting {
            self.establish(id, caller);
        }
        Ok((number, remote))
    }

    /// Calls whoever listens at an address.
    pub(super) fn call(&mut self, id: Id, to: &Address) -> Result<()> {
        let family = self.may_call(id, to)?;
        if !to.is_of_this_host() {
            return Err(Error::NetworkUnreachable);
        }
        let to = here(to);
        self.bind_for(id, &to)?;
        if family == Family::Unix {
            return self.call_by_name(id, &to);
        }
        self.journal.note_at(id, SocketEvent::Calls, || to.clone());
        self.socket_mut(id)?.role = Role::Calling(to.clone());
        self.fly((id, id), 0, Flight::Call { from: id, to });
        Err(Error::InProgress)
    }

    /// Whether a socket is free to call somebody there; its family.
    pub(super) fn may_call(&mut self, id: Id, to: &Address) -> Result<Family> {
        let socket = self.socket_mut(id)?;
        match &socket.role {
            Role::Idle => {}
            Role::Calling(_) => return Err(Error::AlreadyInProgress),
            _ => return Err(Error::IsConnected),
        }
        if let Some(error) = socket.error.take() {
            return Err(error);
        }
        let family = socket.family;
        if to.fits(family) { Ok(family) } else { Err(Error::FamilyNotSupported) }
    }

    /// Connects at once, as sockets with paths do.
    fn call_by_name(&mut self, id: Id, to: &Address) -> Result<()> {
        let listener = self.receiver(Kind::Stream, to, None)?;
        let Role::Listening(listening) = &self.socket(listener)?.role else {
            return Err(Error::ConnectionRefused);
        };
        if listening.accepted.len() > listening.backlog {
            return Err(Error::WouldBlock);
        }
        self.journal.note_at(id, SocketEvent::Calls, || to.clone());
        self.socket_mut(id)?.role = Role::Calling(to.clone());
        self.establish(listener, id);
        Ok(())
    }

    pub(super) fn send(&mut self, id: Id, bytes: &[u8]) -> Result<usize> {
        let socket = self.socket(id)?;
        let (family, there) = (socket.family, self.receive_buffer_there(socket));
        let room = socket.settings.send_buffer + there;
        let socket = self.socket_mut(id)?;
        if let Some(error) = socket.error.take() {
            return Err(error);
        }
        let connection = match socket.connection() {
            // As on Linux, which tells only those with paths that they never were connected.
            Err(Error::NotConnected) if family != Family::Unix => return Err(Error::BrokenPipe),
            connection => connection?,
        };
        if connection.is_reset || connection.writes_no_more {
            return Err(Error::BrokenPipe);
        }
        let peer = connection.peer;
        let length = bytes.len().min(room.saturating_sub(connection.unread_there));
        if length == 0 && !bytes.is_empty() {
            return Err(Error::WouldBlock);
        }
        connection.unread_there += length;
        if family == Family::Unix && !self.sockets.contains_key(&peer) {
            return Err(Error::BrokenPipe);
        }
        if length > 0 {
            let journey = self.journey(peer);
            self.journal.note(id, SocketEvent::Sent(length as u64, journey));
        }
        for piece in self.pieces(&bytes[..length]) {
            self.fly((id, peer), piece.len(), Flight::Bytes { from: id, to: peer, bytes: piece.to_vec() });
        }
        Ok(length)
    }

    /// How what is sent to a connected socket comes there.
    fn journey(&mut self, to: Id) -> Journey {
        let is_instant = self.sky.is_instant();
        match self.connection_of(to) {
            Some(there) if is_instant && !there.is_reset && !there.reads_no_more => Journey::AtOnce,
            _ => Journey::UnderWay,
        }
    }

    /// Bytes as they travel: in one piece where that takes no time.
    fn pieces<'a>(&self, bytes: &'a [u8]) -> std::slice::Chunks<'a, u8> {
        bytes.chunks(if self.sky.is_instant() { bytes.len().max(1) } else { PIECE })
    }

    pub(super) fn receive_bytes(&mut self, id: Id, buffer: &mut [u8], peek: bool) -> Result<Received> {
        let socket = self.socket_mut(id)?;
        let connection = socket.connection()?;
        let received = |length| Ok(Received { length, is_cut: false, from: None });
        if !connection.inbox.is_empty() {
            let length = connection.inbox.copy_to(buffer, peek);
            let peer_id = connection.peer;
            if !peek && let Some(peer) = self.connection_of(peer_id) {
                peer.unread_there = peer.unread_there.saturating_sub(length);
                self.touch(peer_id);
            }
            if !peek && length > 0 {
                self.journal.note(id, SocketEvent::Received(length as u64));
            }
            return received(length);
        }
        let is_ended = connection.is_ended;
        if is_ended || connection.reads_no_more || buffer.is_empty() {
            if is_ended && !peek && !buffer.is_empty() {
                self.journal.note(id, SocketEvent::Received(0));
            }
            return received(0);
        }
        let is_reset = connection.is_reset;
        match socket.error.take() {
            Some(error) => Err(error),
            None if is_reset => received(0),
            None => Err(Error::WouldBlock),
        }
    }

    pub(super) fn shut_down(&mut self, id: Id, how: Shutdown) -> Result<()> {
        let connection = match &mut self.socket_mut(id)?.role {
            Role::Connected(connection) => connection,
            _ => return Err(Error::NotConnected),
        };
        if matches!(how, Shutdown::Read | Shutdown::Both) {
            connection.reads_no_more = true;
        }
        let ends = matches!(how, Shutdown::Write | Shutdown::Both) && !connection.writes_no_more;
        connection.writes_no_more |= ends;
        let peer = connection.peer;
        self.touch(id);
        if ends {
            self.end(id, peer);
        }
        Ok(())
    }

    /// Sends the end of a stream.
    fn end(&mut self, id: Id, peer: Id) {
        let journey = self.journey(peer);
        self.journal.note(id, SocketEvent::Ended(journey));
        self.fly((id, peer), 0, Flight::End { to: peer });
    }

    /// A connected socket was closed.
    pub(super) fn hang_up(&mut self, id: Id, settings: &Settings, connection: &Connection) {
        let peer = connection.peer;
        if settings.has(Choice::ResetOnClose) || !connection.inbox.is_empty() {
            let is_asked_for = settings.has(Choice::ResetOnClose);
            let reason = if is_asked_for { ResetReason::Abort } else { ResetReason::Unread };
            self.fly((id, peer), 0, Flight::Reset { to: peer, reason });
        } else if !connection.writes_no_more && !connection.is_reset {
            self.end(id, peer);
        }
    }

    /// A listening socket was closed: those that were not accepted are given up.
    pub(super) fn listen_no_more(&mut self, listening: Listening) {
        for accepted in listening.accepted {
            if let Some(Socket { role: Role::Connected(connection), .. }) = self.remove(accepted) {
                self.journal.note(accepted, SocketEvent::Closed);
                let reset = Flight::Reset { to: connection.peer, reason: ResetReason::NotAccepted };
                self.fly((accepted, connection.peer), 0, reset);
                self.sky.forget(accepted);
            }
        }
        for caller in listening.waiting {
            self.fly((caller, caller), 0, Flight::Refusal { to: caller });
        }
    }

    /// A call has arrived.
    pub(super) fn hear_call(&mut self, caller: Id, to: &Address) {
        let Ok(id) = self.receiver(Kind::Stream, to, None) else {
            return self.fly((caller, caller), 0, Flight::Refusal { to: caller });
        };
        let Some(Socket { role: Role::Listening(listening), .. }) = self.sockets.get_mut(&id) else { return };
        if listening.accepted.len() > listening.backlog {
            listening.waiting.push_back(caller);
        } else {
            self.establish(id, caller);
        }
    }

    /// Connects a caller with a listener, who may accept it.
    fn establish(&mut self, listener: Id, caller: Id) {
        let Some(Socket { role: Role::Calling(to), local, family: caller_family, .. }) =
            self.sockets.get(&caller)
        else {
            return; // It has given up meanwhile.
        };
        let (to, caller_family) = (to.clone(), *caller_family);
        let from = local.clone().unwrap_or_else(|| Address::unspecified(caller_family));
        let caller_address = from.clone();
        let Some(listening) = self.sockets.get(&listener) else { return };
        let (family, settings) = (listening.family, listening.settings.clone());
        let mut child = Socket::new(family, Kind::Stream);
        child.settings = settings;
        child.local = Some(to.clone().seen_by(family));
        child.role = Role::Connected(Connection::new(caller, from.seen_by(family)));
        let child = self.add(child);
        if let Some(Socket { role: Role::Listening(listening), .. }) = self.sockets.get_mut(&listener) {
            listening.accepted.push_back(child);
        }
        self.journal.note_at(listener, SocketEvent::IsCalled(caller, child), || caller_address);
        self.touch(listener);
        if family == Family::Unix {
            self.hear_answer(caller, child);
        } else {
            self.fly((child, caller), 0, Flight::Answer { to: caller, from: child });
        }
    }

    /// The answer to a call has arrived.
    pub(super) fn hear_answer(&mut self, caller: Id, from: Id) {
        match self.sockets.get_mut(&caller) {
            Some(socket) if matches!(socket.role, Role::Calling(_)) => {
                let Role::Calling(to) = std::mem::replace(&mut socket.role, Role::Idle) else { return };
                socket.role = Role::Connected(Connection::new(from, to));
                self.journal.note(caller, SocketEvent::Connected(from));
                self.touch(caller);
            }
            _ => self.hear_reset(from, ResetReason::GivenUp),
        }
    }

    /// Nobody listens where a socket has called.
    pub(super) fn hear_refusal(&mut self, caller: Id) {
        self.fail_call(caller, Error::ConnectionRefused);
    }

    /// A call has come to nothing.
    pub(super) fn fail_call(&mut self, caller: Id, error: Error) {
        if let Some(socket) = self.sockets.get_mut(&caller) {
            socket.role = Role::Idle;
            socket.error = Some(error);
            if error == Error::ConnectionRefused {
                self.journal.note(caller, SocketEvent::Refused);
            }
        }
        self.touch(caller);
    }

    pub(super) fn hear_bytes(&mut self, from: Id, to: Id, bytes: Vec<u8>) {
        match self.connection_of(to) {
            Some(connection) if !connection.is_reset && !connection.reads_no_more => {
                let length = bytes.len() as u64;
                connection.inbox.push(bytes);
                // Where nothing is ever on its way, that it was sent says it all.
                if !self.sky.is_instant() {
                    self.journal.note(to, SocketEvent::Arrived(length));
                }
                self.touch(to);
            }
            Some(_) => {
                self.journal.note(to, SocketEvent::Dropped(bytes.len() as u64));
                if let Some(sender) = self.connection_of(from) {
                    sender.unread_there = sender.unread_there.saturating_sub(bytes.len());
                }
                self.touch(from);
            }
            None => {
                self.fly((to, from), 0, Flight::Reset { to: from, reason: ResetReason::Gone });
                self.sky.forget(to);
            }
        }
    }

    pub(super) fn hear_end(&mut self, to: Id) {
        let is_instant = self.sky.is_instant();
        if let Some(connection) = self.connection_of(to) {
            connection.is_ended = true;
            let is_told = is_instant && !connection.is_reset && !connection.reads_no_more;
            if !is_told {
                self.journal.note(to, SocketEvent::EndArrived);
            }
        }
        self.touch(to);
    }

    pub(super) fn hear_reset(&mut self, to: Id, reason: ResetReason) {
        let Some(connection) = self.connection_of(to) else { return };
        connection.is_reset = true;
        // As on Linux: who has been told of the end learns that writing is over, too.
        let error = if connection.is_ended { Error::BrokenPipe } else { Error::ConnectionReset };
        self.journal.note(to, SocketEvent::Reset(reason));
        if let Ok(socket) = self.socket_mut(to) {
            socket.error = Some(error);
        }
        self.touch(to);
    }
}
