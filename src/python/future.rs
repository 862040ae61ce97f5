//! `asyncio.Future` for Python programs.
//!
//! The state is the core's [`FutureState`]; here it meets Python: methods, messages, tracebacks, subclasses.
//! <https://docs.python.org/3/library/asyncio-future.html>

mod iter;
mod settle;

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rustpython_vm::builtins::{PyBaseExceptionRef, PyGenericAlias, PyStr, PyTraceback, PyType, PyTypeRef};
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::function::{Callee, FuncArgs, OptionalArg, PySetterValue};
use rustpython_vm::types::{Constructor, Destructor, Initializer, Iterable, Representable};
use rustpython_vm::{
    AsObject, FromArgs, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass,
};

pub use self::iter::FutureIter;
use super::context::Context;
use super::event_loop::EventLoop;
use super::exceptions;
use super::language::Python;
use super::task::{Task, TaskWakeup};
use super::{arguments, library, recording};
use crate::future::{Callbacks, FutureState, Outcome};
use crate::trace::{Complaint, Details, Event, FutureId};

/// What a future does when it is done.
#[derive(Clone, Debug)]
pub enum Callback {
    /// Calls a function with the future, in a context.
    Call(PyObjectRef, PyObjectRef),
    /// Wakes a task that waits for it.
    WakeUp(PyRef<Task>),
}

/// `asyncio.Future`
#[pyclass(module = "_asyncio", name = "Future", traverse = "manual")]
#[derive(PyPayload)]
pub struct Future {
    pub(super) state: PyMutex<FutureState<Python>>,
    pub(super) event_loop: PyMutex<Option<PyObjectRef>>,
    /// The exception's traceback when it was set. Raising the exception makes its own longer.
    pub(super) traceback: PyMutex<Option<PyRef<PyTraceback>>>,
    /// Where it was made, in debug mode.
    pub(super) source_traceback: PyMutex<Option<PyObjectRef>>,
    /// What waits for it, besides the tasks among its callbacks: what `gather` and `shield` registered.
    pub(super) awaited_by: PyMutex<Vec<PyObjectRef>>,
    /// It was yielded by `await`, and its task has not taken note yet.
    pub(super) blocking: AtomicBool,
    /// The `sleep()` that made it is over before its time: the timer that would resolve it is cancelled.
    pub(super) is_given_up: AtomicBool,
    /// Whether that timer's time has come.
    pub(super) is_due: AtomicBool,
    id: AtomicU64,
}

impl fmt::Debug for Future {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Future").field("id", &self.id()).finish_non_exhaustive()
    }
}

impl Future {
    /// A future that no loop knows yet.
    pub(super) fn uninitialized() -> Self {
        Self {
            state: PyMutex::new(FutureState::default()),
            event_loop: PyMutex::new(None),
            traceback: PyMutex::new(None),
            source_traceback: PyMutex::new(None),
            awaited_by: PyMutex::new(Vec::new()),
            blocking: AtomicBool::new(false),
            is_given_up: AtomicBool::new(false),
            is_due: AtomicBool::new(false),
            id: AtomicU64::new(0),
        }
    }

    /// A future of `event_loop`'s.
    pub(super) fn new(event_loop: &Py<EventLoop>, vm: &VirtualMachine) -> PyResult<PyRef<Self>> {
        let future = Self::uninitialized();
        future.attach_new(event_loop, vm)?;
        let future = future.into_ref_with_type_lazy_dict(vm, Self::class(&vm.ctx).to_owned())?;
        future.report_created();
        Ok(future)
    }

    /// Makes it a future of `event_loop`'s, which it was of none before.
    pub(super) fn attach_new(&self, event_loop: &Py<EventLoop>, vm: &VirtualMachine) -> PyResult<()> {
        if event_loop.is_debug() {
            *self.source_traceback.lock() = Some(library::extract_stack(vm)?);
        }
        self.id.store(event_loop.next_future_id().0, Ordering::Relaxed);
        *self.event_loop.lock() = Some(event_loop.as_object().to_owned());
        Ok(())
    }

