//! What the state forgets: when and by whom things were made, scheduled and done.

mod kinds;
mod queries;

use std::collections::{BTreeMap, HashMap};

use self::kinds::{is_housekeeping, is_notable, is_own_call};
use super::Names;
use super::findings::{Finding, Known, Watch};
use super::primitives::Primitives;
use super::queues::Queues;
use super::state::{State, Status};
use super::traffic::Traffic;
use crate::handle::HandleId;
use crate::trace::{
    Cause, Complaint, Details, Event, FutureId, PrimitiveId, StackId, StepOutcome, Stream, TextId,
};

/// A handle's life.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HandleRecord {
    /// The step in which it was put into a queue. A reader's or writer's handle is put there anew each time.
    pub scheduled: usize,
    /// The step in which it joined the ready queue: the same, unless it had to wait among the timers.
    pub queued: Option<usize>,
    /// The step in which it began to run.
    pub began: Option<usize>,
    /// Why it was scheduled.
    pub cause: Cause,
    /// What it calls.
    pub callee: TextId,
    /// The future it resolves, if it is the end of a sleep.
    pub ends_sleep: Option<FutureId>,
    /// Whether it waited among the timers.
    pub is_timer: bool,
    /// Where in the program that was asked for.
    pub at: StackId,
    /// The handle that ran then, and asked for it.
    pub by: Option<HandleId>,
    /// The task that was in a step then.
    pub by_task: Option<FutureId>,
}

/// From the beginning of a task's step to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The step in which it was put into the ready queue; that in which it began if it did not have to wait.
    pub ready: usize,
    /// The step in which it began.
    pub began: usize,
    /// The handle that ran then; `None` if it was inside of another task's step.
    pub handle: Option<HandleId>,
    /// The step in which it ended; 0 while it has not.
    pub ended: usize,
    /// The clock when it began, in nanoseconds since the trace began.
    pub from: u64,
    /// The clock when it ended.
    pub to: u64,
    /// How it ended.
    pub outcome: Option<StepOutcome>,
    /// The step in which a `CancelledError` was thrown into it, for which nothing had been cancelled in its place.
    pub thrown: Option<usize>,
    /// Where in the program the task was suspended then.
    pub at: StackId,
}

impl Span {
    fn begun(ready: usize, began: usize, handle: Option<HandleId>, clock: u64) -> Self {
        let (from, to) = (clock, clock);
        Self { ready, began, handle, ended: 0, from, to, outcome: None, thrown: None, at: StackId::default() }
    }
}

/// The life of a future or a task.
#[derive(Clone, Debug, PartialEq)]
pub struct FutureRecord {
    /// Its loop, and its number there.
    pub id: (usize, FutureId),
    /// Whether it is a task.
    pub is_task: bool,
    /// The timer whose end resolves it, if it is a sleep.
    pub timer: Option<HandleId>,
    /// The lock or semaphore that somebody has who waited for it, once it is done.
    pub acquires: Option<PrimitiveId>,
    /// Whether it is a task that `asyncio.run` makes to clean up behind a program.
    pub is_housekeeping: bool,
    /// Its last name, if it is a task.
    pub name: TextId,
    /// Those it had before, and the steps in which it lost them.
    pub former_names: Vec<(usize, TextId)>,
    /// Its coroutine, if it is a task.
    pub coroutine: TextId,
    /// The argument of its coroutine that tells it from other tasks, if it has no name of its own.
    pub argument: TextId,
    /// The step in which it was made.
    pub created: usize,
    /// Where in the program that was asked for.
    pub at: StackId,
    /// The handle that ran then.
    pub by: Option<HandleId>,
    /// The task that made it.
    pub by_task: Option<FutureId>,
    /// How it stands at the end of the trace.
    pub status: Status,
    /// The step in which it was done.
    pub done: Option<usize>,
    /// Where in the program that was asked for.
    pub done_at: StackId,
    /// The handle that ran then.
    pub done_by: Option<HandleId>,
    /// Its result or exception, as text.
    pub value: TextId,
    /// Its steps, if it is a task.
    pub spans: Vec<Span>,
    /// The step in which its next step was put into the ready queue, while that has not begun.
    pub ready: Option<usize>,
    /// The steps in which somebody asked for its cancellation before it was over.
    pub cancel_requests: Vec<usize>,
    /// The steps in which it awaited something that had been cancelled before, and what that was.
    pub cancelled_awaits: Vec<(usize, FutureId)>,
}

impl FutureRecord {
    /// Whether the end of a sleep resolves it.
    #[must_use]
    pub fn is_sleep(&self) -> bool {
        self.timer.is_some()
    }

