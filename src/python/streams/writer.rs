//! `asyncio.StreamWriter`, between two suspensions.

use rustpython_vm::builtins::{PyStrInterned, PyType};
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::function::{FuncArgs, PySetterValue};
use rustpython_vm::types::{Constructor, Initializer};
use rustpython_vm::{
    AsObject, FromArgs, Py, PyObject, PyObjectRef, PyPayload, PyResult, VirtualMachine, pyclass,
};

use super::data::Data;
use super::direct::{Names, is_set, is_the_librarys};
use super::protocol::StreamReaderProtocol;
use super::reader::StreamReader;
use crate::python::exceptions;
use crate::python::locks::AsItWas;
use crate::python::transport::SocketTransport;

/// The base of `asyncio.StreamWriter`.
#[pyclass(module = "asyncio.streams", name = "StreamWriter", traverse = "manual")]
#[derive(Debug, PyPayload)]
pub struct StreamWriter {
    pub(in crate::python) transport: PyMutex<PyObjectRef>,
    pub(in crate::python) protocol: PyMutex<PyObjectRef>,
    pub(in crate::python) reader: PyMutex<PyObjectRef>,
    /// What version its class had, if that is the library's.
    pub(super) version: u32,
}

impl StreamWriter {
    /// Its transport, if that is one of ours whose method of this name is the library's.
    fn ours<'transport>(
        transport: &'transport PyObject,
        name: &'static PyStrInterned,
        vm: &VirtualMachine,
    ) -> Option<&'transport Py<SocketTransport>> {
        let ours: &Py<SocketTransport> = transport.downcast_ref()?;
        is_the_librarys(transport, ours.version, name, vm).then_some(ours)
    }

    /// Whether its transport is closed, or about to be.
    fn is_closing(&self, vm: &VirtualMachine) -> PyResult<bool> {
        let transport = self.transport.lock().clone();
        if let Some(ours) = Self::ours(&transport, Names::get(vm).is_closing, vm) {
            return Ok(SocketTransport::is_closing(ours));
        }
        Ok(self.ask("is_closing", vec![], vm)?.is(&vm.ctx.true_value))
    }

    /// Calls a method of the transport.
    fn ask(&self, method: &str, args: impl Into<FuncArgs>, vm: &VirtualMachine) -> PyResult {
        let transport = self.transport.lock().clone();
        vm.call_method(&transport, method, args.into())
    }

    /// Raises what went wrong with the reader, if something did: who writes hears of it, too.
    fn check_reader(&self, vm: &VirtualMachine) -> PyResult<()> {
        let reader = self.reader.lock().clone();
        if vm.is_none(&reader) {
            return Ok(());
        }
        if let Some(ours) = reader.downcast_ref::<StreamReader>() {
            return ours.failure(vm);
        }
        let exception = vm.call_method(&reader, "exception", ())?;
        if vm.is_none(&exception) {
            return Ok(());
        }
        Err(exceptions::to_raise(exception, vm)?)
    }
}

/// Whether a protocol of the library's has nothing to wait for.
fn may_go_on(protocol: &PyObject, vm: &VirtualMachine) -> Option<bool> {
    let ours: &Py<StreamReaderProtocol> = protocol.downcast_ref()?;
    let names = Names::get(vm);
    if !is_the_librarys(protocol, ours.version, names.drain_helper, vm) {
        return None;
    }
    Some(!is_set(protocol, names.paused, vm)? && !is_set(protocol, names.connection_lost, vm)?)
}

/// Whether a protocol has nothing to wait for, and no way of its own to find out.
fn goes_on(protocol: &PyObject, plain: &PyObject, vm: &VirtualMachine) -> PyResult<bool> {
    let helper = protocol.class().get_attr(vm.ctx.intern_str("_drain_helper"));
    if !helper.is_some_and(|helper| helper.is(plain)) {
        return Ok(false);
    }
    let is_set = |name: &'static str| protocol.get_attr(name, vm)?.try_to_bool(vm);
    Ok(!is_set("_paused")? && !is_set("_connection_lost")?)
}

