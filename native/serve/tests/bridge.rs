//! The bridge, used and attacked, over real sockets: whoever has no business there is refused, whoever takes too much is
//! bounded, each leaves one line in the log, and nobody else is disturbed.

mod support;

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::channel;

use asyncio101_wisp::{Kind, LONGEST_DATA, Packet, Reason};
use support::{Page, Sent, Server, destination, echo, nobody, open};
use tokio_tungstenite::tungstenite::Message;

const MIB: u64 = 1024 * 1024;

/// A server whose bridge leads to an echo, and a page that uses it while others misbehave.
struct Town {
    server: Server,
    echo: SocketAddr,
    neighbour: Page,
    stream: u32,
}

impl Town {
    fn with(others: &[SocketAddr]) -> Self {
        let echo = echo();
        let listed: Vec<_> = others.iter().chain([&echo]).map(ToString::to_string).collect();
        let server = Server::start(&listed.iter().map(String::as_str).collect::<Vec<_>>());
        let mut neighbour = Page::open(&server, Some(16));
        let stream = neighbour.connect(echo);
        let mut town = Self { server, echo, neighbour, stream };
        town.goes_on();
        town
    }

    /// The neighbour is not disturbed.
    #[track_caller]
    fn goes_on(&mut self) {
        self.neighbour.echoes(self.stream, b"how are you?");
    }

    /// The next line of the log is about this, and is the only one about it.
    #[track_caller]
    fn logs(&mut self, text: &str) {
        let line = self.server.line();
        assert!(line.contains(text), "{line:?} does not say {text:?}");
    }

    /// Nothing else was logged so far than what was looked at: what is refused now is the next line.
    #[track_caller]
    fn logs_nothing_else(&mut self) {
        assert_eq!(self.server.get("/bridge/marker/", &[("Origin", "http://marker.example")]).0, 403);
        self.logs("marker.example");
    }
}

#[test]
fn bytes_go_there_and_come_back() {
    let mut town = Town::with(&[]);
    let mut page = Page::open(&town.server, Some(16));
    let stream = page.connect(town.echo);
    let bytes: Vec<u8> = (0..4 * MIB).map(|at| (at * 31 % 251) as u8).collect();
    let mut pieces = bytes.chunks(LONGEST_DATA);
    let (mut credit, mut back, mut has_ended) = (16, Vec::new(), false);
    loop {
        while credit > 0
            && let Some(piece) = pieces.next()
        {
            credit -= 1;
            page.send(Packet::Data { stream, bytes: piece });
        }
        if pieces.len() == 0 && !has_ended {
            has_ended = true;
            page.send(Packet::Data { stream, bytes: &[] });
        }
        match page.next() {
            Sent::Continue(_, room) => credit = room,
            Sent::Data(_, piece) => {
                back.extend(piece);
                page.send(Packet::Continue { stream, room: 16 });
            }
            Sent::Close(_, reason) => {
                assert_eq!(reason, Reason::Voluntary);
                break;
            }
        }
    }
    assert!(back == bytes, "{} bytes of {}", back.len(), bytes.len());
    let total = bytes.len();
    town.logs(&format!("to {}: both directions ended; {total} bytes there, {total} back", town.echo));
    town.goes_on();
}

#[test]
fn a_page_of_elsewhere_is_not_let_in() {
    let mut town = Town::with(&[]);
    let socket = town.server.socket();
    let own = town.server.address.clone();
    for (header, value, reason) in [
        ("Origin", Some("http://evil.example"), "its Origin is \"http://evil.example\""),
        ("Origin", Some("null"), "its Origin is \"null\""),
        ("Origin", None, "its Origin is \"\""),
        ("Host", Some("evil.example"), "its Host is \"evil.example\""),
    ] {
        let mut request = town.server.request(&socket);
        match value {
            Some(value) => drop(request.headers_mut().insert(header, value.parse().unwrap())),
            None => drop(request.headers_mut().remove(header)),
        }
        let refusal = open(&town.server, request).expect_err(header);
        assert_eq!(refusal.status(), 403, "{header}: {value:?}");
        town.logs(reason);
        town.logs_nothing_else();
    }
    // A name that was made to point here: the browser takes the two for one origin.
    let mut request = town.server.request(&socket);
    for (header, value) in [("Host", "evil.example"), ("Origin", "http://evil.example")] {
        request.headers_mut().insert(header, value.parse().unwrap());
    }
    assert_eq!(open(&town.server, request).expect_err("rebinding").status(), 403);
    town.logs("its Host is \"evil.example\"");
    for headers in [
        [("Host", "evil.example"), ("Accept", "*/*")],
        [("Host", own.as_str()), ("Origin", "http://evil.example")],
        [("Host", own.as_str()), ("Sec-Fetch-Site", "cross-site")],
    ] {
        let (status, answer) = town.server.get("/bridge.json", &headers);
        assert_eq!(status, 403, "{headers:?}");
        assert!(!answer.contains("socket"), "{answer}");
        town.logs("refused");
    }
    town.goes_on();
}

