//! `asyncio101 serve`, over a real socket.

mod common;

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};

use common::{Running, asyncio101, end_of};
use rustix::process::Signal;
use tempfile::TempDir;

/// A server on a directory like the one the build leaves, with a secret beside it.
struct Server {
    program: Running,
    address: String,
    _directory: TempDir,
}

impl Server {
    fn start() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let dist = directory.path().join("dist");
        fs::create_dir_all(dist.join("learn")).unwrap();
        for (name, contents) in [
            ("index.html", "<!doctype html>"),
            ("app.js", "plain"),
            ("app.js.br", "brotli"),
            ("app.js.gz", "gzip"),
            ("engine.wasm", "\0asm"),
            ("hello.py", "print('é')"),
            ("learn/index.html", "<p>learn"),
            ("../secret", "secret"),
        ] {
            fs::write(dist.join(name), contents).unwrap();
        }
        let (program, line) = Running::start(asyncio101().arg("serve").arg(&dist).args(["--port", "0"]));
        let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next());
        let address = address.unwrap_or_else(|| panic!("no address in {line:?}")).to_owned();
        Self { program, address, _directory: directory }
    }

    fn request(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Response {
        let mut connection = TcpStream::connect(&self.address).unwrap();
        let mut request =
            format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", self.address);
        for (name, value) in headers {
            request += &format!("{name}: {value}\r\n");
        }
        connection.write_all(format!("{request}\r\n").as_bytes()).unwrap();
        Response::read(connection)
    }

    fn get(&self, path: &str) -> Response {
        self.request("GET", path, &[])
    }
}

/// What the server answered.
#[derive(Debug)]
struct Response {
    status: u16,
    headers: HashMap<String, String>,
    body: String,
}

impl Response {
    fn read(connection: TcpStream) -> Self {
        let mut reader = BufReader::new(connection);
        let mut line = || {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            line.trim_end().to_owned()
        };
        let status = line().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = std::iter::from_fn(|| Some(line()).filter(|line| !line.is_empty()))
            .map(|line| {
                line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned())).unwrap()
            })
            .collect();
        let mut body = String::new();
        reader.read_to_string(&mut body).unwrap();
        Self { status, headers, body }
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

#[test]
fn files_have_their_types() {
    let server = Server::start();
    for (path, content_type) in [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/app.js", "text/javascript; charset=utf-8"),
        ("/engine.wasm", "application/wasm"),
        ("/hello.py", "text/plain; charset=utf-8"),
    ] {
        let response = server.get(path);
        assert_eq!((response.status, response.header("content-type")), (200, content_type), "{path}");
    }
    assert_eq!(server.get("/hello.py").body, "print('é')");
}

#[test]
fn a_browser_that_takes_them_gets_the_compressed_files() {
    let server = Server::start();
    for (accepted, encoding, body) in [
        ("gzip, deflate, br", "br", "brotli"),
        ("gzip", "gzip", "gzip"),
        ("br;q=0.1, gzip", "gzip", "gzip"),
        ("identity", "", "plain"),
        ("br;q=0", "", "plain"),
    ] {
        let response = server.request("GET", "/app.js", &[("Accept-Encoding", accepted)]);
        assert_eq!(
            (response.header("content-encoding"), response.body.as_str()),
            (encoding, body),
            "{accepted}"
        );
        assert_eq!(response.header("content-type"), "text/javascript; charset=utf-8");
        assert_eq!(response.header("vary"), "accept-encoding");
    }
}

#[test]
fn a_file_that_has_not_changed_is_not_sent_again() {
    let server = Server::start();
    let first = server.get("/app.js");
    assert_eq!(first.header("cache-control"), "no-cache");
    let tag = first.header("etag");
    assert_ne!(tag, "");
    assert_eq!(server.request("GET", "/app.js", &[("If-None-Match", tag)]).status, 304);
    let date = first.header("last-modified");
    assert_eq!(server.request("GET", "/app.js", &[("If-Modified-Since", date)]).status, 304);
    assert_eq!(server.request("GET", "/app.js", &[("If-None-Match", "\"other\"")]).status, 200);
}

#[test]
fn a_directory_is_its_index_and_ends_in_a_slash() {
    let server = Server::start();
    let redirect = server.get("/learn?lang=en");
    assert_eq!((redirect.status / 100, redirect.header("location")), (3, "/learn/?lang=en"));
    assert_eq!(server.get("/learn/").body, "<p>learn");
}

#[test]
fn there_is_no_way_out_of_the_directory() {
    let server = Server::start();
    for path in [
        "/../secret",
        "/%2e%2e/secret",
        "/learn/../../secret",
        "/..%2fsecret",
        "//etc/passwd",
        "/%2fetc/passwd",
    ] {
        let response = server.get(path);
        assert!(response.status >= 400 && !response.body.contains("secret"), "{path}: {response:?}");
    }
}

#[test]
fn other_requests_are_answered_too() {
    let server = Server::start();
    assert_eq!(server.get("/missing").status, 404);
    let head = server.request("HEAD", "/app.js", &[]);
    assert_eq!((head.status, head.body.as_str(), head.header("content-length")), (200, "", "5"));
    assert_eq!(server.request("POST", "/app.js", &[]).status, 405);
}

#[test]
fn pages_of_this_machine_may_embed_the_files_and_those_of_the_web_may_not() {
    let server = Server::start();
    let allowed = |origin| {
        let response = server.request("GET", "/app.js", &[("Origin", origin)]);
        assert_eq!((response.status, response.body.as_str()), (200, "plain"));
        response.header("access-control-allow-origin").to_owned()
    };
    assert_eq!(allowed("http://localhost:8000"), "*");
    assert_eq!(allowed("http://127.0.0.1:3000"), "*");
    for origin in ["http://evil.example", "http://localhost.evil.example", "null"] {
        assert_eq!(allowed(origin), "", "{origin}");
    }
    assert_eq!(server.get("/app.js").header("access-control-allow-origin"), "");
}

#[test]
fn control_c_ends_it_well() {
    let server = Server::start();
    assert_eq!(server.get("/").status, 200);
    server.program.kill(Signal::INT);
    let ended = server.program.end();
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
}

#[test]
fn what_cannot_be_served_is_one_line() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("file"), "").unwrap();
    for (name, reason) in [("missing", "No such file or directory"), ("file", "Not a directory")] {
        let ended = end_of(asyncio101().args(["serve", name]).current_dir(directory.path()));
        assert_eq!((ended.code, ended.stderr), (2, format!("asyncio101: can't serve {name}: {reason}\n")));
    }

    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let ended =
        end_of(asyncio101().args(["serve", "."]).args(["--port", &port]).current_dir(directory.path()));
    let line = format!("asyncio101: can't serve on port {port}: Address already in use\n");
    assert_eq!((ended.code, ended.stderr), (1, line));
}
