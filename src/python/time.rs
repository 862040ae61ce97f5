//! `time` and `datetime` on the run's clock.
//!
//! The interpreter's own modules ask the operating system. That is right where a program runs in real time on a
//! desktop, and wrong where the run has a clock of its own: a virtual one, or a tab's, which stands still while the
//! program is held. There the [platform](super::Platform) has a [`Clock`], and every function that tells the time or
//! waits for it asks that: `sleep()` and the clocks of `time`, what `localtime()` and its like take for now, and
//! `datetime.now()` and `utcnow()`. (`date.today()` and `datetime.today()` call `time.time()` themselves.)
//!
//! Both modules are [defined anew](super::definition): what defines the interpreter's module runs first, then its
//! functions are replaced, whenever a program first imports it.
//!
//! It is no place for what time *is* on a platform: that is its `clock.rs`.
//!
//! <https://docs.python.org/3/library/time.html>, <https://docs.python.org/3/library/datetime.html>

use std::cell::OnceCell;
use std::time::Duration;

use rustpython_vm::builtins::{PyFloat, PyModule, PyModuleDef, PyStr, PyType};
use rustpython_vm::function::{FuncArgs, ItemDoc, PyMethodDef, PyMethodFlags};
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine, py_namespace, warn,
};

use super::definition::{define_anew, define_as_before, original};
use super::platform::{Clock, platform};

/// One of the two times a clock shows.
type Reading = fn(&(dyn Clock + 'static)) -> Duration;

/// The platform's clock. To be called where there is one.
fn clock() -> &'static dyn Clock {
    platform().clock().expect("only a platform with a clock has its modules defined anew")
}

/// Has `time` and `datetime` follow the platform's clock, in an interpreter that is being made.
pub(super) fn follow(vm: &mut VirtualMachine) {
    define_anew("time", define_time, vm);
    define_anew("_datetime", define_datetime, vm);
}

/// The function of the interpreter's own `time` by that name, if it has it on this machine.
fn original_function(name: &str, vm: &VirtualMachine) -> Option<&'static PyMethodDef> {
    thread_local! {
        static TIME: OnceCell<&'static PyModuleDef> = const { OnceCell::new() };
    }
    let time = TIME.with(|time| *time.get_or_init(|| original("time", vm)));
    time.methods.iter().find(|method| method.name == name)
}

/// Calls it.
fn call_original(name: &str, args: impl Into<FuncArgs>, vm: &VirtualMachine) -> PyResult {
    let function = original_function(name, vm).expect("it was replaced");
    function.build_function(&vm.ctx).as_object().call(args.into(), vm)
}

/// A function of `time`, in the place of the interpreter's own.
macro_rules! function {
    ($name:literal, $function:expr) => {
        PyMethodDef::new_const($name, $function, PyMethodFlags::empty(), ItemDoc::NONE)
    };
}

/// Two functions of `time` that tell what a clock shows, in seconds and in nanoseconds.
macro_rules! clocks {
    ($($reading:ident: $name:literal, $nanoseconds:literal;)*) => {
        &[$(
            function!($name, |args: FuncArgs, vm: &VirtualMachine| -> PyResult {
                Ok(vm.ctx.new_float(told($name, &args, Clock::$reading, vm)?.as_secs_f64()).into())
            }),
            function!($nanoseconds, |args: FuncArgs, vm: &VirtualMachine| -> PyResult {
                Ok(vm.ctx.new_int(told($nanoseconds, &args, Clock::$reading, vm)?.as_nanos()).into())
            }),
        )*]
    };
}

/// What tells the time. A program's own time is the run's, too: it has no other.
const CLOCKS: &[PyMethodDef] = clocks! {
    wall: "time", "time_ns";
    monotonic: "monotonic", "monotonic_ns";
    monotonic: "perf_counter", "perf_counter_ns";
    monotonic: "process_time", "process_time_ns";
    monotonic: "thread_time", "thread_time_ns";
};

