//! Wisp's packets: how a tab and its bridge carry many connections over one WebSocket. No I/O.
//!
//! Wisp 1.2 is <https://github.com/MercuryWorkshop/wisp-protocol>; this was written from its text. A message of the WebSocket
//! is one packet:
//!
//! ```text
//! type u8 │ stream u32 │ CONNECT   1  kind u8 (1: TCP), port u16, host in UTF-8
//!         │            │ DATA      2  bytes
//!         │            │ CONTINUE  3  how many DATA packets there is room for, u32
//!         │            │ CLOSE     4  reason u8                             (numbers are little-endian)
//! ```
//!
//! The client names a stream by a number of its own. The bridge begins with a CONTINUE for stream 0: so many DATA packets
//! it takes for each stream. Sending one costs a credit; a CONTINUE for the stream sets what is left.
//!
//! Three things are ours, because Wisp 1.2 leaves them open and TCP has them:
//!
//! - **A stream is open** when the bridge has sent the first CONTINUE for it. (It may be sent at any time; drafts of Wisp 2 call
//!   this *stream open confirmation*.)
//! - **Credits go both ways** if the client, too, begins with a CONTINUE for stream 0: then the bridge sends no more DATA
//!   packets for a stream than the client has room for, so that a slow reader holds up nobody but itself.
//! - **One direction ends** by a DATA packet without bytes, if both began so. CLOSE ends both.

use std::fmt;

/// No DATA packet carries more bytes than this.
pub const LONGEST_DATA: usize = 16 * 1024;

/// No packet is longer than this: the longest is a DATA packet, for a host's name has 255 bytes at most.
pub const LONGEST_PACKET: usize = HEADER + LONGEST_DATA;

/// The stream that stands for all of them.
pub const ALL_STREAMS: u32 = 0;

/// How many bytes a packet has in front of its payload.
const HEADER: usize = 5;

/// One packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packet<'bytes> {
    /// Open a stream.
    Connect {
        /// Its number, from now on.
        stream: u32,
        /// What carries it at the far end.
        kind: Kind,
        /// Where to.
        port: u16,
        /// Where to: a name, or an address as it is written.
        host: &'bytes str,
    },
    /// Bytes of a stream; none are its end in this direction.
    Data {
        /// Whose.
        stream: u32,
        /// What.
        bytes: &'bytes [u8],
    },
    /// So many DATA packets there is room for.
    Continue {
        /// For which stream; [`ALL_STREAMS`] at the beginning.
        stream: u32,
        /// How many.
        room: u32,
    },
    /// It is over.
    Close {
        /// Which stream.
        stream: u32,
        /// Why.
        reason: Reason,
    },
}

/// What carries a stream at the far end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A TCP connection.
    Tcp,
    /// Something else, by its number. (2 is UDP, which this bridge has not.)
    Other(u8),
}

/// Declares the reasons: name, number, and what they mean.
macro_rules! reasons {
    ($($(#[doc = $doc:literal])* $name:ident = $number:literal, $meaning:literal;)*) => {
        /// Why a stream was closed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Reason {
            $($(#[doc = $doc])* $name,)*
            /// Another one, by its number.
            Other(u8),
        }

        impl Reason {
            fn number(self) -> u8 {
                match self { $(Self::$name => $number,)* Self::Other(number) => number }
            }

            fn of(number: u8) -> Self {
                match number { $($number => Self::$name,)* other => Self::Other(other) }
            }
        }

        impl fmt::Display for Reason {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$name => f.write_str($meaning),)*
                    Self::Other(number) => write!(f, "closed for reason {number:#04x}"),
                }
            }
        }
    };
}

reasons! {
    /// Nobody says.
    Unspecified = 0x01, "closed";
    /// One side wanted it.
    Voluntary = 0x02, "closed";
    /// The connection at the far end broke.
    NetworkError = 0x03, "the connection broke";
    /// That is no destination.
    Invalid = 0x41, "no such destination";
    /// The host cannot be found or reached.
    Unreachable = 0x42, "the host cannot be found or reached";
    /// Nobody answered.
    TimedOut = 0x43, "nobody answered";
    /// Nobody listens there.
    Refused = 0x44, "nobody listens there";
    /// Nobody took the bytes.
    TransferTimedOut = 0x47, "nobody took the bytes";
    /// The bridge does not lead there.
    Blocked = 0x48, "the bridge does not lead there";
    /// There are too many streams, or it sent more than it may.
    Throttled = 0x49, "too much at once";
    /// The client cannot go on: it drops what it has not read.
    ClientGaveUp = 0x81, "the program reset it";
}

