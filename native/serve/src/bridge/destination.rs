//! Where the bridge leads: to what was listed, `HOST:PORT` by `HOST:PORT`.
//!
//! A name is looked up here, once, and its addresses are looked at before one of them is connected to. What is of this
//! machine or this network is not reached by a name from outside: only if the address itself was listed, or the name is one
//! that means this machine (`localhost`). So nobody who runs a name server can point a listed name at a router's page.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

/// A host and a port that the bridge leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    host: Host,
    port: u16,
}

/// A host, as somebody calls it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Host {
    Address(IpAddr),
    /// In lower case, without a dot at its end.
    Name(String),
}

/// Why something is no destination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DestinationError(String);

impl fmt::Display for DestinationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is no HOST:PORT, such as echo.example:80, 127.0.0.1:8080 or [::1]:8080", self.0)
    }
}

impl std::error::Error for DestinationError {}

/// `HOST:PORT`. There are no patterns: each host and each port is listed.
impl FromStr for Destination {
    type Err = DestinationError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (host, port) = text.rsplit_once(':').ok_or_else(|| DestinationError(text.to_owned()))?;
        let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        // Brackets are what an IPv6 address has, and nothing else.
        let host = match bare {
            Some(address) => address.parse::<Ipv6Addr>().ok().map(|ip| Host::Address(ip.into())),
            None => Host::read(host).filter(|host| !matches!(host, Host::Address(IpAddr::V6(_)))),
        };
        // Digits only: Rust would take a sign, too.
        let port = port.bytes().all(|byte| byte.is_ascii_digit()).then(|| port.parse().ok()).flatten();
        let port = port.filter(|port| *port != 0);
        match (host, port) {
            (Some(host), Some(port)) => Ok(Self { host, port }),
            _ => Err(DestinationError(text.to_owned())),
        }
    }
}

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.host {
            Host::Address(address) => SocketAddr::new(*address, self.port).fmt(f),
            Host::Name(name) => write!(f, "{name}:{}", self.port),
        }
    }
}

impl Host {
    /// A host as it is written. What is neither an address nor letters, digits, hyphens, underscores and dots is none.
    fn read(text: &str) -> Option<Self> {
        if let Ok(address) = text.parse() {
            return Some(Self::Address(address));
        }
        let name = text.strip_suffix('.').unwrap_or(text);
        let is_label = |label: &str| {
            let mut bytes = label.bytes();
            !label.is_empty() && bytes.all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        };
        (name.len() <= 253 && name.split('.').all(is_label)).then(|| Self::Name(name.to_ascii_lowercase()))
    }

    /// Whether it is a name for this machine, wherever one is (RFC 6761, section 6.3).
    fn is_here(&self) -> bool {
        matches!(self, Self::Name(name) if name == "localhost" || name.ends_with(".localhost"))
    }
}

impl Destination {
    /// What a page asks for.
    pub(super) fn asked(host: &str, port: u16) -> Option<Self> {
        Host::read(host).map(|host| Self { host, port })
    }

    /// Whether it is among those that are listed.
    pub(super) fn is_in(&self, listed: &[Self]) -> bool {
        listed.contains(self)
    }

    /// What to look up: a name and a port, or an address.
    pub(super) fn to_resolve(&self) -> (String, u16) {
        match &self.host {
            Host::Address(address) => (address.to_string(), self.port),
            Host::Name(name) => (name.clone(), self.port),
        }
    }

    /// Whether `address`, to which it was resolved, may be connected to.
    pub(super) fn may_be_at(&self, address: SocketAddr, listed: &[Self]) -> bool {
        let ip = address.ip().to_canonical();
        let is_listed = listed.contains(&Self { host: Host::Address(ip), port: address.port() })
            || self.host == Host::Address(address.ip());
        is_listed || is_public(ip) || self.host.is_here() && ip.is_loopback()
    }
}

/// Whether an address is one of the world's: not this machine's, this network's, or reserved.
///
/// <https://www.iana.org/assignments/iana-ipv4-special-registry>,
/// <https://www.iana.org/assignments/iana-ipv6-special-registry>
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_ipv4(ip),
        IpAddr::V6(ip) => {
            let [first, second, ..] = ip.segments();
            let octets = ip.octets();
            let embedded =
                |at: usize| Ipv4Addr::new(octets[at], octets[at + 1], octets[at + 2], octets[at + 3]);
            match (first, second) {
                // NAT64 and 6to4 lead to an IPv4 address that is in them.
                (0x64, 0xff9b) if octets[4..12] == [0; 8] => is_public_ipv4(embedded(12)),
                (0x2002, _) => is_public_ipv4(embedded(2)),
                // Teredo and others; documentation.
                (0x2001, 0..0x200 | 0xdb8) | (0x3fff, 0..0x1000) => false,
                _ => first & 0xe000 == 0x2000,
            }
        }
    }
}

