//! TCP.

use std::fmt;
use std::net::{Shutdown, SocketAddr};

use super::socket::{Socket, family, host_and_port};
use crate::network::{Choice, Error, Kind};
use crate::rust::Exception;
use crate::watchers::Direction;

/// How many connections may wait to be accepted, as in asyncio's `start_server`.
const BACKLOG: usize = 100;

/// Waits for connections at an address. It is free again when this is dropped.
/// ([`asyncio.Server`](https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.Server))
pub struct TcpListener {
    socket: Socket,
}

impl TcpListener {
    /// Listens at `address`; port 0 stands for any that is free.
    ///
    /// # Errors
    ///
    /// `RuntimeError` if no loop with a network runs; [`Error::AddressInUse`], [`Error::AddressNotAvailable`].
    pub fn bind(address: SocketAddr) -> Result<Self, Exception> {
        let socket = Socket::new(family(address), Kind::Stream)?;
        let (network, source) = (socket.network(), socket.source());
        network.choose(source, Choice::ReuseAddress, 1)?;
        network.bind(source, &address.into())?;
        network.listen(source, BACKLOG)?;
        Ok(Self { socket })
    }

    /// The next connection, and who is at its other end.
    ///
    /// # Errors
    ///
    /// What the network says; [`Exception::Cancelled`] if the task is.
    pub async fn accept(&self) -> Result<(TcpStream, SocketAddr), Exception> {
        let accept = self.socket.when_ready(Direction::Read, |network, source| network.accept(source));
        let (source, address) = accept.await?;
        Ok((TcpStream { socket: self.socket.beside(source) }, host_and_port(address)?))
    }

    /// Where it listens.
    ///
    /// # Errors
    ///
    /// What the network says.
    pub fn local_address(&self) -> Result<SocketAddr, Exception> {
        self.socket.local_address()
    }
}

impl fmt::Debug for TcpListener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TcpListener").field("address", &self.local_address().ok()).finish_non_exhaustive()
    }
}

/// A connection. Dropping it closes it.
///
/// Reading and writing take `&self`: one task may read while another writes. With `futures`' [`AsyncRead`] and
/// [`AsyncWrite`] it can be given to whatever is written for those.
///
/// [`AsyncRead`]: futures_io::AsyncRead
/// [`AsyncWrite`]: futures_io::AsyncWrite
pub struct TcpStream {
    pub(super) socket: Socket,
}

impl TcpStream {
    /// Connects to `address`.
    ///
    /// # Errors
    ///
    /// `RuntimeError` if no loop with a network runs; [`Error::ConnectionRefused`], [`Error::NetworkUnreachable`] and
    /// what else the network says; [`Exception::Cancelled`] if the task is.
    pub async fn connect(address: SocketAddr) -> Result<Self, Exception> {
        let socket = Socket::new(family(address), Kind::Stream)?;
        match socket.network().connect(socket.source(), &address.into()) {
            Err(Error::InProgress) => socket.is_ready(Direction::Write).await?,
            result => result?,
        }
        match socket.network().take_error(socket.source())? {
            Some(error) => Err(error.into()),
            None => Ok(Self { socket }),
        }
    }

    /// Fills `buffer` with what arrives, as soon as something does; how many bytes that is. Zero is the end.
    ///
    /// # Errors
    ///
    /// [`Error::ConnectionReset`] and what else the network says; `RuntimeError` if another task is reading;
    /// [`Exception::Cancelled`] if the task is.
    pub async fn read(&self, buffer: &mut [u8]) -> Result<usize, Exception> {
        let read = |network: &dyn crate::network::Network, source| network.receive(source, buffer, false);
        Ok(self.socket.when_ready(Direction::Read, read).await?.length)
    }

    /// Appends all that comes until the end to `bytes`; how many bytes that is.
    ///
    /// # Errors
    ///
    /// As [`TcpStream::read`]. What came before stays in `bytes`.
    pub async fn read_to_end(&self, bytes: &mut Vec<u8>) -> Result<usize, Exception> {
        let (before, mut buffer) = (bytes.len(), vec![0; 16 * 1024]);
        loop {
            match self.read(&mut buffer).await? {
                0 => return Ok(bytes.len() - before),
                length => bytes.extend_from_slice(&buffer[..length]),
            }
        }
    }

    /// Sends as much of `bytes` as there is room for, as soon as there is any; how much that is.
    ///
    /// # Errors
    ///
    /// [`Error::BrokenPipe`], [`Error::ConnectionReset`] and what else the network says; `RuntimeError` if another task is
    /// writing; [`Exception::Cancelled`] if the task is.
    pub async fn write(&self, bytes: &[u8]) -> Result<usize, Exception> {
        self.socket.when_ready(Direction::Write, |network, source| network.send(source, bytes)).await
    }

    /// Sends all of `bytes`.
    ///
    /// # Errors
    ///
    /// As [`TcpStream::write`]. How much of it was sent by then nobody knows.
    pub async fn write_all(&self, mut bytes: &[u8]) -> Result<(), Exception> {
        while !bytes.is_empty() {
            let sent = self.write(bytes).await?;
            bytes = &bytes[sent..];
        }
        Ok(())
    }

    /// Ends one direction, or both.
    ///
    /// # Errors
    ///
    /// [`Error::NotConnected`]
    pub fn shutdown(&self, how: Shutdown) -> Result<(), Exception> {
        Ok(self.socket.network().shut_down(self.socket.source(), how)?)
    }

    /// Its own address.
    ///
    /// # Errors
    ///
    /// What the network says.
    pub fn local_address(&self) -> Result<SocketAddr, Exception> {
        self.socket.local_address()
    }

    /// The address of the other end.
    ///
    /// # Errors
    ///
    /// [`Error::NotConnected`] once it is over.
    pub fn peer_address(&self) -> Result<SocketAddr, Exception> {
        self.socket.peer_address()
    }
}

impl fmt::Debug for TcpStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TcpStream")
            .field("local", &self.local_address().ok())
            .field("peer", &self.peer_address().ok())
            .finish_non_exhaustive()
    }
}
