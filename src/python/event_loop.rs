//! `asyncio.EventLoop` for Python programs.
//!
//! The hot part of a loop: its queues, one turn of it, running it, and scheduling. What programs have are the classes of
//! `lib/asyncio/_loop_class.py`, which inherit this one and have all else that a loop has.
//! <https://docs.python.org/3/library/asyncio-eventloop.html>

mod ask;
mod observe;
mod own;
pub(super) mod run;
mod schedule;
mod tasks;
mod turn;
mod watch;

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use rustpython_vm::builtins::PyType;
use rustpython_vm::class::StaticType;
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::function::{Callee, FuncArgs, OptionalArg};
use rustpython_vm::types::{Constructor, Destructor, Initializer, Representable, SetAttr};
use rustpython_vm::warn::warn;
use rustpython_vm::{
    AsObject, FromArgs, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass,
};

use self::own::Own;
use super::arguments;
use super::exceptions::os_error;
use super::future::Future;
use super::handle::{Handle, Watcher};
use super::library;
use super::platform::platform;
use super::registry::{State, Tasks};
use super::task::{Task, TaskArgs};
use super::work::Work;
use crate::handle::Scheduled as _;
use crate::ids::FutureId;
use crate::scheduler::{Phase, Scheduler};
use crate::selector::{Selector, Time};
use crate::trace::{Cause, Recorder};
use crate::turn::{Loop as _, take as take_turn};
use crate::watchers::{Direction, Watchers};

/// `asyncio.EventLoop`
#[pyclass(module = "asyncio", name = "EventLoop", traverse = "manual")]
#[derive(PyPayload)]
pub struct EventLoop {
    pub(super) scheduler: PyMutex<Scheduler<Work>>,
    selector: Arc<dyn Selector>,
    pub(super) state: PyRef<State>,
    pub(super) watchers: PyMutex<Watchers<Watcher>>,
    tasks: Tasks,
    pub(super) task_factory: PyMutex<Option<PyObjectRef>>,
    pub(super) exception_handler: PyMutex<Option<PyObjectRef>>,
    /// The thread that runs it.
    thread: PyMutex<Option<u64>>,
    slow_callback_duration: PyMutex<f64>,
    debug: AtomicBool,
    observed: AtomicBool,
    /// Coroutines remember where they were made, because it runs in debug mode.
    traces_origins: AtomicBool,
    /// What its observer writes to, if it was made while something was recorded.
    pub(super) recorder: OnceLock<Recorder>,
    /// The other threads that were last reported to the observer.
    threads: AtomicUsize,
    pub(super) own: Own,
}

impl fmt::Debug for EventLoop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventLoop").finish_non_exhaustive()
    }
}

impl EventLoop {
    /// The loop, if it is one of ours and schedules the way ours does: then the scheduler can be used without asking it.
    #[inline]
    pub(super) fn direct(event_loop: &PyObject) -> Option<&Py<Self>> {
        event_loop.downcast_ref::<Self>().filter(|ours| !ours.own.has_any(own::CALL_SOON))
    }

    /// The same for what is to happen later.
    pub(super) fn direct_timers(event_loop: &PyObject) -> Option<&Py<Self>> {
        Self::makes_as_ours(event_loop, own::CALL_LATER | own::CALL_AT | own::TIME)
    }

    /// The same for making futures.
    pub(super) fn direct_futures(event_loop: &PyObject) -> Option<&Py<Self>> {
        Self::makes_as_ours(event_loop, own::CREATE_FUTURE)
    }

    /// The same for making tasks, which the program may do itself by a factory, too.
    pub(super) fn direct_tasks(event_loop: &PyObject) -> Option<&Py<Self>> {
        Self::makes_as_ours(event_loop, own::CREATE_TASK).filter(|ours| ours.task_factory.lock().is_none())
    }

    /// The loop, if it is one of ours, without methods of its own for this. In debug mode what is made remembers which
    /// functions it was made by, the library's among them: then these have to be called.
    fn makes_as_ours(event_loop: &PyObject, own: u8) -> Option<&Py<Self>> {
        event_loop.downcast_ref::<Self>().filter(|ours| !ours.own.has_any(own) && !ours.is_debug())
    }

    pub(super) fn is_debug(&self) -> bool {
        self.debug.load(Ordering::Relaxed)
    }

    pub(super) fn next_future_id(&self) -> FutureId {
        self.scheduler.lock().next_future_id()
    }

    /// Whether it has not been closed.
    pub(super) fn is_open(&self) -> bool {
        self.scheduler.lock().phase() != Phase::Closed
    }

    fn check_closed(&self, vm: &VirtualMachine) -> PyResult<()> {
        if self.scheduler.lock().phase() == Phase::Closed {
            return Err(vm.new_runtime_error("Event loop is closed"));
        }
        Ok(())
    }

