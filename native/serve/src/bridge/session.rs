//! One page on the bridge: its WebSocket, and the streams in it.
//!
//! A page that does not keep to the protocol is shown out, with all its streams. One that asks for what it cannot have is told
//! so. Both may take no more of the server than [`limits`] says, whatever they send.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;

use asyncio101_wisp::{ALL_STREAMS, Kind, Packet, Reason};
use futures_util::stream::SplitSink;
use futures_util::{SinkExt, StreamExt};
use hyper::body::Bytes;
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::{Error, Message};

use super::destination::Destination;
use super::limits;
use super::log::{Carried, Count, Line, quoted};
use super::stream::{Control, Stream, Upward};

type Socket = WebSocketStream<TokioIo<Upgraded>>;

/// Why a page is shown out.
type Fault = String;

/// What holds for every page.
#[derive(Debug)]
pub(super) struct Terms {
    pub(super) destinations: Arc<[Destination]>,
    /// One for each stream that may be open.
    pub(super) streams: Arc<Semaphore>,
    /// Whether the server ends.
    pub(super) ends: watch::Sender<bool>,
}

/// What a session has of a stream.
struct Open {
    packets: mpsc::Sender<Upward>,
    control: Arc<Control>,
}

/// A page.
struct Session {
    from: SocketAddr,
    destinations: Arc<[Destination]>,
    permits: Arc<Semaphore>,
    outgoing: mpsc::Sender<Message>,
    open: HashMap<u32, Open>,
    streams: JoinSet<(u32, Carried)>,
    /// How many DATA packets the page takes for each stream, if it has said so.
    room: Option<u32>,
    count: Count,
    carried: Carried,
}

/// Serves a page until it leaves, has to, or the server ends.
pub(super) async fn serve(socket: Socket, terms: &Terms, from: SocketAddr) {
    let (sink, mut messages) = socket.split();
    let (outgoing, queue) = mpsc::channel(limits::OUTGOING);
    let writer = tokio::spawn(write(sink, queue));
    let mut session = Session {
        from,
        destinations: terms.destinations.clone(),
        permits: terms.streams.clone(),
        outgoing,
        open: HashMap::new(),
        streams: JoinSet::new(),
        room: None,
        count: Count::default(),
        carried: Carried::default(),
    };
    let mut ends = terms.ends.subscribe();
    session.tell(Packet::Continue { stream: ALL_STREAMS, room: limits::CREDIT }).await;
    let ending = loop {
        tokio::select! {
            message = messages.next() => match message {
                Some(Ok(Message::Binary(bytes))) => {
                    if let Err(fault) = session.take(&bytes).await {
                        break format!("shown out, for it sent {fault}");
                    }
                }
                Some(Ok(Message::Text(_))) => break "shown out, for it sent text".to_owned(),
                Some(Ok(Message::Close(_))) | None => break "closed by the page".to_owned(),
                // The WebSocket's own business.
                Some(Ok(_)) => {}
                Some(Err(Error::Protocol(_) | Error::Io(_))) => break "its connection broke".to_owned(),
                Some(Err(error)) => break format!("shown out: {error}"),
            },
            Some(ended) = session.streams.join_next() => session.forget(ended),
            () = async { drop(ends.wait_for(|ends| *ends).await) } => break "the server ends".to_owned(),
        }
    };
    session.end(&ending).await;
    let writer_ends = writer.abort_handle();
    if timeout(limits::ENDING, writer).await.is_err() {
        writer_ends.abort();
    }
}

/// Sends what is queued, and says goodbye.
async fn write(mut sink: SplitSink<Socket, Message>, mut queue: mpsc::Receiver<Message>) {
    while let Some(message) = queue.recv().await {
        let mut written = sink.feed(message).await;
        // What has come meanwhile goes out with it.
        while written.is_ok()
            && let Ok(message) = queue.try_recv()
        {
            written = sink.feed(message).await;
        }
        if written.is_err() || sink.flush().await.is_err() {
            // The page has gone; whoever has something for it finds the queue closed.
            return;
        }
    }
    let _ = sink.close().await;
}

