//! Awaits that never give way: a coroutine that awaits others again and again, of which none ever suspends, keeps
//! all others waiting, though its source is full of `await`.
//!
//! Python says when a coroutine begins, and so do those that Rust answers. Awaited at the same line again in the same step, it must have returned
//! without suspending the time before.

use std::cell::RefCell;

use rapidhash::RapidHashMap;
use rustpython_vm::{PyObject, PyObjectRef};
use smallvec::SmallVec;

use super::current::is_on;
use super::places::{self, Caller};
use crate::trace::{Details, Recorder};

/// How often makes a habit.
const OFTEN: u64 = 1000;

/// Tells the observer of a task's loop that a coroutine has begun so many times in a step, with details of where.
pub(in crate::python) type Report = fn(task: &PyObject, times: u64, details: &dyn Fn(&Recorder) -> Details);

/// A task's step under way.
#[derive(Default)]
pub(in crate::python) struct Step {
    task: Option<(PyObjectRef, Report)>,
    /// How often a coroutine has begun, by the place it was awaited at: the first few places, and the others.
    begun: SmallVec<[(Caller, u64); FEW]>,
    more_begun: RapidHashMap<Caller, u64>,
}

/// As many places as are looked for one by one. Most steps have no more.
const FEW: usize = 4;

impl Step {
    /// A coroutine begins that is awaited there; how often that is now.
    fn count(&mut self, caller: Caller) -> u64 {
        let times = match self.begun.iter().position(|(known, _)| *known == caller) {
            Some(known) => &mut self.begun[known].1,
            None if self.begun.len() < FEW => {
                self.begun.push((caller, 0));
                let last = self.begun.len() - 1;
                &mut self.begun[last].1
            }
            None => self.more_begun.entry(caller).or_default(),
        };
        *times += 1;
        *times
    }
}

thread_local! {
    static STEP: RefCell<Step> = RefCell::default();
}

/// Takes a step of a task. A step may take another task's first step in it.
pub(in crate::python) fn in_step<R>(task: &PyObject, report: Report, step: impl FnOnce() -> R) -> R {
    if !is_on() {
        return step();
    }
    let outer = STEP.replace(Step { task: Some((task.to_owned(), report)), ..Step::default() });
    let result = step();
    drop(STEP.replace(outer));
    result
}

/// Puts away the step that this thread takes, and puts in its place what was put away of another's.
pub(in crate::python) fn swap_step(step: &mut Step) {
    STEP.with_borrow_mut(|current| std::mem::swap(current, step));
}

/// A coroutine begins to run.
pub(super) fn begun(name: &str) {
    let Some(caller) = places::caller() else { return };
    let task =
        STEP.with_borrow_mut(|step| if step.count(caller) == OFTEN { step.task.clone() } else { None });
    if let Some((task, report)) = task {
        report(&task, OFTEN, &|recorder| {
            let (at, text) = (places::of_caller(recorder), recorder.text(name));
            Details { at, text, ..Details::NONE }
        });
    }
}
