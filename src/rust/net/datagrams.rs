//! UDP.

use std::fmt;
use std::net::SocketAddr;

use super::socket::{Socket, family, host_and_port};
use crate::network::{Error, Kind, Network};
use crate::rust::Exception;
use crate::watchers::Direction;

/// Sends and receives datagrams. Its address is free again when it is dropped.
pub struct UdpSocket {
    socket: Socket,
}

impl UdpSocket {
    /// A socket at `address`; port 0 stands for any that is free.
    ///
    /// # Errors
    ///
    /// `RuntimeError` if no loop with a network runs; [`Error::AddressInUse`], [`Error::AddressNotAvailable`].
    pub fn bind(address: SocketAddr) -> Result<Self, Exception> {
        let socket = Socket::new(family(address), Kind::Datagram)?;
        socket.network().bind(socket.source(), &address.into())?;
        Ok(Self { socket })
    }

    /// Sends one datagram to `address`.
    ///
    /// # Errors
    ///
    /// [`Error::MessageTooLong`] and what else the network says; [`Exception::Cancelled`] if the task is.
    pub async fn send_to(&self, bytes: &[u8], address: SocketAddr) -> Result<(), Exception> {
        let address = address.into();
        let send = |network: &dyn Network, source| network.send_to(source, bytes, &address);
        self.socket.when_ready(Direction::Write, send).await.map(drop)
    }

    /// Fills `buffer` with the next datagram; how long that is, and who sent it. What the buffer cannot hold is lost.
    ///
    /// # Errors
    ///
    /// What the network says; [`Exception::Cancelled`] if the task is.
    pub async fn recv_from(&self, buffer: &mut [u8]) -> Result<(usize, SocketAddr), Exception> {
        let receive = |network: &dyn Network, source| network.receive(source, buffer, false);
        let received = self.socket.when_ready(Direction::Read, receive).await?;
        let from = received.from.ok_or(Error::NotConnected)?;
        Ok((received.length, host_and_port(from)?))
    }

    /// Its own address.
    ///
    /// # Errors
    ///
    /// What the network says.
    pub fn local_address(&self) -> Result<SocketAddr, Exception> {
        self.socket.local_address()
    }
}

impl fmt::Debug for UdpSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UdpSocket").field("address", &self.local_address().ok()).finish_non_exhaustive()
    }
}
