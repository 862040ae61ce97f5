//! What the state of the sockets forgets: who opened each, who sent which of its bytes, when they came, and so what made
//! a socket ready.

use std::collections::{BTreeMap, HashMap};

use super::Replay;
use super::act::{Act, What};
use crate::handle::HandleId;
use crate::ids::{FutureId, SocketId, Source};
use crate::network::Kind;
use crate::trace::{Cause, Details, Event, Journey, ResetReason, SocketEvent, TextId};

/// The life of a socket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SocketRecord {
    /// Whether it carries messages, not a stream.
    pub carries_datagrams: bool,
    /// The program made it; none if it was made by a call from elsewhere.
    pub opened: Option<Act>,
    /// The number that the program knows it by, once it does.
    pub source: Option<Source>,
    /// Its own address.
    pub address: TextId,
    /// The address of the other end, or of whoever listens where it calls.
    pub remote: TextId,
    /// The other end of the connection.
    pub peer: Option<SocketId>,
    /// Whoever listened, if the connection came by a call.
    pub listener: Option<SocketId>,
    /// It listens, from then on.
    pub listens: Option<Act>,
    /// It called.
    pub calls: Option<Act>,
    /// The step in which it was connected, as far as it knows, or refused.
    pub answered: Option<usize>,
    /// Whether it was refused.
    pub is_refused: bool,
    /// The program has accepted it.
    pub accepted: Option<Act>,
    /// The program has closed it.
    pub closed: Option<Act>,
    /// It sends no more.
    pub ended: Option<Act>,
    /// The end of what the other end sends is here.
    pub end_arrived: Option<usize>,
    /// The other end has given up: the step, and why.
    pub reset: Option<(usize, ResetReason)>,
    /// What it sent: how many bytes there were with these, and who did it.
    sent: Vec<(u64, Act)>,
    /// What arrived: the step, and how many bytes there were with these.
    arrived: Vec<(usize, u64)>,
    /// What was read.
    reads: Vec<(u64, Act)>,
    /// The datagrams that arrived: the step, and which.
    letters: Vec<(usize, u64)>,
    /// If it listens: the connections that came, and the step of each.
    calls_heard: Vec<(usize, SocketId)>,
    /// The steps in which they were accepted: first who came first.
    accepts: Vec<usize>,
    /// The tasks that have had to do with it, each from a step on.
    holders: Vec<(usize, (usize, FutureId))>,
}

/// A datagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Letter {
    from: SocketId,
    bytes: u64,
    sent: Act,
}

/// What made a socket ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Incoming {
    /// The socket.
    pub socket: SocketId,
    /// What came.
    pub what: What,
    /// Whose doing that was.
    pub act: Option<Act>,
}

/// All that, while a trace is read.
#[derive(Debug, Default)]
pub(super) struct Traffic {
    pub(super) sockets: BTreeMap<SocketId, SocketRecord>,
    letters: HashMap<u64, Letter>,
    /// Which socket the program knew by each number, from a step on.
    by_source: HashMap<Source, Vec<(usize, Option<SocketId>)>>,
    /// Tasks and handles that came of accepting a connection: which.
    descent: HashMap<(usize, Descendant), SocketId>,
    /// The last connection that was accepted, and by which handle.
    last_accepted: Option<((usize, Option<HandleId>), SocketId)>,
}

/// What comes of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Descendant {
    Task(FutureId),
    Handle(HandleId),
}

