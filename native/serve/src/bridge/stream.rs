//! One stream: a connection of the bridge's, and how its bytes get to a page and back.
//!
//! ```text
//! page ──packets──▶ session ──queue (bounded by credit)──▶ `up`   ──▶ destination
//! page ◀─packets─── writer  ◀─queue (bounded)───────────── `down` ◀── destination
//! ```
//!
//! `up` gives the page credit for what it has written, and `down` reads only what the page has given credit for. Each
//! direction ends for itself; the stream ends when both have, when the page closes it, or when the connection breaks.

use std::convert::Infallible;
use std::future::pending;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};

use asyncio101_wisp::{LONGEST_DATA, Packet, Reason};
use hyper::body::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{ReadHalf, WriteHalf};
use tokio::net::{TcpStream, lookup_host};
use tokio::sync::{Notify, mpsc};
use tokio::time::{sleep, timeout};
use tokio_tungstenite::tungstenite::Message;

use super::destination::Destination;
use super::limits;
use super::log::{Carried, Line};

#[cfg(test)]
mod tests;

/// What a page does with a stream, in order.
#[derive(Debug)]
pub(super) enum Upward {
    /// It sends.
    Bytes(Bytes),
    /// It sends no more.
    End,
    /// It closes the stream.
    Close,
}

/// What a page can change about a stream at once.
#[derive(Debug)]
pub(super) struct Control {
    /// How many DATA packets the page takes; `None` if it does not say.
    room: Mutex<Option<u32>>,
    /// The page has given credit.
    granted: Notify,
    /// The page has closed the stream: what is queued is still written.
    closes: Notify,
    /// It is over, whatever is queued.
    aborts: Notify,
}

impl Control {
    pub(super) fn new(room: Option<u32>) -> Self {
        let (granted, closes, aborts) = (Notify::new(), Notify::new(), Notify::new());
        Self { room: Mutex::new(room), granted, closes, aborts }
    }

    /// The page takes so many more packets.
    pub(super) fn grant(&self, credit: u32) {
        if let Some(room) = &mut *self.room() {
            *room = credit;
        }
        self.granted.notify_one();
    }

    pub(super) fn close(&self) {
        self.closes.notify_one();
    }

    pub(super) fn abort(&self) {
        self.aborts.notify_one();
    }

    /// Waits until the page takes a packet more.
    async fn take_credit(&self) {
        loop {
            match &mut *self.room() {
                None => return,
                Some(0) => {}
                Some(room) => {
                    *room -= 1;
                    return;
                }
            }
            self.granted.notified().await;
        }
    }

    fn room(&self) -> std::sync::MutexGuard<'_, Option<u32>> {
        self.room.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A stream that was asked for.
#[derive(Debug)]
pub(super) struct Stream {
    pub(super) number: u32,
    pub(super) destination: Destination,
    /// Everything that may be reached.
    pub(super) listed: Arc<[Destination]>,
    pub(super) packets: mpsc::Receiver<Upward>,
    pub(super) outgoing: mpsc::Sender<Message>,
    pub(super) control: Arc<Control>,
    /// Whether the page knows that one direction can end.
    pub(super) is_half_closed: bool,
}

/// How a stream ended.
enum Ending {
    /// The page closed it, or left.
    ByPage,
    /// The page, or the session, wants it to be over at once.
    Aborted,
    /// Both directions have ended.
    Both,
    /// It failed.
    Failed(Reason, Option<io::Error>),
}

/// How much was carried so far.
#[derive(Default)]
struct Totals {
    there: AtomicU64,
    back: AtomicU64,
    /// How many directions have ended.
    ended: AtomicU8,
}

impl Totals {
    /// A direction has ended; whether both have.
    fn end_one(&self) -> bool {
        self.ended.fetch_add(1, Relaxed) == 1
    }
}

impl Stream {
    /// Connects, carries, and logs how it went; `from` is the page.
    pub(super) async fn run(mut self, from: SocketAddr) -> Carried {
        let totals = Totals::default();
        let ending = match self.connect().await {
            Ok(mut connection) => self.carry(&mut connection, &totals).await,
            Err(ending) => ending,
        };
        let reason = match &ending {
            Ending::ByPage | Ending::Aborted => None,
            Ending::Both => Some(Reason::Voluntary),
            Ending::Failed(reason, _) => Some(*reason),
        };
        if let Some(reason) = reason {
            self.tell(Packet::Close { stream: self.number, reason }).await;
        }
        let carried = Carried { there: totals.there.into_inner(), back: totals.back.into_inner() };
        Line::stream(from, &self.destination, &ending.to_string(), carried).write();
        carried
    }

    /// Finds the destination, and connects to the first of its addresses that may be and can be.
    async fn connect(&self) -> Result<TcpStream, Ending> {
        let connecting = timeout(limits::CONNECTING, async {
            let unknown = |error| Ending::Failed(Reason::Unreachable, Some(error));
            let found: Vec<_> = lookup_host(self.destination.to_resolve()).await.map_err(unknown)?.collect();
            let allowed = found.iter().filter(|address| self.destination.may_be_at(**address, &self.listed));
            let mut failure = match found.first() {
                None => Ending::Failed(Reason::Unreachable, None),
                Some(_) => Ending::Failed(Reason::Blocked, None),
            };
            for address in allowed {
                match TcpStream::connect(address).await {
                    Ok(connection) => return Ok(connection),
                    Err(error) => failure = Ending::Failed(reason_of(&error), Some(error)),
                }
            }
            Err(failure)
        });
        tokio::select! {
            biased;
            () = self.control.aborts.notified() => Err(Ending::Aborted),
            () = self.control.closes.notified() => Err(Ending::ByPage),
            connected = connecting => connected.unwrap_or(Err(Ending::Failed(Reason::TimedOut, None))),
        }
    }

