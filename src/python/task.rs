//! `asyncio.Task` for Python programs.
//!
//! Stepping and cancelling are the core's [`task`](crate::task); here they meet Python: what counts as a
//! coroutine, names, messages, subclasses. <https://docs.python.org/3/library/asyncio-task.html#task-object>

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

use rustpython_vm::builtins::{PyCoroutine, PyGenerator, PyStr, PyStrRef, PyType};
use rustpython_vm::bytecode::CodeFlags;
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::function::{Callee, FuncArgs, OptionalArg, PySetterValue};
use rustpython_vm::types::{Callable, Constructor, Destructor, Initializer, Representable};
use rustpython_vm::{
    AsObject, FromArgs, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, Traverse, VirtualMachine,
    pyclass,
};

use super::context::Context;
use super::event_loop::EventLoop;
use super::future::{CancelArgs, Future, assigned};
use super::language::Python;
use super::native_coroutine::NativeCoroutine;
use super::{arguments, library, recording, running};
use crate::task::TaskState;
use crate::trace::{Complaint, Details, Event, Recorder, TextId};

/// A task's name.
#[derive(Clone, Debug)]
enum Name {
    /// `Task-n`, put together when it is asked for.
    Number(u64),
    /// What the program called it.
    Given(PyStrRef),
}

/// `asyncio.Task`
#[pyclass(module = "_asyncio", name = "Task", base = Future, traverse = "manual")]
pub struct Task {
    pub(super) base: Future,
    pub(super) state: PyMutex<TaskState<Python>>,
    pub(super) coroutine: PyMutex<Option<PyObjectRef>>,
    pub(super) context: PyMutex<Option<PyObjectRef>>,
    name: PyMutex<Name>,
    /// Being dropped while pending is worth a line in the log.
    pub(super) log_destroy_pending: AtomicBool,
}

impl fmt::Debug for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Task").field("id", &self.base.id()).finish_non_exhaustive()
    }
}

/// The arguments of `Task()`.
#[derive(FromArgs)]
pub struct TaskArgs {
    #[pyarg(any)]
    pub(super) coro: PyObjectRef,
    #[pyarg(named, name = "loop", optional, py_default = "None")]
    pub(super) event_loop: OptionalArg<PyObjectRef>,
    #[pyarg(named, optional, py_default = "None")]
    pub(super) name: OptionalArg<PyObjectRef>,
    #[pyarg(named, optional, py_default = "None")]
    pub(super) context: OptionalArg<PyObjectRef>,
    #[pyarg(named, optional, py_default = "False")]
    pub(super) eager_start: OptionalArg<PyObjectRef>,
}

/// Whether a task can run it: a coroutine, a generator made by `types.coroutine` or `asyncio.coroutine`, or
/// anything else that has `send`, `throw` and `close` and can be awaited.
pub(super) fn is_coroutine(object: &PyObjectRef, vm: &VirtualMachine) -> PyResult<bool> {
    if object.downcast_ref::<PyCoroutine>().is_some() || object.downcast_ref::<NativeCoroutine>().is_some() {
        return Ok(true);
    }
    if let Some(generator) = object.downcast_ref::<PyGenerator>() {
        return Ok(generator.as_coro().code().flags.contains(CodeFlags::ITERABLE_COROUTINE));
    }
    let coroutine = vm.import("_collections_abc", 0)?.get_attr("Coroutine", vm)?;
    object.is_instance(&coroutine, vm)
}

impl Task {
    fn uninitialized() -> Self {
        Self {
            base: Future::uninitialized(),
            state: PyMutex::new(TaskState::default()),
            coroutine: PyMutex::new(None),
            context: PyMutex::new(None),
            name: PyMutex::new(Name::Number(0)),
            log_destroy_pending: AtomicBool::new(true),
        }
    }

    /// Makes a task, as `Task(coro, loop=event_loop, ...)` does.
    pub(super) fn new(args: TaskArgs, vm: &VirtualMachine) -> PyResult<PyRef<Self>> {
        let class = Self::class(&vm.ctx).to_owned();
        let task = Self::uninitialized().into_ref_with_type_lazy_dict(vm, class)?;
        Self::begin(&task, args, vm)?;
        Ok(task)
    }

