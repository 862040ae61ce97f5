//! What Python's virtual machine says about functions: [`sys.monitoring`], from native code.
//!
//! An event that nobody needs at a place in the code is switched off there the first time it happens. So a
//! program pays for the functions it has, not for the calls it makes.
//!
//! [`sys.monitoring`]: https://docs.python.org/3/library/sys.monitoring.html

use rustpython_vm::builtins::{PyBaseException, PyBoundMethod, PyCode, PyFunction};
use rustpython_vm::bytecode::CodeFlags;
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

use super::{Detail, awaits, generators, is_on, lines, places, primitives};

/// The tool's number for `sys.monitoring`: one of those that have no customary use.
const TOOL: u32 = 3;

/// Whether something needs to hear of an event at that place again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Interest {
    Needed,
    /// Never at this place.
    NotHere,
}

/// What the virtual machine gives with an event: the code, and the third argument if there is one.
type Listener = fn(&Py<PyCode>, Option<&PyObject>, &VirtualMachine) -> Interest;

/// What is needed for [`Detail::Lines`] instead of what is needed anyway. The lines themselves are [`lines`]' business.
const LINES: [(&str, Listener); 1] = [("PY_RETURN", |code, value, vm| {
    if places::is_librarys(code) {
        return returned(code, value, vm);
    }
    lines::left(vm);
    let _ = returned(code, value, vm);
    Interest::Needed
})];

/// The events, by their names in `sys.monitoring.events`.
const LISTENERS: [(&str, Listener); 7] = [
    ("PY_START", |code, _, vm| {
        let method = primitives::method(code);
        if let Some(method) = method {
            primitives::began(method, vm);
        }
        if code.flags.contains(CodeFlags::COROUTINE) {
            awaits::begun(code.qualname.as_str());
            return Interest::Needed;
        }
        if method.is_some() { Interest::Needed } else { of_generator(code, || generators::resumed(code, vm)) }
    }),
    ("PY_RESUME", |code, _, vm| of_generator(code, || generators::resumed(code, vm))),
    ("PY_YIELD", |code, value, vm| of_generator(code, || generators::yielded(code, value, vm))),
    ("PY_RETURN", returned),
    ("PY_THROW", |code, _, vm| {
        let _ = of_generator(code, || generators::resumed(code, vm));
        Interest::Needed
    }),
    ("PY_UNWIND", |code, exception, vm| {
        let exception = exception.and_then(|exception| exception.downcast_ref::<PyBaseException>());
        let _ = of_generator(code, || generators::raised(code, exception, vm));
        Interest::Needed
    }),
    ("CALL", |_, callable, vm| {
        let code = callable.and_then(|callable| code_of(callable, vm));
        let Some(code) = code else { return Interest::NotHere };
        of_generator(&code, || generators::created(&code, vm))
    }),
];

/// A function returns.
fn returned(code: &Py<PyCode>, value: Option<&PyObject>, vm: &VirtualMachine) -> Interest {
    match primitives::method(code) {
        Some(method) => {
            primitives::returned(method, vm);
            Interest::Needed
        }
        None => of_generator(code, || generators::returned(code, value, vm)),
    }
}

/// The code of a function or method that is written in Python.
fn code_of(callable: &PyObject, vm: &VirtualMachine) -> Option<PyRef<PyCode>> {
    let function = match callable.downcast_ref::<PyBoundMethod>() {
        Some(_) => callable.get_attr("__func__", vm).ok()?,
        None => callable.to_owned(),
    };
    let function = function.downcast_ref::<PyFunction>()?;
    function.as_object().get_attr("__code__", vm).ok()?.downcast().ok()
}

/// Tells `report` if the code is that of a generator of the program's own.
fn of_generator(code: &Py<PyCode>, report: impl FnOnce()) -> Interest {
    if !code.flags.contains(CodeFlags::GENERATOR) || places::is_librarys(code) {
        return Interest::NotHere;
    }
    report();
    Interest::Needed
}

/// Listens. A program that has taken the tool's number for itself keeps it.
///
/// # Errors
///
/// None that a program could cause.
pub(super) fn install(detail: Detail, vm: &VirtualMachine) -> PyResult<()> {
    let monitoring = vm.sys_module.get_attr("monitoring", vm)?;
    let numbers = monitoring.get_attr("events", vm)?;
    let disable = monitoring.get_attr("DISABLE", vm)?;
    if vm.call_method(&monitoring, "use_tool_id", (TOOL, "asyncio101")).is_err() {
        return Ok(());
    }
    let mut wanted = 0;
    let lines = if detail == Detail::Lines { &LINES[..] } else { &[] };
    for (event, listener) in LISTENERS.iter().chain(lines).copied() {
        let number = numbers.get_attr(event, vm)?;
        wanted |= number.try_to_value::<u32>(vm)?;
        let disable = disable.clone();
        // RustPython 0.6 remembers what is switched off by the code's address, also when the code is no more: what
        // has the address next would never be heard of. So the code stays.
        let switched_off = PyMutex::new(Vec::new());
        let callback = move |args: FuncArgs, vm: &VirtualMachine| -> PyObjectRef {
            let Some(code) = args.args.first().and_then(|code| code.downcast_ref::<PyCode>()) else {
                return vm.ctx.none();
            };
            let value = args.args.get(2).map(|value| &**value);
            if !is_on() || listener(code, value, vm) == Interest::Needed {
                return vm.ctx.none();
            }
            switched_off.lock().push(code.to_owned());
            // What cannot be switched off is always needed.
            disable.clone()
        };
        let callback = vm.new_function("listener", callback);
        vm.call_method(&monitoring, "register_callback", (TOOL, number, callback))?;
    }
    vm.call_method(&monitoring, "set_events", (TOOL, wanted))?;
    Ok(())
}
