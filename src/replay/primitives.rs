//! Who has a lock, and who waits for it: every time a synchronization primitive was asked for, from then until it
//! was let go of.
//!
//! A future that `Lock.acquire` makes only says that somebody waits for *a* lock. Which one, who has it meanwhile and
//! whose turn is next, these records tell.

use std::collections::{BTreeMap, HashMap};

use super::{FutureRecord, Replay, Status};
use crate::trace::{Details, Event, FutureId, PrimitiveId, TextId};

/// A lock, a semaphore: what only so many may have at a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrimitiveRecord {
    /// Its name.
    pub name: TextId,
    /// Every time it was asked for, in order.
    pub requests: Vec<Request>,
    /// Which of them have it now.
    held: Vec<usize>,
    /// How often it was let go of while nobody had it: a semaphore may be a signal.
    signals: usize,
    /// Which of the requests took such a signal: nobody has it by that.
    taken: Vec<usize>,
}

/// Once that a primitive was asked for. Steps are those of the trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// The loop and the task that asked; `None` outside of tasks.
    pub task: Option<(usize, FutureId)>,
    /// The step in which it did.
    pub asked: usize,
    /// The future that it had to wait for, if it was not to be had at once.
    pub future: Option<FutureId>,
    /// The step in which it got it.
    pub acquired: Option<usize>,
    /// The step in which it, or somebody in its stead, let go of it.
    pub released: Option<usize>,
}

impl Request {
    /// Whether it has the primitive in `step`.
    #[must_use]
    pub fn holds(&self, step: usize) -> bool {
        self.acquired.is_some_and(|acquired| acquired <= step)
            && self.released.is_none_or(|released| released > step)
    }
}

/// All that, while a trace is read.
#[derive(Debug, Default)]
pub(super) struct Primitives {
    records: BTreeMap<PrimitiveId, PrimitiveRecord>,
    /// For which primitive a task has asked last, and as which of its requests, while it does not have it.
    asking: HashMap<Option<(usize, FutureId)>, (PrimitiveId, usize)>,
    /// The last step in which one was let go of.
    released: usize,
    /// Who was let on by that, at once: the loop and the task, by the step.
    let_on: HashMap<usize, (usize, FutureId)>,
}

impl Primitives {
    /// An event, in a step, while `task` was at work.
    pub(super) fn observe(
        &mut self,
        event: Event,
        details: Details,
        step: usize,
        task: Option<(usize, FutureId)>,
    ) {
        match event {
            Event::Acquiring(id) => {
                let record = self.records.entry(id).or_default();
                record.name = details.text;
                self.asking.insert(task, (id, record.requests.len()));
                record.requests.push(Request {
                    task,
                    asked: step,
                    future: None,
                    acquired: None,
                    released: None,
                });
            }
            Event::FutureCreated(future) => {
                if let Some(request) = self.request_of(task)
                    && request.future.is_none()
                {
                    request.future = Some(future);
                }
            }
            Event::Acquired(id) => {
                if let Some((asked_for, index)) = self.asking.remove(&task)
                    && asked_for == id
                    && let Some(PrimitiveRecord { requests, held, signals, taken, .. }) =
                        self.records.get_mut(&id)
                {
                    requests[index].acquired = Some(step);
                    if *signals > 0 {
                        *signals -= 1;
                        requests[index].released = Some(step);
                        taken.push(index);
                    } else {
                        held.push(index);
                    }
                }
            }
            Event::Released(id) => {
                self.released = step;
                let PrimitiveRecord { name, requests, held, signals, taken } =
                    self.records.entry(id).or_default();
                *name = details.text;
                let own = |those: &[usize]| those.iter().rposition(|index| requests[*index].task == task);
                if let Some(at) = own(held) {
                    requests[held.remove(at)].released = Some(step);
                } else if let Some(at) = own(taken) {
                    // It had it, after all.
                    requests[taken.remove(at)].released = Some(step);
                    *signals += 1;
                } else if held.is_empty() {
                    *signals += 1;
                } else {
                    // Whoever lets go of it may not be who has it.
                    requests[held.remove(0)].released = Some(step);
                }
            }
            _ => {}
        }
    }

