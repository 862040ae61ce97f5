//! `asyncio.shield`, in Rust.
//!
//! What it does stands in `lib/asyncio/tasks.py`, for whoever reads it. Here is the same for coroutines, futures and tasks as
//! the library makes them, in a loop of ours.
//! <https://docs.python.org/3/library/asyncio-task.html#asyncio.shield>

use rustpython_vm::function::FuncArgs;
use rustpython_vm::types::Callable;
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass,
};

use super::answered::places;
use super::context::Context;
use super::event_loop::EventLoop;
use super::future::{Callback, Future};
use super::gather::{add_awaited_by, direct_loop, discard_awaited_by, ensure_task, is_coroutine, is_of};
use super::language::{Python, exactly_ours};
use super::native_function::{Answer, by_its_code, may_answer, python};
use super::recording::at;
use super::task::Task;
use super::{exceptions, library, running};
use crate::future::Outcome;

places! { "tasks":
    ENSURES = "shield", "inner = ensure_future(";
    MAKES_OUTER = "shield", "outer = loop.create_future(";
    LISTENS_TO_CLEAR = "shield", "inner.add_done_callback(_clear_awaited_by_callback)";
    LISTENS_TO_INNER = "shield", "inner.add_done_callback(_inner_done_callback)";
    LISTENS_TO_OUTER = "shield", "outer.add_done_callback(";
    INNER_CANCELLED = "shield.<locals>._inner_done_callback", "outer.cancel(";
    INNER_FAILED = "shield.<locals>._inner_done_callback", "outer.set_exception(";
    INNER_DONE = "shield.<locals>._inner_done_callback", "outer.set_result(";
    LETS_GO_OF_INNER = "shield.<locals>._outer_done_callback", "inner.remove_done_callback(_inner_done_callback)";
    LETS_GO_OF_LOG = "shield.<locals>._outer_done_callback", "inner.remove_done_callback(_log_on_exception)";
    LOGS = "shield.<locals>._outer_done_callback", "inner.add_done_callback(_log_on_exception)";
    LETS_GO_OF_CLEAR = "shield.<locals>._outer_done_callback", "inner.remove_done_callback(_clear_awaited_by_callback)";
}

/// What answers the function of this name.
pub(super) fn answer(name: &str) -> Option<Answer> {
    (name == "shield").then_some(shield)
}

/// What is called when the inner future is done, or the outer one.
#[pyclass(module = false, name = "function", traverse = "manual")]
#[derive(Debug, PyPayload)]
pub enum Shielding {
    /// The inner future is done: this task does not wait for it any more.
    Clear(PyObjectRef),
    /// The inner future is done: this one becomes what that has become.
    Inner(PyRef<Future>),
    /// The outer future is done, perhaps before this one.
    Outer {
        /// The inner future.
        inner: PyRef<Future>,
        /// Who waits.
        task: Option<PyObjectRef>,
        /// The callbacks of the inner future.
        callbacks: Callbacks,
    },
}

/// The callbacks of a shield's inner future.
#[derive(Debug)]
pub struct Callbacks {
    /// What has the task not wait for it any more, if a task does.
    pub(super) clear: Option<PyObjectRef>,
    /// What ends the outer future.
    pub(super) inner: PyObjectRef,
}

impl Shielding {
    /// What stands in the library for it, and how that is called there.
    fn function(&self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Clear(_) => {
                ("_shield_clears", "_clear_awaited_by_callback", "shield.<locals>._clear_awaited_by_callback")
            }
            Self::Inner(_) => {
                ("_shield_inner_is_done", "_inner_done_callback", "shield.<locals>._inner_done_callback")
            }
            Self::Outer { .. } => {
                ("_shield_outer_is_done", "_outer_done_callback", "shield.<locals>._outer_done_callback")
            }
        }
    }
}

impl Callable for Shielding {
    type Args = (PyObjectRef,);

    fn call(zelf: &Py<Self>, (future,): Self::Args, vm: &VirtualMachine) -> PyResult {
        match (&**zelf, future.downcast_ref::<Future>()) {
            (Self::Clear(task), Some(inner)) => discard_awaited_by(inner, task),
            (Self::Inner(outer), Some(inner)) => inner_is_done(inner, outer, vm)?,
            (Self::Outer { inner, task, callbacks }, _) => {
                if !inner.state.lock().is_done() {
                    let_go(inner, task.as_deref(), callbacks, vm)?;
                }
            }
            (_, None) => {}
        }
        Ok(vm.ctx.none())
    }
}

/// Among a future's callbacks it is the function in `tasks.py`.
#[pyclass(with(Callable), flags(HAS_WEAKREF))]
impl Shielding {
    #[pygetset]
    fn __wrapped__(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        library::function("tasks", zelf.function().0, vm)
    }

