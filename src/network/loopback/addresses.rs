//! Who has which address: taking one, and finding who is there.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use super::socket::{Id, Role, Socket};
use super::state::State;
use crate::network::{Address, Choice, Error, Family, Kind, Result};
use crate::trace::SocketEvent;

impl State {
    /// Gives a socket its address.
    pub(super) fn bind(&mut self, id: Id, address: &Address) -> Result<()> {
        let socket = self.socket(id)?;
        if socket.local.is_some() || !matches!(socket.role, Role::Idle | Role::Mailbox(_)) {
            return Err(Error::InvalidArgument);
        }
        let (family, kind) = (socket.family, socket.kind());
        if !address.fits(family) {
            return Err(Error::FamilyNotSupported);
        }
        if !address.is_of_this_host() {
            return Err(Error::AddressNotAvailable);
        }
        let address = match address {
            Address::Ip(ip) if ip.port() == 0 => Address::Ip((ip.ip(), self.names.ephemeral(kind)?).into()),
            // An empty name stands for any, among those that are no paths.
            Address::Unix(name) if name.is_empty() => {
                Address::Unix(format!("\0{:05x}", self.next_nameless()).into_bytes())
            }
            other => other.clone(),
        };
        match &address {
            Address::Ip(ip) => {
                let holders = self.names.ports.get(&(kind, ip.port())).into_iter().flatten();
                let socket = self.socket(id)?;
                let collides = |holder: &Id| {
                    self.sockets.get(holder).is_some_and(|holder| {
                        holder.local.as_ref().is_some_and(|other| overlap(socket, &address, holder, other))
                            && !may_share(socket, holder)
                    })
                };
                if holders.into_iter().any(collides) {
                    return Err(Error::AddressInUse);
                }
                self.names.ports.entry((kind, ip.port())).or_default().push(id);
            }
            Address::Unix(name) => {
                let key = (kind, name.clone());
                if self.names.paths.contains_key(&key) {
                    return Err(Error::AddressInUse);
                }
                self.names.paths.insert(key, id);
            }
            Address::Named { .. } => return Err(Error::AddressNotAvailable),
        }
        self.journal.note_at(id, SocketEvent::Named, || address.clone());
        self.socket_mut(id)?.local = Some(address);
        Ok(())
    }

    /// Gives a socket an address to send to `to` from, if it has none.
    pub(super) fn bind_for(&mut self, id: Id, to: &Address) -> Result<()> {
        let socket = self.socket(id)?;
        if socket.local.is_some() || socket.family == Family::Unix {
            return Ok(());
        }
        // Datagrams may go anywhere; a stream comes from the address that it goes to.
        let local = match (socket.kind(), to) {
            (Kind::Stream, Address::Ip(to)) => Address::Ip((to.ip(), 0).into()),
            _ => Address::unspecified(socket.family),
        };
        self.bind(id, &local)
    }

    /// Whether nobody else listens where a socket is about to.
    pub(super) fn may_listen(&self, id: Id) -> Result<()> {
        let socket = self.socket(id)?;
        let Some(local @ Address::Ip(address)) = &socket.local else { return Ok(()) };
        let holders = self.names.ports.get(&(Kind::Stream, address.port())).into_iter().flatten();
        for holder in holders.filter(|holder| **holder != id).filter_map(|holder| self.sockets.get(holder)) {
            let both_share = socket.settings.has(Choice::ReusePort) && holder.settings.has(Choice::ReusePort);
            let overlaps = holder.local.as_ref().is_some_and(|other| overlap(socket, local, holder, other));
            if holder.is_listening() && overlaps && !both_share {
                return Err(Error::AddressInUse);
            }
        }
        Ok(())
    }