fn is_public_ipv4(ip: Ipv4Addr) -> bool {
    let reserved = match ip.octets() {
        // "This network"; shared by the customers of a provider; protocols; relays of 6to4; benchmarks; the future.
        [0, ..]
        | [100, 64..128, ..]
        | [192, 0, 0, _]
        | [192, 88, 99, _]
        | [198, 18..20, ..]
        | [240..=255, ..] => true,
        _ => ip.is_private() || ip.is_loopback() || ip.is_link_local(),
    };
    !(reserved || ip.is_documentation() || ip.is_multicast() || ip.is_broadcast())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn destination(text: &str) -> Destination {
        text.parse().unwrap()
    }

    #[test]
    fn a_destination_is_one_host_and_one_port() {
        for (text, shown) in [
            ("echo.example:80", "echo.example:80"),
            ("Echo.Example.:80", "echo.example:80"),
            ("127.0.0.1:8080", "127.0.0.1:8080"),
            ("[::1]:8080", "[::1]:8080"),
            ("[0:0::1]:8080", "[::1]:8080"),
            ("my_service:1", "my_service:1"),
        ] {
            assert_eq!(destination(text).to_string(), shown);
        }
        for text in [
            "",
            "80",
            "echo.example",
            ":80",
            "*:80",
            "*.example:80",
            "echo.example:*",
            "echo.example:0",
            "echo.example:65536",
            "echo.example:+80",
            "::1:80",
            "[::1]",
            "[127.0.0.1]:80",
            "[echo.example]:80",
            "a b:80",
            "http://echo.example:80",
            "echo.example:80/",
            "a..b:80",
            "é.example:80",
            "a\"b:80",
        ] {
            assert!(text.parse::<Destination>().is_err(), "{text}");
        }
    }

    #[test]
    fn only_what_is_listed_is_reached() {
        let listed = [destination("echo.example:80"), destination("[::1]:80")];
        let is_reached = |host, port| Destination::asked(host, port).is_some_and(|it| it.is_in(&listed));
        assert!(is_reached("ECHO.example.", 80));
        assert!(is_reached("0:0:0:0:0:0:0:1", 80));
        for (host, port) in [
            ("echo.example", 81),
            ("other.example", 80),
            ("echo.example.evil.example", 80),
            ("evil.example\0echo.example", 80),
            ("", 80),
            ("127.0.0.1", 80),
        ] {
            assert!(!is_reached(host, port), "{host:?}:{port}");
        }
    }

    #[test]
    fn a_name_does_not_lead_inside() {
        let listed = ["echo.example:80", "localhost:81", "nas.example:82", "192.168.1.5:82"].map(destination);
        let may = |name: &str, port, ip: &str| {
            let ip: IpAddr = ip.parse().unwrap();
            Destination::asked(name, port).unwrap().may_be_at(SocketAddr::new(ip, port), &listed)
        };
        assert!(may("echo.example", 80, "93.184.215.14"));
        assert!(may("echo.example", 80, "2606:2800:21f::1"));
        assert!(may("localhost", 81, "127.0.0.1"));
        assert!(may("localhost", 81, "::1"));
        assert!(!may("localhost", 81, "192.168.1.5"));
        assert!(may("nas.example", 82, "192.168.1.5"), "the address is listed, too");
        assert!(may("nas.example", 82, "::ffff:192.168.1.5"));
        assert!(!may("nas.example", 82, "192.168.1.6"));
        assert!(!may("echo.example", 80, "192.168.1.5"), "at another port");
        for ip in [
            "127.0.0.1",
            "127.9.9.9",
            "0.0.0.0",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "192.0.0.8",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "240.0.0.1",
            "203.0.113.1",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "fe80::1",
            "fc00::1",
            "fd00:ec2::254",
            "ff02::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2001::1",
        ] {
            assert!(!may("echo.example", 80, ip), "{ip}");
        }
        assert!(may("echo.example", 80, "64:ff9b::808:808"));
    }
}
