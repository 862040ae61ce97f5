//! What every file is sent with, so that a browser does no more with it than the site needs. docs/hosting.md says the same for
//! other hosts.
//!
//! Whose frames the pages may be in is asked here and not in `neighbours.rs`, but is the same answer: pages of this machine.
//! A page of the web that framed them could run a program of its own choice in one, and with it use the bridge.

use hyper::header::{
    CONTENT_SECURITY_POLICY, HeaderMap, HeaderName, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};

/// <https://www.w3.org/TR/CSP3/>: which scripts run (files of this server, and WebAssembly; no `eval`, nothing that stands inside
/// a page), and what else is loaded from where. A style inside a page cannot be forbidden: the editor and the lanes place
/// things by it. Traces and chapters may be of other hosts, if those let them be read; nothing else may.
const CONTENT: &str = "default-src 'self'; \
    script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self' 'unsafe-inline'; \
    img-src 'self' data: blob:; \
    connect-src 'self' http: https:; \
    object-src 'none'; \
    base-uri 'self'; \
    form-action 'none'; \
    frame-ancestors 'self' http://localhost:* http://127.0.0.1:* https://localhost:* https://127.0.0.1:* file:";

/// <https://www.w3.org/TR/permissions-policy/>: what no page here has a use for.
const PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), \
    microphone=(), midi=(), payment=(), usb=()";

/// Every header of this kind.
const HEADERS: [(HeaderName, &str); 4] = [
    (CONTENT_SECURITY_POLICY, CONTENT),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS),
    // A file is what its type says, not what it looks like.
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // An address may hold a whole program: it is nobody else's business.
    (REFERRER_POLICY, "no-referrer"),
];

/// Puts them all into an answer.
pub(crate) fn put(headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the policy says of one kind of thing.
    fn allows(directive: &str) -> Vec<&'static str> {
        let found = CONTENT.split("; ").find_map(|part| part.strip_prefix(directive)?.strip_prefix(' '));
        found.unwrap_or_else(|| panic!("nothing is said of {directive}")).split(' ').collect()
    }

    #[test]
    fn scripts_are_files_of_this_server() {
        assert_eq!(allows("script-src"), ["'self'", "'wasm-unsafe-eval'"]);
        assert_eq!(allows("default-src"), ["'self'"]);
        assert_eq!(allows("object-src"), ["'none'"]);
    }

    #[test]
    fn frames_are_of_this_machine() {
        for ancestor in allows("frame-ancestors") {
            let address = ancestor.strip_prefix("http://").or_else(|| ancestor.strip_prefix("https://"));
            let is_near = address.map_or(ancestor == "'self'" || ancestor == "file:", |address| {
                ["localhost:*", "127.0.0.1:*"].contains(&address)
            });
            assert!(is_near, "{ancestor}");
        }
    }

    #[test]
    fn the_documentation_says_the_same() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/hosting.md");
        let text = std::fs::read_to_string(path).unwrap();
        let (sources, _) = CONTENT.split_once("; frame-ancestors").unwrap();
        assert!(text.contains(sources), "{path} has another Content-Security-Policy than {sources}");
        assert!(text.contains(PERMISSIONS), "{path} has another Permissions-Policy than {PERMISSIONS}");
    }
}
