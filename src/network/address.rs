//! Where a socket is.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// What a socket's addresses look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// `AF_INET`
    Ipv4,
    /// `AF_INET6`
    Ipv6,
    /// `AF_UNIX`
    Unix,
}

/// Where a socket is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Address {
    /// A host and a port.
    Ip(SocketAddr),
    /// A host by its name, and a port. Whoever has a way there resolves it at its other end.
    Named {
        /// The name, in ASCII.
        host: String,
        /// The port.
        port: u16,
    },
    /// A path, or, with a zero byte in front, a name that is no path. Empty for a socket without a name.
    Unix(Vec<u8>),
}

impl Address {
    /// Whether it is one for sockets of `family`. A name may be resolved to either kind of number.
    #[must_use]
    pub fn fits(&self, family: Family) -> bool {
        match self {
            Self::Ip(SocketAddr::V4(_)) => family == Family::Ipv4,
            Self::Ip(SocketAddr::V6(_)) => family == Family::Ipv6,
            Self::Named { .. } => family != Family::Unix,
            Self::Unix(_) => family == Family::Unix,
        }
    }

    /// What a socket of this family has for an address before it is given one.
    #[must_use]
    pub fn unspecified(family: Family) -> Self {
        match family {
            Family::Ipv4 => Self::Ip((Ipv4Addr::UNSPECIFIED, 0).into()),
            Family::Ipv6 => Self::Ip((Ipv6Addr::UNSPECIFIED, 0).into()),
            Family::Unix => Self::Unix(Vec::new()),
        }
    }

    /// Its port, if it has one.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        match self {
            Self::Ip(address) => Some(address.port()),
            Self::Named { port, .. } => Some(*port),
            Self::Unix(_) => None,
        }
    }

    /// The same as seen by a socket of `family`: an IPv6 socket sees an IPv4 address as `::ffff:a.b.c.d`.
    pub(super) fn seen_by(self, family: Family) -> Self {
        match (self, family) {
            (Self::Ip(SocketAddr::V4(address)), Family::Ipv6) => {
                Self::Ip((address.ip().to_ipv6_mapped(), address.port()).into())
            }
            (address, _) => address,
        }
    }

    /// An IPv4 address that is written as an IPv6 one, as what it is.
    pub(super) fn unmapped(&self) -> Self {
        match self {
            Self::Ip(address) => Self::Ip((address.ip().to_canonical(), address.port()).into()),
            Self::Named { .. } | Self::Unix(_) => self.clone(),
        }
    }

    /// Whether it means the host that everything is on, or any of its addresses.
    #[must_use]
    pub fn is_of_this_host(&self) -> bool {
        match self.unmapped() {
            Self::Ip(address) => match address.ip() {
                IpAddr::V4(ip) => ip.is_loopback() || ip.is_unspecified(),
                IpAddr::V6(ip) => ip.is_loopback() || ip.is_unspecified(),
            },
            Self::Named { .. } => false,
            Self::Unix(_) => true,
        }
    }
}

impl From<SocketAddr> for Address {
    fn from(address: SocketAddr) -> Self {
        Self::Ip(address)
    }
}

/// As people write it: `127.0.0.1:8888`, `[::1]:8888`, `echo.example:80`, a path.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ip(address) => address.fmt(f),
            Self::Named { host, port } => write!(f, "{host}:{port}"),
            Self::Unix(name) if name.is_empty() => f.write_str("(unnamed)"),
            Self::Unix(name) => String::from_utf8_lossy(name).replace('\0', "@").fmt(f),
        }
    }
}
