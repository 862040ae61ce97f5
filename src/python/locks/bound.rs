//! What belongs to the loop that first waits on it, and who waits.

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};

use rustpython_vm::builtins::{PyDictRef, PyType, PyTypeRef};
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::function::{FuncArgs, PySetterValue};
use rustpython_vm::types::Constructor;
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass,
};

use super::waiters::Waiters;
use crate::future::Outcome;
use crate::python::answered::places;
use crate::python::event_loop::EventLoop;
use crate::python::future::Future;
use crate::python::native_coroutine::Next;
use crate::python::{exceptions, object_state, recording, running};

places! { "locks":
    ENTER = "_ContextManagerMixin.__aenter__";
    ENTER_ACQUIRES = "_ContextManagerMixin.__aenter__", "await self.acquire()";
}

/// Which of the library's classes it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::python) enum Kind {
    /// None of them, but perhaps a subclass.
    #[default]
    Other,
    Event,
    Lock,
    Semaphore,
    BoundedSemaphore,
    Condition,
    /// One that is first in, first out.
    Queue,
}

/// The version of a class when its module had been made. A program that changes something of the class changes that.
#[pyclass(module = "_asyncio", name = "_AsItWas")]
#[derive(Debug, PyPayload)]
pub struct AsItWas {
    class: usize,
    kind: Kind,
    version: AtomicU32,
}

#[pyclass]
impl AsItWas {}

impl AsItWas {
    const ATTRIBUTE: &str = "_as_it_was";

    /// Remembers the class as it is now.
    pub(in crate::python) fn remember(class: &Py<PyType>, vm: &VirtualMachine) {
        let name = vm.ctx.intern_str(Self::ATTRIBUTE);
        let kind = match &*class.name() {
            "Event" => Kind::Event,
            "Lock" => Kind::Lock,
            "Semaphore" => Kind::Semaphore,
            "BoundedSemaphore" => Kind::BoundedSemaphore,
            "Condition" => Kind::Condition,
            "Queue" => Kind::Queue,
            _ => Kind::Other,
        };
        let this = Self { class: class.get_id(), kind, version: AtomicU32::new(0) }.into_ref(&vm.ctx);
        class.set_attr(name, this.clone().into());
        class.modified();
        // A class has a version from when something of it is looked up.
        let _this = class.get_attr(name);
        this.version.store(class.tp_version_tag.load(Ordering::Acquire), Ordering::Relaxed);
    }

    /// Which a class is, and its version; no kind and 0 of one that was not remembered.
    pub(in crate::python) fn of(class: &Py<PyType>, vm: &VirtualMachine) -> (Kind, u32) {
        let remembered = class.get_attr(vm.ctx.intern_str(Self::ATTRIBUTE));
        let this = remembered.as_ref().and_then(|remembered| remembered.downcast_ref::<Self>());
        let this = this.filter(|this| this.class == class.get_id());
        this.map_or((Kind::Other, 0), |this| (this.kind, this.version.load(Ordering::Relaxed)))
    }
}

/// Whether an object is as the library makes it: of a class that was remembered and has that `version` still, and with
/// no attributes of its own but so many.
pub(in crate::python) fn is_plain(object: &PyObject, version: u32, attributes: usize) -> bool {
    version != 0
        && object.class().tp_version_tag.load(Ordering::Acquire) == version
        && object.dict().is_none_or(|own| own.__len__() <= attributes)
}

/// The base of locks and events: their state, for Python and Rust.
#[pyclass(module = "_asyncio", name = "_LoopBound", traverse = "manual")]
#[derive(PyPayload)]
pub struct LoopBound {
    pub(in crate::python) event_loop: PyMutex<Option<PyObjectRef>>,
    pub(in crate::python) waiters: PyMutex<Option<PyObjectRef>>,
    /// `_value`, `_locked`, or the `_lock` of a condition.
    pub(in crate::python) value: PyMutex<Option<PyObjectRef>>,
    pub(in crate::python) kind: Kind,
    version: u32,
}

impl fmt::Debug for LoopBound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoopBound").finish_non_exhaustive()
    }
}

