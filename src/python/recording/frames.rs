//! The frames that run in this thread, looked at without making frame *objects* of them: the interpreter makes
//! one, on the heap, for each frame that a safe function is asked about, and that is most of what recording
//! would cost.
#![expect(unsafe_code, reason = "the interpreter's chain of frames is made of raw pointers")]

use std::ops::ControlFlow;

use rustpython_vm::Py;
use rustpython_vm::builtins::PyCode;
use rustpython_vm::frame::current_thread_iframe;

/// A frame that runs.
pub(super) struct Running<'a> {
    /// What it runs.
    pub(super) code: &'a Py<PyCode>,
    /// One more than the number of the instruction it is at; 0 before the first.
    pub(super) lasti: u32,
    /// Its address, which no other frame has as long as it runs.
    pub(super) id: usize,
}

/// Shows `visit` the frames, the innermost first, until it has seen enough. `visit` must run no Python code.
pub(super) fn visit_running(mut visit: impl FnMut(Running<'_>) -> ControlFlow<()>) {
    let mut frame = current_thread_iframe();
    while !frame.is_null() {
        // SAFETY: the chain holds the frames this thread is running. They are taken off it when they end, and
        // none can while native code, this function, runs above them.
        let running = unsafe { &*frame };
        let seen = visit(Running { code: running.code(), lasti: running.get_lasti(), id: frame as usize });
        if seen.is_break() {
            return;
        }
        frame = running.previous();
    }
}
