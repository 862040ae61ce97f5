//! `asyncio.sleep`: the await every program has, so it is not made of Python frames.
//!
//! It is a coroutine, written by hand as a state machine. `sleep(0)` yields nothing once, which gives up one
//! turn; any other delay yields a future that a timer resolves. To whoever looks at it, it is a coroutine of the function
//! in `lib/asyncio/_sleep.py`, which is what a program calls.
//! <https://docs.python.org/3/library/asyncio-task.html#asyncio.sleep>

use std::sync::atomic::Ordering;

use rustpython_vm::builtins::{PyFloat, PyFunction, PyInt, PyTypeRef};
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::function::{FuncArgs, OptionalArg};
use rustpython_vm::protocol::PyIterReturn;
use rustpython_vm::types::{Destructor, IterNext, Iterable, Representable, SelfIter};
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass,
};

use super::event_loop::EventLoop;
use super::exceptions::warn_of_three_arguments;
use super::future::{Future, FutureIter};
use super::native_function::{Likeness, by_its_code};
use super::{library, running};
use crate::handle::HandleId;

/// Where a sleep is.
#[derive(Clone, Debug)]
pub(super) enum State {
    /// Nobody has awaited it.
    New { delay: f64, result: PyObjectRef },
    /// It has given up a turn.
    GaveWay { result: PyObjectRef },
    /// It waits for this future, which the timer of that number resolves.
    Waiting { future: PyRef<Future>, timer: HandleId, delay: f64 },
    /// The loop is not ours, and this coroutine sleeps instead.
    Delegated(PyObjectRef),
    /// It is over.
    Over,
}

/// The coroutine `asyncio.sleep()` returns.
#[pyclass(module = false, name = "coroutine", traverse = "manual")]
#[derive(Debug, PyPayload)]
pub struct Sleep {
    pub(super) state: PyMutex<State>,
    /// The function that was called.
    pub(super) function: PyRef<PyFunction>,
    /// What it looks like from inside.
    pub(super) likeness: Likeness,
}

/// `asyncio.sleep(delay, result=None)`: what the program gets when it calls the function in `_sleep.py`.
///
/// # Errors
///
/// `TypeError` if the arguments are not the function's.
pub(super) fn sleep(function: &PyObject, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let function: &Py<PyFunction> = function.downcast_ref().expect("it is that of `_sleep.py`");
    let seconds = match args.args.first() {
        Some(delay) if args.kwargs.is_empty() && args.args.len() <= 2 => seconds(delay, vm),
        _ => None,
    };
    let Some(delay) = seconds else {
        // Numbers of another kind and calls that are wrong are rare: Python code knows what to do with them.
        return by_its_code(function, args, vm);
    };
    let result = args.args.drain(..).nth(1);
    let state = PyMutex::new(State::New { delay, result: vm.unwrap_or_none(result) });
    let sleep =
        Sleep { state, function: function.to_owned(), likeness: Likeness::default() }.into_ref(&vm.ctx);
    if is_debugging(vm) {
        // Where coroutines are made is remembered now. This one's likeness is made here, too.
        sleep.likeness(vm)?;
    }
    Ok(sleep.into())
}

/// Whether the loop that runs in this thread is one of ours, in debug mode.
fn is_debugging(vm: &VirtualMachine) -> bool {
    let running = running::running_loop(vm);
    running.is_some_and(|running| running.downcast_ref::<EventLoop>().is_some_and(|ours| ours.is_debug()))
}

/// A number of seconds, if it is of one of the usual kinds.
fn seconds(delay: &PyObject, vm: &VirtualMachine) -> Option<f64> {
    if let Some(delay) = delay.downcast_ref_if_exact::<PyFloat>(vm) {
        return Some(delay.to_f64());
    }
    delay.downcast_ref::<PyInt>()?.try_to_primitive::<i32>(vm).ok().map(f64::from)
}

