//! The module `_tab_thread`: what takes the place of `_thread`'s contents in a tab.
//!
//! <https://docs.python.org/3/library/_thread.html>

pub(crate) use module::module_def;

use super::{handle, local, lock, queue};

#[rustpython_vm::pymodule(name = "_tab_thread", with(handle::types, local::types, lock::types, queue::types))]
mod module {
    use rustpython_vm::function::OptionalArg;
    use rustpython_vm::{PyResult, VirtualMachine};

    use super::super::lock::TIMEOUT_MAX as LONGEST;
    use crate::turns::{MAIN, current, others};
    use crate::{host, signals, stop};

    #[pyattr]
    const TIMEOUT_MAX: f64 = LONGEST;

    /// Whether a thread can wait for another: not where a browser cannot suspend.
    #[pyfunction]
    fn can_wait() -> bool {
        host::blocking()
    }

    /// Simulates the arrival of a signal in the main thread: where that runs, at once.
    #[pyfunction]
    fn interrupt_main(signum: OptionalArg<i32>, vm: &VirtualMachine) -> PyResult<()> {
        let signal = signals::valid(signum.unwrap_or(signals::SIGINT), vm)?;
        stop::ask(signal);
        // The main thread hears it here, another only asks for it.
        stop::check(vm)
    }

    /// The number of the thread that runs.
    #[pyfunction]
    fn get_ident() -> u32 {
        current().0
    }

    #[pyfunction]
    fn get_native_id() -> u32 {
        current().0
    }

    #[pyfunction]
    fn _get_main_thread_ident() -> u32 {
        MAIN.0
    }

    /// How many threads run besides the main one.
    #[pyfunction]
    fn _count() -> usize {
        others()
    }
}
