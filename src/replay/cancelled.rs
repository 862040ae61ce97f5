//! Who cancelled something, and why.

use super::fact::Canceller;
use super::history::{FutureRecord, HandleRecord};
use super::names::local_name;
use super::state::Loop;
use super::{Replay, Status};
use crate::trace::{Cause, Event, FutureId, StackId};

impl Replay {
    /// Why something was cancelled, or asked to cancel, in `step`; `None` if that cannot be told.
    #[must_use]
    pub fn canceller(&self, step: usize) -> Option<Canceller> {
        let moment = self.moment(step)?;
        let in_loop = moment.before.current;
        let event_loop = moment.before.current_loop()?;
        let (running, task) = (event_loop.running(), event_loop.current_task());
        let at = moment.details.at;
        if let Some(task) = task {
            if local_name(&self.maker(at)) == "TaskGroup.__aexit__" {
                return Some(Canceller::GroupLeft(self.name(in_loop, task)));
            }
            return self.canceller_at(at);
        }
        match running.map(|handle| self.handle(in_loop, handle)) {
            Some(handle) => self.canceller_of_callback(in_loop, handle?, step),
            None if self.maker(at).starts_with(['r', 'R']) => self.main_is_over(in_loop, step),
            None => self.canceller_at(at),
        }
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
            _ => self.canceller_at(self.moment(step)?.details.at),
        }
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

    /// `asyncio.run` cancels what is left: the task it was for is over.
    fn main_is_over(&self, in_loop: usize, step: usize) -> Option<Canceller> {
        let is_main = |task: &&FutureRecord| {
            task.is_task && task.id.0 == in_loop && task.by_task.is_none() && !task.is_housekeeping
        };
        let over = self.futures().filter(is_main).filter(|task| task.done.is_some_and(|done| done < step));
        let main = over.max_by_key(|task| task.done)?;
        Some(Canceller::MainIsOver(self.name(in_loop, main.id.1)))
    }

    /// The step in which a task was asked to cancel that then went on because a future it waited for was cancelled; the
    /// step of that, if nobody asked the task.
    pub(super) fn cancelled_in(&self, in_loop: usize, task: FutureId, future: FutureId) -> Option<usize> {
        let record = self.future(in_loop, future).filter(|record| record.status == Status::Cancelled)?;
        let done = record.done?;
        let task = self.future(in_loop, task)?;
        let rest = task.span_at(done).map_or(0, |span| span.ended);
        let requests = &task.cancel_requests;
        let last = requests[..requests.partition_point(|request| *request <= done)].last();
        Some(last.copied().filter(|request| *request > rest).unwrap_or(done))
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
