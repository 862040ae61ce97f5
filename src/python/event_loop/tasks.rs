//! Which tasks a loop has. Any loop may be asked for: what is not ours, the package remembers.

use rustpython_vm::{PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::EventLoop;
use crate::ids::FutureId;
use crate::python::registry::{self, State};

impl EventLoop {
    /// The number for the name of a new task of this loop's.
    pub(in crate::python) fn next_task_number(event_loop: &PyObject, vm: &VirtualMachine) -> PyResult<u64> {
        match event_loop.downcast_ref::<Self>() {
            Some(ours) => Ok(ours.state.next_task_number()),
            None => Ok(State::of(vm)?.next_task_number()),
        }
    }

    /// Remembers a task until it is done or gone.
    pub(in crate::python) fn register_task(
        event_loop: &PyObject,
        id: FutureId,
        task: &PyObject,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        match event_loop.downcast_ref::<Self>() {
            Some(ours) => ours.tasks.add(id, task, vm),
            None => registry::register_foreign(task.to_owned(), vm),
        }
    }

    /// Forgets a task that is done.
    pub(in crate::python) fn unregister_task(event_loop: &PyObject, id: FutureId) {
        if let Some(ours) = event_loop.downcast_ref::<Self>() {
            ours.tasks.remove(id);
        }
    }

    /// The tasks that are not done.
    pub(in crate::python) fn all_tasks(
        event_loop: &PyObject,
        vm: &VirtualMachine,
    ) -> PyResult<Vec<PyObjectRef>> {
        let mut tasks = match event_loop.downcast_ref::<Self>() {
            Some(ours) => ours.tasks.all(vm)?,
            None => Vec::new(),
        };
        tasks.extend(registry::foreign_tasks(event_loop, vm)?);
        Ok(tasks)
    }
}
