//! Why one step came before another: what kept the later one back, and the steps that let it go on.

use std::collections::BTreeSet;

use super::fact::{Actor, Callee, Canceller, CutShort, Hindrance, InLine, Until};
use super::state::nanoseconds;
use super::{Act, FutureRecord, HandleRecord, Loop, Replay, Request, Span, Status};
use crate::handle::HandleId;
use crate::trace::{Cause, Event, FutureId, StepOutcome};

/// Why one step came before another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// What kept the later one back when the earlier one happened.
    pub hindrance: Hindrance,
    /// How the later one came to be after that, if a cancellation made it.
    pub cut_short: Option<CutShort>,
    /// The steps that led to it, the two included, in order: how each got its turn, and who let the later one go on.
    pub steps: Vec<usize>,
    /// The one of them before which something is left out, because the way between the two is long.
    pub gap: Option<usize>,
}

/// As many links as the way back from the later step is followed.
const LONGEST: usize = 16;
/// As many turns as are told that each had before.
const TURNS: usize = 3;

/// A step, and who was at work then.
struct Place {
    step: usize,
    in_loop: usize,
    handle: Option<HandleId>,
    task: Option<FutureId>,
    actor: Actor,
    thread: u32,
}

impl Place {
    /// Whether this is a task that begins at once inside of the callback that the other is.
    fn is_inside_of(&self, callback: &Self) -> bool {
        let at = |place: &Self| (place.in_loop, place.handle);
        self.task.is_some() && callback.task.is_none() && at(self) == at(callback)
    }

    /// Whether two steps are the same one's. What the program does outside of loops is all its own.
    fn is_of_same(&self, other: &Self) -> bool {
        let is_same_thread = self.thread == other.thread;
        match (self.task, other.task) {
            (Some(task), Some(other_task)) => (self.in_loop, task) == (other.in_loop, other_task),
            (None, None) => match (self.handle, other.handle) {
                (Some(handle), Some(other_handle)) => (self.in_loop, handle) == (other.in_loop, other_handle),
                (one, other) => one == other && is_same_thread,
            },
            _ => false,
        }
    }
}

impl Replay {
    /// Why `earlier` came before `later`; `None` if there are no two such steps.
    #[must_use]
    pub fn order(&self, earlier: usize, later: usize) -> Option<Order> {
        if earlier >= later {
            return None;
        }
        let (first, second) = (self.place(earlier)?, self.place(later)?);
        let hindrance = self.hindrance(&first, &second);
        let (mut steps, mut gap) = (BTreeSet::from([earlier, later]), None);
        if !matches!(hindrance, Hindrance::OneGo(_)) {
            let last_handle = match second.actor {
                Actor::Program | Actor::Thread => self.ran_before(&second, earlier, &mut steps),
                _ => second.handle,
            };
            let mut next = last_handle;
            for _ in 0..LONGEST {
                let Some(handle) = next else { break };
                next = self.way_back(second.in_loop, handle, earlier, &mut steps);
            }
            if next.is_some() {
                gap = steps.range(earlier + 1..).next().copied();
            }
            if let Some(handle) = first.handle {
                self.how_it_came(first.in_loop, handle, &mut steps);
            }
            self.turns_until(&first, earlier, &mut steps);
            self.turns_until(&second, earlier, &mut steps);
            self.turns_until(&second, later, &mut steps);
        }
        if let Hindrance::Inside { .. } = hindrance {
            let span = first.task.and_then(|task| self.future(first.in_loop, task)?.span_at(earlier));
            let ended = span.map(|span| span.ended).filter(|ended| (earlier..later).contains(ended));
            steps.extend(span.map(|span| span.began).into_iter().chain(ended));
        }
        if let Hindrance::Behind { .. } = hindrance {
            // Who joined the ready queue first is all there is to it.
            let queued = |place: &Place| self.handle(place.in_loop, place.handle?)?.queued;
            steps.extend(queued(&first));
            steps.extend(self.turn_after(&second, earlier).and_then(|place| queued(&place)));
        }
        let cut_short = match hindrance {
            Hindrance::Waiting { until: Some(Until::TimedOut(_) | Until::Cancelled(_)), .. } => None,
            Hindrance::Waiting { .. } | Hindrance::Both(_) => self.cut_short(&second),
            _ => None,
        };
        Some(Order { hindrance, cut_short, steps: steps.into_iter().collect(), gap })
    }

