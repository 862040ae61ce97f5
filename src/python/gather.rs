//! `asyncio.gather` and `create_task`, in Rust.
//!
//! What they do stands in `lib/asyncio/tasks.py`, for whoever reads it. Here is the same for coroutines, futures and tasks as
//! the library makes them, in a loop of ours.
//! <https://docs.python.org/3/library/asyncio-task.html#asyncio.gather>

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustpython_vm::builtins::{PyBaseExceptionRef, PyCoroutine, PyFunction};
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::function::{FuncArgs, KwArgs, OptionalArg};
use rustpython_vm::types::Callable;
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass,
};

use super::answered::places;
use super::context::Context;
use super::event_loop::EventLoop;
use super::future::{Callback, Future};
use super::language::exactly_ours;
use super::native_coroutine::NativeCoroutine;
use super::native_function::{Answer, by_its_code, may_answer, python};
use super::recording::at;
use super::task::{Task, TaskArgs};
use super::{exceptions, library, running};
use crate::future::Outcome;
use crate::trace::{Details, Event};

places! { "tasks":
    CREATE_TASK = "create_task", "return get_running_loop().create_task(";
    ENSURE_FUTURE = "ensure_future", "return loop.create_task(";
    ENSURES = "gather", "ensure_future(";
    LISTENS = "gather", "fut.add_done_callback(";
    MAKES_OUTER = "gather", "outer = _GatheringFuture(";
    LISTENS_TO_OUTER = "gather", "outer.add_done_callback(";
    ONE_FAILED = "gather.<locals>._done_callback", "outer.set_exception(exception)";
    CANCELLED = "gather.<locals>._done_callback", "outer.set_exception(children";
    ALL_DONE = "gather.<locals>._done_callback", "outer.set_result(";
}

/// What answers the function of this name.
pub(super) fn answer(name: &str) -> Option<Answer> {
    Some(match name {
        "create_task" => create_task,
        "ensure_future" => ensure_future,
        "gather" => gather,
        _ => return None,
    })
}

/// The loop that runs, if it makes tasks and schedules them as ours do.
pub(super) fn direct_loop(vm: &VirtualMachine) -> Option<PyRef<EventLoop>> {
    let running = running::running_loop(vm)?;
    EventLoop::direct_tasks(&running)?;
    EventLoop::direct(&running).map(Py::to_owned)
}

/// A coroutine of Python's, or one of ours.
pub(super) fn is_coroutine(object: &PyObject, vm: &VirtualMachine) -> bool {
    object.downcast_ref_if_exact::<PyCoroutine>(vm).is_some()
        || object.downcast_ref::<NativeCoroutine>().is_some()
}

/// A task of a coroutine, with no name of its own.
pub(super) fn new_task(
    coroutine: PyObjectRef,
    event_loop: &Py<EventLoop>,
    vm: &VirtualMachine,
) -> PyResult<PyRef<Task>> {
    let args = TaskArgs {
        coro: coroutine,
        event_loop: OptionalArg::Present(event_loop.as_object().to_owned()),
        name: OptionalArg::Missing,
        context: OptionalArg::Missing,
        eager_start: OptionalArg::Missing,
    };
    Task::new(args, vm)
}

/// `create_task(coro)`
fn create_task(function: &PyObject, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    if may_answer(&args, 1)
        && is_coroutine(&args.args[0], vm)
        && let Some(event_loop) = direct_loop(vm)
        && event_loop.is_open()
    {
        return Ok(at(&CREATE_TASK, || new_task(args.args.swap_remove(0), &event_loop, vm))?.into());
    }
    by_its_code(python(function), args, vm)
}

