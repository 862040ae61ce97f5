//! What is wrong with a program, as far as its trace can tell.

mod network;

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use super::history::FutureRecord;
use super::names::Names;
use super::primitives::Primitives;
use super::state::{Loop, Phase, Standing, State};
use super::traffic::Traffic;
use crate::selector::{Source, Timeout};
use crate::trace::{Complaint, Details, Event, FutureId, SLOW, SocketId, StackId, TextId};

/// Something wrong, at a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The step that shows it.
    pub step: usize,
    /// The loop it is about.
    pub in_loop: usize,
    /// Where in the program.
    pub at: StackId,
    /// What it is.
    pub problem: Problem,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A coroutine was made and dropped, and never ran: an `await` is missing.
    NeverAwaited {
        /// Its function.
        coroutine: TextId,
    },
    /// One callback kept the loop from doing anything else.
    Blocked {
        /// For how long.
        nanoseconds: u64,
        /// The task whose step it was, if it was one.
        task: Option<FutureId>,
    },
    /// A future failed, and nobody ever asked for the exception.
    NeverRetrieved {
        /// The future or task.
        future: FutureId,
    },
    /// The loop waits for ever: nothing is left that could wake one of these tasks.
    Deadlock {
        /// The tasks that wait.
        tasks: Vec<FutureId>,
        /// Those of them that wait for each other, in a circle; none if they do not.
        cycle: Vec<FutureId>,
    },
    /// A task was dropped before it was done: nobody kept a reference to it.
    Lost {
        /// The task.
        task: FutureId,
    },
    /// A task was not done when its loop was closed, or left for good, and was dropped then.
    Left {
        /// The task.
        task: FutureId,
        /// Whether the loop was closed.
        is_closed: bool,
    },
    /// A task awaited the same again and again, and never gave way to another task.
    NeverYielded {
        /// The task.
        task: FutureId,
        /// What it awaited.
        awaited: TextId,
        /// How many times.
        times: u64,
    },
    /// A connection, or whoever listened for some, was never closed.
    NeverClosed {
        /// The socket.
        socket: SocketId,
    },
    /// Something was written to a transport again and again that had asked to pause, and nobody waited until it had sent
    /// what it had.
    NeverDrained {
        /// What the transport writes to.
        source: Source,
        /// How many bytes it had to keep then.
        bytes: u64,
        /// The task that wrote.
        task: Option<FutureId>,
    },
    /// What served a connection failed, and only the loop's exception handler was told.
    HandlerFailed {
        /// Its task.
        task: FutureId,
    },
}

/// What has to be remembered from event to event to find it.
#[derive(Debug, Default)]
pub(super) struct Watch {
    /// What runs in the thread of the last event.
    run: Run,
    /// That thread.
    thread: u32,
    /// What runs in the others.
    others: HashMap<u32, Run>,
    /// The finding that the loop can never be woken, while nothing contradicts it.
    deadlock: Option<usize>,
    /// The last such finding, contradicted or not.
    last_deadlock: Option<usize>,
    /// How many there are.
    deadlocks: usize,
    /// As many futures as were looked at to find them.
    looked_at: usize,
    /// The tasks they name, by the loop, and in how many of them.
    stuck: HashMap<(usize, FutureId), usize>,
    /// How often something was written to what had asked to pause.
    pushed: HashMap<Source, usize>,
}

/// What has to be remembered of the callback that runs in a thread.
#[derive(Debug, Default)]
struct Run {
    /// The step in which the running callback began, and the clock then.
    began: (usize, u64),
    /// How long it has spent loading parts of the library, which CPython would have loaded before the loop ran, and waiting for
    /// other threads to let it go on.
    loaded: u64,
    /// Where calls have blocked in it, the step of the first of each place's, and how long they have, together.
    blocked: Vec<(StackId, usize, u64)>,
    /// How long all such calls have, together.
    blocked_in_all: u64,
    /// Where it was seen while it computed.
    seen: Vec<Seen>,
    /// Whether it has read from standard input while nothing else was there to run: then it kept nobody.
    read_alone: bool,
    /// What was found of the running callback: that it blocks the loop.
    block: Option<usize>,
}

/// Where a callback was seen while it computed.
#[derive(Clone, Copy, Debug)]
struct Seen {
    at: StackId,
    step: usize,
    /// The clock then.
    clock: u64,
    /// How long it had computed since it had been seen before, or had begun.
    computed: u64,
    /// How much of its time had been something else until then.
    otherwise: u64,
}

/// As many places as are told from each other in which one callback's calls have blocked.
const MOST_PLACES: usize = 64;
/// As many times as one callback is looked at while it computes.
const MOST_SEEN: usize = 1000;
/// As many times as a program is found to be stuck: each time may be about all of its tasks.
const MOST_DEADLOCKS: usize = 16;
/// As many futures as are looked at to find that out. A loop that may be woken costs none.
const MOST_LOOKED_AT: usize = 500_000;

