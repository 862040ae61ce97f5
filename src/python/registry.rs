//! Which tasks there are, and what else an interpreter remembers for `asyncio`.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

use rustpython_vm::builtins::{PyModule, PyTypeRef, PyWeak};
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass,
};

use super::library;
use crate::ids::FutureId;

/// The tasks of a loop that are not done, by number.
#[derive(Debug, Default)]
pub(super) struct Tasks(PyMutex<HashMap<FutureId, PyRef<PyWeak>, rapidhash::fast::RandomState>>);

impl Tasks {
    /// Remembers a task until it is done or gone.
    pub(super) fn add(&self, id: FutureId, task: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
        let weak = task.downgrade(None, vm)?;
        let _old = self.0.lock().insert(id, weak);
        Ok(())
    }

    /// Forgets one that is done.
    pub(super) fn remove(&self, id: FutureId) {
        let _weak = self.0.lock().remove(&id);
    }

    /// Those there are, in the order they were made.
    pub(super) fn all(&self, vm: &VirtualMachine) -> PyResult<Vec<PyObjectRef>> {
        let mut known: Vec<_> = self.0.lock().iter().map(|(id, weak)| (*id, weak.clone())).collect();
        known.sort_by_key(|(id, _)| *id);
        let mut tasks = Vec::new();
        for (id, weak) in known {
            match weak.as_object().call((), vm)? {
                task if vm.is_none(&task) => self.remove(id),
                task => tasks.push(task),
            }
        }
        Ok(tasks)
    }
}

/// What one interpreter remembers. It lives in the module `_asyncio`, so it goes when the interpreter goes.
#[pyclass(module = "_asyncio", name = "_State")]
#[derive(Debug, Default, PyPayload)]
pub struct State {
    /// The number in the last task's name.
    last_task: AtomicU64,
    /// `asyncio.timeouts.Timeout`, once it was asked for.
    timeout: PyMutex<Option<PyTypeRef>>,
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

    /// `asyncio.timeouts.Timeout`, unless it has been replaced by something else by the time it is asked for first.
    ///
    /// # Errors
    ///
    /// When the module cannot be imported.
    pub(super) fn timeout_class(&self, vm: &VirtualMachine) -> PyResult<Option<PyTypeRef>> {
        if let Some(class) = self.timeout.lock().clone() {
            return Ok(Some(class));
        }
        let class: Option<PyTypeRef> = library::function("timeouts", "Timeout", vm)?.downcast().ok();
        self.timeout.lock().clone_from(&class);
        Ok(class)
    }

    /// The number for a new task's name.
    pub(super) fn next_task_number(&self) -> u64 {
        self.last_task.fetch_add(1, Ordering::Relaxed) + 1
    }
}

/// Remembers a task of some other kind, or of some other loop.
pub(super) fn register_foreign(task: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
    library::function("_foreign_tasks", "register_task", vm)?.call((task,), vm)?;
    Ok(())
}

/// The tasks of a loop that are of some other kind, or those of some other loop.
pub(super) fn foreign_tasks(event_loop: &PyObject, vm: &VirtualMachine) -> PyResult<Vec<PyObjectRef>> {
    // Nobody registers one before that module is imported.
    match library::imported("_foreign_tasks", vm)? {
        Some(module) => vm.call_method(&module, "foreign_tasks", (event_loop.to_owned(),))?.try_to_value(vm),
        None => Ok(Vec::new()),
    }
}
