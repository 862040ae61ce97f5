//! Python as a [`Language`]: what the core's `step` and `cancel` do with Python's objects.

use std::sync::atomic::Ordering;

use rustpython_vm::builtins::{PyBaseExceptionRef, PyCoroutine, PyGenerator};
use rustpython_vm::function::{FuncArgs, KwArgs};
use rustpython_vm::protocol::{PyIter, PyIterReturn};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine};

use super::context::Context;
use super::event_loop::EventLoop;
use super::future::{Callback, Future, FutureIter};
use super::native_coroutine::NativeCoroutine;
use super::task::{Task, TaskStep, TaskWakeup};
use super::work::Work;
use super::{exceptions, recording, running};
use crate::coroutine::{Resumed, Yielded};
use crate::future::{FutureState, Futures, Outcome};
use crate::ids::FutureId;
use crate::language::Language;
use crate::task::{Ending, TaskState, Tasks};
use crate::trace::{Cause, Details, Event, Recorder, StackId, StepOutcome, Unfit};

/// The language of RustPython's virtual machine.
#[derive(Debug)]
pub enum Python {}

impl Language for Python {
    type Value = PyObjectRef;
    type Exception = PyBaseExceptionRef;
    type Message = PyObjectRef;
    type Callback = Callback;
    type Future = PyObjectRef;
    type Task = PyRef<Task>;
    type Cx<'cx> = &'cx VirtualMachine;
}

impl Futures for Python {
    type Plain = Py<Future>;

    fn with_state<R>(future: &Py<Future>, access: impl FnOnce(&mut FutureState<Self>) -> R) -> R {
        access(&mut future.state.lock())
    }

    fn resolve(future: &Py<Future>, outcome: Outcome<Self>, vm: &VirtualMachine) -> PyResult<()> {
        Future::resolve(future, outcome, vm)
    }
}

impl Tasks for Python {
    fn with_future_state<R>(task: &PyRef<Task>, access: impl FnOnce(&mut FutureState<Self>) -> R) -> R {
        access(&mut task.base.state.lock())
    }

    fn with_task_state<R>(task: &PyRef<Task>, access: impl FnOnce(&mut TaskState<Self>) -> R) -> R {
        access(&mut task.state.lock())
    }

    fn resume(
        task: &PyRef<Task>,
        exception: Option<PyBaseExceptionRef>,
        vm: &VirtualMachine,
    ) -> Resumed<Self> {
        let Some(coroutine) = task.coroutine.lock().clone() else {
            return Resumed::Raised(vm.new_runtime_error("Task has no coroutine"));
        };
        let context = task.context();
        let resume = || match exception {
            Some(exception) => throw(&coroutine, exception, vm),
            None => send_none(&coroutine, vm),
        };
        let resumed = match context.downcast_ref::<Context>() {
            Some(ours) if !Context::is_current(ours, vm) => Context::run_in(ours, vm, resume),
            // A loop that is not ours has entered it already, or a context that is not ours has called this.
            _ => resume(),
        };
        match resumed {
            Ok(PyIterReturn::Return(yielded)) => Resumed::Yielded(take_yielded(task, yielded, vm)),
            Ok(PyIterReturn::StopIteration(value)) => Resumed::Returned(vm.unwrap_or_none(value)),
            Err(exception) => Resumed::Raised(exception),
        }
    }

    fn schedule_step(
        task: &PyRef<Task>,
        exception: Option<PyBaseExceptionRef>,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        let event_loop = task.base.event_loop(vm)?;
        schedule_step(task, &event_loop, exception, vm)
    }

    fn wake_when_done(future: &PyObjectRef, task: &PyRef<Task>, vm: &VirtualMachine) -> PyResult<()> {
        if let Some(ours) = exactly_ours(future) {
            return Future::when_done(ours, Callback::WakeUp(task.clone()), vm);
        }
        let args = FuncArgs::new(vec![TaskWakeup::of(task.clone(), vm)], keyword("context", task.context()));
        vm.call_method(future, "add_done_callback", args)?;
        Ok(())
    }

    fn cancel_future(
        future: &PyObjectRef,
        message: Option<PyObjectRef>,
        vm: &VirtualMachine,
    ) -> PyResult<bool> {
        if future.class().is(Future::class(&vm.ctx))
            && let Some(plain) = future.downcast_ref::<Future>()
        {
            return crate::future::cancel::<Self>(plain, message, vm);
        }
        let args = FuncArgs::new(vec![], keyword("msg", vm.unwrap_or_none(message)));
        vm.call_method(future, "cancel", args)?.try_to_bool(vm)
    }

    fn new_cancelled_error(message: Option<PyObjectRef>, vm: &VirtualMachine) -> PyBaseExceptionRef {
        exceptions::new_cancelled(message, vm)
    }

