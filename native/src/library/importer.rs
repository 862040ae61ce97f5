//! What `importer.py` asks of the library: the native module `_asyncio101_library`.

use std::borrow::Borrow;

use rustpython_vm::PyObject;
use rustpython_vm::builtins::{PyCode, PyStrInterned};

pub(super) use _asyncio101_library::module_def;

/// Makes `code`, and all code inside it, say that it is from `filename`.
pub(super) fn set_filename(code: &PyCode, filename: &'static PyStrInterned) {
    code.set_source_path(filename);
    for constant in code.constants.iter() {
        let constant: &PyObject = constant.borrow();
        if let Some(inner) = constant.downcast_ref::<PyCode>() {
            set_filename(inner, filename);
        }
    }
}

#[rustpython_vm::pymodule]
mod _asyncio101_library {
    use rustpython_vm::builtins::{PyCode, PyUtf8StrRef};
    use rustpython_vm::convert::ToPyObject;
    use rustpython_vm::{PyObjectRef, PyRef, VirtualMachine};

    use crate::library::{self, File, Module};

    /// The path of a module's source in the library and whether it is a package, or None.
    #[pyfunction]
    fn find(name: PyUtf8StrRef) -> Option<(&'static str, bool)> {
        Module::find(name.as_str()).map(|module| (module.file().path, module.package))
    }

    /// A module's code, said to be from the given file; None if there is no such module.
    #[pyfunction]
    fn code(name: PyUtf8StrRef, filename: PyUtf8StrRef, vm: &VirtualMachine) -> Option<PyRef<PyCode>> {
        Module::find(name.as_str()).map(|module| library::code(module, filename.as_str(), vm))
    }

    /// The contents of a file of the library, or None.
    #[pyfunction]
    fn read(path: PyUtf8StrRef) -> Option<Vec<u8>> {
        File::find(path.as_str()).map(File::read)
    }

    /// The names of the modules directly in a package, or in none, each with whether it is a package itself.
    #[pyfunction]
    fn modules(package: PyUtf8StrRef, vm: &VirtualMachine) -> Vec<PyObjectRef> {
        let package = package.as_str();
        let inside = |name: &'static str| match package {
            "" => Some(name),
            _ => name.strip_prefix(package)?.strip_prefix('.'),
        };
        let modules = library::MODULES.iter();
        let inside = modules.filter_map(|module| Some((inside(module.name)?, module.package)));
        inside.filter(|(name, _)| !name.contains('.')).map(|found| found.to_pyobject(vm)).collect()
    }
}
