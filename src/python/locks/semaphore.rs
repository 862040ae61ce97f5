//! `asyncio.Semaphore`: what its methods do.

use rustpython_vm::builtins::PyInt;
use rustpython_vm::{AsObject, Py, PyResult, VirtualMachine};

use super::bound::{
    ENTER, ENTER_ACQUIRES, LoopBound, acquired, is_answered_here, is_cancellation, is_cancelled, is_done,
    wake,
};
use crate::python::answered::places;
use crate::python::frames::Place;
use crate::python::future::Future;
use crate::python::native_coroutine::{NativeCoroutine, Next, Operation, State, Waited};
use crate::python::recording::{at, begun, primitive, within};
use crate::trace::Event;

places! { "locks":
    ACQUIRE = "Semaphore.acquire";
    IS_LEFT = "Semaphore.acquire", "return True";
    NEEDS_WAITER = "Semaphore.acquire", "waiter = ";
    WAITS = "Semaphore.acquire", "await waiter";
    LETS_OTHERS = "Semaphore.acquire", "self._wake_up_next()";
    HAS_ONE = "Semaphore.acquire", "pass\n        return True";
    RELEASE = "Semaphore.release";
    WAKES_NEXT = "Semaphore.release", "self._wake_up_next()";
    WAKE = "Semaphore._wake_up_next", "set_result";
}

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
            at(&WAKE, || wake(&waiter, vm.ctx.new_bool(true).into(), vm))?;
            return Ok(true);
        }
    }
    Ok(false)
}

/// `Semaphore.release`
pub(super) fn release(semaphore: &Py<LoopBound>, vm: &VirtualMachine) -> PyResult<()> {
    primitive(&RELEASE, Event::Released, semaphore.as_object());
    add(semaphore, 1, vm)?;
    at(&WAKES_NEXT, || wake_up_next(semaphore, vm)).map(drop)
}

/// `Semaphore.acquire`, and `async with`, which has nothing of it.
pub(super) enum Acquire {
    Itself,
    Entering,
}

impl Acquire {
    /// Who has called the method.
    fn callers(&self) -> &'static [Place] {
        match self {
            Self::Itself => &[],
            Self::Entering => &[ENTER_ACQUIRES],
        }
    }

    fn gives_true(&self) -> bool {
        matches!(self, Self::Itself)
    }

    /// What the coroutine does next; nothing if the futures of this loop are not made as ours are.
    fn ask(&self, semaphore: &Py<LoopBound>, vm: &VirtualMachine) -> PyResult<Option<Next>> {
        primitive(&ACQUIRE, Event::Acquiring, semaphore.as_object());
        begun(&ACQUIRE);
        if !is_locked(semaphore, vm)? {
            add(semaphore, -1, vm)?;
            primitive(&IS_LEFT, Event::Acquired, semaphore.as_object());
            return Ok(Some(acquired(self.gives_true(), vm)));
        }
        let waiter = at(&NEEDS_WAITER, || semaphore.new_waiter(semaphore.as_object(), vm))?;
        Ok(waiter.map(|waiter| Next::Wait(waiter, 0)))
    }
}

/// Whoever waited is back, with one or without.
fn waited(
    semaphore: &Py<LoopBound>,
    waiter: &Py<Future>,
    outcome: PyResult,
    vm: &VirtualMachine,
) -> PyResult<()> {
    semaphore.remove(waiter);
    if is_cancellation(&outcome, vm)
        && is_done(waiter.as_object(), vm)?
        && !is_cancelled(waiter.as_object(), vm)?
    {
        // One had been taken for us.
        add(semaphore, 1, vm)?;
    }
    // What is left is for those who came after us, as far as it goes.
    at(&LETS_OTHERS, || -> PyResult<()> {
        while value(semaphore, vm).is_some_and(|left| left > 0) && wake_up_next(semaphore, vm)? {}
        Ok(())
    })?;
    outcome?;
    primitive(&HAS_ONE, Event::Acquired, semaphore.as_object());
    Ok(())
}

impl Operation for Acquire {
    fn begin(&self, this: &NativeCoroutine, vm: &VirtualMachine) -> PyResult<Next> {
        let plain = LoopBound::plain(&this.subject);
        let plain = plain.filter(|semaphore| value(semaphore, vm).is_some() && is_answered_here(vm));
        let Some(semaphore) = plain else { return this.by_its_code(vm).map(Next::Become) };
        if matches!(self, Self::Entering) {
            begun(&ENTER);
        }
        match within(self.callers(), || self.ask(semaphore, vm))? {
            Some(next) => Ok(next),
            None => this.by_its_code(vm).map(Next::Become),
        }
    }

    fn go_on(
        &self,
        this: &NativeCoroutine,
        for_what: Waited<'_>,
        outcome: PyResult,
        vm: &VirtualMachine,
    ) -> PyResult<Next> {
        match (for_what, this.subject.downcast_ref::<LoopBound>()) {
            (Waited::Future(waiter, _), Some(semaphore)) => {
                within(self.callers(), || waited(semaphore, waiter, outcome, vm))?;
            }
            _ => drop(outcome?),
        }
        Ok(acquired(self.gives_true(), vm))
    }

    fn is_at(&self, _this: &NativeCoroutine, state: &State) -> &'static [Place] {
        match (self, state) {
            (Self::Itself, State::New) => &[ACQUIRE],
            (Self::Itself, _) => &[WAITS],
            (Self::Entering, State::New) => &[ENTER],
            (Self::Entering, _) => &[ENTER_ACQUIRES, WAITS],
        }
    }
}