/// What is known of a trace when one of its events is looked at.
pub(super) struct Known<'a> {
    pub(super) names: Names<'a>,
    pub(super) futures: &'a BTreeMap<(usize, FutureId), FutureRecord>,
    pub(super) primitives: &'a Primitives,
    pub(super) traffic: &'a Traffic,
    /// The state before the event.
    pub(super) state: &'a State,
}

impl Watch {
    pub(super) fn look(
        &mut self,
        findings: &mut Vec<Finding>,
        known: &Known<'_>,
        event: Event,
        details: Details,
    ) {
        self.follow(known.state.thread);
        self.look_at_network(findings, known, event, details);
        let Known { names, futures, primitives, state, .. } = *known;
        let step = state.step + 1;
        let in_loop = state.current;
        let at_of = |future: FutureId| futures.get(&(in_loop, future)).map_or(details.at, |future| future.at);
        let mut found = None;
        let mut find = |step, at, problem| found = Some(Finding { step, in_loop, at, problem });
        match event {
            Event::Began(_) => {
                self.run.began = (step, state.clock);
                self.run.loaded = 0;
                self.run.blocked.clear();
                self.run.blocked_in_all = 0;
                self.run.seen.clear();
                self.run.read_alone = false;
                self.run.block = None;
            }
            Event::Blocked(nanoseconds) => {
                self.run.blocked_in_all = self.run.blocked_in_all.saturating_add(nanoseconds);
                let blocked = &mut self.run.blocked;
                let place = |at| names.user_place(at);
                let is_there = |at| at == details.at || place(at) == place(details.at);
                match blocked.iter().position(|(at, ..)| is_there(*at)) {
                    Some(known) => blocked[known].2 = blocked[known].2.saturating_add(nanoseconds),
                    None if blocked.len() < MOST_PLACES => blocked.push((details.at, step, nanoseconds)),
                    None => {}
                }
            }
            Event::Busy(nanoseconds) => {
                if self.run.seen.len() < MOST_SEEN {
                    let otherwise = self.run.blocked_in_all.saturating_add(self.run.loaded);
                    let (since, before) = self
                        .run
                        .seen
                        .last()
                        .map_or((self.run.began.1, 0), |seen| (seen.clock, seen.otherwise));
                    let computed =
                        state.clock.saturating_sub(since).saturating_sub(otherwise.saturating_sub(before));
                    self.run.seen.push(Seen {
                        at: details.at,
                        step,
                        clock: state.clock,
                        computed,
                        otherwise,
                    });
                }
                // It may never come to its end: it is stopped, or the trace is full before.
                let running = state.loop_at_work().and_then(|(_, event_loop)| event_loop.running());
                let task = running.and_then(|it| task_of(state, it));
                self.block(findings, nanoseconds.saturating_sub(self.run.loaded), task, in_loop);
            }
            Event::Read => self.run.read_alone |= is_alone(state),
            Event::Loaded(nanoseconds) | Event::Away(nanoseconds) => {
                self.run.loaded = self.run.loaded.saturating_add(nanoseconds);
                // Where it was seen meanwhile has nothing to do with the rest.
                let since = state.clock.saturating_sub(nanoseconds);
                self.run.seen.retain(|seen| seen.clock <= since);
            }
            Event::Ended(handle) => {
                let (_, clock) = self.run.began;
                // A virtual clock is also moved by other threads that sleep: they keep nobody.
                let nanoseconds = match names.about("clock") {
                    Some("virtual") => self.run.blocked_in_all,
                    _ => state.clock.saturating_sub(clock).saturating_sub(self.run.loaded),
                };
                self.block(findings, nanoseconds, task_of(state, handle), in_loop);
            }
            Event::Complained(complaint) => match complaint {
                Complaint::NeverAwaited => {
                    find(step, details.at, Problem::NeverAwaited { coroutine: details.text });
                }
                Complaint::NeverRetrieved(future) => {
                    find(step, at_of(future), Problem::NeverRetrieved { future });
                }
                // What waits for ever ends so; that it waits has been said.
                Complaint::Destroyed(task) if self.stuck.contains_key(&(in_loop, task)) => {}
                Complaint::Destroyed(task) => {
                    let problem = match state.current_loop().map(|event_loop| event_loop.phase) {
                        Some(Phase::Closed) => Problem::Left { task, is_closed: true },
                        Some(Phase::Idle) => Problem::Left { task, is_closed: false },
                        _ => Problem::Lost { task },
                    };
                    find(step, at_of(task), problem);
                }
                Complaint::NeverYielded(task, times) => {
                    find(step, details.at, Problem::NeverYielded { task, awaited: details.text, times });
                }
            },
            Event::Selecting(Timeout::Never) => {
                let event_loop = state.current_loop().filter(|event_loop| {
                    let has_room = self.deadlocks < MOST_DEADLOCKS && self.looked_at < MOST_LOOKED_AT;
                    has_room && event_loop.watched.is_empty() && event_loop.threads == 0
                });
                self.looked_at += event_loop.map_or(0, |event_loop| event_loop.futures.len());
                if let Some(event_loop) = event_loop
                    && let Some(problem) = deadlock(event_loop, |task| {
                        let future = waits_for(event_loop, task)?;
                        let primitive = futures.get(&(in_loop, future)).and_then(|future| future.acquires);
                        // What waits for a lock waits for what has it.
                        match primitive.and_then(|primitive| primitives.holder(primitive, (in_loop, task))) {
                            Some((of, holder)) if of == in_loop => Some(holder),
                            _ => Some(future),
                        }
                    })
                {
                    self.find_deadlock(
                        findings,
                        event_loop,
                        Finding { step, in_loop, at: StackId(0), problem },
                    );
                }
            }
            // It was woken all the same, by something the trace does not know.
            Event::Soon(..) if self.deadlock.is_some() && !is_left(state) => {
                if let Some(at) = self.deadlock.take() {
                    self.remove(findings, at);
                }
            }
            // It was not left for good: nothing referred to what was dropped meanwhile.
            Event::RunBegan => {
                for finding in findings.iter_mut().filter(|finding| finding.in_loop == in_loop) {
                    if let Problem::Left { task, is_closed: false } = finding.problem {
                        finding.problem = Problem::Lost { task };
                    }
                }
            }
            // It was interrupted, or given up: that it could go no further stays true.
            Event::RunEnded | Event::CancelRequested(_) => self.deadlock = None,
            _ => {}
        }
        findings.extend(found);
    }
}

