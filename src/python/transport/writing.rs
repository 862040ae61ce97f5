//! Writing: what is given is sent at once, and waits where it cannot be.

use std::io::IoSlice;

use rustpython_vm::builtins::{PyBaseExceptionRef, PyByteArray, PyBytes, PyMemoryView};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::foreign;
use super::state::SocketTransport;
use super::unsent::Unsent;
use crate::python::exceptions::network_error;
use crate::python::language::Python;
use crate::python::library;
use crate::task::Tasks as _;
use crate::transport::{Drained, Piece, Written};

const FAILED: &str = "Fatal write error on socket transport";

/// `Transport.write()`
pub(super) fn write(zelf: &Py<SocketTransport>, data: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
    if !is_bytes(&data) {
        return Err(vm.new_type_error(format!(
            "data argument must be a bytes, bytearray, or memoryview object, not '{}'",
            data.class().name()
        )));
    }
    check(zelf, "write", vm)?;
    let data = match Unsent::of(data, vm) {
        Ok(data) => data,
        Err(exception) => return SocketTransport::fail(zelf, exception, FAILED, vm),
    };
    if data.bytes().is_empty() {
        return Ok(());
    }
    let sent = match foreign::send(zelf, &data, vm) {
        Ok(sent) => sent,
        Err(exception) => return SocketTransport::fail(zelf, exception, FAILED, vm),
    };
    let send = |bytes: &[u8]| sent.unwrap_or_else(|| zelf.network.send(zelf.source(), bytes));
    let written = zelf.state.lock().write(&data.bytes(), send, || data.clone());
    match written {
        Ok(Written::Sent) => Ok(()),
        Ok(Written::Lost(times)) => warn_of_lost(times, vm),
        Ok(Written::Waits { others_do }) => {
            if !others_do {
                watch(zelf, vm)?;
            }
            pause_if_too_much(zelf, vm)
        }
        Err(error) => SocketTransport::fail(zelf, network_error(error, vm), FAILED, vm),
    }
}

/// `Transport.writelines()`
pub(super) fn write_all(zelf: &Py<SocketTransport>, list: &PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
    check(zelf, "writelines", vm)?;
    if !list.clone().try_to_bool(vm)? {
        return Ok(());
    }
    let lost = zelf.state.lock().count_lost();
    if let Some(times) = lost {
        return warn_of_lost(times, vm);
    }
    let mut pieces = vec![];
    for data in list.try_to_value::<Vec<PyObjectRef>>(vm)? {
        let piece = Unsent::of(data, vm)?;
        // What is empty can never be sent.
        if !piece.bytes().is_empty() {
            pieces.push(piece);
        }
    }
    if pieces.is_empty() {
        return Ok(());
    }
    {
        let mut state = zelf.state.lock();
        pieces.into_iter().for_each(|piece| state.push(piece));
    }
    flush(zelf, vm)?;
    if zelf.state.lock().size() > 0 {
        watch(zelf, vm)?;
        pause_if_too_much(zelf, vm)?;
    }
    Ok(())
}

