//! `asyncio.wait`, in Rust, from when its arguments have been looked at.
//!
//! What it does stands in `lib/asyncio/tasks.py`, for whoever reads it. Here is the same for futures and tasks as the library
//! makes them, in a loop of ours.
//! <https://docs.python.org/3/library/asyncio-task.html#asyncio.wait>

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustpython_vm::builtins::PySet;
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::types::Callable;
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass,
};

use super::answered::places;
use super::context::Context;
use super::event_loop::EventLoop;
use super::frames::Place;
use super::future::{Callback, Future};
use super::gather::{add_awaited_by, discard_awaited_by, is_of};
use super::language::{Python, exactly_ours};
use super::locks::{is_done, wake};
use super::native_coroutine::{NativeCoroutine, Next, Operation, State, Waited};
use super::native_function::{Answer, by_its_code, may_answer, python};
use super::recording::{self, at, begun, within};
use super::{library, running};
use crate::future::{Callbacks, Outcome};
use crate::trace::Event;

places! { "tasks":
    WAIT = "_wait";
    NEEDS_WAITER = "_wait", "waiter = ";
    LISTENS = "_wait", "f.add_done_callback(";
    WAITS = "_wait", "await waiter";
    LISTENS_NO_MORE = "_wait", "f.remove_done_callback(";
    IS_ENOUGH = "_wait.<locals>._on_completion", "_release_waiter(";
    WAKES = "_release_waiter", "set_result";
}

/// When it is enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Enough {
    All,
    First,
    FirstException,
}

/// What is called when one of those waited for is done.
#[pyclass(module = false, name = "function", traverse = "manual")]
#[derive(PyPayload)]
pub struct Waiting {
    pub(super) futures: PyMutex<Vec<PyRef<Future>>>,
    pub(super) waiter: PyRef<Future>,
    /// The task that waits.
    pub(super) task: Option<PyObjectRef>,
    enough: Enough,
    left: AtomicUsize,
}

impl fmt::Debug for Waiting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Waiting").field("left", &self.left).finish_non_exhaustive()
    }
}

impl Callable for Waiting {
    type Args = (PyObjectRef,);

    fn call(zelf: &Py<Self>, (future,): Self::Args, vm: &VirtualMachine) -> PyResult {
        if let Some(future) = future.downcast_ref::<Future>() {
            zelf.one_is_done(future, vm)?;
        }
        Ok(vm.ctx.none())
    }
}

/// Among a task's callbacks it is the function in `tasks.py`.
#[pyclass(with(Callable), flags(HAS_WEAKREF))]
impl Waiting {
    #[pygetset]
    fn __wrapped__(_zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        library::function("tasks", "_waits", vm)
    }

    #[pygetset]
    fn __name__(_zelf: &Py<Self>) -> &'static str {
        "_on_completion"
    }

    #[pygetset]
    fn __qualname__(_zelf: &Py<Self>) -> &'static str {
        "_wait.<locals>._on_completion"
    }
}

impl Waiting {
    fn one_is_done(&self, future: &Py<Future>, vm: &VirtualMachine) -> PyResult<()> {
        let left = self.left.fetch_sub(1, Ordering::Relaxed).saturating_sub(1);
        let is_enough = left == 0
            || match self.enough {
                Enough::All => false,
                Enough::First => true,
                Enough::FirstException => has_failed(future),
            };
        if is_enough && !is_done(self.waiter.as_object(), vm)? {
            within(&[IS_ENOUGH, WAKES], || wake(self.waiter.as_object(), vm.ctx.none(), vm))?;
        }
        if let Some(task) = &self.task {
            discard_awaited_by(future, task);
        }
        Ok(())
    }
}

/// Whether it has an exception, which counts as retrieved then.
fn has_failed(future: &Future) -> bool {
    let mut state = future.state.lock();
    let has_failed = matches!(state.outcome(), Outcome::Raised(_));
    if has_failed {
        state.set_retrieved();
    }
    has_failed
}

/// Takes a callback back that has not been called.
fn remove_callback(future: &Future, callback: &PyObject, vm: &VirtualMachine) {
    let mut removed = Vec::new();
    let mut state = future.state.lock();
    let mut kept = Callbacks::<Python>::new();
    for known in state.take_callbacks() {
        let is_it = matches!(&known, Callback::Call(function, _) if function.is(callback));
        if is_it { removed.push(known) } else { kept.push(known) }
    }
    // The lock has been held since they were taken, so the future cannot have been resolved.
    let _ = state.put_back_callbacks(kept);
    drop(state);
    if !removed.is_empty() {
        future.report(|recorder| {
            let details = recording::call(recorder, callback, vm);
            (Event::CallbackRemoved(future.id(), removed.len()), details)
        });
    }
}

