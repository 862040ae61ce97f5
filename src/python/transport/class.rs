//! The class: what Python programs, and the library's own transports, see of it.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use rustpython_vm::builtins::PyType;
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::function::{FuncArgs, PySetterValue};
use rustpython_vm::types::{Constructor, Initializer};
use rustpython_vm::{AsObject, FromArgs, Py, PyObjectRef, PyResult, VirtualMachine, pyclass};

use super::opening::TransportArgs;
use super::state::SocketTransport;
use super::unsent::pieces;
use super::{foreign, opening, reading, writing};
use crate::python::attributes::assigned;
use crate::python::library;
use crate::python::locks::AsItWas;
use crate::python::platform::platform;
use crate::python::streams::Data;
use crate::transport::{Closed, Drained, WaterMarks};

impl Constructor for SocketTransport {
    type Args = FuncArgs;

    fn py_new(class: &Py<PyType>, _args: FuncArgs, vm: &VirtualMachine) -> PyResult<Self> {
        let (_, version) = AsItWas::of(class, vm);
        Ok(Self {
            version,
            state: PyMutex::default(),
            network: platform().sockets(),
            // What is no socket's number.
            source: AtomicU64::new(u64::MAX),
            most: AtomicUsize::new(0),
            fills_buffer: AtomicBool::new(false),
            is_foreign: AtomicBool::new(false),
            sock: PyMutex::new(None),
            event_loop: PyMutex::new(None),
            protocol: PyMutex::new(None),
            empty_waiter: PyMutex::new(None),
        })
    }
}

impl Initializer for SocketTransport {
    type Args = TransportArgs;

    fn init(zelf: &Py<Self>, args: TransportArgs, vm: &VirtualMachine) -> PyResult<()> {
        opening::open(zelf, args, vm)
    }
}

/// The argument of `writelines`.
#[derive(FromArgs)]
struct ListOfData {
    #[pyarg(any)]
    list_of_data: PyObjectRef,
}

/// The argument of `set_protocol`.
#[derive(FromArgs)]
struct GivenProtocol {
    #[pyarg(any)]
    protocol: PyObjectRef,
}

/// A number of bytes, where the library may have a fraction of one.
fn size(value: PySetterValue, vm: &VirtualMachine) -> PyResult<usize> {
    let bytes = match assigned(value, vm)? {
        Some(value) => value.try_float(vm)?.to_f64(),
        None => 0.0,
    };
    // It saturates.
    Ok(bytes as usize)
}

#[pyclass(flags(BASETYPE, HAS_DICT, HAS_WEAKREF), with(Constructor, Initializer))]
impl SocketTransport {
    #[pymethod]
    pub(in crate::python) fn write(
        zelf: &Py<Self>,
        Data { data }: Data,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        writing::write(zelf, data, vm)
    }

    #[pymethod]
    fn writelines(
        zelf: &Py<Self>,
        ListOfData { list_of_data }: ListOfData,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        writing::write_all(zelf, &list_of_data, vm)
    }

    #[pymethod]
    fn write_eof(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        let then = zelf.state.lock().end();
        match then {
            Drained::EndOfFile => zelf.end_of_file(vm),
            Drained::Open | Drained::Lost => Ok(()),
        }
    }

    /// The socket takes more of what waits.
    #[pymethod]
    fn _write_sendmsg(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        writing::flush(zelf, vm)
    }

    /// Something has arrived.
    #[pymethod]
    fn _read_ready(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        reading::read(zelf, vm)
    }

    #[pymethod]
    fn set_protocol(
        zelf: &Py<Self>,
        GivenProtocol { protocol }: GivenProtocol,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        opening::set_protocol(zelf, protocol, vm)
    }

    #[pymethod]
    fn get_protocol(zelf: &Py<Self>) -> Option<PyObjectRef> {
        zelf.protocol.lock().clone()
    }

    #[pymethod]
    pub(in crate::python) fn is_closing(zelf: &Py<Self>) -> bool {
        zelf.state.lock().is_closing()
    }

    #[pymethod]
    fn is_reading(zelf: &Py<Self>) -> bool {
        zelf.state.lock().is_reading()
    }

    #[pymethod]
    fn pause_reading(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        let was_reading = zelf.state.lock().pause_reading();
        if was_reading {
            zelf.watch("_remove_reader", None, vm)?;
            Self::debug(zelf, "%r pauses reading", vm)?;
        }
        Ok(())
    }

    #[pymethod]
    fn resume_reading(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        let goes_on = zelf.state.lock().resume_reading();
        if goes_on {
            zelf.watch("_add_reader", Some(zelf.as_object().get_attr("_read_ready", vm)?), vm)?;
            Self::debug(zelf, "%r resumes reading", vm)?;
        }
        Ok(())
    }

    #[pymethod]
    fn close(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        let closed = zelf.state.lock().close();
        match closed {
            Closed::Before => return Ok(()),
            Closed::WhenSent => return zelf.watch("_remove_reader", None, vm),
            Closed::Now => {}
        }
        zelf.watch("_remove_reader", None, vm)?;
        zelf.watch("_remove_writer", None, vm)?;
        Self::lose(zelf, vm.ctx.none(), vm)
    }

