//! The ties between two pieces, as a reader is told of them.

use super::{Edge, HappensBefore};
use crate::replay::Replay;
use crate::replay::Status;
use crate::replay::fact::{Actor, Name, Primitive};
use crate::trace::{Cause, Event, QueueEvent};

/// Why one thing must come before another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tie {
    /// Whoever it is does both in one go: its loop runs nothing else in between.
    OneGo(Actor),
    /// Whoever it is does one after the other.
    InOrder(Actor),
    /// The first asks for the second: makes the task, schedules the call.
    Asks(Actor, Actor),
    /// The first waits until the second is over, or has its result.
    Awaits(Actor, Name),
    /// The first calls `cancel()`, and goes on: the second gets the exception in its next step.
    CancelsAndGoesOn(Actor, Actor),
    /// The first had done what the second waits for by then, and went on: the second has its next step after that.
    GoesOn(Actor, Actor),
    /// The second gets out of the queue of this name what the first puts into it, or what comes after what the first gets.
    Item(Actor, Actor, String),
    /// The first makes room in the queue of this name for what the second puts.
    Room(Actor, Actor, String),
    /// The first has to be waiting for the second to notify or cancel it there.
    HadToWait(Actor, Actor),
    /// What the first sends comes to the second.
    Sends(Actor, Actor),
    /// The program is outside of the loop, before or after it.
    Outside,
    /// Both have the lock or the semaphore, which only so many may have at a time.
    Section(Primitive, usize),
}

impl HappensBefore {
    /// Why a step, which is part of the first piece, must come before the second piece: each tie of the shortest row of
    /// them that says something. None if nothing ties the two.
    #[must_use]
    pub fn ties(&self, replay: &Replay, earlier: usize, later: usize, step: usize) -> Vec<Tie> {
        if earlier == later {
            return vec![Tie::OneGo(self.actor(replay, later))];
        }
        let Some(path) = self.path(earlier, later) else { return vec![] };
        if path.iter().all(|(_, edge)| *edge == Edge::InOrder) {
            return vec![Tie::InOrder(self.actor(replay, later))];
        }
        let following = path.iter().skip(1).map(|(piece, _)| *piece).chain([later]);
        let mut ties: Vec<Tie> = Vec::new();
        for ((from, edge), to) in path.iter().zip(following) {
            if self.is_of_the_library(replay, *from)
                && let Some(Tie::Awaits(who, _)) = ties.last_mut()
            {
                // What the library does in between is not the program's affair: who waits is who goes on at last.
                *who = self.actor(replay, to);
                continue;
            }
            let actors = || (self.actor(replay, *from), self.actor(replay, to));
            let queue = |id| {
                let record = replay.task_queue(id);
                record.map_or_else(String::new, |record| replay.names().text(record.name).to_owned())
            };
            // What the piece had done before the step does not hold the second back any more: that the piece goes on does.
            let is_done_by_then = *from == earlier && self.has_acted(replay, earlier, *edge, step);
            if is_done_by_then && is_cancelled(replay, *edge) {
                ties.push(Tie::CancelsAndGoesOn(actors().0, actors().1));
                continue;
            }
            ties.push(match *edge {
                Edge::InOrder => continue,
                Edge::Asked(..) => Tie::Asks(actors().0, actors().1),
                Edge::Resolved(in_loop, future) => Tie::Awaits(actors().1, replay.name(in_loop, future)),
                Edge::Joined(in_loop, task) => Tie::Awaits(actors().1, replay.name(in_loop, task)),
                Edge::Item(id) => Tie::Item(actors().0, actors().1, queue(id)),
                Edge::Room(id) => Tie::Room(actors().0, actors().1, queue(id)),
                Edge::HadToWait => Tie::HadToWait(actors().0, actors().1),
                Edge::Sent => Tie::Sends(actors().0, actors().1),
                Edge::Entered | Edge::Left => Tie::Outside,
            });
            if is_done_by_then {
                ties.push(Tie::GoesOn(actors().0, actors().1));
            }
        }
        // What is said once need not be said again.
        ties.dedup();
        ties
    }

    /// Whether a piece has done, before one of its steps, what ties another to it. That it makes a task is told with what
    /// follows from it.
    fn has_acted(&self, replay: &Replay, piece: usize, edge: Edge, step: usize) -> bool {
        let acts = |event: &Event| match edge {
            Edge::Resolved(_, future) => matches!(
                *event,
                Event::FutureDone(it) | Event::FutureFailed(it) | Event::FutureCancelled(it) if it == future
            ),
            Edge::Item(queue) => matches!(*event, Event::Queue(it, QueueEvent::Put(..)) if it == queue),
            Edge::Room(queue) => matches!(*event, Event::Queue(it, QueueEvent::Got(..)) if it == queue),
            _ => false,
        };
        let began = self.pieces[piece].began;
        replay.walk(began + 1..=step).any(|moment| acts(&moment.event))
    }

    /// Whose a piece is.
    fn actor(&self, replay: &Replay, piece: usize) -> Actor {
        let step = self.pieces[piece].began + 1;
        replay.moment(step).map_or(Actor::Program, |moment| moment.before.actor(replay))
    }

    /// Whether a piece is a callback that waits for a future in the program's stead.
    fn is_of_the_library(&self, replay: &Replay, piece: usize) -> bool {
        let Some((in_loop, handle)) = self.pieces[piece].run else { return false };
        let Some(handle) = replay.handle(in_loop, handle) else { return false };
        matches!(handle.cause, Cause::Done(_)) || handle.ends_sleep.is_some()
    }
}

/// Whether what ties is that a future was cancelled.
fn is_cancelled(replay: &Replay, edge: Edge) -> bool {
    let Edge::Resolved(in_loop, future) = edge else { return false };
    replay.future(in_loop, future).is_some_and(|future| future.status == Status::Cancelled)
}
