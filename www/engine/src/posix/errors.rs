//! Error numbers as Python has them. RustPython knows none where there is no operating system, neither in its `errno`
//! module nor when it chooses the class of an `OSError`.

use std::sync::OnceLock;

use rustpython_vm::builtins::{PyBaseExceptionRef, PyInt, PyType, PyTypeRef};
use rustpython_vm::function::{FsPath, FuncArgs, ItemDoc, PyMethodDef, PyMethodFlags};
use rustpython_vm::{AsObject, Py, PyObjectRef, PyResult, VirtualMachine};

use crate::errno::{CODES, Errno, message};

/// Gives the `errno` module its numbers, and `OSError` the classes for them.
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
    install_classes(vm);
    Ok(())
}

/// The `OSError`, with the name of the file if there is one.
fn exception(errno: Errno, filename: Option<PyObjectRef>, vm: &VirtualMachine) -> PyBaseExceptionRef {
    let code = errno as i32;
    let mut arguments = vec![vm.ctx.new_int(code).into(), vm.ctx.new_str(message(code)).into()];
    arguments.extend(filename);
    vm.invoke_exception(class(code, vm), arguments).unwrap_or_else(|error| error)
}

/// The class that Python has for an error of that number (PEP 3151).
fn class(code: i32, vm: &VirtualMachine) -> &'static Py<PyType> {
    let known = &vm.ctx.exceptions;
    match code {
        1 | 13 => known.permission_error,
        2 => known.file_not_found_error,
        3 => known.process_lookup_error,
        4 => known.interrupted_error,
        10 => known.child_process_error,
        11 | 114 | 115 => known.blocking_io_error,
        17 => known.file_exists_error,
        20 => known.not_a_directory_error,
        21 => known.is_a_directory_error,
        32 | 108 => known.broken_pipe_error,
        103 => known.connection_aborted_error,
        104 => known.connection_reset_error,
        110 => known.timeout_error,
        111 => known.connection_refused_error,
        _ => known.os_error,
    }
}

/// What makes an `OSError` in RustPython.
static ORIGINAL: OnceLock<fn(PyTypeRef, FuncArgs, &VirtualMachine) -> PyResult> = OnceLock::new();

/// `OSError(errno, strerror)`: the class that the number stands for.
fn new_os_error(cls: PyTypeRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let original = ORIGINAL.get().expect("it was replaced");
    let number = args.args.first().and_then(|number| number.downcast_ref::<PyInt>());
    let number = number.and_then(|number| number.try_to_primitive::<i32>(vm).ok());
    match number {
        Some(number)
            if cls.is(vm.ctx.exceptions.os_error)
                && args.kwargs.is_empty()
                && (2..=5).contains(&args.args.len()) =>
        {
            original(class(number, vm).to_owned(), args, vm)
        }
        _ => original(cls, args, vm),
    }
}

/// `OSError.__init_subclass__()`: a class that a program makes is made as RustPython makes it, which looks whether that is
/// so.
fn make_subclasses_as_ever(cls: PyTypeRef, _args: FuncArgs) {
    cls.slots.new.store(ORIGINAL.get().copied());
}

/// Has `OSError(errno, strerror)` choose its class.
fn install_classes(vm: &VirtualMachine) {
    const INIT_SUBCLASS: &PyMethodDef = &PyMethodDef::new_const(
        "__init_subclass__",
        make_subclasses_as_ever,
        PyMethodFlags::CLASS,
        ItemDoc::NONE,
    );
    let os_error: &'static Py<PyType> = vm.ctx.exceptions.os_error;
    let original = os_error.slots.new.load().expect("an exception can be made");
    if ORIGINAL.set(original).is_err() {
        return; // For an interpreter before this one: classes of the interpreter's are the process's.
    }
    os_error.slots.new.store(Some(new_os_error));
    let method = INIT_SUBCLASS.build_classmethod(&vm.ctx, os_error);
    os_error.set_attr(vm.ctx.intern_str("__init_subclass__"), method.into());
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
