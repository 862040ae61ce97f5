//! The local variables of a frame, as text.

use std::fmt::{self, Display};

use rustpython_vm::builtins::{PyDict, PyFunction, PyModule, PyStr, PyType};
use rustpython_vm::frame::FrameObject;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, VirtualMachine};

use super::texts;
use crate::trace::{Recorder, TextId};

/// As many variables as are looked at in one frame.
const MOST: usize = 50;

/// A variable, and what its value looks like.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Variable {
    name: String,
    value: String,
}

impl Display for Variable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} = {}", self.name, self.value)
    }
}

/// The number of the text that shows some variables; none for none.
pub(super) fn text(recorder: &Recorder, variables: &[Variable]) -> TextId {
    if variables.is_empty() {
        return TextId::default();
    }
    let shown: Vec<String> = variables.iter().map(Variable::to_string).collect();
    recorder.text_once(&shown.join(", "))
}

/// The variables of a frame whose values are worth seeing: not functions, classes, modules and what
/// begins with an underscore.
pub(super) fn of(frame: &Py<FrameObject>, vm: &VirtualMachine) -> Vec<Variable> {
    let Ok(locals) = frame.as_object().get_attr("f_locals", vm) else { return Vec::new() };
    let variable = |(name, value): (PyObjectRef, PyObjectRef)| {
        let name = name.downcast_ref::<PyStr>()?.to_string_lossy().into_owned();
        let is_code = value.downcast_ref::<PyFunction>().is_some()
            || value.downcast_ref::<PyType>().is_some()
            || value.downcast_ref::<PyModule>().is_some();
        if is_code || name.starts_with('_') {
            return None;
        }
        Some(Variable { name, value: texts::value(&value, vm).unwrap_or_else(|| "None".to_owned()) })
    };
    pairs(&locals, vm).into_iter().filter_map(variable).collect()
}

/// What is in `f_locals`: a module's are a dictionary, a function's a proxy that is made into one.
fn pairs(locals: &PyObject, vm: &VirtualMachine) -> Vec<(PyObjectRef, PyObjectRef)> {
    if let Some(dict) = locals.downcast_ref::<PyDict>() {
        return dict.into_iter().take(MOST).collect();
    }
    match vm.ctx.types.dict_type.as_object().call((locals.to_owned(),), vm) {
        Ok(dict) => dict.downcast_ref::<PyDict>().into_iter().flatten().take(MOST).collect(),
        Err(_) => Vec::new(),
    }
}
