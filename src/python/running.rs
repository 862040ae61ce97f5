//! Which loop and which task run in this thread, and which loop was set for it.

use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::registry::State;

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
    let policy = super::library::function("events", "_get_event_loop_policy", vm)?.call((), vm)?;
    vm.call_method(&policy, "get_event_loop", ())
}

/// The loop that was set for this thread.
pub(super) fn thread_loop(vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    let state = State::of(vm)?;
    let event_loop = state.thread_loops.lock().get(&std::thread::current().id()).cloned();
    Ok(event_loop)
}

/// Sets the loop of this thread.
pub(super) fn set_thread_loop(event_loop: Option<PyObjectRef>, vm: &VirtualMachine) -> PyResult<()> {
    let state = State::of(vm)?;
    let thread = std::thread::current().id();
    let _old = match event_loop {
        Some(event_loop) => state.thread_loops.lock().insert(thread, event_loop),
        None => state.thread_loops.lock().remove(&thread),
    };
    Ok(())
}

/// The task that runs in this thread, if it is one of `event_loop`'s.
pub(super) fn current_task(event_loop: &PyObject, vm: &VirtualMachine) -> Option<PyObjectRef> {
    let is_running = vm.asyncio_running_loop.borrow().as_ref().is_some_and(|running| running.is(event_loop));
    if is_running { vm.asyncio_running_task.borrow().clone() } else { None }
}

/// A task begins a step.
pub(super) fn enter_task(_event_loop: &PyObject, task: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
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
pub(super) fn leave_task(_event_loop: &PyObject, task: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
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
    _event_loop: &PyObject,
    task: Option<PyObjectRef>,
    vm: &VirtualMachine,
) -> Option<PyObjectRef> {
    std::mem::replace(&mut *vm.asyncio_running_task.borrow_mut(), task)
}