impl Sleep {
    /// The coroutine that the function's code makes of the same arguments. It is never run.
    fn likeness(&self, vm: &VirtualMachine) -> PyResult {
        self.likeness.get(|| {
            let args: Vec<PyObjectRef> = match &*self.state.lock() {
                State::New { delay, result } => vec![vm.ctx.new_float(*delay).into(), result.clone()],
                State::GaveWay { result } => vec![vm.ctx.new_int(0).into(), result.clone()],
                State::Waiting { delay, .. } => vec![vm.ctx.new_float(*delay).into()],
                State::Delegated(coroutine) => return Ok(coroutine.clone()),
                State::Over => vec![vm.ctx.none()],
            };
            by_its_code(&self.function, args.into(), vm)
        })
    }

    /// What its likeness has under this name.
    fn like(&self, name: &'static str, vm: &VirtualMachine) -> PyResult {
        self.likeness(vm)?.get_attr(name, vm)
    }

    /// Goes on from where it is suspended.
    pub(super) fn resume(&self, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
        let state = std::mem::replace(&mut *self.state.lock(), State::Over);
        match state {
            State::New { delay, result } if delay <= 0.0 => {
                *self.state.lock() = State::GaveWay { result };
                Ok(PyIterReturn::Return(vm.ctx.none()))
            }
            State::New { delay, .. } if delay.is_nan() => {
                Err(vm.new_value_error("Invalid delay: NaN (not a number)"))
            }
            State::New { delay, result } => self.begin(delay, result, vm),
            State::GaveWay { result } => Ok(PyIterReturn::StopIteration(Some(result))),
            State::Waiting { future, timer, delay } => {
                if !future.state.lock().is_done() {
                    *self.state.lock() = State::Waiting { future, timer, delay };
                    return Err(vm.new_runtime_error("await wasn't used with future"));
                }
                if !future.is_due.load(Ordering::Relaxed) {
                    // Somebody else has ended it.
                    cancel_timer(&future, timer, vm)?;
                }
                Ok(PyIterReturn::StopIteration(Some(future.raise_or_result(vm)?)))
            }
            State::Delegated(coroutine) => {
                let sent =
                    PyIterReturn::from_pyresult(vm.call_method(&coroutine, "send", (vm.ctx.none(),)), vm);
                if let Ok(PyIterReturn::Return(_)) = sent {
                    *self.state.lock() = State::Delegated(coroutine);
                }
                sent
            }
            State::Over => Err(vm.new_runtime_error("cannot reuse already awaited coroutine")),
        }
    }

    fn begin(&self, delay: f64, result: PyObjectRef, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
        let event_loop = running::get_running_loop(vm)?;
        let Some(ours) = EventLoop::direct_timers(&event_loop) else {
            // Somebody else's loop, or else's timers: the function's code goes through its public methods.
            let args = vec![vm.ctx.new_float(delay).into(), result];
            let coroutine = by_its_code(&self.function, args.into(), vm)?;
            *self.state.lock() = State::Delegated(coroutine);
            return self.resume(vm);
        };
        let future = Future::new(ours, vm)?;
        future.blocking.store(true, Ordering::Relaxed);
        let timer = ours.end_sleep_later(delay, future.clone(), result, vm)?;
        *self.state.lock() = State::Waiting { future: future.clone(), timer, delay };
        Ok(PyIterReturn::Return(future.into()))
    }

    /// Ends it where it is suspended: the timer is not needed any more. The future stays as it is, as CPython's does: its
    /// coroutine cancels the timer and nothing else.
    fn end(&self, vm: &VirtualMachine) -> PyResult<()> {
        let state = std::mem::replace(&mut *self.state.lock(), State::Over);
        let (future, timer) = match state {
            State::Waiting { future, timer, .. } => (future, timer),
            State::Delegated(coroutine) => {
                return vm.call_method(&coroutine, "close", ()).map(drop);
            }
            State::New { .. } | State::GaveWay { .. } | State::Over => return Ok(()),
        };
        cancel_timer(&future, timer, vm)
    }
}

/// The timer of that future is not needed any more. It may be among those that run next already.
fn cancel_timer(future: &Py<Future>, timer: HandleId, vm: &VirtualMachine) -> PyResult<()> {
    future.is_given_up.store(true, Ordering::Relaxed);
    if let Some(ours) = future.event_loop(vm)?.downcast_ref::<EventLoop>() {
        ours.note_cancelled(timer, !future.is_due.load(Ordering::Relaxed));
    }
    Ok(())
}

