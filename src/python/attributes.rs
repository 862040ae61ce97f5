//! Attributes of our classes that a program may set.

use rustpython_vm::function::PySetterValue;
use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};

/// What an attribute is set to: None is nothing.
///
/// # Errors
///
/// `AttributeError` if it is to be deleted.
pub(super) fn assigned(value: PySetterValue, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    match value {
        PySetterValue::Assign(value) => Ok(Some(value).filter(|value| !vm.is_none(value))),
        PySetterValue::Delete => Err(vm.new_attribute_error("cannot delete attribute")),
    }
}
