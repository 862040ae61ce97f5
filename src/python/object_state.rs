//! What copies and pickles of our classes take along.
//!
//! `copy` and `pickle` take the attributes of an object of Python's out of its `__dict__`, and refuse one that has something
//! besides. The attributes of a lock or a queue are in Rust, behind descriptors.
//! <https://docs.python.org/3/library/pickle.html#object.__getstate__>

use rustpython_vm::builtins::{PyDict, PyGetSet, PyStr};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

/// `object.__getstate__()`: the attributes by their names, as if all of them were Python's.
///
/// # Errors
///
/// What reading an attribute raises, but for `AttributeError`: one that is not there is left out.
pub(super) fn get(object: &PyObject, vm: &VirtualMachine) -> PyResult {
    let state = vm.ctx.new_dict();
    if let Some(own) = object.dict() {
        for (name, value) in &own {
            state.set_item(&*name, value, vm)?;
        }
    }
    let mut seen: Vec<PyObjectRef> = Vec::new();
    for class in object.class().mro_collect() {
        for (name, descriptor) in class.attributes().entries() {
            // A class may have another name for an attribute of its base: the first is the one that counts.
            let is_attribute = descriptor.downcast_ref::<PyGetSet>().is_some()
                && name.downcast_ref::<PyStr>().is_some_and(|name| !name.to_string_lossy().starts_with("__"))
                && !seen.iter().any(|known| known.is(&descriptor));
            if !is_attribute {
                continue;
            }
            let name = name.downcast::<PyStr>().expect("it was looked at");
            seen.push(descriptor);
            match object.get_attr(&*name, vm) {
                // A loop is remembered from when there is one.
                Ok(value) if vm.is_none(&value) && name.to_string_lossy() == "_loop" => {}
                Ok(value) => state.set_item(&*name, value, vm)?,
                Err(error) if error.fast_isinstance(vm.ctx.exceptions.attribute_error) => {}
                Err(error) => return Err(error),
            }
        }
    }
    Ok(state.into())
}

/// `object.__setstate__(state)`: sets these attributes.
///
/// # Errors
///
/// What setting an attribute raises.
pub(super) fn set(object: &PyObject, state: &Py<PyDict>, vm: &VirtualMachine) -> PyResult<()> {
    for (name, value) in state {
        let name =
            name.downcast::<PyStr>().map_err(|_| vm.new_type_error("attribute name must be string"))?;
        object.set_attr(&*name, value, vm)?;
    }
    Ok(())
}
