//! What RustPython 0.6 has otherwise than CPython in `_socket`, on the operating system's sockets.

use rustpython_vm::builtins::{PyModule, PyModuleDef, PyModuleSlots, PyTuple};
use rustpython_vm::common::rc::PyRc;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, Py, PyObjectRef, PyResult, VirtualMachine};

/// Has `_socket` defined as CPython has it, in an interpreter that is being made.
pub(crate) fn mend(vm: &mut VirtualMachine) {
    let state = PyRc::get_mut(&mut vm.state).expect("an interpreter that is being made is not shared yet");
    if let Some(def) = state.module_defs.get_mut("_socket") {
        let slots = PyModuleSlots { create: def.slots.create, exec: Some(define) };
        // Definitions live as long as the process; this is one pointer's worth more per interpreter.
        *def = Box::leak(Box::new(PyModuleDef { name: def.name, doc: def.doc, methods: def.methods, slots }));
    }
}

fn define(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
    let original = rustpython_stdlib::stdlib_module_defs(&vm.ctx);
    let original = original.into_iter().find(|def| def.name.as_str() == "_socket");
    if let Some(exec) = original.and_then(|def| def.slots.exec) {
        exec(vm, module)?;
    }
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
