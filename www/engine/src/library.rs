//! The standard library, delivered module by module: what is in it, and its code when somebody imports it.
//!
//! The files are those that `www/engine/library` writes. They come through [`host::library_file`], which
//! blocks; those most programs want have been fetched ahead.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::OnceLock;

use asyncio101_messages::Notice;
use rustpython_compiler_core::frozen::FrozenLib;
use rustpython_compiler_core::{bytecode, marshal};
use rustpython_vm::builtins::{PyBaseExceptionRef, PyCode};
use rustpython_vm::{PyRef, PyResult, VirtualMachine};

use crate::{host, outbox};

thread_local! {
    /// All modules, and whether each is a package.
    static MODULES: RefCell<HashMap<String, bool>> = RefCell::new(read_index());
}

fn read_index() -> HashMap<String, bool> {
    let index =
        host::library_file("index").expect("worker.js has fetched the index before it starts the engine");
    let index = String::from_utf8(index).expect("the index is text");
    index
        .lines()
        .map(|line| line.strip_suffix('/').map_or((line, false), |name| (name, true)))
        .map(|(name, is_package)| (name.to_owned(), is_package))
        .collect()
}

/// The modules that every interpreter has in itself: those of [`asyncio101::python::library`] and those of `python/`. They come with
/// the files and not with the engine's code, where they could not be compressed a second time.
pub(crate) fn frozen() -> &'static FrozenLib {
    static FROZEN: OnceLock<Vec<u8>> = OnceLock::new();
    let bytes = FROZEN.get_or_init(|| {
        host::library_file("frozen").expect("worker.js has fetched these modules before it starts the engine")
    });
    FrozenLib::from_ref(bytes.as_slice())
}

/// Whether a module is a package; `None` if there is no such module in the library.
pub(crate) fn has(name: &str) -> Option<bool> {
    MODULES.with_borrow(|modules| modules.get(name).copied())
}

/// The code of a module.
///
/// # Errors
///
/// `ImportError` if it cannot be fetched; the user is told why.
pub(crate) fn code(name: &str, vm: &VirtualMachine) -> PyResult<PyRef<PyCode>> {
    let file = host::library_file(&format!("{name}.code")).map_err(|reason| unavailable(name, reason, vm))?;
    let marshalled = inflate(&file).ok_or_else(|| unavailable(name, "its file is damaged".to_owned(), vm))?;
    let code = marshal::deserialize_code(&mut &marshalled[..], bytecode::BasicBag)
        .map_err(|error| unavailable(name, format!("its file is damaged: {error}"), vm))?;
    Ok(PyCode::new_ref_from_bytecode(vm, code))
}

/// The source of a module, for tracebacks; `None` if it cannot be had.
pub(crate) fn source(name: &str) -> Option<String> {
    has(name)?;
    String::from_utf8(host::library_file(&format!("{name}.py")).ok()?).ok()
}

fn unavailable(name: &str, reason: String, vm: &VirtualMachine) -> PyBaseExceptionRef {
    let message = format!("the library's module {name} could not be fetched: {reason}");
    outbox::notice(Notice::ModuleUnavailable { module: name.to_owned(), reason });
    vm.new_import_error(message, vm.ctx.new_utf8_str(name))
}

/// The contents of a file that was deflated after four bytes that give its length.
fn inflate(file: &[u8]) -> Option<Vec<u8>> {
    let (length, deflated) = file.split_first_chunk::<4>()?;
    let mut inflated = vec![0; u32::from_le_bytes(*length) as usize];
    let (written, result) =
        zlib_rs::decompress_slice(&mut inflated, deflated, zlib_rs::InflateConfig::default());
    let whole = matches!(result, zlib_rs::ReturnCode::Ok | zlib_rs::ReturnCode::StreamEnd);
    (whole && written.len() == u32::from_le_bytes(*length) as usize).then_some(inflated)
}

/// The native side of `python/_tab_library.py`.
pub(crate) use module::module_def;

#[rustpython_vm::pymodule(name = "_tab")]
mod module {
    use rustpython_vm::builtins::{PyCode, PyStrRef};
    use rustpython_vm::{PyRef, PyResult, VirtualMachine};

    #[pyfunction]
    fn library_has(name: PyStrRef) -> Option<bool> {
        super::has(name.to_str()?)
    }

    #[pyfunction]
    fn library_code(name: PyStrRef, vm: &VirtualMachine) -> PyResult<PyRef<PyCode>> {
        super::code(&name.to_string_lossy(), vm)
    }

    #[pyfunction]
    fn library_source(name: PyStrRef) -> Option<String> {
        super::source(name.to_str()?)
    }
}
