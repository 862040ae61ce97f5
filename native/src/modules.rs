//! What RustPython 0.6 lacks, or has otherwise than CPython, in the modules that stand on the operating system.
//!
//! A file for each module. What is there is as little as programs need: what RustPython has one day, goes.

use asyncio101::python::definition::{define_anew, define_as_before};
use rustpython_vm::builtins::PyModule;
use rustpython_vm::function::PyMethodDef;
use rustpython_vm::{Py, PyResult, VirtualMachine};

mod posix;
mod signal;
mod socket;
mod ssl;

/// Has these modules defined as CPython has them, in an interpreter that is being made.
pub(crate) fn mend(vm: &mut VirtualMachine) {
    define_anew("_signal", signal::define, vm);
    define_anew("_socket", socket::define, vm);
    define_anew("_ssl", ssl::define, vm);
    define_anew("posix", posix::define, vm);
}

/// Adds functions to a module that is being defined.
fn add_functions(
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
use add_constants;
