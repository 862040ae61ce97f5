//! Who may use the bridge: a page that this server has served, and nobody else.
//!
//! Any page of the web can ask a server on this machine for something. So three things are asked of whoever comes:
//!
//! - `Host` is the server's own. Else a page whose name was made to point here (DNS rebinding) would be of the same origin.
//! - `Origin` is the server's own. Browsers send it with every WebSocket, and let no page choose it.
//! - The token is in the address. It is made at each start, and stands in `bridge.json`, which browsers let no other origin
//!   read. It keeps out what is no browser: another user's program on this machine.

use std::net::SocketAddr;

use hyper::Request;
use hyper::header::{HOST, HeaderMap, HeaderName, ORIGIN};

use super::log::quoted;

/// The sockets' folder: the token follows.
pub(super) const FOLDER: &str = "/bridge/";

/// What a browser says of who asks. <https://www.w3.org/TR/fetch-metadata/>
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Checks who comes.
#[derive(Debug)]
pub(super) struct Gate {
    /// What the server is called in `Host`.
    hosts: Vec<String>,
    token: String,
}

type Passed = Result<(), String>;

impl Gate {
    /// The gate of the server at `address`, with a new token.
    pub(super) fn new(address: SocketAddr) -> Self {
        let mut hosts = vec![address.to_string(), format!("localhost:{}", address.port())];
        if address.port() == 80 {
            hosts.extend([address.ip().to_string(), "localhost".to_owned()]);
        }
        Self { hosts, token: token() }
    }

    /// Where the socket is, seen from `bridge.json`.
    pub(super) fn socket(&self) -> String {
        format!("{}{}/", &FOLDER[1..], self.token)
    }

    /// Whether somebody may read `bridge.json`.
    pub(super) fn may_know<Body>(&self, request: &Request<Body>) -> Passed {
        let headers = request.headers();
        let host = self.host(headers)?;
        // A page that asks for a file of its own origin need not say its origin.
        if headers.contains_key(ORIGIN) {
            check_origin(headers, host)?;
        }
        match text(headers, &FETCH_SITE) {
            None | Some("same-origin" | "none") => Ok(()),
            Some(other) => Err(format!("it asks from another site ({})", quoted(other))),
        }
    }

    /// Whether somebody may open a socket.
    pub(super) fn may_pass<Body>(&self, request: &Request<Body>) -> Passed {
        let headers = request.headers();
        check_origin(headers, self.host(headers)?)?;
        let given = request.uri().path().strip_prefix(FOLDER).and_then(|rest| rest.strip_suffix('/'));
        match given {
            Some(given) if are_equal(given.as_bytes(), self.token.as_bytes()) => Ok(()),
            _ => Err("it has no token, or not this server's".to_owned()),
        }
    }

    /// What the server is called by who asks, if it is a name of its own.
    fn host<'request>(&self, headers: &'request HeaderMap) -> Result<&'request str, String> {
        let given = text(headers, &HOST).unwrap_or_default();
        if self.hosts.iter().any(|own| own.eq_ignore_ascii_case(given)) {
            return Ok(given);
        }
        Err(format!("its Host is {}, not {}", quoted(given), self.hosts[0]))
    }
}

/// Whether the page that asks comes from `host`, too.
fn check_origin(headers: &HeaderMap, host: &str) -> Passed {
    let given = text(headers, &ORIGIN).unwrap_or_default();
    if given.strip_prefix("http://").is_some_and(|origin| origin.eq_ignore_ascii_case(host)) {
        return Ok(());
    }
    Err(format!("its Origin is {}, not http://{}", quoted(given), host))
}

/// The value of a header that is there once.
fn text<'headers>(headers: &'headers HeaderMap, name: &HeaderName) -> Option<&'headers str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    if values.next().is_some() {
        return Some("");
    }
    Some(value.to_str().unwrap_or_default())
}

/// 256 bits of the system's randomness, in hexadecimal.
fn token() -> String {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("a system has randomness");
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether they are equal; how long it takes does not tell where they differ.
fn are_equal(given: &[u8], own: &[u8]) -> bool {
    given.len() == own.len() && given.iter().zip(own).fold(0, |seen, (a, b)| seen | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate() -> Gate {
        Gate::new("127.0.0.1:8101".parse().unwrap())
    }

    fn request(path: &str, headers: &[(&str, &str)]) -> Request<()> {
        let mut request = Request::builder().uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap()
    }

    #[test]
    fn a_page_of_this_server_passes_by_either_name() {
        let gate = gate();
        for host in ["127.0.0.1:8101", "localhost:8101", "LOCALHOST:8101"] {
            let path = format!("/{}", gate.socket());
            let origin = format!("http://{host}");
            assert_eq!(gate.may_pass(&request(&path, &[("host", host), ("origin", &origin)])), Ok(()));
            assert_eq!(gate.may_know(&request("/", &[("host", host)])), Ok(()));
        }
    }

    #[test]
    fn whoever_comes_from_elsewhere_does_not() {
        let gate = gate();
        let path = format!("/{}", gate.socket());
        let (host, origin) = (("host", "127.0.0.1:8101"), ("origin", "http://127.0.0.1:8101"));
        for headers in [
            &[host, ("origin", "http://evil.example")] as &[_],
            &[host, ("origin", "https://127.0.0.1:8101")],
            &[host, ("origin", "http://127.0.0.1:8102")],
            &[host, ("origin", "http://localhost:8101")],
            &[host, ("origin", "null")],
            &[host, origin, ("origin", "http://evil.example")],
            &[("host", "evil.example:8101"), ("origin", "http://evil.example:8101")],
            &[("host", "evil.example:8101"), origin],
            &[("host", "127.0.0.1"), ("origin", "http://127.0.0.1")],
            &[host],
            &[origin],
        ] {
            assert!(gate.may_pass(&request(&path, headers)).is_err(), "{headers:?}");
        }
        for headers in [
            &[host, ("origin", "http://evil.example")] as &[_],
            &[host, ("sec-fetch-site", "cross-site")],
            &[host, ("sec-fetch-site", "same-site")],
            &[("host", "evil.example:8101")],
            &[],
        ] {
            assert!(gate.may_know(&request("/", headers)).is_err(), "{headers:?}");
        }
    }

    #[test]
    fn a_token_is_of_one_start_and_whole() {
        let (gate, other) = (gate(), gate());
        let headers = [("host", "127.0.0.1:8101"), ("origin", "http://127.0.0.1:8101")];
        let own = format!("/{}", gate.socket());
        for path in [format!("/{}", other.socket()), FOLDER.to_owned(), own[..own.len() - 2].to_owned() + "/"]
        {
            assert!(gate.may_pass(&request(&path, &headers)).is_err(), "{path}");
        }
        assert!(gate.may_pass(&request(&own[..own.len() - 1], &headers)).is_err(), "Wisp's addresses end so");
    }
}
