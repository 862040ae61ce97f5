//! The files of a site, as a browser gets them over real sockets: with which headers.

#[allow(dead_code, reason = "what stands there is for the bridge, too")]
mod support;

use support::Server;

/// The value of a header; the values, if it is there more than once.
fn header(answer: &str, name: &str) -> Vec<String> {
    let (head, _) = answer.split_once("\r\n\r\n").unwrap();
    let lines = head.lines().filter_map(|line| line.split_once(": "));
    lines.filter(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned()).collect()
}

#[test]
fn every_file_has_its_policies() {
    let server = Server::start(&[]);
    for (path, status) in [("/", 200), ("/none", 404)] {
        let (found, answer) = server.get(path, &[]);
        assert_eq!(found, status, "{path}");
        let [policy] = &header(&answer, "content-security-policy")[..] else { panic!("{path}: {answer}") };
        assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"), "{policy}");
        assert_eq!(header(&answer, "x-content-type-options"), ["nosniff"]);
        assert_eq!(header(&answer, "referrer-policy"), ["no-referrer"]);
        assert_eq!(header(&answer, "permissions-policy").len(), 1);
    }
}
