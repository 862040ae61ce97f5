//! `asyncio.sleep`: the await every program has, so it is not made of Python frames.
//!
//! `sleep(0)` yields nothing once, which gives up one turn; any other delay yields a future that a timer resolves. To
//! whoever looks at it, it is a coroutine of the function in `lib/asyncio/_sleep.py`, which is what a program calls.
//! <https://docs.python.org/3/library/asyncio-task.html#asyncio.sleep>

use std::sync::atomic::Ordering;

use rustpython_vm::builtins::{PyFloat, PyInt};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{Py, PyObject, PyResult, VirtualMachine};

use super::event_loop::EventLoop;
use super::future::Future;
use super::native_coroutine::{NativeCoroutine, Next, Operation, Waited};
use super::native_function::{by_its_code, python};
use super::running;
use crate::handle::HandleId;

/// `asyncio.sleep(delay, result=None)`: what the program gets when it calls the function in `_sleep.py`.
///
/// # Errors
///
/// `TypeError` if the arguments are not the function's.
pub(super) fn sleep(function: &PyObject, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let function = python(function);
    let is_usual = args.kwargs.is_empty()
        && args.args.len() <= 2
        && args.args.first().is_some_and(|delay| seconds(delay, vm).is_some());
    if !is_usual {
        // Numbers of another kind and calls that are wrong are rare: Python code knows what to do with them.
        return by_its_code(function, args, vm);
    }
    let mut args = args.args.drain(..);
    let delay = args.next().expect("there is one");
    let result = vm.unwrap_or_none(args.next());
    NativeCoroutine::of(&Sleep, function, delay, Some(result), vm)
}

/// A number of seconds, if it is of one of the usual kinds.
pub(super) fn seconds(delay: &PyObject, vm: &VirtualMachine) -> Option<f64> {
    if let Some(delay) = delay.downcast_ref_if_exact::<PyFloat>(vm) {
        return Some(delay.to_f64());
    }
    delay.downcast_ref::<PyInt>()?.try_to_primitive::<i32>(vm).ok().map(f64::from)
}

/// A coroutine of a delay, which keeps its result.
struct Sleep;

impl Operation for Sleep {
    fn begin(&self, this: &NativeCoroutine, vm: &VirtualMachine) -> PyResult<Next> {
        let delay = seconds(&this.subject, vm).expect("it was a number when it was called");
        if delay <= 0.0 {
            return Ok(Next::GiveWay);
        }
        if delay.is_nan() {
            return Err(vm.new_value_error("Invalid delay: NaN (not a number)"));
        }
        let event_loop = running::get_running_loop(vm)?;
        let Some(ours) = EventLoop::direct_timers(&event_loop) else {
            // Somebody else's loop, or else's timers: the function's code goes through its public methods.
            return this.by_its_code(vm).map(Next::Become);
        };
        let future = Future::new(ours, vm)?;
        let result = vm.unwrap_or_none(this.kept.lock().clone());
        let timer = ours.end_sleep_later(delay, future.clone(), result, vm)?;
        Ok(Next::Wait(future, timer.0))
    }

    fn go_on(
        &self,
        this: &NativeCoroutine,
        waited: Waited<'_>,
        outcome: PyResult,
        vm: &VirtualMachine,
    ) -> PyResult<Next> {
        let Waited::Future(future, timer) = waited else {
            outcome?;
            return Ok(Next::Return(vm.unwrap_or_none(this.kept.lock().take())));
        };
        if outcome.is_err() || !future.is_due.load(Ordering::Relaxed) {
            // It is not the timer that has ended it. The future stays as it is, as CPython's does: its coroutine cancels
            // the timer and nothing else.
            cancel_timer(future, HandleId(timer), vm)?;
        }
        outcome.map(Next::Return)
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
