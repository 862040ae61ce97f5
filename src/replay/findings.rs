//! What is wrong with a program, as far as its trace can tell.

use std::collections::BTreeMap;

use super::history::FutureRecord;
use super::names::Names;
use super::primitives::Primitives;
use super::state::{Loop, Standing, State};
use crate::selector::Timeout;
use crate::trace::{Complaint, Details, Event, FutureId, SLOW, StackId, TextId};

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
    /// A task awaited the same again and again, and never gave way to another task.
    NeverYielded {
        /// The task.
        task: FutureId,
        /// What it awaited.
        awaited: TextId,
        /// How many times.
        times: u64,
    },
}

/// What has to be remembered from event to event to find it.
#[derive(Debug, Default)]
pub(super) struct Watch {
    /// The step in which the running callback began, and the clock then.
    began: (usize, u64),
    /// How long it has spent loading parts of the library: CPython would have loaded them before the loop ran.
    loaded: u64,
    /// The longest time that a single call has blocked in it, where that was, and the step.
    blocked: Option<(u64, StackId, usize)>,
    /// How long all such calls have, together.
    blocked_in_all: u64,
    /// Where it was seen while it computed, the step of that, and how often.
    seen: Vec<(StackId, usize, usize)>,
    /// Where the running callback's task was suspended last.
    suspended: StackId,
    /// The finding that the loop can never be woken, while nothing contradicts it.
    deadlock: Option<usize>,
}

/// What is known of a trace when one of its events is looked at.
pub(super) struct Known<'a> {
    pub(super) names: Names<'a>,
    pub(super) futures: &'a BTreeMap<(usize, FutureId), FutureRecord>,
    pub(super) primitives: &'a Primitives,
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
        let Known { names, futures, primitives, state } = *known;
        let step = state.step + 1;
        let in_loop = state.current;
        let at_of = |future: FutureId| futures.get(&(in_loop, future)).map_or(details.at, |future| future.at);
        let mut found = None;
        let mut find = |step, at, problem| found = Some(Finding { step, in_loop, at, problem });
        match event {
            Event::Began(_) => {
                self.began = (step, state.clock);
                self.loaded = 0;
                self.blocked = None;
                self.blocked_in_all = 0;
                self.seen.clear();
                self.suspended = StackId::default();
            }
            Event::Blocked(nanoseconds) => {
                self.blocked_in_all += nanoseconds;
                if self.blocked.is_none_or(|(most, ..)| most < nanoseconds) {
                    self.blocked = Some((nanoseconds, details.at, step));
                }
            }
            Event::Busy(nanoseconds) => {
                match self.seen.iter_mut().find(|(at, ..)| *at == details.at) {
                    Some((_, _, times)) => *times += 1,
                    None => self.seen.push((details.at, step, 1)),
                }
                // It may never come to its end: it is stopped, or the trace is full before.
                let task = state.current_loop().and_then(Loop::running).and_then(|it| task_of(state, it));
                self.block(findings, nanoseconds.saturating_sub(self.loaded), task, in_loop);
            }
            Event::Loaded(nanoseconds) => self.loaded += nanoseconds,
            Event::Stepped(..) => self.suspended = details.at,
            Event::Ended(handle) => {
                let (_, clock) = self.began;
                // A virtual clock is also moved by other threads that sleep: they keep nobody.
                let nanoseconds = match names.about("clock") {
                    Some("virtual") => self.blocked_in_all,
                    _ => state.clock.saturating_sub(clock).saturating_sub(self.loaded),
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
                Complaint::Destroyed(task) if is_stuck(findings, in_loop, task) => {}
                Complaint::Destroyed(task) => find(step, at_of(task), Problem::Lost { task }),
                Complaint::NeverYielded(task, times) => {
                    find(step, details.at, Problem::NeverYielded { task, awaited: details.text, times });
                }
            },
            Event::Selecting(Timeout::Never) => {
                if let Some(event_loop) = state.current_loop()
                    && let Some(problem) = deadlock(event_loop, |task| {
                        let future = waits_for(event_loop, task)?;
                        let primitive = futures.get(&(in_loop, future)).and_then(|future| future.acquires);
                        // Who waits for a lock waits for whoever has it.
                        match primitive.and_then(|primitive| primitives.holder(primitive)) {
                            Some((_, holder)) => Some(holder),
                            None => Some(future),
                        }
                    })
                {
                    self.deadlock = Some(findings.len());
                    let at = match &problem {
                        // One in the circle, if there is one: the others only wait for those.
                        Problem::Deadlock { tasks, cycle } => cycle
                            .first()
                            .or(tasks.first())
                            .map_or(StackId::default(), |task| suspended_at(event_loop, *task)),
                        _ => StackId::default(),
                    };
                    findings.push(Finding { step, in_loop, at, problem });
                }
            }
            // It was woken all the same, by somebody the trace does not know.
            Event::Soon(..) if self.deadlock.is_some() && !is_left(state) => {
                if let Some(at) = self.deadlock.take() {
                    findings.remove(at);
                }
            }
            // Somebody pressed Ctrl+C, or gave up: that it could go no further stays true.
            Event::RunEnded | Event::CancelRequested(_) => self.deadlock = None,
            _ => {}
        }
        findings.extend(found);
    }
}

