//! A `check.py`, and what it has to say.

use std::collections::BTreeMap;

use rustpython_vm::builtins::PyBaseExceptionRef;
use rustpython_vm::compiler::Mode;
use rustpython_vm::{AsObject, PyResult, VirtualMachine};

use super::facts::{Ending, How};
use super::module::{Said, Table, with};
use super::run::{Request, last_line, line_in, run};
use super::{CHECK, PROGRAM, Workshop};
use crate::python::attention::{self, Moments};

/// A check that asks for more different runs than that is a mistake.
const MOST_RUNS: usize = 64;

/// What is said of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is right.
    Passed,
    /// It has the mistake of that name.
    Failed {
        /// The name of the message.
        id: String,
        /// The values in its braces.
        values: BTreeMap<String, String>,
    },
    /// It ended as no exercise wants it to.
    Ended(Ending),
    /// The check itself has a mistake.
    Mistaken {
        /// The line of the check.
        line: Option<u32>,
        /// The last line of the traceback.
        text: String,
    },
}

/// Checks a program by a `check.py`.
#[must_use]
pub fn check(workshop: &dyn Workshop, program: &str, check: &str) -> Verdict {
    let mut table = Table { source: program.to_owned(), ..Table::default() };
    // It saves an interpreter to know what nearly every check begins with.
    if check.contains("program.run()") {
        let request = Request::default();
        table.runs.push((request.clone(), run(workshop, program, &request)));
    }
    loop {
        table.said = None;
        let outcome = with(&mut table, || {
            let interpreter = workshop.open();
            let outcome = interpreter.enter(|vm| judge(program, check, vm));
            workshop.close(interpreter);
            outcome
        });
        match (outcome, table.said.take(), table.wanted.take()) {
            (Some(verdict), None, None) => return verdict,
            (_, Some(Said::Failed(id, values)), _) => return Verdict::Failed { id, values },
            (_, Some(Said::Ended(number)), _) => {
                let ending = table.runs.swap_remove(number).1.ending;
                return ending.map_or(Verdict::Passed, Verdict::Ended);
            }
            (_, None, Some(_)) if table.runs.len() == MOST_RUNS => {
                let text = format!("it asks for more than {MOST_RUNS} different runs");
                return Verdict::Mistaken { line: None, text };
            }
            (_, None, Some(request)) => {
                let facts = run(workshop, program, &request);
                if let Some(ending) = facts.ending.clone().filter(|ending| ending.how == How::Stopped) {
                    return Verdict::Ended(ending);
                }
                table.runs.push((request, facts));
            }
            (None, None, None) => return Verdict::Passed,
        }
    }
}

/// Runs the check; nothing if it came to its end.
fn judge(program: &str, check: &str, vm: &VirtualMachine) -> Option<Verdict> {
    if let Err(error) = vm.compile(program, Mode::Exec, PROGRAM) {
        let error = error.into_pyexception(vm, Some(program));
        let ending =
            Ending { how: How::Syntax, line: line_in(PROGRAM, &error, vm), text: last_line(&error, vm) };
        return Some(Verdict::Ended(ending));
    }
    execute(check, vm).err().map(|error| mistake(&error, vm))
}

fn execute(check: &str, vm: &VirtualMachine) -> PyResult<()> {
    let scope = vm.new_scope_with_main()?;
    let code =
        vm.compile(check, Mode::Exec, CHECK).map_err(|error| error.into_pyexception(vm, Some(check)))?;
    attention::listen(CHECK, Moments::Rounds, vm)?;
    vm.run_code_obj(code, scope).map(drop)
}

fn mistake(error: &PyBaseExceptionRef, vm: &VirtualMachine) -> Verdict {
    let (line, text) = (line_in(CHECK, error, vm), last_line(error, vm));
    if error.as_object().fast_isinstance(vm.ctx.exceptions.keyboard_interrupt) {
        return Verdict::Ended(Ending { how: How::Stopped, line: None, text });
    }
    Verdict::Mistaken { line, text }
}