/// What else knows of time.
const FUNCTIONS: &[PyMethodDef] = &[
    function!("sleep", sleep),
    function!("get_clock_info", get_clock_info),
    function!("localtime", |args: FuncArgs, vm: &VirtualMachine| of_now("localtime", args, vm)),
    function!("gmtime", |args: FuncArgs, vm: &VirtualMachine| of_now("gmtime", args, vm)),
    function!("ctime", |args: FuncArgs, vm: &VirtualMachine| of_now("ctime", args, vm)),
    function!("asctime", |args: FuncArgs, vm: &VirtualMachine| of_local_now("asctime", 0, args, vm)),
    function!("strftime", |args: FuncArgs, vm: &VirtualMachine| of_local_now("strftime", 1, args, vm)),
];

/// What only some systems have.
const OF_SOME_SYSTEMS: &[PyMethodDef] = &[
    function!("clock_gettime", |args: FuncArgs, vm: &VirtualMachine| -> PyResult {
        Ok(vm.ctx.new_float(gettime("clock_gettime", args, vm)?.as_secs_f64()).into())
    }),
    function!("clock_gettime_ns", |args: FuncArgs, vm: &VirtualMachine| -> PyResult {
        Ok(vm.ctx.new_int(gettime("clock_gettime_ns", args, vm)?.as_nanos()).into())
    }),
];

fn define_time(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
    define_as_before("time", vm, module)?;
    let of_this_system = OF_SOME_SYSTEMS.iter().filter(|method| original_function(method.name, vm).is_some());
    for method in CLOCKS.iter().chain(FUNCTIONS).chain(of_this_system) {
        let function = method.to_function().with_module(vm.ctx.intern_str("time"));
        let function = function.with_module_object(module.to_owned().into()).into_ref(&vm.ctx);
        module.set_attr(vm.ctx.intern_str(method.name), function, vm)?;
    }
    define_zone(vm, module)
}

/// A year as CPython counts it when it looks for the two halves of one.
const YEAR: Duration = Duration::from_secs((365 * 24 + 6) * 3600);

/// What zone it is here, and whether it has a summer time: `timezone`, `altzone`, `daylight` and `tzname`, without which
/// `strptime()` does not work. RustPython 0.6 has them only where there is a C library to ask, and then without knowing
/// whether there is a summer time. As in CPython, they follow from the local times at the beginning and in the middle of
/// this year.
fn define_zone(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
    let this_year = clock().peek_wall().as_secs() / YEAR.as_secs() * YEAR.as_secs();
    let zone = |when: u64| -> PyResult<(i64, PyObjectRef)> {
        let local = call_original("localtime", vec![vm.ctx.new_int(when).into()], vm)?;
        let east: i64 = local.get_attr("tm_gmtoff", vm)?.try_to_value(vm)?;
        Ok((-east, local.get_attr("tm_zone", vm)?))
    };
    let (january, july) = (zone(this_year)?, zone(this_year + YEAR.as_secs() / 2)?);
    // In summer clocks are ahead, so less is missing to UTC. South of the equator that is in January.
    let (winter, summer) = if january.0 < july.0 { (july, january) } else { (january, july) };
    let constants: [(&str, PyObjectRef); 4] = [
        ("timezone", vm.ctx.new_int(winter.0).into()),
        ("altzone", vm.ctx.new_int(summer.0).into()),
        ("daylight", vm.ctx.new_int(u8::from(winter.0 != summer.0)).into()),
        ("tzname", vm.ctx.new_tuple(vec![winter.1, summer.1]).into()),
    ];
    constants.into_iter().try_for_each(|(name, value)| module.set_attr(vm.ctx.intern_str(name), value, vm))
}

/// What a clock shows to a program that looks at it.
fn read(reading: Reading, vm: &VirtualMachine) -> PyResult<Duration> {
    let clock = clock();
    clock.look(vm)?;
    Ok(reading(clock))
}

/// The same, for a function without arguments.
fn told(name: &str, args: &FuncArgs, reading: Reading, vm: &VirtualMachine) -> PyResult<Duration> {
    if !args.kwargs.is_empty() {
        return Err(vm.new_type_error(format!("time.{name}() takes no keyword arguments")));
    }
    if !args.args.is_empty() {
        let given = args.args.len();
        return Err(vm.new_type_error(format!("time.{name}() takes no arguments ({given} given)")));
    }
    read(reading, vm)
}

