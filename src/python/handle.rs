//! `asyncio.Handle` for Python programs.
//!
//! <https://docs.python.org/3/library/asyncio-eventloop.html#callback-handles>

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use crossbeam_utils::atomic::AtomicCell;
use rustpython_vm::builtins::{PyStr, PyType, PyTypeRef};
use rustpython_vm::common::lock::{PyMutex, PyThreadMutex};
use rustpython_vm::function::{Callee, FuncArgs, OptionalArg};
use rustpython_vm::types::{Constructor, Representable};
use rustpython_vm::{
    AsObject, FromArgs, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass,
};

use super::context::Context;
use super::event_loop::EventLoop;
use super::{arguments, library};
use crate::handle::State;
use crate::ids::HandleId;

/// A lock that knows which thread has it.
pub(super) type Guard = PyThreadMutex<()>;

/// A function and what to call it with.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) function: PyObjectRef,
    pub(super) args: Vec<PyObjectRef>,
}

/// `asyncio.Handle`
#[pyclass(module = "asyncio.events", name = "Handle", traverse = "manual")]
#[derive(PyPayload)]
pub struct Handle {
    /// Gone once the handle is cancelled.
    pub(super) call: PyMutex<Option<Call>>,
    pub(super) context: PyObjectRef,
    pub(super) event_loop: PyObjectRef,
    pub(super) source_traceback: Option<PyObjectRef>,
    /// Held while its function runs, by a handle that other threads may cancel.
    pub(super) guard: Option<Box<Guard>>,
    /// What it looked like before it was cancelled, in debug mode.
    repr: PyMutex<Option<String>>,
    pub(super) state: AtomicCell<State>,
    /// The number of its last scheduling.
    id: AtomicU64,
}

/// A reader or a writer, as a loop's table has it.
#[derive(Clone, Debug)]
pub struct Watcher {
    /// What is called.
    pub handle: PyRef<Handle>,
    /// The object with `fileno()` that was given, if it was not the number: once it is closed, nothing else tells which
    /// number it had.
    pub file: Option<PyObjectRef>,
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handle").field("id", &self.id()).finish_non_exhaustive()
    }
}

impl Handle {
    pub(super) fn new(
        call: Call,
        context: PyObjectRef,
        event_loop: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyResult<Self> {
        let source_traceback =
            if Self::is_debugging(&event_loop, vm)? { Some(library::extract_stack(vm)?) } else { None };
        Ok(Self {
            call: PyMutex::new(Some(call)),
            context,
            event_loop,
            source_traceback,
            guard: None,
            repr: PyMutex::new(None),
            state: AtomicCell::default(),
            id: AtomicU64::new(0),
        })
    }

    fn is_debugging(event_loop: &PyObject, vm: &VirtualMachine) -> PyResult<bool> {
        match event_loop.downcast_ref::<EventLoop>() {
            Some(ours) => Ok(ours.is_debug()),
            None => vm.call_method(event_loop, "get_debug", ())?.try_to_bool(vm),
        }
    }

    pub(super) fn id(&self) -> HandleId {
        HandleId(self.id.load(Ordering::Relaxed))
    }

    /// It is being scheduled, under this number.
    pub(super) fn is_scheduled(&self, id: HandleId, state: State) {
        self.id.store(id.0, Ordering::Relaxed);
        if !self.is_cancelled() {
            self.state.store(state);
        }
    }

    /// Its deadline has come.
    pub(super) fn is_due(&self) {
        // Unless it is cancelled.
        let _left = self.state.compare_exchange(State::Timer, State::Ready);
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.state.load() == State::Cancelled
    }

    /// Calls the function, in the handle's context.
    pub(super) fn call(&self, vm: &VirtualMachine) -> PyResult<()> {
        let _held = self.hold(vm);
        // Unless it is cancelled, or the program runs it by itself.
        let _left = self.state.compare_exchange(State::Ready, State::Idle);
        let call = self.call.lock().clone();
        let Some(Call { function, args }) = call else {
            return Ok(());
        };
        Context::call_in(&self.context, &function, args, vm).map(drop)
    }

    /// Waits until no other thread runs or cancels it, and keeps them waiting. This thread may hold it already.
    fn hold(&self, vm: &VirtualMachine) -> Option<impl Sized> {
        self.guard.as_ref()?.lock_wrapped(|wait| vm.allow_threads(wait))
    }

    /// The function and its arguments, for messages; `None` once it is cancelled.
    pub(super) fn callback(&self, vm: &VirtualMachine) -> (PyObjectRef, Vec<PyObjectRef>) {
        match self.call.lock().clone() {
            Some(Call { function, args }) => (function, args),
            None => (vm.ctx.none(), vec![]),
        }
    }

    fn describe(zelf: &PyObject, handle: &Self, vm: &VirtualMachine) -> PyResult<String> {
        if let Some(repr) = &*handle.repr.lock() {
            return Ok(repr.clone());
        }
        let info = library::function("format_helpers", "_handle_repr", vm)?;
        Ok(info.call((zelf.to_owned(),), vm)?.str(vm)?.to_string())
    }
}

/// The arguments of `Handle()`.
#[derive(FromArgs)]
pub struct HandleArgs {
    #[pyarg(any)]
    pub(super) callback: PyObjectRef,
    #[pyarg(any)]
    pub(super) args: PyObjectRef,
    #[pyarg(any, name = "loop")]
    pub(super) event_loop: PyObjectRef,
    #[pyarg(any, optional, py_default = "None")]
    pub(super) context: OptionalArg<PyObjectRef>,
}

impl HandleArgs {
    pub(super) fn into_handle(self, vm: &VirtualMachine) -> PyResult<Handle> {
        let args = self.args.try_to_value::<Vec<PyObjectRef>>(vm)?;
        let context = Context::given_or_copy(self.context, vm);
        Handle::new(Call { function: self.callback, args }, context, self.event_loop, vm)
    }
}

impl Constructor for Handle {
    type Args = HandleArgs;

