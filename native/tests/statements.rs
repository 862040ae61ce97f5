//! What the view of the loop says, held against another reading of the same events: who runs, is ready or waits, for what,
//! who made it ready, when and how it ended, who cancelled it. Every program of `tests/parity` is recorded for that.
//!
//! The other reading is below, and as plain as can be: it knows the format, and nothing of `replay`.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use asyncio101::handle::HandleId;
use asyncio101::replay::fact::{Awaited, Because, Canceller, Ending, Fact, Name};
use asyncio101::replay::{Replay, Standing, Status};
use asyncio101::trace::format::{Decoder, Place, Record, check_header};
use asyncio101::trace::{Cause, Complaint, Details, Event, FutureId, StackId, StepOutcome};
use common::{Desk, parity_programs};

/// As many steps of a trace as are looked at.
const MOST: usize = 30_000;

/// Where a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stands {
    Ready,
    Running,
    Waiting(Option<FutureId>),
}

/// A task as this reading knows it.
#[derive(Clone, Copy, Debug)]
struct Task {
    stands: Option<Stands>,
    /// How its last step ended.
    outcome: Option<StepOutcome>,
    /// How many steps it has begun.
    begun: usize,
    /// The step in which it was last put into the ready queue.
    queued: usize,
}

/// A loop as this reading knows it.
#[derive(Clone, Debug, Default)]
struct Loop {
    tasks: BTreeMap<FutureId, Task>,
    /// How and when futures and tasks ended.
    ended: BTreeMap<FutureId, (usize, Status)>,
    sleeps: BTreeSet<FutureId>,
    causes: BTreeMap<HandleId, Cause>,
    timers: BTreeSet<HandleId>,
    running: Option<HandleId>,
    in_step: Vec<FutureId>,
    /// The tasks that were ever asked to cancel.
    requested: BTreeSet<FutureId>,
    /// When each task was asked to cancel that waits, and so what it waits for was cancelled: how everything stood then, and where that was.
    asked: BTreeMap<FutureId, (Box<Loop>, Details)>,
}

/// The events, and where they were.
#[derive(Default)]
struct Reading {
    events: Vec<(u32, Event, Details)>,
    places: Vec<Place>,
    stacks: Vec<(StackId, usize)>,
}

impl Reading {
    fn of(trace: &[u8]) -> Self {
        let mut decoder = Decoder::at(check_header(trace).unwrap().unwrap());
        let (mut reading, mut in_loop) = (Self::default(), 0);
        let (mut thread, mut run_by) = (0, BTreeMap::new());
        while let Some(record) = decoder.next(trace).unwrap() {
            match record {
                Record::Loop(number) => in_loop = number,
                Record::Thread(number) => {
                    thread = number;
                    in_loop = run_by.get(&thread).copied().unwrap_or(in_loop);
                }
                Record::Event(event, details) => {
                    match event {
                        Event::RunBegan => drop(run_by.insert(thread, in_loop)),
                        Event::RunEnded => drop(run_by.remove(&thread)),
                        _ => {}
                    }
                    reading.events.push((in_loop, event, details));
                }
                Record::Place(place) => reading.places.push(place),
                Record::Stack(outer, place) => reading.stacks.push((outer, place.0 as usize)),
                Record::Text(_) | Record::Clock(_) | Record::About(..) => {}
            }
        }
        reading
    }

    /// The innermost line of a stack that is not the library's.
    fn line(&self, mut at: StackId) -> Option<u32> {
        loop {
            let (outer, place) = *self.stacks.get((at.0 as usize).checked_sub(1)?)?;
            let place = self.places.get(place.checked_sub(1)?)?;
            if !place.library {
                return Some(place.line);
            }
            at = outer;
        }
    }
}

