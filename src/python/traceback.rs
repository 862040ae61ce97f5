//! Tracebacks of what comes through functions that Rust answers: to whoever looks, it has come through their code.

use rustpython_compiler_core::OneIndexed;
use rustpython_vm::builtins::{PyBaseException, PyCode, PyCoroutine, PyTraceback};
use rustpython_vm::bytecode::Instruction;
use rustpython_vm::{Py, PyObject, PyPayload, VirtualMachine};

/// Adds to the traceback of an exception that it has come to this line of the function of a coroutine, which is closed.
pub(super) fn came_to(exception: &Py<PyBaseException>, coroutine: &PyObject, line: u32, vm: &VirtualMachine) {
    let Some(python) = coroutine.downcast_ref::<PyCoroutine>() else { return };
    if let Some(frame) = python.as_coro().frame_opt()
        && let Some((at, line)) = instruction(&frame.f_code(), line)
    {
        let traceback = PyTraceback::new(exception.traceback(), frame, (at * 2) as i32, line);
        exception.set_traceback(Some(traceback.into_ref(&vm.ctx)));
    }
    // It has not begun, so nothing of it runs.
    let _closed = python.as_coro().close(coroutine, vm);
}

/// The instruction of a line at which its function is suspended, or else the line's first.
fn instruction(code: &PyCode, line: u32) -> Option<(usize, OneIndexed)> {
    let of_line = || {
        let locations = code.locations.iter().enumerate();
        locations.filter(|(_, (start, _))| start.line.get() == line as usize)
    };
    let is_await = |at: usize| {
        let unit = code.code.instructions.get(at);
        unit.is_some_and(|unit| matches!(unit.op.deoptimize(), Instruction::Send { .. }))
    };
    let found = of_line().find(|(at, _)| is_await(*at)).or_else(|| of_line().next());
    found.map(|(at, (start, _))| (at, start.line))
}
