//! What an interpreter leaves behind when it has ended, and how that is let go.
//!
//! RustPython's collector is not told that the descriptor of a slot refers to its class (0.6, `PyMemberDescriptor`). So a class
//! with `__slots__` looks as if somebody outside held it, and it, its functions, what those name, and with that most of what a
//! program has imported would stay for good: a thousand objects for each run, and each later run would walk through them.
//! Others hold something they do not tell the collector of, too: after `import logging` or `import typing` as much stayed. So
//! what the modules of an interpreter that has ended have in them is let go, whoever holds it.

use rustpython_vm::builtins::descriptor::PyMemberDescriptor;
use rustpython_vm::builtins::{PyDict, PyStr, PyType};
use rustpython_vm::gc_state::GcInterpreterState;
use rustpython_vm::{AsObject, Context, Py, PyObject, PyObjectRef, VirtualMachine};

thread_local! {
    /// Collects what no interpreter owns. One for all, for there are not many names for owners.
    static COLLECTOR: GcInterpreterState = GcInterpreterState::new(Context::genesis());
}

/// What the modules of an interpreter that lives have in them, by address. Some of it was made before the interpreter could own
/// anything, and looks like what one that has ended has left.
#[must_use]
pub fn contents(vm: &VirtualMachine) -> Vec<usize> {
    let modules = vm.sys_module.as_object().get_attr("modules", vm);
    let modules = modules.as_ref().ok().and_then(|modules| modules.downcast_ref::<PyDict>());
    let imported = modules.into_iter().flatten().map(|(_, module)| module);
    let own = [vm.sys_module.as_object().to_owned(), vm.builtins.as_object().to_owned()];
    imported.chain(own).filter_map(|module| module.dict()).map(|dict| dict.get_id()).collect()
}

/// Lets go what is left of the interpreters that have ended; `kept` are the [`contents`] of those that have not. To be called where
/// none runs: what has a `__del__` that was not called as its interpreter ended, must not have it called by another one.
pub fn let_go(kept: &[usize]) {
    COLLECTOR.with(|collector| {
        // Until then it belongs to who made it.
        collector.collect_force(2);
        for object in collector.get_objects(None) {
            if let Some(namespace) = namespace_with_slots(&object) {
                namespace.downcast_ref::<PyDict>().expect("it is one").clear();
            }
            if let Some(contents) = object
                .downcast_ref::<PyDict>()
                .filter(|dict| is_of_module(dict) && !kept.contains(&dict.get_id()))
            {
                contents.clear();
            }
        }
        collector.collect_force(2);
    });
}

/// The dictionary of a class, if there is a descriptor of a slot in it. Only a class that a program has made has one.
fn namespace_with_slots(object: &PyObject) -> Option<PyObjectRef> {
    let class = object.downcast_ref::<PyType>()?;
    let is_slot = |value: &PyObject| value.downcastable::<PyMemberDescriptor>();
    if !class.attributes.entries().iter().any(|(_, value)| is_slot(value)) {
        return None;
    }
    let has_slots = |dict: &Py<PyDict>| dict.into_iter().any(|(_, value)| is_slot(&value));
    class
        .as_object()
        .gc_get_referents()
        .into_iter()
        .find(|it| it.downcast_ref::<PyDict>().is_some_and(has_slots))
}

/// Whether that is what a module has in it, which its functions have as what is global to them.
fn is_of_module(dict: &Py<PyDict>) -> bool {
    let is_named = |name: &PyObject| {
        name.downcast_ref::<PyStr>()
            .is_some_and(|name| matches!(name.to_str(), Some("__spec__" | "__builtins__")))
    };
    dict.into_iter().any(|(name, _)| is_named(&name))
}
