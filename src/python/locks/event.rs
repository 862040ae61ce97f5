//! `asyncio.Event`: what its methods do when they need not be watched.

use rustpython_vm::{PyResult, VirtualMachine};

use super::bound::{Kind, LoopBound, is_done, wake};
use crate::python::native_coroutine::{NativeCoroutine, Next, Operation, Waited};

/// `Event.set`
pub(super) fn set(event: &LoopBound, vm: &VirtualMachine) -> PyResult<()> {
    if event.is_true(vm) {
        return Ok(());
    }
    event.set_true(true, vm);
    let Some(waiters) = event.waiters() else { return Ok(()) };
    // A waiter that is woken runs later: nobody joins or leaves meanwhile.
    for index in 0..waiters.len() {
        let Some(waiter) = waiters.at(index) else { break };
        if !is_done(&waiter, vm)? {
            wake(&waiter, vm.ctx.new_bool(true).into(), vm)?;
        }
    }
    Ok(())
}

/// `Event.wait`
pub(super) struct Wait;

impl Operation for Wait {
    fn begin(&self, this: &NativeCoroutine, vm: &VirtualMachine) -> PyResult<Next> {
        let Some(event) = LoopBound::plain_of(&this.subject, Kind::Event) else {
            return this.by_its_code(vm).map(Next::Become);
        };
        if event.is_true(vm) {
            return Ok(Next::Return(vm.ctx.new_bool(true).into()));
        }
        match event.new_waiter(&this.subject, vm)? {
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
        if let (Waited::Future(waiter, _), Some(event)) = (waited, this.subject.downcast_ref::<LoopBound>()) {
            event.remove(waiter);
        }
        outcome?;
        Ok(Next::Return(vm.ctx.new_bool(true).into()))
    }
}