    /// Makes it a future of `event_loop`'s, pending.
    pub(super) fn attach(&self, event_loop: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        let debug = match event_loop.downcast_ref::<EventLoop>() {
            Some(ours) => {
                self.id.store(ours.next_future_id().0, Ordering::Relaxed);
                ours.is_debug()
            }
            None => vm.call_method(&event_loop, "get_debug", ())?.try_to_bool(vm)?,
        };
        let source_traceback = if debug { Some(library::extract_stack(vm)?) } else { None };
        let _old = (
            std::mem::take(&mut *self.state.lock()),
            self.event_loop.lock().replace(event_loop),
            std::mem::replace(&mut *self.source_traceback.lock(), source_traceback),
            self.traceback.lock().take(),
        );
        Ok(())
    }

    /// Its number.
    #[must_use]
    pub fn id(&self) -> FutureId {
        FutureId(self.id.load(Ordering::Relaxed))
    }

    /// Its loop.
    pub(super) fn event_loop(&self, vm: &VirtualMachine) -> PyResult {
        self.event_loop
            .lock()
            .clone()
            .ok_or_else(|| vm.new_runtime_error("Future object is not initialized."))
    }

    /// Its result, raising what it failed with where it is asked for.
    pub(super) fn raise_or_result(&self, vm: &VirtualMachine) -> PyResult {
        self.take_result(vm).map_err(|exception| exceptions::in_context(exception, vm))
    }

    /// Its result, or what it failed with, which goes where the caller likes.
    pub(super) fn take_result(&self, vm: &VirtualMachine) -> PyResult {
        let raised = {
            let mut state = self.state.lock();
            match state.outcome() {
                Outcome::Returned(value) => return Ok(value.clone()),
                Outcome::Raised(exception) => {
                    let exception = exception.clone();
                    state.set_retrieved();
                    Some(exception)
                }
                Outcome::Cancelled(_) => None,
                Outcome::Pending => {
                    drop(state);
                    return Err(self.is_not_done("Result is not set.", vm));
                }
            }
        };
        match raised {
            Some(exception) => {
                // Only the first time: later it begins where it is raised again, as CPython's does.
                let traceback = self.traceback.lock().take();
                exception.set_traceback(traceback);
                Err(exception)
            }
            None => Err(self.cancelled_error(vm)),
        }
    }

    /// The error to raise for it while it is pending.
    fn is_not_done(&self, what: &str, vm: &VirtualMachine) -> PyBaseExceptionRef {
        let has_begun = self.event_loop.lock().is_some();
        exceptions::invalid_state(if has_begun { what } else { "Future object is not initialized." }, vm)
    }

    /// The `CancelledError` to raise for it: the one that cancelled it, once, or a new one.
    pub(super) fn cancelled_error(&self, vm: &VirtualMachine) -> PyBaseExceptionRef {
        let (error, message) = {
            let mut state = self.state.lock();
            (state.take_cancelled_error(), state.cancel_message().cloned())
        };
        error.unwrap_or_else(|| exceptions::new_cancelled(message, vm))
    }

    /// Tells the loop's exception handler, from `__del__`.
    pub(super) fn complain(
        zelf: &Py<Self>,
        what: &str,
        key: &str,
        exception: Option<PyBaseExceptionRef>,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        let complaint = if key == "task" { Complaint::Destroyed } else { Complaint::NeverRetrieved };
        zelf.report(|_| (Event::Complained(complaint(zelf.id())), Details::NONE));
        let context = vm.ctx.new_dict();
        context.set_item("message", vm.ctx.new_str(what).into(), vm)?;
        if let Some(exception) = exception {
            context.set_item("exception", exception.into(), vm)?;
        }
        context.set_item(key, zelf.as_object().to_owned(), vm)?;
        if let Some(traceback) = zelf.source_traceback.lock().clone() {
            context.set_item("source_traceback", traceback, vm)?;
        }
        let event_loop = zelf.event_loop(vm)?;
        library::complain(&event_loop, context, vm)
    }

    /// The exception that was never retrieved, if there is one; now it counts as retrieved.
    pub(super) fn take_unretrieved(&self) -> Option<PyBaseExceptionRef> {
        let mut state = self.state.lock();
        if !state.is_unretrieved() {
            return None;
        }
        state.set_retrieved();
        match state.outcome() {
            Outcome::Raised(exception) => Some(exception.clone()),
            _ => None,
        }
    }
}

