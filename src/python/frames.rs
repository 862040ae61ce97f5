//! The frames that run in this thread, looked at without making frame *objects* of them: the interpreter makes
//! one, on the heap, for each frame that a safe function is asked about, and that would be most of what recording
//! costs.
#![expect(unsafe_code, reason = "the interpreter's chain of frames is made of raw pointers")]

use std::cell::{Cell, RefCell};
use std::ops::ControlFlow;

use rustpython_vm::Py;
use rustpython_vm::builtins::PyCode;
use rustpython_vm::frame::current_thread_iframe;

/// What runs.
#[derive(Clone, Copy)]
pub(super) enum Running<'a> {
    /// A frame of Python's.
    Frame(Frame<'a>),
    /// A function of the library's that Rust answers.
    Answered(&'static Place),
}

impl Running<'_> {
    /// Whether it is the frame with this address.
    pub(super) fn is(&self, address: Option<usize>) -> bool {
        matches!(self, Self::Frame(frame) if Some(frame.id) == address)
    }

    /// The qualified name of the function.
    pub(super) fn function(&self) -> &str {
        match self {
            Self::Frame(frame) => frame.code.qualname.as_str(),
            Self::Answered(place) => place.function,
        }
    }
}

/// A frame that runs.
#[derive(Clone, Copy)]
pub(super) struct Frame<'a> {
    /// What it runs.
    pub(super) code: &'a Py<PyCode>,
    /// One more than the number of the instruction it is at; 0 before the first.
    pub(super) lasti: u32,
    /// Its address, which no other frame has as long as it runs.
    pub(super) id: usize,
}

/// A line of a function of the library's that Rust answers.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Place {
    /// Its file, as a recording calls it.
    pub(super) file: &'static str,
    /// The function's qualified name.
    pub(super) function: &'static str,
    pub(super) line: u32,
}

/// The functions that Rust answers in a thread, the innermost last, each with the frame that called it.
#[derive(Debug, Default)]
pub(super) struct Answered(Vec<(usize, &'static Place)>);

thread_local! {
    static ANSWERED: RefCell<Answered> = const { RefCell::new(Answered(Vec::new())) };
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

/// While it lives, a function that Rust answers is where it says.
#[must_use]
pub(super) struct AtPlace(());

impl AtPlace {
    pub(super) fn enter(place: &'static Place) -> Self {
        let caller = current_thread_iframe() as usize;
        ANSWERED.with_borrow_mut(|answered| answered.0.push((caller, place)));
        Self(())
    }
}

impl Drop for AtPlace {
    fn drop(&mut self) {
        ANSWERED.with_borrow_mut(|answered| answered.0.pop());
    }
}

/// Puts away the functions that Rust answers in this thread, and puts in their place what was put away of another's.
pub(super) fn swap_answered(answered: &mut Answered) {
    ANSWERED.with_borrow_mut(|current| std::mem::swap(current, answered));
}

/// Shows `visit` what runs, the innermost first, until it has seen enough. `visit` must run no Python code.
pub(super) fn visit_running(mut visit: impl FnMut(Running<'_>) -> ControlFlow<()>) {
    ANSWERED.with_borrow(|answered| {
        let mut answered = answered.0.iter().rev().peekable();
        let mut frame = current_thread_iframe();
        let mut has_jumped = HAS_JUMPED.get();
        loop {
            while let Some((_, place)) = answered.next_if(|(caller, _)| *caller == frame as usize) {
                if visit(Running::Answered(place)).is_break() {
                    return;
                }
            }
            if frame.is_null() {
                return;
            }
            // SAFETY: the chain holds the frames this thread is running. They are taken off it when they end, and
            // none can while native code, this function, runs above them.
            let running = unsafe { &*frame };
            let lasti = running.get_lasti() + u32::from(std::mem::take(&mut has_jumped));
            let seen = visit(Running::Frame(Frame { code: running.code(), lasti, id: frame as usize }));
            if seen.is_break() {
                return;
            }
            frame = running.previous();
        }
    });
}

/// The line of the instruction before `lasti`.
pub(super) fn line_of(code: &Py<PyCode>, lasti: u32) -> Option<u32> {
    let location = (lasti as usize).checked_sub(1).and_then(|at| code.locations.get(at));
    location.map(|(start, _)| start.line).or(code.first_line_number).map(|line| line.get() as u32)
}
