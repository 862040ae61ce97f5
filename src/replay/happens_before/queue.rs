//! What asyncio's ready queue adds to what must be: it is first in, first out.
//!
//! Another schedule may be one of other times, or one of another loop, which picks from its ready queue as it likes. The
//! documentation of `call_soon` promises more: “Callbacks are called in the order in which they are registered.” So what
//! stands in the queue before anybody could put the other there comes first, however long anything takes.

use std::collections::HashSet;

use super::{Edge, HappensBefore};
use crate::replay::{HandleRecord, Replay};
use crate::trace::Cause;

impl HappensBefore {
    /// Whether the ready queue alone lets one piece come before another: it stood there before the other could. `false`
    /// if that is not known.
    #[must_use]
    pub fn is_queued_before(&self, replay: &Replay, earlier: usize, later: usize) -> bool {
        let Some((in_loop, handle)) = self.call(replay, earlier) else { return false };
        let is_first_part = handle.began == Some(self.pieces[earlier].began);
        let is_at_once = !handle.is_timer && matches!(handle.cause, Cause::Program | Cause::Step(_))
            || matches!(handle.cause, Cause::WakeUp(..) | Cause::Done(_));
        if !is_first_part || !is_at_once {
            return false;
        }
        let by = self.piece_at(handle.scheduled);
        let is_by = |(piece, edge): &(usize, Edge)| *piece == by && queues(*edge);
        // Who of several lets it go on is up to the schedule.
        if !self.pieces[earlier].before.iter().any(is_by) {
            return false;
        }
        let asked = Asked { by, in_loop, at: handle.scheduled };
        self.comes_behind(replay, later, asked, &mut HashSet::new())
    }

    /// Whether a piece can only be put into the ready queue behind what was asked for.
    fn comes_behind(&self, replay: &Replay, piece: usize, asked: Asked, seen: &mut HashSet<usize>) -> bool {
        if piece <= asked.by || !seen.insert(piece) {
            return false;
        }
        let call = self.call(replay, piece).filter(|(in_loop, _)| *in_loop == asked.in_loop);
        let Some((_, handle)) = call else { return false };
        let is_first_part = handle.began == Some(self.pieces[piece].began);
        let is_put_later = |before: usize| match before == asked.by {
            true => handle.is_timer || handle.scheduled > asked.at,
            false => before > asked.by && self.path(asked.by, before).is_some(),
        };
        self.pieces[piece].before.iter().any(|(before, edge)| {
            is_first_part && queues(*edge) && is_put_later(*before)
                || self.comes_behind(replay, *before, asked, seen)
        })
    }

    /// The loop and the call that a piece is part of.
    fn call<'a>(&self, replay: &'a Replay, piece: usize) -> Option<(usize, &'a HandleRecord)> {
        let (in_loop, handle) = self.pieces.get(piece)?.run?;
        Some((in_loop, replay.handle(in_loop, handle)?))
    }
}

/// What joined a ready queue: who asked for it, in which loop, in which step.
#[derive(Clone, Copy, Debug)]
struct Asked {
    by: usize,
    in_loop: usize,
    at: usize,
}

/// Whether a tie is one in which the later piece is put into a queue during the earlier one, or after it.
fn queues(edge: Edge) -> bool {
    matches!(edge, Edge::InOrder | Edge::Asked(..) | Edge::Resolved(..))
}
