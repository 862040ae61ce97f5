//! A module of the interpreter's that is defined anew: what RustPython defines runs first, then what is to be otherwise.
//!
//! Nothing is patched from outside: whenever a program first imports the module, it is as it is to be, and two
//! interpreters of one process do not share it.

use rustpython_vm::builtins::{PyModule, PyModuleDef, PyModuleSlots};
use rustpython_vm::common::rc::PyRc;
use rustpython_vm::{Py, PyResult, VirtualMachine, stdlib};

/// What is done to a module when it is imported.
pub type Definition = fn(&VirtualMachine, &Py<PyModule>) -> PyResult<()>;

/// Has `then` run behind what defines the interpreter's module of this name. To be called in an
/// [`init_hook`](rustpython_vm::InterpreterBuilder::init_hook). Where there is no such module, nothing is done.
///
/// `then` is to begin with [`define_as_before`].
///
/// # Panics
///
/// If the interpreter is running already.
pub fn define_anew(name: &str, then: Definition, vm: &mut VirtualMachine) {
    let state = PyRc::get_mut(&mut vm.state).expect("an interpreter that is being made is not shared yet");
    if let Some(def) = state.module_defs.get_mut(name) {
        let slots = PyModuleSlots { create: def.slots.create, exec: Some(then) };
        // Definitions live as long as the process; this is one pointer's worth more per interpreter.
        *def = Box::leak(Box::new(PyModuleDef { name: def.name, doc: def.doc, methods: def.methods, slots }));
    }
}

/// What RustPython itself does to the module of this name when it is imported.
///
/// # Errors
///
/// What that raises.
pub fn define_as_before(name: &str, vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
    original(name, vm).slots.exec.map_or(Ok(()), |exec| exec(vm, module))
}

/// RustPython's own definition of a module.
pub(super) fn original(name: &str, vm: &VirtualMachine) -> &'static PyModuleDef {
    let mut all = stdlib::builtin_module_defs(&vm.ctx);
    all.extend(rustpython_stdlib::stdlib_module_defs(&vm.ctx));
    all.into_iter().find(|def| def.name.as_str() == name).expect("what is defined anew is there")
}
