//! The handles of `call_soon_threadsafe`: another thread may cancel them, and then knows whether it was in time.
//!
//! What makes them so is a lock in [`Handle`]: whoever cancels one waits until its function is over, if that runs.
//! <https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.call_soon_threadsafe>

use rustpython_vm::builtins::PyType;
use rustpython_vm::types::Constructor;
use rustpython_vm::{Py, PyResult, VirtualMachine, pyclass};

use super::handle::{Guard, Handle, HandleArgs};

/// `asyncio.events._ThreadSafeHandle`
#[pyclass(module = "asyncio.events", name = "_ThreadSafeHandle", base = Handle, traverse = "manual")]
#[derive(Debug)]
pub struct ThreadSafeHandle {
    pub(super) base: Handle,
}

impl ThreadSafeHandle {
    pub(super) fn new(mut base: Handle) -> Self {
        base.guard = Some(Box::new(Guard::new(())));
        Self { base }
    }
}

impl Constructor for ThreadSafeHandle {
    type Args = HandleArgs;

    fn py_new(_cls: &Py<PyType>, args: Self::Args, vm: &VirtualMachine) -> PyResult<Self> {
        Ok(Self::new(args.into_handle(vm)?))
    }
}

#[pyclass(flags(BASETYPE, HAS_WEAKREF), with(Constructor))]
impl ThreadSafeHandle {}
