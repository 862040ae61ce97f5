//! `asyncio.TimerHandle` for Python programs.
//!
//! <https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.TimerHandle>

use rustpython_vm::builtins::{PyType, PyTypeRef};
use rustpython_vm::common::hash::PyHash;
use rustpython_vm::function::{Callee, FuncArgs, OptionalArg, PyComparisonValue};
use rustpython_vm::types::{Comparable, Constructor, Hashable, PyComparisonOp};
use rustpython_vm::{
    AsObject, FromArgs, Py, PyObject, PyObjectRef, PyPayload, PyResult, VirtualMachine, pyclass,
};

use super::arguments;
use super::handle::{Handle, HandleArgs};
use crate::handle::State;
use crate::selector::Time;

/// `asyncio.TimerHandle`
#[pyclass(module = "asyncio.events", name = "TimerHandle", base = Handle, traverse = "manual")]
#[derive(Debug)]
pub struct TimerHandle {
    pub(super) base: Handle,
    when: f64,
    /// The same as the program gave it, if that was no float.
    given: Option<PyObjectRef>,
}

impl TimerHandle {
    /// A handle that is due at `when`, which is a number.
    pub(super) fn new(base: Handle, when: PyObjectRef, vm: &VirtualMachine) -> PyResult<Self> {
        let seconds = when.try_float(vm)?.to_f64();
        let given = Some(when).filter(|when| !when.class().is(vm.ctx.types.float_type));
        Ok(Self { base, when: seconds, given })
    }

    pub(super) fn deadline(&self) -> Time {
        Time(self.when)
    }

    fn when_object(&self, vm: &VirtualMachine) -> PyObjectRef {
        self.given.clone().unwrap_or_else(|| vm.ctx.new_float(self.when).into())
    }
}

/// The arguments of `TimerHandle()`.
#[derive(FromArgs)]
pub struct TimerHandleArgs {
    #[pyarg(any)]
    when: PyObjectRef,
    #[pyarg(any)]
    callback: PyObjectRef,
    #[pyarg(any)]
    args: PyObjectRef,
    #[pyarg(any, name = "loop")]
    event_loop: PyObjectRef,
    #[pyarg(any, optional, py_default = "None")]
    context: OptionalArg<PyObjectRef>,
}

impl Constructor for TimerHandle {
    type Args = TimerHandleArgs;

    fn py_new(_cls: &Py<PyType>, args: Self::Args, vm: &VirtualMachine) -> PyResult<Self> {
        let TimerHandleArgs { when, callback, args, event_loop, context } = args;
        let base = HandleArgs { callback, args, event_loop, context }.into_handle(vm)?;
        Self::new(base, when, vm)
    }

    fn slot_new(class: PyTypeRef, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        arguments::NEW_TIMER.check("TimerHandle", "__init__", &mut args, 0, vm)?;
        let this = Self::py_new(&class, args.bind_for(vm, Callee::of::<Self>(vm))?, vm)?;
        this.into_ref_with_type(vm, class).map(Into::into)
    }
}

#[pyclass(flags(BASETYPE, HAS_WEAKREF), with(Constructor, Comparable, Hashable))]
impl TimerHandle {
    /// When it is due, by the loop's clock.
    #[pymethod]
    fn when(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        zelf.when_object(vm)
    }

    #[pygetset]
    fn _when(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        zelf.when_object(vm)
    }

    #[pygetset]
    fn _scheduled(zelf: &Py<Self>) -> bool {
        zelf.base.state.load() == State::Timer
    }

    #[pygetset(setter)]
    fn set__scheduled(zelf: &Py<Self>, scheduled: bool) {
        // Somebody else's loop says so of the timers in its own queue.
        let (from, to) = if scheduled { (State::Idle, State::Timer) } else { (State::Timer, State::Ready) };
        let _unless_cancelled = zelf.base.state.compare_exchange(from, to);
    }
}

impl TimerHandle {
    /// Whether they are due at the same time to do the same, in the same state.
    fn equals(&self, other: &Self, vm: &VirtualMachine) -> PyResult<bool> {
        if self.when != other.when || self.base.is_cancelled() != other.base.is_cancelled() {
            return Ok(false);
        }
        let ((function, args), (theirs, their_args)) = (self.base.callback(vm), other.base.callback(vm));
        if !vm.bool_eq(&function, &theirs)? || args.len() != their_args.len() {
            return Ok(false);
        }
        for (argument, their) in args.iter().zip(&their_args) {
            if !vm.identical_or_equal(argument, their)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl Comparable for TimerHandle {
    fn cmp(
        zelf: &Py<Self>,
        other: &PyObject,
        op: PyComparisonOp,
        vm: &VirtualMachine,
    ) -> PyResult<PyComparisonValue> {
        let Some(other) = other.downcast_ref::<Self>() else {
            return Ok(PyComparisonValue::NotImplemented);
        };
        let holds = match op {
            PyComparisonOp::Lt => zelf.when < other.when,
            PyComparisonOp::Le => zelf.when < other.when || zelf.equals(other, vm)?,
            PyComparisonOp::Gt => zelf.when > other.when,
            PyComparisonOp::Ge => zelf.when > other.when || zelf.equals(other, vm)?,
            PyComparisonOp::Eq => zelf.equals(other, vm)?,
            PyComparisonOp::Ne => !zelf.equals(other, vm)?,
        };
        Ok(holds.into())
    }
}

impl Hashable for TimerHandle {
    fn hash(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyHash> {
        // As in CPython, of the time alone.
        vm.ctx.new_float(zelf.when).as_object().hash(vm)
    }
}
