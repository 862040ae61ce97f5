//! Who cancelled something, and why, and how that ended.

use super::fact::{Canceller, Ending};
use super::history::{FutureRecord, HandleRecord, Span};
use super::names::{PlaceText, last_part, local_name};
use super::state::{Loop, Phase};
use super::{Replay, Status};
use crate::trace::{Cause, Event, FutureId, StackId, StepOutcome};

/// Whose cancellation it was that came into a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Arrival {
    /// Its own: it had been asked to cancel, in this step.
    Own(usize),
    /// That of something it awaited.
    Of(FutureId),
}

impl Replay {
    /// Why something was cancelled, or asked to cancel, in `step`; `None` if that cannot be told.
    #[must_use]
    pub fn canceller(&self, step: usize) -> Option<Canceller> {
        let moment = self.moment(step)?;
        // Whoever runs then has nothing to do with a signal that comes.
        let is_interrupt =
            |place: PlaceText<'_>| place.library && place.function.starts_with("Runner._handle_interrupts.");
        if self.names().stack(moment.details.at).any(is_interrupt) {
            return Some(Canceller::Interrupt);
        }
        let in_loop = moment.before.current;
        let act = moment.before.act(moment.details.at);
        let (running, task) = if act.in_loop == in_loop { (act.by, act.task) } else { (None, None) };
        let at = moment.details.at;
        if let Some(task) = task {
            if local_name(&self.maker(at)) != "TaskGroup.__aexit__" {
                return self.canceller_at(at);
            }
            if self.is_cancel_request(step) == Some(task) {
                return Some(Canceller::GroupAgain);
            }
            let name = self.name(in_loop, task);
            return Some(match self.leaves_cancelled(in_loop, task, step) {
                true => Canceller::GroupCancelled(name),
                false => Canceller::GroupLeft(name),
            });
        }
        match running.map(|handle| self.handle(in_loop, handle)) {
            Some(handle) => self.canceller_of_callback(in_loop, handle?, step),
            None if moment.before.current_loop().is_some_and(|it| it.phase == Phase::Idle)
                && self.maker(at).starts_with(['r', 'R']) =>
            {
                Some(self.end_of_run(in_loop, step, &self.maker(at)))
            }
            None => self.canceller_at(at),
        }
    }

    /// Whether a task leaves a group in `step` because it was cancelled itself, and for nothing that was raised since.
    fn leaves_cancelled(&self, in_loop: usize, task: FutureId, step: usize) -> bool {
        let Some(record) = self.future(in_loop, task) else { return false };
        let Some(nth) = record.spans.partition_point(|span| span.began <= step).checked_sub(1) else {
            return false;
        };
        let is_raised = |step: usize| matches!(self.event(step), Some((Event::Raised, _)));
        matches!(self.arrival(record, nth, step), Some(Arrival::Own(_)))
            && !(record.spans[nth].began..step).any(is_raised)
    }

    /// The same, where a callback that is no task's step did it.
    fn canceller_of_callback(&self, in_loop: usize, handle: &HandleRecord, step: usize) -> Option<Canceller> {
        let callee = self.names().text(handle.callee);
        match handle.cause {
            Cause::Done(member) if local_name(callee) == "TaskGroup._on_task_done" => {
                let has_failed = self.future(in_loop, member)?.status == Status::Failed;
                has_failed.then(|| Canceller::Group(self.name(in_loop, member)))
            }
            Cause::Program if handle.is_timer => {
                let after =
                    self.clock(handle.began.unwrap_or(step)).saturating_sub(self.clock(handle.scheduled));
                // Of a timer that the program set itself nobody knows that it is a timeout.
                match self.own_line(handle.at) {
                    Some(line) => Some(Canceller::Timer { line, after }),
                    None => Some(Canceller::Timeout(after)),
                }
            }
            // Where its time has come already, a timeout asks for no timer.
            _ if self.is_timeout_at_once(handle) => Some(Canceller::Timeout(0)),
            _ => self.canceller_at(self.moment(step)?.details.at).or_else(|| self.asked_for_cancel(handle)),
        }
    }