    fn step_of_done_task(task: &PyRef<Task>, vm: &VirtualMachine) -> PyBaseExceptionRef {
        let repr =
            |object: &PyObject| object.repr(vm).map_or_else(|_| "<?>".to_owned(), |repr| repr.to_string());
        exceptions::invalid_state(format!("__step(): already done: {}", repr(task.as_object())), vm)
    }

    fn is_cancelled_error(exception: &PyBaseExceptionRef, vm: &VirtualMachine) -> bool {
        exception.fast_isinstance(exceptions::cancelled_type(vm))
    }

    fn ends_loop(exception: &PyBaseExceptionRef, vm: &VirtualMachine) -> bool {
        exception.fast_isinstance(vm.ctx.exceptions.keyboard_interrupt)
            || exception.fast_isinstance(vm.ctx.exceptions.system_exit)
    }

    fn finish(task: &PyRef<Task>, ending: Ending<Self>, vm: &VirtualMachine) -> PyResult<()> {
        if let Ending::Cancelled(Some(_)) = &ending {
            // What was said when it was cancelled has arrived with the exception. As in CPython, it is not said again.
            let _said = task.base.state.lock().set_cancel_message(None);
        }
        let outcome = match ending {
            Ending::Returned(value) => Outcome::Returned(value),
            Ending::Raised(exception) => Outcome::Raised(exceptions::for_future(exception.into(), vm)?),
            Ending::Cancelled(error) => Outcome::Cancelled(error),
        };
        if let Some(event_loop) = &*task.base.event_loop.lock() {
            EventLoop::unregister_task(event_loop, task.base.id());
        }
        Future::resolve(Task::as_future(task), outcome, vm)
    }

    fn future_id(future: &PyObjectRef) -> Option<FutureId> {
        future.downcast_ref::<Future>().map(|future| future.id())
    }

    fn report_step(task: &PyRef<Task>, outcome: StepOutcome) {
        task.base.report(|recorder| {
            let at = if outcome.is_end() { StackId::default() } else { suspended_at(task, recorder) };
            (Event::Stepped(task.base.id(), outcome), Details { at, ..Details::NONE })
        });
    }

    fn report_cancel(task: &PyRef<Task>) {
        task.base.report(|recorder| {
            let at = suspended_at(task, recorder);
            (Event::CancelThrown(task.base.id()), Details { at, ..Details::NONE })
        });
    }
}

impl Python {
    /// Runs one step of a task, with the task as the current one of its loop.
    pub(super) fn run_step(
        task: &PyRef<Task>,
        exception: Option<PyBaseExceptionRef>,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        let event_loop = task.base.event_loop(vm)?;
        // It lives until the step is over, and with it what its traceback holds: as in CPython.
        let _thrown = exception.clone();
        running::enter_task(&event_loop, task.as_object(), vm)?;
        let result = Task::in_step(task, || crate::task::step::<Self>(task, exception, vm));
        running::leave_task(&event_loop, task.as_object(), vm)?;
        result
    }

    /// What a task waited for is done: runs its next step, with what became of it.
    pub(super) fn wake_up(task: &PyRef<Task>, future: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
        let failed = match future.downcast_ref::<Future>() {
            Some(ours) if exactly_ours(future).is_some() => ours.take_result(vm).err(),
            _ => vm.call_method(future, "result", ()).err(),
        };
        Self::run_step(task, failed, vm)
    }

    /// Schedules the first step of a task.
    pub(super) fn schedule_first_step(
        task: &Py<Task>,
        event_loop: &PyObject,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        schedule_step(&task.to_owned(), event_loop, None, vm)
    }
}

fn schedule_step(
    task: &PyRef<Task>,
    event_loop: &PyObject,
    exception: Option<PyBaseExceptionRef>,
    vm: &VirtualMachine,
) -> PyResult<()> {
    if let Some(ours) = EventLoop::direct(event_loop).filter(|_| task.has_our_context()) {
        let cause = Cause::Step(task.base.id());
        return ours.push(Work::Step { task: task.clone(), exception }, cause, vm);
    }
    let args = FuncArgs::new(
        vec![TaskStep::of(task.clone(), exception.map(Into::into), vm)],
        keyword("context", task.context()),
    );
    vm.call_method(event_loop, "call_soon", args)?;
    Ok(())
}

/// A future or task whose methods the program has not replaced.
pub(super) fn exactly_ours(future: &PyObject) -> Option<&Py<Future>> {
    let ours = future.downcast_ref::<Future>()?;
    let class = future.class();
    let exact = class.is(<Future as rustpython_vm::class::StaticType>::static_type())
        || class.is(<Task as rustpython_vm::class::StaticType>::static_type());
    exact.then_some(ours)
}

/// The loop of a future of another make, which may have the attribute only.
fn loop_of(future: &PyObject, vm: &VirtualMachine) -> PyResult {
    match vm.get_attribute_opt(future, vm.ctx.intern_str("get_loop"))? {
        Some(get_loop) => get_loop.call((), vm),
        None => future.get_attr("_loop", vm),
    }
}

fn keyword(name: &str, value: PyObjectRef) -> KwArgs {
    [(name.to_owned(), value)].into_iter().collect()
}