impl Loop {
    fn read(&mut self, event: Event, details: Details, step: usize) {
        match event {
            Event::CancelRequested(id) => {
                self.requested.insert(id);
                // The second time, what it waits for has been cancelled already.
                let awaited = self.tasks.get(&id).and_then(|task| match task.stands {
                    Some(Stands::Waiting(future)) => future,
                    _ => None,
                });
                if awaited.is_some_and(|future| !self.ended.contains_key(&future)) {
                    let now = Self { asked: BTreeMap::new(), ..self.clone() };
                    self.asked.insert(id, (Box::new(now), details));
                }
            }
            Event::TaskCreated(id) => {
                let stands = Some(Stands::Ready);
                self.tasks.insert(id, Task { stands, outcome: None, begun: 0, queued: step });
            }
            Event::Soon(handle, cause) => {
                self.causes.insert(handle, cause);
                if let Cause::Step(id) | Cause::WakeUp(id, _) = cause
                    && let Some(task) = self.tasks.get_mut(&id)
                {
                    (task.stands, task.queued) = (Some(Stands::Ready), step);
                }
            }
            Event::Later(handle, _) => {
                self.causes.insert(handle, Cause::Program);
                self.timers.insert(handle);
            }
            Event::Sleeps(handle, _, future) => {
                self.causes.insert(handle, Cause::Program);
                self.sleeps.insert(future);
            }
            Event::Began(handle) => {
                self.running = Some(handle);
                if let Some(Cause::Step(id) | Cause::WakeUp(id, _)) = self.causes.get(&handle).copied() {
                    self.begin(id);
                }
            }
            Event::BeganEagerly(id) => self.begin(id),
            Event::Ended(_) => {
                self.running = None;
                self.in_step.clear();
            }
            Event::RunEnded => self.running = None,
            Event::Stepped(id, outcome) => {
                while self.in_step.pop().is_some_and(|other| other != id) {}
                if let Some(task) = self.tasks.get_mut(&id) {
                    task.outcome = Some(outcome);
                    task.stands = match outcome {
                        StepOutcome::Waits(future) => Some(Stands::Waiting(future)),
                        StepOutcome::GaveWay | StepOutcome::CannotWait(_) => Some(Stands::Ready),
                        StepOutcome::Returned
                        | StepOutcome::Raised
                        | StepOutcome::Cancelled
                        | StepOutcome::ReturnedCancelled => None,
                    };
                }
            }
            Event::FutureDone(id) => self.end(id, step, Status::Done),
            Event::FutureFailed(id) => self.end(id, step, Status::Failed),
            Event::FutureCancelled(id) => self.end(id, step, Status::Cancelled),
            Event::Complained(Complaint::Destroyed(id)) => self.end(id, step, Status::Destroyed),
            _ => {}
        }
    }

    fn begin(&mut self, id: FutureId) {
        self.in_step.push(id);
        self.asked.remove(&id);
        if let Some(task) = self.tasks.get_mut(&id) {
            task.stands = Some(Stands::Running);
            task.begun += 1;
        }
    }

    fn end(&mut self, id: FutureId, step: usize, status: Status) {
        self.ended.insert(id, (step, status));
        if let Some(task) = self.tasks.get_mut(&id) {
            task.stands = None;
        }
    }

    /// What the task waited for that a handle lets go on.
    fn woken_by(&self, handle: HandleId) -> Option<FutureId> {
        match self.causes.get(&handle)? {
            Cause::WakeUp(_, future) => *future,
            _ => None,
        }
    }

    fn has_ended(&self, name: &Name, status: Status) -> bool {
        self.ended.get(&number(name)).is_some_and(|(_, ended)| *ended == status)
    }
}

fn number(name: &Name) -> FutureId {
    match name {
        Name::Task { id, .. } | Name::Future { id, .. } => *id,
    }
}