/// `ensure_future(coro_or_future, *, loop=None)`
fn ensure_future(function: &PyObject, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let event_loop = direct_loop(vm).filter(|event_loop| event_loop.is_open());
    if let [awaitable] = &*args.args
        && let Some(event_loop) = event_loop
        && is_this_loop(&args.kwargs, &event_loop, vm)
    {
        if is_coroutine(awaitable, vm) {
            return Ok(ensure_task(args.args.swap_remove(0), &event_loop, vm)?.into());
        }
        if exactly_ours(awaitable).is_some_and(|future| is_of(future, &event_loop)) {
            return Ok(args.args.swap_remove(0));
        }
    }
    by_its_code(python(function), args, vm)
}

/// The task that `ensure_future` makes of a coroutine.
pub(super) fn ensure_task(
    coroutine: PyObjectRef,
    event_loop: &Py<EventLoop>,
    vm: &VirtualMachine,
) -> PyResult<PyRef<Task>> {
    at(&ENSURE_FUTURE, || new_task(coroutine, event_loop, vm))
}

/// Whether the keywords name this loop, or none.
fn is_this_loop(keywords: &KwArgs, event_loop: &Py<EventLoop>, vm: &VirtualMachine) -> bool {
    match keywords.len() {
        0 => true,
        1 => keywords.get("loop").is_some_and(|given| vm.is_none(given) || given.is(event_loop.as_object())),
        _ => false,
    }
}

/// Whether a future is one of this loop's.
pub(super) fn is_of(future: &Future, event_loop: &Py<EventLoop>) -> bool {
    future.event_loop.lock().as_ref().is_some_and(|of| of.is(event_loop.as_object()))
}

/// What is called when one of those gathered is done.
#[pyclass(module = false, name = "function", traverse = "manual")]
#[derive(PyPayload)]
pub struct Gathering {
    pub(super) children: PyMutex<Vec<PyRef<Future>>>,
    pub(super) outer: PyMutex<Option<PyRef<Future>>>,
    /// The task that gathers them.
    pub(super) task: Option<PyObjectRef>,
    return_exceptions: bool,
    left: AtomicUsize,
}

impl fmt::Debug for Gathering {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gathering").field("left", &self.left).finish_non_exhaustive()
    }
}

/// A task waits for a future, or a future for another.
pub(super) fn add_awaited_by(future: &Future, waiter: &PyObjectRef) {
    let mut waiters = future.awaited_by.lock();
    if !waiters.iter().any(|known| known.is(waiter)) {
        if let Some(by) = waiter.downcast_ref::<Future>() {
            future.report(|_| (Event::AwaitedBy(future.id(), by.id()), Details::NONE));
        }
        waiters.push(waiter.clone());
    }
}

/// It waits for it no more.
pub(super) fn discard_awaited_by(future: &Future, waiter: &PyObject) {
    let known = {
        let mut waiters = future.awaited_by.lock();
        let index = waiters.iter().position(|known| known.is(waiter));
        index.map(|index| waiters.swap_remove(index))
    };
    if let Some(by) = known.as_ref().and_then(|known| known.downcast_ref::<Future>()) {
        future.report(|_| (Event::NotAwaitedBy(future.id(), by.id()), Details::NONE));
    }
    drop(known);
}

impl Gathering {
    fn one_is_done(&self, child: &Py<Future>, vm: &VirtualMachine) -> PyResult<()> {
        let left = self.left.fetch_sub(1, Ordering::Relaxed).saturating_sub(1);
        if let Some(task) = &self.task {
            discard_awaited_by(child, task);
        }
        let Some(outer) = self.outer.lock().clone() else { return Ok(()) };
        if outer.state.lock().is_done() {
            // It counts as retrieved: nobody is left to do that.
            child.state.lock().set_retrieved();
            return Ok(());
        }
        if !self.return_exceptions
            && let Some(exception) = failure(child, vm)
        {
            let exception = exceptions::for_future(exception.into(), vm)?;
            return at(&ONE_FAILED, || Future::resolve(&outer, Outcome::Raised(exception), vm));
        }
        if left > 0 {
            return Ok(());
        }
        self.all_are_done(&outer, vm)
    }

