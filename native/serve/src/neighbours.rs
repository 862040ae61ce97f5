//! Whose pages may read the files, besides those that come from here: pages of other servers on this machine, such as the
//! slides that somebody works on, which embed the player as a module. (A module is fetched with CORS:
//! <https://fetch.spec.whatwg.org/#http-cors-protocol>.)
//!
//! Pages of the web may not, although what is served is nothing secret most of the time: a browser would hand them any file of
//! any folder that somebody looks at with this server.

use hyper::header::{HeaderMap, ORIGIN};

/// The names of this machine that no DNS is asked for. (RFC 6761, 6.3)
const NAMES: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// Whether a page of this machine asks from another origin.
pub(crate) fn asks(headers: &HeaderMap) -> bool {
    let mut origins = headers.get_all(ORIGIN).iter();
    let (Some(origin), None) = (origins.next(), origins.next()) else {
        return false;
    };
    let address = origin
        .to_str()
        .ok()
        .and_then(|origin| origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://")));
    let Some(address) = address else {
        return false;
    };
    NAMES.iter().any(|name| match address.strip_prefix(name) {
        Some("") => true,
        Some(rest) => rest.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok()),
        None => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(origins: &[&str]) -> bool {
        let mut headers = HeaderMap::new();
        for origin in origins {
            headers.append(ORIGIN, origin.parse().unwrap());
        }
        super::asks(&headers)
    }

    #[test]
    fn a_neighbour_is_a_page_of_this_machine() {
        for origin in
            ["http://localhost:8000", "http://127.0.0.1:3000", "https://[::1]:8443", "http://localhost"]
        {
            assert!(asks(&[origin]), "{origin}");
        }
    }

    #[test]
    fn whoever_else_asks_is_none() {
        for origin in [
            "",
            "null",
            "file://",
            "localhost",
            "http://evil.example",
            "http://localhost.evil.example:80",
            "http://localhost:80.evil.example",
            "http://localhost:",
            "http://127.0.0.1.evil.example",
            "http://evil.example/http://localhost",
            "http://user@localhost",
            "http://192.168.0.2:8000",
        ] {
            assert!(!asks(&[origin]), "{origin}");
        }
        assert!(!asks(&[]));
        assert!(!asks(&["http://localhost:8000", "http://evil.example"]));
    }
}