/// Resumes a coroutine, or another iterator.
pub(super) fn send_none(coroutine: &PyObject, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
    if let Some(python) = coroutine.downcast_ref::<PyCoroutine>() {
        return python.as_coro().send(coroutine, vm.ctx.none(), vm);
    }
    if let Some(generator) = coroutine.downcast_ref::<PyGenerator>() {
        return generator.as_coro().send(coroutine, vm.ctx.none(), vm);
    }
    if let Some(ours) = coroutine.downcast_ref::<NativeCoroutine>() {
        return ours.resume(vm);
    }
    if coroutine.downcast_ref::<FutureIter>().is_some() {
        return PyIter::new(coroutine).next(vm);
    }
    PyIterReturn::from_pyresult(vm.call_method(coroutine, "send", (vm.ctx.none(),)), vm)
}

/// Raises an exception in a coroutine.
pub(super) fn throw(
    coroutine: &PyObject,
    exception: PyBaseExceptionRef,
    vm: &VirtualMachine,
) -> PyResult<PyIterReturn> {
    let none = || vm.ctx.none();
    if let Some(python) = coroutine.downcast_ref::<PyCoroutine>() {
        return python.as_coro().throw(coroutine, exception.into(), none(), none(), vm);
    }
    if let Some(generator) = coroutine.downcast_ref::<PyGenerator>() {
        return generator.as_coro().throw(coroutine, exception.into(), none(), none(), vm);
    }
    if let Some(ours) = coroutine.downcast_ref::<NativeCoroutine>() {
        return ours.raise(exception, vm);
    }
    PyIterReturn::from_pyresult(vm.call_method(coroutine, "throw", (exception,)), vm)
}

/// Where its coroutine is suspended, or has yet to begin.
fn suspended_at(task: &PyRef<Task>, recorder: &Recorder) -> StackId {
    let coroutine = task.coroutine.lock().clone();
    coroutine.map_or_else(StackId::default, |coroutine| recording::suspended(recorder, coroutine))
}

/// Finds out what a coroutine yielded to its task.
fn take_yielded(task: &PyRef<Task>, yielded: PyObjectRef, vm: &VirtualMachine) -> Yielded<Python> {
    if vm.is_none(&yielded) {
        return Yielded::Nothing;
    }
    let mut unfit = Unfit::NoFuture;
    match wants_to_wait(task, &yielded, &mut unfit, vm) {
        Ok(()) => Yielded::Future(yielded),
        Err(error) => Yielded::Wrong(error, unfit),
    }
}

/// Whether a task can wait for what its coroutine yielded; an error that says why not, and of which kind that is.
fn wants_to_wait(
    task: &PyRef<Task>,
    yielded: &PyObject,
    unfit: &mut Unfit,
    vm: &VirtualMachine,
) -> PyResult<()> {
    let repr = |object: &PyObject| object.repr(vm).map(|repr| repr.to_string());
    let error = |message: String| Err(vm.new_runtime_error(message));
    let task_object = task.as_object();
    let wrong_loop =
        |event_loop: &PyObject| -> PyResult<bool> { Ok(!event_loop.is(&task.base.event_loop(vm)?)) };
    let ours = exactly_ours(yielded);
    let blocking = match ours {
        Some(future) => Some(future.blocking.load(Ordering::Relaxed)),
        None => match vm.get_attribute_opt(yielded, vm.ctx.intern_str("_asyncio_future_blocking"))? {
            Some(blocking) if !vm.is_none(&blocking) => Some(blocking.try_to_bool(vm)?),
            _ => None,
        },
    };
    let Some(blocking) = blocking else {
        if yielded.downcast_ref::<PyGenerator>().is_some() {
            return error(format!(
                "yield was used instead of yield from for generator in task {} with {}",
                repr(task_object)?,
                repr(yielded)?
            ));
        }
        return error(format!("Task got bad yield: {}", repr(yielded)?));
    };
    if yielded.is(task_object) {
        *unfit = Unfit::Itself;
        return error(format!("Task cannot await on itself: {}", repr(task_object)?));
    }
    let event_loop = match ours {
        Some(future) => future.event_loop(vm)?,
        None => loop_of(yielded, vm)?,
    };
    if wrong_loop(&event_loop)? {
        *unfit = Unfit::OtherLoop;
        return error(format!(
            "Task {} got Future {} attached to a different loop",
            repr(task_object)?,
            repr(yielded)?
        ));
    }
    if !blocking {
        *unfit = Unfit::NotAwaited;
        return error(format!(
            "yield was used instead of yield from in task {} with {}",
            repr(task_object)?,
            repr(yielded)?
        ));
    }
    match ours {
        Some(future) => future.blocking.store(false, Ordering::Relaxed),
        None => {
            let no = vm.ctx.new_bool(false);
            yielded.set_attr("_asyncio_future_blocking", no, vm)?;
        }
    }
    Ok(())
}
