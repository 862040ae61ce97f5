//! What RustPython 0.6 has otherwise than CPython in `_socket`, on the operating system's sockets.

use asyncio101::python::definition::{define_anew, define_as_before};
use rustpython_vm::builtins::{PyModule, PyTuple};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, Py, PyObjectRef, PyResult, VirtualMachine};

/// Has `_socket` defined as CPython has it, in an interpreter that is being made.
pub(crate) fn mend(vm: &mut VirtualMachine) {
    define_anew("_socket", define, vm);
}

fn define(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
    define_as_before("_socket", vm, module)?;
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
