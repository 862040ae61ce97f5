//! How a socket carries what it is given.

/// How a socket carries what it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// In one stream of bytes to one other end: TCP. (`SOCK_STREAM`)
    Stream,
    /// In messages, each with its destination: UDP. (`SOCK_DGRAM`)
    Datagram,
}