    /// The program had asked for a callback that is `cancel` itself, or what a future of another thread's does when it is
    /// cancelled.
    fn asked_for_cancel(&self, handle: &HandleRecord) -> Option<Canceller> {
        let line = self.names().own_place(handle.at)?.line;
        match (self.maker(handle.at), last_part(local_name(self.names().text(handle.callee)))) {
            (maker, _) if last_part(&maker) == "cancel" => Some(Canceller::Line(line)),
            (maker, "cancel") if maker.is_empty() => Some(Canceller::Asked(line)),
            _ => None,
        }
    }

    /// Whether a handle is that of a timeout whose time had come when it was set.
    pub(super) fn is_timeout_at_once(&self, handle: &HandleRecord) -> bool {
        let is_asked_for = handle.cause == Cause::Program && !handle.is_timer;
        is_asked_for && local_name(self.names().text(handle.callee)) == "Timeout._on_timeout"
    }

    /// The program called `cancel()` there.
    fn canceller_at(&self, at: StackId) -> Option<Canceller> {
        self.own_line(at).map(Canceller::Line)
    }

    /// The line of the program that called asyncio there, unless it was for something of asyncio's own that did.
    fn own_line(&self, at: StackId) -> Option<u32> {
        let place = self.names().own_place(at)?;
        self.maker(at).is_empty().then_some(place.line)
    }

    /// What ran a task cancels what is left: `asyncio.run` because that is over, if it is.
    fn end_of_run(&self, in_loop: usize, step: usize, by: &str) -> Canceller {
        if by != "run" {
            return Canceller::RunEnds(by.to_owned());
        }
        let is_main = |task: &&FutureRecord| {
            task.is_task && task.id.0 == in_loop && task.by.is_none() && !task.is_housekeeping
        };
        let over = self.futures().filter(is_main).filter(|task| task.done.is_some_and(|done| done < step));
        match over.max_by_key(|task| task.done) {
            Some(main) => Canceller::MainIsOver(self.name(in_loop, main.id.1)),
            None => Canceller::RunEnds("asyncio.run".to_owned()),
        }
    }

    /// The step in which a task was asked to cancel that then went on because a future it waited for was cancelled; the
    /// step of that, if nobody asked the task.
    pub(super) fn cancelled_in(&self, in_loop: usize, task: FutureId, future: FutureId) -> Option<usize> {
        let record = self.future(in_loop, future).filter(|record| record.status == Status::Cancelled)?;
        let done = record.done?;
        Some(self.asked_before(self.future(in_loop, task)?, done).unwrap_or(done))
    }

    /// The last step before `step` in which a task was asked to cancel since it had begun to wait; or in the step of its own
    /// that ended so, if the wait was cancelled as soon as it began.
    fn asked_before(&self, task: &FutureRecord, step: usize) -> Option<usize> {
        let span = task.span_at(step);
        let is_at_once = |span: &&Span| {
            let next = self.stops().callbacks.partition_point(|began| *began <= span.ended);
            self.stops().callbacks.get(next).is_none_or(|next| *next > step)
        };
        let since = span.map_or(0, |span| if is_at_once(&span) { span.began } else { span.ended });
        let requests = &task.cancel_requests;
        let last = requests[..requests.partition_point(|request| *request <= step)].last();
        last.copied().filter(|request| *request > since)
    }

    /// The step in which a task was asked to cancel that had a `CancelledError` thrown in.
    pub(super) fn asked_for_thrown(&self, task: &FutureRecord, thrown: usize) -> Option<usize> {
        let requests = &task.cancel_requests;
        requests[..requests.partition_point(|request| *request < thrown)].last().copied()
    }

    /// Why a `CancelledError` was thrown into a task in a step.
    pub(super) fn canceller_of_thrown(&self, task: &FutureRecord, thrown: usize) -> Option<Canceller> {
        self.canceller(self.asked_for_thrown(task, thrown)?)
    }