/// What an attribute is set to.
///
/// # Errors
///
/// `AttributeError` if it is deleted.
pub(super) fn assigned(name: &str, value: PySetterValue, vm: &VirtualMachine) -> PyResult {
    match value {
        PySetterValue::Assign(value) => Ok(value),
        PySetterValue::Delete => {
            let class = if name == "_log_destroy_pending" { "Task" } else { "Future" };
            Err(vm.new_attribute_error(format!(
                "attribute '{name}' of '_asyncio.{class}' objects cannot be deleted"
            )))
        }
    }
}

/// The arguments of `add_done_callback`.
#[derive(FromArgs)]
struct AddDoneCallbackArgs {
    #[pyarg(positional, name = "fn")]
    function: PyObjectRef,
    #[pyarg(named, optional)]
    context: OptionalArg<PyObjectRef>,
}

/// The arguments of `cancel`.
#[derive(FromArgs)]
pub(super) struct CancelArgs {
    #[pyarg(any, optional, py_default = "None")]
    msg: OptionalArg<PyObjectRef>,
}

impl CancelArgs {
    pub(super) fn message(self, vm: &VirtualMachine) -> Option<PyObjectRef> {
        self.msg.into_option().filter(|message| !vm.is_none(message))
    }
}

/// The arguments of `Future()`.
#[derive(FromArgs)]
pub struct FutureArgs {
    #[pyarg(named, name = "loop", optional, py_default = "None")]
    event_loop: OptionalArg<PyObjectRef>,
}

impl Constructor for Future {
    type Args = FuncArgs;

    fn py_new(_cls: &Py<PyType>, _args: Self::Args, _vm: &VirtualMachine) -> PyResult<Self> {
        Ok(Self::uninitialized())
    }
}

impl Initializer for Future {
    type Args = FutureArgs;

    fn slot_init(zelf: &PyObject, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
        arguments::NEW_FUTURE.check("", "Future", &mut args, 0, vm)?;
        Self::init(zelf.try_to_ref(vm)?, args.bind_for(vm, Callee::of::<Self>(vm))?, vm)
    }

    fn init(zelf: &Py<Self>, args: Self::Args, vm: &VirtualMachine) -> PyResult<()> {
        let event_loop = match args.event_loop.into_option().filter(|given| !vm.is_none(given)) {
            Some(event_loop) => event_loop,
            None => super::running::get_event_loop(vm)?,
        };
        zelf.attach(event_loop, vm)?;
        zelf.report_created();
        Ok(())
    }
}

#[pyclass(
    flags(BASETYPE, HAS_DICT, HAS_WEAKREF),
    with(Constructor, Initializer, Destructor, Representable, Iterable)
)]
impl Future {
    /// Its result.
    ///
    /// Raises what it failed with, CancelledError if it was cancelled, InvalidStateError if it is not done yet.
    #[pymethod]
    fn result(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        zelf.raise_or_result(vm)
    }

    /// What it failed with, or None.
    ///
    /// Raises CancelledError if it was cancelled, InvalidStateError if it is not done yet.
    #[pymethod]
    fn exception(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        {
            let mut state = zelf.state.lock();
            match state.outcome() {
                Outcome::Returned(_) => return Ok(vm.ctx.none()),
                Outcome::Raised(exception) => {
                    let exception = exception.clone();
                    state.set_retrieved();
                    return Ok(exception.into());
                }
                Outcome::Pending => {
                    drop(state);
                    return Err(zelf.is_not_done("Exception is not set.", vm));
                }
                Outcome::Cancelled(_) => {}
            }
        }
        Err(exceptions::in_context(zelf.cancelled_error(vm), vm))
    }

    /// End it with a result.
    ///
    /// Raises InvalidStateError if it is done already.
    #[pymethod]
    fn set_result(zelf: PyRef<Self>, result: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        zelf.event_loop(vm)?;
        Self::resolve(&zelf, Outcome::Returned(result), vm)
    }

    /// End it with an exception, which may be given as a class.
    ///
    /// Raises InvalidStateError if it is done already.
    #[pymethod]
    fn set_exception(zelf: PyRef<Self>, exception: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        zelf.event_loop(vm)?;
        if zelf.state.lock().is_done() {
            return Err(exceptions::invalid_state("invalid state", vm));
        }
        let exception = exceptions::for_future(exception, vm)?;
        Self::resolve(&zelf, Outcome::Raised(exception), vm)
    }