    /// The future that `task` waits with for a primitive is done.
    pub(super) fn let_on(&mut self, task: (usize, FutureId), step: usize) {
        if self.released + 1 == step {
            self.let_on.insert(self.released, task);
        }
    }

    fn request_of(&mut self, task: Option<(usize, FutureId)>) -> Option<&mut Request> {
        let (id, index) = self.asking.get(&task)?;
        self.records.get_mut(id)?.requests.get_mut(*index)
    }

    /// The loop and the task of the first of those who have a primitive now, of others than `task` if there are any.
    pub(super) fn holder(&self, id: PrimitiveId, task: (usize, FutureId)) -> Option<(usize, FutureId)> {
        let record = self.records.get(&id)?;
        let mut holders = record.held.iter().map(|index| record.requests[*index].task);
        let first = holders.clone().next()?;
        holders.find(|holder| *holder != Some(task)).unwrap_or(first)
    }

    /// For which primitive a task waits with a future.
    pub(super) fn awaited_with(
        &self,
        task: Option<(usize, FutureId)>,
        future: FutureId,
    ) -> Option<PrimitiveId> {
        let (id, index) = self.asking.get(&task)?;
        let request = self.records.get(id)?.requests.get(*index)?;
        (request.future == Some(future)).then_some(*id)
    }
}

impl Replay {
    /// The locks and semaphores of the whole trace, in the order they were made.
    pub fn primitives(&self) -> impl Iterator<Item = (PrimitiveId, &PrimitiveRecord)> {
        self.history.primitives.records.iter().map(|(id, record)| (*id, record))
    }

    /// A lock or a semaphore.
    #[must_use]
    pub fn primitive(&self, id: PrimitiveId) -> Option<&PrimitiveRecord> {
        self.history.primitives.records.get(&id)
    }

    /// Who has a primitive after `step`.
    pub fn holders(&self, id: PrimitiveId, step: usize) -> impl Iterator<Item = &Request> {
        self.requests_until(id, step).iter().filter(move |request| request.holds(step))
    }

    /// Who waits for a primitive after `step`, first who asked first.
    pub fn queue(&self, id: PrimitiveId, step: usize) -> impl Iterator<Item = &Request> {
        self.requests_until(id, step).iter().filter(move |request| {
            let is_acquired = request.acquired.is_some_and(|acquired| acquired <= step);
            let task = request.task.and_then(|(in_loop, task)| self.future(in_loop, task));
            let is_there = task.is_none_or(|task| task.done.is_none_or(|done| done > step));
            !is_acquired
                && is_there
                && self.awaited_by(request).is_some_and(|future| !has_given_up(future, step))
        })
    }

    /// Who is let on when a primitive is let go of in `step`: the loop and the task.
    pub(super) fn let_on(&self, step: usize) -> Option<(usize, FutureId)> {
        self.history.primitives.let_on.get(&step).copied()
    }

    /// The step in which a primitive was let go of, so that a future was done which somebody waited for it with.
    pub(super) fn let_go_for(&self, future: &FutureRecord) -> Option<usize> {
        let released = future.done?.checked_sub(1)?;
        (future.acquires.is_some() && self.let_on(released).is_some()).then_some(released)
    }

    fn requests_until(&self, id: PrimitiveId, step: usize) -> &[Request] {
        let requests = self.primitive(id).map_or(&[][..], |record| &record.requests);
        &requests[..requests.partition_point(|request| request.asked <= step)]
    }

    /// The future that whoever asked waits for.
    pub(super) fn awaited_by(&self, request: &Request) -> Option<&FutureRecord> {
        self.future(request.task?.0, request.future?)
    }

    /// The request for a primitive that a future was made for.
    pub(super) fn request_for(&self, future: &FutureRecord) -> Option<(PrimitiveId, &Request)> {
        let id = future.acquires?;
        let requests = &self.primitive(id)?.requests;
        let asked = requests.partition_point(|request| request.asked < future.created);
        let request = requests[..asked].iter().rev().find(|request| request.future == Some(future.id.1))?;
        Some((id, request))
    }
}

/// Whether nobody waits for a future any more, because it was cancelled.
fn has_given_up(future: &FutureRecord, step: usize) -> bool {
    future.status == Status::Cancelled && future.done.is_some_and(|done| done <= step)
}