    #[pymethod]
    fn _force_close(zelf: &Py<Self>, exc: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        let Some(aborted) = zelf.state.lock().abort() else { return Ok(()) };
        if aborted.was_writing {
            zelf.watch("_remove_writer", None, vm)?;
        }
        if !aborted.was_closing {
            zelf.watch("_remove_reader", None, vm)?;
        }
        Self::lose(zelf, exc, vm)
    }

    #[pymethod]
    fn get_write_buffer_size(zelf: &Py<Self>) -> usize {
        zelf.state.lock().size()
    }

    #[pymethod]
    fn _maybe_pause_protocol(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        writing::pause_if_too_much(zelf, vm)
    }

    /// In debug mode: a line for the log, about this transport.
    fn debug(zelf: &Py<Self>, message: &str, vm: &VirtualMachine) -> PyResult<()> {
        let Some(event_loop) = zelf.event_loop.lock().clone() else { return Ok(()) };
        if vm.call_method(&event_loop, "get_debug", ())?.try_to_bool(vm)? {
            let logger = library::function("log", "logger", vm)?;
            vm.call_method(&logger, "debug", (message.to_owned(), zelf.to_owned()))?;
        }
        Ok(())
    }

    #[pygetset]
    fn _sock(zelf: &Py<Self>) -> Option<PyObjectRef> {
        zelf.sock.lock().clone()
    }

    #[pygetset(setter)]
    fn set__sock(zelf: &Py<Self>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
        let sock = assigned(value, vm)?;
        let is_foreign = match &sock {
            Some(sock) => !foreign::is_platforms(sock, vm)?,
            None => false,
        };
        zelf.is_foreign.store(is_foreign, Ordering::Relaxed);
        let _old = std::mem::replace(&mut *zelf.sock.lock(), sock);
        Ok(())
    }

    /// What is called when something has arrived. Nothing is, once it is closed.
    #[pygetset]
    fn _read_ready_cb(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        match Self::is_closing(zelf) {
            true => Ok(vm.ctx.none()),
            false => zelf.as_object().get_attr("_read_ready", vm),
        }
    }

    #[pygetset]
    fn _sock_fd(zelf: &Py<Self>) -> i64 {
        i64::try_from(zelf.source().0).unwrap_or(-1)
    }

    #[pygetset]
    fn _closing(zelf: &Py<Self>) -> bool {
        zelf.state.lock().is_closing()
    }

    #[pygetset]
    fn _conn_lost(zelf: &Py<Self>) -> u32 {
        zelf.state.lock().times_lost()
    }

    #[pygetset]
    fn _eof(zelf: &Py<Self>) -> bool {
        zelf.state.lock().is_ended()
    }

    #[pygetset]
    fn _paused(zelf: &Py<Self>) -> bool {
        zelf.state.lock().is_reading_paused()
    }

    #[pygetset]
    fn _protocol_paused(zelf: &Py<Self>) -> bool {
        zelf.state.lock().is_paused()
    }

    /// What is unsent.
    #[pygetset]
    fn _buffer(zelf: &Py<Self>, vm: &VirtualMachine) -> Vec<PyObjectRef> {
        pieces(&zelf.state.lock(), vm)
    }

    #[pygetset]
    fn _low_water(zelf: &Py<Self>) -> usize {
        zelf.state.lock().water_marks().low
    }

    #[pygetset(setter)]
    fn set__low_water(zelf: &Py<Self>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
        let low = size(value, vm)?;
        let mut state = zelf.state.lock();
        let high = state.water_marks().high;
        state.set_water_marks(WaterMarks { low, high });
        Ok(())
    }

    #[pygetset]
    fn _high_water(zelf: &Py<Self>) -> usize {
        zelf.state.lock().water_marks().high
    }

    #[pygetset(setter)]
    fn set__high_water(zelf: &Py<Self>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
        let high = size(value, vm)?;
        let mut state = zelf.state.lock();
        let low = state.water_marks().low;
        state.set_water_marks(WaterMarks { low, high });
        Ok(())
    }

    #[pygetset]
    fn _loop(zelf: &Py<Self>) -> Option<PyObjectRef> {
        zelf.event_loop.lock().clone()
    }

    #[pygetset(setter)]
    fn set__loop(zelf: &Py<Self>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
        let _old = std::mem::replace(&mut *zelf.event_loop.lock(), assigned(value, vm)?);
        Ok(())
    }

    #[pygetset]
    fn _protocol(zelf: &Py<Self>) -> Option<PyObjectRef> {
        zelf.protocol.lock().clone()
    }

    #[pygetset(setter)]
    fn set__protocol(zelf: &Py<Self>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
        let _old = std::mem::replace(&mut *zelf.protocol.lock(), assigned(value, vm)?);
        Ok(())
    }

    #[pygetset]
    fn _empty_waiter(zelf: &Py<Self>) -> Option<PyObjectRef> {
        zelf.empty_waiter.lock().clone()
    }

    #[pygetset(setter)]
    fn set__empty_waiter(zelf: &Py<Self>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
        let _old = std::mem::replace(&mut *zelf.empty_waiter.lock(), assigned(value, vm)?);
        Ok(())
    }
}
