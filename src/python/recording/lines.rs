//! The program line by line, and what each line changed. It is asked for apart: it makes a program several times
//! slower.

use std::cell::RefCell;
use std::collections::HashMap;

use rustpython_vm::builtins::{PyDict, PyFunction, PyModule, PyStr, PyType};
use rustpython_vm::{AsObject, PyObject, PyObjectRef, VirtualMachine};

use super::{here, record, words};
use crate::trace::{Event, Note, TextId};

/// As many variables as are looked at in one frame.
const MOST: usize = 50;

type Variables = Vec<(String, String)>;

thread_local! {
    /// What the variables of a frame looked like at its last line.
    static SEEN: RefCell<HashMap<usize, Variables>> = RefCell::default();
}

/// Forgets the frames of a recording before.
pub(super) fn forget() {
    SEEN.take();
}

/// A line of the program is about to run.
pub(super) fn reached(vm: &VirtualMachine) {
    let Some(frame) = vm.current_frame() else { return };
    let id = frame.as_object().get_id();
    let locals = frame.as_object().get_attr("f_locals", vm).ok();
    let now = locals.map_or_else(Variables::new, |locals| variables(&locals, vm));
    let before = SEEN.with_borrow_mut(|seen| seen.insert(id, now.clone())).unwrap_or_default();
    let changed: Vec<String> = now
        .iter()
        .filter(|variable| !before.contains(variable))
        .map(|(name, value)| format!("{name} = {value}"))
        .collect();
    record(Event::Line, |recorder| Note {
        text: if changed.is_empty() { TextId::default() } else { recorder.text_once(&changed.join(", ")) },
        ..here(recorder)
    });
}

/// A frame is over: another one may have its place in memory.
pub(super) fn left(vm: &VirtualMachine) {
    if let Some(frame) = vm.current_frame() {
        SEEN.with_borrow_mut(|seen| seen.remove(&frame.as_object().get_id()));
    }
}

/// The variables whose values somebody might want to see: not functions, classes, modules and what begins with
/// an underscore.
fn variables(locals: &PyObject, vm: &VirtualMachine) -> Variables {
    let pairs: Vec<(PyObjectRef, PyObjectRef)> = match locals.downcast_ref::<PyDict>() {
        Some(dict) => dict.into_iter().take(MOST).collect(),
        // The proxy that a function's frame gives is made into a dictionary.
        None => match vm.ctx.types.dict_type.as_object().call((locals.to_owned(),), vm) {
            Ok(dict) => match dict.downcast_ref::<PyDict>() {
                Some(dict) => dict.into_iter().take(MOST).collect(),
                None => Vec::new(),
            },
            Err(_) => Vec::new(),
        },
    };
    pairs
        .into_iter()
        .filter_map(|(name, value)| {
            let name = name.downcast_ref::<PyStr>()?.to_string_lossy().into_owned();
            let is_code = value.downcast_ref::<PyFunction>().is_some()
                || value.downcast_ref::<PyType>().is_some()
                || value.downcast_ref::<PyModule>().is_some();
            if is_code || name.starts_with('_') {
                return None;
            }
            Some((name, words::value(&value, vm).unwrap_or_else(|| "None".to_owned())))
        })
        .collect()
}