    /// In debug mode: a loop is used by the thread that runs it.
    fn check_thread(&self, vm: &VirtualMachine) -> PyResult<()> {
        match *self.thread.lock() {
            Some(thread) if self.is_debug() && thread != platform().thread() => Err(vm.new_runtime_error(
                "Non-thread-safe operation invoked on an event loop other than the current one",
            )),
            _ => Ok(()),
        }
    }
}

impl Constructor for EventLoop {
    type Args = FuncArgs;

    fn py_new(cls: &Py<PyType>, _args: Self::Args, vm: &VirtualMachine) -> PyResult<Self> {
        let selector = platform().new_selector().map_err(|error| os_error(&error, vm))?;
        let debug = library::is_debug_mode(vm)?;
        let event_loop = Self {
            scheduler: PyMutex::new(Scheduler::default()),
            selector,
            state: State::of(vm)?,
            watchers: PyMutex::default(),
            tasks: Tasks::default(),
            task_factory: PyMutex::new(None),
            exception_handler: PyMutex::new(None),
            thread: PyMutex::new(None),
            slow_callback_duration: PyMutex::new(0.1),
            debug: AtomicBool::new(debug),
            observed: AtomicBool::new(false),
            traces_origins: AtomicBool::new(false),
            recorder: OnceLock::new(),
            own: Own::default(),
            threads: AtomicUsize::new(0),
        };
        event_loop.own.look(cls, Self::static_type(), None, vm);
        event_loop.join_recording();
        Ok(event_loop)
    }
}

/// The argument of the constructor.
#[derive(FromArgs)]
pub struct EventLoopArgs {
    #[pyarg(any, default)]
    selector: Option<PyObjectRef>,
}

impl Initializer for EventLoop {
    type Args = EventLoopArgs;

    fn slot_init(zelf: &PyObject, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
        arguments::NEW_LOOP.check("_UnixSelectorEventLoop", "__init__", &mut args, 0, vm)?;
        Self::init(zelf.try_to_ref(vm)?, args.bind_for(vm, Callee::of::<Self>(vm))?, vm)
    }

    fn init(zelf: &Py<Self>, EventLoopArgs { selector }: Self::Args, vm: &VirtualMachine) -> PyResult<()> {
        vm.call_method(zelf.as_object(), "set_debug", (zelf.is_debug(),))?;
        match selector.filter(|selector| !vm.is_none(selector)) {
            Some(selector) => Self::wait_with(zelf, selector, vm),
            None => Ok(()),
        }
    }
}

/// The arguments of `create_task`.
#[derive(FromArgs)]
struct CreateTaskArgs {
    #[pyarg(positional)]
    coro: PyObjectRef,
    #[pyarg(flatten)]
    rest: rustpython_vm::function::KwArgs,
}

#[pyclass(
    flags(BASETYPE, HAS_DICT, HAS_WEAKREF),
    with(Constructor, Initializer, SetAttr, Destructor, Representable)
)]
impl EventLoop {
    #[pymethod]
    fn call_soon(zelf: PyRef<Self>, args: FuncArgs, vm: &VirtualMachine) -> PyResult<PyRef<Handle>> {
        zelf.check_thread(vm)?;
        Self::schedule_soon(&zelf, args, vm)
    }

    #[pymethod]
    fn call_soon_threadsafe(
        zelf: PyRef<Self>,
        args: FuncArgs,
        vm: &VirtualMachine,
    ) -> PyResult<PyRef<Handle>> {
        let handle = Self::schedule_thread_safely(&zelf, args, vm)?;
        Self::wake_from_outside(&zelf, vm)?;
        Ok(handle)
    }

    #[pymethod]
    fn call_later(zelf: PyRef<Self>, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let delay = args.shift();
        if vm.is_none(&delay) {
            return Err(vm.new_type_error("delay must not be None"));
        }
        let now = Self::own_time(&zelf, vm)?.unwrap_or_else(|| zelf.selector.time());
        let when = if delay.class().is(vm.ctx.types.float_type) || delay.class().is(vm.ctx.types.int_type) {
            now.after(delay.try_float(vm)?.to_f64())
        } else {
            // What is no number, and what cannot be added to one, says so itself.
            let now: PyObjectRef = vm.ctx.new_float(now.0).into();
            Time(vm._add(&now, &delay)?.try_float(vm)?.to_f64())
        };
        if let Some(timer) = Self::schedule_by_own_call_at(&zelf, when, &args, vm) {
            return timer;
        }
        Self::schedule_at(&zelf, vm.ctx.new_float(when.0).into(), args, vm)
    }