    fn place(&self, step: usize) -> Option<Place> {
        let moment = self.moment(step)?;
        let Act { in_loop, by: handle, task, thread, .. } = moment.before.act(moment.details.at);
        Some(Place { step, in_loop, handle, task, actor: moment.before.actor(self), thread })
    }

    /// What kept the second from being first.
    fn hindrance(&self, first: &Place, second: &Place) -> Hindrance {
        let actor = second.actor.clone();
        let is_same = first.is_of_same(second);
        match &actor {
            Actor::Program | Actor::Thread if is_same => Hindrance::Both(actor),
            Actor::Program | Actor::Thread if first.thread != second.thread => Hindrance::Threads,
            Actor::Program | Actor::Thread => Hindrance::InsideOfLoop,
            Actor::Callback(_) if is_same => Hindrance::OneGo(actor),
            // What begins at once runs inside of who made it.
            Actor::Callback(_) if first.is_inside_of(second) => {
                Hindrance::Inside { later: actor, first: first.actor.clone() }
            }
            Actor::Callback(callee) => {
                match second.handle.and_then(|handle| self.handle(second.in_loop, handle)) {
                    Some(handle) if handle.scheduled <= first.step => match handle.queued {
                        Some(queued) if queued <= first.step => {
                            self.hindered_though_ready(queued, first, second)
                        }
                        _ => Hindrance::NotDue(callee.clone()),
                    },
                    Some(handle) => self.yet_to_be_called(handle, first, second),
                    None => Hindrance::NotMade(actor),
                }
            }
            Actor::Task(_) => match second.task.and_then(|task| self.future(second.in_loop, task)) {
                Some(task) if is_same && task.span_at(first.step) == task.span_at(second.step) => {
                    Hindrance::OneGo(actor)
                }
                Some(_) if is_same => Hindrance::Both(actor),
                Some(task) if task.created <= first.step => self.task_hindrance(task, first, second),
                _ => Hindrance::NotMade(actor),
            },
        }
    }

    /// What kept back a callback for which the loop had not been asked when the first of two steps happened.
    fn yet_to_be_called(&self, handle: &HandleRecord, first: &Place, second: &Place) -> Hindrance {
        if let Cause::Ready | Cause::Readable(_) | Cause::Writable(_) = handle.cause
            && let Actor::Callback(callee) = &second.actor
        {
            return Hindrance::NotReady(callee.clone());
        }
        let not_done = match handle.cause {
            Cause::Done(id) => self.future(second.in_loop, id).filter(|future| {
                let added = self.asked_for(second.in_loop, id, handle.callee);
                let is_pending = future.done.is_none_or(|done| done > first.step);
                is_pending && future.created <= first.step && added.is_none_or(|added| added <= first.step)
            }),
            _ => None,
        };
        match not_done {
            Some(future) => Hindrance::NotDone(self.name(second.in_loop, future.id.1)),
            None => Hindrance::NotMade(second.actor.clone()),
        }
    }

    fn task_hindrance(&self, task: &FutureRecord, first: &Place, second: &Place) -> Hindrance {
        let (in_loop, id) = task.id;
        let begun = task.spans.partition_point(|span| span.began <= first.step);
        // It is still in that step: the first is a task's that began at once, inside of it.
        let is_running = begun > 0 && {
            let span = &task.spans[begun - 1];
            span.ended == 0 || span.ended > first.step
        };
        let ready = task.spans.get(begun).map_or(second.step, |span| span.ready);
        let waits = |at: Option<usize>| match task.spans.get(at?)?.outcome {
            Some(StepOutcome::Waits(future)) => Some(future),
            _ => None,
        };
        let name = self.name(in_loop, id);
        if ready > first.step
            && !is_running
            && let Some(future) = waits(begun.checked_sub(1))
        {
            // Its timer has joined the ready queue already, and is behind the first there.
            if self.is_in_queue(in_loop, future, first.step) {
                let later = Actor::Callback(Callee::SleepOf(name));
                return Hindrance::Behind { later, first: first.actor.clone() };
            }
            if self.is_overslept(in_loop, future, first.step) {
                return Hindrance::Overslept { task: name, first: first.actor.clone() };
            }
            let (awaited, until) = (self.awaited(in_loop, future), self.until(in_loop, future));
            let in_line = self.in_line(in_loop, future, first);
            return Hindrance::Waiting { task: name, awaited, in_line, until };
        }
        // The last time it waited before the later step, if that was after its next turn.
        let last = task.spans.partition_point(|span| span.began <= second.step).checked_sub(2);
        if let Some(future) = waits(last.filter(|last| *last + usize::from(is_running) >= begun)) {
            let (awaited, until) = (self.awaited(in_loop, future), self.until(in_loop, future));
            return Hindrance::YetToWait { task: name, awaited, until };
        }
        if is_running {
            if first.thread != second.thread {
                return Hindrance::Threads;
            }
            return Hindrance::Inside { later: second.actor.clone(), first: first.actor.clone() };
        }
        self.hindered_though_ready(ready, first, second)
    }

