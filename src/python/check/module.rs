//! The module `_asyncio101_check`, on which `asyncio101.check` stands: what is known of the runs of the program under check.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::facts::Facts;
use super::run::Request;

/// What a check has to do with.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// The program that is checked.
    pub(super) source: String,
    /// The runs that were made, each by what it was given.
    pub(super) runs: Vec<(Request, Facts)>,
    /// A run that was asked for, and has not been made.
    pub(super) wanted: Option<Request>,
    /// What the check has to say.
    pub(super) said: Option<Said>,
}

/// What a check says.
#[derive(Debug)]
pub(super) enum Said {
    /// The program has this mistake.
    Failed(String, BTreeMap<String, String>),
    /// The run of that number ended as none should.
    Ended(usize),
}

thread_local! {
    /// The table of the check that runs in this thread.
    static TABLE: RefCell<Table> = RefCell::default();
}

/// Does something with that on the table.
pub(super) fn with<R>(table: &mut Table, act: impl FnOnce() -> R) -> R {
    TABLE.set(std::mem::take(table));
    let result = act();
    *table = TABLE.take();
    result
}

pub(in crate::python) use native::module_def;

#[rustpython_vm::pymodule(name = "_asyncio101_check")]
mod native {
    use rustpython_vm::builtins::{PyDictRef, PyStrRef};
    use rustpython_vm::convert::ToPyObject;
    use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};

    use super::{Said, TABLE};
    use crate::python::check::facts::{Facts, Raised, Task, Value};
    use crate::python::check::run::Request;

    /// The text of the program.
    #[pyfunction]
    fn source() -> String {
        TABLE.with_borrow(|table| table.source.clone())
    }

    /// The number of the run that was given this; None if it has yet to be made.
    #[pyfunction]
    fn run(inputs: Vec<PyStrRef>, seconds: f64, instead: Option<PyStrRef>) -> Option<usize> {
        let inputs = inputs.iter().map(|line| line.to_string_lossy().into_owned()).collect();
        let instead = instead.map(|source| source.to_string_lossy().into_owned());
        let request = Request { inputs, seconds, instead };
        TABLE.with_borrow_mut(|table| {
            let known = table.runs.iter().position(|(given, _)| *given == request);
            if known.is_none() {
                table.wanted = Some(request);
            }
            known
        })
    }

    /// The program has a mistake.
    #[pyfunction]
    fn fail(message: String, values: PyDictRef, vm: &VirtualMachine) -> PyResult<()> {
        let text = |object: PyObjectRef| PyResult::Ok(object.str(vm)?.to_string_lossy().into_owned());
        let values = values.into_iter().map(|(name, value)| Ok((text(name)?, text(value)?)));
        let said = Said::Failed(message, values.collect::<PyResult<_>>()?);
        TABLE.with_borrow_mut(|table| table.said = Some(said));
        Ok(())
    }

    /// That run ended as none should.
    #[pyfunction]
    fn end(number: usize) {
        TABLE.with_borrow_mut(|table| table.said = Some(Said::Ended(number)));
    }

    /// What is known of a run.
    #[pyfunction]
    fn facts(number: usize, vm: &VirtualMachine) -> PyResult<PyDictRef> {
        TABLE.with_borrow(|table| match table.runs.get(number) {
            Some((_, facts)) => dict(facts, vm),
            None => Err(vm.new_index_error("there is no such run")),
        })
    }

    fn dict(facts: &Facts, vm: &VirtualMachine) -> PyResult<PyDictRef> {
        let list = |items: Vec<PyObjectRef>| -> PyObjectRef { vm.ctx.new_list(items).into() };
        let text = |text: &str| -> PyObjectRef { vm.ctx.new_str(text).into() };
        let printed = facts.printed.iter().map(|it| {
            let row = vec![text(&it.text), it.at.to_pyobject(vm), it.by.clone().to_pyobject(vm)];
            vm.ctx.new_tuple(row).into()
        });
        let dict = vm.ctx.new_dict();
        for (name, value) in [
            ("output", text(&facts.output)),
            ("seconds", facts.seconds.to_pyobject(vm)),
            ("turns", facts.turns.to_pyobject(vm)),
            ("ending", facts.ending.as_ref().map(|ending| ending.how.name().to_owned()).to_pyobject(vm)),
            ("raised", facts.raised.as_ref().map_or_else(|| vm.ctx.none(), |it| raised(it, vm))),
            ("tasks", list(facts.tasks.iter().map(|it| task(it, vm)).collect())),
            ("printed", list(printed.collect())),
            ("sleeps", list(facts.sleeps.iter().map(|it| it.to_pyobject(vm)).collect())),
            ("findings", list(facts.findings.iter().map(|it| text(it)).collect())),
        ] {
            dict.set_item(name, value, vm)?;
        }
        Ok(dict)
    }

    fn raised(raised: &Raised, vm: &VirtualMachine) -> PyObjectRef {
        let text = |text: &str| -> PyObjectRef { vm.ctx.new_str(text).into() };
        let list = |items: Vec<PyObjectRef>| -> PyObjectRef { vm.ctx.new_list(items).into() };
        let class =
            |(module, name): &(String, String)| vm.ctx.new_tuple(vec![text(module), text(name)]).into();
        let value = |value: &Value| match value {
            Value::None => vm.ctx.none(),
            Value::Number(number) => number.to_pyobject(vm),
            Value::Text(it) => text(it),
        };
        let row = vec![
            list(raised.classes.iter().map(class).collect()),
            text(&raised.text),
            list(raised.arguments.iter().map(value).collect()),
            list(raised.members.iter().map(|member| self::raised(member, vm)).collect()),
        ];
        vm.ctx.new_tuple(row).into()
    }

    fn task(task: &Task, vm: &VirtualMachine) -> PyObjectRef {
        let span = vec![task.span.0.to_pyobject(vm), task.span.1.to_pyobject(vm)];
        let row = vec![
            task.name.clone().to_pyobject(vm),
            task.coroutine.clone().to_pyobject(vm),
            task.parent.clone().to_pyobject(vm),
            task.created.to_pyobject(vm),
            task.began.to_pyobject(vm),
            task.ended.to_pyobject(vm),
            task.steps.to_pyobject(vm),
            vm.ctx.new_str(task.outcome).into(),
            vm.ctx.new_tuple(span).into(),
        ];
        vm.ctx.new_tuple(row).into()
    }
}
