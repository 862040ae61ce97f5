//! The server as a process, pages that speak to its bridge, and destinations: real sockets on loopback.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use asyncio101_wisp::{Kind, Packet, Reason};
use tempfile::TempDir;
use tokio::net::TcpSocket;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::{Request, Response};
use tokio_tungstenite::tungstenite::{self, Error, HandshakeError, Message, WebSocket};

/// Whoever waits as long waits in vain: the test fails.
const PATIENCE: Duration = Duration::from_secs(120);

/// A server with a bridge.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: String,
    log: Receiver<String>,
    _directory: TempDir,
}

impl Server {
    pub(crate) fn start(destinations: &[&str]) -> Self {
        Self::with(&[("index.html", "<!doctype html>")], destinations)
    }

    /// One that has these files, written one after the other.
    pub(crate) fn with(files: &[(&str, &str)], destinations: &[&str]) -> Self {
        let directory = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = directory.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_asyncio101-serve"));
        command.arg(directory.path()).args(["--port", "0"]);
        for destination in destinations {
            command.args(["--bridge", destination]);
        }
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address =
            line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).unwrap().to_owned();
        let (write, log) = channel();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        thread::spawn(move || stderr.lines().map_while(Result::ok).try_for_each(|line| write.send(line)));
        Self { child, address, log, _directory: directory }
    }

    /// The next line of the log.
    #[track_caller]
    pub(crate) fn line(&self) -> String {
        self.log.recv_timeout(PATIENCE).expect("a line of the log")
    }

    /// Asks for a file: status, headers and body.
    pub(crate) fn get(&self, path: &str, headers: &[(&str, &str)]) -> (u16, String) {
        let mut connection = self.connect();
        let own_host = ("Host", self.address.as_str());
        let host = headers.iter().find(|(name, _)| *name == "Host").is_none().then_some(&own_host);
        let mut request = format!("GET {path} HTTP/1.1\r\nConnection: close\r\n");
        for (name, value) in host.into_iter().chain(headers) {
            request += &format!("{name}: {value}\r\n");
        }
        connection.write_all(format!("{request}\r\n").as_bytes()).unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).unwrap();
        (answer.split(' ').nth(1).unwrap().parse().unwrap(), answer)
    }

    /// Where the socket is, as a page learns it.
    pub(crate) fn socket(&self) -> String {
        let (status, answer) = self.get("/bridge.json", &[]);
        assert_eq!(status, 200, "{answer}");
        let socket = answer.split("\"socket\": \"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        format!("/{socket}")
    }

    /// A connection to it.
    pub(crate) fn connect(&self) -> TcpStream {
        let connection = TcpStream::connect(&self.address).unwrap();
        connection.set_read_timeout(Some(PATIENCE)).unwrap();
        connection.set_write_timeout(Some(PATIENCE)).unwrap();
        connection
    }

    /// What a browser sends for a WebSocket of a page of this server.
    pub(crate) fn request(&self, path: &str) -> Request {
        let mut request = format!("ws://{}{path}", self.address).into_client_request().unwrap();
        request.headers_mut().insert("Origin", format!("http://{}", self.address).parse().unwrap());
        request
    }

    /// How much of the machine's memory it has, in bytes. (`proc_pid_statm(5)`)
    pub(crate) fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
    }

    /// Ends it as nobody can prepare for.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Ctrl+C; its status, and what it logged.
    pub(crate) fn interrupt(mut self) -> (i32, Vec<String>) {
        let killed = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().unwrap();
        assert!(killed.success());
        let status = self.child.wait().unwrap().code().unwrap();
        (status, self.log.iter().collect())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Opens a WebSocket, or says how that was refused.
pub(crate) fn open(server: &Server, request: Request) -> Result<WebSocket<TcpStream>, Box<Response>> {
    match tungstenite::client(request, server.connect()) {
        Ok((socket, _)) => Ok(socket),
        Err(HandshakeError::Failure(Error::Http(response))) => Err(response),
        Err(other) => panic!("{other}"),
    }
}

/// What a page was sent.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Sent {
    Data(u32, Vec<u8>),
    Continue(u32, u32),
    Close(u32, Reason),
}

/// A page on the bridge.
pub(crate) struct Page {
    pub(crate) socket: WebSocket<TcpStream>,
    streams: u32,
    /// What has come while something else was waited for.
    waiting: VecDeque<Sent>,
}

impl Page {
    /// One that takes so many DATA packets for each stream; or, with `None`, does not say.
    pub(crate) fn open(server: &Server, room: Option<u32>) -> Self {
        let socket = open(server, server.request(&server.socket())).unwrap();
        let mut page = Self { socket, streams: 0, waiting: VecDeque::new() };
        assert_eq!(page.next(), Sent::Continue(0, 16));
        if let Some(room) = room {
            page.send(Packet::Continue { stream: 0, room });
        }
        page
    }

