//! Modules that are loaded late: our `asyncio` imports its parts when they are first used, and the library its
//! rarer ones. In CPython that happens where the program imports asyncio, before any loop runs; here a callback
//! may have to wait for it, and must not be blamed.
//!
//! What the program imports itself, in a callback of its own, does block the loop and is not reported.

use std::cell::Cell;

use rustpython_vm::function::FuncArgs;
use rustpython_vm::{PyObject, PyResult, VirtualMachine};

use super::current::{record, recorder};
use super::places;
use crate::python::closure::Closure;
use crate::trace::{Details, Event};

/// From how many nanoseconds on it is worth an event. No import takes so long on a virtual clock: there, traces
/// do not depend on what a platform has loaded before.
const WORTH: f64 = 0.001;

thread_local! {
    /// Whether an import is under way: the ones inside it are part of it.
    static IS_LOADING: Cell<bool> = const { Cell::new(false) };
}

/// Watches the interpreter's imports of modules it does not have yet.
pub(super) fn install(vm: &VirtualMachine) -> PyResult<()> {
    const NAME: &str = "_find_and_load";
    let importlib = vm.import("_frozen_importlib", 0)?;
    let original = importlib.get_attr(NAME, vm)?;
    let wrapper = move |original: &PyObject, args: FuncArgs, vm: &VirtualMachine| -> PyResult {
        let Some(recorder) = recorder().filter(|_| !IS_LOADING.get() && places::is_in_library()) else {
            return original.call(args, vm);
        };
        IS_LOADING.set(true);
        let began = recorder.time();
        let result = original.call(args.clone(), vm);
        IS_LOADING.set(false);
        let seconds = recorder.time().since(began);
        if seconds >= WORTH {
            let name = args.args.first().and_then(|name| name.str_utf8(vm).ok());
            record(Event::Loaded((seconds * 1e9).round() as u64), |recorder| Details {
                text: name.map_or_else(Default::default, |name| recorder.text(name.as_str())),
                ..Details::NONE
            });
        }
        result
    };
    importlib.set_attr(NAME, Closure::new(NAME, original, wrapper, vm), vm)
}
