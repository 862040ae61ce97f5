//! Calls that need not look for their method: between a transport, its protocol, a reader and a writer, as long as the program
//! has changed nothing of their classes and given the object no method of its own.

use std::sync::atomic::Ordering;

use rustpython_vm::builtins::PyStrInterned;
use rustpython_vm::common::static_cell;
use rustpython_vm::{AsObject, PyObject, VirtualMachine};

/// The names of these methods and attributes, found once.
pub(in crate::python) struct Names {
    pub(in crate::python) write: &'static PyStrInterned,
    pub(in crate::python) is_closing: &'static PyStrInterned,
    pub(in crate::python) data_received: &'static PyStrInterned,
    pub(super) drain_helper: &'static PyStrInterned,
    pub(super) paused: &'static PyStrInterned,
    pub(super) connection_lost: &'static PyStrInterned,
}

static_cell! {
    static NAMES: Names;
}

impl Names {
    pub(in crate::python) fn get(vm: &VirtualMachine) -> &'static Self {
        NAMES.get_or_init(|| Self {
            write: vm.ctx.intern_str("write"),
            is_closing: vm.ctx.intern_str("is_closing"),
            data_received: vm.ctx.intern_str("data_received"),
            drain_helper: vm.ctx.intern_str("_drain_helper"),
            paused: vm.ctx.intern_str("_paused"),
            connection_lost: vm.ctx.intern_str("_connection_lost"),
        })
    }
}

/// Whether an object's method of this name is the library's: its class is one that was remembered and has that `version` still,
/// and it has nothing of its own by that name.
pub(in crate::python) fn is_the_librarys(
    object: &PyObject,
    version: u32,
    name: &'static PyStrInterned,
    vm: &VirtualMachine,
) -> bool {
    version != 0
        && object.class().tp_version_tag.load(Ordering::Acquire) == version
        && object.dict().is_none_or(|own| !own.contains_key(name, vm))
}

/// Whether an attribute of the object's own is true; `None` if it has none.
pub(super) fn is_set(object: &PyObject, name: &'static PyStrInterned, vm: &VirtualMachine) -> Option<bool> {
    let value = object.dict()?.get_item_opt(name, vm).ok()??;
    Some(value.is(&vm.ctx.true_value))
}
