//! Python's standard library, carried inside the binary.
//!
//! The library is 700 modules. A program imports a few of them, and each import should be quick; the binary
//! should run wherever it is copied to; and a traceback that passes through the library should show its lines.
//! So the build script compiles every module and packs the code together with the source:
//!
//! - **Code** is read when its module is imported, straight from the binary. No file is looked for, no
//!   `__pycache__` is written, nothing is compiled at run time.
//! - **Source** is unpacked when somebody asks: a traceback, `inspect.getsource`, `warnings`.
//!
//! To Python the library is a directory `lib/python3.14` *inside* the executable file, at the end of
//! `sys.path`, as a program in a zip archive has a `sys.path` entry inside the archive. A module beside the
//! program therefore hides one of the library with the same name, as in CPython; and as in CPython, the few
//! modules that the interpreter needs to start (`os`, `site`, …) are *frozen* and cannot be hidden.

use std::env;
use std::ops::Range;

use rustpython_vm::builtins::PyCode;
use rustpython_vm::common::rc::PyRc;
use rustpython_vm::frozen::{FrozenCodeObject, FrozenModule};
use rustpython_vm::{InterpreterBuilder, PyRef, PyResult, VirtualMachine, version};

mod importer;

/// A module of the library.
struct Module {
    /// Its full name, with dots.
    name: &'static str,
    /// Whether it is a package, that is, an `__init__.py`.
    package: bool,
    /// Where its code lies in [`CONTENTS`], as [`FrozenCodeObject`] has it.
    code: Range<usize>,
    /// Its source, an index into [`FILES`].
    file: usize,
}

/// A file of the library: a module's source, or data that belongs to one.
struct File {
    /// Its path in the library, with slashes.
    path: &'static str,
    /// Where it lies in [`CONTENTS`], deflated.
    contents: Range<usize>,
}

// The two tables, sorted by name and by path.
include!(concat!(env!("OUT_DIR"), "/library.rs"));

static CONTENTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/library.bin"));

/// What the interpreter imports before it can look into its own binary, and what CPython freezes too.
const FROZEN: &[&str] = &[
    "_collections_abc",
    "_sitebuiltins",
    "abc",
    "codecs",
    "encodings",
    "encodings.aliases",
    "genericpath",
    "importlib",
    "importlib.machinery",
    "importlib.util",
    "io",
    "ntpath",
    "os",
    "posixpath",
    "runpy",
    "site",
    "stat",
    "zipimport",
];

impl Module {
    fn find(name: &str) -> Option<&'static Self> {
        MODULES.binary_search_by(|module| module.name.cmp(name)).ok().map(|index| &MODULES[index])
    }

    fn frozen(&self) -> FrozenModule {
        let code = FrozenCodeObject { bytes: &CONTENTS[self.code.clone()] };
        FrozenModule { code, package: self.package }
    }

    fn file(&self) -> &'static File {
        &FILES[self.file]
    }
}

impl File {
    fn find(path: &str) -> Option<&'static Self> {
        FILES.binary_search_by(|file| file.path.cmp(path)).ok().map(|index| &FILES[index])
    }

    fn read(&self) -> Vec<u8> {
        let deflated = &CONTENTS[self.contents.clone()];
        miniz_oxide::inflate::decompress_to_vec(deflated).expect("the build script packed it")
    }
}

/// Gives the interpreter its library: what it needs to start. [`open`] gives it the rest.
#[must_use]
pub fn install(builder: InterpreterBuilder) -> InterpreterBuilder {
    let frozen = FROZEN.iter().map(|name| {
        let module = Module::find(name).expect("the library has what the interpreter needs");
        (module.name, module.frozen())
    });
    let importer = importer::module_def(&builder.ctx);
    builder.add_frozen_modules(frozen).add_native_module(importer).init_hook(|vm| {
        let state = PyRc::get_mut(&mut vm.state).expect("nobody shares the interpreter's state yet");
        let root = root();
        let paths = &mut state.config.paths;
        paths.module_search_paths = state.config.settings.path_list.clone();
        paths.module_search_paths.push(root.clone());
        paths.stdlib_dir = Some(root);
    })
}

/// Lets the interpreter import the library. To be called once, before anything else is imported.
///
/// # Errors
///
/// When the interpreter has no import system.
pub fn open(vm: &VirtualMachine) -> PyResult<()> {
    let code = rustpython_vm::py_compile!(file = "library/importer.py", module_name = "<library importer>");
    let scope = vm.new_scope_with_builtins();
    scope.globals.set_item("ROOT", vm.ctx.new_str(root()).into(), vm)?;
    vm.run_code_obj(vm.ctx.new_code(code), scope).map(drop)
}

/// The licence of the library, which travels with it.
#[must_use]
pub fn licence() -> String {
    let file = File::find("PSF-LICENSE").expect("the library has a licence");
    String::from_utf8_lossy(&file.read()).into_owned()
}

/// Where the library lies, to Python: inside the executable.
fn root() -> String {
    let executable = env::current_exe().ok().and_then(|path| path.into_os_string().into_string().ok());
    let executable = executable.as_deref().unwrap_or("asyncio101");
    format!("{executable}/lib/python{}.{}", version::MAJOR, version::MINOR)
}

/// The code of `module`, with `filename` as the file it says it is from.
fn code(module: &Module, filename: &str, vm: &VirtualMachine) -> PyRef<PyCode> {
    let code = PyCode::new_ref_from_frozen(vm, module.frozen().code);
    importer::set_filename(&code, vm.ctx.intern_str(filename));
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted() {
        assert!(MODULES.is_sorted_by(|a, b| a.name < b.name));
        assert!(FILES.is_sorted_by(|a, b| a.path < b.path));
    }

    #[test]
    fn a_module_has_its_own_source() {
        let module = Module::find("asyncio.runners").unwrap();
        assert!(!module.package && module.file().path == "asyncio/runners.py");
        assert!(String::from_utf8(module.file().read()).unwrap().contains("class Runner"));
        assert!(Module::find("asyncio").unwrap().package);
        assert!(Module::find("asyncio.nothing").is_none());
    }

    #[test]
    fn the_licence_travels_with_the_library() {
        assert!(licence().contains("PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2"));
    }
}
