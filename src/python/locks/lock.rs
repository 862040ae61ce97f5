//! `asyncio.Lock`: what its methods do when they need not be watched.

use rustpython_vm::{Py, PyResult, VirtualMachine};

use super::bound::{Kind, LoopBound, acquired, is_cancellation, is_cancelled, is_done, wake};
use crate::python::future::Future;
use crate::python::native_coroutine::{NativeCoroutine, Next, Operation, Waited};

/// Takes it, if it is free and everybody who came earlier has given up.
pub(super) fn take(lock: &LoopBound, vm: &VirtualMachine) -> PyResult<bool> {
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

/// Whoever waited for it is back, with it or without.
pub(super) fn waited(
    lock: &LoopBound,
    waiter: &Py<Future>,
    outcome: PyResult,
    vm: &VirtualMachine,
) -> PyResult<()> {
    lock.remove(waiter);
    if is_cancellation(&outcome, vm) && !lock.is_true(vm) {
        // It may have been our turn. Somebody has to have it.
        wake_up_first(lock, vm)?;
    }
    outcome?;
    lock.set_true(true, vm);
    Ok(())
}

/// If the first is done already, it is about to run.
fn wake_up_first(lock: &LoopBound, vm: &VirtualMachine) -> PyResult<()> {
    match lock.waiters().and_then(|waiters| waiters.at(0)) {
        Some(first) if !is_done(&first, vm)? => wake(&first, vm.ctx.new_bool(true).into(), vm),
        _ => Ok(()),
    }
}

/// `Lock.release`
pub(super) fn release(lock: &LoopBound, vm: &VirtualMachine) -> PyResult<()> {
    if !lock.is_true(vm) {
        return Err(vm.new_runtime_error("Lock is not acquired."));
    }
    lock.set_true(false, vm);
    wake_up_first(lock, vm)
}

/// `Lock.acquire`, and `async with`, which has nothing of it.
pub(super) struct Acquire {
    /// Whether it gives `True`.
    pub(super) gives_true: bool,
}

impl Operation for Acquire {
    fn begin(&self, this: &NativeCoroutine, vm: &VirtualMachine) -> PyResult<Next> {
        let Some(lock) = LoopBound::plain_of(&this.subject, Kind::Lock) else {
            return this.by_its_code(vm).map(Next::Become);
        };
        if take(lock, vm)? {
            return Ok(acquired(self.gives_true, vm));
        }
        match lock.new_waiter(&this.subject, vm)? {
            Some(waiter) => Ok(Next::Wait(waiter, 0)),
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
            (Waited::Future(waiter, _), Some(lock)) => waited(lock, waiter, outcome, vm)?,
            _ => drop(outcome?),
        }
        Ok(acquired(self.gives_true, vm))
    }
}
