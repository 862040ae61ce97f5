//! Who waits, first come first: a deque that Python and Rust both read.

use std::collections::VecDeque;

use rustpython_vm::builtins::PyListRef;
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::protocol::{PyMappingMethods, PySequenceMethods};
use rustpython_vm::types::{AsMapping, AsSequence, Constructor, Iterable, Representable};
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass,
};

/// The futures of those who wait for a lock, an event or a queue. It has what a `collections.deque` of them needs.
#[pyclass(module = "collections", name = "deque", traverse = "manual")]
#[derive(Debug, Default, PyPayload)]
pub struct Waiters(pub(in crate::python) PyMutex<VecDeque<PyObjectRef>>);

impl Waiters {
    /// How many there are.
    pub(in crate::python) fn len(&self) -> usize {
        self.0.lock().len()
    }

    /// The one at this place.
    pub(in crate::python) fn at(&self, index: usize) -> Option<PyObjectRef> {
        self.0.lock().get(index).cloned()
    }

    /// Takes out one that is there.
    pub(in crate::python) fn take_out(&self, waiter: &PyObject) -> bool {
        let taken = {
            let mut waiters = self.0.lock();
            // Nearly always it is the first.
            let index = waiters.iter().position(|known| known.is(waiter));
            index.and_then(|index| waiters.remove(index))
        };
        taken.is_some()
    }

    fn item(&self, index: isize, vm: &VirtualMachine) -> PyResult {
        let count = self.len();
        let index = if index < 0 { index.checked_add_unsigned(count) } else { Some(index) };
        let index = index.and_then(|index| usize::try_from(index).ok());
        index.and_then(|index| self.at(index)).ok_or_else(|| vm.new_index_error("deque index out of range"))
    }

    fn list(&self, vm: &VirtualMachine) -> PyListRef {
        vm.ctx.new_list(self.0.lock().iter().cloned().collect())
    }
}

impl Constructor for Waiters {
    type Args = FuncArgs;

    fn py_new(
        _cls: &Py<rustpython_vm::builtins::PyType>,
        _args: FuncArgs,
        _vm: &VirtualMachine,
    ) -> PyResult<Self> {
        Ok(Self::default())
    }
}

#[pyclass(with(Constructor, AsSequence, AsMapping, Iterable, Representable))]
impl Waiters {
    /// Put one at the end.
    #[pymethod]
    fn append(zelf: &Py<Self>, waiter: PyObjectRef) {
        zelf.0.lock().push_back(waiter);
    }

    /// Take the first one out. Raises IndexError if there is none.
    #[pymethod]
    fn popleft(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        let first = zelf.0.lock().pop_front();
        first.ok_or_else(|| vm.new_index_error("pop from an empty deque"))
    }

    /// Take one out. Raises ValueError if it is not there.
    #[pymethod]
    fn remove(zelf: &Py<Self>, waiter: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        if zelf.take_out(&waiter) {
            Ok(())
        } else {
            Err(vm.new_value_error("deque.remove(x): x not in deque"))
        }
    }

    /// It is copied, and pickled, as the deque that it stands for.
    #[pymethod]
    fn __reduce__(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<(PyObjectRef, (PyListRef,))> {
        let deque = vm.import("_collections", 0)?.get_attr("deque", vm)?;
        Ok((deque, (zelf.list(vm),)))
    }

    /// Take all of them out.
    #[pymethod]
    fn clear(zelf: &Py<Self>) {
        let _taken = std::mem::take(&mut *zelf.0.lock());
    }
}

impl AsSequence for Waiters {
    fn as_sequence() -> &'static PySequenceMethods {
        static METHODS: PySequenceMethods = PySequenceMethods {
            length: Some(|sequence, _vm| Ok(Waiters::sequence_downcast(sequence).len())),
            item: Some(|sequence, index, vm| Waiters::sequence_downcast(sequence).item(index, vm)),
            contains: Some(|sequence, waiter, _vm| {
                let waiters = Waiters::sequence_downcast(sequence).0.lock();
                Ok(waiters.iter().any(|known| known.is(waiter)))
            }),
            ..PySequenceMethods::NOT_IMPLEMENTED
        };
        &METHODS
    }
}

impl AsMapping for Waiters {
    fn as_mapping() -> &'static PyMappingMethods {
        static METHODS: PyMappingMethods = PyMappingMethods {
            length: Some(|mapping, _vm| Ok(Waiters::mapping_downcast(mapping).len())),
            subscript: Some(|mapping, index, vm| {
                let index = index.try_index(vm)?.try_to_primitive::<isize>(vm)?;
                Waiters::mapping_downcast(mapping).item(index, vm)
            }),
            ass_subscript: None,
        };
        &METHODS
    }
}

impl Iterable for Waiters {
    fn iter(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyResult {
        Ok(zelf.list(vm).as_object().get_iter(vm)?.into())
    }
}

impl Representable for Waiters {
    fn repr_str(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<String> {
        Ok(format!("deque({})", zelf.list(vm).as_object().repr(vm)?))
    }
}
