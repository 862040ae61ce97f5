//! Which tasks there are, and what else an interpreter remembers for `asyncio`.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::ThreadId;

use rustpython_vm::builtins::{PyModule, PyWeak};
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass,
};

use super::event_loop::EventLoop;
use super::library;
use super::task::Task;
use crate::trace::FutureId;

/// The tasks of a loop that are not done, by number.
pub(super) type Tasks = HashMap<FutureId, PyRef<PyWeak>, rapidhash::fast::RandomState>;

/// What one interpreter remembers. It lives in the module `_asyncio`, so it goes when the interpreter goes.
#[pyclass(module = "_asyncio", name = "_State", traverse = "manual")]
#[derive(Debug, Default, PyPayload)]
pub struct State {
    /// The loops that were set, by thread.
    pub(super) thread_loops: PyMutex<HashMap<ThreadId, PyObjectRef>>,
    /// The number in the last task's name.
    last_task: AtomicU64,
}

#[pyclass]
impl State {}

impl State {
    const ATTRIBUTE: &str = "_state";

    /// Puts a new one into the module.
    pub(super) fn install(module: &Py<PyModule>, vm: &VirtualMachine) -> PyResult<()> {
        module.as_object().set_attr(Self::ATTRIBUTE, Self::default().into_pyobject(vm), vm)
    }

    /// This interpreter's.
    pub(super) fn of(vm: &VirtualMachine) -> PyResult<PyRef<Self>> {
        let state = vm.import("_asyncio", 0)?.get_attr(Self::ATTRIBUTE, vm)?;
        state.downcast().map_err(|_| vm.new_runtime_error("_asyncio._state has been replaced"))
    }
}

/// The number for a new task's name.
pub(super) fn next_task_number(event_loop: &PyObject, vm: &VirtualMachine) -> PyResult<u64> {
    let next = |state: &State| state.last_task.fetch_add(1, Ordering::Relaxed) + 1;
    match event_loop.downcast_ref::<EventLoop>() {
        Some(ours) => Ok(next(ours.state())),
        None => Ok(next(&*State::of(vm)?)),
    }
}

/// Remembers a task until it is done or gone.
pub(super) fn register(task: &Py<Task>, event_loop: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    match event_loop.downcast_ref::<EventLoop>() {
        Some(ours) => {
            let weak = task.as_object().downgrade(None, vm)?;
            let _old = ours.tasks().lock().insert(task.base.id(), weak);
            Ok(())
        }
        None => register_foreign(task.as_object().to_owned(), vm),
    }
}

/// Forgets a task that is done.
pub(super) fn unregister(task: &Py<Task>, _vm: &VirtualMachine) {
    if let Some(event_loop) = &*task.base.event_loop.lock()
        && let Some(ours) = event_loop.downcast_ref::<EventLoop>()
    {
        let _weak = ours.tasks().lock().remove(&task.base.id());
    }
}

/// Remembers a task of some other kind, or of some other loop.
pub(super) fn register_foreign(task: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
    library::function("_event_loop", "register_task", vm)?.call((task,), vm)?;
    Ok(())
}

/// The tasks of a loop that are not done.
pub(super) fn all_tasks(event_loop: &PyObject, vm: &VirtualMachine) -> PyResult<Vec<PyObjectRef>> {
    let mut tasks = Vec::new();
    if let Some(ours) = event_loop.downcast_ref::<EventLoop>() {
        let mut known: Vec<_> = ours.tasks().lock().iter().map(|(id, weak)| (*id, weak.clone())).collect();
        known.sort_by_key(|(id, _)| *id);
        for (id, weak) in known {
            match weak.as_object().call((), vm)? {
                task if vm.is_none(&task) => drop(ours.tasks().lock().remove(&id)),
                task => tasks.push(task),
            }
        }
    }
    let foreign = library::function("_event_loop", "foreign_tasks", vm)?;
    let foreign = foreign.call((event_loop.to_owned(),), vm)?;
    tasks.extend(foreign.try_to_value::<Vec<PyObjectRef>>(vm)?);
    Ok(tasks)
}