impl Traffic {
    /// An event, in a step, whose doing is `act`.
    pub(super) fn observe(&mut self, event: Event, details: Details, act: Act) {
        match event {
            Event::Socket(id, what) => self.happens(id, what, details, act),
            Event::TaskCreated(task) => {
                let from = match (act.task, act.by) {
                    (Some(task), _) => self.descent.get(&(act.in_loop, Descendant::Task(task))),
                    (None, Some(handle)) => self.descent.get(&(act.in_loop, Descendant::Handle(handle))),
                    (None, None) => None,
                };
                let accepted =
                    self.last_accepted.filter(|(by, _)| *by == (act.in_loop, act.by) && act.task.is_none());
                // The library's own task, which sees to a connection that has just come, does not have it for long.
                if let Some((_, socket)) = accepted {
                    self.descent.insert((act.in_loop, Descendant::Task(task)), socket);
                } else if let Some(socket) = from.copied() {
                    self.holds(socket, act.step, (act.in_loop, task));
                }
            }
            Event::Soon(handle, Cause::Program) => {
                let from = act.task.and_then(|task| self.descent.get(&(act.in_loop, Descendant::Task(task))));
                if let Some(socket) = from.copied() {
                    self.descent.insert((act.in_loop, Descendant::Handle(handle)), socket);
                }
            }
            _ => {}
        }
    }

    /// A task has to do with a socket.
    pub(super) fn holds(&mut self, socket: SocketId, step: usize, task: (usize, FutureId)) {
        if let Some(record) = self.sockets.get_mut(&socket)
            && record.holders.last().is_none_or(|(_, last)| *last != task)
        {
            record.holders.push((step, task));
        }
    }

    /// The socket that the program knows by a number at `step`.
    pub(super) fn by_source(&self, source: Source, step: usize) -> Option<SocketId> {
        let known = self.by_source.get(&source)?;
        known[..known.partition_point(|(from, _)| *from <= step)].last()?.1
    }

    fn happens(&mut self, id: SocketId, what: SocketEvent, details: Details, act: Act) {
        let Act { step, .. } = act;
        let text = details.text;
        if let (Some(task), true) = (act.task, what.is_of_its_holder()) {
            let in_loop = act.in_loop;
            let has_holder = !self.sockets.entry(id).or_default().holders.is_empty();
            // A task may write to what another one reads, as a chat's server does: that does not make it its own.
            if !(what.is_sending() && has_holder) {
                self.holds(id, step, (in_loop, task));
            }
        }
        match what {
            SocketEvent::Opened(kind, source) => {
                self.known_by(source, step, Some(id));
                let record = self.sockets.entry(id).or_default();
                record.carries_datagrams = kind == Kind::Datagram;
                (record.opened, record.source) = (Some(act), Some(source));
            }
            SocketEvent::IsCalled(caller, connection) => {
                let address = self.sockets.get(&caller).map(|caller| caller.remote).unwrap_or_default();
                let listener = self.sockets.entry(id).or_default();
                listener.calls_heard.push((step, connection));
                let record = self.sockets.entry(connection).or_default();
                (record.address, record.remote) = (address, text);
                (record.peer, record.listener) = (Some(caller), Some(id));
            }
            SocketEvent::Connected(other) => {
                for (id, other) in [(id, other), (other, id)] {
                    let record = self.sockets.entry(id).or_default();
                    record.peer = Some(other);
                    record.answered.get_or_insert(step);
                }
            }
            SocketEvent::Accepted(source) => {
                self.known_by(source, step, Some(id));
                self.last_accepted = Some(((act.in_loop, act.by), id));
                let record = self.sockets.entry(id).or_default();
                (record.accepted, record.source) = (Some(act), Some(source));
                if let Some(listener) = record.listener {
                    self.sockets.entry(listener).or_default().accepts.push(step);
                }
            }
            SocketEvent::Sent(bytes, journey) => {
                let record = self.sockets.entry(id).or_default();
                push(&mut record.sent, bytes, act);
                let peer = record.peer;
                if journey == Journey::AtOnce
                    && let Some(peer) = peer
                {
                    self.arrives(peer, bytes, step);
                }
            }
            SocketEvent::Arrived(bytes) => self.arrives(id, bytes, step),
            SocketEvent::Dropped(bytes) => {
                self.arrives(id, bytes, step);
                push(&mut self.sockets.entry(id).or_default().reads, bytes, act);
            }
            SocketEvent::Received(bytes) => push(&mut self.sockets.entry(id).or_default().reads, bytes, act),
            SocketEvent::Ended(journey) => {
                let record = self.sockets.entry(id).or_default();
                record.ended = Some(act);
                if journey == Journey::AtOnce
                    && let Some(peer) = record.peer
                {
                    self.sockets.entry(peer).or_default().end_arrived = Some(step);
                }
            }
            SocketEvent::SentDatagram(bytes, datagram) => {
                self.letters.insert(datagram, Letter { from: id, bytes, sent: act });
            }
            SocketEvent::DatagramArrived(datagram) => {
                self.sockets.entry(id).or_default().letters.push((step, datagram));
            }
            SocketEvent::DatagramLost(..) => {}
            SocketEvent::Closed => {
                let record = self.sockets.entry(id).or_default();
                record.closed = Some(act);
                if let Some(source) = record.source {
                    self.known_by(source, step, None);
                }
            }
            SocketEvent::Named
            | SocketEvent::Listens(_)
            | SocketEvent::Calls
            | SocketEvent::Refused
            | SocketEvent::EndArrived
            | SocketEvent::Reset(_) => self.sockets.entry(id).or_default().happens(what, text, act),
        }
    }

