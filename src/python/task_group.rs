//! `asyncio.TaskGroup`: making a task of a group, and its end, in Rust.
//!
//! The class is the standard library's. These two methods are called for each task; what they answer is the usual case,
//! and what fails goes through the library's code. <https://docs.python.org/3/library/asyncio-task.html#task-groups>

use std::sync::atomic::Ordering;

use rustpython_vm::builtins::{PyDict, PyDictRef, PySet, PyStrInterned};
use rustpython_vm::common::static_cell;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

use super::context::Context;
use super::event_loop::EventLoop;
use super::frames::Place;
use super::future::{Callback, Future};
use super::gather::{add_awaited_by, discard_awaited_by, is_coroutine, new_task};
use super::locks::{AsItWas, is_done, wake};
use super::native_function::{Answer, by_its_code, may_answer, python};
use super::recording::at;
use super::task::Task;
use crate::future::Outcome;

/// A line of the library's file, which is not ours: `native/tests/names.rs` sees to it that it is the right one.
const fn line(function: &'static str, line: u32) -> Place {
    Place { file: "asyncio/taskgroups.py", function, line }
}

const MAKES_TASK: Place = line("TaskGroup.create_task", 196);
const LISTENS: Place = line("TaskGroup.create_task", 205);
const ALL_DONE: Place = line("TaskGroup._on_task_done", 235);

/// What answers the method of this qualified name.
pub(super) fn answer(name: &str) -> Option<Answer> {
    Some(match name {
        "TaskGroup.create_task" => create_task,
        "TaskGroup._on_task_done" => on_task_done,
        _ => return None,
    })
}

/// The attributes of a group that are looked at.
struct Names {
    entered: &'static PyStrInterned,
    exiting: &'static PyStrInterned,
    aborting: &'static PyStrInterned,
    event_loop: &'static PyStrInterned,
    parent: &'static PyStrInterned,
    tasks: &'static PyStrInterned,
    completed: &'static PyStrInterned,
}

static_cell! {
    static NAMES: Names;
}

fn names(vm: &VirtualMachine) -> &'static Names {
    NAMES.get_or_init(|| Names {
        entered: vm.ctx.intern_str("_entered"),
        exiting: vm.ctx.intern_str("_exiting"),
        aborting: vm.ctx.intern_str("_aborting"),
        event_loop: vm.ctx.intern_str("_loop"),
        parent: vm.ctx.intern_str("_parent_task"),
        tasks: vm.ctx.intern_str("_tasks"),
        completed: vm.ctx.intern_str("_on_completed_fut"),
    })
}

/// A group as the library makes it.
struct Plain {
    state: PyDictRef,
    tasks: PyRef<PySet>,
    parent: PyObjectRef,
}

impl Plain {
    fn of(group: &PyObject, vm: &VirtualMachine) -> Option<Self> {
        let (_, version) = AsItWas::of(group.class(), vm);
        if version == 0 || group.class().tp_version_tag.load(Ordering::Acquire) != version {
            return None;
        }
        let state = group.dict()?;
        let tasks = get(&state, names(vm).tasks, vm)?.downcast().ok()?;
        let parent = get(&state, names(vm).parent, vm)?;
        Some(Self { state, tasks, parent })
    }

    fn get(&self, name: &'static PyStrInterned, vm: &VirtualMachine) -> Option<PyObjectRef> {
        get(&self.state, name, vm)
    }

    fn is_true(&self, name: &'static PyStrInterned, vm: &VirtualMachine) -> bool {
        self.get(name, vm).is_some_and(|value| value.is(&vm.ctx.true_value))
    }

    fn is_empty(&self, vm: &VirtualMachine) -> bool {
        self.tasks.as_object().length(vm).is_ok_and(|count| count == 0)
    }
}

fn get(state: &Py<PyDict>, name: &'static PyStrInterned, vm: &VirtualMachine) -> Option<PyObjectRef> {
    state.get_item_opt(name, vm).ok().flatten()
}

/// `TaskGroup.create_task(coro)`
fn create_task(function: &PyObject, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    if may_answer(&args, 2)
        && let [group, coroutine] = &*args.args
        && is_coroutine(coroutine, vm)
        && let Some(plain) = Plain::of(group, vm)
        && plain.is_true(names(vm).entered, vm)
        && !plain.is_true(names(vm).aborting, vm)
        && !(plain.is_true(names(vm).exiting, vm) && plain.is_empty(vm))
        && let Some(event_loop) = plain.get(names(vm).event_loop, vm)
        && EventLoop::direct(&event_loop).is_some()
        && let Some(ours) = EventLoop::direct_tasks(&event_loop).filter(|ours| ours.is_open())
    {
        let task = at(&MAKES_TASK, || new_task(coroutine.clone(), ours, vm))?;
        if plain.parent.downcast_ref::<Future>().is_some() {
            add_awaited_by(&task.base, &plain.parent);
        }
        plain.tasks.add(task.clone().into(), vm)?;
        let callback = group.get_attr("_on_task_done", vm)?;
        let callback = Callback::Call(callback, Context::copy_current(vm).into());
        at(&LISTENS, || Future::when_done(Task::as_future(&task), callback, vm))?;
        return Ok(task.into());
    }
    by_its_code(python(function), args, vm)
}

fn has_not_failed(task: &Task) -> bool {
    matches!(task.base.state.lock().outcome(), Outcome::Returned(_) | Outcome::Cancelled(_))
}

/// `TaskGroup._on_task_done(task)`, of one that has not failed.
fn on_task_done(function: &PyObject, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    if may_answer(&args, 2)
        && let [group, task] = &*args.args
        && let Some(future) = task.downcast_ref_if_exact::<Task>(vm)
        && has_not_failed(future)
        && let Some(plain) = Plain::of(group, vm)
    {
        plain.tasks.discard(task.clone(), vm)?;
        discard_awaited_by(&future.base, &plain.parent);
        if let Some(completed) = plain.get(names(vm).completed, vm).filter(|completed| !vm.is_none(completed))
            && plain.is_empty(vm)
            && !is_done(&completed, vm)?
        {
            at(&ALL_DONE, || wake(&completed, vm.ctx.new_bool(true).into(), vm))?;
        }
        return Ok(vm.ctx.none());
    }
    by_its_code(python(function), args, vm)
}