/// `time.sleep(seconds)`
fn sleep(args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
    if !args.kwargs.is_empty() {
        return Err(vm.new_type_error("time.sleep() takes no keyword arguments"));
    }
    let [seconds] = &args.args[..] else {
        let given = args.args.len();
        return Err(vm.new_type_error(format!("time.sleep() takes exactly one argument ({given} given)")));
    };
    vm.audit("time.sleep", || (seconds.clone(),))?;
    clock().sleep(duration(seconds, vm)?, vm)
}

/// What a number of seconds is as a duration, rounded up to the nanosecond. CPython's `PyTime_t` is an `i64` of them.
///
/// # Errors
///
/// `TypeError`, `ValueError` or `OverflowError`, with CPython's words.
fn duration(seconds: &PyObject, vm: &VirtualMachine) -> PyResult<Duration> {
    const PER_SECOND: i64 = 1_000_000_000;
    let nanoseconds = if let Some(float) = seconds.downcast_ref::<PyFloat>() {
        let seconds = float.to_f64();
        if seconds.is_nan() {
            return Err(vm.new_value_error("Invalid value NaN (not a number)"));
        }
        let nanoseconds = seconds * PER_SECOND as f64;
        let nanoseconds = if nanoseconds < 0.0 { nanoseconds.floor() } else { nanoseconds.ceil() };
        // Not `<=`: as a float the greatest i64 is one more than it.
        (i64::MIN as f64..i64::MAX as f64).contains(&nanoseconds).then_some(nanoseconds as i64)
    } else if let Some(seconds) = seconds.try_index_opt(vm) {
        seconds?.try_to_primitive::<i64>(vm).ok().and_then(|seconds| seconds.checked_mul(PER_SECOND))
    } else {
        let class = seconds.class().name().to_string();
        let message = format!("'{class}' object cannot be interpreted as an integer or float");
        return Err(vm.new_type_error(message));
    };
    let Some(nanoseconds) = nanoseconds else {
        return Err(vm.new_overflow_error("timestamp out of range for C PyTime_t"));
    };
    match u64::try_from(nanoseconds) {
        Ok(nanoseconds) => Ok(Duration::from_nanos(nanoseconds)),
        Err(_) => Err(vm.new_value_error("sleep length must be non-negative")),
    }
}

/// `time.get_clock_info(name)`
fn get_clock_info(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    if !args.kwargs.is_empty() {
        return Err(vm.new_type_error("get_clock_info() takes no keyword arguments"));
    }
    let [name] = &args.args[..] else {
        let given = args.args.len();
        let message = format!("get_clock_info() takes exactly 1 argument ({given} given)");
        return Err(vm.new_type_error(message));
    };
    let Some(name) = name.downcast_ref::<PyStr>() else {
        let class = name.class().name().to_string();
        return Err(vm.new_type_error(format!("get_clock_info() argument 1 must be str, not {class}")));
    };
    let [monotonic, wall] = clock().implementations();
    let (is_monotonic, implementation) = match name.to_str() {
        Some("time") => (false, wall),
        Some("monotonic" | "perf_counter" | "process_time" | "thread_time") => (true, monotonic),
        _ => return Err(vm.new_value_error("unknown clock")),
    };
    let info = py_namespace!(vm, {
        "implementation" => vm.ctx.new_str(implementation),
        "monotonic" => vm.ctx.new_bool(is_monotonic),
        "adjustable" => vm.ctx.new_bool(!is_monotonic),
        "resolution" => vm.ctx.new_float(clock().resolution().as_secs_f64()),
    });
    Ok(info.into())
}

/// What the interpreter's own function makes of a time in seconds, which is now if it is not given.
fn of_now(name: &str, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    if args.kwargs.is_empty() && args.args.iter().all(|seconds| vm.is_none(seconds)) && args.args.len() <= 1 {
        args.args = vec![vm.ctx.new_int(read(Clock::wall, vm)?.as_secs()).into()];
    }
    call_original(name, args, vm)
}

