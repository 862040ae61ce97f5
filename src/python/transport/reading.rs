//! Reading: what has arrived goes to the protocol.

use std::cell::RefCell;
use std::sync::atomic::Ordering;

use rustpython_vm::protocol::{BufferFlags, PyBuffer};
use rustpython_vm::{AsObject, Py, PyObjectRef, PyResult, VirtualMachine};

use super::foreign;
use super::state::SocketTransport;
use crate::network::Error;
use crate::python::exceptions::network_error;
use crate::python::streams::{Names, StreamReaderProtocol, is_the_librarys};

const FAILED: &str = "Fatal read error on socket transport";

thread_local! {
    /// Where what arrives is read to, before it is known how much that is. All transports of a thread share it.
    static ARRIVED: RefCell<Vec<u8>> = RefCell::default();
}

/// Reads what has arrived, and gives it to the protocol.
pub(super) fn read(zelf: &Py<SocketTransport>, vm: &VirtualMachine) -> PyResult<()> {
    if zelf.state.lock().is_lost() {
        return Ok(());
    }
    if zelf.fills_buffer.load(Ordering::Relaxed) {
        return fill_buffer(zelf, vm);
    }
    match arrived(zelf, vm) {
        Ok(None) => Ok(()),
        Err(exception) => SocketTransport::fail(zelf, exception, FAILED, vm),
        Ok(Some(data)) if data.length(vm)? == 0 => end_of_file(zelf, vm),
        Ok(Some(data)) => match receive(zelf, data, vm) {
            Err(exception) => SocketTransport::fail(
                zelf,
                exception,
                "Fatal error: protocol.data_received() call failed.",
                vm,
            ),
            Ok(()) => Ok(()),
        },
    }
}

/// What has arrived, if something has: no bytes if that was the end.
fn arrived(zelf: &SocketTransport, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    let most = zelf.most.load(Ordering::Relaxed);
    let data = match foreign::receive(zelf, most, vm)? {
        Some(data) => data,
        None => read_bytes(zelf, most).map(|data| vm.ctx.new_bytes(data).into()),
    };
    unless_nothing(data, vm)
}

/// Reads what has arrived into a piece of memory that is no longer than it.
fn read_bytes(zelf: &SocketTransport, most: usize) -> Result<Vec<u8>, Error> {
    ARRIVED.with_borrow_mut(|buffer| {
        if buffer.len() < most {
            buffer.resize(most, 0);
        }
        let length = zelf.network.read(zelf.source(), &mut buffer[..most])?;
        Ok(buffer[..length].to_vec())
    })
}

fn unless_nothing<T>(read: Result<T, Error>, vm: &VirtualMachine) -> PyResult<Option<T>> {
    match read {
        Ok(data) => Ok(Some(data)),
        Err(Error::WouldBlock) => Ok(None),
        Err(error) => Err(network_error(error, vm)),
    }
}

/// Reads into a buffer of the protocol's.
fn fill_buffer(zelf: &Py<SocketTransport>, vm: &VirtualMachine) -> PyResult<()> {
    let buffer = match protocols_buffer(zelf, vm) {
        Ok(buffer) => buffer,
        Err(exception) => {
            let message = "Fatal error: protocol.get_buffer() call failed.";
            return SocketTransport::fail(zelf, exception, message, vm);
        }
    };
    let filled = fill(zelf, &buffer, vm);
    drop(buffer);
    let length = match filled {
        Ok(Some(0)) => return end_of_file(zelf, vm),
        Ok(Some(length)) => vm.ctx.new_int(length).into(),
        Ok(None) => return Ok(()),
        Err(exception) => {
            return SocketTransport::fail(zelf, exception, FAILED, vm);
        }
    };
    match tell(zelf, "buffer_updated", length, vm) {
        Err(exception) => {
            SocketTransport::fail(zelf, exception, "Fatal error: protocol.buffer_updated() call failed.", vm)
        }
        Ok(_) => Ok(()),
    }
}

/// The buffer that the protocol wants filled.
fn protocols_buffer(zelf: &Py<SocketTransport>, vm: &VirtualMachine) -> PyResult {
    let buffer = tell(zelf, "get_buffer", vm.ctx.new_int(-1).into(), vm)?;
    if buffer.length(vm)? == 0 {
        return Err(vm.new_runtime_error("get_buffer() returned an empty buffer"));
    }
    Ok(buffer)
}

/// Reads into it; how much that is, if anything has arrived.
fn fill(zelf: &SocketTransport, buffer: &PyObjectRef, vm: &VirtualMachine) -> PyResult<Option<usize>> {
    if let Some(length) = foreign::receive_into(zelf, buffer, vm)? {
        return unless_nothing(length, vm);
    }
    let buffer = PyBuffer::from_object(vm, buffer, BufferFlags::CONTIG)?;
    let mut bytes =
        buffer.as_contiguous_mut().ok_or_else(|| vm.new_buffer_error("the buffer is not contiguous"))?;
    unless_nothing(zelf.network.read(zelf.source(), &mut bytes), vm)
}

/// The other end sends nothing more.
fn end_of_file(zelf: &Py<SocketTransport>, vm: &VirtualMachine) -> PyResult<()> {
    vm.call_method(zelf.as_object(), "_read_ready__on_eof", ()).map(drop)
}

/// Gives the protocol what has arrived.
fn receive(zelf: &SocketTransport, data: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
    let protocol = zelf.protocol.lock().clone();
    let protocol = protocol.unwrap_or_else(|| vm.ctx.none());
    if let Some(ours) = protocol.downcast_ref::<StreamReaderProtocol>()
        && is_the_librarys(&protocol, ours.version, Names::get(vm).data_received, vm)
    {
        return ours.receive(data, vm);
    }
    vm.call_method(&protocol, "data_received", (data,)).map(drop)
}

/// Calls a method of the protocol's.
fn tell(zelf: &SocketTransport, method: &str, argument: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    let protocol = zelf.protocol.lock().clone();
    let protocol = protocol.unwrap_or_else(|| vm.ctx.none());
    vm.call_method(&protocol, method, (argument,))
}