/// What answers the function of this name.
pub(super) fn answer(name: &str) -> Option<Answer> {
    (name == "_wait").then_some(wait)
}

/// `_wait(fs, timeout, return_when, loop)`
fn wait(function: &PyObject, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let enough = |when: &PyObject| match &*when.str(vm).ok()?.to_string_lossy() {
        "ALL_COMPLETED" => Some(Enough::All),
        "FIRST_COMPLETED" => Some(Enough::First),
        "FIRST_EXCEPTION" => Some(Enough::FirstException),
        _ => None,
    };
    if let [futures, timeout, when, event_loop] = &*args.args
        && may_answer(&args, 4)
        && vm.is_none(timeout)
        && let Some(ours) = EventLoop::direct_futures(event_loop)
        && EventLoop::direct(event_loop).is_some()
        && let Some(enough) = enough(when)
        && let Some(futures) = ours_of(futures, ours, vm)
    {
        let waiting = Waiting {
            left: AtomicUsize::new(futures.len()),
            futures: PyMutex::new(futures),
            waiter: at(&NEEDS_WAITER, || Future::new(ours, vm))?,
            task: running::current_task(event_loop, vm),
            enough,
        };
        let waiting: PyObjectRef = waiting.into_ref(&vm.ctx).into();
        return NativeCoroutine::of(&Wait, python(function), args.args[0].clone(), Some(waiting), vm);
    }
    by_its_code(python(function), args, vm)
}

/// The futures of a set, if all of them are as the library makes them, and of this loop.
fn ours_of(
    futures: &PyObject,
    event_loop: &Py<EventLoop>,
    vm: &VirtualMachine,
) -> Option<Vec<PyRef<Future>>> {
    futures.downcast_ref_if_exact::<PySet>(vm)?;
    let all: Vec<PyObjectRef> = vm.extract_elements_with(futures, Ok).ok()?;
    let ours = |object: &PyObjectRef| {
        exactly_ours(object).filter(|future| is_of(future, event_loop)).map(Py::to_owned)
    };
    all.iter().map(ours).collect()
}

/// `_wait` of a set of futures, which keeps what is called when they are done.
struct Wait;

impl Operation for Wait {
    fn begin(&self, this: &NativeCoroutine, vm: &VirtualMachine) -> PyResult<Next> {
        let kept = this.kept.lock().clone();
        let waiting =
            kept.as_ref().and_then(|kept| kept.downcast_ref::<Waiting>()).expect("it was made for it");
        begun(&WAIT);
        let context: PyObjectRef = Context::copy_current(vm).into();
        let futures = waiting.futures.lock().clone();
        for future in &futures {
            let callback = Callback::Call(waiting.as_object().to_owned(), context.clone());
            at(&LISTENS, || Future::when_done(future, callback, vm))?;
            if let Some(task) = &waiting.task {
                add_awaited_by(future, task);
            }
        }
        Ok(Next::Wait(waiting.waiter.clone(), 0))
    }

    fn go_on(
        &self,
        this: &NativeCoroutine,
        _waited: Waited<'_>,
        outcome: PyResult,
        vm: &VirtualMachine,
    ) -> PyResult<Next> {
        let Some(kept) = this.kept.lock().take() else { return outcome.map(Next::Return) };
        let Some(waiting) = kept.downcast_ref::<Waiting>() else { return outcome.map(Next::Return) };
        let futures = std::mem::take(&mut *waiting.futures.lock());
        let (mut done, mut pending) = (Vec::new(), Vec::new());
        for future in futures {
            let is_done = future.state.lock().is_done();
            if !is_done {
                at(&LISTENS_NO_MORE, || remove_callback(&future, &kept, vm));
            }
            if let Some(task) = &waiting.task {
                discard_awaited_by(&future, task);
            }
            let object: PyObjectRef = future.into();
            if is_done { done.push(object) } else { pending.push(object) }
        }
        outcome?;
        let set = |futures: Vec<PyObjectRef>| {
            vm.ctx.types.set_type.to_owned().as_object().call((vm.ctx.new_list(futures),), vm)
        };
        Ok(Next::Return(vm.ctx.new_tuple(vec![set(done)?, set(pending)?]).into()))
    }

    fn is_at(&self, _this: &NativeCoroutine, state: &State) -> &'static [Place] {
        if matches!(state, State::New) { &[WAIT] } else { &[WAITS] }
    }

    fn arguments(&self, this: &NativeCoroutine, vm: &VirtualMachine) -> Vec<PyObjectRef> {
        let when = vm.ctx.new_str("ALL_COMPLETED").into();
        vec![this.subject.clone(), vm.ctx.none(), when, vm.ctx.none()]
    }
}
