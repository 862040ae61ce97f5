//! `asyncio.Lock`: what its methods do.

use rustpython_vm::{AsObject, Py, PyResult, VirtualMachine};

use super::bound::{
    ENTER, ENTER_ACQUIRES, Kind, LoopBound, acquired, is_answered_here, is_cancellation, is_cancelled,
    is_done, wake,
};
use crate::python::answered::places;
use crate::python::frames::Place;
use crate::python::future::Future;
use crate::python::native_coroutine::{NativeCoroutine, Next, Operation, State, Waited};
use crate::python::recording::{at, begun, primitive, within};
use crate::trace::Event;

places! { "locks":
    ACQUIRE = "Lock.acquire";
    IS_FREE = "Lock.acquire", "return True";
    NEEDS_WAITER = "Lock.acquire", "waiter = ";
    WAITS = "Lock.acquire", "await waiter";
    LETS_OTHERS = "Lock.acquire", "self._wake_up_first()";
    HAS_IT = "Lock.acquire", "raise\n        self._locked = True\n        return True";
    RELEASE = "Lock.release";
    WAKES_FIRST = "Lock.release", "self._wake_up_first()";
    WAKE = "Lock._wake_up_first", "set_result";
}

/// Takes it, if it is free and everybody who came earlier has given up.
fn take(lock: &LoopBound, vm: &VirtualMachine) -> PyResult<bool> {
    if lock.is_true(vm) {
        return Ok(false);
    }
    if let Some(waiters) = lock.waiters() {
        for index in 0..waiters.len() {
            if let Some(waiter) = waiters.at(index)
                && !is_cancelled(&waiter, vm)?
            {
                return Ok(false);
            }
        }
    }
    lock.set_true(true, vm);
    Ok(true)
}

/// Begins to acquire it: what the coroutine does next, which takes it or waits with this number; nothing if the futures of
/// this loop are not made as ours are.
pub(super) fn ask(
    lock: &Py<LoopBound>,
    gives_true: bool,
    number: u64,
    vm: &VirtualMachine,
) -> PyResult<Option<Next>> {
    primitive(&ACQUIRE, Event::Acquiring, lock.as_object());
    begun(&ACQUIRE);
    if take(lock, vm)? {
        primitive(&IS_FREE, Event::Acquired, lock.as_object());
        return Ok(Some(acquired(gives_true, vm)));
    }
    let waiter = at(&NEEDS_WAITER, || lock.new_waiter(lock.as_object(), vm))?;
    Ok(waiter.map(|waiter| Next::Wait(waiter, number)))
}

/// Whoever waited for it is back, with it or without.
pub(super) fn waited(
    lock: &Py<LoopBound>,
    waiter: &Py<Future>,
    outcome: PyResult,
    vm: &VirtualMachine,
) -> PyResult<()> {
    lock.remove(waiter);
    if is_cancellation(&outcome, vm) && !lock.is_true(vm) {
        // It may have been our turn. Somebody has to have it.
        at(&LETS_OTHERS, || wake_up_first(lock, vm))?;
    }
    outcome?;
    lock.set_true(true, vm);
    primitive(&HAS_IT, Event::Acquired, lock.as_object());
    Ok(())
}

/// If the first is done already, it is about to run.
fn wake_up_first(lock: &LoopBound, vm: &VirtualMachine) -> PyResult<()> {
    match lock.waiters().and_then(|waiters| waiters.at(0)) {
        Some(first) if !is_done(&first, vm)? => at(&WAKE, || wake(&first, vm.ctx.new_bool(true).into(), vm)),
        _ => Ok(()),
    }
}

/// `Lock.release`, of one that somebody has.
pub(super) fn release(lock: &Py<LoopBound>, vm: &VirtualMachine) -> PyResult<()> {
    primitive(&RELEASE, Event::Released, lock.as_object());
    lock.set_true(false, vm);
    at(&WAKES_FIRST, || wake_up_first(lock, vm))
}

/// `Lock.acquire`, and `async with`, which has nothing of it.
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
}

impl Operation for Acquire {
    fn begin(&self, this: &NativeCoroutine, vm: &VirtualMachine) -> PyResult<Next> {
        let lock = LoopBound::plain_of(&this.subject, Kind::Lock).filter(|_| is_answered_here(vm));
        let Some(lock) = lock else { return this.by_its_code(vm).map(Next::Become) };
        if matches!(self, Self::Entering) {
            begun(&ENTER);
        }
        match within(self.callers(), || ask(lock, self.gives_true(), 0, vm))? {
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
            (Waited::Future(waiter, _), Some(lock)) => {
                within(self.callers(), || waited(lock, waiter, outcome, vm))?;
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
