//! What to tell of the network inside the process.

use super::{LONGEST, Namer};
use crate::handle::HandleId;
use crate::ids::{FutureId, SocketId, Source};
use crate::network::Kind;
use crate::replay::fact::{Actor, Callee, Came, Fact, Role, SocketFact, SocketName};
use crate::replay::{Act, Incoming, Replay};
use crate::trace::{Cause, Details, Journey, SocketEvent, TextId};

impl Replay {
    /// What a socket is called at `step`.
    #[must_use]
    pub fn socket_name(&self, id: SocketId, step: usize) -> SocketName {
        let Some(record) = self.socket(id) else { return SocketName::default() };
        let text = |id: TextId| self.names().short_text(id, LONGEST);
        let role = if record.listens.is_some() {
            Role::Listener
        } else if record.listener.is_some() {
            Role::Called
        } else if record.calls.is_some() {
            Role::Caller
        } else {
            Role::Alone
        };
        // Before it is accepted a program knows it by no number.
        let known_from = record.opened.or(record.accepted).map(|act| act.step);
        SocketName {
            source: record.source.filter(|_| known_from.is_some_and(|from| from <= step)),
            address: text(record.address),
            remote: text(record.remote),
            role,
            holder: self.holder_of(id, step).map(|(in_loop, task)| self.name(in_loop, task)),
        }
    }

    /// What is watched is called at `step`.
    #[must_use]
    pub fn source_name(&self, source: Source, step: usize) -> SocketName {
        match self.socket_by_source(source, step) {
            Some(id) => self.socket_name(id, step),
            None => SocketName { source: Some(source), ..SocketName::default() },
        }
    }

    /// What came to a socket, and who did that.
    #[must_use]
    pub fn told(&self, incoming: &Incoming) -> Came {
        let act = incoming.act;
        let line = act.and_then(|act| self.names().own_place(act.at)).map(|place| place.line);
        Came { what: incoming.what, by: act.map(|act| self.actor_of(act)), line }
    }

    /// Who has done something.
    fn actor_of(&self, act: Act) -> Actor {
        match (act.task, act.by) {
            (Some(task), _) => Actor::Task(self.name(act.in_loop, task)),
            (None, Some(handle)) => {
                let name = self.handle(act.in_loop, handle).map(|record| self.callee(record.callee));
                Actor::Callback(name.unwrap_or(Callee::Handle(handle)))
            }
            (None, None) if act.thread != 0 => Actor::Thread,
            (None, None) => Actor::Program,
        }
    }

    /// What came to the socket whose readiness is the cause of something in `step`.
    pub(super) fn came(&self, cause: Cause, step: usize) -> Option<Came> {
        let (source, to_read) = match cause {
            Cause::Readable(source) => (source, true),
            Cause::Writable(source) => (source, false),
            _ => return None,
        };
        self.incoming(source, to_read, step).map(|incoming| self.told(&incoming))
    }

    /// What came to a socket, so that the future was done which somebody waited for it with.
    pub(in crate::replay) fn came_for(&self, in_loop: usize, future: FutureId) -> Option<Came> {
        let record = self.future(in_loop, future)?;
        let handle = self.handle(in_loop, record.done_by?)?;
        self.came(handle.cause, handle.scheduled)
    }
}

impl Namer<'_> {
    /// What is watched.
    pub(super) fn source(&self, source: Source) -> SocketName {
        self.replay.source_name(source, self.state.step + 1)
    }

    /// What came to the socket that a handle watches.
    pub(super) fn came_to(&self, in_loop: usize, handle: HandleId) -> Option<Came> {
        let handle = self.replay.handle(in_loop, handle)?;
        self.replay.came(handle.cause, handle.scheduled)
    }

    pub(super) fn socket_fact(&self, id: SocketId, what: SocketEvent, details: Details) -> Fact {
        let step = self.state.step + 1;
        let text = || self.text(details.text);
        let peer = || Some(self.replay.socket_name(self.replay.socket(id)?.peer?, step));
        let is_by_somebody = !matches!(
            what,
            SocketEvent::IsCalled(..)
                | SocketEvent::Connected(_)
                | SocketEvent::Refused
                | SocketEvent::Arrived(_)
                | SocketEvent::Dropped(_)
                | SocketEvent::EndArrived
                | SocketEvent::Reset(_)
                | SocketEvent::DatagramArrived(_)
                | SocketEvent::DatagramLost(..)
        );
        let what = match what {
            SocketEvent::Opened(kind, _) => SocketFact::IsMade(kind == Kind::Datagram),
            SocketEvent::Named => SocketFact::HasAddress,
            SocketEvent::Listens(backlog) => SocketFact::Listens(backlog),
            SocketEvent::Calls => SocketFact::Calls,
            SocketEvent::IsCalled(..) => SocketFact::IsCalled(text()),
            SocketEvent::Connected(_) => SocketFact::IsConnected,
            SocketEvent::Refused => SocketFact::IsRefused,
            SocketEvent::Accepted(_) => SocketFact::IsAccepted,
            SocketEvent::Sent(bytes, journey) => {
                let arrives_at = if journey == Journey::AtOnce { peer() } else { None };
                SocketFact::Sends { bytes, arrives_at }
            }
            SocketEvent::Arrived(bytes) => SocketFact::Arrives(bytes),
            SocketEvent::Dropped(bytes) => SocketFact::IsIgnored(bytes),
            SocketEvent::Received(0) if !self.carries_datagrams(id) => SocketFact::ReadsTheEnd,
            SocketEvent::Received(bytes) => SocketFact::Reads(bytes),
            SocketEvent::Ended(_) => SocketFact::Ends,
            SocketEvent::EndArrived => SocketFact::EndArrives,
            SocketEvent::Reset(reason) => SocketFact::IsReset(reason),
            SocketEvent::Closed => SocketFact::Closes,
            SocketEvent::SentDatagram(bytes, _) => SocketFact::SendsDatagram { bytes, to: text() },
            SocketEvent::DatagramArrived(_) => SocketFact::DatagramArrives,
            SocketEvent::DatagramLost(_, loss) => SocketFact::LosesDatagram(loss),
        };
        let by = is_by_somebody.then(|| self.state.actor(self.replay));
        Fact::Socket { by, socket: self.replay.socket_name(id, step), what }
    }

    fn carries_datagrams(&self, id: SocketId) -> bool {
        self.replay.socket(id).is_some_and(|record| record.carries_datagrams)
    }
}
