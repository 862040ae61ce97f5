//! `asyncio.StreamReaderProtocol`: between a transport and a reader.

use rustpython_vm::builtins::{PyType, PyWeak};
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::function::{FuncArgs, PySetterValue};
use rustpython_vm::types::Constructor;
use rustpython_vm::{Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass};

use super::data::Data;
use super::reader;
use crate::python::locks::AsItWas;

/// The first base of `asyncio.StreamReaderProtocol`.
#[pyclass(module = "asyncio.streams", name = "StreamReaderProtocol", traverse = "manual")]
#[derive(Debug, PyPayload)]
pub struct StreamReaderProtocol {
    /// Who drops a reader without having read is not to keep it alive.
    pub(in crate::python) reader: PyMutex<Option<PyRef<PyWeak>>>,
    /// What version its class had, if that is the library's.
    pub(in crate::python) version: u32,
}

impl StreamReaderProtocol {
    fn reader(&self) -> Option<PyObjectRef> {
        self.reader.lock().as_ref()?.upgrade()
    }

    /// Something has arrived.
    pub(in crate::python) fn receive(&self, data: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        let Some(reader) = self.reader() else { return Ok(()) };
        match reader::exactly_ours(&reader, vm)? {
            Some(ours) => ours.feed(data, vm),
            None => vm.call_method(&reader, "feed_data", (data,)).map(drop),
        }
    }
}

impl Constructor for StreamReaderProtocol {
    type Args = FuncArgs;

    fn py_new(class: &Py<PyType>, _args: FuncArgs, vm: &VirtualMachine) -> PyResult<Self> {
        let (_, version) = AsItWas::of(class, vm);
        Ok(Self { reader: PyMutex::new(None), version })
    }
}

#[pyclass(flags(BASETYPE, HAS_DICT, HAS_WEAKREF), with(Constructor))]
impl StreamReaderProtocol {
    #[pymethod]
    fn data_received(zelf: &Py<Self>, Data { data }: Data, vm: &VirtualMachine) -> PyResult<()> {
        zelf.receive(data, vm)
    }

    #[pygetset]
    fn _stream_reader(zelf: &Py<Self>) -> Option<PyObjectRef> {
        zelf.reader()
    }

    #[pygetset]
    fn _stream_reader_wr(zelf: &Py<Self>) -> Option<PyRef<PyWeak>> {
        zelf.reader.lock().clone()
    }

    #[pygetset(setter)]
    fn set__stream_reader_wr(zelf: &Py<Self>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
        let weak = match value {
            PySetterValue::Assign(value) if !vm.is_none(&value) => Some(
                value
                    .downcast()
                    .map_err(|_| vm.new_type_error("a weak reference to a reader was expected"))?,
            ),
            PySetterValue::Assign(_) | PySetterValue::Delete => None,
        };
        let _old = std::mem::replace(&mut *zelf.reader.lock(), weak);
        Ok(())
    }
}
