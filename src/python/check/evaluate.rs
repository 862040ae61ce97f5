//! What is asked in Python of a chapter: whether what its words claim is true, and which messages its check names.

use rustpython_vm::convert::ToPyObject;
use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};

use super::Workshop;
use super::facts::Facts;
use super::module::{Table, with};
use super::run::{Request, last_line};

/// What became of a claim: nothing if it is true, else what is wrong with it.
pub type Claim = Option<String>;

/// A call of `fail` in a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fail {
    /// The name of the message, if it stands there.
    pub id: Option<String>,
    /// The line.
    pub line: u32,
    /// The names of the values; `**` for more that do not stand there.
    pub values: Vec<String>,
}

/// Whether these expressions are true of a run; and what the run of the question's program is to them, if there is one.
/// Gives the runs back.
///
/// # Errors
///
/// When that cannot be found out at all, and why.
pub fn claims(
    workshop: &dyn Workshop,
    runs: Vec<Facts>,
    expressions: &[&str],
) -> (Result<Vec<Claim>, String>, Vec<Facts>) {
    let has_question = runs.len() > 1;
    let runs = runs.into_iter().map(|facts| (Request::default(), facts)).collect();
    let mut table = Table { runs, ..Table::default() };
    let result = with(&mut table, || {
        ask(workshop, |module, vm| {
            let expressions = expressions.iter().map(|it| vm.ctx.new_str(*it).into()).collect();
            let expressions = vm.ctx.new_list(expressions);
            let claims =
                module.get_attr("_claims", vm)?.call((expressions, has_question.to_pyobject(vm)), vm)?;
            claims.try_to_value::<Vec<PyObjectRef>>(vm)?.iter().map(|it| text(it, vm)).collect()
        })
    });
    (result, table.runs.into_iter().map(|(_, facts)| facts).collect())
}

/// The calls of `fail` in a check.
///
/// # Errors
///
/// When it cannot be compiled.
pub fn fails(workshop: &dyn Workshop, check: &str) -> Result<Vec<Fail>, String> {
    ask(workshop, |module, vm| {
        let calls = module.get_attr("_fails", vm)?.call((vm.ctx.new_str(check),), vm)?;
        let calls: Vec<PyObjectRef> = calls.try_to_value(vm)?;
        let fail = |call: &PyObjectRef| {
            let id = text(&call.get_item(&0usize, vm)?, vm)?;
            let line = call.get_item(&1usize, vm)?.try_to_value(vm)?;
            Ok(Fail { id, line, values: call.get_item(&2usize, vm)?.try_to_value(vm)? })
        };
        calls.iter().map(fail).collect()
    })
}

/// A text, or None.
fn text(object: &PyObjectRef, vm: &VirtualMachine) -> PyResult<Option<String>> {
    if vm.is_none(object) { Ok(None) } else { object.try_to_value(vm).map(Some) }
}

/// Asks something of the module.
fn ask<R>(
    workshop: &dyn Workshop,
    ask: impl FnOnce(PyObjectRef, &VirtualMachine) -> PyResult<R>,
) -> Result<R, String> {
    let interpreter = workshop.open();
    let answer = interpreter.enter(|vm| {
        let module = vm.import("asyncio101.check", 0).and_then(|package| package.get_attr("check", vm));
        module.and_then(|module| ask(module, vm)).map_err(|error| last_line(&error, vm))
    });
    workshop.close(interpreter);
    answer
}
