//! Putting our modules into an interpreter.

use rustpython_compiler_core::frozen::FrozenLib;
use rustpython_vm::InterpreterBuilder;
use rustpython_vm::class::PyClassImpl;

use super::closure::Closure;
use super::platform::{self, Platform};
use super::{arguments, check, context, module, network, signatures, time, websocket};

/// The part of this crate's modules that is written in Python, compiled: what [`install`] expects among the interpreter's frozen
/// modules. Whoever has them from somewhere else leaves this alone, and its program does not carry them.
pub fn library() -> &'static FrozenLib {
    rustpython_vm::py_freeze!(dir = "lib", crate_name = "rustpython_compiler_core")
}

/// Gives an interpreter this crate's `asyncio`, running on `platform`. It takes the modules of [`library`] beside it.
///
/// Call it after the standard library's modules have been added: of two modules with one name, the later one
/// counts. There is one platform in a process: the first one given stays.
#[must_use]
pub fn install(builder: InterpreterBuilder, platform: impl Platform + 'static) -> InterpreterBuilder {
    platform::set(platform);
    let _class = Closure::make_static_type();
    let modules = [
        arguments::tell_module(module::module_def(&builder.ctx), &signatures::ASYNCIO),
        arguments::tell_module(context::module_def(&builder.ctx), &signatures::CONTEXTVARS),
        websocket::module_def(&builder.ctx),
        check::module_def(&builder.ctx),
    ];
    let has_network = platform::platform().network().is_some();
    let builder = if has_network { network::install(builder) } else { builder };
    let builder = builder.add_native_modules(&modules);
    if platform::platform().clock().is_some() { builder.init_hook(time::follow) } else { builder }
}
