//! What programs speak through: sockets, as a contract that every platform keeps.
//!
//! A [`Network`] is to transports what a [`Selector`](crate::selector::Selector) is to a loop: where they meet the
//! machine. Natively it is the operating system's sockets; inside a process, and so in a browser tab, it is
//! [`Loopback`]. Its names are those of POSIX, and so are its semantics:
//!
//! 1. **Nothing blocks.** What cannot be done at once fails with [`Error::WouldBlock`], or, for connecting, with
//!    [`Error::InProgress`]. When it can be done is the selector's business: a socket is a [`Source`].
//! 2. **A stream keeps its order and loses nothing**, and takes no more than the two buffers on its way hold: whoever
//!    sends faster than the other end reads finds out by [`Error::WouldBlock`]. A send may take a part of what it is
//!    given, and says how much.
//! 3. **The end of a stream is read as zero bytes**, after all that was sent before it. Each direction ends for itself
//!    ([`Network::shut_down`]). A socket that is closed with something unread in it, or written to after that, resets the
//!    connection: the other end reads what has arrived, and then fails with [`Error::ConnectionReset`].
//! 4. **Datagrams arrive whole or not at all**, and nobody is told of those that are lost.
//! 5. **A number may be used again** once the socket that had it is closed.
//!
//! <https://pubs.opengroup.org/onlinepubs/9799919799/functions/V2_chap02.html#tag_16_10>

mod address;
mod error;
pub(crate) mod kind;
mod link;
pub mod loopback;
mod observer;

pub use address::{Address, Family};
pub use error::Error;
pub use kind::Kind;
pub use link::{Link, LinkError};
pub use loopback::Loopback;
pub use loopback::selector::LoopbackSelector;
pub use observer::{Happening, Observer};

use std::io::IoSlice;
use std::net::Shutdown;
use std::sync::Arc;

pub use crate::ids::Source;

/// What became of something that was asked of a network.
pub type Result<T> = std::result::Result<T, Error>;

/// What can be set about a socket, and asked.
///
/// Buffers are in bytes. What a platform has besides these is its own business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Choice {
    /// A local address may be taken that another socket has, as long as that does not listen. (`SO_REUSEADDR`)
    ReuseAddress,
    /// Several sockets may listen at one address, if all of them chose this. (`SO_REUSEPORT`)
    ReusePort,
    /// An IPv6 socket has nothing to do with IPv4. (`IPV6_V6ONLY`)
    OnlyIpv6,
    /// How much this end may have sent that the other has not received. (`SO_SNDBUF`)
    SendBuffer,
    /// How much may have arrived that is not read. (`SO_RCVBUF`)
    ReceiveBuffer,
    /// Closing resets the connection and drops what is unsent. (`SO_LINGER` with a time of zero)
    ResetOnClose,
    /// Datagrams may be sent to everybody. (`SO_BROADCAST`)
    Broadcast,
    /// The other end is looked after while nothing is sent. (`SO_KEEPALIVE`)
    KeepAlive,
    /// Nothing waits to be sent together with what comes next. (`TCP_NODELAY`)
    NoDelay,
}

/// Sockets. The contract is in the [module's documentation](self).
///
/// Everything takes `&self`; a network is shared between threads.
pub trait Network: Send + Sync {
    /// A new socket.
    ///
    /// # Errors
    ///
    /// When there is no such family, or no number left.
    fn socket(&self, family: Family, kind: Kind) -> Result<Source>;

    /// Two sockets that are connected to each other and have no names.
    ///
    /// # Errors
    ///
    /// As [`Network::socket`]; [`Error::OperationNotSupported`] for a family other than [`Family::Unix`].
    fn pair(&self, family: Family, kind: Kind) -> Result<(Source, Source)>;

    /// Gives a socket its local address. Port 0 stands for any that is free.
    ///
    /// # Errors
    ///
    /// [`Error::AddressInUse`], [`Error::AddressNotAvailable`] if it is no address of this machine,
    /// [`Error::InvalidArgument`] if the socket has one.
    fn bind(&self, socket: Source, address: &Address) -> Result<()>;

    /// Lets others connect, of whom so many may wait to be accepted.
    ///
    /// # Errors
    ///
    /// [`Error::AddressInUse`] if another one listens there.
    fn listen(&self, socket: Source, backlog: usize) -> Result<()>;

    /// The next connection, and who is at its other end.
    ///
    /// # Errors
    ///
    /// [`Error::WouldBlock`] while there is none; [`Error::InvalidArgument`] if the socket does not listen.
    fn accept(&self, socket: Source) -> Result<(Source, Address)>;

    /// Begins to connect a stream: the socket is writable once that is over, and [`Network::take_error`] says how it
    /// went. For a datagram socket: whom it sends to and hears, from now on.
    ///
    /// # Errors
    ///
    /// [`Error::InProgress`] is the usual answer for TCP. [`Error::ConnectionRefused`] if nobody listens,
    /// [`Error::NetworkUnreachable`] if no way leads there, [`Error::IsConnected`], [`Error::AlreadyInProgress`].
    fn connect(&self, socket: Source, address: &Address) -> Result<()>;

