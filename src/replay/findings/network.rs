//! What is wrong with how a program uses the network.

use super::{Finding, Known, Problem, Watch};
use crate::ids::{FutureId, SocketId};
use crate::replay::names::{Names, local_name};
use crate::replay::{Act, SocketRecord, Stage};
use crate::selector::Source;
use crate::trace::{Details, Event, SocketEvent, StackId, Writing};

/// As often as a transport may be written to that has asked to pause, before that is a mistake.
const MOST_PUSHES: usize = 16;

/// What the library calls a coroutine in that serves a connection.
const SERVES: &str = "StreamReaderProtocol.connection_made";

/// What waits until a transport has room.
const DRAINS: &str = "StreamWriter.drain";

impl Watch {
    pub(super) fn look_at_network(
        &mut self,
        findings: &mut Vec<Finding>,
        known: &Known<'_>,
        event: Event,
        details: Details,
    ) {
        let in_loop = known.state.current;
        let step = known.state.step + 1;
        match event {
            Event::Closed => {
                for (socket, _) in known.state.sockets.iter() {
                    if let Some(at) = never_closed(known, socket) {
                        findings.push(Finding {
                            step,
                            in_loop,
                            at,
                            problem: Problem::NeverClosed { socket },
                        });
                    }
                }
            }
            // It was closed behind the loop, and not because nobody had it any more.
            Event::Socket(socket, SocketEvent::Closed) if !is_dropped(known.names, details.at) => {
                let is_it = |it: &Finding| it.problem == Problem::NeverClosed { socket };
                if let Some(at) = findings.iter().position(is_it) {
                    self.remove(findings, at);
                }
            }
            Event::Buffered(source, bytes, _, writing) => {
                if self.pushes(known, source, bytes, writing) == MOST_PUSHES {
                    let task = known.state.act(details.at).task;
                    let problem = Problem::NeverDrained { source, bytes, task };
                    findings.push(Finding { step, in_loop, at: details.at, problem });
                }
            }
            Event::FutureCreated(_) if drains(known.names, details.at) => self.pushed.clear(),
            Event::FutureFailed(task)
                if serves(known, task) && !known.names.text(details.text).starts_with("CancelledError") =>
            {
                let problem = Problem::HandlerFailed { task };
                findings.push(Finding { step, in_loop, at: details.at, problem });
            }
            _ => {}
        }
    }

    /// How often something has been written to a transport since it asked to pause, if this was another time.
    fn pushes(&mut self, known: &Known<'_>, source: Source, bytes: u64, writing: Writing) -> usize {
        let buffer = known.state.current_loop().and_then(|it| it.buffers.get(&source));
        if writing == Writing::GoesOn {
            self.pushed.remove(&source);
            return 0;
        }
        if !buffer.is_some_and(|buffer| buffer.is_paused && bytes > buffer.bytes) {
            return 0;
        }
        let pushes = self.pushed.entry(source).or_default();
        *pushes += 1;
        *pushes
    }
}

/// Where a socket was made that is still open when the loop is closed in which it was; `None` if it is closed, or has
/// nothing to do with that loop.
fn never_closed(known: &Known<'_>, id: SocketId) -> Option<StackId> {
    let socket = known.state.sockets.get(id)?;
    if matches!(socket.stage, Stage::Closed | Stage::Calling | Stage::Refused) {
        return None;
    }
    let record = known.traffic.sockets.get(&id)?;
    let made = made(record).filter(|act| act.in_loop == known.state.current && act.by.is_some())?;
    if known.names.has_own_place(made.at) {
        return Some(made.at);
    }
    // Whoever accepts a connection is the library: what the program did is to listen, or to write.
    let listens = record.listener.and_then(|listener| known.traffic.sockets.get(&listener)?.opened);
    let written = socket.last_sent.filter(|act| known.names.has_own_place(act.at));
    Some(written.or(listens).map_or(made.at, |act| act.at))
}

fn made(record: &SocketRecord) -> Option<Act> {
    record.opened.or(record.accepted)
}

/// Whether something is done because nobody has it any more.
fn is_dropped(names: Names<'_>, at: StackId) -> bool {
    names.stack(at).any(|place| place.function.ends_with("__del__"))
}

/// Whether a place is where somebody waits until a transport has room.
fn drains(names: Names<'_>, at: StackId) -> bool {
    names.maker(at).is_some_and(|function| local_name(names.text(function)) == DRAINS)
}

/// Whether a task serves a connection.
fn serves(known: &Known<'_>, task: FutureId) -> bool {
    let record = known.futures.get(&(known.state.current, task)).filter(|record| record.is_task);
    let is_it = |at| known.names.stack(at).any(|place| place.library && place.function == SERVES);
    record.is_some_and(|record| is_it(record.at))
}
