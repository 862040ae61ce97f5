//! What to tell of a step, and of what is wrong: facts with their names, out of events with their numbers.

mod network;

use super::fact::{
    Actor, Advice, Awaited, Because, Callee, Canceller, Fact, Fault, Name, Primitive, Spot, Statement,
};
use super::names::{is_of_as_completed, local_name, shortened};
use super::{Finding, FutureRecord, HandleRecord, Moment, Problem, Replay, Span, State, Status};
use crate::handle::HandleId;
use crate::trace::{
    Cause, Complaint, Details, Event, FutureId, PrimitiveId, StackId, StepOutcome, TextId, Writing,
};

/// The longest piece of a program's own text in a fact, in characters.
const LONGEST: usize = 60;
/// The longest name of a task, a function or a lock.
const LONGEST_NAME: usize = 200;

impl Replay {
    /// What to tell of a step.
    #[must_use]
    pub fn statement(&self, moment: &Moment) -> Statement {
        let namer = Namer { replay: self, state: &moment.before };
        let fact = namer.fact(moment.event, moment.details);
        // Where a task ends is nowhere in particular, and so is where one would have begun.
        let is_nowhere = match moment.event {
            Event::Stepped(_, outcome) => outcome.is_end(),
            Event::FutureDone(future) | Event::FutureCancelled(future) => namer.is_task(future),
            Event::CancelThrown(task) => {
                namer.span_of(task, moment.step).is_some_and(|(task, span)| self.does_not_begin(task, span))
            }
            _ => matches!(fact, Fact::TaskDoesNotBegin { .. }),
        };
        let at = match moment.event {
            // Where a timer was set, it says what it is for.
            Event::Began(handle) => namer.timer(handle).map_or_else(|| moment.at(), |timer| timer.at),
            _ => moment.at(),
        };
        let spot = if is_nowhere { None } else { namer.spot(at) };
        Statement { fact, spot, is_of_thread: moment.before.is_other_thread() }
    }

    /// What to tell of something that is wrong.
    #[must_use]
    pub fn fault(&self, finding: &Finding) -> Fault {
        let name = |id: &FutureId| self.name(finding.in_loop, *id);
        match &finding.problem {
            Problem::NeverAwaited { coroutine } => {
                let name = self.names().short_text(*coroutine, LONGEST_NAME);
                let advice = self.advice(finding, &name);
                Fault::NeverAwaited { coroutine: local_name(&name).to_owned(), advice }
            }
            Problem::Blocked { nanoseconds, task } => {
                Fault::Blocked { nanoseconds: *nanoseconds, task: task.as_ref().map(name) }
            }
            Problem::NeverRetrieved { future } => Fault::NeverRetrieved(name(future)),
            Problem::Deadlock { tasks, cycle } => Fault::Deadlock {
                tasks: tasks.iter().map(name).collect(),
                cycle: cycle.iter().map(name).collect(),
                own: match cycle[..] {
                    [task] => self.primitive_awaited(finding.in_loop, task, finding.step),
                    _ => None,
                },
            },
            Problem::Lost { task } => Fault::Lost(name(task)),
            Problem::Left { task, is_closed } => Fault::Left { task: name(task), is_closed: *is_closed },
            Problem::NeverYielded { task, awaited, times } => Fault::NeverYielded {
                task: name(task),
                awaited: self.names().short_text(*awaited, LONGEST_NAME),
                times: *times,
            },
            Problem::NeverClosed { socket } => Fault::NeverClosed(self.socket_name(*socket, finding.step)),
            Problem::NeverDrained { source, bytes, task } => Fault::NeverDrained {
                task: task.as_ref().map(name),
                socket: self.source_name(*source, finding.step),
                bytes: *bytes,
            },
            Problem::HandlerFailed { task } => {
                let record = self.future(finding.in_loop, *task);
                let exception =
                    record.map(|it| self.names().short_text(it.value, LONGEST)).unwrap_or_default();
                Fault::HandlerFailed { task: name(task), exception }
            }
        }
    }