    /// Whether who awaits it gets a `CancelledError`: a group that was cancelled fails with that.
    pub(super) fn is_cancelled(&self, names: Names<'_>) -> bool {
        match self.status {
            Status::Cancelled => true,
            Status::Failed => names.text(self.value).starts_with("CancelledError"),
            Status::Pending | Status::Done | Status::Destroyed => false,
        }
    }

    /// The name of a task after `step`.
    pub(super) fn name_at(&self, step: usize) -> TextId {
        let former = self.former_names.partition_point(|(lost, _)| *lost <= step);
        self.former_names.get(former).map_or(self.name, |(_, name)| *name)
    }

    /// The last of a task's steps that has begun at `step`.
    #[must_use]
    pub fn span_at(&self, step: usize) -> Option<&Span> {
        self.spans[..self.spans.partition_point(|span| span.began <= step)].last()
    }
}

/// Something the program printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Printed {
    /// The step in which it did.
    pub step: usize,
    /// Where to.
    pub stream: Stream,
    /// What.
    pub text: TextId,
    /// The loop, and the task that was in a step then.
    pub by: Option<(usize, FutureId)>,
}

/// Steps worth stopping at, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stops {
    /// A turn began.
    pub turns: Vec<usize>,
    /// A callback began.
    pub callbacks: Vec<usize>,
    /// Another task than before began a step.
    pub switches: Vec<usize>,
    /// A line began.
    pub lines: Vec<usize>,
    /// A timer was due.
    pub timers: Vec<usize>,
    /// An exception was raised, or something failed with one.
    pub failures: Vec<usize>,
    /// The program or one of its tasks did something: all that is not the loop's own housekeeping.
    pub notable: Vec<usize>,
}

/// All that.
#[derive(Debug, Default)]
pub(super) struct History {
    pub(super) handles: HashMap<(usize, HandleId), HandleRecord>,
    pub(super) futures: BTreeMap<(usize, FutureId), FutureRecord>,
    /// The tasks, in the order they were made.
    tasks: Vec<(usize, FutureId)>,
    /// The steps that were asked for at each stack of places.
    places: HashMap<StackId, Vec<usize>>,
    pub(super) printed: Vec<Printed>,
    pub(super) stops: Stops,
    pub(super) primitives: Primitives,
    pub(super) queues: Queues,
    pub(super) traffic: Traffic,
    /// The callbacks that the program asked for itself, by the loop: neither tasks' steps nor the library's.
    callbacks: BTreeMap<usize, Vec<Span>>,
    /// What the program itself wants called when a future is done, the loop, the future and the callee, and the step in
    /// which it first said so.
    own_done: HashMap<(usize, FutureId, TextId), usize>,
    /// When the clock moved: a step, and the clock from there on.
    clocks: Vec<(usize, u64)>,
    last_task: Option<(usize, FutureId)>,
    pub(super) findings: Vec<Finding>,
    watch: Watch,
}

