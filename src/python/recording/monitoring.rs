//! What Python's virtual machine says about functions, brought to the files that record it.
//!
//! What is listened for is what the program has: when code begins to run for the first time, it is looked at, and from a
//! generator on there are events of generators, from a lock or a transport's buffer on those of what returns.

use std::borrow::Borrow;

use rapidhash::RapidHashMap;
use rustpython_vm::builtins::{PyBaseException, PyBoundMethod, PyCode, PyFunction};
use rustpython_vm::bytecode::CodeFlags;
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::common::rc::PyRc;
use rustpython_vm::{AsObject, Py, PyObject, PyRef, PyResult, VirtualMachine};

use super::current::is_on;
use super::{awaits, generators, lines, places, primitives, raised, transports};
use crate::python::monitoring::{Given, Interest, RECORDER, RECORDER_OF_CALLS, Tool};

/// What is done about an event. An error is raised in the program.
type Listener = fn(&Monitor, &Given<'_>, &VirtualMachine) -> PyResult<Interest>;

/// What is listened for always, by its name in `sys.monitoring.events`.
const ALWAYS: [(&str, Listener); 4] = [
    ("PY_START", |monitor, given, vm| {
        monitor.look_at(given.code, vm)?;
        Ok(started(given.code, vm))
    }),
    ("PY_THROW", |_, given, vm| {
        let _ = of_generator(given.code, || generators::resumed(given.code, vm));
        Ok(Interest::Needed)
    }),
    ("PY_UNWIND", |_, given, vm| {
        let _ = of_generator(given.code, || generators::raised(given.code, exception(given), vm));
        Ok(Interest::Needed)
    }),
    ("RAISE", |_, given, vm| {
        if let Some(exception) = exception(given) {
            let offset = given.offset.and_then(|offset| offset.try_to_value(vm).ok());
            raised::raised(given.code, offset, exception, vm);
        }
        Ok(Interest::Needed)
    }),
];

/// What is listened for once there is something that has it.
const ONCE_NEEDED: [(&str, Listener); 3] = [
    ("PY_RESUME", |_, given, vm| Ok(of_generator(given.code, || generators::resumed(given.code, vm)))),
    ("PY_YIELD", |_, given, vm| {
        Ok(of_generator(given.code, || generators::yielded(given.code, given.value, vm)))
    }),
    ("PY_RETURN", |monitor, given, vm| {
        let interest = returned(given, vm);
        if monitor.by_lines && !places::is_library(given.code) {
            lines::left(vm);
            return Ok(Interest::Needed);
        }
        Ok(interest)
    }),
];

/// What the other tool listens for, once there is a generator.
const CALLS: [(&str, Listener); 1] = [("CALL", |_, given, vm| {
    let code = given.value.and_then(|callable| code_of(callable, vm));
    Ok(code.map_or(Interest::NotHere, |code| of_generator(&code, || generators::created(&code, vm))))
})];

/// Listens in one interpreter.
struct Monitor {
    tool: Tool,
    calls: Tool,
    /// Whether the program is recorded line by line.
    by_lines: bool,
    /// Events by their bits: of generators, that something returns, of the other tool that something is called.
    of_generators: u32,
    returns: u32,
    call: u32,
    /// The code that has been looked at, by its address; kept so that no other gets that.
    looked_at: PyMutex<RapidHashMap<usize, PyRef<PyCode>>>,
}

impl Monitor {
    /// Looks at code that begins to run, if it is the first time, and listens for what there is in it, and, if it is the
    /// program's own, in all the functions in it.
    fn look_at(&self, code: &Py<PyCode>, vm: &VirtualMachine) -> PyResult<()> {
        if self.looked_at.lock().contains_key(&code.get_id()) {
            return Ok(());
        }
        self.looked_at.lock().insert(code.get_id(), code.to_owned());
        if places::is_library(code) {
            let is_watched = primitives::method(code).is_some() || transports::is_flow_control(code);
            return self.tool.listen(if is_watched { self.returns } else { 0 }, vm);
        }
        if code.flags.contains(CodeFlags::GENERATOR) {
            self.calls.listen(self.call, vm)?;
            self.tool.listen(self.of_generators | self.returns, vm)?;
        }
        if self.by_lines {
            self.tool.listen(self.returns, vm)?;
        }
        for constant in &*code.constants {
            if let Some(inner) = Borrow::<PyObject>::borrow(constant).downcast_ref::<PyCode>() {
                self.look_at(inner, vm)?;
            }
        }
        Ok(())
    }
}

fn exception<'a>(given: &Given<'a>) -> Option<&'a Py<PyBaseException>> {
    given.value?.downcast_ref()
}

