//! Adding to a module that is being defined.

use rustpython_vm::builtins::PyModule;
use rustpython_vm::function::PyMethodDef;
use rustpython_vm::{Py, PyResult, VirtualMachine};

/// Adds functions to a module that is being defined.
pub(super) fn add_functions(
    functions: &'static [PyMethodDef],
    vm: &VirtualMachine,
    module: &Py<PyModule>,
) -> PyResult<()> {
    for method in functions {
        let function =
            method.to_function().with_module(module.name.expect("a module of the interpreter's has one"));
        let function = function.with_module_object(module.to_owned().into()).into_ref(&vm.ctx);
        module.set_attr(vm.ctx.intern_str(method.name), function, vm)?;
    }
    Ok(())
}

/// Adds numbers of the system's to a module that is being defined, by their names.
macro_rules! add_constants {
    ($vm:ident, $module:ident: $($name:ident)*) => {
        $($module.set_attr(stringify!($name), $vm.ctx.new_int(libc::$name), $vm)?;)*
    };
}
pub(super) use add_constants;