    /// Why connecting to `address` fails with `error`, in a sentence for whoever wrote the program, if there is more to say
    /// than the error does.
    fn explain(&self, error: Error, address: &Address) -> Option<String> {
        let _ = (error, address);
        None
    }

    /// Sends as much of `bytes` as there is room for; how much that is. A datagram goes whole.
    ///
    /// # Errors
    ///
    /// [`Error::WouldBlock`] without room, [`Error::BrokenPipe`] or [`Error::ConnectionReset`] if nobody reads at the other
    /// end, [`Error::NotConnected`].
    fn send(&self, socket: Source, bytes: &[u8]) -> Result<usize>;

    /// Sends of the pieces of a stream, in order, as much as there is room for; how much that is.
    ///
    /// # Errors
    ///
    /// As [`Network::send`].
    fn send_pieces(&self, socket: Source, pieces: &[IoSlice<'_>]) -> Result<usize> {
        let mut sent = 0;
        for piece in pieces {
            match self.send(socket, piece) {
                Ok(length) => {
                    sent += length;
                    if length < piece.len() {
                        break;
                    }
                }
                Err(error) if sent == 0 => return Err(error),
                // It will be said again.
                Err(_) => break,
            }
        }
        Ok(sent)
    }

    /// Sends a datagram to `address`.
    ///
    /// # Errors
    ///
    /// [`Error::MessageTooLong`], and as [`Network::connect`] for a destination that there is none of.
    fn send_to(&self, socket: Source, bytes: &[u8], address: &Address) -> Result<usize>;

    /// Fills `buffer` with what has arrived; how much that is, and who sent it if that is a datagram. Zero bytes of a stream
    /// are its end. What a datagram has more than the buffer holds is lost. With `peek` it stays to be read again.
    ///
    /// # Errors
    ///
    /// [`Error::WouldBlock`] while there is nothing, [`Error::ConnectionReset`], [`Error::NotConnected`].
    fn receive(&self, socket: Source, buffer: &mut [u8], peek: bool) -> Result<Received>;

    /// Fills `buffer` with what has arrived on a stream; how many bytes that is. Zero are its end.
    ///
    /// # Errors
    ///
    /// As [`Network::receive`].
    fn read(&self, socket: Source, buffer: &mut [u8]) -> Result<usize> {
        self.receive(socket, buffer, false).map(|received| received.length)
    }

    /// Ends one direction of a connection, or both.
    ///
    /// # Errors
    ///
    /// [`Error::NotConnected`]
    fn shut_down(&self, socket: Source, how: Shutdown) -> Result<()>;

    /// Gives a socket up, whatever it is doing, and frees its number.
    ///
    /// # Errors
    ///
    /// [`Error::BadDescriptor`] if there is none of that number.
    fn close(&self, socket: Source) -> Result<()>;

    /// What a socket is.
    ///
    /// # Errors
    ///
    /// [`Error::BadDescriptor`] if there is none of that number.
    fn describe(&self, socket: Source) -> Result<(Family, Kind)>;

    /// Whether others may connect. (`SO_ACCEPTCONN`)
    ///
    /// # Errors
    ///
    /// [`Error::BadDescriptor`]
    fn is_listening(&self, socket: Source) -> Result<bool>;

    /// Its own address. One that has none yet has that of its family which means nothing.
    ///
    /// # Errors
    ///
    /// [`Error::BadDescriptor`]
    fn local_address(&self, socket: Source) -> Result<Address>;

    /// The address of the other end.
    ///
    /// # Errors
    ///
    /// [`Error::NotConnected`]
    fn peer_address(&self, socket: Source) -> Result<Address>;

    /// Sets something about a socket: 0 is off, anything else is on, or a size.
    ///
    /// # Errors
    ///
    /// [`Error::NoProtocolOption`] if it cannot be set.
    fn choose(&self, socket: Source, choice: Choice, value: usize) -> Result<()>;

    /// What is set about it.
    ///
    /// # Errors
    ///
    /// [`Error::NoProtocolOption`] if nobody knows.
    fn chosen(&self, socket: Source, choice: Choice) -> Result<usize>;

    /// What has gone wrong since it was last asked, and nobody was told of. (`SO_ERROR`)
    ///
    /// # Errors
    ///
    /// [`Error::BadDescriptor`]
    fn take_error(&self, socket: Source) -> Result<Option<Error>>;

    /// Tells `observer` from now on what happens to the sockets, or nobody. A network that does not know tells nothing: what
    /// becomes of the operating system's sockets is the system's business.
    fn observe(&self, observer: Option<Arc<dyn Observer>>) {
        drop(observer);
    }
}

/// What has been received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// How many bytes of the buffer it fills.
    pub length: usize,
    /// Whether it was longer than the buffer.
    pub is_cut: bool,
    /// Who sent it, if it is a datagram.
    pub from: Option<Address>,
}
