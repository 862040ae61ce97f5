//! What the links of the network inside the tab are like: what the page offers, and how a [link](super::link) says it.

use asyncio101::network::Link;

/// What the page offers, as `--network loopback,…` takes it: links that carry everything at once, near ones, far ones,
/// slow ones, and ones that lose some.
pub const OFFERED: [&str; 5] = [
    "",
    "latency=20ms,jitter=5ms",
    "latency=200ms,jitter=50ms",
    "latency=50ms,bandwidth=20kB/s",
    "latency=50ms,jitter=50ms,loss=10%,reordering=10%",
];

/// Words by which a program shows that it uses a network.
const OF_A_NETWORK: [&str; 9] = [
    "socket",
    "open_connection",
    "start_server",
    "create_connection",
    "create_server",
    "datagram",
    "http.",
    "urllib",
    "xmlrpc",
];

/// Whether a program seems to use a network.
pub fn is_used_by(program: &str) -> bool {
    OF_A_NETWORK.iter().any(|word| program.contains(word))
}

/// As a part of an address has it (RFC 3986, section 3.5).
pub fn escape(link: &Link) -> String {
    link.to_string().replace('%', "%25")
}

/// What [`escape`] wrote, or somebody by hand; nothing if it cannot be read.
pub fn unescape(escaped: &str) -> Option<Link> {
    escaped.replace("%25", "%").replace("%2F", "/").replace("%2C", ",").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_offered_can_be_had_and_sent() {
        for offered in OFFERED {
            let link: Link = offered.parse().unwrap();
            assert_eq!(link.to_string(), offered);
            assert_eq!(unescape(&escape(&link)), Some(link));
        }
    }

    #[test]
    fn what_is_written_by_hand_is_read_too() {
        assert_eq!(unescape("loss=1%,latency=1s"), unescape("latency=1s%2Closs=1%25"));
        assert_eq!(unescape("latency=fast"), None);
    }

    #[test]
    fn programs_that_use_a_network_are_known() {
        assert!(is_used_by("reader, writer = await asyncio.open_connection(host, port)"));
        assert!(!is_used_by("await asyncio.sleep(1)"));
    }
}