impl Run {
    /// Where it computed for longest, as far as it was seen, the first step of that, and how long; of places with as much as
    /// each other, the first.
    fn most_seen(&self) -> Option<(StackId, usize, u64)> {
        let mut places: Vec<(StackId, usize, u64)> = Vec::new();
        for seen in &self.seen {
            match places.iter_mut().find(|(at, ..)| *at == seen.at) {
                Some((.., all)) => *all = all.saturating_add(seen.computed),
                None => places.push((seen.at, seen.step, seen.computed)),
            }
        }
        places.into_iter().rev().max_by_key(|(.., all)| *all)
    }
}

impl Watch {
    /// The next event is one of this thread.
    fn follow(&mut self, thread: u32) {
        if thread != self.thread {
            let run = self.others.remove(&thread).unwrap_or_default();
            self.others.insert(self.thread, std::mem::replace(&mut self.run, run));
            self.thread = thread;
        }
    }

    /// The callback that runs has kept its loop for so long: finds that, if it is too long, or corrects what was found of
    /// it before.
    fn block(
        &mut self,
        findings: &mut Vec<Finding>,
        nanoseconds: u64,
        task: Option<FutureId>,
        in_loop: usize,
    ) {
        let (began, _) = self.run.began;
        // Of places with as much as each other, the first.
        let most = self.run.blocked.iter().rev().max_by_key(|(.., all)| *all);
        // What was computed and not seen may have been all in one place.
        let computed = nanoseconds.saturating_sub(self.run.blocked_in_all);
        let seen = self.run.most_seen();
        let other = seen.map_or(computed, |(.., time)| time.min(computed));
        let (step, at) = match (most, seen) {
            (Some((at, step, all)), _) if *all >= other => (*step, *at),
            (_, Some((at, step, _))) => (step, at),
            // Where it was, nobody knows.
            _ => (began, StackId::default()),
        };
        let finding = Finding { step, in_loop, at, problem: Problem::Blocked { nanoseconds, task } };
        let is_slow = u128::from(nanoseconds) >= SLOW.as_nanos() && !self.run.read_alone;
        match self.run.block {
            Some(at) if is_slow => findings[at] = finding,
            // What looked like it was the library being loaded.
            Some(at) => self.remove(findings, at),
            None if is_slow => {
                self.run.block = Some(findings.len());
                findings.push(finding);
            }
            None => {}
        }
    }

    /// Finds that the loop can never be woken, unless that is what was found last.
    fn find_deadlock(&mut self, findings: &mut Vec<Finding>, event_loop: &Loop, finding: Finding) {
        let Problem::Deadlock { tasks, cycle } = &finding.problem else { return };
        let is_known = self.last_deadlock.is_some_and(|at| {
            (findings[at].in_loop, &findings[at].problem) == (finding.in_loop, &finding.problem)
        });
        if is_known {
            return;
        }
        for task in tasks {
            *self.stuck.entry((finding.in_loop, *task)).or_default() += 1;
        }
        // One in the circle, if there is one: the others only wait for those.
        let shown = cycle.first().or(tasks.first());
        let at = shown.map_or(StackId::default(), |task| suspended_at(event_loop, *task));
        self.deadlocks += 1;
        self.deadlock = Some(findings.len());
        self.last_deadlock = self.deadlock;
        findings.push(Finding { at, ..finding });
    }

