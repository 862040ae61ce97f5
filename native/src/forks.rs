//! What a child that is forked off leaves to its parent: the loop and the task that run, and the pipe that signals are
//! heard through.
//!
//! In CPython it is `PyOS_AfterFork_Child` that has the child forget them, so that it can call `asyncio.run()`.

use rustpython_vm::{PyResult, VirtualMachine};

use crate::signals::SignalBell;

/// Has every child of this process begin without a running loop, and with a bell of its own.
pub(crate) fn leave_loops_to_the_parent(vm: &VirtualMachine) {
    let forget = vm.new_function("_forget_the_loops_of_the_parent", |vm: &VirtualMachine| -> PyResult<()> {
        let event_loop = vm.asyncio_running_loop.borrow_mut().take();
        let task = vm.asyncio_running_task.borrow_mut().take();
        drop((event_loop, task));
        SignalBell::recast(vm)
    });
    vm.state.after_forkers_child.lock().push(forget.into());
}
