//! Error numbers as Python has them. RustPython knows none where there is no operating system, neither in its `errno`
//! module nor when it chooses the class of an `OSError`.

use rustpython_vm::builtins::{PyBaseExceptionRef, PyType};
use rustpython_vm::function::FsPath;
use rustpython_vm::{Py, PyObjectRef, PyResult, VirtualMachine};

use crate::errno::{CODES, Errno, message};

/// Gives the `errno` module its numbers.
///
/// # Errors
///
/// None that a program could cause.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let module = vm.import("errno", 0)?;
    let names = module.get_attr("errorcode", vm)?;
    for (name, code, _) in CODES {
        let code: PyObjectRef = vm.ctx.new_int(*code).into();
        // Of two names for one number the first is the one it is called by.
        if names.get_item(&*code, vm).is_err() {
            names.set_item(&*code, vm.ctx.new_str(*name).into(), vm)?;
        }
        module.set_attr(vm.ctx.intern_str(*name), code, vm)?;
    }
    Ok(())
}

/// The `OSError`, with the name of the file if there is one.
fn exception(errno: Errno, filename: Option<PyObjectRef>, vm: &VirtualMachine) -> PyBaseExceptionRef {
    let code = errno as i32;
    let mut arguments = vec![vm.ctx.new_int(code).into(), vm.ctx.new_str(message(code)).into()];
    arguments.extend(filename);
    vm.invoke_exception(class(errno, vm), arguments).unwrap_or_else(|error| error)
}

fn class(errno: Errno, vm: &VirtualMachine) -> &'static Py<PyType> {
    let known = &vm.ctx.exceptions;
    match errno {
        Errno::NotPermitted => known.permission_error,
        Errno::NoEntry => known.file_not_found_error,
        Errno::Exists => known.file_exists_error,
        Errno::NotADirectory => known.not_a_directory_error,
        Errno::IsADirectory => known.is_a_directory_error,
        _ => known.os_error,
    }
}

/// The `OSError` for what went wrong.
pub(super) fn failed(errno: Errno, vm: &VirtualMachine) -> PyBaseExceptionRef {
    exception(errno, None, vm)
}

/// The `OSError` about a file, with its name.
pub(super) fn failed_on(path: &FsPath, errno: Errno, vm: &VirtualMachine) -> PyBaseExceptionRef {
    let name = match path {
        FsPath::Str(path) => path.clone().into(),
        FsPath::Bytes(path) => path.clone().into(),
    };
    exception(errno, Some(name), vm)
}
