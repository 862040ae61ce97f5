//! What can happen to a socket of the network inside the process.

use crate::ids::{SocketId, Source};
use crate::network::kind::Kind;

/// What became of a socket. Of the bytes it carries only their number is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SocketEvent {
    /// The program made it, and knows it by this number.
    Opened(Kind, Source),
    /// It has an address of its own: the text of its details.
    Named,
    /// Others may connect, of whom so many may wait to be accepted.
    Listens(usize),
    /// It begins to connect with the address of its details.
    Calls,
    /// The call of another socket, from the address of its details, has come: the connection with it is a socket of its own
    /// from now on (the second), and waits to be accepted.
    IsCalled(SocketId, SocketId),
    /// It is connected with that one.
    Connected(SocketId),
    /// Nobody listens where it calls.
    Refused,
    /// The program has accepted it, and knows it by this number.
    Accepted(Source),
    /// The program has sent so many bytes.
    Sent(u64, Journey),
    /// So many bytes that the other end has sent have arrived.
    Arrived(u64),
    /// They have arrived, and nobody will read them.
    Dropped(u64),
    /// The program has read so many bytes. None are the end.
    Received(u64),
    /// It sends no more: the end of the stream goes to the other end.
    Ended(Journey),
    /// The end of what the other end has sent is here.
    EndArrived,
    /// The other end has given up the connection, for this reason.
    Reset(ResetReason),
    /// The program has closed it.
    Closed,
    /// The program has sent a datagram of so many bytes, to the address of its details. It has a number.
    SentDatagram(u64, u64),
    /// The datagram of this number has arrived.
    DatagramArrived(u64),
    /// One that it has sent is lost.
    DatagramLost(u64, Loss),
}

/// How what is sent comes to the other end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Journey {
    /// It is there.
    AtOnce,
    /// It is on its way.
    UnderWay,
}

/// Why a connection was reset. The format has the number of each, from 0, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResetReason {
    /// The other end was closed with something unread in it.
    Unread,
    /// The other end was closed so that it resets the connection (`SO_LINGER` with a time of zero).
    Abort,
    /// Something was sent to the other end, which was closed.
    Gone,
    /// Whoever listened was closed, and had not accepted it.
    NotAccepted,
    /// Whoever called had given up meanwhile.
    GivenUp,
}

/// Why a datagram was lost. The format has the number of each, from 0, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// On its way, as the link's settings have it.
    OnTheWay,
    /// There was no room for it where it arrived.
    NoRoom,
    /// Nobody takes datagrams where it arrived.
    Nobody,
}

/// Whether a transport takes what is written, while it has some of it in its buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// It does.
    GoesOn,
    /// It has asked its protocol to pause: its buffer is above the high-water mark, and not yet below the low one.
    Paused,
}
