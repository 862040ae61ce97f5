//! The sockets of the network inside the process, after some step: who is connected with whom, and where the bytes are.
//!
//! ```text
//!           Calls            IsCalled: a socket of its own, the connection, waits for Accepted
//! Open ───────────▶ Calling ──────────────────────────────▶ Connected ──▶ Reset
//!   │ Listens          │ Refused                                │
//!   ▼                  ▼                                        ▼
//! Listening ────────▶ ... ───────────── Closed ◀────────────────┘
//! ```

use imbl::{OrdMap, Vector};

use super::act::Act;
use crate::ids::{SocketId, Source};
use crate::network::Kind;
use crate::trace::{Details, Journey, ResetReason, SocketEvent, StackId, TextId};

/// What a socket is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// Nothing yet. Of one for datagrams, all it ever does.
    #[default]
    Open,
    /// It begins to be connected.
    Calling,
    /// Nobody listened where it called.
    Refused,
    /// Others may connect, of whom so many may wait to be accepted.
    Listening(usize),
    /// It is one end of a connection.
    Connected,
    /// It was, until the other end gave up.
    Reset(ResetReason),
    /// It is closed.
    Closed,
}

/// A socket.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Socket {
    /// Whether it carries messages, not a stream.
    pub carries_datagrams: bool,
    /// The number that the program knows it by; none before it is accepted, and once it is closed.
    pub source: Option<Source>,
    /// Its own address; none if it has no name.
    pub address: TextId,
    /// The address of the other end, or of whoever listens where it calls.
    pub remote: TextId,
    /// What it does.
    pub stage: Stage,
    /// The other end, once the call has come to whoever listens.
    pub peer: Option<SocketId>,
    /// Whoever listens there and has not accepted it yet.
    pub waits_at: Option<SocketId>,
    /// If it listens: the connections that wait to be accepted, first the one that is next.
    pub waiting: Vector<SocketId>,
    /// How many bytes it has sent.
    pub sent: u64,
    /// How many of those are on their way.
    pub on_the_way: u64,
    /// How many bytes have arrived that nobody has read.
    pub unread: u64,
    /// How many were read.
    pub read: u64,
    /// Whether it sends no more.
    pub is_ended: bool,
    /// Whether the other end sends no more, and that is known here.
    pub hears_no_more: bool,
    /// Who sent last, and where.
    pub last_sent: Option<Act>,
    /// The lengths of the datagrams that wait to be read.
    letters: Vector<u64>,
}

/// What a transport could not send yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Buffer {
    /// So many bytes.
    pub bytes: u64,
    /// From so many on it asks its protocol to pause.
    pub high_water: u64,
    /// Whether it has.
    pub is_paused: bool,
}

/// All sockets that are open, or whose connections have just ended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sockets {
    all: OrdMap<SocketId, Socket>,
    by_source: OrdMap<Source, SocketId>,
    /// Datagrams on their way: how long they are.
    datagrams: OrdMap<u64, u64>,
    /// Turns begun, of any loop.
    turns: u64,
    /// What is over, and the turn in which that came.
    lingering: Vector<(u64, SocketId)>,
}

impl Sockets {
    /// All of them, by number.
    pub fn iter(&self) -> impl Iterator<Item = (SocketId, &Socket)> {
        self.all.iter().map(|(id, socket)| (*id, socket))
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, id: SocketId) -> Option<&Socket> {
        self.all.get(&id)
    }

    /// The socket that the program knows by this number.
    #[must_use]
    pub fn by_source(&self, source: Source) -> Option<SocketId> {
        self.by_source.get(&source).copied()
    }

    /// A turn of a loop begins: what was over in the one before the last has been looked at for long enough.
    pub(super) fn begin_turn(&mut self) {
        self.turns += 1;
        while let Some((turn, id)) = self.lingering.front().copied()
            && turn + 1 < self.turns
        {
            self.lingering.pop_front();
            self.all.remove(&id);
        }
    }

    pub(super) fn apply(&mut self, id: SocketId, what: SocketEvent, details: Details, act: Act) {
        match what {
            SocketEvent::Opened(kind, source) => {
                let carries_datagrams = kind == Kind::Datagram;
                self.by_source.insert(source, id);
                let socket = Socket { carries_datagrams, source: Some(source), ..Socket::default() };
                self.all.insert(id, socket);
            }
            SocketEvent::IsCalled(caller, connection) => self.is_called(id, caller, connection, details.text),
            SocketEvent::Connected(other) => self.connect(id, other),
            SocketEvent::Accepted(source) => self.accept(id, source),
            SocketEvent::Sent(bytes, journey) => self.send(id, bytes, journey, act),
            SocketEvent::Arrived(bytes) => self.arrive(id, bytes, bytes),
            SocketEvent::Dropped(bytes) => self.arrive(id, bytes, 0),
            SocketEvent::Ended(journey) => {
                let peer = self.with(id, |socket| {
                    socket.is_ended = true;
                    socket.peer
                });
                if journey == Journey::AtOnce
                    && let Some(peer) = peer.flatten()
                {
                    self.with(peer, |peer| peer.hears_no_more = true);
                }
            }
            SocketEvent::SentDatagram(bytes, datagram) => {
                self.datagrams.insert(datagram, bytes);
                self.with(id, |socket| {
                    socket.sent = socket.sent.saturating_add(bytes);
                    socket.remote = details.text;
                    socket.last_sent = Some(act);
                });
            }
            SocketEvent::DatagramArrived(datagram) => {
                let bytes = self.datagrams.remove(&datagram).unwrap_or_default();
                self.with(id, |socket| {
                    socket.unread = socket.unread.saturating_add(bytes);
                    socket.letters.push_back(bytes);
                });
            }
            SocketEvent::DatagramLost(datagram, _) => drop(self.datagrams.remove(&datagram)),
            SocketEvent::Closed => self.close(id),
            SocketEvent::Named
            | SocketEvent::Listens(_)
            | SocketEvent::Calls
            | SocketEvent::Refused
            | SocketEvent::Received(_)
            | SocketEvent::EndArrived
            | SocketEvent::Reset(_) => drop(self.with(id, |socket| socket.apply(what, details))),
        }
    }

