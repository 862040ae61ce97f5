//! What `await` does with a future.

use std::sync::atomic::{AtomicBool, Ordering};

use rustpython_vm::builtins::PyType;
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::function::OptionalArg;
use rustpython_vm::protocol::PyIterReturn;
use rustpython_vm::types::{IterNext, Iterable, SelfIter};
use rustpython_vm::{
    AsObject, Py, PyObjectRef, PyPayload, PyRef, PyResult, Traverse, VirtualMachine, pyclass,
};

use super::Future;
use crate::python::exceptions::warn_of_three_arguments;
use crate::python::recording;
use crate::trace::Event;

/// What `await future` drives: yields the future once, then gives its result.
#[pyclass(module = "_asyncio", name = "FutureIter", traverse)]
#[derive(Debug, PyPayload)]
pub struct FutureIter {
    pub(super) future: PyMutex<Option<PyRef<Future>>>,
    /// Whether it has yielded the future.
    #[pytraverse(skip)]
    has_waited: AtomicBool,
}

impl FutureIter {
    pub(in crate::python) fn of(future: PyRef<Future>) -> Self {
        Self { future: PyMutex::new(Some(future)), has_waited: AtomicBool::new(false) }
    }
}

#[pyclass(with(IterNext, Iterable))]
impl FutureIter {
    #[pymethod]
    fn send(zelf: PyRef<Self>, _value: PyObjectRef, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
        Self::next(&zelf, vm)
    }

    #[pymethod]
    fn throw(
        zelf: &Py<Self>,
        exception: PyObjectRef,
        value: OptionalArg<PyObjectRef>,
        traceback: OptionalArg<PyObjectRef>,
        vm: &VirtualMachine,
    ) -> PyResult {
        if value.is_present() || traceback.is_present() {
            warn_of_three_arguments(vm)?;
        }
        let _future = zelf.future.lock().take();
        let base = vm.ctx.exceptions.base_exception_type;
        let is_class = exception.downcast_ref::<PyType>().is_some_and(|class| class.fast_issubclass(base));
        if !is_class && !exception.fast_isinstance(base) {
            return Err(vm.new_type_error(
                "exceptions must be classes deriving BaseException or instances of such a class",
            ));
        }
        Err(vm.normalize_exception(exception, value.unwrap_or_none(vm), traceback.unwrap_or_none(vm))?)
    }

    #[pymethod]
    fn close(zelf: &Py<Self>) {
        let _future = zelf.future.lock().take();
    }
}

impl SelfIter for FutureIter {}

impl IterNext for FutureIter {
    fn next(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
        let Some(future) = zelf.future.lock().clone() else {
            return Ok(PyIterReturn::StopIteration(None));
        };
        if future.state.lock().is_done() {
            let _future = zelf.future.lock().take();
            if !zelf.has_waited.load(Ordering::Relaxed) {
                future.report(|recorder| (Event::AwaitedDone(future.id()), recording::here(recorder)));
            }
            return Ok(PyIterReturn::StopIteration(Some(future.raise_or_result(vm)?)));
        }
        zelf.has_waited.store(true, Ordering::Relaxed);
        if future.blocking.swap(true, Ordering::Relaxed) {
            return Err(vm.new_runtime_error("await wasn't used with future"));
        }
        Ok(PyIterReturn::Return(future.into()))
    }
}
