//! What `sys.version` says.

use rustpython_vm::version::{MAJOR, MICRO, MINOR};
use rustpython_vm::{PyResult, VirtualMachine};

/// Lets `sys.version` tell which Python this is, in the form that `platform` reads: the language's version, what has built
/// it, what it runs on. RustPython calls its 3.14 an alpha and itself an unknown branch, by which packages take it for
/// an older one.
///
/// # Errors
///
/// When `sys` has no version.
pub fn tell_version(vm: &VirtualMachine) -> PyResult<()> {
    let version: String = vm.sys_module.get_attr("version", vm)?.try_into_value(vm)?;
    let (_, interpreter) = version.split_once('\n').unwrap_or_default();
    let ours = env!("CARGO_PKG_VERSION");
    let version = format!("{MAJOR}.{MINOR}.{MICRO} (asyncio101 {ours})\n{interpreter}");
    vm.sys_module.set_attr("version", vm.ctx.new_str(version), vm)
}