    /// Carries bytes until it ends.
    async fn carry(&mut self, connection: &mut TcpStream, totals: &Totals) -> Ending {
        // Bytes of a program that waits for an answer are not to wait for more of them.
        let _ = connection.set_nodelay(true);
        self.tell(Packet::Continue { stream: self.number, room: limits::CREDIT }).await;
        let (from, to) = connection.split();
        let Self { number, packets, outgoing, control, is_half_closed, .. } = self;
        let carrier = Carrier { number: *number, outgoing, control, is_half_closed: *is_half_closed, totals };
        let closing = async {
            control.closes.notified().await;
            sleep(limits::CLOSING).await;
        };
        let ending = tokio::select! {
            biased;
            () = control.aborts.notified() => Ending::Aborted,
            Err(ending) = carrier.up(packets, to) => ending,
            Err(ending) = carrier.down(from) => ending,
            () = closing => Ending::Failed(Reason::TransferTimedOut, None),
            else => Ending::Both,
        };
        if matches!(ending, Ending::Aborted | Ending::Failed(Reason::TransferTimedOut, _)) {
            // The other end is to know that not everything has come.
            let _ = connection.set_zero_linger();
        }
        ending
    }

    /// Sends the page a packet. If it has left there is nobody to send it to.
    async fn tell(&self, packet: Packet<'_>) {
        let _ = self.outgoing.send(Message::from(packet.to_message())).await;
    }
}

/// What both directions need.
struct Carrier<'stream> {
    number: u32,
    outgoing: &'stream mpsc::Sender<Message>,
    control: &'stream Control,
    is_half_closed: bool,
    totals: &'stream Totals,
}

impl Carrier<'_> {
    /// From the page to the destination.
    async fn up(
        &self,
        packets: &mut mpsc::Receiver<Upward>,
        mut to: WriteHalf<'_>,
    ) -> Result<Infallible, Ending> {
        let broke = |error| Ending::Failed(Reason::NetworkError, Some(error));
        // Since it was last given credit, and of what it had sent by then.
        let mut written = 0;
        loop {
            match packets.recv().await {
                Some(Upward::Bytes(bytes)) => {
                    to.write_all(&bytes).await.map_err(broke)?;
                    self.totals.there.fetch_add(bytes.len() as u64, Relaxed);
                    written += 1;
                    // A CONTINUE sets what the page has left, and nobody knows what it has sent meanwhile. So it is given
                    // credit when it has none: then nothing is on the way.
                    let waiting = u32::try_from(packets.len()).unwrap_or(limits::CREDIT);
                    if written + waiting >= limits::CREDIT && waiting <= limits::CREDIT / 2 {
                        let room = limits::CREDIT - waiting;
                        written = 0;
                        self.send(Packet::Continue { stream: self.number, room }).await;
                    }
                }
                Some(Upward::End) => {
                    to.shutdown().await.map_err(broke)?;
                    if self.totals.end_one() {
                        return Err(Ending::Both);
                    }
                }
                Some(Upward::Close) | None => return Err(Ending::ByPage),
            }
        }
    }

    /// From the destination to the page.
    async fn down(&self, mut from: ReadHalf<'_>) -> Result<Infallible, Ending> {
        let mut buffer = vec![0; LONGEST_DATA];
        loop {
            self.control.take_credit().await;
            let length = from.read(&mut buffer).await;
            let length = length.map_err(|error| Ending::Failed(Reason::NetworkError, Some(error)))?;
            if length == 0 {
                if !self.is_half_closed || self.totals.end_one() {
                    return Err(Ending::Both);
                }
                self.send(Packet::Data { stream: self.number, bytes: &[] }).await;
                return pending().await;
            }
            self.totals.back.fetch_add(length as u64, Relaxed);
            self.send(Packet::Data { stream: self.number, bytes: &buffer[..length] }).await;
        }
    }

    /// Sends the page a packet. If it has left, nothing more is read for it.
    async fn send(&self, packet: Packet<'_>) {
        if self.outgoing.send(Message::from(packet.to_message())).await.is_err() {
            pending::<()>().await;
        }
    }
}

/// Why a connection did not come to be.
fn reason_of(error: &io::Error) -> Reason {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Reason::Refused,
        io::ErrorKind::TimedOut => Reason::TimedOut,
        _ => Reason::Unreachable,
    }
}

impl std::fmt::Display for Ending {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::ByPage => f.write_str("closed by the page"),
            Self::Aborted => f.write_str("reset by the page"),
            Self::Both => f.write_str("both directions ended"),
            Self::Failed(Reason::Blocked, _) => {
                f.write_str("refused: its address is of this network, and not listed")
            }
            Self::Failed(reason, None) => reason.fmt(f),
            Self::Failed(reason, Some(error)) => write!(f, "{reason} ({error})"),
        }
    }
}
