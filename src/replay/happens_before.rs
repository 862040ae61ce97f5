//! What must come before what, whatever the schedule.
//!
//! A trace tells one order in which things happened. Part of it had to be so: a task cannot run before it is made, and
//! who waits for a result cannot go on before there is one. The rest is the schedule's: which of two timers is due
//! first, who stands first in the ready queue. [`HappensBefore`] is the part that had to be.
//!
//! It is a relation between *pieces*. A piece is what runs in one go: from where a callback, or the step of a task, begins
//! to where it ends, for nothing else runs in between. It ends earlier where it might have had to wait, and had not to:
//! where a lock was free, where an item was in the queue, where what it awaited was done. One piece comes before another if one of these holds, or
//! several of them in a row:
//!
//! | tie | the earlier piece | the later one |
//! | --- | --- | --- |
//! | [`Edge::InOrder`] | a piece of a task, of a callback or of the program outside of its loops | the next one of the same |
//! | [`Edge::Asked`] | asked for a call: `call_soon`, `call_later`, `create_task` | the call |
//! | [`Edge::Resolved`] | gave a future its result, or cancelled it | one of its callbacks, or the task that waited for it |
//! | [`Edge::Joined`] | ended one of several tasks that are waited for together | what waited for them all |
//! | [`Edge::Item`] | put the nth item into a queue, or took out the one before it | took out the nth |
//! | [`Edge::Room`] | took the nth item out of a queue with room for m | put in the (n + m)th |
//! | [`Edge::HadToWait`] | waits | notifies the one that waits, or cancels it |
//! | [`Edge::Sent`] | sent something | was called because it came |
//! | [`Edge::Entered`] | the program before it ran a loop | what ran in it |
//! | [`Edge::Left`] | what ran in a loop | the program after that |
//!
//! Who of several lets a task have a lock is up to the schedule, so a release is no tie. What a lock forbids is kept as
//! [`Section`]s.
//!
//! # Where it is coarser than the truth
//!
//! The relation is that of one trace. Under another schedule a program may take other branches, and this knows nothing of
//! them:
//!
//! - a future that any of several could have resolved (two tasks that set one event, a timeout that could have been first) is
//!   tied to who did; who waits for the first of several, or for a barrier, is tied to none of them;
//! - of a queue that several put into, nothing is known: which item is whose is up to the schedule;
//! - who awaits an event that is set does not wait, and the trace does not tell that it could have had to: there is no
//!   tie;
//! - two groups that one task waits for, one inside of the other, count as one.
//!
//! `native/tests/happens_before.rs` compares it with a search through all schedules and says how often each matters.

mod build;
mod queue;
mod tell;

use std::collections::{HashMap, HashSet, VecDeque};

use super::Replay;
use crate::handle::HandleId;
use crate::trace::{FutureId, PrimitiveId};

pub use tell::Tie;

/// What runs in one go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The step in which it began.
    pub began: usize,
    /// The loop, and the callback it is part of; `None` for the program outside of its loops.
    pub run: Option<(usize, HandleId)>,
    /// The task whose step it is.
    pub task: Option<(usize, FutureId)>,
    /// The pieces that must come before it, and why. All of them have smaller numbers.
    before: Vec<(usize, Edge)>,
}

/// Why one piece comes before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// The same goes on.
    InOrder,
    /// The earlier asked for the later, which is this call.
    Asked(usize, HandleId),
    /// The earlier resolved this future, which called or woke the later.
    Resolved(usize, FutureId),
    /// The earlier belongs to the end of this task, one of several that are waited for together.
    Joined(usize, FutureId),
    /// The earlier put what the later took out of this queue.
    Item(PrimitiveId),
    /// The earlier made room in this queue for what the later put.
    Room(PrimitiveId),
    /// The earlier is where a task waits that the later notifies or cancels: elsewhere it would not be reached, or be
    /// cancelled there.
    HadToWait,
    /// The earlier sent what made the later run.
    Sent,
    /// The later is part of a run of the loop that the earlier began.
    Entered,
    /// The later comes after the run of the loop that the earlier is part of.
    Left,
}

/// From where a task had a lock, or a place in a semaphore, to where it let go of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    /// The lock or the semaphore.
    pub of: PrimitiveId,
    /// The loop and the task that had it.
    pub task: (usize, FutureId),
    /// The step in which it got it.
    pub from: usize,
    /// The step in which it let go of it; beyond the last one if it never did.
    pub to: usize,
    /// How many may have it at a time.
    pub room: usize,
}

/// What must come before what in one trace. The [module](self) tells more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HappensBefore {
    /// In the order they began.
    pieces: Vec<Piece>,
    sections: Vec<Section>,
    fluid: HashSet<(usize, FutureId)>,
}

impl Replay {
    /// What must come before what, whatever the schedule. The whole trace is read for it.
    #[must_use]
    pub fn happens_before(&self) -> HappensBefore {
        build::build(self)
    }
}

impl HappensBefore {
    /// The pieces, in the order they began.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The times somebody had a lock or a place in a semaphore.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// Whether a task went on with whatever came first: under another schedule it does the same with other things.
    #[must_use]
    pub fn is_fluid(&self, task: (usize, FutureId)) -> bool {
        self.fluid.contains(&task)
    }

    /// The piece that a step is part of.
    #[must_use]
    pub fn piece_at(&self, step: usize) -> usize {
        self.pieces.partition_point(|piece| piece.began <= step).saturating_sub(1)
    }

    /// The shortest row of ties from one piece to a later one, the earliest tie first; `None` if nothing ties the two.
    /// Each is the piece it begins at, and the tie to the next one.
    #[must_use]
    pub fn path(&self, earlier: usize, later: usize) -> Option<Vec<(usize, Edge)>> {
        // From each piece found, the next one on the way to `later`.
        let mut next: HashMap<usize, (usize, Edge)> = HashMap::new();
        let mut found = VecDeque::from([later]);
        while let Some(piece) = found.pop_front() {
            if piece == earlier {
                let mut path = Vec::new();
                let mut at = earlier;
                while let Some((following, edge)) = next.get(&at).filter(|_| at != later) {
                    path.push((at, *edge));
                    at = *following;
                }
                return Some(path);
            }
            for (before, edge) in &self.pieces.get(piece)?.before {
                if *before >= earlier && *before != piece && !next.contains_key(before) {
                    next.insert(*before, (piece, *edge));
                    found.push_back(*before);
                }
            }
        }
        None
    }
}