/// Sends of what waits as much as can be sent, and does what follows from that.
pub(super) fn flush(zelf: &Py<SocketTransport>, vm: &VirtualMachine) -> PyResult<()> {
    if zelf.state.lock().is_lost() {
        return Ok(());
    }
    let sent = match foreign::send_unsent(zelf, vm) {
        Ok(sent) => sent,
        Err(exception) => return fail_to_flush(zelf, exception, vm),
    };
    let send =
        |pieces: &[IoSlice<'_>]| sent.unwrap_or_else(|| zelf.network.send_pieces(zelf.source(), pieces));
    let flushed = zelf.state.lock().flush(send);
    if let Err(error) = flushed {
        return fail_to_flush(zelf, network_error(error, vm), vm);
    }
    resume_if_little(zelf, vm)?;
    let drained = zelf.state.lock().drained();
    let Some(drained) = drained else { return Ok(()) };
    zelf.watch("_remove_writer", None, vm)?;
    let waiter = zelf.empty_waiter.lock().clone();
    if let Some(waiter) = waiter {
        vm.call_method(&waiter, "set_result", (vm.ctx.none(),))?;
    }
    match drained {
        Drained::Open => Ok(()),
        Drained::EndOfFile => zelf.end_of_file(vm),
        Drained::Lost => {
            vm.call_method(zelf.as_object(), "_call_connection_lost", (vm.ctx.none(),)).map(drop)
        }
    }
}

/// What waits can never be sent.
fn fail_to_flush(
    zelf: &Py<SocketTransport>,
    exception: PyBaseExceptionRef,
    vm: &VirtualMachine,
) -> PyResult<()> {
    zelf.watch("_remove_writer", None, vm)?;
    zelf.state.lock().drop_unsent();
    SocketTransport::fail(zelf, exception.clone(), FAILED, vm)?;
    let waiter = zelf.empty_waiter.lock().clone();
    match waiter {
        Some(waiter) => vm.call_method(&waiter, "set_exception", (exception,)).map(drop),
        None => Ok(()),
    }
}

/// Asks the protocol to pause, if more waits than it should.
pub(super) fn pause_if_too_much(zelf: &Py<SocketTransport>, vm: &VirtualMachine) -> PyResult<()> {
    let wants_pause = zelf.state.lock().wants_pause();
    if wants_pause {
        control(zelf, "pause_writing", "protocol.pause_writing() failed", vm)?;
    }
    zelf.record_buffer();
    Ok(())
}

/// Asks the protocol to go on, if it was asked to pause and little waits now.
pub(super) fn resume_if_little(zelf: &Py<SocketTransport>, vm: &VirtualMachine) -> PyResult<()> {
    let wants_resume = zelf.state.lock().wants_resume();
    if wants_resume {
        control(zelf, "resume_writing", "protocol.resume_writing() failed", vm)?;
    }
    zelf.record_buffer();
    Ok(())
}

/// Calls one of the two methods of the protocol's. What it raises is told to the loop's exception handler.
fn control(
    zelf: &Py<SocketTransport>,
    method: &str,
    message: &'static str,
    vm: &VirtualMachine,
) -> PyResult<()> {
    let protocol = zelf.protocol.lock().clone();
    let protocol = protocol.unwrap_or_else(|| vm.ctx.none());
    let exception = match vm.call_method(&protocol, method, ()) {
        Err(exception) if !Python::ends_loop(&exception, vm) => exception,
        result => return result.map(drop),
    };
    let Some(event_loop) = zelf.event_loop.lock().clone() else { return Ok(()) };
    let context = vm.ctx.new_dict();
    context.set_item("message", vm.ctx.new_str(message).into(), vm)?;
    context.set_item("exception", exception.into(), vm)?;
    context.set_item("transport", zelf.to_owned().into(), vm)?;
    context.set_item("protocol", protocol, vm)?;
    vm.call_method(&event_loop, "call_exception_handler", (context,)).map(drop)
}

fn is_bytes(data: &PyObject) -> bool {
    data.downcastable::<PyBytes>()
        || data.downcastable::<PyByteArray>()
        || data.downcastable::<PyMemoryView>()
}

/// Whether something may be written.
fn check(zelf: &SocketTransport, method: &str, vm: &VirtualMachine) -> PyResult<()> {
    if zelf.state.lock().is_ended() {
        return Err(vm.new_runtime_error(format!("Cannot call {method}() after write_eof()")));
    }
    if zelf.empty_waiter.lock().is_some() {
        return Err(vm.new_runtime_error(format!("unable to {method}; sendfile is in progress")));
    }
    Ok(())
}

/// Something was written again to a connection that is lost: the log is told, but not of the first times.
fn warn_of_lost(times: u32, vm: &VirtualMachine) -> PyResult<()> {
    let threshold = library::function("constants", "LOG_THRESHOLD_FOR_CONNLOST_WRITES", vm)?;
    if times >= threshold.try_to_value::<u32>(vm)? {
        let logger = library::function("log", "logger", vm)?;
        vm.call_method(&logger, "warning", ("socket.send() raised exception.",))?;
    }
    Ok(())
}

/// Has the rest sent when the network takes more.
fn watch(zelf: &Py<SocketTransport>, vm: &VirtualMachine) -> PyResult<()> {
    let write_ready = zelf.as_object().get_attr("_write_ready", vm)?;
    zelf.watch("_add_writer", Some(write_ready), vm)
}