    fn all_are_done(&self, outer: &Py<Future>, vm: &VirtualMachine) -> PyResult<()> {
        let children = std::mem::take(&mut *self.children.lock());
        let outer_object = outer.as_object();
        if outer_object.get_attr("_cancel_requested", vm)?.try_to_bool(vm)?
            && let Some(last) = children.last()
        {
            // Whatever `return_exceptions` says: it is not an exception of theirs.
            let error = last.cancelled_error(vm);
            return at(&CANCELLED, || Future::resolve(outer, Outcome::Raised(error), vm));
        }
        let results = children.iter().map(|child| what_became_of(child, vm)).collect();
        let results = Outcome::Returned(vm.ctx.new_list(results).into());
        at(&ALL_DONE, || Future::resolve(outer, results, vm))
    }
}

/// What a future failed with, or the error of its cancellation.
fn failure(child: &Py<Future>, vm: &VirtualMachine) -> Option<PyBaseExceptionRef> {
    {
        let mut state = child.state.lock();
        match state.outcome() {
            Outcome::Raised(exception) => {
                let exception = exception.clone();
                state.set_retrieved();
                return Some(exception);
            }
            Outcome::Cancelled(_) => {}
            Outcome::Returned(_) | Outcome::Pending => return None,
        }
    }
    Some(child.cancelled_error(vm))
}

/// What became of a future, as a value.
fn what_became_of(child: &Py<Future>, vm: &VirtualMachine) -> PyObjectRef {
    let message = {
        let mut state = child.state.lock();
        match state.outcome() {
            Outcome::Returned(value) => return value.clone(),
            Outcome::Raised(exception) => {
                let exception = exception.clone();
                state.set_retrieved();
                return exception.into();
            }
            Outcome::Cancelled(_) | Outcome::Pending => state.cancel_message().cloned(),
        }
    };
    // Not the error that is raised, which is made but once.
    let message = message.unwrap_or_else(|| vm.ctx.empty_str.to_owned().into());
    exceptions::new_cancelled(Some(message), vm).into()
}

impl Callable for Gathering {
    type Args = (PyObjectRef,);

    fn call(zelf: &Py<Self>, (future,): Self::Args, vm: &VirtualMachine) -> PyResult {
        if let Some(child) = future.downcast_ref::<Future>() {
            zelf.one_is_done(child, vm)?;
        }
        Ok(vm.ctx.none())
    }
}

/// Among a task's callbacks it is the function in `tasks.py`.
#[pyclass(with(Callable), flags(HAS_WEAKREF))]
impl Gathering {
    #[pygetset]
    fn __wrapped__(_zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        library::function("tasks", "_gathers", vm)
    }

    #[pygetset]
    fn __name__(_zelf: &Py<Self>) -> &'static str {
        "_done_callback"
    }

    #[pygetset]
    fn __qualname__(_zelf: &Py<Self>) -> &'static str {
        "gather.<locals>._done_callback"
    }
}

/// What is called when the gathering is over, though some may go on: its task does not wait for them any more.
#[pyclass(module = "functools", name = "partial", traverse = "manual")]
#[derive(Debug, PyPayload)]
pub struct GatheringOver {
    pub(super) children: Vec<PyRef<Future>>,
    pub(super) task: PyObjectRef,
}

impl Callable for GatheringOver {
    type Args = (PyObjectRef,);

    fn call(zelf: &Py<Self>, _args: Self::Args, vm: &VirtualMachine) -> PyResult {
        for child in &zelf.children {
            discard_awaited_by(child, &zelf.task);
        }
        Ok(vm.ctx.none())
    }
}

/// Among the callbacks it is a `functools.partial` of the function in `tasks.py`.
#[pyclass(with(Callable), flags(HAS_WEAKREF))]
impl GatheringOver {
    #[pygetset]
    fn __wrapped__(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        Self::func(zelf, vm)
    }