/// The loop that something belongs to: the one that runs, once it is known.
pub(in crate::python) fn get_loop(
    this: &PyObject,
    known: &PyMutex<Option<PyObjectRef>>,
    vm: &VirtualMachine,
) -> PyResult {
    let running = running::running_loop(vm);
    let is_same = {
        let mut known = known.lock();
        if known.is_none() {
            known.clone_from(&running);
        }
        match (&*known, &running) {
            (Some(known), Some(running)) => known.is(running),
            (None, None) => true,
            _ => false,
        }
    };
    if is_same {
        return Ok(vm.unwrap_or_none(running));
    }
    Err(vm.new_runtime_error(format!("{} is bound to a different event loop", this.repr(vm)?)))
}

/// Whether a program that is recorded may wait here, too: what is told of a wait cannot be taken back when it turns out that
/// futures of this loop are not made as ours are.
pub(in crate::python) fn is_answered_here(vm: &VirtualMachine) -> bool {
    !recording::is_on()
        || running::running_loop(vm).is_some_and(|running| EventLoop::direct_futures(&running).is_some())
}

/// Wakes one that waits, with this result.
pub(in crate::python) fn wake(waiter: &PyObject, result: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
    match waiter.downcast_ref_if_exact::<Future>(vm) {
        Some(ours) => Future::resolve(ours, Outcome::Returned(result), vm),
        None => vm.call_method(waiter, "set_result", (result,)).map(drop),
    }
}

/// Whether one that waits is done.
pub(in crate::python) fn is_done(waiter: &PyObject, vm: &VirtualMachine) -> PyResult<bool> {
    match waiter.downcast_ref_if_exact::<Future>(vm) {
        Some(ours) => Ok(ours.state.lock().is_done()),
        None => vm.call_method(waiter, "done", ())?.try_to_bool(vm),
    }
}

/// Whether one that waits was cancelled.
pub(in crate::python) fn is_cancelled(waiter: &PyObject, vm: &VirtualMachine) -> PyResult<bool> {
    match waiter.downcast_ref_if_exact::<Future>(vm) {
        Some(ours) => Ok(ours.state.lock().is_cancelled()),
        None => vm.call_method(waiter, "cancelled", ())?.try_to_bool(vm),
    }
}

/// What taking a lock or a semaphore gives: `True`, but nothing to `async with`.
pub(super) fn acquired(gives_true: bool, vm: &VirtualMachine) -> Next {
    Next::Return(if gives_true { vm.ctx.new_bool(true).into() } else { vm.ctx.none() })
}

/// Whether this is a `CancelledError`.
pub(in crate::python) fn is_cancellation(outcome: &PyResult, vm: &VirtualMachine) -> bool {
    outcome.as_ref().is_err_and(|error| error.fast_isinstance(exceptions::cancelled_type(vm)))
}

impl LoopBound {
    /// What Rust may see to: an object as the library makes it.
    #[inline]
    pub(in crate::python) fn plain(object: &PyObject) -> Option<&Py<Self>> {
        let this: &Py<Self> = object.downcast_ref()?;
        // What the library's constructors put into the object itself, and not here.
        let attributes = match this.kind {
            Kind::Condition => 3,
            Kind::BoundedSemaphore => 1,
            _ => 0,
        };
        is_plain(object, this.version, attributes).then_some(this)
    }

    /// The same, of one kind only.
    #[inline]
    pub(in crate::python) fn plain_of(object: &PyObject, kind: Kind) -> Option<&Py<Self>> {
        Self::plain(object).filter(|this| this.kind == kind)
    }

    /// Who waits. There may be nobody yet.
    pub(in crate::python) fn waiters(&self) -> Option<PyRef<Waiters>> {
        self.waiters.lock().as_ref()?.clone().downcast().ok()
    }

    /// A new one that waits, at the end; none if futures of this loop are not made as ours are.
    pub(in crate::python) fn new_waiter(
        &self,
        this: &PyObject,
        vm: &VirtualMachine,
    ) -> PyResult<Option<PyRef<Future>>> {
        let event_loop = get_loop(this, &self.event_loop, vm)?;
        let Some(ours) = EventLoop::direct_futures(&event_loop) else { return Ok(None) };
        let waiters = match self.waiters() {
            Some(waiters) => waiters,
            None => {
                let waiters = Waiters::default().into_ref(&vm.ctx);
                *self.waiters.lock() = Some(waiters.clone().into());
                waiters
            }
        };
        let waiter = Future::new(ours, vm)?;
        waiters.0.lock().push_back(waiter.clone().into());
        Ok(Some(waiter))
    }

    /// It waits no more.
    pub(in crate::python) fn remove(&self, waiter: &Py<Future>) {
        if let Some(waiters) = self.waiters() {
            waiters.take_out(waiter.as_object());
        }
    }

