//! Asks an echo server as fast as it answers, and says how many answers came in a second.
//!
//! ```text
//! echo_load PORT CONNECTIONS BYTES SECONDS
//! ```
//!
//! Each connection sends a message of so many bytes, waits until all of it has come back, and sends the next. It is the client of
//! `benches/python/network.py`: one thread, so that the server has the other core to itself.

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::{Duration, Instant};

use polling::{Event, Events, PollMode, Poller};

/// One connection.
struct Caller {
    stream: TcpStream,
    /// How much of the message is sent, and has come back.
    sent: usize,
    received: usize,
}

fn main() -> std::io::Result<()> {
    let arguments: Vec<u64> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    let &[port, connections, bytes, seconds] = &arguments[..] else {
        eprintln!("usage: echo_load PORT CONNECTIONS BYTES SECONDS");
        std::process::exit(2);
    };
    let message = vec![b'x'; bytes as usize];
    let poller = Poller::new()?;
    let mut callers = Vec::new();
    for key in 0..connections as usize {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port as u16))?;
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        // SAFETY: it is taken from the poller before it is dropped: both live until the process ends.
        unsafe { poller.add_with_mode(&stream, Event::all(key), PollMode::Level)? };
        callers.push(Caller { stream, sent: 0, received: 0 });
    }
    // A tenth of the time to warm up.
    let warm = Instant::now() + Duration::from_secs_f64(seconds as f64 / 10.0);
    let mut begin = None;
    let (mut answers, mut events, mut buffer) = (0_u64, Events::new(), vec![0; 256 * 1024]);
    loop {
        poller.wait(&mut events, None)?;
        let now = Instant::now();
        if begin.is_none() && now >= warm {
            (begin, answers) = (Some(now), 0);
        }
        if let Some(begin) = begin.filter(|begin| now.duration_since(*begin).as_secs() >= seconds) {
            println!("{:.1}", answers as f64 / now.duration_since(begin).as_secs_f64());
            return Ok(());
        }
        for event in events.iter() {
            let caller = &mut callers[event.key];
            answers += caller.go_on(&message, &mut buffer)?;
            let wants_to_send = caller.sent < message.len();
            let interest = Event::new(event.key, true, wants_to_send);
            poller.modify_with_mode(&caller.stream, interest, PollMode::Level)?;
        }
        events.clear();
    }
}

impl Caller {
    /// Reads what has come back and sends what can be sent; how many answers are complete.
    fn go_on(&mut self, message: &[u8], buffer: &mut [u8]) -> std::io::Result<u64> {
        let mut answers = 0;
        while self.received < self.sent {
            match self.stream.read(buffer) {
                Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(length) => self.received += length,
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
        }
        if self.received == message.len() {
            (self.sent, self.received, answers) = (0, 0, 1);
        }
        while self.sent < message.len() {
            match self.stream.write(&message[self.sent..]) {
                Ok(length) => self.sent += length,
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
        }
        Ok(answers)
    }
}
