//! Connections to the world outside, for somebody who has a way there: the bridge of a tab.
//!
//! To a program they are sockets like others. Their other end is a socket, too, that is given to whoever carries the bytes
//! on: [`Loopback::call_outside`] begins to connect, [`Loopback::answer`] and [`Loopback::refuse`] say what came of it.

use super::Loopback;
use super::socket::{Connection, Id, Role, Socket};
use crate::network::{Address, Error, Kind, Result, Source};
use crate::trace::SocketEvent;

/// A socket that waits to be connected with somebody outside. Unlike its number, it never means another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller(Id);

impl Loopback {
    /// Begins to connect a stream with somebody outside. To the program that is [`Error::InProgress`].
    ///
    /// # Errors
    ///
    /// Those of [`Network::connect`](crate::network::Network::connect) that have nothing to do with what is there.
    pub fn call_outside(&self, socket: Source, address: &Address) -> Result<Caller> {
        self.with_socket(socket, |state, id| {
            state.may_call(id, address)?;
            state.journal.note_at(id, SocketEvent::Calls, || address.clone());
            state.socket_mut(id)?.role = Role::Calling(address.clone());
            Ok(Caller(id))
        })
    }

    /// Connects a socket that has called outside; the other end, to be read and written by whoever is in the way, who also
    /// closes it.
    ///
    /// # Errors
    ///
    /// [`Error::ConnectionAborted`] if the program has given the call up.
    pub fn answer(&self, caller: Caller) -> Result<Source> {
        self.with(|state| {
            let Caller(caller) = caller;
            let (family, address) = match state.sockets.get(&caller) {
                Some(Socket { role: Role::Calling(address), family, .. }) => (*family, address.clone()),
                _ => return Err(Error::ConnectionAborted),
            };
            let mut far = Socket::new(family, Kind::Stream);
            far.role = Role::Connected(Connection::new(caller, Address::unspecified(family)));
            let far = state.add(far);
            state.socket_mut(caller)?.role = Role::Connected(Connection::new(far, address));
            state.journal.note(caller, SocketEvent::Connected(far));
            state.touch(caller);
            Ok(state.number(far))
        })
    }

    /// A socket that has called outside is not connected, for this reason.
    pub fn refuse(&self, caller: Caller, error: Error) {
        self.with(|state| {
            if let Some(Socket { role: Role::Calling(_), .. }) = state.sockets.get(&caller.0) {
                state.fail_call(caller.0, error);
            }
        });
    }

    /// Whether a socket still waits for an answer from outside.
    pub fn is_calling(&self, caller: Caller) -> bool {
        self.with(|state| matches!(state.sockets.get(&caller.0), Some(Socket { role: Role::Calling(_), .. })))
    }

    /// Whether the program has closed the socket that is connected with this far end.
    pub fn is_left(&self, far: Source) -> bool {
        self.with(|state| {
            let peer = state.id(far).ok().and_then(|id| state.connection_of(id)).map(|it| it.peer);
            peer.is_none_or(|peer| !state.sockets.contains_key(&peer))
        })
    }

    /// Whether somebody inside listens there.
    pub fn has_listener(&self, address: &Address) -> bool {
        self.with(|state| state.receiver(Kind::Stream, address, None).is_ok())
    }
}