impl Session {
    /// Does what a message asks for.
    async fn take(&mut self, message: &Bytes) -> Result<(), Fault> {
        match Packet::read(message).map_err(|malformed| malformed.to_string())? {
            Packet::Connect { stream, kind, port, host } => self.connect(stream, kind, host, port).await,
            Packet::Data { stream, bytes } => {
                let sent = match bytes {
                    [] if self.room.is_some() => Upward::End,
                    bytes => Upward::Bytes(message.slice_ref(bytes)),
                };
                self.queue(stream, sent).await;
                Ok(())
            }
            Packet::Continue { stream: ALL_STREAMS, room } => {
                if self.room.is_some() || self.count.opened > 0 {
                    return Err("its credit for all streams after the beginning".to_owned());
                }
                self.room = Some(room);
                Ok(())
            }
            Packet::Continue { stream, room } => {
                if let Some(open) = self.open.get(&stream) {
                    open.control.grant(room);
                }
                Ok(())
            }
            Packet::Close { stream, reason } => {
                if reason == Reason::ClientGaveUp {
                    if let Some(open) = self.open.remove(&stream) {
                        open.control.abort();
                    }
                } else {
                    self.queue(stream, Upward::Close).await;
                    if let Some(open) = self.open.remove(&stream) {
                        open.control.close();
                    }
                }
                Ok(())
            }
        }
    }

    /// Opens a stream, or refuses to.
    async fn connect(&mut self, number: u32, kind: Kind, host: &str, port: u16) -> Result<(), Fault> {
        if number == ALL_STREAMS || self.open.contains_key(&number) {
            return Err(format!("the number of a stream that it cannot have, {number}"));
        }
        let asked = Destination::asked(host, port).filter(|_| kind == Kind::Tcp);
        let Some(destination) = asked else {
            return self.refuse(number, &format!("{}:{port}", quoted(host)), Reason::Invalid).await;
        };
        if !destination.is_in(&self.destinations) {
            return self.refuse(number, &destination.to_string(), Reason::Blocked).await;
        }
        let permit = self.permits.clone().try_acquire_owned();
        let (true, Ok(permit)) = (self.streams.len() < limits::STREAMS_OF_A_SESSION, permit) else {
            return self.refuse(number, &destination.to_string(), Reason::Throttled).await;
        };
        self.count.opened += 1;
        let (packets, queue) = mpsc::channel(limits::QUEUE);
        let control = Arc::new(Control::new(self.room));
        let stream = Stream {
            number,
            destination,
            listed: self.destinations.clone(),
            packets: queue,
            outgoing: self.outgoing.clone(),
            control: control.clone(),
            is_half_closed: self.room.is_some(),
        };
        self.open.insert(number, Open { packets, control });
        let from = self.from;
        self.streams.spawn(async move {
            let carried = stream.run(from).await;
            drop(permit);
            (number, carried)
        });
        Ok(())
    }

    /// Refuses a stream. The page may go on; of many such lines only the first are written.
    async fn refuse(&mut self, number: u32, to: &str, reason: Reason) -> Result<(), Fault> {
        self.count.refused += 1;
        if self.count.refused <= limits::LINES_OF_A_SESSION as u64 {
            Line::stream(self.from, &to, &format!("refused: {reason}"), Carried::default()).write();
        }
        self.tell(Packet::Close { stream: number, reason }).await;
        Ok(())
    }

    /// Hands a stream what the page did. Of one that is over nothing is known.
    async fn queue(&mut self, number: u32, did: Upward) {
        let Some(open) = self.open.get(&number) else { return };
        if let Err(TrySendError::Full(_)) = open.packets.try_send(did) {
            open.control.abort();
            self.open.remove(&number);
            self.tell(Packet::Close { stream: number, reason: Reason::Throttled }).await;
        }
    }

    /// A stream has ended.
    fn forget(&mut self, ended: Result<(u32, Carried), tokio::task::JoinError>) {
        let Ok((number, carried)) = ended else { return };
        // The number may be another's by now: only if that, too, is over.
        if self.open.get(&number).is_some_and(|open| open.packets.is_closed()) {
            self.open.remove(&number);
        }
        self.carried.there += carried.there;
        self.carried.back += carried.back;
    }

    /// Has every stream write what it was given, within a moment, and then logs.
    async fn end(mut self, ending: &str) {
        for (_, open) in self.open.drain() {
            open.control.close();
        }
        while let Some(ended) = self.streams.join_next().await {
            self.forget(ended);
        }
        Line::session(self.from, ending, self.count, self.carried).write();
    }

    async fn tell(&self, packet: Packet<'_>) {
        let _ = self.outgoing.send(Message::from(packet.to_message())).await;
    }
}
