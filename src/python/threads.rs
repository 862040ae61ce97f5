//! Several threads of Python's on one of the machine's, which takes turns between them: a browser's worker has no other.
//!
//! The interpreter keeps some of what it knows of a thread in places of the machine's thread, and so do we. Before another
//! may run there, that is put away, and put back when its turn has come. The rest is in the `VirtualMachine`, of which each
//! has one of its own.

use rustpython_vm::frame::InterpreterFrame;
use rustpython_vm::vm::thread::{get_current_frame, set_current_frame};

use super::frames::{Answered, swap_answered};
use super::recording::{Step, swap_printing, swap_step};
use super::running::swap_loops;

/// What is known of a thread that does not run.
#[must_use = "the thread cannot go on without"]
pub struct Suspended {
    frame: *const InterpreterFrame,
    ours: Ours,
}

/// The part of it that is ours.
#[derive(Default)]
struct Ours {
    loops: Vec<Option<usize>>,
    answered: Answered,
    step: Step,
    printing: Option<usize>,
}

impl Ours {
    fn swap(&mut self) {
        swap_loops(&mut self.loops);
        swap_answered(&mut self.answered);
        swap_step(&mut self.step);
        swap_printing(&mut self.printing);
    }
}

impl std::fmt::Debug for Suspended {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Suspended").finish_non_exhaustive()
    }
}

/// Puts away what is known of the Python thread that runs. From here on none does.
pub fn suspend() -> Suspended {
    let mut ours = Ours::default();
    ours.swap();
    Suspended { frame: set_current_frame(std::ptr::null()), ours }
}

impl Suspended {
    /// Puts it back: from here on that thread runs, in the place of any other.
    pub fn resume(mut self) {
        debug_assert!(get_current_frame().is_null(), "another thread runs");
        let _ = set_current_frame(self.frame);
        self.ours.swap();
    }
}
