//! `_socket`, on the operating system's sockets: messages into buffers, numbers of Linux, and what `getaddrinfo()` returns.
//!
//! <https://docs.python.org/3/library/socket.html>

use asyncio101::python::definition::define_as_before;
use rustpython_vm::builtins::{PyBytes, PyModule, PyTuple, PyType};
use rustpython_vm::function::{ArgMemoryBuffer, FuncArgs, ItemDoc, OptionalArg, PyMethodDef, PyMethodFlags};
use rustpython_vm::{AsObject, Py, PyObjectRef, PyRef, PyResult, TryFromObject, VirtualMachine};

use super::adding::add_constants;

pub(super) fn define(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
    define_as_before("_socket", vm, module)?;
    define_getaddrinfo(vm, module)?;
    let class: PyRef<PyType> = module.get_attr("socket", vm)?.try_into_value(vm)?;
    // It lives as long as the process.
    let class = PyRef::leak(class);
    class.set_attr(vm.ctx.intern_str(RECVMSG_INTO.name), RECVMSG_INTO.build_method(&vm.ctx, class).into());
    add_constants!(vm, module: IP_ADD_SOURCE_MEMBERSHIP IP_BLOCK_SOURCE IP_DROP_SOURCE_MEMBERSHIP IP_RECVTTL
        IP_UNBLOCK_SOURCE);
    #[cfg(target_os = "linux")]
    {
        add_constants!(vm, module: ETH_P_ALL IPV6_RECVERR IP_BIND_ADDRESS_NO_PORT IP_DEFAULT_MULTICAST_TTL IP_FREEBIND
            IP_PKTINFO IP_RECVERR IP_RECVORIGDSTADDR SO_ORIGINAL_DST TCP_CC_INFO TCP_FASTOPEN_CONNECT TCP_FASTOPEN_KEY
            TCP_FASTOPEN_NO_COOKIE TCP_INQ TCP_MD5SIG TCP_MD5SIG_EXT TCP_NOTSENT_LOWAT TCP_QUEUE_SEQ TCP_REPAIR
            TCP_REPAIR_OPTIONS TCP_REPAIR_QUEUE TCP_REPAIR_WINDOW TCP_SAVED_SYN TCP_SAVE_SYN TCP_THIN_DUPACK
            TCP_THIN_LINEAR_TIMEOUTS TCP_TIMESTAMP TCP_ULP TCP_ZEROCOPY_RECEIVE VMADDR_CID_LOCAL);
        // The names that POSIX has for the same.
        module.set_attr("IPV6_JOIN_GROUP", vm.ctx.new_int(libc::IPV6_ADD_MEMBERSHIP), vm)?;
        module.set_attr("IPV6_LEAVE_GROUP", vm.ctx.new_int(libc::IPV6_DROP_MEMBERSHIP), vm)?;
    }
    Ok(())
}

const RECVMSG_INTO: PyMethodDef =
    PyMethodDef::new_const("recvmsg_into", recvmsg_into, PyMethodFlags::METHOD, ItemDoc::NONE);

/// What `recvmsg()` receives, in buffers of the program's: one after the other is filled.
fn recvmsg_into(
    socket: PyObjectRef,
    buffers: PyObjectRef,
    ancbufsize: OptionalArg<isize>,
    flags: OptionalArg<i32>,
    vm: &VirtualMachine,
) -> PyResult {
    if buffers.get_iter(vm).is_err() {
        return Err(vm.new_type_error("recvmsg_into() argument 1 must be an iterable"));
    }
    let buffers = vm.extract_elements_with(&buffers, |buffer| {
        ArgMemoryBuffer::try_from_object(vm, buffer).map_err(|_| {
            let text = "recvmsg_into() argument 1 must be an iterable of single-segment read-write buffers";
            vm.new_type_error(text)
        })
    })?;
    let ancbufsize = ancbufsize.unwrap_or(0);
    if ancbufsize < 0 {
        return Err(vm.new_value_error("invalid ancillary data buffer length"));
    }
    let room: usize = buffers.iter().map(ArgMemoryBuffer::len).sum();
    let received = vm.call_method(&socket, "recvmsg", (room, ancbufsize, flags.unwrap_or(0)))?;
    let received = received.downcast_ref::<PyTuple>().expect("recvmsg() returns four things").as_slice();
    let data: &[u8] = received[0].downcast_ref::<PyBytes>().expect("the first are bytes").as_bytes();
    let mut rest = data;
    for buffer in &buffers {
        let (for_this_one, for_others) = rest.split_at(rest.len().min(buffer.len()));
        buffer.with_ref(|buffer| buffer[..for_this_one.len()].copy_from_slice(for_this_one));
        rest = for_others;
    }
    let mut told = received.to_vec();
    told[0] = vm.ctx.new_int(data.len()).into();
    Ok(vm.ctx.new_tuple(told).into())
}

fn define_getaddrinfo(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
    let original = module.get_attr("getaddrinfo", vm)?;
    let getaddrinfo = move |args: FuncArgs, vm: &VirtualMachine| -> PyResult {
        let found = original.call(args, vm)?.try_to_value::<Vec<PyObjectRef>>(vm)?;
        let found = found.into_iter().map(|entry| with_a_name(entry, vm)).collect();
        Ok(vm.ctx.new_list(found).into())
    };
    module.set_attr("getaddrinfo", vm.new_function("getaddrinfo", getaddrinfo), vm)
}

/// Where there is no canonical name, it is empty.
fn with_a_name(entry: PyObjectRef, vm: &VirtualMachine) -> PyObjectRef {
    let Some(fields) = entry.downcast_ref::<PyTuple>() else { return entry };
    let fields = fields.as_slice().iter();
    let named = fields.map(|field| if vm.is_none(field) { vm.ctx.new_str("").into() } else { field.clone() });
    vm.ctx.new_tuple(named.collect()).as_object().to_owned()
}