    /// What a future or task is called; a task by its last name.
    #[must_use]
    pub fn name(&self, in_loop: usize, id: FutureId) -> Name {
        self.name_at(in_loop, id, usize::MAX)
    }

    /// What a future or task is called after `step`.
    #[must_use]
    pub fn name_at(&self, in_loop: usize, id: FutureId, step: usize) -> Name {
        match self.future(in_loop, id) {
            Some(record) if record.is_task => Name::Task {
                id,
                name: self.names().short_text(record.name_at(step), LONGEST_NAME),
                coroutine: self.call(record),
            },
            Some(record) if record.is_sleep() => Name::Future { id, of: "sleep".to_owned(), made: None },
            Some(FutureRecord { acquires: Some(primitive), .. }) => {
                Name::Future { id, of: self.primitive_name(*primitive).to_string(), made: None }
            }
            record => {
                let of = record.map(|record| self.maker(record.at)).unwrap_or_default();
                let place = record.filter(|_| of.is_empty()).and_then(|it| self.names().program_place(it.at));
                Name::Future { id, of, made: place.map(|place| place.line) }
            }
        }
    }

    /// What a task runs: its coroutine, with the argument that tells it from others.
    #[must_use]
    pub fn call(&self, task: &FutureRecord) -> String {
        let text = |id| self.names().short_text(id, LONGEST_NAME);
        let (function, argument) = (text(task.coroutine), text(task.argument));
        let function = local_name(&function);
        if argument.is_empty() { function.to_owned() } else { format!("{function}({argument})") }
    }

    /// What a lock or a semaphore is called.
    #[must_use]
    pub fn primitive_name(&self, id: PrimitiveId) -> Primitive {
        let name =
            self.primitive(id).map(|it| self.names().short_text(it.name, LONGEST_NAME)).unwrap_or_default();
        Primitive { id, name }
    }

    /// The lock or semaphore that a task waits for when it takes no further step.
    fn primitive_awaited(&self, in_loop: usize, task: FutureId, step: usize) -> Option<Primitive> {
        let Some(StepOutcome::Waits(future)) = self.future(in_loop, task)?.span_at(step)?.outcome else {
            return None;
        };
        self.future(in_loop, future?)?.acquires.map(|id| self.primitive_name(id))
    }

    /// What a task waits for with a future.
    #[must_use]
    pub fn awaited(&self, in_loop: usize, future: Option<FutureId>) -> Awaited {
        let Some(id) = future else { return Awaited::Unknown };
        let name = self.name(in_loop, id);
        match self.future(in_loop, id) {
            Some(record) if record.is_sleep() => Awaited::Sleep,
            Some(FutureRecord { acquires: Some(primitive), .. }) => {
                Awaited::Primitive { primitive: self.primitive_name(*primitive), future: name }
            }
            _ => Awaited::Future(name),
        }
    }

    /// What is called.
    fn callee(&self, text: TextId) -> Callee {
        match local_name(&self.names().short_text(text, LONGEST)) {
            "" => Callee::Unknown,
            name => Callee::Function(name.to_owned()),
        }
    }

    /// What the program called in the library, by its public name, when it got something made there; empty if it
    /// called nothing.
    #[must_use]
    pub fn maker(&self, at: StackId) -> String {
        let Some(function) = self.names().maker(at) else { return String::new() };
        let name = self.names().short_text(function, LONGEST_NAME);
        match local_name(&name) {
            // What it returns, the program never made by name.
            name if is_of_as_completed(name) => "as_completed".to_owned(),
            name => name.to_owned(),
        }
    }
}

impl State {
    /// Who is at work.
    pub(super) fn actor(&self, replay: &Replay) -> Actor {
        let namer = Namer { replay, state: self };
        let running =
            self.loop_at_work().and_then(|(in_loop, event_loop)| Some((in_loop, event_loop.running()?)));
        match (namer.current_task(), running) {
            (Some(task), _) => Actor::Task(task),
            (None, Some((in_loop, handle))) => {
                let mut state = self.clone();
                state.current = in_loop;
                Actor::Callback(Namer { replay, state: &state }.running(handle))
            }
            (None, None) if self.thread != 0 => Actor::Thread,
            (None, None) => Actor::Program,
        }
    }
}

