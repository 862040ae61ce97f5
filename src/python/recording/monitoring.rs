//! What Python's virtual machine says about functions: [`sys.monitoring`], from native code.
//!
//! Every event costs something wherever it happens, also where it has been switched off because nobody needs it there.
//! So what is listened for is what the program has: when code begins to run for the first time, it is looked at, and
//! from a generator on there are events of generators, from a loop on those of loops.
//!
//! [`sys.monitoring`]: https://docs.python.org/3/library/sys.monitoring.html

use std::borrow::Borrow;
use std::sync::atomic::{AtomicU32, Ordering};

use rapidhash::RapidHashMap;
use rustpython_vm::builtins::{PyBaseException, PyBoundMethod, PyCode, PyFunction};
use rustpython_vm::bytecode::CodeFlags;
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::common::rc::PyRc;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

use super::{Detail, awaits, generators, is_on, lines, loops, places, primitives, raised};
use crate::python::platform::platform;

/// The tools' numbers for `sys.monitoring`: those that have no customary use.
///
/// Calls are a tool of their own: RustPython 0.6 switches off whatever a tool listens for at an instruction, when one
/// of it is, and a call that nobody needs to hear of may raise an exception.
const TOOL: u32 = 3;
const CALLS_TOOL: u32 = 4;

/// Whether something needs to hear of an event at that place again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Interest {
    Needed,
    /// Never at this place.
    NotHere,
}

/// What the virtual machine gives with an event.
struct Given<'a> {
    code: &'a Py<PyCode>,
    /// Where in the code, in bytes; of a few events, something else.
    offset: Option<&'a PyObject>,
    /// What else there is: a value, an exception, where a jump leads.
    value: Option<&'a PyObject>,
}

impl Given<'_> {
    fn exception(&self) -> Option<&Py<PyBaseException>> {
        self.value?.downcast_ref()
    }
}

