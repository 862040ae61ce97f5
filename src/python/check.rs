//! Checks a program of a learner's: runs it, recorded, on a clock that jumps, as often as a `check.py` asks for, and tells what
//! that has to say. `docs/writing-a-chapter.md` describes the module `asyncio101.check` that a `check.py` imports.
//!
//! Nothing of one run is left for the next: each has an interpreter of its own, made by a [`Workshop`]. So has the
//! `check.py`, which is run from its beginning whenever a run that it asks for has been made, until it asks for none any more:
//! two interpreters are never open at a time, for a tab has one stack.

mod evaluate;
mod facts;
mod judge;
mod module;
mod run;

use rustpython_vm::Interpreter;

pub use self::evaluate::{Claim, Fail, claims, fails};
pub use self::facts::{Ending, Facts, How, Place};
pub use self::judge::{Verdict, check};
pub(super) use self::module::module_def;
pub use self::run::{Request, run};
use crate::selector::Time;

/// What the program is called in tracebacks, and what checks it.
pub const PROGRAM: &str = "main.py";
/// What checks it is called.
pub const CHECK: &str = "check.py";

/// A machine that makes an interpreter for each run.
pub trait Workshop {
    /// An interpreter for a program that has not begun: on a virtual clock at zero, and a network with nothing in it.
    fn open(&self) -> Interpreter;

    /// Ends what a program has left, its threads and what it gave `atexit`, and the interpreter. What that prints is
    /// nobody's business.
    fn close(&self, interpreter: Interpreter);

    /// What tells the virtual clock's time without being a look at it.
    fn clock(&self) -> fn() -> Time;
}