impl History {
    /// An event is about to be applied to `state`.
    pub(super) fn observe(&mut self, names: Names<'_>, state: &State, event: Event, details: Details) {
        let step = state.step + 1;
        let in_loop = state.current;
        let act = super::Act { step, ..state.act(details.at) };
        // What another loop has its thread do for this one is none of this one's.
        let (running, current_task) = if act.in_loop == in_loop { (act.by, act.task) } else { (None, None) };
        if self.clocks.last().is_none_or(|(_, clock)| *clock != state.clock) {
            self.clocks.push((step, state.clock));
        }
        let scheduled = |cause, ends_sleep, is_timer: bool| HandleRecord {
            scheduled: step,
            queued: (!is_timer).then_some(step),
            began: None,
            cause,
            callee: details.text,
            ends_sleep,
            is_timer,
            at: details.at,
            by: running,
            by_task: current_task,
        };
        if details.at != StackId::default() {
            self.places.entry(details.at).or_default().push(step);
        }
        self.traffic.observe(event, details, act);
        let whose = act.task.map(|task| (act.in_loop, task));
        self.primitives.observe(event, details, step, whose);
        self.queues.observe(event, details, step, whose, || {
            names.stack(details.at).next().is_some_and(|place| place.function.starts_with("Queue."))
        });
        let mut is_notable = is_notable(event);
        match event {
            Event::TurnBegan(_) => self.stops.turns.push(step),
            Event::Soon(id, cause) => {
                if let Cause::Step(task) | Cause::WakeUp(task, _) = cause
                    && let Some(task) = self.futures.get_mut(&(in_loop, task))
                {
                    task.ready = Some(step);
                }
                self.handles.insert((in_loop, id), scheduled(cause, None, false));
            }
            Event::Later(id, _) => {
                self.handles.insert((in_loop, id), scheduled(Cause::Program, None, true));
            }
            Event::Sleeps(id, _, future) => {
                self.handles.insert((in_loop, id), scheduled(Cause::Program, Some(future), true));
                if let Some(future) = self.futures.get_mut(&(in_loop, future)) {
                    future.timer = Some(id);
                }
            }
            Event::Began(id) => {
                self.stops.callbacks.push(step);
                if let Some(handle) = self.handles.get_mut(&(in_loop, id)) {
                    handle.began = Some(step);
                    let (cause, is_sleep) = (handle.cause, handle.ends_sleep.is_some());
                    // What the library asked for of its own accord, as when it is told to stop, is its own business.
                    let is_by_library = cause == Cause::Program
                        && handle.at != StackId::default()
                        && !names.has_own_place(handle.at);
                    is_notable |= !matches!(cause, Cause::Done(_)) && !is_sleep && !is_by_library;
                    let handle = *handle;
                    if let Cause::Step(task) | Cause::WakeUp(task, _) = cause {
                        self.begin_span((in_loop, task), Some(id), step, state.clock);
                    } else if self.is_own(names, in_loop, &handle) {
                        let ready = handle.queued.unwrap_or(step);
                        let span = Span::begun(ready, step, Some(id), state.clock);
                        self.callbacks.entry(in_loop).or_default().push(span);
                    }
                }
            }
            Event::CallbackAdded(id) if is_own_call(names, details.at) => {
                self.own_done.entry((in_loop, id, details.text)).or_insert(step);
            }
            Event::BeganEagerly(task) => self.begin_span((in_loop, task), None, step, state.clock),
            Event::FutureCreated(id) | Event::TaskCreated(id) => {
                let record = FutureRecord {
                    id: (in_loop, id),
                    is_task: matches!(event, Event::TaskCreated(_)),
                    timer: None,
                    acquires: self.primitives.awaited_with(whose, id),
                    is_housekeeping: is_housekeeping(names.text(details.text)),
                    name: details.name,
                    former_names: Vec::new(),
                    coroutine: details.text,
                    argument: details.variables,
                    created: step,
                    at: details.at,
                    by: running,
                    by_task: current_task,
                    status: Status::Pending,
                    done: None,
                    done_at: StackId::default(),
                    done_by: None,
                    value: TextId::default(),
                    spans: Vec::new(),
                    ready: None,
                    cancel_requests: Vec::new(),
                    cancelled_awaits: Vec::new(),
                };
                if record.is_task {
                    self.tasks.push((in_loop, id));
                }
                self.futures.insert((in_loop, id), record);
            }
            Event::Renamed(id) => {
                if let Some(task) = self.futures.get_mut(&(in_loop, id)) {
                    task.former_names.push((step, task.name));
                    task.name = details.name;
                }
            }
            Event::Stepped(id, outcome) => {
                if let Some(span) =
                    self.futures.get_mut(&(in_loop, id)).and_then(|task| task.spans.last_mut())
                {
                    (span.ended, span.to, span.outcome) = (step, state.clock, Some(outcome));
                    span.at = details.at;
                }
            }
            Event::Ended(id) => {
                self.end_spans(state);
                let last = self.callbacks.get_mut(&in_loop).and_then(|callbacks| callbacks.last_mut());
                if let Some(span) = last.filter(|span| span.handle == Some(id)) {
                    (span.ended, span.to) = (step, state.clock);
                }
            }
            Event::Busy(_) => self.end_spans(state),
            Event::CancelRequested(id) => {
                // To cancel what is over does nothing.
                if let Some(task) = self.futures.get_mut(&(in_loop, id)).filter(|task| task.done.is_none()) {
                    task.cancel_requests.push(step);
                }
            }
            Event::CancelThrown(id) => {
                let spans = self.futures.get_mut(&(in_loop, id)).map(|task| &mut task.spans);
                if let Some(span) = spans.and_then(|spans| spans.last_mut()) {
                    span.thrown = Some(step);
                }
            }
            Event::AwaitedDone(id) => {
                let awaited = self.futures.get(&(in_loop, id));
                if awaited.is_some_and(|awaited| awaited.is_cancelled(names))
                    && let Some(task) = current_task.and_then(|task| self.futures.get_mut(&(in_loop, task)))
                {
                    task.cancelled_awaits.push((step, id));
                }
            }
            Event::FutureDone(id) => {
                // What one task does for another that waits: it releases a lock, sets an event, puts into a queue.
                let is_awaited =
                    self.futures.get(&(in_loop, id)).is_some_and(|it| !it.is_task && !it.is_sleep());
                is_notable |= is_awaited && names.has_own_place(details.at);
                if let Some(FutureRecord { acquires: Some(_), by_task: Some(task), .. }) =
                    self.futures.get(&(in_loop, id))
                {
                    self.primitives.let_on((in_loop, *task), step);
                }
                self.comes_to_a_reader(state, id, step);
                self.done((in_loop, id), Status::Done, step, running, details);
            }
            Event::Raised => self.stops.failures.push(step),
            Event::FutureFailed(id) => {
                // A group that was cancelled fails with that.
                if !names.text(details.text).starts_with("CancelledError") {
                    self.stops.failures.push(step);
                }
                self.done((in_loop, id), Status::Failed, step, running, details);
            }
            Event::FutureCancelled(id) => self.done((in_loop, id), Status::Cancelled, step, running, details),
            Event::Complained(Complaint::Destroyed(id)) => {
                let nowhere = Details { text: TextId::default(), ..details };
                self.done((in_loop, id), Status::Destroyed, step, running, nowhere);
            }
            Event::Printed(stream) => {
                self.printed.push(Printed { step, stream, text: details.text, by: whose });
            }
            Event::TimerDue(id) => {
                self.stops.timers.push(step);
                if let Some(handle) = self.handles.get_mut(&(in_loop, id)) {
                    handle.queued = Some(step);
                }
            }
            Event::Line => self.stops.lines.push(step),
            _ => {}
        }
        if is_notable && !self.is_about_housekeeping(in_loop, event) {
            self.stops.notable.push(step);
        }
        let (futures, primitives, traffic) = (&self.futures, &self.primitives, &self.traffic);
        let known = Known { names, futures, primitives, traffic, state };
        self.watch.look(&mut self.findings, &known, event, details);
    }