    /// Whether a future is a sleep whose timer was in the ready queue at a step.
    fn is_in_queue(&self, in_loop: usize, future: Option<FutureId>, step: usize) -> bool {
        let timer = future.and_then(|future| self.future(in_loop, future)?.timer);
        let timer = timer.and_then(|timer| self.handle(in_loop, timer)).filter(|timer| timer.is_timer);
        timer.is_some_and(|timer| {
            timer.queued.is_some_and(|queued| queued <= step) && timer.began.is_none_or(|began| began > step)
        })
    }

    /// Whether a future is a sleep whose time was up at a step, and the loop had not looked at its timers.
    fn is_overslept(&self, in_loop: usize, future: Option<FutureId>, step: usize) -> bool {
        let timer = future.and_then(|future| self.future(in_loop, future)).and_then(|sleep| sleep.timer);
        let Some((timer, moment)) = timer.zip(self.moment(step)) else { return false };
        let known = moment.before.loops.get(in_loop).and_then(|it: &Loop| it.handles.get(&timer)?.when);
        known.is_some_and(|when| nanoseconds(when) <= i64::try_from(moment.before.clock).unwrap_or(i64::MAX))
    }

    /// What let a future's waiters go on; `None` if that was nobody in particular.
    fn until(&self, in_loop: usize, future: Option<FutureId>) -> Option<Until> {
        let future = self.future(in_loop, future?)?;
        if future.status == Status::Cancelled {
            return self.canceller_of_future(future).map(|by| match by {
                Canceller::Timeout(after) => Until::TimedOut(after),
                by => Until::Cancelled(by),
            });
        }
        if let Some(came) = self.came_for(in_loop, future.id.1) {
            return Some(Until::HasCome(came));
        }
        // A task is done when its coroutine is, wherever that runs.
        let by = if future.is_task { String::new() } else { self.maker(future.done_at) };
        let task = self.place(future.done?)?.task?;
        (!by.is_empty()).then(|| Until::Resolved { task: self.name(in_loop, task), by })
    }

    /// Whether it is that it was cancelled, what made a task come to a place.
    fn cut_short(&self, place: &Place) -> Option<CutShort> {
        let task = place.task?;
        let record = self.future(place.in_loop, task)?;
        let span = record.span_at(place.step)?;
        if let Some(thrown) = span.thrown {
            let by = self.canceller_of_thrown(record, thrown)?;
            return Some(CutShort { task: self.name(place.in_loop, task), by });
        }
        let handle = span.handle?;
        let Cause::WakeUp(_, future) = self.handle(place.in_loop, handle)?.cause else { return None };
        match self.until(place.in_loop, future)? {
            Until::TimedOut(after) => Some(Canceller::Timeout(after)),
            Until::Cancelled(by) => Some(by),
            Until::Resolved { .. } | Until::HasCome(_) => None,
        }
        .map(|by| CutShort { task: self.name(place.in_loop, task), by })
    }

    /// How a task that waits with a future stands in line, when the first of two steps happens.
    fn in_line(&self, in_loop: usize, future: Option<FutureId>, first: &Place) -> InLine {
        let future = future.and_then(|future| self.future(in_loop, future));
        let Some((id, request)) = future.and_then(|future| self.request_for(future)) else {
            return InLine::default();
        };
        let name = |(in_loop, task)| self.name(in_loop, task);
        let holders = self.holders(id, first.step).filter_map(|holder| holder.task).map(name).collect();
        let mine = first.task.map(|task| (first.in_loop, task));
        let before = self.primitive(id).map_or(&[][..], |record| &record.requests);
        let before = &before[..before.partition_point(|other| other.asked < request.asked)];
        // What was over when the other asked has nothing to do with it.
        let is_behind =
            |other: &Request| other.task == mine && other.released.is_none_or(|at| at > request.asked);
        let behind = before.iter().rev().find(|other| is_behind(other)).and(mine).map(name);
        InLine { holders, behind, was_free: self.holders(id, request.asked).next().is_none() }
    }