/// A function begins.
fn started(code: &Py<PyCode>, vm: &VirtualMachine) -> Interest {
    let method = primitives::method(code);
    if let Some(method) = method {
        primitives::began(method, vm);
    }
    if code.flags.contains(CodeFlags::COROUTINE) {
        awaits::begun(code.qualname.as_str());
        return Interest::Needed;
    }
    if method.is_some() { Interest::Needed } else { of_generator(code, || generators::resumed(code, vm)) }
}

/// A function returns.
fn returned(given: &Given<'_>, vm: &VirtualMachine) -> Interest {
    let code = given.code;
    if transports::is_flow_control(code) {
        transports::changed(vm);
        return Interest::Needed;
    }
    match primitives::method(code) {
        Some(method) => {
            primitives::returned(method, vm);
            Interest::Needed
        }
        None => of_generator(code, || generators::returned(code, given.value, vm)),
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

/// Tells `report` if the code is that of a generator of the program's own, of which anything is still told.
fn of_generator(code: &Py<PyCode>, report: impl FnOnce()) -> Interest {
    let is_ours = code.flags.contains(CodeFlags::GENERATOR) && !places::is_library(code);
    if !is_ours || !generators::are_told(code) {
        return Interest::NotHere;
    }
    report();
    Interest::Needed
}

/// Listens. A program that has taken the tools' numbers for itself keeps them.
///
/// # Errors
///
/// None that a program could cause.
pub(super) fn install(by_lines: bool, vm: &VirtualMachine) -> PyResult<()> {
    let (Some(tool), Some(calls)) = (Tool::take(RECORDER, vm)?, Tool::take(RECORDER_OF_CALLS, vm)?) else {
        return Ok(());
    };
    let of_generators = tool.bit("PY_RESUME", vm)? | tool.bit("PY_YIELD", vm)?;
    let (returns, call) = (tool.bit("PY_RETURN", vm)?, tool.bit("CALL", vm)?);
    let looked_at = PyMutex::default();
    let monitor = PyRc::new(Monitor { tool, calls, by_lines, of_generators, returns, call, looked_at });
    let mut always = 0;
    for (event, listener) in ALWAYS {
        let event = monitor.tool.bit(event, vm)?;
        register(&monitor, &monitor.tool, event, listener, vm)?;
        always |= event;
    }
    for (event, listener) in ONCE_NEEDED {
        register(&monitor, &monitor.tool, monitor.tool.bit(event, vm)?, listener, vm)?;
    }
    for (event, listener) in CALLS {
        register(&monitor, &monitor.calls, monitor.calls.bit(event, vm)?, listener, vm)?;
    }
    monitor.tool.listen(always, vm)
}

/// Has a listener called, as long as something is recorded.
fn register(
    monitor: &PyRc<Monitor>,
    tool: &Tool,
    event: u32,
    listener: Listener,
    vm: &VirtualMachine,
) -> PyResult<()> {
    let monitor = monitor.clone();
    let listens = move |given: &Given<'_>, vm: &VirtualMachine| {
        if is_on() { listener(&monitor, given, vm) } else { Ok(Interest::Needed) }
    };
    tool.register(event, listens, vm)
}
