//! Checks a program by a chapter's `check.py`: the tab as a workshop, in which every run has an interpreter, a clock, a network
//! and a file system of its own.

use asyncio101::network::Link;
use asyncio101::python::check::{self, How, Workshop};
use asyncio101::python::remains;
use asyncio101::selector::Time;
use asyncio101_messages::{Clock, Ending, Verdict};
use rustpython_vm::Interpreter;

use crate::{bridge, clock, interpreter, network, outside, posix, program, threads};

/// The tab.
#[derive(Debug)]
struct Bench<'a> {
    source: &'a str,
    /// Gives the interpreter that was built ahead, if there is one.
    built: fn() -> Option<Interpreter>,
}

impl Workshop for Bench<'_> {
    fn open(&self) -> Interpreter {
        clock::begin(Clock::Virtual);
        network::begin(Link::default(), None);
        outside::begin();
        posix::begin(check::PROGRAM, self.source);
        (self.built)().unwrap_or_else(interpreter::build)
    }

    fn close(&self, interpreter: Interpreter) {
        interpreter.enter(program::leave);
        interpreter.finalize(None);
        remains::let_go(&threads::kept());
        bridge::end();
    }

    fn clock(&self) -> fn() -> Time {
        clock::peek
    }
}

/// Checks a program.
pub(crate) fn judge(source: &str, check: &str, built: fn() -> Option<Interpreter>) -> Verdict {
    match check::check(&Bench { source, built }, source, check) {
        check::Verdict::Passed => Verdict::Passed,
        check::Verdict::Failed { id, values } => Verdict::Failed { id, values },
        check::Verdict::Mistaken { line, text } => Verdict::Mistaken { line, text },
        check::Verdict::Ended(check::Ending { how, line, text }) => {
            let how = match how {
                How::Syntax => Ending::Syntax,
                How::Raised => Ending::Raised,
                How::Endless => Ending::Endless,
                How::Deadlock => Ending::Deadlock,
                How::Input => Ending::Input,
                How::Stopped => Ending::Stopped,
            };
            Verdict::Ended { how, line, text }
        }
    }
}
