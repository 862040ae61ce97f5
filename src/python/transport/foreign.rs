//! Sockets that are not the platform's: objects with a socket's methods, which are called instead.
//!
//! A program may give a transport a socket of a class of its own, or wrap the one that a transport has. No lock of the transport's is
//! held while their methods run.

use rustpython_vm::builtins::PyBaseExceptionRef;
use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::state::SocketTransport;
use super::unsent::{Unsent, pieces};
use crate::network::{Error, Result as Answer};

impl SocketTransport {
    /// What it has for a socket, if that is not the platform's.
    fn foreign_socket(&self) -> Option<PyObjectRef> {
        if !self.is_foreign.load(std::sync::atomic::Ordering::Relaxed) {
            return None;
        }
        self.sock.lock().clone()
    }
}

/// Whether an object is a socket of the platform's, whose methods nobody has replaced.
pub(super) fn is_platforms(sock: &PyObject, vm: &VirtualMachine) -> PyResult<bool> {
    let socket = vm.import("socket", 0)?.get_attr("socket", vm)?;
    Ok(sock.class().as_object().is(&socket))
}

/// Sends what is written, unless something waits before it; how much that was. None if the socket is the platform's.
pub(super) fn send(
    zelf: &SocketTransport,
    data: &Unsent,
    vm: &VirtualMachine,
) -> PyResult<Option<Answer<usize>>> {
    let Some(sock) = zelf.foreign_socket() else { return Ok(None) };
    let may_send = {
        let state = zelf.state.lock();
        !state.is_lost() && state.size() == 0
    };
    if !may_send {
        return Ok(Some(Err(Error::WouldBlock)));
    }
    let data = match data {
        Unsent::Bytes(bytes) => bytes.clone().into(),
        Unsent::Buffer(buffer) => buffer.obj.clone(),
    };
    answer(vm.call_method(&sock, "send", (data,)), vm).map(Some)
}

/// Sends what waits; how much that was. None if the socket is the platform's.
pub(super) fn send_unsent(zelf: &SocketTransport, vm: &VirtualMachine) -> PyResult<Option<Answer<usize>>> {
    let Some(sock) = zelf.foreign_socket() else { return Ok(None) };
    let pieces = vm.ctx.new_list(pieces(&zelf.state.lock(), vm));
    answer(vm.call_method(&sock, "sendmsg", (pieces,)), vm).map(Some)
}

/// What has arrived. None if the socket is the platform's.
pub(super) fn receive(
    zelf: &SocketTransport,
    most: usize,
    vm: &VirtualMachine,
) -> PyResult<Option<Answer<PyObjectRef>>> {
    let Some(sock) = zelf.foreign_socket() else { return Ok(None) };
    now(vm.call_method(&sock, "recv", (most,)), vm).map(Some)
}

/// Has it fill a buffer; how much arrived. None if the socket is the platform's.
pub(super) fn receive_into(
    zelf: &SocketTransport,
    buffer: &PyObject,
    vm: &VirtualMachine,
) -> PyResult<Option<Answer<usize>>> {
    let Some(sock) = zelf.foreign_socket() else { return Ok(None) };
    answer(vm.call_method(&sock, "recv_into", (buffer.to_owned(),)), vm).map(Some)
}

/// A number of bytes.
fn answer(result: PyResult, vm: &VirtualMachine) -> PyResult<Answer<usize>> {
    match now(result, vm)? {
        Ok(length) => length.try_to_value(vm).map(Ok),
        Err(error) => Ok(Err(error)),
    }
}

/// What a method gave. That it can give nothing now is no exception to a transport.
fn now(result: PyResult, vm: &VirtualMachine) -> PyResult<Answer<PyObjectRef>> {
    let exceptions = &vm.ctx.exceptions;
    let is_not_now = |exception: &PyBaseExceptionRef| {
        exception.fast_isinstance(exceptions.blocking_io_error)
            || exception.fast_isinstance(exceptions.interrupted_error)
    };
    match result {
        Err(exception) if is_not_now(&exception) => Ok(Err(Error::WouldBlock)),
        Err(exception) => Err(exception),
        Ok(value) => Ok(Ok(value)),
    }
}