    /// Have `fn` called with the future, by the loop, when it is done. That may be soon.
    ///
    /// `fn` runs in the context given, or else in the one of the caller.
    #[pymethod]
    fn add_done_callback(zelf: PyRef<Self>, args: AddDoneCallbackArgs, vm: &VirtualMachine) -> PyResult<()> {
        if zelf.event_loop.lock().is_none() {
            return Err(vm.new_runtime_error("uninitialized Future object"));
        }
        let context = Context::given_or_copy(args.context, vm);
        let callback = match args.function.downcast::<TaskWakeup>() {
            Ok(wakeup) => Callback::WakeUp(wakeup.task()),
            Err(function) => Callback::Call(function, context),
        };
        Self::when_done(&zelf, callback, vm)
    }

    /// Take all that equals `fn` from its callbacks. Returns how many there were.
    #[pymethod]
    fn remove_done_callback(zelf: PyRef<Self>, r#fn: PyObjectRef, vm: &VirtualMachine) -> PyResult<usize> {
        let function = r#fn;
        zelf.event_loop(vm)?;
        // Comparing runs the program's code, which may do anything to this future: so compare what was
        // there, and take out what matched and still is.
        let callbacks: Vec<Callback> = zelf.state.lock().callbacks().to_vec();
        let mut matching = Vec::new();
        for callback in &callbacks {
            if let Callback::Call(known, context) = callback
                && vm.identical_or_equal(known, &function)?
            {
                matching.push((known.clone(), context.clone()));
            }
        }
        let mut removed = Vec::new();
        {
            let mut state = zelf.state.lock();
            let mut kept = Callbacks::<Python>::new();
            for callback in state.take_callbacks() {
                let matches = matches!(&callback, Callback::Call(known, context)
                    if matching.iter().any(|(f, c)| f.is(known) && c.is(context)));
                if matches { removed.push(callback) } else { kept.push(callback) }
            }
            // The lock has been held since they were taken, so the future cannot have been resolved.
            let _ = state.put_back_callbacks(kept);
        }
        if !removed.is_empty() {
            zelf.report(|recorder| {
                let details = recording::call(recorder, &function, vm);
                (Event::CallbackRemoved(zelf.id(), removed.len()), details)
            });
        }
        Ok(removed.len())
    }

    /// End it as cancelled, and schedule its callbacks.
    ///
    /// Returns False, and changes nothing, if it is done already.
    #[pymethod]
    fn cancel(zelf: PyRef<Self>, args: CancelArgs, vm: &VirtualMachine) -> PyResult<bool> {
        zelf.event_loop(vm)?;
        crate::future::cancel::<Python>(&zelf, args.message(vm), vm)
    }

    /// Whether it was cancelled.
    #[pymethod]
    fn cancelled(zelf: &Py<Self>) -> bool {
        zelf.state.lock().is_cancelled()
    }

    /// Whether it is over: it has a result or an exception, or was cancelled.
    #[pymethod]
    fn done(zelf: &Py<Self>) -> bool {
        zelf.state.lock().is_done()
    }

    /// The loop it belongs to.
    #[pymethod]
    fn get_loop(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        zelf.event_loop(vm)
    }

    /// The exception to raise for a future that was cancelled.
    ///
    /// The one that cancelled it is given once, so that nothing keeps it.
    #[pymethod]
    fn _make_cancelled_error(zelf: &Py<Self>, vm: &VirtualMachine) -> PyBaseExceptionRef {
        zelf.cancelled_error(vm)
    }

