//! `asyncio.sleep`: the await every program has, so it is not made of Python frames.
//!
//! It is a coroutine, written by hand as a state machine. `sleep(0)` yields nothing once, which gives up one
//! turn; any other delay yields a future that a timer resolves.
//! <https://docs.python.org/3/library/asyncio-task.html#asyncio.sleep>

use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::function::OptionalArg;
use rustpython_vm::protocol::PyIterReturn;
use rustpython_vm::types::{Destructor, IterNext, Iterable, Representable, SelfIter};
use rustpython_vm::{AsObject, Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass};

use super::event_loop::EventLoop;
use super::exceptions::warn_of_three_arguments;
use super::future::Future;
use super::{library, running};
use crate::future::Outcome;
use crate::handle::HandleId;

/// Where a sleep is.
#[derive(Clone, Debug)]
pub(super) enum State {
    /// Nobody has awaited it.
    New { delay: f64, result: PyObjectRef },
    /// It has given up a turn.
    GaveWay { result: PyObjectRef },
    /// It waits for this future, which the timer of that number resolves.
    Waiting { future: PyRef<Future>, timer: HandleId },
    /// The loop is not ours, and this coroutine sleeps instead.
    Delegated(PyObjectRef),
    /// It is over.
    Over,
}

/// The coroutine `asyncio.sleep()` returns.
#[pyclass(module = "asyncio.tasks", name = "sleep", traverse = "manual")]
#[derive(Debug, PyPayload)]
pub struct Sleep {
    pub(super) state: PyMutex<State>,
}

impl Sleep {
    /// A sleep of `delay` seconds.
    pub(super) fn new(delay: f64, result: PyObjectRef) -> Self {
        Self { state: PyMutex::new(State::New { delay, result }) }
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
            State::Waiting { future, timer } => {
                if !future.state.lock().is_done() {
                    *self.state.lock() = State::Waiting { future, timer };
                    return Err(vm.new_runtime_error("await wasn't used with future"));
                }
                Ok(PyIterReturn::StopIteration(Some(future.take_result(vm)?)))
            }
            State::Delegated(coroutine) => {
                *self.state.lock() = State::Delegated(coroutine.clone());
                let sent = vm.call_method(&coroutine, "send", (vm.ctx.none(),));
                PyIterReturn::from_pyresult(sent, vm)
            }
            State::Over => Err(vm.new_runtime_error("cannot reuse already awaited coroutine")),
        }
    }

    fn begin(&self, delay: f64, result: PyObjectRef, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
        let event_loop = running::get_running_loop(vm)?;
        let Some(ours) = EventLoop::direct_timers(&event_loop) else {
            // Somebody else's loop, or else's timers: the library's own sleep goes through its public methods.
            let coroutine = library::function("tasks", "sleep", vm)?.call((delay, result), vm)?;
            *self.state.lock() = State::Delegated(coroutine);
            return self.resume(vm);
        };
        let future = Future::new(ours, vm)?;
        future.blocking.store(true, std::sync::atomic::Ordering::Relaxed);
        let timer = ours.end_sleep_later(delay, future.clone(), result, vm)?;
        *self.state.lock() = State::Waiting { future: future.clone(), timer };
        Ok(PyIterReturn::Return(future.into()))
    }

    /// Ends it where it is suspended: the timer is not needed any more.
    fn end(&self, vm: &VirtualMachine) -> PyResult<()> {
        let state = std::mem::replace(&mut *self.state.lock(), State::Over);
        let (future, timer) = match state {
            State::Waiting { future, timer } => (future, timer),
            State::Delegated(coroutine) => {
                return vm.call_method(&coroutine, "close", ()).map(drop);
            }
            State::New { .. } | State::GaveWay { .. } | State::Over => return Ok(()),
        };
        let was_pending = !future.state.lock().is_done();
        if was_pending {
            Future::resolve(&future, Outcome::Cancelled(None), vm)?;
        }
        if let Some(ours) = future.event_loop(vm)?.downcast_ref::<EventLoop>() {
            ours.note_cancelled(timer, true);
        }
        Ok(())
    }
}

#[pyclass(flags(HAS_WEAKREF), with(IterNext, Iterable, Destructor, Representable))]
impl Sleep {
    #[pymethod]
    fn send(zelf: &Py<Self>, _value: PyObjectRef, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
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

    #[pygetset]
    fn __name__(_zelf: &Py<Self>) -> &'static str {
        "sleep"
    }

    #[pygetset]
    fn __qualname__(_zelf: &Py<Self>) -> &'static str {
        "sleep"
    }

    /// Where it was made, which is not remembered: None. The warning that it was never awaited asks for it.
    #[pygetset]
    fn cr_origin(_zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        vm.ctx.none()
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
        *zelf.state.lock() = State::Over;
        Ok(())
    }
}

impl Representable for Sleep {
    fn repr_str(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<String> {
        Ok(format!("<coroutine object sleep at {:#x}>", zelf.get_id()))
    }
}