    /// Takes a finding back.
    fn remove(&mut self, findings: &mut Vec<Finding>, at: usize) {
        let Finding { in_loop, problem, .. } = findings.remove(at);
        let blocks = self.others.values_mut().map(|run| &mut run.block);
        for known in blocks.chain([&mut self.run.block, &mut self.deadlock, &mut self.last_deadlock]) {
            *known = match *known {
                Some(other) if other == at => None,
                Some(other) if other > at => Some(other - 1),
                other => other,
            };
        }
        if let Problem::Deadlock { tasks, .. } = problem {
            self.deadlocks -= 1;
            for task in tasks {
                if let Entry::Occupied(mut times) = self.stuck.entry((in_loop, task)) {
                    *times.get_mut() -= 1;
                    if *times.get() == 0 {
                        times.remove();
                    }
                }
            }
        }
    }
}

/// Whether what runs is all there is: no other task, and nothing that a loop is to call.
fn is_alone(state: &State) -> bool {
    let Some(event_loop) = state.current_loop() else { return true };
    let others = state.pending_tasks().filter(|(id, _)| !event_loop.stepping.contains(id));
    let is_idle =
        event_loop.ready.is_empty() && event_loop.timers.is_empty() && event_loop.watched.is_empty();
    is_idle && others.count() == 0
}

/// Whether nobody runs the loop any more: what is scheduled then is how the program ends.
fn is_left(state: &State) -> bool {
    state.current_loop().is_none_or(|event_loop| event_loop.phase == Phase::Idle)
}

fn task_of(state: &State, handle: crate::handle::HandleId) -> Option<FutureId> {
    use crate::trace::Cause;
    match state.current_loop()?.handles.get(&handle)?.cause {
        Cause::Step(task) | Cause::WakeUp(task, _) => Some(task),
        Cause::Program | Cause::Done(_) | Cause::Ready | Cause::Readable(_) | Cause::Writable(_) => None,
    }
}

fn suspended_at(event_loop: &Loop, task: FutureId) -> StackId {
    let task = event_loop.futures.get(&task).and_then(|future| future.task.as_ref());
    task.map_or(StackId::default(), |task| task.suspended_at)
}

/// What a task waits for.
fn waits_for(event_loop: &Loop, task: FutureId) -> Option<FutureId> {
    match event_loop.futures.get(&task)?.task.as_ref()?.standing {
        Standing::Waiting(future) => future,
        _ => None,
    }
}

/// The loop is about to wait for something to happen, and watches nothing. What can?
fn deadlock(event_loop: &Loop, waits_for: impl Fn(FutureId) -> Option<FutureId>) -> Option<Problem> {
    let tasks: Vec<FutureId> = event_loop
        .futures
        .iter()
        .filter(|(_, future)| {
            future.task.as_ref().is_some_and(|task| matches!(task.standing, Standing::Waiting(_)))
        })
        .map(|(id, _)| *id)
        .collect();
    if tasks.is_empty() {
        return None;
    }
    let cycle = first_cycle(&tasks, waits_for);
    Some(Problem::Deadlock { tasks, cycle })
}

/// Of the circles that tasks wait for each other in, that with the first of `tasks`, which begins with it. `tasks`
/// are in the order of their numbers.
fn first_cycle(tasks: &[FutureId], waits_for: impl Fn(FutureId) -> Option<FutureId>) -> Vec<FutureId> {
    // Each waits for one thing at most, so every walk ends where one has been before, or in a circle of its own.
    let mut been: HashMap<FutureId, usize> = HashMap::new();
    let mut first: Vec<FutureId> = Vec::new();
    for (walk, start) in tasks.iter().enumerate() {
        let mut path = Vec::new();
        let mut next = Some(*start);
        while let Some(task) = next {
            match been.entry(task) {
                Entry::Vacant(place) => {
                    place.insert(walk);
                    path.push(task);
                    next = waits_for(task);
                }
                Entry::Occupied(before) => {
                    if *before.get() == walk {
                        let begins = path.iter().position(|known| *known == task).unwrap_or_default();
                        let mut cycle = path.split_off(begins);
                        let least = cycle.iter().enumerate().min_by_key(|(_, task)| **task);
                        let least = least.map_or(0, |(at, _)| at);
                        cycle.rotate_left(least);
                        if first.first().is_none_or(|known| cycle[0] < *known) {
                            first = cycle;
                        }
                    }
                    break;
                }
            }
        }
    }
    first
}
