//! What a transport is made of, and what all its parts do.

use std::fmt;
use std::net::Shutdown;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use rustpython_vm::builtins::PyBaseExceptionRef;
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, Py, PyObjectRef, PyPayload, PyResult, VirtualMachine, pyclass};

use super::unsent::Unsent;
use crate::ids::Source;
use crate::network::Network;
use crate::python::exceptions::network_error;
use crate::python::language::Python;
use crate::python::recording;
use crate::task::Tasks as _;
use crate::transport::Transport;

/// The first base of `asyncio.selector_events._SelectorSocketTransport`.
#[pyclass(module = "asyncio.selector_events", name = "_SelectorSocketTransport", traverse = "manual")]
#[derive(PyPayload)]
pub struct SocketTransport {
    pub(super) state: PyMutex<Transport<Unsent>>,
    pub(super) network: Arc<dyn Network>,
    pub(super) source: AtomicU64,
    /// The most that is read at once, in bytes: the class's `max_size`.
    pub(super) most: AtomicUsize,
    /// Whether what arrives goes into a buffer of the protocol's.
    pub(super) fills_buffer: AtomicBool,
    /// Whether the socket is an object whose own methods are to be called.
    pub(super) is_foreign: AtomicBool,
    pub(in crate::python) sock: PyMutex<Option<PyObjectRef>>,
    /// The loop and the protocol are gone once the connection is lost.
    pub(in crate::python) event_loop: PyMutex<Option<PyObjectRef>>,
    pub(in crate::python) protocol: PyMutex<Option<PyObjectRef>>,
    /// What `sendfile` waits for: that nothing is unsent.
    pub(in crate::python) empty_waiter: PyMutex<Option<PyObjectRef>>,
    /// What version its class had, if that is the library's.
    pub(in crate::python) version: u32,
}

impl fmt::Debug for SocketTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SocketTransport").field("source", &self.source()).finish_non_exhaustive()
    }
}

impl SocketTransport {
    pub(super) fn source(&self) -> Source {
        Source(self.source.load(Ordering::Relaxed))
    }

    /// Calls a method of the loop's, with the number of the socket first. Once there is no loop, nothing is watched.
    pub(super) fn watch(&self, method: &str, then: Option<PyObjectRef>, vm: &VirtualMachine) -> PyResult<()> {
        let Some(event_loop) = self.event_loop.lock().clone() else { return Ok(()) };
        let mut args = vec![vm.ctx.new_int(self.source().0).into()];
        args.extend(then);
        vm.call_method(&event_loop, method, FuncArgs::from(args)).map(drop)
    }

    /// Has the protocol told, in the next pass, that the connection is lost.
    pub(super) fn lose(zelf: &Py<Self>, exception: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        let Some(event_loop) = zelf.event_loop.lock().clone() else { return Ok(()) };
        let lost = zelf.as_object().get_attr("_call_connection_lost", vm)?;
        vm.call_method(&event_loop, "call_soon", (lost, exception)).map(drop)
    }

    /// Gives the connection up for an exception, as an `except` clause does, unless that is to end the loop.
    pub(super) fn fail(
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
    pub(super) fn record_buffer(&self) {
        if recording::is_on() {
            let state = self.state.lock();
            let (bytes, high, is_paused) = (state.size(), state.water_marks().high, state.is_paused());
            drop(state);
            recording::buffered(self.source(), bytes as u64, high as u64, is_paused);
        }
    }

    /// Tells the other end that nothing more comes.
    pub(super) fn end_of_file(&self, vm: &VirtualMachine) -> PyResult<()> {
        let ended = self.network.shut_down(self.source(), Shutdown::Write);
        ended.map_err(|error| network_error(error, vm))
    }
}
