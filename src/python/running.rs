//! Which loop and which task run in this thread, and which loop was set for it.

use std::cell::RefCell;
use std::ops::ControlFlow;

use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::frames::{Running, visit_running};
use super::library;

thread_local! {
    /// The frames that started the loops of ours this thread runs, the innermost last.
    static STARTED_BY: RefCell<Vec<Option<usize>>> = RefCell::default();
}

/// A loop of ours is about to run in this thread.
pub(super) fn enter_loop() {
    let mut frame = None;
    visit_running(|running| match running {
        Running::Frame(running) => {
            frame = Some(running.id);
            ControlFlow::Break(())
        }
        Running::Answered(_) => ControlFlow::Continue(()),
    });
    STARTED_BY.with_borrow_mut(|frames| frames.push(frame));
}

/// It has been left.
pub(super) fn leave_loop() {
    STARTED_BY.with_borrow_mut(|frames| {
        frames.pop();
    });
}

/// Whether this thread runs a loop of ours.
#[must_use]
pub fn runs_loop() -> bool {
    STARTED_BY.with_borrow(|frames| !frames.is_empty())
}

/// Puts away which loops this thread runs, and puts in its place what was put away of another's.
pub(super) fn swap_loops(frames: &mut Vec<Option<usize>>) {
    STARTED_BY.with_borrow_mut(|current| std::mem::swap(current, frames));
}

/// The frame that started the innermost loop: what is below it is the same for all the loop's callbacks.
pub(super) fn started_by() -> Option<usize> {
    STARTED_BY.with_borrow(|frames| frames.last().copied().flatten())
}

/// The loop that runs in this thread.
pub(super) fn running_loop(vm: &VirtualMachine) -> Option<PyObjectRef> {
    vm.asyncio_running_loop.borrow().clone()
}

/// The loop that runs in this thread, or an error.
pub(super) fn get_running_loop(vm: &VirtualMachine) -> PyResult {
    running_loop(vm).ok_or_else(|| vm.new_runtime_error("no running event loop"))
}

/// Sets the loop that runs in this thread; returns the one before.
pub(super) fn set_running_loop(event_loop: Option<PyObjectRef>, vm: &VirtualMachine) -> Option<PyObjectRef> {
    std::mem::replace(&mut *vm.asyncio_running_loop.borrow_mut(), event_loop)
}

/// The loop that runs in this thread, or else the one that was set for it.
pub(super) fn get_event_loop(vm: &VirtualMachine) -> PyResult {
    if let Some(event_loop) = running_loop(vm) {
        return Ok(event_loop);
    }
    let policy = library::function("events", "_get_event_loop_policy", vm)?.call((), vm)?;
    vm.call_method(&policy, "get_event_loop", ())
}

/// The task that runs in this thread, if it is one of `event_loop`'s.
pub(super) fn current_task(event_loop: &PyObject, vm: &VirtualMachine) -> Option<PyObjectRef> {
    let is_running = vm.asyncio_running_loop.borrow().as_ref().is_some_and(|running| running.is(event_loop));
    if is_running { vm.asyncio_running_task.borrow().clone() } else { None }
}

/// An error unless that loop runs in this thread.
fn check_runs(event_loop: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    let runs = match &*vm.asyncio_running_loop.borrow() {
        Some(running) => running.is(event_loop),
        None => vm.is_none(event_loop),
    };
    if runs {
        return Ok(());
    }
    Err(vm.new_runtime_error(format!("loop {} is not the running loop", event_loop.repr(vm)?)))
}

/// A task begins a step.
pub(super) fn enter_task(event_loop: &PyObject, task: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    check_runs(event_loop, vm)?;
    let mut current = vm.asyncio_running_task.borrow_mut();
    if let Some(other) = current.clone() {
        drop(current);
        return Err(vm.new_runtime_error(format!(
            "Cannot enter into task {} while another task {} is being executed.",
            task.repr(vm)?,
            other.repr(vm)?
        )));
    }
    *current = Some(task.to_owned());
    Ok(())
}

/// A task ends a step.
pub(super) fn leave_task(event_loop: &PyObject, task: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    check_runs(event_loop, vm)?;
    let current = vm.asyncio_running_task.borrow_mut().take();
    if current.as_ref().is_some_and(|current| current.is(task)) {
        return Ok(());
    }
    *vm.asyncio_running_task.borrow_mut() = current.clone();
    let current =
        current.map_or(Ok("None".to_owned()), |other| other.repr(vm).map(|repr| repr.to_string()))?;
    Err(vm.new_runtime_error(format!(
        "Invalid attempt to leave task {} while task {current} is entered.",
        task.repr(vm)?
    )))
}

/// Makes `task` the current one; returns the one before.
pub(super) fn swap_current_task(
    event_loop: &PyObject,
    task: Option<PyObjectRef>,
    vm: &VirtualMachine,
) -> PyResult<Option<PyObjectRef>> {
    check_runs(event_loop, vm)?;
    Ok(std::mem::replace(&mut *vm.asyncio_running_task.borrow_mut(), task))
}