    fn begin(zelf: &Py<Self>, args: TaskArgs, vm: &VirtualMachine) -> PyResult<()> {
        let given =
            |argument: OptionalArg<PyObjectRef>| argument.into_option().filter(|given| !vm.is_none(given));
        let event_loop = match given(args.event_loop) {
            Some(event_loop) => event_loop,
            None => running::get_event_loop(vm)?,
        };
        zelf.base.attach(event_loop.clone(), vm)?;
        if !is_coroutine(&args.coro, vm)? {
            // A task that never began is not lost when it is dropped.
            zelf.log_destroy_pending.store(false, Ordering::Relaxed);
            return Err(vm.new_type_error(format!("a coroutine was expected, got {}", args.coro.repr(vm)?)));
        }
        let context = Context::given_or_copy(args.context, vm);
        let name = match given(args.name) {
            None => Name::Number(EventLoop::next_task_number(&event_loop, vm)?),
            Some(name) => Name::Given(name.str(vm)?),
        };
        let _old = (
            std::mem::replace(&mut *zelf.name.lock(), name),
            zelf.coroutine.lock().replace(args.coro),
            zelf.context.lock().replace(context),
            std::mem::take(&mut *zelf.state.lock()),
        );
        zelf.base.report(|recorder| {
            let (name, has_name) = match &*zelf.name.lock() {
                // No other task has it.
                Name::Number(number) => (recorder.text_once(&format!("Task-{number}")), false),
                Name::Given(name) => (recorder.text(&name.to_string_lossy()), true),
            };
            let Some(coroutine) = zelf.coroutine.lock().clone() else {
                return (Event::TaskCreated(zelf.base.id()), Details { name, ..recording::here(recorder) });
            };
            let text = recording::coroutine(recorder, &coroutine);
            let variables =
                if has_name { TextId::default() } else { recording::argument(recorder, &coroutine, vm) };
            let begins = recording::suspended(recorder, coroutine);
            let details = Details { name, text, variables, begins, ..recording::here(recorder) };
            (Event::TaskCreated(zelf.base.id()), details)
        });
        let eager = match args.eager_start.into_option() {
            Some(eager) => {
                eager.try_to_bool(vm)? && vm.call_method(&event_loop, "is_running", ())?.try_to_bool(vm)?
            }
            None => false,
        };
        EventLoop::register_task(&event_loop, zelf.base.id(), zelf.as_object(), vm)?;
        if eager {
            return Self::step_eagerly(zelf, event_loop, vm);
        }
        Python::schedule_first_step(zelf, &event_loop, vm)
    }

    /// Takes the first step at once, inside whatever task is running.
    fn step_eagerly(zelf: &Py<Self>, event_loop: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        if !zelf.has_our_context() {
            return Err(vm.new_type_error("an instance of Context was expected"));
        }
        if let Some(ours) = zelf.context().downcast_ref::<Context>() {
            // It goes at once, where CPython's never does: neither says that it was not over.
            Context::check_can_be_entered(ours, vm)
                .inspect_err(|_| zelf.log_destroy_pending.store(false, Ordering::Relaxed))?;
        }
        zelf.base.report(|_| (Event::BeganEagerly(zelf.base.id()), Details::NONE));
        let outer = running::swap_current_task(&event_loop, Some(zelf.as_object().to_owned()), vm)?;
        let task = zelf.to_owned();
        let result = Self::in_step(&task, || crate::task::step::<Python>(&task, None, vm));
        running::swap_current_task(&event_loop, outer, vm)?;
        if zelf.base.state.lock().is_done() {
            let _coroutine = zelf.coroutine.lock().take();
        }
        result
    }

    /// Takes a step of it, and lets the recorder know that it does.
    pub(super) fn in_step<R>(zelf: &PyRef<Self>, step: impl FnOnce() -> R) -> R {
        recording::in_step(zelf.as_object(), Self::report_never_yielded, step)
    }

