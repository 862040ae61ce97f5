//! Waiting for each other: `asyncio.Lock`, `Event`, `Condition` and `Semaphore`, in Rust.
//!
//! The classes are Python's, in `lib/asyncio/locks.py`, and so is what each method does, for whoever reads it or subclasses
//! it. Here is their state, and the same again for those nobody has changed anything of: that way is several times as
//! fast. <https://docs.python.org/3/library/asyncio-sync.html>

mod bound;
mod condition;
mod event;
mod lock;
mod semaphore;
mod waiters;

use rustpython_vm::builtins::PyInt;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

pub(super) use self::bound::{
    AsItWas, Kind, LoopBound, get_loop, is_answered_here, is_cancelled, is_done, is_plain, read, wake, write,
};
use self::condition::Count;
pub(super) use self::waiters::Waiters;
use super::answered::places;
use super::frames::Place;
use super::native_coroutine::{NativeCoroutine, Next, Operation, State, Waited};
use super::native_function::{Answer, by_its_code, may_answer, python};
use super::recording::{begun, within};

places! { "locks":
    EXIT = "_ContextManagerMixin.__aexit__";
    EXIT_RELEASES = "_ContextManagerMixin.__aexit__", "self.release()";
}

/// What answers the method of this qualified name.
pub(super) fn answer(name: &str) -> Option<Answer> {
    Some(match name {
        "Event.is_set" => |function, args, vm| {
            at_once(function, args, Kind::Event, vm, |event, vm| {
                Ok(vm.ctx.new_bool(event.is_true(vm)).into())
            })
        },
        "Event.set" => |function, args, vm| {
            at_once(function, args, Kind::Event, vm, |event, vm| {
                event::set(event, vm).map(|()| vm.ctx.none())
            })
        },
        "Event.clear" => |function, args, vm| {
            at_once(function, args, Kind::Event, vm, |event, vm| {
                event.set_true(false, vm);
                Ok(vm.ctx.none())
            })
        },
        "Event.wait" => |function, args, vm| coroutine(function, args, &event::Wait, vm),
        "Lock.acquire" => |function, args, vm| coroutine(function, args, &lock::Acquire::Itself, vm),
        "Lock.release" => release_lock,
        "Semaphore.acquire" => {
            |function, args, vm| coroutine(function, args, &semaphore::Acquire::Itself, vm)
        }
        "Semaphore.release" => release_semaphore,
        "Condition.wait" => |function, args, vm| coroutine(function, args, &condition::Wait, vm),
        "Condition.notify" => notify,
        "Condition.notify_all" => notify_all,
        "_ContextManagerMixin.__aenter__" => enter,
        "_ContextManagerMixin.__aexit__" => exit,
        _ => return None,
    })
}

/// The one argument of a call that Rust may answer.
fn only_argument(args: &FuncArgs) -> Option<&PyObjectRef> {
    if may_answer(args, 1) { args.args.first() } else { None }
}

/// Answers a method that is over when it returns.
#[inline]
fn at_once(
    function: &PyObject,
    args: FuncArgs,
    kind: Kind,
    vm: &VirtualMachine,
    method: impl FnOnce(&Py<LoopBound>, &VirtualMachine) -> PyResult,
) -> PyResult {
    if let Some(object) = only_argument(&args)
        && let Some(plain) = LoopBound::plain_of(object, kind)
    {
        return method(plain, vm);
    }
    by_its_code(python(function), args, vm)
}

/// Answers a method that is a coroutine function.
fn coroutine(
    function: &PyObject,
    mut args: FuncArgs,
    operation: &'static dyn Operation,
    vm: &VirtualMachine,
) -> PyResult {
    let is_ours = only_argument(&args).is_some_and(|object| object.downcast_ref::<LoopBound>().is_some());
    if !is_ours {
        return by_its_code(python(function), args, vm);
    }
    NativeCoroutine::of(operation, python(function), args.args.swap_remove(0), None, vm)
}

/// `Lock.release`, of one that somebody has.
fn release_lock(function: &PyObject, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    if let Some(object) = only_argument(&args)
        && let Some(plain) = LoopBound::plain_of(object, Kind::Lock)
        && plain.is_true(vm)
    {
        return lock::release(plain, vm).map(|()| vm.ctx.none());
    }
    by_its_code(python(function), args, vm)
}

