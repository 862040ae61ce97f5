//! How a transport begins: what is known of its socket, and in which order its protocol hears of it.

use std::sync::atomic::Ordering;

use rustpython_vm::builtins::PyDict;
use rustpython_vm::{AsObject, FromArgs, Py, PyObject, PyObjectRef, PyPayload, PyResult, VirtualMachine};

use super::foreign;
use super::state::SocketTransport;
use crate::python::library;

/// The arguments of the constructor.
#[derive(FromArgs)]
pub struct TransportArgs {
    #[pyarg(any, name = "loop")]
    event_loop: PyObjectRef,
    #[pyarg(any)]
    sock: PyObjectRef,
    #[pyarg(any)]
    protocol: PyObjectRef,
    #[pyarg(any, default)]
    waiter: Option<PyObjectRef>,
    #[pyarg(any, default)]
    extra: Option<PyObjectRef>,
    #[pyarg(any, default)]
    server: Option<PyObjectRef>,
}

/// Takes a socket over. The protocol hears of it in the next pass, and only then is read; then `waiter` is told.
pub(super) fn open(zelf: &Py<SocketTransport>, args: TransportArgs, vm: &VirtualMachine) -> PyResult<()> {
    let TransportArgs { event_loop, sock, protocol, waiter, extra, server } = args;
    let given = |value: Option<PyObjectRef>| value.filter(|value| !vm.is_none(value));
    let zelf_object = zelf.as_object();

    let extra = given(extra).unwrap_or_else(|| PyDict::default().into_ref(&vm.ctx).into());
    let known =
        |name: &'static str| extra.sequence_unchecked().contains(vm.ctx.intern_str(name).as_object(), vm);
    let socket = library::function("trsock", "TransportSocket", vm)?.call((sock.clone(),), vm)?;
    extra.set_item("socket", socket, vm)?;
    extra.set_item("sockname", name_of(&sock, "getsockname", vm)?, vm)?;
    if !known("peername")? {
        extra.set_item("peername", name_of(&sock, "getpeername", vm)?, vm)?;
    }
    zelf_object.set_attr("_extra", extra, vm)?;
    zelf.is_foreign.store(!foreign::is_platforms(&sock, vm)?, Ordering::Relaxed);
    *zelf.sock.lock() = Some(sock.clone());

    let fd: i64 = vm.call_method(&sock, "fileno", ())?.try_to_value(vm)?;
    zelf.source.store(fd as u64, Ordering::Relaxed);
    let most = zelf_object.get_attr("max_size", vm)?.try_to_value(vm)?;
    zelf.most.store(most, Ordering::Relaxed);
    *zelf.event_loop.lock() = Some(event_loop.clone());
    set_protocol(zelf, protocol.clone(), vm)?;

    let server = given(server);
    zelf_object.set_attr("_server", vm.unwrap_or_none(server.clone()), vm)?;
    if let Some(server) = server {
        if let Ok(clients) = server.get_attr("_clients", vm) {
            sweep(&clients, vm)?;
        }
        vm.call_method(&server, "_attach", (zelf.to_owned(),))?;
    }
    event_loop.get_attr("_transports", vm)?.set_item(
        vm.ctx.new_int(fd).as_object(),
        zelf.to_owned().into(),
        vm,
    )?;
    library::function("base_events", "_set_nodelay", vm)?.call((sock,), vm)?;

    let write_ready = zelf_object.get_attr("_write_sendmsg", vm)?;
    zelf_object.set_attr("_write_ready", write_ready, vm)?;
    let soon = |args: Vec<PyObjectRef>| {
        vm.call_method(&event_loop, "call_soon", rustpython_vm::function::FuncArgs::from(args))
    };
    soon(vec![protocol.get_attr("connection_made", vm)?, zelf.to_owned().into()])?;
    let attribute = |name: &'static str| zelf_object.get_attr(name, vm);
    soon(vec![attribute("_add_reader")?, vm.ctx.new_int(fd).into(), attribute("_read_ready")?])?;
    if let Some(waiter) = given(waiter) {
        let wake = library::function("futures", "_set_result_unless_cancelled", vm)?;
        soon(vec![wake, waiter, vm.ctx.none()])?;
    }
    Ok(())
}

/// Clears what holds things weakly if it holds none. RustPython 0.6 takes a new place in a dictionary or set each time one key
/// comes and goes, as the number of a socket does, and gives up none of them before it is cleared.
fn sweep(weak: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    let data = weak.get_attr("data", vm)?;
    if data.length(vm)? == 0 {
        vm.call_method(&data, "clear", ())?;
    }
    Ok(())
}

/// Has `protocol` hear what happens from now on.
pub(super) fn set_protocol(
    zelf: &Py<SocketTransport>,
    protocol: PyObjectRef,
    vm: &VirtualMachine,
) -> PyResult<()> {
    let buffered = library::function("protocols", "BufferedProtocol", vm)?;
    zelf.fills_buffer.store(protocol.is_instance(&buffered, vm)?, Ordering::Relaxed);
    let _old = zelf.protocol.lock().replace(protocol);
    zelf.as_object().set_attr("_protocol_connected", vm.ctx.new_bool(true), vm)
}

/// One of a socket's two names, or None if it has none.
fn name_of(sock: &PyObject, method: &str, vm: &VirtualMachine) -> PyResult {
    match vm.call_method(sock, method, ()) {
        Err(error) if error.fast_isinstance(vm.ctx.exceptions.os_error) => Ok(vm.ctx.none()),
        name => name,
    }
}
