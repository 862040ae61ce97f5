//! Awaits that never give way: a coroutine that awaits others again and again, of which none ever suspends, keeps
//! everybody else waiting, though its source is full of `await`.
//!
//! Python says when a coroutine begins. Awaited at the same line again in the same step, it must have returned
//! without suspending the time before.

use std::cell::RefCell;
use std::collections::HashMap;

use rustpython_vm::PyRef;

use super::places::{self, Caller};
use crate::python::recording::is_on;
use crate::python::task::Task;
use crate::trace::{Complaint, Details, Event};

/// How often makes a habit.
const OFTEN: u64 = 1000;

/// A task's step under way.
#[derive(Default)]
struct Step {
    task: Option<PyRef<Task>>,
    /// How often a coroutine has begun, by the place it was awaited at.
    begun: HashMap<Caller, u64>,
}

thread_local! {
    static STEP: RefCell<Step> = RefCell::default();
}

/// Takes a step of a task. A step may take another task's first step in it.
pub(in crate::python) fn in_step<R>(task: &PyRef<Task>, step: impl FnOnce() -> R) -> R {
    if !is_on() {
        return step();
    }
    let outer = STEP.replace(Step { task: Some(task.clone()), begun: HashMap::new() });
    let result = step();
    drop(STEP.replace(outer));
    result
}

/// A coroutine begins to run.
pub(super) fn begun(name: &str) {
    let Some(caller) = places::caller() else { return };
    let task = STEP.with_borrow_mut(|step| {
        let times = step.begun.entry(caller).or_default();
        *times += 1;
        step.task.clone().filter(|_| *times == OFTEN)
    });
    if let Some(task) = task {
        task.base.report(|recorder| {
            let complaint = Complaint::NeverYielded(task.base.id(), OFTEN);
            let (at, text) = (places::of_caller(recorder), recorder.text(name));
            (Event::Complained(complaint), Details { at, text, ..Details::NONE })
        });
    }
}
