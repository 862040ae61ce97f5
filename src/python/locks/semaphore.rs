//! `asyncio.Semaphore`: what its methods do when they need not be watched.

use rustpython_vm::builtins::PyInt;
use rustpython_vm::{AsObject, PyResult, VirtualMachine};

use super::bound::{LoopBound, acquired, is_cancellation, is_cancelled, is_done, wake};
use crate::python::native_coroutine::{NativeCoroutine, Next, Operation, Waited};

/// As many as are left, if that is a number as it usually is.
pub(super) fn value(semaphore: &LoopBound, vm: &VirtualMachine) -> Option<i64> {
    let value = semaphore.value.lock();
    value.as_ref()?.downcast_ref_if_exact::<PyInt>(vm)?.try_to_primitive(vm).ok()
}

fn set_value(semaphore: &LoopBound, value: i64, vm: &VirtualMachine) {
    let _old = semaphore.value.lock().replace(vm.ctx.new_int(value).into());
}

/// Adds to what is left.
fn add(semaphore: &LoopBound, number: i64, vm: &VirtualMachine) -> PyResult<()> {
    let value = value(semaphore, vm).and_then(|value| value.checked_add(number));
    let value = value.ok_or_else(|| vm.new_value_error("the value of a semaphore is a number"))?;
    set_value(semaphore, value, vm);
    Ok(())
}

/// `Semaphore.locked`
fn is_locked(semaphore: &LoopBound, vm: &VirtualMachine) -> PyResult<bool> {
    if value(semaphore, vm) == Some(0) {
        return Ok(true);
    }
    let Some(waiters) = semaphore.waiters() else { return Ok(false) };
    for index in 0..waiters.len() {
        if let Some(waiter) = waiters.at(index)
            && !is_cancelled(&waiter, vm)?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Takes one for the first that has none yet, and wakes it. Whether there was any.
fn wake_up_next(semaphore: &LoopBound, vm: &VirtualMachine) -> PyResult<bool> {
    let Some(waiters) = semaphore.waiters() else { return Ok(false) };
    for index in 0..waiters.len() {
        if let Some(waiter) = waiters.at(index)
            && !is_done(&waiter, vm)?
        {
            add(semaphore, -1, vm)?;
            wake(&waiter, vm.ctx.new_bool(true).into(), vm)?;
            return Ok(true);
        }
    }
    Ok(false)
}

/// `Semaphore.release`
pub(super) fn release(semaphore: &LoopBound, vm: &VirtualMachine) -> PyResult<()> {
    add(semaphore, 1, vm)?;
    wake_up_next(semaphore, vm).map(drop)
}

/// `Semaphore.acquire`, and `async with`, which has nothing of it.
pub(super) struct Acquire {
    /// Whether it gives `True`.
    pub(super) gives_true: bool,
}

impl Operation for Acquire {
    fn begin(&self, this: &NativeCoroutine, vm: &VirtualMachine) -> PyResult<Next> {
        let plain = LoopBound::plain(&this.subject);
        let Some(semaphore) = plain.filter(|semaphore| value(semaphore, vm).is_some()) else {
            return this.by_its_code(vm).map(Next::Become);
        };
        if !is_locked(semaphore, vm)? {
            add(semaphore, -1, vm)?;
            return Ok(acquired(self.gives_true, vm));
        }
        match semaphore.new_waiter(&this.subject, vm)? {
            Some(waiter) => Ok(Next::Wait(waiter, 0)),
            None => this.by_its_code(vm).map(Next::Become),
        }
    }

    fn go_on(
        &self,
        this: &NativeCoroutine,
        waited: Waited<'_>,
        outcome: PyResult,
        vm: &VirtualMachine,
    ) -> PyResult<Next> {
        if let (Waited::Future(waiter, _), Some(semaphore)) =
            (waited, this.subject.downcast_ref::<LoopBound>())
        {
            semaphore.remove(waiter);
            if is_cancellation(&outcome, vm)
                && is_done(waiter.as_object(), vm)?
                && !is_cancelled(waiter.as_object(), vm)?
            {
                // One had been taken for us.
                add(semaphore, 1, vm)?;
            }
            // What is left is for those who came after us, as far as it goes.
            while value(semaphore, vm).is_some_and(|left| left > 0) && wake_up_next(semaphore, vm)? {}
        }
        outcome?;
        Ok(acquired(self.gives_true, vm))
    }
}
