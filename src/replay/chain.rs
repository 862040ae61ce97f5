//! Why something ran: what made it ready, what made that happen, and so on.

use super::{Incoming, Replay};
use crate::handle::HandleId;
use crate::ids::Source;
use crate::trace::{Cause, FutureId, StackId, StepOutcome};

/// One link of the chain from a callback back to where it all came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The step in which it happened.
    pub step: usize,
    /// Where in the program.
    pub at: StackId,
    /// What it was.
    pub reason: Reason,
}

/// What made something ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// What the task waited for was done: this future.
    Awaited {
        /// The task.
        task: FutureId,
        /// What it waited for, if that is known.
        future: Option<FutureId>,
    },
    /// A future was done, and this was among its callbacks.
    Callback {
        /// The future.
        future: FutureId,
    },
    /// A future was resolved, in the step, by whatever ran then.
    Resolved {
        /// The future.
        future: FutureId,
    },
    /// A task was asked to cancel, so what it waited for was cancelled.
    AskedToCancel {
        /// The task.
        task: FutureId,
    },
    /// A task was made: this is its first step.
    Created {
        /// The task.
        task: FutureId,
    },
    /// A task gave up a turn, and this is the next.
    GaveWay {
        /// The task.
        task: FutureId,
    },
    /// The program asked for it with `call_soon`, `call_later` or `call_at`.
    Scheduled {
        /// The handle.
        handle: HandleId,
        /// Whether it had to wait for its time.
        is_timer: bool,
    },
    /// A sleep began that was to end now.
    Slept {
        /// What it resolves.
        future: FutureId,
    },
    /// Something that is watched became ready.
    Ready {
        /// The handle.
        handle: HandleId,
        /// What it was, and whether it became readable, where that is known.
        source: Option<(Source, bool)>,
    },
    /// Something came to a socket, because of what somebody did in the step.
    Came {
        /// What, and to which socket.
        incoming: Incoming,
    },
}

/// As many links as anybody would follow.
const LONGEST: usize = 64;

impl Replay {
    /// Why a handle ran: what made it ready, and what led to that, back to something the main program did, or
    /// to the outside.
    #[must_use]
    pub fn why(&self, in_loop: usize, handle: HandleId) -> Vec<Link> {
        let mut chain = Vec::new();
        let mut next = Some(handle);
        while let Some(id) = next
            && chain.len() < LONGEST
        {
            next = self.links_of(in_loop, id, &mut chain);
        }
        chain
    }

    /// Adds the links from a handle to whatever ran when it was scheduled; which handle that was.
    fn links_of(&self, in_loop: usize, id: HandleId, chain: &mut Vec<Link>) -> Option<HandleId> {
        let handle = self.handle(in_loop, id)?;
        let (step, at) = (handle.scheduled, handle.at);
        let mut link = |step, at, reason| chain.push(Link { step, at, reason });
        match handle.cause {
            Cause::WakeUp(task, Some(future)) => {
                link(step, at, Reason::Awaited { task, future: Some(future) });
                let Some(record) = self.future(in_loop, future).filter(|record| record.done.is_some()) else {
                    return handle.by;
                };
                link(record.done.unwrap_or(step), record.done_at, Reason::Resolved { future });
                let request = self.cancelled_in(in_loop, task, future);
                if let Some(request) = request.filter(|step| self.is_cancel_request(*step) == Some(task)) {
                    let at = self.event(request).map_or(StackId::default(), |(_, details)| details.at);
                    link(request, at, Reason::AskedToCancel { task });
                }
                record.done_by
            }
            Cause::WakeUp(task, None) => {
                link(step, at, Reason::Awaited { task, future: None });
                handle.by
            }
            Cause::Done(future) => {
                link(step, at, Reason::Callback { future });
                let record = self.future(in_loop, future)?;
                link(record.done?, record.done_at, Reason::Resolved { future });
                record.done_by
            }
            Cause::Step(task) => {
                let record = self.future(in_loop, task)?;
                let is_first = record.spans.first().is_none_or(|span| Some(span.began) >= handle.began);
                if is_first || record.created > step {
                    link(record.created, record.at, Reason::Created { task });
                } else {
                    // Where it did, not where the loop took note of it.
                    let span = record.span_at(step);
                    let gave_way = span.filter(|span| {
                        matches!(span.outcome, Some(StepOutcome::GaveWay | StepOutcome::CannotWait(_)))
                    });
                    let (step, at) = gave_way.map_or((step, at), |span| (span.ended, span.at));
                    link(step, at, Reason::GaveWay { task });
                }
                handle.by
            }
            Cause::Program => {
                let reason = match handle.ends_sleep {
                    Some(future) => Reason::Slept { future },
                    None => Reason::Scheduled { handle: id, is_timer: handle.is_timer },
                };
                link(step, at, reason);
                handle.by
            }
            Cause::Ready => {
                link(step, at, Reason::Ready { handle: id, source: None });
                None
            }
            Cause::Readable(source) | Cause::Writable(source) => {
                let to_read = handle.cause == Cause::Readable(source);
                link(step, at, Reason::Ready { handle: id, source: Some((source, to_read)) });
                // What somebody did, perhaps in another loop.
                let incoming = self.incoming(source, to_read, step)?;
                let act = incoming.act?;
                link(act.step, act.at, Reason::Came { incoming });
                act.by.filter(|_| act.in_loop == in_loop)
            }
        }
    }
}
