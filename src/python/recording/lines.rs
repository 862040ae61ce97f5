//! The program line by line, and what each line changed. It is asked for apart: it makes a program several times
//! slower.

use std::cell::RefCell;
use std::collections::HashMap;

use rustpython_vm::{AsObject, VirtualMachine};

use super::variables::{self, Variable};
use super::{here, record};
use crate::trace::{Event, Note};

thread_local! {
    /// What the variables of a frame looked like at its last line.
    static SEEN: RefCell<HashMap<usize, Vec<Variable>>> = RefCell::default();
}

/// Forgets the frames of a recording before.
pub(super) fn forget() {
    SEEN.take();
}

/// A line of the program is about to run.
pub(super) fn reached(vm: &VirtualMachine) {
    let Some(frame) = vm.current_frame() else { return };
    let id = frame.as_object().get_id();
    let now = variables::of(&frame, vm);
    let before = SEEN.with_borrow_mut(|seen| seen.insert(id, now.clone())).unwrap_or_default();
    let changed: Vec<Variable> = now.into_iter().filter(|variable| !before.contains(variable)).collect();
    record(Event::Line, |recorder| Note { variables: variables::text(recorder, &changed), ..here(recorder) });
}

/// A frame is over: another one may have its place in memory.
pub(super) fn left(vm: &VirtualMachine) {
    if let Some(frame) = vm.current_frame() {
        SEEN.with_borrow_mut(|seen| seen.remove(&frame.as_object().get_id()));
    }
}