    #[pygetset]
    fn func(_zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        library::function("tasks", "_discard_awaited_by", vm)
    }

    #[pygetset]
    fn __qualname__(_zelf: &Py<Self>) -> &'static str {
        "_discard_awaited_by()"
    }
}

/// `gather(*coros_or_futures, return_exceptions=False)`
fn gather(function: &PyObject, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let function = python(function);
    let return_exceptions = match args.kwargs.len() {
        0 => Some(false),
        1 => args.kwargs.get("return_exceptions").and_then(|value| value.clone().try_to_bool(vm).ok()),
        _ => None,
    };
    let event_loop = direct_loop(vm).filter(|event_loop| event_loop.is_open());
    if let (Some(return_exceptions), Some(event_loop)) = (return_exceptions, event_loop)
        && is_usual(&args.args, &event_loop, vm)
    {
        return gather_in(function, &event_loop, args.args, return_exceptions, vm);
    }
    by_its_code(function, args, vm)
}

/// Whether all of them are coroutines, or futures of this loop that are not done, each there once.
fn is_usual(given: &[PyObjectRef], event_loop: &Py<EventLoop>, vm: &VirtualMachine) -> bool {
    let mut seen = rapidhash::RapidHashSet::default();
    let is_usual = |object: &PyObjectRef| {
        is_coroutine(object, vm)
            || exactly_ours(object)
                .is_some_and(|future| is_of(future, event_loop) && !future.state.lock().is_done())
    };
    !given.is_empty() && given.iter().all(|object| seen.insert(object.get_id()) && is_usual(object))
}

fn gather_in(
    function: &Py<PyFunction>,
    event_loop: &Py<EventLoop>,
    given: Vec<PyObjectRef>,
    return_exceptions: bool,
    vm: &VirtualMachine,
) -> PyResult {
    let task = running::current_task(event_loop.as_object(), vm);
    let gathering = Gathering {
        children: PyMutex::default(),
        outer: PyMutex::new(None),
        task: task.clone(),
        return_exceptions,
        left: AtomicUsize::new(given.len()),
    };
    let gathering = gathering.into_ref(&vm.ctx);
    let context: PyObjectRef = Context::copy_current(vm).into();
    let mut children = Vec::with_capacity(given.len());
    for object in given {
        let child = match object.downcast::<Future>() {
            Ok(future) => future,
            Err(coroutine) => {
                let task = at(&ENSURES, || ensure_task(coroutine, event_loop, vm))?;
                // The program cannot reach it, and shall hear no complaints about it.
                task.log_destroy_pending.store(false, Ordering::Relaxed);
                Task::as_future(&task).to_owned()
            }
        };
        if let Some(task) = &task {
            add_awaited_by(&child, task);
        }
        let callback = Callback::Call(gathering.clone().into(), context.clone());
        at(&LISTENS, || Future::when_done(&child, callback, vm))?;
        children.push(child);
    }
    gathering.children.lock().clone_from(&children);
    let class = function.as_object().get_attr("__globals__", vm)?.get_item("_GatheringFuture", vm)?;
    let list = vm.ctx.new_list(children.iter().map(|child| child.as_object().to_owned()).collect());
    let keywords: KwArgs = [("loop".to_owned(), event_loop.as_object().to_owned())].into_iter().collect();
    let outer: PyRef<Future> =
        at(&MAKES_OUTER, || class.call(FuncArgs::new(vec![list.into()], keywords), vm))?
            .downcast()
            .map_err(|_| vm.new_type_error("what gathers is a future"))?;
    if let Some(task) = task {
        // Some may go on after one has failed.
        let over = GatheringOver { children, task }.into_ref(&vm.ctx);
        at(&LISTENS_TO_OUTER, || Future::when_done(&outer, Callback::Call(over.into(), context), vm))?;
    }
    *gathering.outer.lock() = Some(outer.clone());
    Ok(outer.into())
}
