//! `asyncio.Condition`: what its methods do when they need not be watched.

use rustpython_vm::builtins::{PyBaseExceptionRef, PyTuple};
use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::bound::{Kind, LoopBound, is_cancellation, is_done, wake};
use super::lock;
use crate::python::native_coroutine::{NativeCoroutine, Next, Operation, Waited};

/// The lock of a condition, if both are as the library makes them.
pub(super) fn lock_of(condition: &PyObject) -> Option<PyObjectRef> {
    let lock = LoopBound::plain_of(condition, Kind::Condition)?.value.lock().clone()?;
    LoopBound::plain_of(&lock, Kind::Lock).is_some().then_some(lock)
}

/// `Condition.notify`, for so many.
///
/// # Errors
///
/// `RuntimeError` if nobody has the lock.
pub(super) fn notify(
    condition: &LoopBound,
    lock: &LoopBound,
    count: usize,
    vm: &VirtualMachine,
) -> PyResult<()> {
    if !lock.is_true(vm) {
        return Err(vm.new_runtime_error("cannot notify on un-acquired lock"));
    }
    wake_up(condition, count, vm)
}

/// Lets so many of those who wait look again.
fn wake_up(condition: &LoopBound, mut count: usize, vm: &VirtualMachine) -> PyResult<()> {
    let Some(waiters) = condition.waiters() else { return Ok(()) };
    for index in 0..waiters.len() {
        if count == 0 {
            break;
        }
        if let Some(waiter) = waiters.at(index)
            && !is_done(&waiter, vm)?
        {
            count -= 1;
            wake(&waiter, vm.ctx.new_bool(false).into(), vm)?;
        }
    }
    Ok(())
}

/// What was a lock when the waiting began. A program may have put something else there.
fn still_a_lock<'a>(lock: &'a PyObject, vm: &VirtualMachine) -> PyResult<&'a LoopBound> {
    let bound = lock.downcast_ref::<LoopBound>();
    bound
        .map(|bound| &**bound)
        .ok_or_else(|| vm.new_type_error("the lock of the condition has been replaced"))
}

/// For what it waits: to be notified, and then for the lock.
const NOTICE: u64 = 0;
const LOCK: u64 = 1;

/// `Condition.wait`, which keeps what it will raise when it has the lock again.
pub(super) struct Wait;

impl Wait {
    /// Takes the lock again, however long that takes.
    fn take_again(
        this: &NativeCoroutine,
        condition: &LoopBound,
        lock: &PyObject,
        vm: &VirtualMachine,
    ) -> PyResult<Next> {
        let bound: &LoopBound = still_a_lock(lock, vm)?;
        if lock::take(bound, vm)? {
            return Self::has_lock(this, condition, vm);
        }
        match bound.new_waiter(lock, vm)? {
            Some(waiter) => Ok(Next::Wait(waiter, LOCK)),
            None => Err(vm.new_runtime_error("the futures of this loop are not asyncio's any more")),
        }
    }

    /// It has the lock again.
    fn has_lock(this: &NativeCoroutine, condition: &LoopBound, vm: &VirtualMachine) -> PyResult<Next> {
        let (first, last) = Self::kept(this);
        match (first, last) {
            (None, None) => Ok(Next::Return(vm.ctx.new_bool(true).into())),
            (Some(first), None) => Self::fail(condition, first, vm),
            (first, Some(last)) => {
                if let Some(first) = first.filter(|first| !first.is(&last))
                    && last.__context__().is_none()
                {
                    last.set_context(Some(first));
                }
                Self::fail(condition, last, vm)
            }
        }
    }

    /// The word may have been for us. Somebody else should have it.
    fn fail(condition: &LoopBound, exception: PyBaseExceptionRef, vm: &VirtualMachine) -> PyResult<Next> {
        wake_up(condition, 1, vm)?;
        Err(exception)
    }

    /// What it was to raise when it was woken, and the cancellation that came last while it waited for the lock.
    fn kept(this: &NativeCoroutine) -> (Option<PyBaseExceptionRef>, Option<PyBaseExceptionRef>) {
        let kept = this.kept.lock().clone();
        let kept = kept.and_then(|kept| kept.downcast::<PyTuple>().ok());
        let at = |index: usize| kept.as_ref()?.as_slice().get(index)?.clone().downcast().ok();
        (at(0), at(1))
    }

    fn keep(
        this: &NativeCoroutine,
        first: Option<PyBaseExceptionRef>,
        last: Option<PyBaseExceptionRef>,
        vm: &VirtualMachine,
    ) {
        let both = [first, last].map(|exception| vm.unwrap_or_none(exception.map(Into::into)));
        let _before = this.kept.lock().replace(vm.ctx.new_tuple(both.into()).into());
    }
}

impl Operation for Wait {
    fn begin(&self, this: &NativeCoroutine, vm: &VirtualMachine) -> PyResult<Next> {
        let plain = LoopBound::plain(&this.subject).zip(lock_of(&this.subject));
        let Some((condition, lock)) = plain else { return this.by_its_code(vm).map(Next::Become) };
        let bound = LoopBound::plain(&lock).expect("it was looked at");
        if !bound.is_true(vm) {
            return Err(vm.new_runtime_error("cannot wait on un-acquired lock"));
        }
        let Some(waiter) = condition.new_waiter(&this.subject, vm)? else {
            return this.by_its_code(vm).map(Next::Become);
        };
        lock::release(bound, vm)?;
        Ok(Next::Wait(waiter, NOTICE))
    }

    fn go_on(
        &self,
        this: &NativeCoroutine,
        waited: Waited<'_>,
        outcome: PyResult,
        vm: &VirtualMachine,
    ) -> PyResult<Next> {
        let (Waited::Future(waiter, number), Some(condition)) =
            (waited, this.subject.downcast_ref::<LoopBound>())
        else {
            return outcome.map(Next::Return);
        };
        let lock = condition.value.lock().clone();
        let lock = lock.ok_or_else(|| vm.new_attribute_error("the condition has no lock any more"))?;
        if number == NOTICE {
            condition.remove(waiter);
            if let Err(exception) = outcome {
                Self::keep(this, Some(exception), None, vm);
            }
            return Self::take_again(this, condition, &lock, vm);
        }
        let bound: &LoopBound = still_a_lock(&lock, vm)?;
        let is_cancelled = is_cancellation(&outcome, vm);
        match lock::waited(bound, waiter, outcome, vm) {
            Ok(()) => Self::has_lock(this, condition, vm),
            Err(exception) if is_cancelled => {
                let (first, _) = Self::kept(this);
                Self::keep(this, first, Some(exception), vm);
                Self::take_again(this, condition, &lock, vm)
            }
            Err(exception) => Self::fail(condition, exception, vm),
        }
    }
}