    /// Whether the value is true.
    pub(in crate::python) fn is_true(&self, vm: &VirtualMachine) -> bool {
        self.value.lock().as_ref().is_some_and(|value| value.is(&vm.ctx.true_value))
    }

    /// Sets the value to true or false.
    pub(in crate::python) fn set_true(&self, is_true: bool, vm: &VirtualMachine) {
        let _old = self.value.lock().replace(vm.ctx.new_bool(is_true).into());
    }
}

impl Constructor for LoopBound {
    type Args = FuncArgs;

    fn py_new(class: &Py<PyType>, _args: FuncArgs, vm: &VirtualMachine) -> PyResult<Self> {
        let (kind, version) = AsItWas::of(class, vm);
        Ok(Self {
            event_loop: PyMutex::new(None),
            waiters: PyMutex::new(None),
            value: PyMutex::new(None),
            kind,
            version,
        })
    }

    fn slot_new(class: PyTypeRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let this = Self::py_new(&class, args, vm)?;
        this.into_ref_with_type_lazy_dict(vm, class).map(Into::into)
    }
}

/// An attribute that may not be there.
pub(in crate::python) fn read(
    field: &PyMutex<Option<PyObjectRef>>,
    this: &PyObject,
    name: &str,
    vm: &VirtualMachine,
) -> PyResult {
    let value = field.lock().clone();
    value.ok_or_else(|| {
        vm.new_attribute_error(format!("'{}' object has no attribute '{name}'", this.class().name()))
    })
}

/// Sets such an attribute, or deletes it.
pub(in crate::python) fn write(field: &PyMutex<Option<PyObjectRef>>, value: PySetterValue) {
    let value = match value {
        PySetterValue::Assign(value) => Some(value),
        PySetterValue::Delete => None,
    };
    let _old = std::mem::replace(&mut *field.lock(), value);
}

#[pyclass(flags(BASETYPE, HAS_DICT, HAS_WEAKREF), with(Constructor))]
impl LoopBound {
    #[pymethod]
    fn __getstate__(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        object_state::get(zelf.as_object(), vm)
    }

    #[pymethod]
    fn __setstate__(zelf: &Py<Self>, state: PyDictRef, vm: &VirtualMachine) -> PyResult<()> {
        if !matches!(zelf.kind, Kind::Event | Kind::Condition) {
            recording::copied(zelf.as_object());
        }
        object_state::set(zelf.as_object(), &state, vm)
    }

    #[pymethod]
    fn _get_loop(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        get_loop(zelf.as_object(), &zelf.event_loop, vm)
    }

    #[pygetset]
    fn _loop(zelf: &Py<Self>) -> Option<PyObjectRef> {
        zelf.event_loop.lock().clone()
    }

    #[pygetset(setter)]
    fn set__loop(zelf: &Py<Self>, value: PySetterValue, vm: &VirtualMachine) {
        write(&zelf.event_loop, value);
        let is_none = zelf.event_loop.lock().as_ref().is_some_and(|value| vm.is_none(value));
        if is_none {
            let _none = zelf.event_loop.lock().take();
        }
    }

    /// What a class calls as it likes: `_value`, `_locked`, `_lock`.
    #[pygetset]
    fn _held(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        read(&zelf.value, zelf.as_object(), "_held", vm)
    }

    #[pygetset(setter)]
    fn set__held(zelf: &Py<Self>, value: PySetterValue) {
        write(&zelf.value, value);
    }

    #[pygetset]
    fn _waiters(zelf: &Py<Self>) -> Option<PyObjectRef> {
        zelf.waiters.lock().clone()
    }

    /// Any deque becomes one that Rust can read, too.
    #[pygetset(setter)]
    fn set__waiters(zelf: &Py<Self>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
        let waiters = match value {
            PySetterValue::Delete => None,
            PySetterValue::Assign(value) if vm.is_none(&value) => None,
            PySetterValue::Assign(value) if value.downcast_ref::<Waiters>().is_some() => Some(value),
            PySetterValue::Assign(value) => {
                let all: Vec<PyObjectRef> = vm.extract_elements_with(&value, Ok)?;
                Some(Waiters(PyMutex::new(all.into())).into_ref(&vm.ctx).into())
            }
        };
        let _old = std::mem::replace(&mut *zelf.waiters.lock(), waiters);
        Ok(())
    }
}