    /// In the step it takes, a coroutine has begun so many times at one place.
    fn report_never_yielded(task: &PyObject, times: u64, details: &dyn Fn(&Recorder) -> Details) {
        if let Some(task) = task.downcast_ref::<Self>() {
            let complaint = Complaint::NeverYielded(task.base.id(), times);
            task.base.report(|recorder| (Event::Complained(complaint), details(recorder)));
        }
    }

    /// What it is as a future.
    pub(super) fn as_future(zelf: &Py<Self>) -> &Py<Future> {
        zelf.as_object().downcast_ref().expect("a task is a future")
    }

    /// The context its coroutine runs in.
    pub(super) fn context(&self) -> PyObjectRef {
        self.context.lock().clone().expect("a task has a context from its beginning")
    }

    /// Whether that is one of ours, and not what else a program may have given it.
    pub(super) fn has_our_context(&self) -> bool {
        self.context.lock().as_ref().is_some_and(|context| context.downcast_ref::<Context>().is_some())
    }

    fn name_of(&self, vm: &VirtualMachine) -> PyStrRef {
        match &*self.name.lock() {
            Name::Number(number) => vm.ctx.new_str(format!("Task-{number}")),
            Name::Given(name) => name.clone(),
        }
    }
}

impl Constructor for Task {
    type Args = FuncArgs;

    fn py_new(_cls: &Py<PyType>, _args: Self::Args, _vm: &VirtualMachine) -> PyResult<Self> {
        Ok(Self::uninitialized())
    }
}

impl Initializer for Task {
    type Args = TaskArgs;

    fn slot_init(zelf: &PyObject, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
        arguments::NEW_TASK.check("", "Task", &mut args, 0, vm)?;
        Self::init(zelf.try_to_ref(vm)?, args.bind_for(vm, Callee::of::<Self>(vm))?, vm)
    }

    fn init(zelf: &Py<Self>, args: Self::Args, vm: &VirtualMachine) -> PyResult<()> {
        Self::begin(zelf, args, vm)
    }
}

/// The arguments of `Task.get_stack`.
#[derive(FromArgs)]
struct GetStackArgs {
    #[pyarg(named, optional, py_default = "None")]
    limit: OptionalArg<PyObjectRef>,
}

/// The arguments of `Task.print_stack`.
#[derive(FromArgs)]
struct PrintStackArgs {
    #[pyarg(named, optional, py_default = "None")]
    limit: OptionalArg<PyObjectRef>,
    #[pyarg(named, optional, py_default = "None")]
    file: OptionalArg<PyObjectRef>,
}

#[pyclass(flags(BASETYPE, HAS_DICT, HAS_WEAKREF), with(Constructor, Initializer, Destructor, Representable))]
impl Task {
    #[pymethod]
    fn set_result(_zelf: &Py<Self>, _result: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        Err(vm.new_runtime_error("Task does not support set_result operation"))
    }

    #[pymethod]
    fn set_exception(_zelf: &Py<Self>, _exception: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        Err(vm.new_runtime_error("Task does not support set_exception operation"))
    }

    /// Ask it to cancel itself: CancelledError is raised where its coroutine waits, in its next step.
    ///
    /// The coroutine may catch that, clean up, or go on. Returns False if the task is done already. Each call is counted,
    /// and `msg` is the argument of the exception.
    #[pymethod]
    fn cancel(zelf: PyRef<Self>, args: CancelArgs, vm: &VirtualMachine) -> PyResult<bool> {
        let message = args.message(vm);
        zelf.base.report(|recorder| (Event::CancelRequested(zelf.base.id()), recording::here(recorder)));
        // Tasks may wait for each other in a circle, and then this comes round to itself.
        vm.with_recursion("while calling a Python object", || {
            crate::task::cancel::<Python>(&zelf, message, vm)
        })
    }