impl Constructor for StreamWriter {
    type Args = FuncArgs;

    fn py_new(class: &Py<PyType>, _args: FuncArgs, vm: &VirtualMachine) -> PyResult<Self> {
        let none = || PyMutex::new(vm.ctx.none());
        let (_, version) = AsItWas::of(class, vm);
        Ok(Self { transport: none(), protocol: none(), reader: none(), version })
    }
}

/// The arguments of the constructor.
#[derive(FromArgs)]
pub struct WriterArgs {
    #[pyarg(any)]
    transport: PyObjectRef,
    #[pyarg(any)]
    protocol: PyObjectRef,
    #[pyarg(any)]
    reader: PyObjectRef,
}

impl Initializer for StreamWriter {
    type Args = WriterArgs;

    fn init(zelf: &Py<Self>, args: WriterArgs, _vm: &VirtualMachine) -> PyResult<()> {
        let WriterArgs { transport, protocol, reader } = args;
        *zelf.transport.lock() = transport;
        *zelf.protocol.lock() = protocol;
        *zelf.reader.lock() = reader;
        Ok(())
    }
}

/// Sets an attribute.
fn assign(place: &PyMutex<PyObjectRef>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
    match value {
        PySetterValue::Assign(value) => {
            let _old = std::mem::replace(&mut *place.lock(), value);
            Ok(())
        }
        PySetterValue::Delete => Err(vm.new_attribute_error("cannot delete attribute")),
    }
}

#[pyclass(flags(BASETYPE, HAS_DICT, HAS_WEAKREF), with(Constructor, Initializer))]
impl StreamWriter {
    #[pymethod]
    fn write(zelf: &Py<Self>, Data { data }: Data, vm: &VirtualMachine) -> PyResult<()> {
        let transport = zelf.transport.lock().clone();
        if let Some(ours) = Self::ours(&transport, Names::get(vm).write, vm) {
            return SocketTransport::write(ours, Data { data }, vm);
        }
        zelf.ask("write", vec![data], vm).map(drop)
    }

    /// Whether `drain()` has something to wait for. Raises what went wrong with the reader, if something did.
    #[pymethod]
    pub(super) fn _must_drain(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<bool> {
        zelf.check_reader(vm)?;
        if zelf.is_closing(vm)? {
            return Ok(true);
        }
        let protocol = zelf.protocol.lock().clone();
        if let Some(goes_on) = may_go_on(&protocol, vm) {
            return Ok(!goes_on);
        }
        match zelf.class().get_attr(vm.ctx.intern_str("_plain_drain_helper")) {
            Some(plain) => Ok(!goes_on(&protocol, &plain, vm)?),
            None => Ok(true),
        }
    }

    #[pygetset]
    fn transport(zelf: &Py<Self>) -> PyObjectRef {
        zelf.transport.lock().clone()
    }

    #[pygetset]
    fn _transport(zelf: &Py<Self>) -> PyObjectRef {
        zelf.transport.lock().clone()
    }

    #[pygetset(setter)]
    fn set__transport(zelf: &Py<Self>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
        assign(&zelf.transport, value, vm)
    }

    #[pygetset]
    fn _protocol(zelf: &Py<Self>) -> PyObjectRef {
        zelf.protocol.lock().clone()
    }

    #[pygetset(setter)]
    fn set__protocol(zelf: &Py<Self>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
        assign(&zelf.protocol, value, vm)
    }

    #[pygetset]
    fn _reader(zelf: &Py<Self>) -> PyObjectRef {
        zelf.reader.lock().clone()
    }

    #[pygetset(setter)]
    fn set__reader(zelf: &Py<Self>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
        assign(&zelf.reader, value, vm)
    }
}
