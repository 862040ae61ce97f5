//! `asyncio.EventLoop` for Python programs.
//!
//! The hot part of a loop: its queues, one turn of it, running it, and scheduling. What is rare is written in
//! Python, in the package's `_event_loop`; what has to do with sockets, processes and signals is the standard
//! library's own code, running on this loop. An attribute this type does not have is looked for there.
//! <https://docs.python.org/3/library/asyncio-eventloop.html>

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::ThreadId;

use rustpython_vm::builtins::{PyBaseExceptionRef, PyStr, PyType};
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::function::{FuncArgs, OptionalArg};
use rustpython_vm::types::{Callable, Constructor, Destructor, GetAttr, Initializer, Representable};
use rustpython_vm::{
    AsObject, FromArgs, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
    builtins::PyWeak, class::StaticType, pyclass,
};

use super::future::Future;
use super::handle::{Call, Handle, TimerHandle, take_context};
use super::language::Python;
use super::platform::platform;
use super::registry::State;
use super::task::{Task, TaskArgs, is_coroutine};
use super::work::{Entry, Work};
use super::{library, running};
use crate::future::Outcome;
use crate::handle::HandleId;
use crate::language::Language as _;
use crate::scheduler::{Phase, Scheduler};
use crate::selector::{self, Interest, Selector, Source, Time};
use crate::trace::{Cause, Event, FutureId, Observer};

/// Who wants to know about a source.
#[derive(Clone, Debug, Default)]
pub(super) struct Watcher {
    pub(super) reader: Option<PyRef<Handle>>,
    pub(super) writer: Option<PyRef<Handle>>,
}

impl Watcher {
    fn interest(&self) -> Interest {
        Interest { readable: self.reader.is_some(), writable: self.writer.is_some() }
    }
}

/// What is set while the loop runs, and was there before.
#[derive(Debug, Default)]
pub(super) struct Before {
    pub(super) firstiter: Option<PyObjectRef>,
    pub(super) finalizer: Option<PyObjectRef>,
}

/// `asyncio.EventLoop`
#[pyclass(module = "asyncio", name = "EventLoop", traverse = "manual")]
#[derive(PyPayload)]
pub struct EventLoop {
    pub(super) scheduler: PyMutex<Scheduler<Entry>>,
    selector: Arc<dyn Selector>,
    state: PyRef<State>,
    pub(super) watchers: PyMutex<HashMap<Source, Watcher>>,
    tasks: PyMutex<HashMap<FutureId, PyRef<PyWeak>>>,
    pub(super) task_factory: PyMutex<Option<PyObjectRef>>,
    pub(super) exception_handler: PyMutex<Option<PyObjectRef>>,
    /// The thread that runs it.
    thread: PyMutex<Option<ThreadId>>,
    slow_callback_duration: PyMutex<f64>,
    debug: AtomicBool,
    observed: AtomicBool,
    /// The program has not replaced `call_soon`, so the scheduler can be used without it.
    direct: AtomicBool,
}

impl fmt::Debug for EventLoop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventLoop").finish_non_exhaustive()
    }
}

impl EventLoop {
    /// The loop, if it is one of ours and schedules the way ours does.
    #[inline]
    pub(super) fn direct(event_loop: &PyObject) -> Option<&Py<Self>> {
        event_loop.downcast_ref::<Self>().filter(|ours| ours.direct.load(Ordering::Relaxed))
    }

    pub(super) fn is_debug(&self) -> bool {
        self.debug.load(Ordering::Relaxed)
    }

    pub(super) fn state(&self) -> &Py<State> {
        &self.state
    }

    pub(super) fn tasks(&self) -> &PyMutex<HashMap<FutureId, PyRef<PyWeak>>> {
        &self.tasks
    }

    pub(super) fn next_future_id(&self) -> FutureId {
        self.scheduler.lock().next_future_id()
    }