    fn py_new(_cls: &Py<PyType>, args: Self::Args, vm: &VirtualMachine) -> PyResult<Self> {
        args.into_handle(vm)
    }

    fn slot_new(class: PyTypeRef, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        arguments::NEW_HANDLE.check("Handle", "__init__", &mut args, 0, vm)?;
        let this = Self::py_new(&class, args.bind_for(vm, Callee::of::<Self>(vm))?, vm)?;
        this.into_ref_with_type(vm, class).map(Into::into)
    }
}

#[pyclass(flags(BASETYPE, HAS_WEAKREF), with(Constructor, Representable))]
impl Handle {
    #[pymethod]
    fn cancel(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyResult<()> {
        let _held = zelf.hold(vm);
        if zelf.state.load() == State::Timer && zelf.event_loop.downcast_ref::<EventLoop>().is_none() {
            // Somebody else's loop counts those in its queue, and asks this one whether it is.
            vm.call_method(&zelf.event_loop, "_timer_handle_cancelled", (zelf.clone(),))?;
        }
        let before = zelf.state.swap(State::Cancelled);
        if before == State::Cancelled {
            return Ok(());
        }
        if Self::is_debugging(&zelf.event_loop, vm)? {
            let repr = Self::describe(zelf.as_object(), &zelf, vm)?;
            *zelf.repr.lock() = Some(repr);
        }
        let _call = zelf.call.lock().take();
        let is_timer = before == State::Timer;
        if let Some(ours) = zelf.event_loop.downcast_ref::<EventLoop>()
            && (is_timer || before == State::Ready)
        {
            ours.note_cancelled(zelf.id(), is_timer);
        }
        Ok(())
    }

    #[pymethod]
    fn cancelled(zelf: &Py<Self>, vm: &VirtualMachine) -> bool {
        let _held = zelf.hold(vm);
        zelf.is_cancelled()
    }

    #[pymethod]
    fn get_context(zelf: &Py<Self>) -> PyObjectRef {
        zelf.context.clone()
    }

    #[pymethod]
    fn _run(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyResult<()> {
        match zelf.call(vm) {
            Err(exception) => EventLoop::callback_failed(&zelf.event_loop, zelf.clone(), exception, vm),
            Ok(()) => Ok(()),
        }
    }

    #[pygetset]
    fn _callback(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        zelf.callback(vm).0
    }

    #[pygetset]
    fn _args(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        match zelf.call.lock().clone() {
            Some(call) => vm.ctx.new_tuple(call.args).into(),
            None => vm.ctx.none(),
        }
    }

    #[pygetset]
    fn _cancelled(zelf: &Py<Self>) -> bool {
        zelf.is_cancelled()
    }

    #[pygetset]
    fn _context(zelf: &Py<Self>) -> PyObjectRef {
        zelf.context.clone()
    }

    #[pygetset]
    fn _loop(zelf: &Py<Self>) -> PyObjectRef {
        zelf.event_loop.clone()
    }

    #[pygetset]
    fn _source_traceback(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        vm.unwrap_or_none(zelf.source_traceback.clone())
    }
}

impl Representable for Handle {
    fn repr(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
        Ok(vm.ctx.new_str(Self::describe(zelf.as_object(), zelf, vm)?))
    }

    fn repr_str(_zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<String> {
        unreachable!("repr is overridden")
    }
}

/// Splits the arguments of `call_soon` and its like: the function's own, and the context.
pub(super) fn take_context(args: &mut FuncArgs, vm: &VirtualMachine) -> PyObjectRef {
    let context = args.take_keyword("context");
    Context::given_or_copy(context.map_or(OptionalArg::Missing, OptionalArg::Present), vm)
}
