//! `asyncio.Event`: what its methods do.

use rustpython_vm::{AsObject, PyResult, VirtualMachine};

use super::bound::{Kind, LoopBound, is_answered_here, is_done, wake};
use crate::python::answered::places;
use crate::python::frames::Place;
use crate::python::native_coroutine::{NativeCoroutine, Next, Operation, State, Waited};
use crate::python::recording::{at, begun};

places! { "locks":
    SETS = "Event.set", "set_result";
    WAIT = "Event.wait";
    NEEDS_WAITER = "Event.wait", "waiter = ";
    WAITS = "Event.wait", "await waiter";
}

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
            at(&SETS, || wake(&waiter, vm.ctx.new_bool(true).into(), vm))?;
        }
    }
    Ok(())
}

/// `Event.wait`
pub(super) struct Wait;

impl Operation for Wait {
    fn begin(&self, this: &NativeCoroutine, vm: &VirtualMachine) -> PyResult<Next> {
        let event = LoopBound::plain_of(&this.subject, Kind::Event).filter(|_| is_answered_here(vm));
        let Some(event) = event else { return this.by_its_code(vm).map(Next::Become) };
        begun(&WAIT);
        if event.is_true(vm) {
            return Ok(Next::Return(vm.ctx.new_bool(true).into()));
        }
        match at(&NEEDS_WAITER, || event.new_waiter(event.as_object(), vm))? {
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

    fn is_at(&self, _this: &NativeCoroutine, state: &State) -> &'static [Place] {
        if matches!(state, State::New) { &[WAIT] } else { &[WAITS] }
    }
}
