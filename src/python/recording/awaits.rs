//! Awaits that never give way: a coroutine that awaits others again and again, of which none ever suspends, keeps
//! everybody else waiting, though its source is full of `await`.
//!
//! Python says when a coroutine begins ([`sys.monitoring`], `PY_START`). Awaited at the same line again in the
//! same step, it must have returned without suspending the time before.
//!
//! [`sys.monitoring`]: https://docs.python.org/3/library/sys.monitoring.html

use std::cell::RefCell;
use std::collections::HashMap;

use rustpython_vm::builtins::PyCode;
use rustpython_vm::bytecode::CodeFlags;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{PyObjectRef, PyRef, PyResult, VirtualMachine};

use super::places;
use crate::python::recording::{is_on, recorder};
use crate::python::task::Task;
use crate::trace::{Complaint, Event, Note, PlaceId};

/// How often makes a habit.
const OFTEN: u64 = 1000;

/// The tool's number for `sys.monitoring`: one of those that have no customary use.
const TOOL: u32 = 3;

/// A task's step under way.
#[derive(Default)]
struct Step {
    task: Option<PyRef<Task>>,
    /// How often a coroutine has begun, by the place it was awaited at.
    begun: HashMap<PlaceId, u64>,
}

thread_local! {
    static STEP: RefCell<Step> = RefCell::default();
}

/// Has Python say when a coroutine begins. A program that has taken the tool's number for itself keeps it.
///
/// # Errors
///
/// None that a program could cause.
pub(super) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let monitoring = vm.sys_module.get_attr("monitoring", vm)?;
    let events = monitoring.get_attr("events", vm)?;
    let started = events.get_attr("PY_START", vm)?;
    let disable = monitoring.get_attr("DISABLE", vm)?;
    if vm.call_method(&monitoring, "use_tool_id", (TOOL, "asyncio101")).is_err() {
        return Ok(());
    }
    let callback = move |args: FuncArgs, vm: &VirtualMachine| -> PyObjectRef {
        let code = args.args.first().and_then(|code| code.downcast_ref::<PyCode>());
        match code {
            Some(code) if is_on() && code.flags.contains(CodeFlags::COROUTINE) => {
                begun(code.qualname.as_str(), vm);
                vm.ctx.none()
            }
            // Nobody needs to hear of this function again.
            _ => disable.clone(),
        }
    };
    let callback = vm.new_function("coroutine_begins", callback);
    vm.call_method(&monitoring, "register_callback", (TOOL, started.clone(), callback))?;
    vm.call_method(&monitoring, "set_events", (TOOL, started))?;
    Ok(())
}

/// Takes a step of a task. A step may take another task's first step in it.
pub(in crate::python) fn in_step<R>(task: &PyRef<Task>, step: impl FnOnce() -> R) -> R {
    if !is_on() {
        return step();
    }
    let outer = STEP.replace(Step { task: Some(task.clone()), begun: HashMap::new() });
    let result = step();
    drop(STEP.replace(outer));
    result
}

/// A coroutine begins to run.
fn begun(name: &str, vm: &VirtualMachine) {
    let Some(recorder) = recorder() else { return };
    let Some(caller) = places::caller(&recorder, vm) else { return };
    let task = STEP.with_borrow_mut(|step| {
        let times = step.begun.entry(caller).or_default();
        *times += 1;
        step.task.clone().filter(|_| *times == OFTEN)
    });
    if let Some(task) = task {
        task.base.report(|recorder| {
            let complaint = Complaint::NeverYielded(task.base.id(), OFTEN);
            let (at, text) = (places::of_caller(recorder, vm), recorder.text(name));
            (Event::Complained(complaint), Note { at, text, ..Note::NONE })
        });
    }
}