    fn with<T>(&mut self, id: SocketId, change: impl FnOnce(&mut Socket) -> T) -> Option<T> {
        self.all.get_mut(&id).map(change)
    }

    /// A call has come to whoever listens: the connection is there.
    fn is_called(&mut self, listener: SocketId, caller: SocketId, connection: SocketId, from: TextId) {
        let address = self.get(caller).map(|caller| caller.remote).unwrap_or_default();
        let socket = Socket {
            address,
            remote: from,
            stage: Stage::Connected,
            peer: Some(caller),
            waits_at: Some(listener),
            ..Socket::default()
        };
        self.all.insert(connection, socket);
        // It does not know yet, but whoever looks does.
        self.with(caller, |caller| caller.peer = Some(connection));
        self.with(listener, |listener| listener.waiting.push_back(connection));
    }

    /// A socket knows that it is connected.
    fn connect(&mut self, id: SocketId, other: SocketId) {
        for (id, other) in [(id, other), (other, id)] {
            self.with(id, |socket| {
                socket.peer = Some(other);
                if socket.stage != Stage::Closed {
                    socket.stage = Stage::Connected;
                }
            });
        }
    }

    fn accept(&mut self, id: SocketId, source: Source) {
        self.by_source.insert(source, id);
        let listener = self.with(id, |socket| {
            socket.source = Some(source);
            socket.waits_at.take()
        });
        if let Some(listener) = listener.flatten() {
            self.with(listener, |listener| listener.waiting.retain(|waiting| *waiting != id));
        }
    }

    fn send(&mut self, id: SocketId, bytes: u64, journey: Journey, act: Act) {
        let peer = self.with(id, |socket| {
            socket.sent = socket.sent.saturating_add(bytes);
            socket.on_the_way = socket.on_the_way.saturating_add(bytes);
            socket.last_sent = Some(act);
            socket.peer
        });
        if journey == Journey::AtOnce
            && let Some(peer) = peer.flatten()
        {
            self.arrive(peer, bytes, bytes);
        }
    }

    /// Bytes have arrived at a socket, of which so many will be read.
    fn arrive(&mut self, id: SocketId, bytes: u64, kept: u64) {
        let peer = self.with(id, |socket| {
            socket.unread = socket.unread.saturating_add(kept);
            socket.peer
        });
        if let Some(peer) = peer.flatten() {
            self.with(peer, |peer| peer.on_the_way = peer.on_the_way.saturating_sub(bytes));
        }
    }

    fn close(&mut self, id: SocketId) {
        let Some((source, peer, waits_at)) = self.with(id, |socket| {
            socket.stage = Stage::Closed;
            socket.unread = 0;
            (socket.source.take(), socket.peer, socket.waits_at.take())
        }) else {
            return;
        };
        if let Some(source) = source {
            self.by_source.remove(&source);
        }
        if let Some(listener) = waits_at {
            self.with(listener, |listener| listener.waiting.retain(|waiting| *waiting != id));
        }
        // A connection is shown for as long as one of its ends is open.
        match peer.and_then(|peer| Some((peer, self.get(peer)?.stage))) {
            Some((_, stage)) if stage != Stage::Closed => {}
            Some((peer, _)) => {
                self.lingering.push_back((self.turns, peer));
                self.lingering.push_back((self.turns, id));
            }
            None => self.lingering.push_back((self.turns, id)),
        }
    }
}

impl Socket {
    /// What happens to it alone.
    fn apply(&mut self, what: SocketEvent, details: Details) {
        match what {
            SocketEvent::Named => self.address = details.text,
            SocketEvent::Listens(backlog) => self.stage = Stage::Listening(backlog),
            SocketEvent::Calls => (self.stage, self.remote) = (Stage::Calling, details.text),
            SocketEvent::Refused => self.stage = Stage::Refused,
            SocketEvent::Received(bytes) => {
                self.read = self.read.saturating_add(bytes);
                // What is longer than the buffer it is read into is lost, of a datagram.
                let whole = self.letters.pop_front().unwrap_or(bytes);
                self.unread = self.unread.saturating_sub(whole);
            }
            SocketEvent::EndArrived => self.hears_no_more = true,
            SocketEvent::Reset(reason) if self.stage != Stage::Closed => {
                self.stage = Stage::Reset(reason);
                self.on_the_way = 0;
            }
            _ => {}
        }
    }

    /// Whether it is one end of a connection in which only one direction is left.
    #[must_use]
    pub fn is_half_closed(&self) -> bool {
        self.stage == Stage::Connected && self.is_ended != self.hears_no_more
    }

    /// Where whatever it last sent was written; nowhere if that is not known.
    #[must_use]
    pub fn sent_at(&self) -> StackId {
        self.last_sent.map_or(StackId::default(), |act| act.at)
    }
}