/// Finds the names for what happens in one state.
struct Namer<'a> {
    replay: &'a Replay,
    state: &'a State,
}

impl Namer<'_> {
    fn fact(&self, event: Event, details: Details) -> Fact {
        let Details { at, text, name, variables, .. } = details;
        match event {
            Event::RunBegan => Fact::LoopStarts,
            Event::RunEnded => Fact::LoopStops,
            Event::Closed => Fact::LoopCloses,
            Event::TurnBegan(turn) => Fact::TurnBegins(turn),
            Event::Selecting(timeout) => Fact::Selects(timeout),
            Event::Selected(count) => Fact::Selected(count),
            Event::TimerDue(handle) => Fact::TimerIsDue(self.waiting(handle)),
            Event::Soon(handle, cause) => self.soon(handle, cause, text),
            Event::Later(_, when) => Fact::TimerIsSet { callee: self.callee(text), wait: self.wait(when.0) },
            Event::Sleeps(_, when, future) => Fact::SleepBegins {
                task: self.current_task(),
                future: self.name(future),
                wait: self.wait(when.0),
            },
            Event::HandleCancelled(handle) => Fact::IsCancelled(self.waiting(handle)),
            Event::Began(handle) => self.began(handle),
            Event::Ended(handle) => Fact::IsOver(self.running(handle)),
            Event::BeganEagerly(task) => Fact::TaskBeginsAtOnce(self.name(task)),
            Event::FutureCreated(future) => Fact::FutureIsMade(self.name(future)),
            Event::TaskCreated(task) => Fact::TaskIsMade { task: self.name(task), by: self.current_task() },
            Event::Renamed(task) => Fact::TaskIsRenamed { task: self.name(task), name: self.text(name) },
            Event::Stepped(task, outcome) => self.stepped(task, outcome, text),
            Event::CancelRequested(task) => {
                let done = self.replay.future(self.state.current, task).and_then(|record| record.done);
                let is_over = done.is_some_and(|done| done <= self.state.step);
                let by = self.replay.canceller(self.state.step + 1);
                let by = by.filter(|by| !is_over && !matches!(by, Canceller::Line(_)));
                Fact::CancelIsRequested { task: self.name(task), is_over, by }
            }
            Event::CancelThrown(task) => {
                let (id, record) = (task, self.replay.future(self.state.current, task));
                let by = record.and_then(|task| self.replay.canceller_of_thrown(task, self.state.step + 1));
                Fact::CancelIsThrown { task: self.name(id), by }
            }
            Event::FutureDone(future) => self.done(future, at, text),
            Event::FutureFailed(future) => {
                Fact::FutureHasFailed { future: self.name(future), exception: self.text(text) }
            }
            Event::FutureCancelled(future) => Fact::FutureIsCancelled(self.name(future)),
            Event::CallbackAdded(future) => {
                Fact::WillBeCalled { future: self.name(future), callee: self.callee(text) }
            }
            Event::CallbackRemoved(future, _) => {
                Fact::WillNotBeCalled { future: self.name(future), callee: self.callee(text) }
            }
            Event::AwaitedDone(future) => {
                Fact::AwaitsDone { task: self.current_task(), future: self.name(future) }
            }
            Event::AwaitedBy(future, by) => Fact::IsAwaited { future: self.name(future), by: self.name(by) },
            Event::NotAwaitedBy(future, by) => {
                Fact::IsNotAwaited { future: self.name(future), by: self.name(by) }
            }
            Event::Threads(count) => Fact::OtherThreads(count),
            Event::Watching(source, interest) => Fact::Watches(self.source(source), interest),
            Event::Socket(socket, what) => self.socket_fact(socket, what, details),
            Event::Buffered(source, bytes, high_water, writing) => {
                let is_paused = writing == Writing::Paused;
                Fact::Buffers { socket: self.source(source), bytes, high_water, is_paused }
            }
            Event::Printed(stream) => {
                Fact::Prints { by: self.current_task(), stream, text: self.one_line(text) }
            }
            Event::Read => Fact::Reads(self.one_line(text)),
            Event::Blocked(nanoseconds) => Fact::Blocks(nanoseconds),
            Event::Busy(nanoseconds) => Fact::IsBusy { task: self.current_task(), nanoseconds },
            Event::Raised => Fact::Raises { task: self.current_task(), exception: self.text(text) },
            Event::Loaded(nanoseconds) => Fact::Loads { module: self.text(text), nanoseconds },
            Event::Away(nanoseconds) => Fact::IsAway(nanoseconds),
            Event::Complained(complaint) => Fact::Complains(self.complaint(complaint, text)),
            Event::Generator(number, what) => {
                Fact::Generator { number, function: self.text(name), what, value: self.text(text) }
            }
            Event::Acquiring(id) => self.acquires(id, false),
            Event::Acquired(id) => self.acquires(id, true),
            Event::Released(id) => Fact::Releases {
                task: self.current_task(),
                primitive: self.replay.primitive_name(id),
                next: self
                    .replay
                    .let_on(self.state.step + 1)
                    .map(|(in_loop, task)| self.replay.name_at(in_loop, task, self.state.step)),
            },
            Event::Queue(_, what) => Fact::Queue {
                task: self.current_task(),
                queue: self.text(text),
                what,
                items: self.text(variables),
            },
            Event::Line => Fact::Line { task: self.current_task(), changes: self.text(variables) },
            Event::Full => Fact::TraceIsFull,
        }
    }

    fn soon(&self, handle: HandleId, cause: Cause, text: TextId) -> Fact {
        match cause {
            Cause::Program => Fact::IsQueued(self.callee(text)),
            Cause::Done(future) => {
                Fact::CallbackIsQueued { future: self.name(future), callee: self.callee(text) }
            }
            Cause::Step(task) => Fact::StepIsQueued(self.name(task)),
            Cause::WakeUp(task, future) => {
                Fact::TaskIsQueued { task: self.name(task), future: future.map(|id| self.name(id)) }
            }
            Cause::Ready | Cause::Readable(_) | Cause::Writable(_) => Fact::WatcherIsQueued {
                callee: match self.callee(text) {
                    Callee::Unknown => Callee::Handle(handle),
                    callee => callee,
                },
                source: match cause {
                    Cause::Readable(source) => Some((self.source(source), true)),
                    Cause::Writable(source) => Some((self.source(source), false)),
                    _ => None,
                },
                came: self.replay.came(cause, self.state.step + 1),
            },
        }
    }

    fn began(&self, id: HandleId) -> Fact {
        let in_loop = self.state.current;
        match self.replay.handle(in_loop, id).map(|record| record.cause) {
            Some(Cause::Step(task) | Cause::WakeUp(task, _)) if self.is_thrown_into(task) => {
                self.cancelled_turn(task)
            }
            Some(Cause::Step(id)) => {
                let task = self.name(id);
                match self.span_of(id, self.state.step).map(|(_, span)| span.outcome) {
                    None => Fact::TaskBegins(task),
                    Some(Some(StepOutcome::CannotWait(_))) => {
                        Fact::TaskGoesOn { task, because: Because::CannotWait }
                    }
                    Some(_) => Fact::TaskGoesOn { task, because: Because::TheOthersHaveRun },
                }
            }
            Some(Cause::WakeUp(task, future)) => {
                let because = future.map_or(Because::SomethingIsDone, |future| self.because(task, future));
                Fact::TaskGoesOn { task: self.name(task), because }
            }
            _ => Fact::Runs {
                callee: self.running(id),
                after: self.timer(id).map(|timer| self.since(timer)),
                came: self.came_to(in_loop, id),
            },
        }
    }

    /// A task, and its step that has begun in `step` or before.
    fn span_of(&self, task: FutureId, step: usize) -> Option<(&FutureRecord, &Span)> {
        let record = self.replay.future(self.state.current, task)?;
        Some((record, record.span_at(step)?))
    }

    /// Whether a `CancelledError` is thrown into a task in its step that begins now.
    fn is_thrown_into(&self, task: FutureId) -> bool {
        let began = self.state.step + 1;
        self.span_of(task, began).is_some_and(|(_, span)| span.began == began && span.thrown.is_some())
    }

    /// A task has its turn to have a `CancelledError` thrown in.
    fn cancelled_turn(&self, id: FutureId) -> Fact {
        let task = self.name(id);
        let span = self.span_of(id, self.state.step + 1);
        let by = span.and_then(|(task, span)| self.replay.canceller_of_thrown(task, span.thrown?));
        if span.is_some_and(|(task, span)| self.replay.does_not_begin(task, span)) {
            return Fact::TaskDoesNotBegin { task, by };
        }
        Fact::TaskGoesOn { task, because: Because::AskedToCancel(by) }
    }

    /// A handle that was a timer, and not the end of a sleep.
    fn timer(&self, id: HandleId) -> Option<&HandleRecord> {
        let handle = self.replay.handle(self.state.current, id)?;
        (handle.is_timer && handle.ends_sleep.is_none()).then_some(handle)
    }

    /// How long ago it was set.
    fn since(&self, timer: &HandleRecord) -> u64 {
        self.state.clock.saturating_sub(self.replay.clock(timer.scheduled))
    }

    /// What became of something a task waited for.
    fn because(&self, task: FutureId, future: FutureId) -> Because {
        let canceller = || self.replay.canceller_of(self.state.current, task, future);
        let status = self.replay.future(self.state.current, future).map(|record| record.status);
        match (self.name(future), status) {
            (Name::Future { .. }, Some(Status::Cancelled)) if self.is_sleep(future) => {
                Because::SleepWasCancelled(canceller())
            }
            (name, Some(Status::Cancelled)) => Because::WasCancelled(name, canceller()),
            (name, Some(Status::Failed)) => Because::HasFailed(name),
            (task @ Name::Task { .. }, _) => Because::TaskIsOver(task),
            (Name::Future { .. }, _) if self.is_sleep(future) => Because::SleepIsOver,
            (name @ Name::Future { .. }, _) => match self.replay.came_for(self.state.current, future) {
                Some(came) => Because::HasCome(came),
                None => Because::FutureIsDone(name),
            },
        }
    }

    fn done(&self, future: FutureId, at: StackId, value: TextId) -> Fact {
        // A task's result is what its coroutine returns, wherever that runs.
        let is_task = self.is_task(future);
        let by = if is_task { String::new() } else { self.replay.maker(at) };
        let task = self.current_task().filter(|_| !is_task);
        let value = if by.is_empty() { self.text(value) } else { String::new() };
        Fact::FutureIsDone { future: self.name(future), value, by, task }
    }

    fn stepped(&self, id: FutureId, outcome: StepOutcome, text: TextId) -> Fact {
        let task = self.name(id);
        match outcome {
            StepOutcome::Waits(future) => {
                let awaited = match (self.replay.awaited(self.state.current, future), future) {
                    (Awaited::Future(_), Some(future)) => Awaited::Future(self.name(future)),
                    (awaited, _) => awaited,
                };
                Fact::TaskWaits { task, awaited }
            }
            StepOutcome::GaveWay => Fact::TaskGivesWay(task),
            StepOutcome::Returned => Fact::TaskReturns(task),
            StepOutcome::Raised => {
                // What it raised is told with the future's failure, which follows.
                let record = self.replay.future(self.state.current, id);
                let exception = record.map_or(text, |record| record.value);
                Fact::TaskRaises { task, exception: self.text(exception) }
            }
            StepOutcome::Cancelled | StepOutcome::ReturnedCancelled => {
                let ending = self.replay.ending(self.state.current, id, outcome, self.state.step + 1);
                Fact::TaskEndsCancelled { task, ending }
            }
            StepOutcome::CannotWait(unfit) => Fact::TaskCannotWait { task, unfit },
        }
    }

    fn acquires(&self, id: PrimitiveId, has_it: bool) -> Fact {
        Fact::Acquires { task: self.current_task(), primitive: self.replay.primitive_name(id), has_it }
    }

    fn complaint(&self, complaint: Complaint, text: TextId) -> Fault {
        match complaint {
            Complaint::NeverAwaited => {
                let coroutine = local_name(&self.text(text)).to_owned();
                Fault::NeverAwaited { coroutine, advice: Advice::Unknown }
            }
            Complaint::NeverRetrieved(future) => Fault::NeverRetrieved(self.name(future)),
            Complaint::Destroyed(id) => {
                let task = self.name(id);
                let found = self.replay.findings().iter().map(|it| (it.step, it.in_loop, &it.problem));
                let now = (self.state.step + 1, self.state.current);
                let left =
                    found.filter(|(step, in_loop, _)| (*step, *in_loop) == now).find_map(|(.., problem)| {
                        match problem {
                            Problem::Left { task, is_closed } if *task == id => Some(*is_closed),
                            _ => None,
                        }
                    });
                left.map_or(Fault::Lost(task.clone()), |is_closed| Fault::Left { task, is_closed })
            }
            Complaint::NeverYielded(task, times) => {
                Fault::NeverYielded { task: self.name(task), awaited: self.text(text), times }
            }
        }
    }

    fn name(&self, id: FutureId) -> Name {
        self.replay.name_at(self.state.current, id, self.state.step)
    }

    fn current_task(&self) -> Option<Name> {
        let (in_loop, event_loop) = self.state.loop_at_work()?;
        event_loop.current_task().map(|task| self.replay.name_at(in_loop, task, self.state.step))
    }

    /// Whether a future is one that a timer resolves.
    fn is_sleep(&self, future: FutureId) -> bool {
        self.replay.future(self.state.current, future).is_some_and(FutureRecord::is_sleep)
    }

    fn is_task(&self, future: FutureId) -> bool {
        self.replay.future(self.state.current, future).is_some_and(|record| record.is_task)
    }

    /// A handle that waits.
    fn waiting(&self, id: HandleId) -> Callee {
        let Some(record) = self.replay.handle(self.state.current, id) else {
            return Callee::Handle(id);
        };
        match (record.ends_sleep, self.callee(record.callee)) {
            (Some(future), _) => match self.sleeper(future) {
                Some(task) => Callee::SleepOf(task),
                None => Callee::Sleep(self.name(future)),
            },
            (None, Callee::Unknown) => Callee::Handle(id),
            (None, callee) => callee,
        }
    }

    /// A handle that runs.
    fn running(&self, id: HandleId) -> Callee {
        match self.replay.handle(self.state.current, id).map(|record| record.cause) {
            Some(Cause::Step(task) | Cause::WakeUp(task, _)) => Callee::StepOf(self.name(task)),
            Some(Cause::Done(future)) => Callee::CallbackOf(self.name(future)),
            _ => self.waiting(id),
        }
    }

    /// The task whose sleep a future is.
    fn sleeper(&self, future: FutureId) -> Option<Name> {
        let future = self.state.current_loop()?.futures.get(&future)?;
        future.waiters.front().map(|task| self.name(*task))
    }

    fn callee(&self, text: TextId) -> Callee {
        self.replay.callee(text)
    }

    fn text(&self, id: TextId) -> String {
        self.replay.names().short_text(id, LONGEST)
    }

    fn one_line(&self, id: TextId) -> String {
        shortened(self.replay.names().text(id).trim_end_matches('\n'), LONGEST).replace('\n', "⏎")
    }

    /// How long it is until `when`, in seconds since the trace began; `None` if that is for ever.
    fn wait(&self, when: f64) -> Option<u64> {
        let nanoseconds = ((when * 1e9).round() - self.state.clock as f64).max(0.0);
        (nanoseconds < 1e18).then_some(nanoseconds as u64)
    }

    fn spot(&self, at: StackId) -> Option<Spot> {
        let place = self.replay.names().own_place(at)?;
        let function =
            (place.function != "<module>").then(|| shortened(local_name(place.function), LONGEST_NAME));
        Some(Spot { line: place.line, function })
    }
}
