//! `asyncio.Condition`: what its methods do.

use rustpython_vm::builtins::{PyBaseExceptionRef, PyTuple};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::bound::{Kind, LoopBound, is_answered_here, is_cancellation, is_done, wake};
use super::lock;
use crate::python::answered::places;
use crate::python::frames::Place;
use crate::python::native_coroutine::{NativeCoroutine, Next, Operation, State, Waited};
use crate::python::recording::{at, begun, within};

places! { "locks":
    WAIT = "Condition.wait";
    NEEDS_WAITER = "Condition.wait", "waiter = ";
    RELEASES = "Condition.wait", "self.release()";
    WAITS = "Condition.wait", "await waiter";
    ACQUIRES = "Condition.wait", "await self._acquire_in_any_case()";
    LETS_OTHERS = "Condition.wait", "self._notify(1)";
    ACQUIRE_IN_ANY_CASE = "Condition._acquire_in_any_case";
    ACQUIRES_IN_ANY_CASE = "Condition._acquire_in_any_case", "await self.acquire()";
    NOTIFIES = "Condition.notify", "self._notify(n)";
    NOTIFIES_ALL = "Condition.notify_all", "self.notify(";
    WAKE = "Condition._notify", "set_result";
}

/// What takes the lock again.
const TAKING_AGAIN: [Place; 2] = [ACQUIRES, ACQUIRES_IN_ANY_CASE];

/// The lock of a condition, if both are as the library makes them.
pub(super) fn lock_of(condition: &PyObject) -> Option<PyObjectRef> {
    let lock = LoopBound::plain_of(condition, Kind::Condition)?.value.lock().clone()?;
    LoopBound::plain_of(&lock, Kind::Lock).is_some().then_some(lock)
}

/// How many are notified.
#[derive(Clone, Copy, Debug)]
pub(super) enum Count {
    /// So many: `notify`.
    Some(usize),
    /// All: `notify_all`.
    All,
}

/// `Condition.notify` and `Condition.notify_all`, of one whose lock somebody has.
pub(super) fn notify(condition: &LoopBound, count: Count, vm: &VirtualMachine) -> PyResult<()> {
    match count {
        Count::Some(count) => at(&NOTIFIES, || wake_up(condition, count, vm)),
        Count::All => within(&[NOTIFIES_ALL, NOTIFIES], || wake_up(condition, usize::MAX, vm)),
    }
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
            at(&WAKE, || wake(&waiter, vm.ctx.new_bool(false).into(), vm))?;
        }
    }
    Ok(())
}

/// What was a lock when the waiting began. A program may have put something else there.
fn still_a_lock<'a>(lock: &'a PyObject, vm: &VirtualMachine) -> PyResult<&'a Py<LoopBound>> {
    let bound = lock.downcast_ref::<LoopBound>();
    bound.ok_or_else(|| vm.new_type_error("the lock of the condition has been replaced"))
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
        let bound = still_a_lock(lock, vm)?;
        match within(&TAKING_AGAIN, || lock::ask(bound, true, LOCK, vm))? {
            Some(Next::Return(_)) => Self::has_lock(this, condition, vm),
            Some(next) => Ok(next),
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
        at(&LETS_OTHERS, || wake_up(condition, 1, vm))?;
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
        let lock = lock_of(&this.subject).filter(|_| is_answered_here(vm));
        let plain = lock.as_ref().and_then(|lock| LoopBound::plain(lock)).filter(|lock| lock.is_true(vm));
        let Some((lock, condition)) = plain.zip(LoopBound::plain(&this.subject)) else {
            return this.by_its_code(vm).map(Next::Become);
        };
        begun(&WAIT);
        let waiter = at(&NEEDS_WAITER, || condition.new_waiter(&this.subject, vm))?;
        let Some(waiter) = waiter else { return this.by_its_code(vm).map(Next::Become) };
        at(&RELEASES, || lock::release(lock, vm))?;
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
            at(&ACQUIRES, || begun(&ACQUIRE_IN_ANY_CASE));
            return Self::take_again(this, condition, &lock, vm);
        }
        let bound = still_a_lock(&lock, vm)?;
        let is_cancelled = is_cancellation(&outcome, vm);
        match within(&TAKING_AGAIN, || lock::waited(bound, waiter, outcome, vm)) {
            Ok(()) => Self::has_lock(this, condition, vm),
            Err(exception) if is_cancelled => {
                let (first, _) = Self::kept(this);
                Self::keep(this, first, Some(exception), vm);
                Self::take_again(this, condition, &lock, vm)
            }
            Err(exception) => Self::fail(condition, exception, vm),
        }
    }

    fn is_at(&self, _this: &NativeCoroutine, state: &State) -> &'static [Place] {
        match state {
            State::New => &[WAIT],
            State::Waiting(_, LOCK) => &[ACQUIRES, ACQUIRES_IN_ANY_CASE, lock::WAITS],
            _ => &[WAITS],
        }
    }
}
