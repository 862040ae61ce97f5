//! Who is connected with whom at a step, and where the bytes are.

use asyncio101::ids::{FutureId, SocketId};
use asyncio101::replay::{Buffer, Replay, Socket, Stage, State};

/// What the panel lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A socket at which others may connect.
    Listener {
        /// The socket.
        at: End,
        /// As many as wait to be accepted.
        waiting: usize,
        /// As many as may.
        backlog: usize,
    },
    /// One that carries messages.
    Datagrams(End),
    /// One end, as long as there is no other.
    Alone(End, Standing),
    /// A connection: who has called, and who was called.
    Connection([End; 2], Standing),
}

/// How a connection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing is done with it yet.
    Unused,
    /// It is being made.
    Connecting,
    /// Nobody listened.
    Refused,
    /// Whoever listens has not accepted it yet.
    Waits,
    /// Both ends send and receive.
    Open,
    /// Only one direction is left.
    HalfClosed,
    /// Both ends are closed.
    Closed,
    /// One end gave it up.
    Reset,
}

/// One end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// The socket.
    pub socket: SocketId,
    /// The task that has it, with its loop.
    pub holder: Option<(usize, FutureId)>,
    /// The last step in which something was sent from it; that in which it came to be if there is none.
    pub step: usize,
    /// Whether it is closed.
    pub is_closed: bool,
    /// What its transport could not send yet.
    pub buffer: Option<Buffer>,
    /// How many bytes that it sent are on the way.
    pub on_the_way: u64,
    /// How many of those that came to it nobody has read.
    pub unread: u64,
}

/// What there is at a step.
pub fn entries(replay: &Replay, state: &State) -> Vec<Entry> {
    let end = |id, socket: &Socket| end(replay, state, id, socket);
    let mut entries = Vec::new();
    let (mut alone, mut connections) = (Vec::new(), Vec::new());
    for (id, socket) in state.sockets.iter() {
        match (socket.stage, socket.peer.and_then(|peer| Some((peer, state.sockets.get(peer)?)))) {
            (Stage::Listening(backlog), _) => {
                entries.push(Entry::Listener { at: end(id, socket), waiting: socket.waiting.len(), backlog });
            }
            (_, None) if socket.carries_datagrams => alone.push(Entry::Datagrams(end(id, socket))),
            (_, None) => alone.push(Entry::Alone(end(id, socket), standing_alone(socket))),
            // Each connection once, from the side that called: that socket came first.
            (_, Some((peer, other))) if id < peer => {
                let ends = [end(id, socket), end(peer, other)];
                connections.push(Entry::Connection(ends, standing(socket, other)));
            }
            (_, Some(_)) => {}
        }
    }
    entries.extend(alone);
    entries.extend(connections);
    entries
}

fn end(replay: &Replay, state: &State, id: SocketId, socket: &Socket) -> End {
    let record = replay.socket(id);
    let opened = record.and_then(|record| record.opened.or(record.accepted)).map(|act| act.step);
    End {
        socket: id,
        holder: replay.holder_of(id, state.step),
        step: socket.last_sent.map(|act| act.step).or(opened).unwrap_or_default(),
        is_closed: socket.stage == Stage::Closed,
        buffer: socket.source.and_then(|source| {
            state.loops.iter().find_map(|event_loop| event_loop.buffers.get(&source).copied())
        }),
        on_the_way: socket.on_the_way,
        unread: socket.unread,
    }
}

fn standing_alone(socket: &Socket) -> Standing {
    match socket.stage {
        Stage::Calling => Standing::Connecting,
        Stage::Refused => Standing::Refused,
        Stage::Reset(_) => Standing::Reset,
        Stage::Closed => Standing::Closed,
        Stage::Open | Stage::Listening(_) => Standing::Unused,
        Stage::Connected => Standing::HalfClosed,
    }
}

fn standing(one: &Socket, other: &Socket) -> Standing {
    let is = |stage: fn(&Stage) -> bool| (stage(&one.stage), stage(&other.stage));
    match (is(|stage| matches!(stage, Stage::Reset(_))), is(|stage| *stage == Stage::Closed)) {
        ((true, _) | (_, true), _) => Standing::Reset,
        (_, (true, true)) => Standing::Closed,
        (_, (true, _) | (_, true)) => Standing::HalfClosed,
        _ if one.waits_at.or(other.waits_at).is_some() => Standing::Waits,
        _ if one.stage == Stage::Calling => Standing::Connecting,
        _ if one.is_ended || other.is_ended => Standing::HalfClosed,
        _ => Standing::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::echo;
    use super::*;

    /// How each connection stands, whenever that changes.
    fn standings(replay: &Replay) -> Vec<Standing> {
        let mut all = Vec::new();
        for step in 0..=replay.len() {
            let now = entries(replay, &replay.state(step)).into_iter().filter_map(|entry| match entry {
                Entry::Connection(_, standing) => Some(standing),
                _ => None,
            });
            all.extend(now.filter(|standing| all.last() != Some(standing)).collect::<Vec<_>>());
        }
        all.dedup();
        all
    }

    #[test]
    fn a_connection_waits_is_open_half_closed_and_closed() {
        let replay = Replay::read(echo()).unwrap();
        assert_eq!(
            standings(&replay),
            [Standing::Waits, Standing::Connecting, Standing::Open, Standing::HalfClosed, Standing::Closed]
        );
        assert_eq!(entries(&replay, &replay.state(0)), []);
    }

    #[test]
    fn whoever_listens_comes_first_and_has_a_backlog() {
        let replay = Replay::read(echo()).unwrap();
        let waiting = |step| match entries(&replay, &replay.state(step)).first() {
            Some(Entry::Listener { waiting, backlog, .. }) => Some((*waiting, *backlog)),
            _ => None,
        };
        let mut seen: Vec<_> = (0..=replay.len()).filter_map(waiting).collect();
        seen.dedup();
        assert_eq!(seen, [(0, 100), (1, 100), (0, 100)]);
    }

    #[test]
    fn both_ends_are_known_by_the_tasks_that_have_them() {
        let replay = Replay::read(echo()).unwrap();
        let holders = |step| {
            let ends = entries(&replay, &replay.state(step)).into_iter().find_map(|entry| match entry {
                Entry::Connection(ends, Standing::HalfClosed) => Some(ends),
                _ => None,
            })?;
            let name = |end: &End| {
                let (in_loop, task) = end.holder.expect("a task has it");
                replay.names().text(replay.future(in_loop, task).expect("it is known").coroutine).to_owned()
            };
            Some([name(&ends[0]), name(&ends[1])])
        };
        assert_eq!((0..=replay.len()).find_map(holders), Some(["main".to_owned(), "serve".to_owned()]));
    }
}