    /// Who listens at an address, or takes datagrams there from `sender`.
    pub(super) fn receiver(&self, kind: Kind, to: &Address, sender: Option<&Address>) -> Result<Id> {
        let to = to.unmapped();
        match &to {
            Address::Unix(name) => {
                let other = if kind == Kind::Stream { Kind::Datagram } else { Kind::Stream };
                match self.names.paths.get(&(kind, name.clone())) {
                    Some(id) => Ok(*id),
                    None if self.names.paths.contains_key(&(other, name.clone())) => Err(Error::WrongKind),
                    // Only what has no zero byte in front lies in a file system.
                    None if name.first() == Some(&0) => Err(Error::ConnectionRefused),
                    None => Err(Error::NoEntry),
                }
            }
            Address::Ip(address) => {
                let holders = self.names.ports.get(&(kind, address.port())).into_iter().flatten();
                let fitting = holders.filter_map(|id| {
                    let socket = self.sockets.get(id)?;
                    let fit = fit(socket, &to, sender)?;
                    Some((fit, *id))
                });
                // Of several that fit equally, the one that came last gets datagrams, the one that came first connections.
                let best = match kind {
                    Kind::Stream => fitting.max_by_key(|(fit, id)| (*fit, std::cmp::Reverse(*id))),
                    Kind::Datagram => fitting.max_by_key(|(fit, id)| (*fit, *id)),
                };
                best.map(|(_, id)| id).ok_or(Error::ConnectionRefused)
            }
            Address::Named { .. } => Err(Error::ConnectionRefused),
        }
    }
}

/// The address that means "here" where nothing in particular is meant.
pub(super) fn here(address: &Address) -> Address {
    match address {
        Address::Ip(SocketAddr::V4(v4)) if v4.ip().is_unspecified() => {
            Address::Ip((Ipv4Addr::LOCALHOST, v4.port()).into())
        }
        Address::Ip(SocketAddr::V6(v6)) if v6.ip().is_unspecified() => {
            Address::Ip((Ipv6Addr::LOCALHOST, v6.port()).into())
        }
        other => other.clone(),
    }
}

/// How well a socket fits somebody who wants to reach it there: the more it asks for, the better. `None` if it does not.
fn fit(socket: &Socket, to: &Address, sender: Option<&Address>) -> Option<u8> {
    let local = socket.local.as_ref()?.unmapped();
    let (Address::Ip(local), Address::Ip(to)) = (&local, to) else { return None };
    let at_address = match (local.ip(), to.ip()) {
        (here, there) if here == there => 2,
        (IpAddr::V4(any), IpAddr::V4(_)) if any.is_unspecified() => 1,
        (IpAddr::V6(any), IpAddr::V6(_)) if any.is_unspecified() => 1,
        (IpAddr::V6(any), IpAddr::V4(_))
            if any.is_unspecified() && !socket.settings.has(Choice::OnlyIpv6) =>
        {
            0
        }
        _ => return None,
    };
    match &socket.role {
        Role::Listening(_) => Some(at_address),
        Role::Mailbox(mailbox) => match (&mailbox.peer, sender) {
            (Some(peer), Some(sender)) => (peer.unmapped() == sender.unmapped()).then_some(at_address + 3),
            (Some(_), None) => None,
            (None, _) => Some(at_address),
        },
        _ => None,
    }
}

/// Whether two addresses with the same port are one for some of those that come.
fn overlap(one: &Socket, at: &Address, other: &Socket, there: &Address) -> bool {
    let (Address::Ip(a), Address::Ip(b)) = (at.unmapped(), there.unmapped()) else { return false };
    let takes_all = |socket: &Socket, ip: IpAddr, of: IpAddr| {
        ip.is_unspecified()
            && (ip.is_ipv4() == of.is_ipv4() || (ip.is_ipv6() && !socket.settings.has(Choice::OnlyIpv6)))
    };
    a.ip() == b.ip() || takes_all(one, a.ip(), b.ip()) || takes_all(other, b.ip(), a.ip())
}

/// Whether two sockets agree that they may have the same address.
fn may_share(one: &Socket, other: &Socket) -> bool {
    let both = |choice| one.settings.has(choice) && other.settings.has(choice);
    both(Choice::ReusePort)
        || (both(Choice::ReuseAddress)
            && (one.kind() == Kind::Datagram || !(one.is_listening() || other.is_listening())))
}