    /// What kept somebody back who was ready from the step `ready` on.
    fn hindered_though_ready(&self, ready: usize, first: &Place, second: &Place) -> Hindrance {
        if first.thread != second.thread {
            return Hindrance::Threads;
        }
        let began = first.handle.and_then(|handle| self.handle(first.in_loop, handle)?.began);
        let (later, first) = (second.actor.clone(), first.actor.clone());
        if began.is_some_and(|began| began > ready) {
            Hindrance::Behind { later, first }
        } else {
            Hindrance::WhileRunning { later, first }
        }
    }

    /// Where a task took its first step after `step`; for what is no task's, the place itself.
    fn turn_after(&self, place: &Place, step: usize) -> Option<Place> {
        let began = match place.task {
            Some(task) => self.next_run(place.in_loop, task, step)?,
            None => place.step - 1,
        };
        self.place(began + 1)
    }

    /// Who let a handle run, and how that is told, if it happened after `floor`; which handle did that.
    fn way_back(
        &self,
        in_loop: usize,
        id: HandleId,
        floor: usize,
        steps: &mut BTreeSet<usize>,
    ) -> Option<HandleId> {
        let handle = self.handle(in_loop, id).filter(|handle| handle.began > Some(floor))?;
        self.how_it_came(in_loop, id, steps);
        let (step, by) = match handle.cause {
            Cause::WakeUp(_, Some(future)) | Cause::Done(future) => {
                let future = self.future(in_loop, future)?;
                (future.done?, future.done_by?)
            }
            Cause::Step(_) | Cause::Program => (handle.scheduled, handle.by?),
            Cause::Readable(source) | Cause::Writable(source) => {
                let to_read = handle.cause == Cause::Readable(source);
                let act = self.incoming(source, to_read, handle.scheduled)?.act?;
                (act.step, act.by.filter(|_| act.in_loop == in_loop)?)
            }
            Cause::WakeUp(_, None) | Cause::Ready => return None,
        };
        (step > floor).then_some(by)
    }

    /// Adds the steps that tell how a handle got its turn: what its task had done before, who let it go on, and that
    /// it did. Of what only the loop does, nothing is told.
    fn how_it_came(&self, in_loop: usize, id: HandleId, steps: &mut BTreeSet<usize>) {
        let Some(handle) = self.handle(in_loop, id) else { return };
        match handle.cause {
            Cause::WakeUp(task, future) => {
                steps.extend(handle.began);
                let rest = self.rest_before(in_loop, task, handle);
                steps.extend(rest.and_then(|rest| self.rest_of(in_loop, rest)));
                let future = future.and_then(|future| self.future(in_loop, future));
                if let Some(future) = future {
                    steps.extend(self.let_go_for(future).or_else(|| done_by_somebody(future)));
                    steps.extend(self.timeout_of(future).into_iter().flatten());
                    self.who_had_it(future, steps);
                }
                let requests = self.future(in_loop, task).map_or(&[][..], |task| &task.cancel_requests);
                let is_since = |request: &&usize| rest.is_some_and(|rest| **request > rest.ended);
                let until = requests.partition_point(|request| Some(*request) < handle.began);
                steps.extend(requests[..until].iter().rev().take_while(is_since));
            }
            Cause::Step(task) => {
                steps.extend(handle.began);
                let rest = self.rest_before(in_loop, task, handle);
                let made = self.future(in_loop, task).map(|task| task.created);
                steps.extend(rest.map(|rest| rest.ended).filter(|ended| *ended != 0).or(made));
            }
            Cause::Done(future) => steps.extend(self.future(in_loop, future).and_then(done_by_somebody)),
            Cause::Program if handle.ends_sleep.is_none() => {
                steps.extend([Some(handle.scheduled), handle.began].into_iter().flatten());
            }
            Cause::Program => {}
            Cause::Readable(source) | Cause::Writable(source) => {
                let to_read = handle.cause == Cause::Readable(source);
                let incoming = self.incoming(source, to_read, handle.scheduled);
                steps.extend(incoming.and_then(|incoming| incoming.act).map(|act| act.step));
                steps.extend(handle.began);
            }
            Cause::Ready => steps.extend(handle.began),
        }
    }

