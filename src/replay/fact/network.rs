//! What is told of the network inside the process.

use super::{Actor, Name};
use crate::ids::Source;
use crate::replay::act::What;
use crate::trace::{Loss, ResetReason};

/// Something that can be watched, as a reader knows it: a socket, or a descriptor of which only the number is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SocketName {
    /// The number that the program knows it by; none if it does not, yet.
    pub source: Option<Source>,
    /// Its own address; empty if it has none.
    pub address: String,
    /// The address of the other end; empty if it has none.
    pub remote: String,
    /// What it is to the other end.
    pub role: Role,
    /// Who has it, if that is a task.
    pub holder: Option<Name>,
}

/// What a socket is to the other end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Nothing: it has none, or both are alike.
    #[default]
    Alone,
    /// It has called.
    Caller,
    /// It was called, and accepted.
    Called,
    /// Others may call.
    Listener,
}

/// What happens to a socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SocketFact {
    /// Somebody makes it; whether it carries messages, not a stream.
    IsMade(bool),
    /// It has its address now.
    HasAddress,
    /// Others may connect, and so many may wait.
    Listens(usize),
    /// Somebody begins to connect it.
    Calls,
    /// Somebody has called, from this address, and waits to be accepted.
    IsCalled(String),
    /// It is connected.
    IsConnected,
    /// Nobody listens where it calls.
    IsRefused,
    /// Somebody accepts it.
    IsAccepted,
    /// Somebody sends something.
    Sends {
        /// So many bytes.
        bytes: u64,
        /// The other end, if they are there at once.
        arrives_at: Option<SocketName>,
    },
    /// So many bytes arrive.
    Arrives(u64),
    /// So many bytes arrive, and nobody will read them.
    IsIgnored(u64),
    /// Somebody reads so many bytes.
    Reads(u64),
    /// Somebody reads that it is the end.
    ReadsTheEnd,
    /// It sends no more.
    Ends,
    /// The other end sends no more.
    EndArrives,
    /// The other end has given up.
    IsReset(ResetReason),
    /// Somebody closes it.
    Closes,
    /// Somebody sends a datagram.
    SendsDatagram {
        /// Of so many bytes.
        bytes: u64,
        /// To this address; empty if it goes to the only one that it can.
        to: String,
    },
    /// A datagram arrives.
    DatagramArrives,
    /// A datagram that it has sent is lost.
    LosesDatagram(Loss),
}

/// What came to a socket, and who did that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Came {
    /// What.
    pub what: What,
    /// Who.
    pub by: Option<Actor>,
    /// The line of the program where.
    pub line: Option<u32>,
}
