//! The files of a site, as a browser gets them over real sockets: with which headers, compressed or not, and when they are
//! asked for again.

#[allow(dead_code, reason = "what stands there is for the bridge, too")]
mod support;

use support::Server;

/// The value of a header; the values, if it is there more than once.
fn header(answer: &str, name: &str) -> Vec<String> {
    let (head, _) = answer.split_once("\r\n\r\n").unwrap();
    let lines = head.lines().filter_map(|line| line.split_once(": "));
    lines.filter(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned()).collect()
}

/// The body of an answer.
fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").unwrap().1
}

/// A site with a folder that is named by what is in it.
fn site() -> Server {
    let files = [
        ("index.html", "<!doctype html>"),
        ("index.html.br", "brotli"),
        ("index.html.gz", "gzipped"),
        ("engine-0123456789abcdef/engine.wasm", "the engine"),
        ("engine-0123456789abcdef/engine.wasm.br", "brotli"),
        ("stale.js.br", "of yesterday"),
        ("stale.js", "of today"),
    ];
    Server::with(&files, &[])
}

#[test]
fn every_file_has_its_policies() {
    let server = site();
    for (path, status) in [("/", 200), ("/engine-0123456789abcdef/engine.wasm", 200), ("/none", 404)] {
        let (found, answer) = server.get(path, &[]);
        assert_eq!(found, status, "{path}");
        let [policy] = &header(&answer, "content-security-policy")[..] else { panic!("{path}: {answer}") };
        assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"), "{policy}");
        assert_eq!(header(&answer, "x-content-type-options"), ["nosniff"]);
        assert_eq!(header(&answer, "referrer-policy"), ["no-referrer"]);
        assert_eq!(header(&answer, "permissions-policy").len(), 1);
    }
}

#[test]
fn a_file_is_sent_as_small_as_a_browser_takes_it() {
    let server = site();
    for (accepted, encoding, text) in [
        ("gzip, deflate, br, zstd", &["br"][..], "brotli"),
        ("gzip, deflate", &["gzip"], "gzipped"),
        ("br;q=0, gzip", &["gzip"], "gzipped"),
        ("identity", &[], "<!doctype html>"),
    ] {
        let (status, answer) = server.get("/", &[("Accept-Encoding", accepted)]);
        assert_eq!((status, body(&answer)), (200, text), "{accepted}");
        assert_eq!(header(&answer, "content-encoding"), encoding, "{accepted}");
        assert_eq!(header(&answer, "content-length"), [text.len().to_string()]);
        assert_eq!(header(&answer, "content-type"), ["text/html; charset=utf-8"]);
        assert_eq!(header(&answer, "vary"), ["accept-encoding"]);
    }
    let address = "/engine-0123456789abcdef/engine.wasm";
    let (_, answer) = server.get(address, &[("Accept-Encoding", "gzip, br")]);
    assert_eq!(header(&answer, "content-encoding"), ["br"]);
    assert_eq!(header(&answer, "content-type"), ["application/wasm"]);
    let (_, answer) = server.get(address, &[("Accept-Encoding", "gzip")]);
    assert_eq!(header(&answer, "content-encoding"), [""; 0]);
    assert_eq!(body(&answer), "the engine");
}

#[test]
fn what_was_built_since_it_was_compressed_is_sent_as_it_is() {
    let (status, answer) = site().get("/stale.js", &[("Accept-Encoding", "gzip, br")]);
    assert_eq!((status, body(&answer)), (200, "of today"));
}

#[test]
fn what_never_changes_is_kept_and_all_else_asked_for_again() {
    let server = site();
    let (_, answer) = server.get("/engine-0123456789abcdef/engine.wasm", &[]);
    assert_eq!(header(&answer, "cache-control"), ["public, max-age=31536000, immutable"]);
    assert_eq!(header(&answer, "vary"), ["accept-encoding", "origin"]);
    let (status, answer) = server.get("/engine-0123456789abcdef/none.wasm", &[]);
    assert_eq!((status, header(&answer, "cache-control")), (404, vec!["no-cache".to_owned()]));

    let (_, answer) = server.get("/", &[]);
    assert_eq!(header(&answer, "cache-control"), ["no-cache"]);
    let [etag] = &header(&answer, "etag")[..] else { panic!("{answer}") };
    let (status, answer) = server.get("/", &[("If-None-Match", etag)]);
    assert_eq!((status, body(&answer)), (304, ""));
    assert_eq!(header(&answer, "cache-control"), ["no-cache"]);
    // Its compressed form is another file.
    let (status, _) = server.get("/", &[("If-None-Match", etag), ("Accept-Encoding", "br")]);
    assert_eq!(status, 200);
}