#[test]
fn a_neighbour_that_may_read_the_files_is_not_let_in_either() {
    let mut town = Town::with(&[]);
    let socket = town.server.socket();
    let allowed = "access-control-allow-origin: *";
    for origin in ["http://localhost:8000", "http://127.0.0.1:8000"] {
        let (status, answer) = town.server.get("/index.html", &[("Origin", origin)]);
        assert!(status == 200 && answer.to_lowercase().contains(allowed), "{answer}");
        for path in ["/bridge.json", socket.as_str()] {
            let (status, answer) = town.server.get(path, &[("Origin", origin)]);
            assert_eq!(status, 403, "{path}: {answer}");
            assert!(!answer.to_lowercase().contains("access-control-allow-origin"), "{path}: {answer}");
            town.logs("its Origin is");
        }
    }
    town.goes_on();
}

#[test]
fn nobody_is_let_in_without_the_token_of_this_start() {
    let mut town = Town::with(&[]);
    let other = Server::start(&["echo.example:80"]);
    for path in
        [other.socket(), "/bridge/".to_owned(), "/bridge/0000/".to_owned(), town.server.socket() + "x"]
    {
        let refusal = open(&town.server, town.server.request(&path)).expect_err(&path);
        assert_eq!(refusal.status(), 403, "{path}");
        town.logs("it has no token, or not this server's");
        town.logs_nothing_else();
    }
    let (_, answer) = town.server.get("/bridge.json", &[]);
    assert!(answer.to_lowercase().contains("cache-control: no-store"), "{answer}");
    assert!(answer.ends_with(&format!("\"leadsTo\": [\"{}\"]}}\n", town.echo)), "{answer}");
    town.goes_on();
}

#[test]
fn without_a_destination_there_is_no_bridge() {
    let server = Server::start(&[]);
    assert_eq!(server.get("/bridge.json", &[]).0, 404);
    assert_eq!(server.get("/", &[]).0, 200);
}

#[test]
fn a_request_that_asks_for_no_web_socket_is_refused() {
    let mut town = Town::with(&[]);
    let origin = format!("http://{}", town.server.address);
    assert_eq!(town.server.get(&town.server.socket(), &[("Origin", &origin)]).0, 400);
    town.logs("refused: ");
    town.goes_on();
}

#[test]
fn it_leads_where_it_was_told_to_and_nowhere_else() {
    let (_reserved, nobody) = nobody();
    let echo = echo();
    let port = echo.port();
    let too_long = "a".repeat(64) + ".example";
    let listed = [
        echo.to_string(),
        nobody.to_string(),
        // The system reads these as 127.0.0.1, as it would a name somebody has pointed there.
        format!("127.1:{port}"),
        format!("2130706433:{port}"),
        format!("localhost:{port}"),
        format!("{too_long}:80"),
    ];
    let server = Server::start(&listed.iter().map(String::as_str).collect::<Vec<_>>());
    let mut page = Page::open(&server, Some(16));
    let refused = |page: &mut Page, host: &str, port| (page.refusal((host, port)), server.line());
    let inside = "its address is of this network, and not listed";
    for (host, port, reason, line) in [
        ("127.0.0.1", nobody.port(), Reason::Refused, "nobody listens there"),
        ("127.0.0.1", 1, Reason::Blocked, "the bridge does not lead there"),
        ("other.example", port, Reason::Blocked, "the bridge does not lead there"),
        ("0x7f.1", port, Reason::Blocked, "the bridge does not lead there"),
        ("::ffff:127.0.0.1", port, Reason::Blocked, "the bridge does not lead there"),
        ("", port, Reason::Invalid, "no such destination"),
        ("a b\n", port, Reason::Invalid, "\"a b\\n\""),
        (&too_long, 80, Reason::Unreachable, "the host cannot be found or reached"),
    ] {
        let (was, said) = refused(&mut page, host, port);
        assert_eq!(was, reason, "{host:?}: {said}");
        assert!(said.contains(line), "{said:?} does not say {line:?}");
    }
    // 127.0.0.1 is listed at that port, so what leads there may: but only there.
    let stream = page.ask(("localhost", port));
    assert_eq!(page.next_of(stream), Sent::Continue(stream, 16));
    drop(page);

    let listed = [format!("127.1:{port}"), format!("2130706433:{port}")];
    let server = Server::start(&listed.iter().map(String::as_str).collect::<Vec<_>>());
    let mut page = Page::open(&server, Some(16));
    for host in ["127.1", "2130706433"] {
        assert_eq!(page.refusal((host, port)), Reason::Blocked);
        let line = server.line();
        assert!(line.contains(inside), "{line}");
    }
}