    /// How many times it was asked to cancel itself, without those that `uncancel()` took back.
    #[pymethod]
    fn cancelling(zelf: &Py<Self>) -> u32 {
        zelf.state.lock().cancelling()
    }

    /// Take back one request to cancel. Returns how many are left.
    #[pymethod]
    fn uncancel(zelf: &Py<Self>) -> u32 {
        zelf.state.lock().uncancel()
    }

    #[pymethod]
    fn get_coro(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        vm.unwrap_or_none(zelf.coroutine.lock().clone())
    }

    #[pymethod]
    fn get_context(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        vm.unwrap_or_none(zelf.context.lock().clone())
    }

    #[pymethod]
    fn get_name(zelf: &Py<Self>, vm: &VirtualMachine) -> PyStrRef {
        zelf.name_of(vm)
    }

    #[pymethod]
    fn set_name(zelf: &Py<Self>, value: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        let name = value.str(vm)?;
        zelf.base.report(|recorder| {
            let name = recorder.text(&name.to_string_lossy());
            (Event::Renamed(zelf.base.id()), Details { name, ..recording::here(recorder) })
        });
        let _old = std::mem::replace(&mut *zelf.name.lock(), Name::Given(name));
        Ok(())
    }

    /// The frames it is suspended in, the innermost last; those its exception went through, if it failed; else none.
    ///
    /// Of `limit` frames of a suspended one, they are the newest; of a traceback, the oldest.
    #[pymethod]
    fn get_stack(zelf: PyRef<Self>, args: GetStackArgs, vm: &VirtualMachine) -> PyResult {
        let get_stack = library::function("base_tasks", "_task_get_stack", vm)?;
        get_stack.call((zelf, args.limit.unwrap_or_none(vm)), vm)
    }

    /// Print what `get_stack()` gives, as tracebacks are printed, on `file` or on standard error.
    #[pymethod]
    fn print_stack(zelf: PyRef<Self>, args: PrintStackArgs, vm: &VirtualMachine) -> PyResult {
        let print_stack = library::function("base_tasks", "_task_print_stack", vm)?;
        print_stack.call((zelf, args.limit.unwrap_or_none(vm), args.file.unwrap_or_none(vm)), vm)
    }

    #[pygetset]
    fn _coro(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        vm.unwrap_or_none(zelf.coroutine.lock().clone())
    }

    #[pygetset]
    fn _fut_waiter(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        vm.unwrap_or_none(zelf.state.lock().fut_waiter().cloned())
    }

    #[pygetset]
    fn _must_cancel(zelf: &Py<Self>) -> bool {
        zelf.state.lock().must_cancel()
    }

    #[pygetset]
    fn _num_cancels_requested(zelf: &Py<Self>) -> u32 {
        zelf.state.lock().cancelling()
    }

    #[pygetset]
    fn _log_destroy_pending(zelf: &Py<Self>) -> bool {
        zelf.log_destroy_pending.load(Ordering::Relaxed)
    }

    #[pygetset(setter)]
    fn set__log_destroy_pending(zelf: &Py<Self>, log: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
        let log = assigned("_log_destroy_pending", log, vm)?.try_to_bool(vm)?;
        zelf.log_destroy_pending.store(log, Ordering::Relaxed);
        Ok(())
    }
}

impl Destructor for Task {
    fn del(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        let is_pending = !zelf.base.state.lock().is_done();
        if is_pending && zelf.log_destroy_pending.load(Ordering::Relaxed) {
            if zelf.base.event_loop.lock().is_none() {
                return Ok(());
            }
            // One that waits is in a circle with what it waits for, so it is the collector's; and CPython's ends
            // coroutines, which are older, before their tasks. (When the interpreter ends, it goes the other way.)
            let waits = zelf.state.lock().fut_waiter().is_some();
            let ends = vm.call_method(vm.sys_module.as_object(), "is_finalizing", ())?.try_to_bool(vm)?;
            let coroutine = zelf.coroutine.lock().clone().filter(|_| waits && !ends);
            if let Some(coroutine) = coroutine
                && let Err(exception) = vm.call_method(&coroutine, "close", ())
            {
                vm.run_unraisable(exception, None, coroutine);
            }
            let future: &Py<Future> = Self::as_future(zelf);
            return Future::complain(future, "Task was destroyed but it is pending!", "task", None, vm);
        }
        let Some(exception) = zelf.base.take_unretrieved() else {
            return Ok(());
        };
        let what = format!("{} exception was never retrieved", zelf.class().name());
        Future::complain(Self::as_future(zelf), &what, "future", Some(exception), vm)
    }
}

