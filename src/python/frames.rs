//! The frames that run in this thread, looked at without making frame *objects* of them: the interpreter makes
//! one, on the heap, for each frame that a safe function is asked about, and that would be most of what recording
//! costs.
#![expect(unsafe_code, reason = "the interpreter's chain of frames is made of raw pointers")]

use std::cell::Cell;
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

thread_local! {
    /// Whether the innermost frame has just jumped, so that what it is at is the instruction that is next.
    static HAS_JUMPED: Cell<bool> = const { Cell::new(false) };
}

/// Does something while the innermost frame has jumped and has not run what it jumped to.
pub(super) fn behind_a_jump<R>(act: impl FnOnce() -> R) -> R {
    HAS_JUMPED.set(true);
    let result = act();
    HAS_JUMPED.set(false);
    result
}

/// Shows `visit` the frames, the innermost first, until it has seen enough. `visit` must run no Python code.
pub(super) fn visit_running(mut visit: impl FnMut(Running<'_>) -> ControlFlow<()>) {
    let mut frame = current_thread_iframe();
    let mut has_jumped = HAS_JUMPED.get();
    while !frame.is_null() {
        // SAFETY: the chain holds the frames this thread is running. They are taken off it when they end, and
        // none can while native code, this function, runs above them.
        let running = unsafe { &*frame };
        let lasti = running.get_lasti() + u32::from(std::mem::take(&mut has_jumped));
        let seen = visit(Running { code: running.code(), lasti, id: frame as usize });
        if seen.is_break() {
            return;
        }
        frame = running.previous();
    }
}

/// The line of the instruction before `lasti`.
pub(super) fn line_of(code: &Py<PyCode>, lasti: u32) -> Option<u32> {
    let location = (lasti as usize).checked_sub(1).and_then(|at| code.locations.get(at));
    location.map(|(start, _)| start.line).or(code.first_line_number).map(|line| line.get() as u32)
}