#[test]
fn nothing_but_tcp_is_carried() {
    let mut town = Town::with(&[]);
    let mut page = Page::open(&town.server, Some(16));
    page.send(Packet::Connect { stream: 1, kind: Kind::Other(2), port: town.echo.port(), host: "127.0.0.1" });
    assert_eq!(page.next(), Sent::Close(1, Reason::Invalid));
    town.logs("refused: no such destination");
}

#[test]
fn one_direction_ends_and_the_other_goes_on() {
    let (heard, all) = channel();
    let address = destination(move |mut connection| {
        let mut text = String::new();
        connection.read_to_string(&mut text).unwrap();
        heard.send(text).unwrap();
        connection.write_all(b"goodbye").unwrap();
    });
    let mut town = Town::with(&[address]);
    let mut page = Page::open(&town.server, Some(16));
    let stream = page.connect(address);
    page.send(Packet::Data { stream, bytes: b"that " });
    page.send(Packet::Data { stream, bytes: b"was all" });
    page.send(Packet::Data { stream, bytes: b"" });
    assert_eq!(all.recv().unwrap(), "that was all");
    assert_eq!(page.next(), Sent::Data(stream, b"goodbye".to_vec()));
    assert_eq!(page.next(), Sent::Close(stream, Reason::Voluntary));
    town.logs("12 bytes there, 7 back");
}

#[test]
fn the_far_end_may_end_first() {
    let (heard, all) = channel();
    let address = destination(move |mut connection| {
        connection.write_all(b"welcome").unwrap();
        connection.shutdown(Shutdown::Write).unwrap();
        let mut text = String::new();
        connection.read_to_string(&mut text).unwrap();
        heard.send(text).unwrap();
    });
    let town = Town::with(&[address]);
    let mut page = Page::open(&town.server, Some(16));
    let stream = page.connect(address);
    assert_eq!(page.next(), Sent::Data(stream, b"welcome".to_vec()));
    assert_eq!(page.next(), Sent::Data(stream, Vec::new()));
    page.send(Packet::Data { stream, bytes: b"thank you" });
    page.send(Packet::Close { stream, reason: Reason::Voluntary });
    assert_eq!(all.recv().unwrap(), "thank you");

    // One that speaks Wisp 1.2 and no more learns by CLOSE that it is over.
    let mut plain = Page::open(&town.server, None);
    let stream = plain.connect(address);
    assert_eq!(plain.next(), Sent::Data(stream, b"welcome".to_vec()));
    assert_eq!(plain.next(), Sent::Close(stream, Reason::Voluntary));
}

#[test]
fn a_reset_is_one_at_the_other_end_too() {
    let (heard, outcome) = channel();
    let (arrives, arrived) = channel();
    let address = destination(move |mut connection| {
        let mut byte = [0];
        connection.read_exact(&mut byte).unwrap();
        arrives.send(byte).unwrap();
        if byte == *b"r" {
            // What is unread when a connection is closed resets it.
            connection.peek(&mut byte).unwrap();
        } else {
            heard.send(connection.read(&mut byte).map_err(|error| error.kind())).unwrap();
        }
    });
    let mut town = Town::with(&[address]);
    let mut page = Page::open(&town.server, Some(16));
    let stream = page.connect(address);
    page.send(Packet::Data { stream, bytes: b"reset" });
    assert_eq!(arrived.recv().unwrap(), *b"r");
    assert_eq!(page.next(), Sent::Close(stream, Reason::NetworkError));
    town.logs("the connection broke");

    let stream = page.connect(address);
    page.send(Packet::Data { stream, bytes: b"w" });
    assert_eq!(arrived.recv().unwrap(), *b"w");
    page.send(Packet::Close { stream, reason: Reason::ClientGaveUp });
    assert_eq!(outcome.recv().unwrap(), Err(std::io::ErrorKind::ConnectionReset));
    town.logs("reset by the page; 1 bytes there");
    town.goes_on();
}