/// Whether what is told of a step is so, in the loop as it was before; of a cancellation also by whom.
fn is_true(reading: &Reading, known: &Loop, event: Event, details: Details, fact: &Fact) -> bool {
    let is_sleep = |future: FutureId| known.sleeps.contains(&future);
    match (event, fact) {
        (Event::Began(handle), Fact::TaskBegins(task)) => {
            known.causes.get(&handle) == Some(&Cause::Step(number(task)))
                && known.tasks[&number(task)].begun == 0
        }
        (Event::Began(handle), Fact::TaskGoesOn { task, because }) => {
            let future = known.woken_by(handle);
            let is_it = |name: &Name, status| Some(number(name)) == future && known.has_ended(name, status);
            let sleep_is = |status| {
                future.is_some_and(|it| {
                    is_sleep(it) && known.ended.get(&it).is_some_and(|(_, is)| *is == status)
                })
            };
            let is_by = |by: &Option<Canceller>| match (by, known.asked.get(&number(task))) {
                (Some(by), Some((then, details))) => is_canceller(reading, then, *details, by),
                _ => true,
            };
            let is_so = match because {
                Because::TheOthersHaveRun => {
                    known.tasks[&number(task)].outcome == Some(StepOutcome::GaveWay)
                        || known.tasks[&number(task)].begun > 0 && future.is_none()
                }
                Because::SleepIsOver => sleep_is(Status::Done),
                Because::SleepWasCancelled(by) => sleep_is(Status::Cancelled) && is_by(by),
                Because::TaskIsOver(name) | Because::FutureIsDone(name) => is_it(name, Status::Done),
                Because::HasFailed(name) => is_it(name, Status::Failed),
                Because::WasCancelled(name, by) => is_it(name, Status::Cancelled) && is_by(by),
                Because::HasCome(_) => {
                    future.is_some_and(|it| known.ended.get(&it).is_some_and(|(_, is)| *is == Status::Done))
                }
                Because::AskedToCancel(_) => known.requested.contains(&number(task)),
                Because::CannotWait => {
                    matches!(known.tasks[&number(task)].outcome, Some(StepOutcome::CannotWait(_)))
                }
                Because::SomethingIsDone => future.is_none(),
            };
            is_so && known.tasks.contains_key(&number(task))
        }
        (Event::Stepped(id, StepOutcome::Waits(future)), Fact::TaskWaits { task, awaited }) => {
            number(task) == id
                && match awaited {
                    Awaited::Sleep => future.is_some_and(is_sleep),
                    Awaited::Future(name) | Awaited::Primitive { future: name, .. } => {
                        Some(number(name)) == future && !is_sleep(number(name))
                    }
                    Awaited::Unknown => future.is_none(),
                }
        }
        (Event::Began(_), Fact::TaskDoesNotBegin { task, .. }) => {
            known.tasks[&number(task)].begun == 0 && known.requested.contains(&number(task))
        }
        (Event::CancelThrown(id), Fact::CancelIsThrown { task, .. }) => {
            number(task) == id && known.in_step.last() == Some(&id) && known.requested.contains(&id)
        }
        (Event::Stepped(id, outcome), Fact::TaskEndsCancelled { task, ending }) => {
            let is_asked = known.requested.contains(&id);
            number(task) == id
                && (*ending == Ending::Returned) == (outcome == StepOutcome::ReturnedCancelled)
                && match ending {
                    Ending::LetThrough | Ending::AfterMore | Ending::Returned => is_asked,
                    Ending::NotBegun => is_asked && known.tasks[&id].begun == 1,
                    Ending::WithAwaited(name) => {
                        known.has_ended(name, Status::Cancelled) || known.has_ended(name, Status::Failed)
                    }
                    Ending::Unasked => !is_asked,
                }
        }
        (Event::CancelRequested(id), Fact::CancelIsRequested { task, is_over, by }) => {
            number(task) == id
                && *is_over == known.ended.contains_key(&id)
                && by.as_ref().is_none_or(|by| is_canceller(reading, known, details, by))
        }
        _ => true,
    }
}