    #[pymethod]
    fn call_at(zelf: PyRef<Self>, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let when = args.shift();
        if vm.is_none(&when) {
            return Err(vm.new_type_error("when cannot be None"));
        }
        Self::schedule_at(&zelf, when, args, vm)
    }

    #[pymethod]
    fn time(zelf: &Py<Self>) -> f64 {
        zelf.selector.time().0
    }

    #[pymethod]
    fn create_future(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyResult {
        if zelf.is_debug() {
            // Where it was made ends in the library's own method, as in CPython.
            let class = library::function("base_events", "BaseEventLoop", vm)?;
            return vm.call_method(&class, "create_future", (zelf,));
        }
        Ok(Future::new(&zelf, vm)?.into())
    }

    #[pymethod]
    fn create_task(zelf: PyRef<Self>, args: CreateTaskArgs, vm: &VirtualMachine) -> PyResult {
        zelf.check_closed(vm)?;
        let CreateTaskArgs { coro, rest: mut keywords } = args;
        let factory = zelf.task_factory.lock().clone();
        if let Some(factory) = factory {
            let args = FuncArgs::new(vec![zelf.into(), coro], keywords);
            return factory.call(args, vm);
        }
        let mut take = |name: &str| match keywords.pop_kwarg(name) {
            Some(value) => OptionalArg::Present(value),
            None => OptionalArg::Missing,
        };
        let args = TaskArgs {
            coro,
            event_loop: OptionalArg::Present(zelf.into()),
            name: take("name"),
            context: take("context"),
            eager_start: take("eager_start"),
        };
        if let Some((name, _)) = keywords.into_iter().next() {
            return Err(vm.new_type_error(format!("Task() got an unexpected keyword argument '{name}'")));
        }
        Ok(Task::new(args, vm)?.into())
    }

    #[pymethod]
    fn set_task_factory(zelf: &Py<Self>, factory: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        let factory = Some(factory).filter(|factory| !vm.is_none(factory));
        if factory.as_ref().is_some_and(|factory| !factory.is_callable()) {
            return Err(vm.new_type_error("task factory must be a callable or None"));
        }
        let _old = std::mem::replace(&mut *zelf.task_factory.lock(), factory);
        Ok(())
    }

    #[pymethod]
    fn get_task_factory(zelf: &Py<Self>) -> Option<PyObjectRef> {
        zelf.task_factory.lock().clone()
    }

    #[pymethod]
    fn run_forever(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyResult<()> {
        Self::run_until_stopped(&zelf, vm)
    }

    #[pymethod]
    fn run_until_complete(zelf: PyRef<Self>, future: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        Self::run_until_done(&zelf, future, vm)
    }

    #[pymethod]
    fn stop(zelf: &Py<Self>) {
        zelf.scheduler.lock().stop();
    }

    #[pymethod]
    fn is_running(zelf: &Py<Self>) -> bool {
        zelf.scheduler.lock().phase() == Phase::Running
    }

    #[pymethod]
    fn is_closed(zelf: &Py<Self>) -> bool {
        zelf.scheduler.lock().phase() == Phase::Closed
    }

    #[pymethod]
    fn close(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyResult<()> {
        let phase = zelf.scheduler.lock().phase();
        match phase {
            Phase::Running => {
                return Err(vm.new_runtime_error("Cannot close a running event loop"));
            }
            Phase::Closed => return Ok(()),
            Phase::Idle => {}
        }
        library::function("_loop_lifetime", "close", vm)?.call((zelf.clone(),), vm)?;
        let left = zelf.scheduler.lock().close();
        let watchers = zelf.watchers.lock().clear(&*zelf.selector);
        drop((left, watchers));
        Ok(())
    }

    #[pymethod]
    fn get_debug(zelf: &Py<Self>) -> bool {
        zelf.is_debug()
    }

    #[pymethod]
    fn set_debug(zelf: &Py<Self>, enabled: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        let enabled = enabled.try_to_bool(vm)?;
        zelf.debug.store(enabled, Ordering::Relaxed);
        if Self::is_running(zelf) {
            // In the thread that runs it.
            let trace = zelf.as_object().get_attr("_set_coroutine_origin_tracking", vm)?;
            vm.call_method(zelf.as_object(), "call_soon_threadsafe", (trace, enabled))?;
        }
        Ok(())
    }

    #[pygetset]
    fn slow_callback_duration(zelf: &Py<Self>) -> f64 {
        *zelf.slow_callback_duration.lock()
    }

    #[pygetset(setter)]
    fn set_slow_callback_duration(
        zelf: &Py<Self>,
        seconds: rustpython_vm::function::PySetterValue,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        let rustpython_vm::function::PySetterValue::Assign(seconds) = seconds else {
            return Err(vm.new_attribute_error("cannot delete attribute"));
        };
        *zelf.slow_callback_duration.lock() = seconds.try_float(vm)?.to_f64();
        Ok(())
    }

    #[pygetset]
    fn _clock_resolution(zelf: &Py<Self>) -> f64 {
        zelf.selector.resolution()
    }

    #[pygetset]
    fn _exception_handler(zelf: &Py<Self>) -> Option<PyObjectRef> {
        zelf.exception_handler.lock().clone()
    }

    #[pymethod]
    fn get_exception_handler(zelf: &Py<Self>) -> Option<PyObjectRef> {
        zelf.exception_handler.lock().clone()
    }

    #[pymethod]
    fn set_exception_handler(zelf: &Py<Self>, handler: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        let handler = Some(handler).filter(|handler| !vm.is_none(handler));
        if let Some(handler) = handler.as_ref().filter(|handler| !handler.is_callable()) {
            return Err(vm.new_type_error(format!(
                "A callable object or None is expected, got {}",
                handler.repr(vm)?
            )));
        }
        let _old = std::mem::replace(&mut *zelf.exception_handler.lock(), handler);
        Ok(())
    }

    #[pymethod]
    fn _set_coroutine_origin_tracking(zelf: PyRef<Self>, enabled: bool, vm: &VirtualMachine) -> PyResult<()> {
        Self::trace_origins(&zelf, enabled, vm)
    }

    /// Takes one turn.
    #[pymethod]
    fn _run_once(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyResult<()> {
        take_turn(&*zelf, &mut Vec::new(), vm)
    }

    /// Schedules a handle that a source or a signal has made ready, unless it is cancelled.
    #[pymethod]
    fn _add_callback(zelf: PyRef<Self>, handle: PyRef<Handle>, vm: &VirtualMachine) {
        let (work, details) = zelf.watcher_is_ready(Watcher { handle, file: None }, vm);
        if !work.is_cancelled() {
            zelf.scheduler.lock().call_soon(work, Cause::Ready, details);
        }
    }

    /// Schedules the handle of a signal that has come, and wakes the loop.
    #[pymethod]
    fn _add_callback_signalsafe(
        zelf: PyRef<Self>,
        handle: PyRef<Handle>,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        Self::_add_callback(zelf.clone(), handle, vm);
        Self::wake_from_outside(&zelf, vm)
    }

    #[pymethod]
    fn _add_reader(zelf: PyRef<Self>, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        Self::add_watcher(&zelf, Direction::Read, args, vm)
    }

    #[pymethod]
    fn _add_writer(zelf: PyRef<Self>, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        Self::add_watcher(&zelf, Direction::Write, args, vm)
    }

    #[pymethod]
    fn _remove_reader(zelf: &Py<Self>, file: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        Self::remove_watcher(zelf, Direction::Read, file, vm)
    }

    /// What is watched: each file descriptor with its reader and its writer, or None.
    #[pymethod]
    fn _watched(zelf: &Py<Self>, vm: &VirtualMachine) -> Vec<PyObjectRef> {
        let handle =
            |watcher: Option<&Watcher>| vm.unwrap_or_none(watcher.map(|it| it.handle.clone().into()));
        zelf.watchers.lock().by_source(|source, reader, writer| {
            vm.new_tuple((source.0, handle(reader), handle(writer))).into()
        })
    }

    #[pymethod]
    fn _remove_writer(zelf: &Py<Self>, file: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        Self::remove_watcher(zelf, Direction::Write, file, vm)
    }
}

impl Destructor for EventLoop {
    fn del(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        if Self::is_closed(zelf) {
            return Ok(());
        }
        let what = format!("unclosed event loop {}", zelf.as_object().repr(vm)?);
        let category = vm.ctx.exceptions.resource_warning.to_owned();
        let source = Some(zelf.as_object().to_owned());
        warn(vm.ctx.new_str(what).into(), Some(category), 1, source, vm)?;
        // Late in the end of an interpreter there are no modules any more, and nothing to close it with.
        let is_too_late =
            vm.state.finalizing.load(Ordering::Relaxed) && library::imported("events", vm)?.is_none();
        if Self::is_running(zelf) || is_too_late {
            return Ok(());
        }
        vm.call_method(zelf.as_object(), "close", ()).map(drop)
    }
}

impl Representable for EventLoop {
    fn repr_str(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<String> {
        let phase = zelf.scheduler.lock().phase();
        let python = |value: bool| if value { "True" } else { "False" };
        Ok(format!(
            "<{} running={} closed={} debug={}>",
            zelf.class().name(),
            python(phase == Phase::Running),
            python(phase == Phase::Closed),
            python(zelf.is_debug())
        ))
    }
}
