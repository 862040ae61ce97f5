//! Putting our modules into an interpreter.

use rustpython_vm::InterpreterBuilder;

use super::platform::{self, Platform};
use super::{check, context, module, network, time, websocket};

/// Gives an interpreter this crate's `asyncio`, running on `platform`.
///
/// Call it after the standard library's modules have been added: of two modules with one name, the later one
/// counts. There is one platform in a process: the first one given stays.
#[must_use]
pub fn install(builder: InterpreterBuilder, platform: impl Platform + 'static) -> InterpreterBuilder {
    platform::set(platform);
    let modules = [
        module::module_def(&builder.ctx),
        context::module_def(&builder.ctx),
        websocket::module_def(&builder.ctx),
        check::module_def(&builder.ctx),
    ];
    let has_network = platform::platform().network().is_some();
    let builder = if has_network { network::install(builder) } else { builder };
    let builder = builder
        .add_native_modules(&modules)
        .add_frozen_modules(rustpython_vm::py_freeze!(dir = "lib", crate_name = "rustpython_compiler_core"));
    if platform::platform().clock().is_some() { builder.init_hook(time::follow) } else { builder }
}