#[pyclass(flags(HAS_WEAKREF), with(IterNext, Iterable, Destructor, Representable))]
impl Sleep {
    #[pymethod]
    fn send(zelf: &Py<Self>, value: PyObjectRef, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
        let has_begun = !matches!(&*zelf.state.lock(), State::New { .. });
        if !has_begun && !vm.is_none(&value) {
            return Err(vm.new_type_error("can't send non-None value to a just-started coroutine"));
        }
        zelf.resume(vm)
    }

    #[pymethod]
    fn throw(
        zelf: &Py<Self>,
        exception: PyObjectRef,
        value: OptionalArg<PyObjectRef>,
        traceback: OptionalArg<PyObjectRef>,
        vm: &VirtualMachine,
    ) -> PyResult {
        if value.is_present() || traceback.is_present() {
            warn_of_three_arguments(vm)?;
        }
        zelf.end(vm)?;
        Err(vm.normalize_exception(exception, value.unwrap_or_none(vm), traceback.unwrap_or_none(vm))?)
    }

    #[pymethod]
    fn close(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        zelf.end(vm)
    }

    #[pymethod(name = "__await__")]
    fn py_await(zelf: PyRef<Self>) -> PyRef<Self> {
        zelf
    }

    /// To `isinstance()`, and so to `inspect.iscoroutine()`, it is what it is to the program.
    #[pygetset]
    fn __class__(_zelf: &Py<Self>, vm: &VirtualMachine) -> PyTypeRef {
        vm.ctx.types.coroutine_type.to_owned()
    }

    #[pygetset]
    fn __name__(_zelf: &Py<Self>) -> &'static str {
        "sleep"
    }

    #[pygetset]
    fn __qualname__(_zelf: &Py<Self>) -> &'static str {
        "sleep"
    }

    #[pygetset]
    fn cr_await(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        match &*zelf.state.lock() {
            State::Waiting { future, .. } => Ok(FutureIter::of(future.clone()).into_pyobject(vm)),
            State::Delegated(coroutine) => coroutine.get_attr("cr_await", vm),
            State::GaveWay { .. } => {
                let turn = library::function("_sleep", "__sleep0", vm)?.call((), vm)?;
                vm.call_method(&turn, "send", (vm.ctx.none(),))?;
                Ok(turn)
            }
            State::New { .. } | State::Over => Ok(vm.ctx.none()),
        }
    }

    #[pygetset]
    fn cr_code(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        zelf.function.as_object().get_attr("__code__", vm)
    }

    #[pygetset]
    fn cr_frame(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        if matches!(&*zelf.state.lock(), State::Over) { Ok(vm.ctx.none()) } else { zelf.like("cr_frame", vm) }
    }

    /// Where it was made, if that is remembered. The warning that it was never awaited asks for it.
    #[pygetset]
    fn cr_origin(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        if zelf.likeness.is_made() { zelf.like("cr_origin", vm) } else { Ok(vm.ctx.none()) }
    }

    #[pygetset]
    fn cr_running(_zelf: &Py<Self>) -> bool {
        false
    }

    #[pygetset]
    fn cr_suspended(zelf: &Py<Self>) -> bool {
        matches!(&*zelf.state.lock(), State::GaveWay { .. } | State::Waiting { .. } | State::Delegated(_))
    }
}

impl SelfIter for Sleep {}

impl IterNext for Sleep {
    fn next(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
        zelf.resume(vm)
    }
}

impl Destructor for Sleep {
    fn del(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        if matches!(&*zelf.state.lock(), State::New { .. }) {
            let name = vm.ctx.new_str("sleep");
            rustpython_vm::warn::warn_unawaited_coroutine(zelf.as_object(), &name, vm);
        }
        zelf.likeness.close(vm);
        zelf.end(vm)
    }
}

impl Representable for Sleep {
    fn repr_str(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<String> {
        Ok(format!("<coroutine object sleep at {:#x}>", zelf.get_id()))
    }
}