/// Why a message is no packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// It has fewer bytes, or more, than its type needs.
    Length,
    /// There is no such type.
    Type(u8),
    /// The host is not UTF-8.
    Host,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length => f.write_str("a packet of the wrong length"),
            Self::Type(number) => write!(f, "a packet of type {number:#04x}, which there is not"),
            Self::Host => f.write_str("a host that is not UTF-8"),
        }
    }
}

impl std::error::Error for Malformed {}

impl<'bytes> Packet<'bytes> {
    /// Reads a packet.
    ///
    /// # Errors
    ///
    /// When `message` is none.
    pub fn read(message: &'bytes [u8]) -> Result<Self, Malformed> {
        let (&[number, ref stream @ ..], payload) =
            message.split_first_chunk::<HEADER>().ok_or(Malformed::Length)?;
        let stream = u32::from_le_bytes(*stream);
        match number {
            1 => {
                let (&[kind, ref port @ ..], host) =
                    payload.split_first_chunk::<3>().ok_or(Malformed::Length)?;
                let kind = if kind == 1 { Kind::Tcp } else { Kind::Other(kind) };
                let host = std::str::from_utf8(host).map_err(|_| Malformed::Host)?;
                Ok(Self::Connect { stream, kind, port: u16::from_le_bytes(*port), host })
            }
            2 if payload.len() <= LONGEST_DATA => Ok(Self::Data { stream, bytes: payload }),
            3 => {
                let room = payload.try_into().map_err(|_| Malformed::Length)?;
                Ok(Self::Continue { stream, room: u32::from_le_bytes(room) })
            }
            4 => match *payload {
                [reason] => Ok(Self::Close { stream, reason: Reason::of(reason) }),
                _ => Err(Malformed::Length),
            },
            2 => Err(Malformed::Length),
            other => Err(Malformed::Type(other)),
        }
    }

    /// The message that is this packet.
    #[must_use]
    pub fn to_message(&self) -> Vec<u8> {
        let (number, stream) = match *self {
            Self::Connect { stream, .. } => (1, stream),
            Self::Data { stream, .. } => (2, stream),
            Self::Continue { stream, .. } => (3, stream),
            Self::Close { stream, .. } => (4, stream),
        };
        let mut message = vec![number];
        message.extend(stream.to_le_bytes());
        match *self {
            Self::Connect { kind, port, host, .. } => {
                message.push(match kind {
                    Kind::Tcp => 1,
                    Kind::Other(number) => number,
                });
                message.extend(port.to_le_bytes());
                message.extend(host.as_bytes());
            }
            Self::Data { bytes, .. } => message.extend(bytes),
            Self::Continue { room, .. } => message.extend(room.to_le_bytes()),
            Self::Close { reason, .. } => message.push(reason.number()),
        }
        message
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packets_are_as_the_protocol_says() {
        let host = "a.example";
        for (packet, message) in [
            (
                Packet::Connect { stream: 0x0403_0201, kind: Kind::Tcp, port: 0x1f90, host },
                b"\x01\x01\x02\x03\x04\x01\x90\x1fa.example".as_slice(),
            ),
            (Packet::Data { stream: 7, bytes: b"hi" }, b"\x02\x07\0\0\0hi"),
            (Packet::Data { stream: 7, bytes: b"" }, b"\x02\x07\0\0\0"),
            (Packet::Continue { stream: 0, room: 258 }, b"\x03\0\0\0\0\x02\x01\0\0"),
            (Packet::Close { stream: 7, reason: Reason::Blocked }, b"\x04\x07\0\0\0\x48"),
            (Packet::Close { stream: 7, reason: Reason::Other(0x99) }, b"\x04\x07\0\0\0\x99"),
        ] {
            assert_eq!(packet.to_message(), message, "{packet:?}");
            assert_eq!(Packet::read(message), Ok(packet));
        }
    }

    #[test]
    fn what_is_no_packet_is_said_to_be_none() {
        for (message, malformed) in [
            (b"".as_slice(), Malformed::Length),
            (b"\x02\0\0\0", Malformed::Length),
            (b"\x01\x01\0\0\0\x01\x50", Malformed::Length),
            (b"\x01\x01\0\0\0\x01\x50\0\xff", Malformed::Host),
            (b"\x03\x01\0\0\0\x01", Malformed::Length),
            (b"\x04\x01\0\0\0", Malformed::Length),
            (b"\x04\x01\0\0\0\x02\x02", Malformed::Length),
            (b"\x05\0\0\0\0\x02\0", Malformed::Type(5)),
            (&[2; LONGEST_PACKET + 1], Malformed::Length),
        ] {
            assert_eq!(Packet::read(message), Err(malformed), "{message:?}");
        }
        assert!(Packet::read(&[2; LONGEST_PACKET]).is_ok());
    }
}