    /// Sets who watches the loop.
    pub fn set_observer(&self, observer: Option<Box<dyn Observer>>) {
        self.observed.store(observer.is_some(), Ordering::Relaxed);
        let _old = self.scheduler.lock().set_observer(observer);
    }

    /// Tells the observer, if there is one.
    #[inline]
    pub(super) fn report(&self, event: impl FnOnce() -> Event) {
        if self.observed.load(Ordering::Relaxed) {
            self.scheduler.lock().report(event);
        }
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
            Some(thread) if self.is_debug() && thread != std::thread::current().id() => Err(vm
                .new_runtime_error(
                    "Non-thread-safe operation invoked on an event loop other than the current one",
                )),
            _ => Ok(()),
        }
    }

    /// In debug mode: what is scheduled can be called, and is no coroutine.
    fn check_callback(&self, function: &PyObjectRef, method: &str, vm: &VirtualMachine) -> PyResult<()> {
        if !self.is_debug() {
            return Ok(());
        }
        let is_coroutine_function = || {
            let check = library::function("coroutines", "_iscoroutinefunction", vm)?;
            check.call((function.clone(),), vm)?.try_to_bool(vm)
        };
        if is_coroutine(function, vm)? || is_coroutine_function()? {
            return Err(vm.new_type_error(format!("coroutines cannot be used with {method}()")));
        }
        if !function.is_callable() {
            return Err(vm.new_type_error(format!(
                "a callable object was expected by {method}(), got {}",
                function.repr(vm)?
            )));
        }
        Ok(())
    }

    /// Schedules what the loop itself wants to run.
    pub(super) fn push(&self, work: Work, cause: Cause, vm: &VirtualMachine) -> PyResult<()> {
        let mut scheduler = self.scheduler.lock();
        if scheduler.phase() == Phase::Closed {
            drop(scheduler);
            return Err(vm.new_runtime_error("Event loop is closed"));
        }
        let id = scheduler.next_handle_id();
        scheduler.call_soon(Entry { id, work }, cause);
        Ok(())
    }

    /// Schedules the end of a `sleep`, `delay` seconds from now.
    pub(super) fn end_sleep_later(
        &self,
        delay: f64,
        future: PyRef<Future>,
        result: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyResult<HandleId> {
        let when = self.selector.time().after(delay);
        let mut scheduler = self.scheduler.lock();
        if scheduler.phase() == Phase::Closed {
            drop(scheduler);
            return Err(vm.new_runtime_error("Event loop is closed"));
        }
        let id = scheduler.next_handle_id();
        scheduler.call_at(when, Entry { id, work: Work::EndSleep { future, result } });
        Ok(id)
    }

    /// A handle was cancelled.
    pub(super) fn note_cancelled(&self, id: HandleId, is_timer: bool) {
        let swept = self.scheduler.lock().note_cancelled(id, is_timer);
        drop(swept);
    }

    fn schedule_soon(
        zelf: &Py<Self>,
        mut args: FuncArgs,
        method: &str,
        vm: &VirtualMachine,
    ) -> PyResult<PyRef<Handle>> {
        zelf.check_closed(vm)?;
        let context = take_context(&mut args, method, vm)?;
        let call = take_call(args, method, vm)?;
        zelf.check_callback(&call.function, method, vm)?;
        let handle = Handle::new(call, context, zelf.as_object().to_owned(), vm)?.into_ref(&vm.ctx);
        let mut scheduler = zelf.scheduler.lock();
        let id = scheduler.next_handle_id();
        handle.set_id(id);
        scheduler.call_soon(Entry { id, work: Work::Handle(handle.clone()) }, Cause::Program);
        Ok(handle)
    }

    fn schedule_at(
        zelf: &Py<Self>,
        when: f64,
        mut args: FuncArgs,
        method: &str,
        vm: &VirtualMachine,
    ) -> PyResult<PyRef<TimerHandle>> {
        zelf.check_closed(vm)?;
        zelf.check_thread(vm)?;
        let context = take_context(&mut args, method, vm)?;
        let call = take_call(args, method, vm)?;
        zelf.check_callback(&call.function, method, vm)?;
        let handle = Handle::new(call, context, zelf.as_object().to_owned(), vm)?;
        let timer = TimerHandle::new(handle, when).into_ref(&vm.ctx);
        timer.base.is_timer.store(true, Ordering::Relaxed);
        let mut scheduler = zelf.scheduler.lock();
        let id = scheduler.next_handle_id();
        timer.base.set_id(id);
        let handle = timer.as_object().to_owned().downcast().expect("a timer is a handle");
        scheduler.call_at(Time(when), Entry { id, work: Work::Handle(handle) });
        drop(scheduler);
        Ok(timer)
    }

    /// One turn of the loop.
    fn run_once(zelf: &Py<Self>, events: &mut Vec<selector::Event>, vm: &VirtualMachine) -> PyResult<()> {
        let mut swept = Vec::new();
        let timeout = zelf.scheduler.lock().begin_turn(|| zelf.selector.time(), &mut swept);
        drop(swept);
        events.clear();
        let selected = zelf.selector.select(timeout, events);
        platform().check_interrupts(vm)?;
        selected.map_err(|error| vm.new_os_error(error.to_string()))?;
        let count = {
            let has_timers = zelf.scheduler.lock().has_timers();
            let end = has_timers.then(|| zelf.selector.time().after(zelf.selector.resolution()));
            let mut scheduler = zelf.scheduler.lock();
            scheduler.selected(events.len());
            drop(scheduler);
            zelf.wake_watchers(events);
            zelf.scheduler.lock().begin_pass(end)
        };
        for _ in 0..count {
            let entry = zelf.scheduler.lock().next();
            let Some(entry) = entry else { break };
            if !entry.is_cancelled_handle() {
                Self::run_entry(zelf, &entry, vm)?;
            }
        }
        Ok(())
    }

    fn run_entry(zelf: &Py<Self>, entry: &Entry, vm: &VirtualMachine) -> PyResult<()> {
        zelf.report(|| Event::Began(entry.id));
        let began = zelf.is_debug().then(|| zelf.selector.time());
        let result = entry.work.run(vm);
        zelf.report(|| Event::Ended(entry.id));
        if let Some(began) = began {
            Self::note_duration(zelf, entry, zelf.selector.time().since(began), vm)?;
        }
        match result {
            Ok(()) => Ok(()),
            Err(exception) => {
                let handle = entry.work.handle(zelf.as_object(), vm)?;
                Self::callback_failed(zelf.as_object(), handle, exception, vm)
            }
        }
    }

    /// In debug mode: a callback took its time.
    fn note_duration(zelf: &Py<Self>, entry: &Entry, seconds: f64, vm: &VirtualMachine) -> PyResult<()> {
        if seconds < *zelf.slow_callback_duration.lock() {
            return Ok(());
        }
        let handle = entry.work.handle(zelf.as_object(), vm)?;
        let (function, args) = handle.callback(vm);
        let complain = library::function("_event_loop", "complain_about_slow_callback", vm)?;
        complain.call((handle, function, vm.ctx.new_tuple(args), seconds), vm)?;
        Ok(())
    }

    /// A callback raised: tells the loop's exception handler, or ends the loop.
    pub(super) fn callback_failed(
        event_loop: &PyObject,
        handle: PyRef<Handle>,
        exception: PyBaseExceptionRef,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        if Python::ends_loop(&exception, vm) {
            return Err(exception);
        }
        let complain = library::function("_event_loop", "complain_about_callback", vm)?;
        let (function, args) = handle.callback(vm);
        let args = vm.ctx.new_tuple(args);
        complain.call((event_loop.to_owned(), function, args, handle, exception), vm)?;
        Ok(())
    }

    /// Schedules whoever waits for what has become ready.
    fn wake_watchers(&self, events: &[selector::Event]) {
        if events.is_empty() {
            return;
        }
        let watchers = self.watchers.lock();
        let mut scheduler = self.scheduler.lock();
        for event in events {
            let Some(watcher) = watchers.get(&event.source) else { continue };
            let ready = [(event.ready.readable, &watcher.reader), (event.ready.writable, &watcher.writer)];
            for (is_ready, handle) in ready {
                if let (true, Some(handle)) = (is_ready, handle) {
                    let id = scheduler.next_handle_id();
                    handle.set_id(id);
                    let entry = Entry { id, work: Work::Handle(handle.clone()) };
                    scheduler.call_soon(entry, Cause::Ready);
                }
            }
        }
    }

    /// Changes who watches a source; the handle that was replaced is cancelled.
    fn watch(
        &self,
        source: Source,
        change: impl FnOnce(&mut Watcher) -> Option<PyRef<Handle>>,
        vm: &VirtualMachine,
    ) -> PyResult<Option<PyRef<Handle>>> {
        let (old, interest) = {
            let mut watchers = self.watchers.lock();
            let watcher = watchers.entry(source).or_default();
            let old = change(watcher);
            let interest = watcher.interest();
            if interest == Interest::NONE {
                watchers.remove(&source);
            }
            (old, interest)
        };
        if let Err(error) = self.selector.watch(source, interest) {
            let _refused = self.watchers.lock().remove(&source);
            return Err(super::platform::os_error(&error, vm));
        }
        if let Some(old) = &old {
            vm.call_method(old.as_object(), "cancel", ())?;
        }
        Ok(old)
    }

    fn begin_running(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<Before> {
        zelf.check_closed(vm)?;
        Self::check_running(zelf, vm)?;
        let hook = |name: &'static str| zelf.as_object().get_attr(name, vm);
        let (firstiter, finalizer) = (hook("_asyncgen_firstiter_hook")?, hook("_asyncgen_finalizer_hook")?);
        zelf.scheduler.lock().begin_running();
        *zelf.thread.lock() = Some(std::thread::current().id());
        running::set_running_loop(Some(zelf.as_object().to_owned()), vm);
        Ok(Before {
            firstiter: vm.async_gen_firstiter.borrow_mut().replace(firstiter),
            finalizer: vm.async_gen_finalizer.borrow_mut().replace(finalizer),
        })
    }

    fn end_running(zelf: &Py<Self>, before: Before, vm: &VirtualMachine) {
        zelf.scheduler.lock().end_running();
        *zelf.thread.lock() = None;
        running::set_running_loop(None, vm);
        let _firstiter = std::mem::replace(&mut *vm.async_gen_firstiter.borrow_mut(), before.firstiter);
        let _finalizer = std::mem::replace(&mut *vm.async_gen_finalizer.borrow_mut(), before.finalizer);
    }

    fn check_running(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        if zelf.scheduler.lock().phase() == Phase::Running {
            return Err(vm.new_runtime_error("This event loop is already running"));
        }
        if running::running_loop(vm).is_some() {
            return Err(vm.new_runtime_error("Cannot run the event loop while another loop is running"));
        }
        Ok(())
    }

    fn run_until_stopped(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        let before = Self::begin_running(zelf, vm)?;
        let mut events = Vec::new();
        let result = loop {
            if let Err(exception) = Self::run_once(zelf, &mut events, vm) {
                break Err(exception);
            }
            if zelf.scheduler.lock().is_stopping() {
                break Ok(());
            }
        };
        Self::end_running(zelf, before, vm);
        result
    }

    /// The future to wait for: the one given, or a task of the coroutine given. Whether it is a new task.
    fn ensure_future(
        zelf: &Py<Self>,
        given: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyResult<(PyObjectRef, bool)> {
        if let Some(future) = given.downcast_ref::<Future>() {
            if !future.event_loop(vm)?.is(zelf) {
                return Err(vm.new_value_error(
                    "The future belongs to a different loop than the one specified as the loop \
                     argument",
                ));
            }
            return Ok((given, false));
        }
        if is_coroutine(&given, vm)? {
            return Ok((vm.call_method(zelf.as_object(), "create_task", (given,))?, true));
        }
        let is_future = library::function("futures", "isfuture", vm)?;
        let is_new = !is_future.call((given.clone(),), vm)?.try_to_bool(vm)?;
        let ensure = library::function("tasks", "ensure_future", vm)?;
        let keyword = [("loop".to_owned(), zelf.as_object().to_owned())].into_iter().collect();
        Ok((
            ensure.call(FuncArgs::new::<_, rustpython_vm::function::KwArgs>(vec![given], keyword), vm)?,
            is_new,
        ))
    }
}

fn take_call(mut args: FuncArgs, method: &str, vm: &VirtualMachine) -> PyResult<Call> {
    if args.args.is_empty() {
        return Err(
            vm.new_type_error(format!("{method}() missing 1 required positional argument: 'callback'"))
        );
    }
    let function = args.shift();
    Ok(Call { function, args: args.args })
}

impl Entry {
    /// A sleep whose future is done runs for nothing, like a handle that was cancelled.
    fn is_cancelled_handle(&self) -> bool {
        crate::handle::Scheduled::is_cancelled(self)
    }
}

impl Constructor for EventLoop {
    type Args = FuncArgs;

    fn py_new(cls: &Py<PyType>, _args: Self::Args, vm: &VirtualMachine) -> PyResult<Self> {
        let selector = platform().new_selector().map_err(|error| super::platform::os_error(&error, vm))?;
        let ours = Self::static_type();
        let replaced = |name: &'static str| {
            let name = vm.ctx.intern_str(name);
            match (cls.get_attr(name), ours.get_attr(name)) {
                (Some(theirs), Some(ours)) => !theirs.is(&ours),
                _ => true,
            }
        };
        let direct = !["call_soon", "call_at", "call_later"].into_iter().any(replaced);
        let debug = library::function("_event_loop", "is_debug_mode", vm)?.call((), vm)?.try_to_bool(vm)?;
        Ok(Self {
            scheduler: PyMutex::new(Scheduler::default()),
            selector,
            state: State::of(vm)?,
            watchers: PyMutex::default(),
            tasks: PyMutex::default(),
            task_factory: PyMutex::new(None),
            exception_handler: PyMutex::new(None),
            thread: PyMutex::new(None),
            slow_callback_duration: PyMutex::new(0.1),
            debug: AtomicBool::new(debug),
            observed: AtomicBool::new(false),
            direct: AtomicBool::new(direct),
        })
    }
}

impl Initializer for EventLoop {
    type Args = FuncArgs;

    fn init(_zelf: &Py<Self>, _args: Self::Args, _vm: &VirtualMachine) -> PyResult<()> {
        Ok(())
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
    with(Constructor, Initializer, Destructor, GetAttr, Representable)
)]
impl EventLoop {
    #[pymethod]
    fn call_soon(zelf: PyRef<Self>, args: FuncArgs, vm: &VirtualMachine) -> PyResult<PyRef<Handle>> {
        zelf.check_thread(vm)?;
        Self::schedule_soon(&zelf, args, "call_soon", vm)
    }

    #[pymethod]
    fn call_soon_threadsafe(
        zelf: PyRef<Self>,
        args: FuncArgs,
        vm: &VirtualMachine,
    ) -> PyResult<PyRef<Handle>> {
        let handle = Self::schedule_soon(&zelf, args, "call_soon_threadsafe", vm)?;
        zelf.selector.wake();
        Ok(handle)
    }

    #[pymethod]
    fn call_later(
        zelf: PyRef<Self>,
        delay: PyObjectRef,
        args: FuncArgs,
        vm: &VirtualMachine,
    ) -> PyResult<PyRef<TimerHandle>> {
        if vm.is_none(&delay) {
            return Err(vm.new_type_error("delay must not be None"));
        }
        let delay = delay.try_float(vm)?.to_f64();
        let when = zelf.selector.time().after(delay).0;
        Self::schedule_at(&zelf, when, args, "call_later", vm)
    }

    #[pymethod]
    fn call_at(
        zelf: PyRef<Self>,
        when: PyObjectRef,
        args: FuncArgs,
        vm: &VirtualMachine,
    ) -> PyResult<PyRef<TimerHandle>> {
        if vm.is_none(&when) {
            return Err(vm.new_type_error("when cannot be None"));
        }
        let when = when.try_float(vm)?.to_f64();
        Self::schedule_at(&zelf, when, args, "call_at", vm)
    }

    #[pymethod]
    fn time(zelf: &Py<Self>) -> f64 {
        zelf.selector.time().0
    }

    #[pymethod]
    fn create_future(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyResult<PyRef<Future>> {
        Future::new(&zelf, vm)
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
            return Err(
                vm.new_type_error(format!("create_task() got an unexpected keyword argument '{name}'"))
            );
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
        zelf.check_closed(vm)?;
        Self::check_running(&zelf, vm)?;
        let (future, is_new) = Self::ensure_future(&zelf, future, vm)?;
        if is_new {
            // If it does not complete an exception says so, there is no need for another complaint.
            future.set_attr("_log_destroy_pending", vm.ctx.new_bool(false), vm)?;
        }
        let stop: PyObjectRef = StopWhenDone {}.into_pyobject(vm);
        vm.call_method(&future, "add_done_callback", (stop.clone(),))?;
        let result = Self::run_until_stopped(&zelf, vm);
        if result.is_err()
            && is_new
            && let Some(task) = future.downcast_ref::<Future>()
        {
            // The caller has the exception and cannot reach the task.
            task.state.lock().set_retrieved();
        }
        vm.call_method(&future, "remove_done_callback", (stop,))?;
        result?;
        if !vm.call_method(&future, "done", ())?.try_to_bool(vm)? {
            return Err(vm.new_runtime_error("Event loop stopped before Future completed."));
        }
        vm.call_method(&future, "result", ())
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
        library::function("_event_loop", "close", vm)?.call((zelf.clone(),), vm)?;
        let (left, watchers) = (zelf.scheduler.lock().close(), std::mem::take(&mut *zelf.watchers.lock()));
        for source in watchers.keys() {
            // The descriptor may be closed already, and then nobody watches it.
            let _ = zelf.selector.watch(*source, Interest::NONE);
        }
        drop((left, watchers));
        Ok(())
    }

    #[pymethod]
    fn get_debug(zelf: &Py<Self>) -> bool {
        zelf.is_debug()
    }

    #[pymethod]
    fn set_debug(zelf: &Py<Self>, enabled: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        zelf.debug.store(enabled.try_to_bool(vm)?, Ordering::Relaxed);
        Ok(())
    }

    #[pygetset]
    fn slow_callback_duration(zelf: &Py<Self>) -> f64 {
        *zelf.slow_callback_duration.lock()
    }

    #[pygetset(setter)]
    fn set_slow_callback_duration(zelf: &Py<Self>, seconds: f64) {
        *zelf.slow_callback_duration.lock() = seconds;
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
    fn _add_reader(zelf: PyRef<Self>, args: FuncArgs, vm: &VirtualMachine) -> PyResult<PyRef<Handle>> {
        let (source, handle) = Self::watcher_args(&zelf, args, vm)?;
        zelf.watch(source, |watcher| watcher.reader.replace(handle.clone()), vm)?;
        Ok(handle)
    }

    #[pymethod]
    fn _add_writer(zelf: PyRef<Self>, args: FuncArgs, vm: &VirtualMachine) -> PyResult<PyRef<Handle>> {
        let (source, handle) = Self::watcher_args(&zelf, args, vm)?;
        zelf.watch(source, |watcher| watcher.writer.replace(handle.clone()), vm)?;
        Ok(handle)
    }

    #[pymethod]
    fn _remove_reader(zelf: &Py<Self>, file: PyObjectRef, vm: &VirtualMachine) -> PyResult<bool> {
        if Self::is_closed(zelf) {
            return Ok(false);
        }
        let source = source_of(&file, vm)?;
        if !zelf.watchers.lock().contains_key(&source) {
            return Ok(false);
        }
        Ok(zelf.watch(source, |watcher| watcher.reader.take(), vm)?.is_some())
    }

    #[pymethod]
    fn _remove_writer(zelf: &Py<Self>, file: PyObjectRef, vm: &VirtualMachine) -> PyResult<bool> {
        if Self::is_closed(zelf) {
            return Ok(false);
        }
        let source = source_of(&file, vm)?;
        if !zelf.watchers.lock().contains_key(&source) {
            return Ok(false);
        }
        Ok(zelf.watch(source, |watcher| watcher.writer.take(), vm)?.is_some())
    }

    fn watcher_args(
        zelf: &Py<Self>,
        mut args: FuncArgs,
        vm: &VirtualMachine,
    ) -> PyResult<(Source, PyRef<Handle>)> {
        zelf.check_closed(vm)?;
        if args.args.len() < 2 {
            return Err(vm.new_type_error("a file descriptor and a callback were expected"));
        }
        let source = source_of(&args.shift(), vm)?;
        let function = args.shift();
        let context = super::context::Context::copy_current(vm);
        let call = Call { function, args: args.args };
        let handle = Handle::new(call, context, zelf.as_object().to_owned(), vm)?;
        Ok((source, handle.into_ref(&vm.ctx)))
    }
}

/// The file descriptor of an int, or of an object with `fileno()`.
fn source_of(file: &PyObjectRef, vm: &VirtualMachine) -> PyResult<Source> {
    let number = match file.downcast_ref::<rustpython_vm::builtins::PyInt>() {
        Some(_) => file.clone(),
        None => vm.call_method(file, "fileno", ()).map_err(|_| {
            vm.new_value_error(format!(
                "Invalid file object: {}",
                file.repr(vm).map_or_else(|_| String::new(), |repr| repr.to_string())
            ))
        })?,
    };
    let number: i64 = number.try_to_value(vm)?;
    u64::try_from(number)
        .map(Source)
        .map_err(|_| vm.new_value_error(format!("Invalid file descriptor: {number}")))
}

impl GetAttr for EventLoop {
    fn getattro(zelf: &Py<Self>, name: &Py<PyStr>, vm: &VirtualMachine) -> PyResult {
        if let Some(value) = zelf.as_object().generic_getattr_opt(name, None, vm)? {
            return Ok(value);
        }
        let find = library::function("_event_loop", "find", vm)?;
        find.call((zelf.to_owned(), name.to_owned()), vm)
    }
}

impl Destructor for EventLoop {
    fn del(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        if Self::is_closed(zelf) {
            return Ok(());
        }
        library::function("_event_loop", "complain_about_unclosed", vm)?.call((zelf.to_owned(),), vm)?;
        Ok(())
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

/// The callback of `run_until_complete`: stops the future's loop.
#[pyclass(module = "_asyncio", name = "_StopWhenDone")]
#[derive(Debug, PyPayload)]
pub struct StopWhenDone {}

#[pyclass(with(Callable))]
impl StopWhenDone {}

impl Callable for StopWhenDone {
    type Args = (PyObjectRef,);

    fn call(_zelf: &Py<Self>, (future,): Self::Args, vm: &VirtualMachine) -> PyResult {
        if let Some(ours) = future.downcast_ref::<Future>() {
            let mut state = ours.state.lock();
            // Whoever runs the loop gets the exception.
            state.set_retrieved();
            if let Outcome::Raised(exception) = state.outcome()
                && Python::ends_loop(exception, vm)
            {
                // It has ended the loop already.
                return Ok(vm.ctx.none());
            }
        }
        let event_loop = vm.call_method(&future, "get_loop", ())?;
        vm.call_method(&event_loop, "stop", ())
    }
}