    #[pygetset]
    fn _state(zelf: &Py<Self>) -> &'static str {
        zelf.state.lock().name()
    }

    #[pygetset]
    fn _loop(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        vm.unwrap_or_none(zelf.event_loop.lock().clone())
    }

    #[pygetset]
    fn _callbacks(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        let callbacks: Vec<Callback> = zelf.state.lock().callbacks().to_vec();
        if callbacks.is_empty() {
            return vm.ctx.none();
        }
        let pair = |callback: Callback| -> PyObjectRef {
            let (function, context) = match callback {
                Callback::Call(function, context) => (function, context),
                Callback::WakeUp(task) => {
                    let context = task.context();
                    (TaskWakeup::of(task, vm), context)
                }
            };
            vm.ctx.new_tuple(vec![function, context]).into()
        };
        vm.ctx.new_list(callbacks.into_iter().map(pair).collect()).into()
    }

    #[pygetset]
    fn _result(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        match zelf.state.lock().outcome() {
            Outcome::Returned(value) => value.clone(),
            _ => vm.ctx.none(),
        }
    }

    #[pygetset]
    fn _exception(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        match zelf.state.lock().outcome() {
            Outcome::Raised(exception) => exception.clone().into(),
            _ => vm.ctx.none(),
        }
    }

    #[pygetset]
    fn _log_traceback(zelf: &Py<Self>) -> bool {
        zelf.state.lock().is_unretrieved()
    }

    #[pygetset(setter)]
    fn set__log_traceback(zelf: &Py<Self>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
        if assigned("_log_traceback", value, vm)?.try_to_bool(vm)? {
            return Err(vm.new_value_error("_log_traceback can only be set to False"));
        }
        zelf.state.lock().set_retrieved();
        Ok(())
    }

    #[pygetset]
    fn _source_traceback(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        vm.unwrap_or_none(zelf.source_traceback.lock().clone())
    }

    #[pygetset]
    fn _cancel_message(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        vm.unwrap_or_none(zelf.state.lock().cancel_message().cloned())
    }

    #[pygetset(setter)]
    fn set__cancel_message(zelf: &Py<Self>, message: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
        let message = assigned("_cancel_message", message, vm)?;
        let _replaced =
            zelf.state.lock().set_cancel_message(Some(message).filter(|given| !vm.is_none(given)));
        Ok(())
    }

    #[pygetset]
    fn _asyncio_future_blocking(zelf: &Py<Self>) -> bool {
        zelf.blocking.load(Ordering::Relaxed)
    }

    #[pygetset(setter)]
    fn set__asyncio_future_blocking(
        zelf: &Py<Self>,
        value: PySetterValue,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        let blocking = assigned("_asyncio_future_blocking", value, vm)?.try_to_bool(vm)?;
        zelf.blocking.store(blocking, Ordering::Relaxed);
        Ok(())
    }

    #[pygetset]
    fn _asyncio_awaited_by(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        let mut waiters = zelf.awaited_by.lock().clone();
        for callback in zelf.state.lock().callbacks() {
            if let Callback::WakeUp(task) = callback {
                waiters.push(task.clone().into());
            }
        }
        // One that is to be woken has not left yet.
        let event_loop = zelf.event_loop.lock().clone();
        if let Some(ours) = event_loop.as_ref().and_then(|event_loop| EventLoop::direct(event_loop)) {
            waiters.extend(ours.woken_by(zelf.as_object()));
        }
        if waiters.is_empty() {
            return Ok(vm.ctx.none());
        }
        vm.ctx.types.frozenset_type.to_owned().as_object().call((vm.ctx.new_list(waiters),), vm)
    }

    /// Futures are generic over what their result is.
    #[pyclassmethod]
    fn __class_getitem__(
        cls: PyTypeRef,
        object: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyResult<PyGenericAlias> {
        PyGenericAlias::from_args(cls, object, vm)
    }
}

/// Whether there is anything to say when it goes: asked before anything is prepared for that.
pub(super) fn has_something_to_say(object: &PyObject) -> bool {
    object.downcast_ref::<Future>().is_none_or(|future| future.state.lock().is_unretrieved())
}

impl Destructor for Future {
    fn del(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        let Some(exception) = zelf.take_unretrieved() else {
            return Ok(());
        };
        let what = format!("{} exception was never retrieved", zelf.class().name());
        Self::complain(zelf, &what, "future", Some(exception), vm)
    }
}

impl Representable for Future {
    fn repr(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
        zelf.event_loop(vm)?;
        library::repr_of_future(zelf.as_object(), vm)
    }

    fn repr_str(_zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<String> {
        unreachable!("repr is overridden")
    }
}

impl Iterable for Future {
    fn iter(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyResult {
        // As by `__await__`, which is in `await_method.rs`.
        zelf.event_loop(vm)?;
        Ok(FutureIter::of(zelf).into_pyobject(vm))
    }
}