    /// Adds how those had come by a lock or a semaphore who had it when somebody began to wait for it, and who let go
    /// of it at last.
    fn who_had_it(&self, future: &FutureRecord, steps: &mut BTreeSet<usize>) {
        let Some((id, request)) = self.request_for(future) else { return };
        steps.extend(request.acquired);
        let requests = self.primitive(id).map_or(&[][..], |record| &record.requests);
        let released = |other: &&Request| other.released.filter(|released| Some(*released) <= future.done);
        let last = requests.iter().filter(|other| released(other).is_some()).max_by_key(released);
        for holder in self.holders(id, request.asked).chain(last.filter(|_| future.done.is_some())) {
            steps.extend(holder.acquired);
            steps.extend(self.awaited_by(holder).and_then(|future| self.let_go_for(future)));
            // What it did with it, if that took a while.
            let task = holder.task.and_then(|(in_loop, task)| self.future(in_loop, task));
            let span = task.and_then(|task| task.span_at(holder.acquired?));
            if let (Some(task), Some(span)) = (task, span.filter(|span| Some(span.ended) < holder.released)) {
                steps.extend(self.rest_of(task.id.0, span));
            }
        }
    }

    /// Where the timer was set that resolved a future, and where it was due, unless that was a sleep: a timeout.
    fn timeout_of(&self, future: &FutureRecord) -> [Option<usize>; 2] {
        let handle = future.done_by.and_then(|handle| self.handle(future.id.0, handle));
        let is_timeout = |handle: &&HandleRecord| handle.is_timer || self.is_timeout_at_once(handle);
        let timer = handle.filter(|handle| handle.ends_sleep.is_none()).filter(is_timeout);
        timer.map_or([None; 2], |timer| [Some(timer.scheduled), timer.began])
    }

    /// Adds the last turns that a task had until `step`: how it got them, and how they ended.
    fn turns_until(&self, place: &Place, step: usize, steps: &mut BTreeSet<usize>) {
        let task = place.task.and_then(|task| self.future(place.in_loop, task));
        let spans = task.map_or(&[][..], |task| &task.spans);
        let begun = &spans[..spans.partition_point(|span| span.began <= step)];
        for span in begun.iter().rev().take(TURNS) {
            if let Some(handle) = span.handle {
                self.how_it_came(place.in_loop, handle, steps);
            }
            if span.ended < step {
                steps.extend(self.rest_of(place.in_loop, span));
            }
        }
    }

    /// Where a task began to rest at the end of a step, if that has ended: of a sleep, where that began.
    fn rest_of(&self, in_loop: usize, span: &Span) -> Option<usize> {
        let sleep = match span.outcome {
            Some(StepOutcome::Waits(Some(future))) => self.future(in_loop, future).and_then(|it| it.timer),
            _ => None,
        };
        let timer = sleep.and_then(|timer| self.handle(in_loop, timer));
        timer.map(|timer| timer.scheduled).or((span.ended != 0).then_some(span.ended))
    }

    /// A task's step before the one in which a handle ran.
    fn rest_before(&self, in_loop: usize, task: FutureId, handle: &HandleRecord) -> Option<&Span> {
        self.future(in_loop, task)?.span_at(handle.began?.checked_sub(1)?)
    }

    /// The handle that ran last in the loop that the program ran before it came to a place.
    fn ran_before(&self, place: &Place, floor: usize, steps: &mut BTreeSet<usize>) -> Option<HandleId> {
        let callbacks = &self.stops().callbacks;
        let before = &callbacks[..callbacks.partition_point(|began| *began < place.step)];
        // What cleans up behind the program is not what it waited for.
        let began = before.iter().rev().find(|began| self.stops().notable.binary_search(began).is_ok())?;
        let began = Some(*began).filter(|began| *began > floor)?;
        let ended = self.walk(began..=place.step).find(|moment| moment.event == Event::RunEnded);
        steps.extend(ended.map(|moment| moment.step));
        self.place(began + 1)?.handle
    }
}

/// Where a future was done, unless that was the end of a sleep, which the sleep's beginning foretells.
fn done_by_somebody(future: &FutureRecord) -> Option<usize> {
    future.done.filter(|_| !future.is_sleep() || future.status != Status::Done)
}
