//! The transport of a connected socket, for Python programs.
//!
//! What is hot of it: reading what has arrived, sending, and the buffer of what waits. The state is the core's
//! [`Transport`](crate::transport::Transport); here it is given a loop, a protocol and the platform's sockets. What is
//! rare (`repr`, the end of a connection, `sendfile`) is the library's `selector_events._SelectorSocketTransport`, which
//! `lib/asyncio/_loop_sockets.py` makes the second base of the class that programs have.
//! <https://docs.python.org/3/library/asyncio-protocol.html#transports>

mod foreign;
mod opening;
mod reading;
mod writing;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use rustpython_vm::builtins::{PyBaseExceptionRef, PyType};
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::function::{FuncArgs, PySetterValue};
use rustpython_vm::types::{Constructor, Initializer};
use rustpython_vm::{AsObject, Py, PyObjectRef, PyPayload, PyResult, VirtualMachine, pyclass};

use self::opening::TransportArgs;
use self::writing::Unsent;
use super::language::Python;
use super::platform::platform;
use super::recording;
use crate::ids::Source;
use crate::network::Network;
use crate::task::Tasks as _;
use crate::transport::{Closed, Drained, Transport, WaterMarks};

/// The first base of `asyncio.selector_events._SelectorSocketTransport`.
#[pyclass(module = "asyncio.selector_events", name = "_SelectorSocketTransport", traverse = "manual")]
#[derive(PyPayload)]
pub struct SocketTransport {
    state: PyMutex<Transport<Unsent>>,
    network: Arc<dyn Network>,
    source: AtomicU64,
    /// The most that is read at once, in bytes: the class's `max_size`.
    most: AtomicUsize,
    /// Whether what arrives goes into a buffer of the protocol's.
    fills_buffer: AtomicBool,
    /// Whether the socket is an object whose own methods are to be called.
    is_foreign: AtomicBool,
    pub(super) sock: PyMutex<Option<PyObjectRef>>,
    /// The loop and the protocol are gone once the connection is lost.
    pub(super) event_loop: PyMutex<Option<PyObjectRef>>,
    pub(super) protocol: PyMutex<Option<PyObjectRef>>,
    /// What `sendfile` waits for: that nothing is unsent.
    pub(super) empty_waiter: PyMutex<Option<PyObjectRef>>,
}

impl fmt::Debug for SocketTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SocketTransport").field("source", &self.source()).finish_non_exhaustive()
    }
}

impl SocketTransport {
    fn source(&self) -> Source {
        Source(self.source.load(Ordering::Relaxed))
    }

    /// Calls a method of the loop's, with the number of the socket first. Once there is no loop, nothing is watched.
    fn watch(&self, method: &str, then: Option<PyObjectRef>, vm: &VirtualMachine) -> PyResult<()> {
        let Some(event_loop) = self.event_loop.lock().clone() else { return Ok(()) };
        let mut args = vec![vm.ctx.new_int(self.source().0).into()];
        args.extend(then);
        vm.call_method(&event_loop, method, FuncArgs::from(args)).map(drop)
    }

    /// Has the protocol told, in the next pass, that the connection is lost.
    fn lose(zelf: &Py<Self>, exception: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        let Some(event_loop) = zelf.event_loop.lock().clone() else { return Ok(()) };
        let lost = zelf.as_object().get_attr("_call_connection_lost", vm)?;
        vm.call_method(&event_loop, "call_soon", (lost, exception)).map(drop)
    }

    /// Gives the connection up for an exception, as an `except` clause does, unless that is to end the loop.
    fn fail(
        zelf: &Py<Self>,
        exception: PyBaseExceptionRef,
        message: &'static str,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        if Python::ends_loop(&exception, vm) {
            return Err(exception);
        }
        let handled = vm.current_exception();
        vm.set_exception(Some(exception.clone()));
        let told = vm.call_method(zelf.as_object(), "_fatal_error", (exception, message));
        vm.set_exception(handled);
        told.map(drop)
    }

    /// Tells the recorder, if there is one, what is in the buffer.
    fn record_buffer(&self) {
        if recording::is_on() {
            let state = self.state.lock();
            let (bytes, high, is_paused) = (state.size(), state.water_marks().high, state.is_paused());
            drop(state);
            recording::buffered(self.source(), bytes as u64, high as u64, is_paused);
        }
    }

    /// Tells the other end that nothing more comes.
    fn end_of_file(&self, vm: &VirtualMachine) -> PyResult<()> {
        let ended = self.network.shut_down(self.source(), std::net::Shutdown::Write);
        ended.map_err(|error| super::exceptions::network_error(error, vm))
    }
}

impl Constructor for SocketTransport {
    type Args = FuncArgs;

    fn py_new(_cls: &Py<PyType>, _args: FuncArgs, _vm: &VirtualMachine) -> PyResult<Self> {
        Ok(Self {
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

/// What an attribute is set to: None is nothing.
fn assigned(value: PySetterValue, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    match value {
        PySetterValue::Assign(value) => Ok(Some(value).filter(|value| !vm.is_none(value))),
        PySetterValue::Delete => Err(vm.new_attribute_error("cannot delete attribute")),
    }
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
    fn write(zelf: &Py<Self>, data: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        writing::write(zelf, data, vm)
    }

    #[pymethod]
    fn writelines(zelf: &Py<Self>, list_of_data: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
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
    fn set_protocol(zelf: &Py<Self>, protocol: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        opening::set_protocol(zelf, protocol, vm)
    }

    #[pymethod]
    fn get_protocol(zelf: &Py<Self>) -> Option<PyObjectRef> {
        zelf.protocol.lock().clone()
    }

    #[pymethod]
    fn is_closing(zelf: &Py<Self>) -> bool {
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
            let logger = super::library::function("log", "logger", vm)?;
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
        writing::unsent(zelf, vm)
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