    /// A future is done while a watcher of a socket runs: what came there is for whoever waits for it.
    fn comes_to_a_reader(&mut self, state: &State, future: FutureId, step: usize) {
        let Some((_, event_loop)) = state.loop_at_work().filter(|(_, it)| it.current_task().is_none()) else {
            return;
        };
        let handle = event_loop.running().and_then(|handle| event_loop.handles.get(&handle));
        let Some(Cause::Readable(source)) = handle.map(|handle| handle.cause) else { return };
        let reader = event_loop.futures.get(&future).and_then(|future| future.waiters.front().copied());
        if let (Some(socket), Some(task)) = (self.traffic.by_source(source, step), reader) {
            self.traffic.holds(socket, step, (state.current, task));
        }
    }

    /// Whether an event is about a task that cleans up behind a program.
    fn is_about_housekeeping(&self, in_loop: usize, event: Event) -> bool {
        let task = match event {
            Event::TaskCreated(task) | Event::Stepped(task, _) => Some(task),
            Event::Began(handle) => match self.handles.get(&(in_loop, handle)).map(|handle| handle.cause) {
                Some(Cause::Step(task) | Cause::WakeUp(task, _)) => Some(task),
                _ => None,
            },
            _ => None,
        };
        let task = task.and_then(|task| self.futures.get(&(in_loop, task)));
        task.is_some_and(|task| task.is_housekeeping)
    }

    /// Whether a callback is one that the program asked for itself.
    fn is_own(&self, names: Names<'_>, in_loop: usize, handle: &HandleRecord) -> bool {
        match handle.cause {
            Cause::Program => handle.ends_sleep.is_none() && is_own_call(names, handle.at),
            Cause::Done(future) => self.own_done.contains_key(&(in_loop, future, handle.callee)),
            _ => false,
        }
    }

    fn begin_span(&mut self, id: (usize, FutureId), handle: Option<HandleId>, step: usize, clock: u64) {
        if self.last_task != Some(id) {
            self.last_task = Some(id);
            self.stops.switches.push(step);
        }
        if let Some(task) = self.futures.get_mut(&id) {
            let ready = task.ready.take().unwrap_or(step);
            task.spans.push(Span::begun(ready, step, handle, clock));
        }
    }

    /// The clock is only looked at when a callback has ended, or takes too long: so late a span learns how long it took.
    fn end_spans(&mut self, state: &State) {
        let running = state.current_loop().and_then(super::Loop::running);
        let began = running.and_then(|handle| self.handles.get(&(state.current, handle))?.began);
        if let Some(began) = began
            && let Some(id) = self.last_task
            && let Some(span) = self.futures.get_mut(&id).and_then(|task| task.spans.last_mut())
            // A callback that is no task's step comes after the last span.
            && id.0 == state.current
            && span.began >= began
        {
            span.to = state.clock;
        }
    }

    fn done(
        &mut self,
        id: (usize, FutureId),
        status: Status,
        step: usize,
        running: Option<HandleId>,
        details: Details,
    ) {
        if let Some(future) = self.futures.get_mut(&id) {
            future.status = status;
            future.done = Some(step);
            future.done_at = details.at;
            future.done_by = running;
            future.value = details.text;
        }
    }
}