    /// The last cancellation that came into a task in its `nth` step, until `step`.
    fn arrival(&self, task: &FutureRecord, nth: usize, step: usize) -> Option<Arrival> {
        let span = &task.spans[nth];
        let awaits = &task.cancelled_awaits;
        let last = awaits[..awaits.partition_point(|(awaited, _)| *awaited <= step)].last();
        if let Some((_, future)) = last.filter(|(awaited, _)| *awaited > span.began) {
            return Some(Arrival::Of(*future));
        }
        if let Some(thrown) = span.thrown {
            return Some(Arrival::Own(self.asked_for_thrown(task, thrown).unwrap_or(thrown)));
        }
        let Cause::WakeUp(_, Some(future)) = self.handle(task.id.0, span.handle?)?.cause else { return None };
        let awaited = self.future(task.id.0, future).filter(|future| future.is_cancelled(self.names()))?;
        // It may have been asked until it had its turn.
        let asked =
            self.asked_before(task, span.began - 1).or_else(|| self.asked_before(task, awaited.done?));
        Some(asked.map_or(Arrival::Of(future), Arrival::Own))
    }

    /// How a task came to an end that counts as cancelled, in `step`.
    pub(super) fn ending(&self, in_loop: usize, id: FutureId, outcome: StepOutcome, step: usize) -> Ending {
        let Some(task) = self.future(in_loop, id) else { return Ending::LetThrough };
        let begun = task.spans.partition_point(|span| span.began <= step);
        if outcome == StepOutcome::ReturnedCancelled {
            return Ending::Returned;
        }
        match (0..begun).rev().find_map(|nth| Some((nth, self.arrival(task, nth, step)?))) {
            Some((0, Arrival::Own(_))) if self.does_not_begin(task, &task.spans[0]) => Ending::NotBegun,
            Some((nth, Arrival::Own(_))) if nth + 1 < begun => Ending::AfterMore,
            Some((_, Arrival::Own(_))) => Ending::LetThrough,
            Some((_, Arrival::Of(future))) => Ending::WithAwaited(self.name(in_loop, future)),
            // Of older traces nobody knows what was thrown in.
            None if !task.cancel_requests.is_empty() => Ending::LetThrough,
            None => Ending::Unasked,
        }
    }

    /// Whether a task's step is its first, and has a `CancelledError` thrown in: none of its code runs.
    pub(super) fn does_not_begin(&self, task: &FutureRecord, span: &Span) -> bool {
        let is_first = task.spans.first().is_some_and(|first| first.began == span.began);
        is_first
            && span.thrown.is_some()
            && matches!(span.outcome, None | Some(StepOutcome::Cancelled))
            && self.is_of_coroutine(task, span)
    }

    /// Whether what a task drives is a coroutine that has not begun when its task has not. What closes an asynchronous
    /// generator has no code of its own: a `CancelledError` that is thrown in comes out where the generator stands. And what has
    /// a `throw` of the program's own may do anything in it.
    fn is_of_coroutine(&self, task: &FutureRecord, span: &Span) -> bool {
        let coroutine = self.names().text(task.coroutine);
        let is_silent = |step: usize| {
            matches!(
                self.event(step),
                Some((
                    Event::Stepped(..) | Event::CancelThrown(_) | Event::FutureCancelled(_) | Event::Soon(..),
                    _
                ))
            )
        };
        !coroutine.starts_with("async_generator_") && (span.began + 1..span.ended).all(is_silent)
    }

    /// Why a future was cancelled that a task waited for.
    pub(super) fn canceller_of(&self, in_loop: usize, task: FutureId, future: FutureId) -> Option<Canceller> {
        self.canceller(self.cancelled_in(in_loop, task, future)?)
    }

    /// Why the task was asked to cancel that waited for a future which was cancelled in its place; of a future that
    /// was cancelled by itself, why that was.
    pub(super) fn canceller_of_future(&self, future: &FutureRecord) -> Option<Canceller> {
        let done = future.done.filter(|_| future.status == Status::Cancelled)?;
        let before = self.moment(done)?.before;
        let known =
            before.loops.get(future.id.0).and_then(|event_loop: &Loop| event_loop.futures.get(&future.id.1));
        match known.and_then(|known| known.waiters.front().copied()) {
            Some(task) => self.canceller_of(future.id.0, task, future.id.1),
            None => self.canceller(done),
        }
    }

    /// Whether a step is one in which a task is asked to cancel.
    pub(super) fn is_cancel_request(&self, step: usize) -> Option<FutureId> {
        match self.event(step)?.0 {
            Event::CancelRequested(task) => Some(task),
            _ => None,
        }
    }
}
