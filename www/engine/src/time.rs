//! What Python's `time` and `datetime` need from a tab: RustPython's own ask an operating system that is not
//! there, and would not know of the virtual clock.
//!
//! [`install`] puts the functions of this module in their places.

use rustpython_vm::builtins::{PyClassMethod, PyType};
use rustpython_vm::{Py, PyPayload, PyResult, VirtualMachine};

pub(crate) use module::module_def;

/// Gives `time` its clocks and its `sleep`.
///
/// # Errors
///
/// None that a program could cause.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let (ours, time) = (vm.import("_tab_time", 0)?, vm.import("time", 0)?);
    for name in [
        "sleep",
        "time",
        "time_ns",
        "monotonic",
        "monotonic_ns",
        "perf_counter",
        "perf_counter_ns",
        "process_time",
        "process_time_ns",
        "thread_time",
        "thread_time_ns",
        "get_clock_info",
    ] {
        time.set_attr(vm.ctx.intern_str(name), ours.get_attr(name, vm)?, vm)?;
    }
    Ok(())
}

/// Gives `datetime.datetime` its `now` and `utcnow`. It is done when `datetime` is imported.
///
/// # Errors
///
/// None that a program could cause.
pub(crate) fn install_in_datetime(vm: &VirtualMachine) -> PyResult<()> {
    let class = vm.import("_datetime", 0)?.get_attr("datetime", vm)?;
    let class: &Py<PyType> = class.downcast_ref().expect("datetime.datetime is a class");
    let ours = vm.import("_tab_time", 0)?;
    for (name, ours_name) in [("now", "datetime_now"), ("utcnow", "datetime_utcnow")] {
        let function = ours.get_attr(ours_name, vm)?;
        let method = PyClassMethod::from(function).into_ref(&vm.ctx);
        class.set_attr(vm.ctx.intern_str(name), method.into());
    }
    Ok(())
}

#[rustpython_vm::pymodule(name = "_tab_time")]
mod module {
    use std::time::Duration;

    use rustpython_vm::builtins::PyStrRef;
    use rustpython_vm::function::OptionalArg;
    use rustpython_vm::{AsObject, PyObjectRef, PyResult, VirtualMachine};

    use crate::{attention, clock};

    fn nanoseconds(seconds: f64) -> i128 {
        (seconds * 1e9) as i128
    }

    /// Waits for so many seconds. Ctrl+C (Stop) ends it.
    #[pyfunction]
    fn sleep(seconds: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        let given = match seconds.try_float(vm) {
            Ok(given) => given.to_f64(),
            Err(_) => {
                let class = seconds.class().name().to_string();
                let message = format!("'{class}' object cannot be interpreted as an integer or float");
                return Err(vm.new_type_error(message));
            }
        };
        if given.is_nan() {
            return Err(vm.new_value_error("Invalid value NaN (not a number)"));
        }
        if given < 0.0 {
            return Err(vm.new_value_error("sleep length must be non-negative"));
        }
        let duration = Duration::try_from_secs_f64(given)
            .map_err(|_| vm.new_overflow_error("timestamp out of range for platform time_t"))?;
        clock::sleep(duration, vm)
    }

    /// A program that waits for a time by looking at the clock waits all the same: others have their turn.
    fn look(clock: fn() -> f64, vm: &VirtualMachine) -> PyResult<f64> {
        attention::turn_now_and_then(vm)?;
        Ok(clock())
    }

    #[pyfunction]
    fn time(vm: &VirtualMachine) -> PyResult<f64> {
        look(clock::time, vm)
    }

    #[pyfunction]
    fn time_ns(vm: &VirtualMachine) -> PyResult<i128> {
        look(clock::time, vm).map(nanoseconds)
    }

    #[pyfunction]
    #[pyfunction(name = "perf_counter")]
    #[pyfunction(name = "process_time")]
    #[pyfunction(name = "thread_time")]
    fn monotonic(vm: &VirtualMachine) -> PyResult<f64> {
        look(clock::monotonic, vm)
    }

    #[pyfunction]
    #[pyfunction(name = "perf_counter_ns")]
    #[pyfunction(name = "process_time_ns")]
    #[pyfunction(name = "thread_time_ns")]
    fn monotonic_ns(vm: &VirtualMachine) -> PyResult<i128> {
        look(clock::monotonic, vm).map(nanoseconds)
    }

    /// What is known about a clock.
    #[pyfunction]
    fn get_clock_info(name: PyStrRef, vm: &VirtualMachine) -> PyResult {
        let (monotonic, implementation) = match name.to_str() {
            Some("time") => (false, "performance.timeOrigin + performance.now()"),
            Some("monotonic" | "perf_counter" | "process_time" | "thread_time") => {
                (true, "performance.now()")
            }
            _ => return Err(vm.new_value_error("unknown clock")),
        };
        let namespace = vm.import("types", 0)?.get_attr("SimpleNamespace", vm)?.call((), vm)?;
        namespace.set_attr("implementation", vm.ctx.new_str(implementation), vm)?;
        namespace.set_attr("monotonic", vm.ctx.new_bool(monotonic), vm)?;
        namespace.set_attr("adjustable", vm.ctx.new_bool(!monotonic), vm)?;
        namespace.set_attr("resolution", vm.ctx.new_float(clock::TICK.as_secs_f64()), vm)?;
        Ok(namespace)
    }

    /// `datetime.now(tz=None)`
    #[pyfunction]
    fn datetime_now(class: PyObjectRef, tz: OptionalTz, vm: &VirtualMachine) -> PyResult {
        let tz = tz.tz.unwrap_or_none(vm);
        vm.call_method(&class, "fromtimestamp", (clock::time(), tz))
    }

    #[derive(rustpython_vm::FromArgs)]
    struct OptionalTz {
        #[pyarg(any, optional)]
        tz: OptionalArg<PyObjectRef>,
    }

    /// `datetime.utcnow()`
    #[pyfunction]
    fn datetime_utcnow(class: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        vm.call_method(&class, "utcfromtimestamp", (clock::time(),))
    }
}