/// `Semaphore.release`, and that of one that is bounded.
fn release_semaphore(function: &PyObject, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    if let Some(object) = only_argument(&args)
        && let Some(plain) = LoopBound::plain(object)
        && semaphore::value(plain, vm).is_some()
    {
        return semaphore::release(plain, vm).map(|()| vm.ctx.none());
    }
    by_its_code(python(function), args, vm)
}

/// `Condition.notify(n=1)`
fn notify(function: &PyObject, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let count = match &*args.args {
        _ if !args.kwargs.is_empty() => None,
        [_] => Some(1),
        [_, count] => {
            count.downcast_ref_if_exact::<PyInt>(vm).and_then(|count| count.try_to_primitive(vm).ok())
        }
        _ => None,
    };
    notify_so_many(function, args, count.map(Count::Some), vm)
}

/// `Condition.notify_all`
fn notify_all(function: &PyObject, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let count = only_argument(&args).map(|_| Count::All);
    notify_so_many(function, args, count, vm)
}

fn notify_so_many(
    function: &PyObject,
    args: FuncArgs,
    count: Option<Count>,
    vm: &VirtualMachine,
) -> PyResult {
    if let Some(count) = count
        && let Some(object) = args.args.first()
        && let Some(lock) = condition::lock_of(object)
        && LoopBound::plain(&lock).is_some_and(|lock| lock.is_true(vm))
        && let Some(condition) = object.downcast_ref::<LoopBound>()
    {
        return condition::notify(condition, count, vm).map(|()| vm.ctx.none());
    }
    by_its_code(python(function), args, vm)
}

/// `async with` a lock, a semaphore or a condition begins.
fn enter(function: &PyObject, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let plain = only_argument(&args).and_then(|object| LoopBound::plain(object));
    let operation: &'static dyn Operation = match plain.map(|plain| plain.kind) {
        Some(Kind::Lock | Kind::Condition) => &lock::Acquire::Entering,
        Some(Kind::Semaphore | Kind::BoundedSemaphore) => &semaphore::Acquire::Entering,
        _ => return by_its_code(python(function), args, vm),
    };
    let object = args.args.swap_remove(0);
    let subject = match condition::lock_of(&object) {
        Some(lock) => lock,
        None if LoopBound::plain_of(&object, Kind::Condition).is_some() => {
            return by_its_code(python(function), vec![object].into(), vm);
        }
        None => object,
    };
    NativeCoroutine::of(operation, python(function), subject, None, vm)
}

/// `async with` ends.
fn exit(function: &PyObject, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let object = if may_answer(&args, 4) { args.args.first() } else { None };
    if !object.is_some_and(|object| object.downcast_ref::<LoopBound>().is_some()) {
        return by_its_code(python(function), args, vm);
    }
    let object = args.args.swap_remove(0);
    NativeCoroutine::of(&Exit, python(function), object, None, vm)
}

/// `__aexit__`, whose other arguments it does not look at.
struct Exit;

impl Operation for Exit {
    fn begin(&self, this: &NativeCoroutine, vm: &VirtualMachine) -> PyResult<Next> {
        let object = &this.subject;
        let lock = condition::lock_of(object).or_else(|| Some(object.clone()));
        let lock = lock.as_ref().and_then(|lock| LoopBound::plain(lock));
        begun(&EXIT);
        within(&[EXIT_RELEASES], || match lock.map(|lock| (lock.kind, lock)) {
            Some((Kind::Lock, lock)) if lock.is_true(vm) => lock::release(lock, vm),
            Some((Kind::Semaphore, semaphore)) if semaphore::value(semaphore, vm).is_some() => {
                semaphore::release(semaphore, vm)
            }
            _ => vm.call_method(object, "release", ()).map(drop),
        })?;
        Ok(Next::Return(vm.ctx.none()))
    }

    fn go_on(
        &self,
        _this: &NativeCoroutine,
        _waited: Waited<'_>,
        outcome: PyResult,
        _vm: &VirtualMachine,
    ) -> PyResult<Next> {
        outcome.map(Next::Return)
    }

    fn is_at(&self, _this: &NativeCoroutine, state: &State) -> &'static [Place] {
        if matches!(state, State::New) { &[EXIT] } else { &[EXIT_RELEASES] }
    }

    fn arguments(&self, this: &NativeCoroutine, vm: &VirtualMachine) -> Vec<PyObjectRef> {
        vec![this.subject.clone(), vm.ctx.none(), vm.ctx.none(), vm.ctx.none()]
    }
}