    #[pygetset]
    fn __name__(zelf: &Py<Self>) -> &'static str {
        zelf.function().1
    }

    #[pygetset]
    fn __qualname__(zelf: &Py<Self>) -> &'static str {
        zelf.function().2
    }
}

/// The outer future becomes what the inner one has become, unless it was cancelled.
fn inner_is_done(inner: &Py<Future>, outer: &Py<Future>, vm: &VirtualMachine) -> PyResult<()> {
    if outer.state.lock().is_cancelled() {
        return Ok(());
    }
    let outcome: Option<Outcome<Python>> = {
        let mut state = inner.state.lock();
        match state.outcome() {
            Outcome::Returned(value) => Some(Outcome::Returned(value.clone())),
            Outcome::Raised(exception) => {
                let exception = exception.clone();
                state.set_retrieved();
                Some(Outcome::Raised(exception))
            }
            Outcome::Cancelled(_) | Outcome::Pending => None,
        }
    };
    let outcome = match outcome {
        None => {
            return at(&INNER_CANCELLED, || crate::future::cancel::<Python>(outer, None, vm)).map(drop);
        }
        Some(Outcome::Raised(exception)) => {
            let outcome = Outcome::Raised(exceptions::for_future(exception.into(), vm)?);
            return at(&INNER_FAILED, || Future::resolve(outer, outcome, vm));
        }
        Some(outcome) => outcome,
    };
    at(&INNER_DONE, || Future::resolve(outer, outcome, vm))
}

/// Nobody waits for the inner future any more, or will learn of an exception: that is logged, and once.
fn let_go(
    inner: &Py<Future>,
    task: Option<&PyObject>,
    callbacks: &Callbacks,
    vm: &VirtualMachine,
) -> PyResult<()> {
    let remove = |callback: &PyObjectRef| {
        vm.call_method(inner.as_object(), "remove_done_callback", (callback.clone(),))
    };
    let log = library::function("tasks", "_log_on_exception", vm)?;
    at(&LETS_GO_OF_INNER, || remove(&callbacks.inner))?;
    at(&LETS_GO_OF_LOG, || remove(&log))?;
    at(&LOGS, || Future::when_done(inner, Callback::Call(log, Context::copy_current(vm).into()), vm))?;
    if let Some(clear) = &callbacks.clear {
        at(&LETS_GO_OF_CLEAR, || remove(clear))?;
    }
    if let Some(task) = task {
        discard_awaited_by(inner, task);
    }
    Ok(())
}

/// `shield(arg)`
fn shield(function: &PyObject, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    if may_answer(&args, 1)
        && let Some(event_loop) = direct_loop(vm)
        && EventLoop::direct_futures(event_loop.as_object()).is_some()
        && event_loop.is_open()
    {
        let arg = &args.args[0];
        if is_coroutine(arg, vm) {
            let task = at(&ENSURES, || ensure_task(args.args.swap_remove(0), &event_loop, vm))?;
            return shielded(Task::as_future(&task).to_owned(), &event_loop, vm);
        }
        if let Some(future) = exactly_ours(arg).filter(|future| is_of(future, &event_loop)) {
            return shielded(future.to_owned(), &event_loop, vm);
        }
    }
    by_its_code(python(function), args, vm)
}

fn shielded(inner: PyRef<Future>, event_loop: &Py<EventLoop>, vm: &VirtualMachine) -> PyResult {
    if inner.state.lock().is_done() {
        return Ok(inner.into());
    }
    let outer = at(&MAKES_OUTER, || Future::new(event_loop, vm))?;
    let task = running::current_task(event_loop.as_object(), vm);
    let context: PyObjectRef = Context::copy_current(vm).into();
    let listen = |callback: &PyObjectRef| {
        Future::when_done(&inner, Callback::Call(callback.clone(), context.clone()), vm)
    };
    let mut clear = None;
    if let Some(task) = &task {
        add_awaited_by(&inner, task);
        let callback: PyObjectRef = Shielding::Clear(task.clone()).into_ref(&vm.ctx).into();
        at(&LISTENS_TO_CLEAR, || listen(&callback))?;
        clear = Some(callback);
    }
    let callback: PyObjectRef = Shielding::Inner(outer.clone()).into_ref(&vm.ctx).into();
    at(&LISTENS_TO_INNER, || listen(&callback))?;
    let callbacks = Callbacks { clear, inner: callback };
    let over = Shielding::Outer { inner, task, callbacks }.into_ref(&vm.ctx);
    at(&LISTENS_TO_OUTER, || Future::when_done(&outer, Callback::Call(over.into(), context), vm))?;
    Ok(outer.into())
}