/// Whether that is who asks for a cancellation now.
fn is_canceller(reading: &Reading, known: &Loop, details: Details, by: &Canceller) -> bool {
    let timer = known.running.is_some_and(|handle| known.timers.contains(&handle));
    let is_asked = |task: FutureId| known.requested.contains(&task);
    let is_of_loop =
        || known.in_step.is_empty() && known.running.is_some() && reading.line(details.at).is_none();
    match by {
        Canceller::Timeout(0) => known.in_step.is_empty() && known.running.is_some() && !timer,
        Canceller::Timeout(_) | Canceller::Timer { .. } => timer && known.in_step.is_empty(),
        Canceller::Group(member) => {
            let cause = known.running.and_then(|handle| known.causes.get(&handle));
            cause == Some(&Cause::Done(number(member))) && known.has_ended(member, Status::Failed)
        }
        Canceller::GroupLeft(task) => known.in_step.last() == Some(&number(task)),
        Canceller::GroupCancelled(task) => {
            known.in_step.last() == Some(&number(task)) && is_asked(number(task))
        }
        Canceller::GroupAgain => known.in_step.last().is_some_and(|task| is_asked(*task)),
        Canceller::RunEnds(_) => known.running.is_none(),
        Canceller::MainIsOver(main) => known.running.is_none() && known.ended.contains_key(&number(main)),
        // The loop itself called `cancel`, or what a future of another thread's calls, whose `cancel()` that line had called.
        Canceller::Asked(_) => is_of_loop(),
        Canceller::Interrupt => details.at != StackId::default(),
        Canceller::Line(line) => reading.line(details.at).map_or_else(is_of_loop, |at| at == *line),
    }
}

/// What is not so in what is said of a program's run; and what `looks` sees of every statement.
fn falsehoods(program: &str, mut looks: impl FnMut(&Reading, &Loop, Event, Details, Fact)) -> Vec<String> {
    let desk = Desk::with(program);
    let _ = desk.record("main.trace");
    let trace = std::fs::read(desk.path("main.trace")).unwrap();
    let (reading, replay) = (Reading::of(&trace), Replay::read(trace).unwrap());
    let (mut loops, mut order) = (BTreeMap::<u32, Loop>::new(), Vec::new());
    let mut wrong = Vec::new();
    // The task whose turn was told to begin with a cancellation.
    let mut thrown_into = None;
    let last = replay.len().min(MOST);
    for (moment, (in_loop, event, details)) in replay.walk(1..=last).zip(&reading.events) {
        let step = moment.step;
        if !order.contains(in_loop) {
            order.push(*in_loop);
        }
        let known = loops.entry(*in_loop).or_default();
        let mut check = |is_so: bool, what: String| {
            if !is_so {
                wrong.push(format!("step {step}, {event:?}: {what}"));
            }
        };
        let state = moment.before.current_loop();
        check(state.and_then(|it| it.current_task()) == known.in_step.last().copied(), "who runs".to_owned());
        let told: BTreeMap<FutureId, Stands> = moment
            .before
            .pending_tasks()
            .map(|(id, task)| {
                let stands = match task.standing {
                    Standing::Ready(_) => Stands::Ready,
                    Standing::Running => Stands::Running,
                    Standing::Waiting(future) => Stands::Waiting(future),
                    Standing::Over => unreachable!("it is pending"),
                };
                (id, stands)
            })
            .collect();
        let alive: BTreeMap<FutureId, Stands> =
            known.tasks.iter().filter_map(|(id, task)| Some((*id, task.stands?))).collect();
        check(told == alive, format!("{told:?} for {alive:?}"));
        let fact = replay.statement(&moment).fact;
        check(is_true(&reading, known, *event, *details, &fact), format!("{fact:?}"));
        let is_thrown = matches!(*event, Event::CancelThrown(task) if thrown_into == Some(task));
        check(
            is_thrown == (thrown_into.is_some() || matches!(event, Event::CancelThrown(_))),
            "what is thrown".to_owned(),
        );
        thrown_into = match &fact {
            Fact::TaskDoesNotBegin { task, .. }
            | Fact::TaskGoesOn { task, because: Because::AskedToCancel(_) } => Some(number(task)),
            _ => None,
        };
        looks(&reading, known, *event, *details, fact);
        known.read(*event, *details, step);
    }
    if last < replay.len() {
        return wrong;
    }
    for future in replay.futures() {
        let known = &loops[&order[future.id.0]];
        let ended = known.ended.get(&future.id.1).copied();
        let told = future.done.map(|done| (done, future.status));
        if told != ended {
            wrong.push(format!("{:?} ended {told:?} for {ended:?}", future.id));
        }
        if let Some(task) = known.tasks.get(&future.id.1) {
            if future.spans.len() != task.begun {
                wrong.push(format!("{:?} ran {} times for {}", future.id, future.spans.len(), task.begun));
            }
            // What was put into the queue and has begun, or not.
            let queued = future.ready.or(future.spans.last().map(|span| span.ready));
            if queued
                .is_some_and(|queued| queued > task.queued.max(future.spans.last().map_or(0, |it| it.began)))
            {
                wrong.push(format!("{:?} was ready in {queued:?} for {}", future.id, task.queued));
            }
        }
    }
    wrong
}