/// Whether there is anything to say when it goes: asked before anything is prepared for that.
pub(super) fn has_something_to_say(object: &PyObject) -> bool {
    object.downcast_ref::<Task>().is_none_or(|task| {
        let state = task.base.state.lock();
        !state.is_done() || state.is_unretrieved()
    })
}

impl Representable for Task {
    fn repr(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
        zelf.base.event_loop(vm)?;
        library::repr_of_task(zelf.as_object(), vm)
    }

    fn repr_str(_zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<String> {
        unreachable!("repr is overridden")
    }
}

/// A task's wake-up as a callable, for futures and loops that are not ours.
#[pyclass(module = "_asyncio", name = "TaskWakeupMethWrapper", traverse)]
#[derive(Debug, PyPayload)]
pub struct TaskWakeup {
    task: PyRef<Task>,
}

impl TaskWakeup {
    pub(super) fn of(task: PyRef<Task>, vm: &VirtualMachine) -> PyObjectRef {
        Self { task }.into_pyobject(vm)
    }

    pub(super) fn task(&self) -> PyRef<Task> {
        self.task.clone()
    }
}

/// Among a future's callbacks it is a method of the task's, as CPython's is.
#[pyclass(with(Callable, Representable), flags(HAS_WEAKREF))]
impl TaskWakeup {
    #[pygetset]
    fn __self__(zelf: &Py<Self>) -> PyRef<Task> {
        zelf.task.clone()
    }

    #[pygetset]
    fn __name__(_zelf: &Py<Self>) -> &'static str {
        "task_wakeup"
    }

    #[pygetset]
    fn __qualname__(zelf: &Py<Self>) -> String {
        format!("{}.task_wakeup", zelf.task.class().name())
    }
}

impl Representable for TaskWakeup {
    fn repr_str(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<String> {
        Ok(format!("<built-in method task_wakeup of _asyncio.Task object at {:#x}>", zelf.task.get_id()))
    }
}

impl Callable for TaskWakeup {
    type Args = (PyObjectRef,);

    fn call(zelf: &Py<Self>, (future,): Self::Args, vm: &VirtualMachine) -> PyResult {
        Python::wake_up(&zelf.task, &future, vm)?;
        Ok(vm.ctx.none())
    }
}

/// A task's step as a callable, for loops that are not ours.
#[pyclass(module = "_asyncio", name = "TaskStepMethWrapper", traverse)]
#[derive(Debug, PyPayload)]
pub struct TaskStep {
    task: PyRef<Task>,
    exception: Option<PyObjectRef>,
}

impl TaskStep {
    pub(super) fn of(task: PyRef<Task>, exception: Option<PyObjectRef>, vm: &VirtualMachine) -> PyObjectRef {
        Self { task, exception }.into_pyobject(vm)
    }

    pub(super) fn task(&self) -> &Py<Task> {
        &self.task
    }
}

#[pyclass(with(Callable), flags(HAS_WEAKREF))]
impl TaskStep {
    #[pygetset]
    fn __self__(zelf: &Py<Self>) -> PyRef<Task> {
        zelf.task.clone()
    }
}

impl Callable for TaskStep {
    type Args = ();

    fn call(zelf: &Py<Self>, (): Self::Args, vm: &VirtualMachine) -> PyResult {
        let exception = zelf.exception.clone().and_then(|exception| exception.downcast().ok());
        Python::run_step(&zelf.task, exception, vm)?;
        Ok(vm.ctx.none())
    }
}