    fn known_by(&mut self, source: Source, step: usize, socket: Option<SocketId>) {
        self.by_source.entry(source).or_default().push((step, socket));
    }

    fn arrives(&mut self, id: SocketId, bytes: u64, step: usize) {
        let arrived = &mut self.sockets.entry(id).or_default().arrived;
        let before = arrived.last().map_or(0, |(_, total)| *total);
        arrived.push((step, before.saturating_add(bytes)));
    }
}

impl SocketEvent {
    /// Whether it is sending, which also others do than who reads.
    fn is_sending(self) -> bool {
        matches!(self, Self::Sent(..) | Self::SentDatagram(..) | Self::Ended(_))
    }

    /// Whether the task that does it is one that has the socket.
    fn is_of_its_holder(self) -> bool {
        matches!(
            self,
            Self::Opened(..)
                | Self::Listens(_)
                | Self::Calls
                | Self::Accepted(_)
                | Self::Sent(..)
                | Self::Received(_)
                | Self::Ended(_)
                | Self::SentDatagram(..)
        )
    }
}

/// Adds bytes to those before.
fn push(totals: &mut Vec<(u64, Act)>, bytes: u64, act: Act) {
    let before = totals.last().map_or(0, |(total, _)| *total);
    totals.push((before.saturating_add(bytes), act));
}

impl SocketRecord {
    /// What happens to it alone.
    fn happens(&mut self, what: SocketEvent, text: TextId, act: Act) {
        match what {
            SocketEvent::Named => self.address = text,
            SocketEvent::Listens(_) => self.listens = self.listens.or(Some(act)),
            SocketEvent::Calls => (self.calls, self.remote) = (Some(act), text),
            SocketEvent::Refused => (self.answered, self.is_refused) = (Some(act.step), true),
            SocketEvent::EndArrived => self.end_arrived = Some(act.step),
            SocketEvent::Reset(reason) => self.reset = Some((act.step, reason)),
            _ => {}
        }
    }

    /// How many bytes had arrived by `step`, and how many of them were read.
    fn arrived_and_read(&self, step: usize) -> (u64, u64) {
        let arrived = self.arrived[..self.arrived.partition_point(|(at, _)| *at <= step)].last();
        let read = self.reads[..self.reads.partition_point(|(_, act)| act.step <= step)].last();
        (arrived.map_or(0, |(_, total)| *total), read.map_or(0, |(total, _)| *total))
    }

    /// Who sent the byte of this number, from 0.
    fn sender_of(&self, byte: u64) -> Option<Act> {
        self.sent.get(self.sent.partition_point(|(total, _)| *total <= byte)).map(|(_, act)| *act)
    }
}