#[test]
fn what_is_said_of_a_loop_is_so_in_every_parity_program() {
    let (mut wrong, mut told) = (Vec::new(), BTreeMap::<&str, usize>::new());
    let programs = parity_programs();
    for program in &programs {
        let name = program.file_stem().unwrap().to_string_lossy();
        let found = falsehoods(&std::fs::read_to_string(program).unwrap(), |_, _, _, _, fact| {
            let kind = match fact {
                Fact::TaskBegins(_) => "begins",
                Fact::TaskGoesOn { because: Because::SleepWasCancelled(Some(_)), .. } => "cancelled sleep",
                Fact::TaskGoesOn { because: Because::WasCancelled(_, Some(_)), .. } => "cancelled wait",
                Fact::TaskGoesOn { .. } => "goes on",
                Fact::TaskWaits { .. } => "waits",
                Fact::CancelIsRequested { is_over: false, by: Some(_), .. } => "asked by somebody",
                Fact::CancelIsRequested { is_over: true, .. } => "asked too late",
                Fact::CancelIsThrown { by: Some(_), .. } => "thrown",
                Fact::TaskEndsCancelled { .. } => "ends cancelled",
                _ => "else",
            };
            *told.entry(kind).or_default() += 1;
        });
        wrong.extend(found.iter().take(3).map(|what| format!("{name}: {what}")));
    }
    assert!(programs.len() > 100, "{}", programs.len());
    assert!(told.len() == 10 && told.values().all(|times| *times > 3), "{told:?}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The other reading is no echo: what is not so, it says.
#[test]
fn what_is_not_so_is_found() {
    let program = "import asyncio\nasync def child(): await asyncio.sleep(9)\n\
                   async def main():\n    task = asyncio.create_task(child())\n    await asyncio.sleep(1)\n    \
                   task.cancel()\n    await asyncio.wait([task])\n\
                   asyncio.run(main())\n";
    let nobody = || Name::Task { id: FutureId(99), name: String::new(), coroutine: String::new() };
    let mut lies = 0;
    let wrong = falsehoods(program, |reading, known, event, details, fact| {
        let lie = match fact {
            Fact::TaskWaits { task, .. } => Fact::TaskWaits { task, awaited: Awaited::Future(nobody()) },
            Fact::TaskGoesOn { task, because: Because::SleepWasCancelled(Some(Canceller::Line(line))) } => {
                let by = Some(Canceller::Line(line + 1));
                Fact::TaskGoesOn { task, because: Because::SleepWasCancelled(by) }
            }
            Fact::TaskGoesOn { task, because: Because::SleepIsOver } => {
                Fact::TaskGoesOn { task, because: Because::SleepWasCancelled(None) }
            }
            Fact::CancelIsRequested { task, is_over, .. } => {
                let by = Some(Canceller::MainIsOver(nobody()));
                assert!(!is_true(
                    reading,
                    known,
                    event,
                    details,
                    &Fact::CancelIsRequested { task: task.clone(), is_over: !is_over, by: None }
                ));
                Fact::CancelIsRequested { task, is_over, by }
            }
            _ => return,
        };
        lies += 1;
        assert!(!is_true(reading, known, event, details, &lie), "{lie:?}");
    });
    assert!(wrong.is_empty() && lies >= 6, "{lies}: {wrong:#?}");
}