/// What is done about an event. An error is raised in the program.
type Listener = fn(&Monitor, &Given<'_>, &VirtualMachine) -> PyResult<Interest>;

/// What is listened for always, by its name in `sys.monitoring.events`.
const ALWAYS: [(&str, Listener); 4] = [
    ("PY_START", |monitor, given, vm| {
        let is_programs = !places::is_librarys(given.code);
        monitor.look_at(given.code, is_programs, vm)?;
        let is_cooperative = is_programs && platform().is_cooperative();
        if is_cooperative {
            platform().turn(vm)?;
        }
        let interest = started(given.code, vm);
        Ok(if is_cooperative { Interest::Needed } else { interest })
    }),
    ("PY_THROW", |_, given, vm| {
        let _ = of_generator(given.code, || generators::resumed(given.code, vm));
        Ok(Interest::Needed)
    }),
    ("PY_UNWIND", |_, given, vm| {
        let _ = of_generator(given.code, || generators::raised(given.code, given.exception(), vm));
        Ok(Interest::Needed)
    }),
    ("RAISE", |_, given, vm| {
        if let Some(exception) = given.exception() {
            let offset = given.offset.and_then(|offset| offset.try_to_value(vm).ok());
            raised::raised(given.code, offset, exception, vm);
        }
        Ok(Interest::Needed)
    }),
];

/// What is listened for once there is something that has it.
const ONCE_NEEDED: [(&str, Listener); 4] = [
    ("PY_RESUME", |_, given, vm| Ok(of_generator(given.code, || generators::resumed(given.code, vm)))),
    ("PY_YIELD", |_, given, vm| {
        Ok(of_generator(given.code, || generators::yielded(given.code, given.value, vm)))
    }),
    ("PY_RETURN", |monitor, given, vm| {
        let interest = returned(given, vm);
        if monitor.detail == Detail::Lines && !places::is_librarys(given.code) {
            lines::left(vm);
            return Ok(Interest::Needed);
        }
        Ok(interest)
    }),
    ("JUMP", |_, given, vm| {
        if places::is_librarys(given.code) {
            return Ok(Interest::NotHere);
        }
        places::behind_a_jump(|| platform().turn(vm))?;
        Ok(Interest::Needed)
    }),
];

/// What the other tool listens for, once there is a generator.
const CALLS: [(&str, Listener); 1] = [("CALL", |_, given, vm| {
    let code = given.value.and_then(|callable| code_of(callable, vm));
    Ok(code.map_or(Interest::NotHere, |code| of_generator(&code, || generators::created(&code, vm))))
})];

/// Events of `sys.monitoring`, by their bits.
#[derive(Clone, Copy)]
struct Bits {
    generators: u32,
    returns: u32,
    jump: u32,
    call: u32,
}

/// Listens in one interpreter.
struct Monitor {
    detail: Detail,
    /// `sys.monitoring`
    monitoring: PyObjectRef,
    bits: Bits,
    /// What is listened for.
    wanted: AtomicU32,
    /// The code that has been looked at, by its address; kept so that no other gets that.
    known: PyMutex<RapidHashMap<usize, PyRef<PyCode>>>,
}

impl Monitor {
    /// Looks at code that begins to run, if it is the first time, and listens for what there is in it, and, if it is the
    /// program's own, in all the functions in it.
    fn look_at(&self, code: &Py<PyCode>, is_programs: bool, vm: &VirtualMachine) -> PyResult<()> {
        if self.known.lock().contains_key(&code.get_id()) {
            return Ok(());
        }
        self.known.lock().insert(code.get_id(), code.to_owned());
        self.want(self.needed(code, is_programs), vm)?;
        if is_programs {
            for constant in &*code.constants {
                if let Some(inner) = Borrow::<PyObject>::borrow(constant).downcast_ref::<PyCode>() {
                    self.look_at(inner, is_programs, vm)?;
                }
            }
        }
        Ok(())
    }

    /// What some code has.
    fn needed(&self, code: &Py<PyCode>, is_programs: bool) -> u32 {
        if !is_programs {
            return if primitives::method(code).is_some() { self.bits.returns } else { 0 };
        }
        let is_generator = code.flags.contains(CodeFlags::GENERATOR);
        let mut events = if is_generator { self.bits.generators | self.bits.returns } else { 0 };
        if self.detail == Detail::Lines {
            // The lines themselves take their turns.
            events |= self.bits.returns;
        } else if platform().is_cooperative() && loops::has_one_that_never_awaits(code) {
            events |= self.bits.jump;
        }
        events
    }

    /// Listens for these events, too.
    fn want(&self, events: u32, vm: &VirtualMachine) -> PyResult<()> {
        let before = self.wanted.fetch_or(events, Ordering::Relaxed);
        if before & events == events {
            return Ok(());
        }
        let set =
            |tool: u32, events: u32| vm.call_method(&self.monitoring, "set_events", (tool, events)).map(drop);
        if (before | events) & self.bits.generators != 0 {
            set(CALLS_TOOL, self.bits.call)?;
        }
        set(TOOL, before | events)
    }
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

/// Tells `report` if the code is that of a generator of the program's own.
fn of_generator(code: &Py<PyCode>, report: impl FnOnce()) -> Interest {
    if !code.flags.contains(CodeFlags::GENERATOR) || places::is_librarys(code) {
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
pub(super) fn install(detail: Detail, vm: &VirtualMachine) -> PyResult<()> {
    let monitoring = vm.sys_module.get_attr("monitoring", vm)?;
    let numbers = monitoring.get_attr("events", vm)?;
    for tool in [TOOL, CALLS_TOOL] {
        if vm.call_method(&monitoring, "use_tool_id", (tool, "asyncio101")).is_err() {
            return Ok(());
        }
    }
    let bit = |event: &'static str| numbers.get_attr(event, vm)?.try_to_value::<u32>(vm);
    let bits = Bits {
        generators: bit("PY_RESUME")? | bit("PY_YIELD")?,
        returns: bit("PY_RETURN")?,
        jump: bit("JUMP")?,
        call: bit("CALL")?,
    };
    let monitor = PyRc::new(Monitor {
        detail,
        monitoring: monitoring.clone(),
        bits,
        wanted: AtomicU32::default(),
        known: PyMutex::default(),
    });
    for (event, listener) in ALWAYS.into_iter().chain(ONCE_NEEDED) {
        register(&monitor, TOOL, bit(event)?, listener, vm)?;
    }
    for (event, listener) in CALLS {
        register(&monitor, CALLS_TOOL, bit(event)?, listener, vm)?;
    }
    let always = ALWAYS.into_iter().try_fold(0, |all, (event, _)| PyResult::Ok(all | bit(event)?))?;
    monitor.want(always, vm)
}

/// Has a listener called.
fn register(
    monitor: &PyRc<Monitor>,
    tool: u32,
    event: u32,
    listener: Listener,
    vm: &VirtualMachine,
) -> PyResult<()> {
    let disable = monitor.monitoring.get_attr("DISABLE", vm)?;
    // RustPython 0.6 remembers what is switched off by the code's address, also when the code is no more: what has the
    // address next would never be heard of. So the code stays.
    let switched_off = PyMutex::new(Vec::new());
    let callback = {
        let monitor = monitor.clone();
        move |args: FuncArgs, vm: &VirtualMachine| -> PyResult {
            let Some(code) = args.args.first().and_then(|code| code.downcast_ref::<PyCode>()) else {
                return Ok(vm.ctx.none());
            };
            let argument = |number: usize| args.args.get(number).map(|value| &**value);
            let given = Given { code, offset: argument(1), value: argument(2) };
            if !is_on() || listener(&monitor, &given, vm)? == Interest::Needed {
                return Ok(vm.ctx.none());
            }
            switched_off.lock().push(code.to_owned());
            // What cannot be switched off is always needed.
            Ok(disable.clone())
        }
    };
    let callback = vm.new_function("listener", callback);
    vm.call_method(&monitor.monitoring, "register_callback", (tool, event, callback)).map(drop)
}