impl Watch {
    /// The callback that runs has kept its loop for so long: finds that, if it is too long, or corrects what was found of
    /// it before.
    fn block(&self, findings: &mut Vec<Finding>, nanoseconds: u64, task: Option<FutureId>, in_loop: usize) {
        let (began, _) = self.began;
        // Of places that were seen as often as each other, the first.
        let most = self.seen.iter().rev().max_by_key(|(_, _, times)| *times);
        let (step, at) = match (self.blocked, most) {
            (Some((blocked, at, step)), _) if blocked * 2 > nanoseconds => (step, at),
            (_, Some((at, step, _))) => (*step, *at),
            _ => (began, self.suspended),
        };
        let finding = Finding { step, in_loop, at, problem: Problem::Blocked { nanoseconds, task } };
        let known = findings
            .iter()
            .rposition(|known| known.step >= began && matches!(known.problem, Problem::Blocked { .. }));
        let is_slow = u128::from(nanoseconds) >= SLOW.as_nanos();
        match known {
            Some(at) if is_slow => findings[at] = finding,
            // What looked like it was the library being loaded.
            Some(at) => drop(findings.remove(at)),
            None if is_slow => findings.push(finding),
            None => {}
        }
    }
}

/// Whether a task is among those that nothing can wake.
fn is_stuck(findings: &[Finding], in_loop: usize, task: FutureId) -> bool {
    findings.iter().any(|finding| {
        finding.in_loop == in_loop
            && matches!(&finding.problem, Problem::Deadlock { tasks, .. } if tasks.contains(&task))
    })
}

/// Whether nobody runs the loop any more: what is scheduled then is how the program ends.
fn is_left(state: &State) -> bool {
    state.current_loop().is_none_or(|event_loop| event_loop.phase == super::Phase::Idle)
}

fn task_of(state: &State, handle: crate::handle::HandleId) -> Option<FutureId> {
    use crate::trace::Cause;
    match state.current_loop()?.handles.get(&handle)?.cause {
        Cause::Step(task) | Cause::WakeUp(task, _) => Some(task),
        Cause::Program | Cause::Done(_) | Cause::Ready => None,
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

/// The loop is about to wait for something to happen. What can?
fn deadlock(event_loop: &Loop, waits_for: impl Fn(FutureId) -> Option<FutureId>) -> Option<Problem> {
    if !event_loop.watched.is_empty() || event_loop.threads > 0 {
        return None;
    }
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
    let cycle = tasks.iter().find_map(|task| cycle_from(*task, &waits_for)).unwrap_or_default();
    Some(Problem::Deadlock { tasks, cycle })
}

/// The circle that leads from a task, by what it waits for, back to itself.
fn cycle_from(start: FutureId, waits_for: &impl Fn(FutureId) -> Option<FutureId>) -> Option<Vec<FutureId>> {
    let mut cycle = vec![start];
    let mut next = waits_for(start)?;
    while next != start {
        if cycle.contains(&next) {
            return None;
        }
        cycle.push(next);
        next = waits_for(next)?;
    }
    Some(cycle)
}