#[test]
fn ten_thousand_streams_are_too_many() {
    let address = destination(|mut connection| drop(connection.read(&mut [0])));
    let mut town = Town::with(&[address]);
    let before = town.server.memory();
    let mut page = Page::open(&town.server, Some(16));
    let (host, port) = (address.ip().to_string(), address.port());
    let (mut opened, mut refused) = (0, 0);
    for hundred in 0..100 {
        for _ in 0..100 {
            page.ask((&host, port));
        }
        for _ in 0..100 {
            match page.next() {
                Sent::Continue(..) => opened += 1,
                Sent::Close(_, Reason::Throttled) => refused += 1,
                other => panic!("{other:?}"),
            }
        }
        if hundred % 10 == 0 {
            town.goes_on();
        }
    }
    assert_eq!((opened, refused), (128, 9872));
    // The first are logged, the others are counted.
    for _ in 0..16 {
        town.logs("refused: too much at once");
    }
    town.logs_nothing_else();
    assert!(town.server.memory() - before < 32 * MIB, "{}", town.server.memory() - before);
    drop(page);
    for _ in 0..128 {
        town.logs("closed by the page");
    }
    town.logs("128 streams, 9872 refused");
    town.goes_on();
}

/// A destination that sends without end, and how much it has sent.
fn flood() -> (SocketAddr, Arc<AtomicU64>) {
    let sent = Arc::new(AtomicU64::new(0));
    let count = sent.clone();
    let address = destination(move |mut connection| {
        while let Ok(length) = connection.write(&[7; LONGEST_DATA]) {
            count.fetch_add(length as u64, Ordering::Relaxed);
        }
    });
    (address, sent)
}

#[test]
fn a_slow_reader_holds_up_nobody() {
    let (address, sent) = flood();
    let mut town = Town::with(&[address]);
    let before = town.server.memory();
    let mut page = Page::open(&town.server, Some(4));
    let slow: Vec<_> = (0..100).map(|_| page.connect(address)).collect();
    for stream in &slow {
        for _ in 0..4 {
            assert!(matches!(page.next_of(*stream), Sent::Data(..)));
        }
    }
    // Nothing more comes for them, as long as others are served on the same WebSocket and on another one.
    let quick = page.connect(town.echo);
    for _ in 0..100 {
        page.echoes(quick, b"still here?");
        town.goes_on();
    }
    assert!(page.has_nothing_else());
    assert!(town.server.memory() - before < 32 * MIB, "{}", town.server.memory() - before);
    // A little credit, and a little comes.
    page.send(Packet::Continue { stream: slow[50], room: 1 });
    assert!(matches!(page.next(), Sent::Data(stream, _) if stream == slow[50]));
    page.echoes(quick, b"still here?");
    assert!(page.has_nothing_else());
    drop(page);
    while !town.server.line().contains("101 streams, 0 refused") {}
    assert!(sent.load(Ordering::Relaxed) > 0);
    town.goes_on();
}

#[test]
fn a_page_that_reads_nothing_holds_up_itself() {
    let (address, sent) = flood();
    let mut town = Town::with(&[address]);
    let before = town.server.memory();
    // It speaks plain Wisp, so it is sent what the WebSocket takes; and it takes nothing.
    let mut page = Page::open(&town.server, None);
    for _ in 0..100 {
        page.ask((&address.ip().to_string(), address.port()));
    }
    let mut last = u64::MAX;
    // Until the far ends have filled all there is, they send.
    while last != sent.load(Ordering::Relaxed) {
        last = sent.load(Ordering::Relaxed);
        for _ in 0..50 {
            town.goes_on();
        }
    }
    let grown = town.server.memory() - before;
    assert!(grown < 32 * MIB, "{grown}");
    drop(page);
    while !town.server.line().contains("100 streams, 0 refused") {}
    town.goes_on();
}