    pub(crate) fn send(&mut self, packet: Packet<'_>) {
        self.socket.send(Message::from(packet.to_message())).unwrap();
    }

    /// The next packet.
    #[track_caller]
    pub(crate) fn next(&mut self) -> Sent {
        match self.waiting.pop_front() {
            Some(sent) => sent,
            None => self.read().expect("a packet"),
        }
    }

    /// The next packet from the socket; how it was closed, if it was.
    pub(crate) fn read(&mut self) -> Result<Sent, String> {
        loop {
            match self.socket.read() {
                Ok(Message::Binary(bytes)) => {
                    return Ok(match Packet::read(&bytes).unwrap() {
                        Packet::Data { stream, bytes } => Sent::Data(stream, bytes.to_vec()),
                        Packet::Continue { stream, room } => Sent::Continue(stream, room),
                        Packet::Close { stream, reason } => Sent::Close(stream, reason),
                        Packet::Connect { .. } => panic!("a bridge does not connect to a page"),
                    });
                }
                Ok(Message::Close(_)) | Err(_) => return Err("closed".to_owned()),
                Ok(_) => {}
            }
        }
    }

    /// The next packet of that stream; those of others wait.
    #[track_caller]
    pub(crate) fn next_of(&mut self, stream: u32) -> Sent {
        let is_of = |sent: &Sent| match sent {
            Sent::Data(of, _) | Sent::Continue(of, _) | Sent::Close(of, _) => *of == stream,
        };
        if let Some(at) = self.waiting.iter().position(is_of) {
            return self.waiting.remove(at).unwrap();
        }
        loop {
            let sent = self.read().expect("a packet");
            if is_of(&sent) {
                return sent;
            }
            self.waiting.push_back(sent);
        }
    }

    /// A packet, if one is there.
    pub(crate) fn peek(&mut self) -> Option<Sent> {
        self.socket.get_mut().set_nonblocking(true).unwrap();
        let sent = self.waiting.pop_front().or_else(|| self.read().ok());
        self.socket.get_mut().set_nonblocking(false).unwrap();
        sent
    }

    /// Whether nothing has come but what was asked for.
    pub(crate) fn has_nothing_else(&mut self) -> bool {
        self.waiting.retain(|sent| !matches!(sent, Sent::Continue(..)));
        self.waiting.is_empty()
    }

    /// Asks for a stream; its number.
    pub(crate) fn ask(&mut self, to: (&str, u16)) -> u32 {
        self.streams += 1;
        self.send(Packet::Connect { stream: self.streams, kind: Kind::Tcp, port: to.1, host: to.0 });
        self.streams
    }

    /// Opens a stream.
    #[track_caller]
    pub(crate) fn connect(&mut self, to: SocketAddr) -> u32 {
        let stream = self.ask((&to.ip().to_string(), to.port()));
        assert_eq!(self.next_of(stream), Sent::Continue(stream, 16));
        stream
    }

    /// Why a stream was refused.
    #[track_caller]
    pub(crate) fn refusal(&mut self, to: (&str, u16)) -> Reason {
        let stream = self.ask(to);
        match self.next_of(stream) {
            Sent::Close(_, reason) => reason,
            other => panic!("{other:?}"),
        }
    }

    /// Whether what is sent to an echo comes back: somebody else goes about his business undisturbed.
    #[track_caller]
    pub(crate) fn echoes(&mut self, stream: u32, text: &[u8]) {
        self.send(Packet::Data { stream, bytes: text });
        let mut back = Vec::new();
        while back.len() < text.len() {
            match self.next_of(stream) {
                Sent::Data(_, bytes) => {
                    back.extend(bytes);
                    self.send(Packet::Continue { stream, room: 16 });
                }
                Sent::Continue(..) => {}
                close => panic!("{close:?}"),
            }
        }
        assert_eq!(back, text);
    }
}

/// Listens, and has each connection in a thread of its own.
pub(crate) fn destination(serve: impl Fn(TcpStream) + Clone + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for connection in listener.incoming() {
            let serve = serve.clone();
            thread::spawn(move || serve(connection.unwrap()));
        }
    });
    address
}

/// Sends back what comes, to its end.
pub(crate) fn echo() -> SocketAddr {
    destination(|connection| {
        let mut to = connection.try_clone().unwrap();
        let mut from = connection;
        let _ = std::io::copy(&mut from, &mut to);
    })
}

/// An address that is somebody's who does not listen.
pub(crate) fn nobody() -> (TcpSocket, SocketAddr) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = socket.local_addr().unwrap();
    (socket, address)
}
