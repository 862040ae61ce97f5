//! Builds interpreters: RustPython with this crate's modules in it. Each program gets one of its own, and the
//! next one is built while the page shows what the last one did.

use asyncio101::python;
use rustpython_vm::{Interpreter, PyResult, VirtualMachine};

use crate::platform::Tab;
use crate::settings::settings;
use crate::{library, posix, signals, threads, websocket};

/// A new interpreter, ready for a program.
pub(crate) fn build() -> Interpreter {
    let builder = Interpreter::builder(settings());
    let mut modules = rustpython_stdlib::stdlib_module_defs(&builder.ctx);
    modules.extend([
        library::module_def(&builder.ctx),
        posix::module_def(&builder.ctx),
        signals::module_def(&builder.ctx),
        threads::module_def(&builder.ctx),
        websocket::module_def(&builder.ctx),
    ]);
    let builder = builder.add_native_modules(&modules).add_frozen_modules(library::frozen());
    let interpreter = python::install(builder, Tab).build();
    interpreter.enter(|vm| {
        if let Err(error) = prepare(vm) {
            let mut text = String::new();
            vm.write_exception(&mut text, &error).expect("a string takes everything");
            panic!("the interpreter could not be prepared: {text}");
        }
    });
    interpreter
}

fn prepare(vm: &VirtualMachine) -> PyResult<()> {
    posix::install_errno(vm)?;
    python::tell_version(vm)?;
    for module in ["_tab_files", "_tab_threads", "_tab_library"] {
        vm.import(module, 0)?.get_attr("install", vm)?.call((), vm)?;
    }
    // Codecs other than UTF-8 are looked up by this package.
    vm.import("encodings", 0)?;
    Ok(())
}