#[test]
fn who_sends_more_than_its_credit_loses_the_stream() {
    // It reads only when it is told to.
    let (go, wait) = channel::<()>();
    let wait = Arc::new(std::sync::Mutex::new(wait));
    let address = destination(move |connection| {
        let _ = wait.lock().unwrap().recv();
        drop(connection);
    });
    let mut town = Town::with(&[address]);
    let before = town.server.memory();
    let mut page = Page::open(&town.server, Some(16));
    let stream = page.connect(address);
    let mut sent = 0;
    // The systems' buffers take some of it. Then the queue is full.
    let reason = loop {
        page.send(Packet::Data { stream, bytes: &[1; LONGEST_DATA] });
        sent += LONGEST_DATA as u64;
        assert!(sent < 256 * MIB, "there is no end to what it takes");
        match page.peek() {
            Some(Sent::Close(_, reason)) => break reason,
            Some(Sent::Continue(..)) | None => {}
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(reason, Reason::Throttled);
    assert!(town.server.memory() - before < 16 * MIB);
    town.logs("reset by the page");
    town.goes_on();
    drop(go);
}

#[test]
fn who_sends_garbage_is_shown_out() {
    let mut town = Town::with(&[]);
    let longest = vec![2; LONGEST_DATA + 6];
    let taken = Packet::Connect { stream: 0, kind: Kind::Tcp, port: 80, host: "a" }.to_message();
    for (message, reason) in [
        (Message::text("hello"), "it sent text"),
        (Message::binary(vec![]), "a packet of the wrong length"),
        (Message::binary(vec![1, 2, 3]), "a packet of the wrong length"),
        (Message::binary(vec![9, 1, 0, 0, 0]), "a packet of type 0x09"),
        (Message::binary(vec![1, 1, 0, 0, 0, 1, 80, 0, 0xff]), "a host that is not UTF-8"),
        (Message::binary(longest), "too long"),
        (Message::binary(taken), "the number of a stream that it cannot have"),
    ] {
        let mut page = Page::open(&town.server, Some(16));
        page.socket.send(message).unwrap();
        assert_eq!(page.read(), Err("closed".to_owned()), "{reason}");
        town.logs(reason);
        town.logs_nothing_else();
        town.goes_on();
    }
    // A stream's number is its own while it is open.
    let mut page = Page::open(&town.server, Some(16));
    let stream = page.connect(town.echo);
    let port = town.echo.port();
    page.send(Packet::Connect { stream, kind: Kind::Tcp, port, host: "127.0.0.1" });
    assert_eq!(page.read(), Err("closed".to_owned()));
    town.logs("closed by the page");
    town.logs("the number of a stream that it cannot have");
    // What is not even a frame: not masked, of a kind that there is not.
    let mut page = Page::open(&town.server, Some(16));
    page.socket.get_mut().write_all(&[0xff; 64]).unwrap();
    assert_eq!(page.read(), Err("closed".to_owned()));
    town.logs("its connection broke");
    // A page that has gone without a word.
    let page = Page::open(&town.server, Some(16));
    page.socket.get_ref().shutdown(Shutdown::Both).unwrap();
    town.logs("left: ");
    town.goes_on();
}

#[test]
fn a_server_that_is_killed_leaves_no_connection_open() {
    let (heard, outcome) = channel();
    let address = destination(move |mut connection| {
        let mut text = String::new();
        let ended = connection.read_to_string(&mut text).map(|_| text).map_err(|error| error.kind());
        heard.send(ended).unwrap();
    });
    let Town { mut server, mut neighbour, .. } = Town::with(&[address]);
    let stream = neighbour.connect(address);
    neighbour.send(Packet::Data { stream, bytes: b"are you" });
    // It is through when something that was sent behind it is.
    neighbour.echoes(1, b"there?");
    server.kill();
    // Whoever waits at either end is told by the system.
    assert_eq!(neighbour.read(), Err("closed".to_owned()));
    assert_eq!(outcome.recv().unwrap(), Ok("are you".to_owned()));
}

#[test]
fn control_c_ends_it_well() {
    let Town { server, mut neighbour, .. } = Town::with(&[]);
    let (status, log) = server.interrupt();
    assert_eq!(status, 0);
    assert_eq!(neighbour.read(), Err("closed".to_owned()));
    assert_eq!(log.len(), 2, "{log:?}");
    assert!(log[0].ends_with(": closed by the page; 12 bytes there, 12 back"), "{log:?}");
    assert!(
        log[1].ends_with(" left: the server ends; 1 streams, 0 refused, 12 bytes there, 12 back"),
        "{log:?}"
    );
}