/// What the interpreter's own function makes of a `struct_time`, its last argument behind `before` others, which is
/// now if it is not given.
fn of_local_now(name: &str, before: usize, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    if args.kwargs.is_empty() && args.args.len() == before {
        args.args.push(of_now("localtime", FuncArgs::default(), vm)?);
    }
    call_original(name, args, vm)
}

/// `time.clock_gettime(clk_id)`: the system knows which clocks there are, the run what they show.
fn gettime(name: &str, args: FuncArgs, vm: &VirtualMachine) -> PyResult<Duration> {
    let id = args.args.first().cloned();
    call_original(name, args, vm)?;
    let wall = vm.import("time", 0)?.get_attr("CLOCK_REALTIME", vm)?;
    let is_wall = id.is_some_and(|id| vm.bool_eq(&id, &wall).unwrap_or(false));
    read(if is_wall { Clock::wall } else { Clock::monotonic }, vm)
}

/// Class methods of `datetime.datetime`.
const DATETIME: &[PyMethodDef] = &[
    PyMethodDef::new_const("now", now, PyMethodFlags::CLASS, ItemDoc::NONE),
    PyMethodDef::new_const("utcnow", utcnow, PyMethodFlags::CLASS, ItemDoc::NONE),
];

fn define_datetime(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
    define_as_before("_datetime", vm, module)?;
    let class: PyRef<PyType> = module.get_attr("datetime", vm)?.try_into_value(vm)?;
    // It lives as long as the process anyway: it is one of the interpreter's static types.
    let class: &'static Py<PyType> = Box::leak(Box::new(class));
    for method in DATETIME {
        let method_object = method.build_classmethod(&vm.ctx, class);
        class.set_attr(vm.ctx.intern_str(method.name), method_object.into());
    }
    Ok(())
}

/// `datetime.now(tz=None)`
fn now(class: PyRef<PyType>, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let given = args.args.len() + args.kwargs.len();
    if given > 1 {
        return Err(vm.new_type_error(format!("now() takes at most 1 argument ({given} given)")));
    }
    let tz = args.take_positional_keyword("tz").unwrap_or_else(|| vm.ctx.none());
    if let Some(name) = args.kwargs.keys().next() {
        return Err(vm.new_type_error(format!("now() got an unexpected keyword argument '{name}'")));
    }
    // In whole microseconds, as `datetime` counts. It rounds a float to them, and finds the same.
    let seconds = read(Clock::wall, vm)?.as_micros() as f64 / 1e6;
    // The method of the class itself: one of a subclass may mean something else, and is not asked by CPython either.
    let datetime = vm.import("_datetime", 0)?.get_attr("datetime", vm)?;
    let datetime: &Py<PyType> = datetime.downcast_ref().expect("datetime.datetime is a class");
    let from = datetime.get_attr(vm.ctx.intern_str("fromtimestamp")).expect("datetime has fromtimestamp");
    let from =
        vm.call_get_descriptor_specific(&from, None, Some(class.as_object())).expect("it is a method")?;
    from.call((seconds, tz), vm)
}

/// `datetime.utcnow()`
fn utcnow(class: PyRef<PyType>, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    if !args.kwargs.is_empty() {
        return Err(vm.new_type_error("datetime.utcnow() takes no keyword arguments"));
    }
    if !args.args.is_empty() {
        let given = args.args.len();
        return Err(vm.new_type_error(format!("datetime.utcnow() takes no arguments ({given} given)")));
    }
    let deprecated = "datetime.datetime.utcnow() is deprecated and scheduled for removal in a future version. Use \
        timezone-aware objects to represent datetimes in UTC: datetime.datetime.now(datetime.UTC).";
    let category = vm.ctx.exceptions.deprecation_warning.to_owned();
    warn::warn(vm.ctx.new_str(deprecated).into(), Some(category), 1, None, vm)?;
    let time = read(Clock::wall, vm)?;
    let fields = call_original("gmtime", vec![vm.ctx.new_int(time.as_secs()).into()], vm)?;
    let fields = (0..6).map(|index: usize| fields.get_item(&index, vm));
    let mut fields = fields.collect::<PyResult<Vec<PyObjectRef>>>()?;
    fields.push(vm.ctx.new_int(time.subsec_micros()).into());
    class.as_object().call(fields, vm)
}