impl Replay {
    /// The sockets of the network inside the process, in the order they came to be.
    pub fn sockets(&self) -> impl Iterator<Item = (SocketId, &SocketRecord)> {
        self.history.traffic.sockets.iter().map(|(id, record)| (*id, record))
    }

    /// One of them.
    #[must_use]
    pub fn socket(&self, id: SocketId) -> Option<&SocketRecord> {
        self.history.traffic.sockets.get(&id)
    }

    /// The socket that the program knows by a number at `step`, if it is one of the network's inside the process.
    #[must_use]
    pub fn socket_by_source(&self, source: Source, step: usize) -> Option<SocketId> {
        self.history.traffic.by_source(source, step)
    }

    /// The loop and the task that had to do with a socket last, by `step`: that made it, wrote to it, waited for what came.
    #[must_use]
    pub fn holder_of(&self, id: SocketId, step: usize) -> Option<(usize, FutureId)> {
        let holders = &self.socket(id)?.holders;
        let so_far = holders.partition_point(|(from, _)| *from <= step);
        // Who will have a connection that has just come is known already.
        holders.get(so_far.saturating_sub(1)).map(|(_, task)| *task)
    }

    /// What made the source ready in `step` that a watcher was waiting for, to read or to write.
    #[must_use]
    pub fn incoming(&self, source: Source, to_read: bool, step: usize) -> Option<Incoming> {
        let socket = self.socket_by_source(source, step)?;
        let record = self.socket(socket)?;
        let (what, act) =
            if to_read { self.made_readable(record, step)? } else { self.made_writable(record, step)? };
        Some(Incoming { socket, what, act })
    }

    fn made_readable(&self, record: &SocketRecord, step: usize) -> Option<(What, Option<Act>)> {
        let peer = record.peer.and_then(|peer| self.socket(peer));
        if record.carries_datagrams {
            let read = record.reads.partition_point(|(_, act)| act.step <= step);
            let (_, number) = record.letters.get(read).filter(|(at, _)| *at <= step)?;
            let letter = self.history.traffic.letters.get(number)?;
            return Some((What::Datagram(letter.bytes), Some(letter.sent)));
        }
        if record.listens.is_some() {
            let accepted = record.accepts.partition_point(|at| *at <= step);
            let (_, connection) = record.calls_heard.get(accepted).filter(|(at, _)| *at <= step)?;
            let caller = self.socket(*connection).and_then(|it| self.socket(it.peer?));
            return Some((What::Call, caller.and_then(|caller| caller.calls)));
        }
        let (arrived, read) = record.arrived_and_read(step);
        if arrived > read {
            return Some((What::Bytes(arrived - read), peer.and_then(|peer| peer.sender_of(read))));
        }
        if let Some((_, reason)) = record.reset.filter(|(at, _)| *at <= step) {
            return Some((What::Reset(reason), peer.and_then(|peer| peer.closed)));
        }
        record.end_arrived.filter(|at| *at <= step)?;
        Some((What::End, peer.and_then(|peer| peer.ended)))
    }

    fn made_writable(&self, record: &SocketRecord, step: usize) -> Option<(What, Option<Act>)> {
        let has_written = record.sent.first().is_some_and(|(_, act)| act.step <= step);
        let is_answered = record.answered.is_some_and(|answered| answered <= step);
        if record.calls.is_some() && is_answered && !has_written {
            let listener = record.peer.and_then(|peer| self.socket(self.socket(peer)?.listener?));
            let what = if record.is_refused { What::Refusal } else { What::Answer };
            return Some((what, listener.and_then(|listener| listener.listens)));
        }
        let reads = &self.socket(record.peer?)?.reads;
        let last = reads[..reads.partition_point(|(_, act)| act.step <= step)].last()?;
        Some((What::Room, Some(last.1)))
    }
}
