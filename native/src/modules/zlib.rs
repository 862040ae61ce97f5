//! What RustPython lacks of `zlib`: what compressing nothing does.
//!
//! Whoever compresses no bytes and then flushes gets an empty block from zlib, as a peer expects behind the last part of a
//! message that came in parts (RFC 7692, 7.2.1). RustPython gives nothing, because it does not tell the compressor about
//! no bytes.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use rustpython_vm::builtins::{PyBytes, PyModule, PyType, PyTypeRef};
use rustpython_vm::function::{FuncArgs, ItemDoc, PyMethodFlags};
use rustpython_vm::{AsObject, Py, PyObjectRef, PyResult, VirtualMachine};

use asyncio101::python::definition::define_as_before;

/// The compressors that have been given nothing since they were flushed, by their identities.
static GIVEN_NOTHING: Mutex<Option<HashSet<usize>>> = Mutex::new(None);

/// A block with nothing in it, as zlib writes it where a byte ends.
const EMPTY_BLOCK: [u8; 5] = [0, 0, 0, 0xff, 0xff];

/// `Z_SYNC_FLUSH` and `Z_FULL_FLUSH`: after these a byte ends.
const FLUSHES: [i32; 2] = [2, 3];

/// Defines the module.
pub(super) fn define(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
    define_as_before("zlib", vm, module)?;
    let class: PyTypeRef = module.get_attr("Compress", vm)?.try_into_value(vm)?;
    // It lives as long as the process anyway.
    let class: &'static Py<PyType> = Box::leak(Box::new(class));
    wrap(class, "compress", vm, |compressor, args, compressed, vm| {
        let data = args.args.get(1);
        if data.is_some_and(|data| data.length(vm).is_ok_and(|length| length == 0)) {
            note(|given| given.insert(compressor));
        } else {
            note(|given| given.remove(&compressor));
        }
        compressed
    })?;
    wrap(class, "flush", vm, |compressor, args, flushed, vm| {
        let was_given_nothing = note(|given| given.remove(&compressor));
        let flushes = args
            .args
            .get(1)
            .is_some_and(|mode| mode.try_to_value::<i32>(vm).is_ok_and(|mode| FLUSHES.contains(&mode)));
        let is_empty = flushed.downcast_ref::<PyBytes>().is_some_and(|bytes| bytes.as_bytes().is_empty());
        if was_given_nothing && flushes && is_empty {
            return vm.ctx.new_bytes(EMPTY_BLOCK.to_vec()).into();
        }
        flushed
    })
}

fn note<R>(note: impl FnOnce(&mut HashSet<usize>) -> R) -> R {
    // A panic elsewhere cannot have left it half changed.
    let mut given = GIVEN_NOTHING.lock().unwrap_or_else(PoisonError::into_inner);
    note(given.get_or_insert_default())
}

/// Has `then` look at what a method was called with and gave: which object, the arguments, the result.
fn wrap(
    class: &'static Py<PyType>,
    name: &'static str,
    vm: &VirtualMachine,
    then: impl Fn(usize, &FuncArgs, PyObjectRef, &VirtualMachine) -> PyObjectRef + Send + Sync + 'static,
) -> PyResult<()> {
    let original = class.as_object().get_attr(name, vm)?;
    let method = move |args: FuncArgs, vm: &VirtualMachine| -> PyResult {
        let result = original.call(args.clone(), vm)?;
        let compressor = args.args.first().map_or(0, |compressor| compressor.get_id());
        Ok(then(compressor, &args, result, vm))
    };
    let method = vm.ctx.new_method_def(name, method, PyMethodFlags::METHOD, ItemDoc::NONE);
    class.set_attr(vm.ctx.intern_str(name), method.build_method(class, vm).into());
    Ok(())
}
