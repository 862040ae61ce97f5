//! Waiting for another thread, so that Ctrl+C can end it.
//!
//! The interpreter's locks and joins wait in the operating system until they have what they want, and a signal
//! that arrives meanwhile is only noted. Python promises more: a wait for a lock can be interrupted by signals
//! ([`Lock.acquire`]), and if the handler raises, as Ctrl+C's does, the wait is over. The interpreter's queues
//! keep that promise by waking up a few times a second to look; here locks and joins learn it in the same way.
//!
//! Only the main thread runs signal handlers, so only its waits are cut up. On a virtual clock, every wait that has an end
//! is one for that clock, in whatever thread: it jumps there when nothing else is to be done.
//!
//! [`Lock.acquire`]: https://docs.python.org/3/library/threading.html#threading.Lock.acquire

use std::time::{Duration, Instant};

use rustpython_vm::builtins::{PyType, PyTypeRef};
use rustpython_vm::function::{FuncArgs, ItemDoc, PyMethodFlags, TimeoutSeconds};
use rustpython_vm::{AsObject, FromArgs, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use crate::clock::VirtualClock;
use crate::signals::SignalBell;

/// How long a signal may have to wait for the thread that waits.
const SLICE: Duration = Duration::from_millis(50);

/// How long somebody is ready to wait; `None` is forever.
type Patience = Option<Duration>;

/// Lets signals end the waits of `_thread`: for a `lock` or an `RLock`, for one thread (`_ThreadHandle.join`),
/// and for all of them at the end of the program (`_shutdown`).
///
/// To be called before `threading` is imported, which keeps the functions it finds.
///
/// # Errors
///
/// When the interpreter has no threads.
pub(crate) fn let_signals_end_waits(bell: &'static SignalBell, vm: &VirtualMachine) -> PyResult<()> {
    let threads = vm.import("_thread", 0)?;
    let longest = threads.get_attr("TIMEOUT_MAX", vm)?.try_into_value(vm)?;

    for class in ["lock", "RLock"] {
        let class = class_of(&threads, class, vm)?;
        let acquire = class.as_object().get_attr("acquire", vm)?;
        for name in ["acquire", "acquire_lock", "__enter__"] {
            let acquire = acquire.clone();
            let patience =
                move |args: &FuncArgs, vm: &VirtualMachine| patience_with_a_lock(args, longest, vm);
            cut_up(class, name, bell, vm, patience, move |lock, slice, vm| {
                let taken = acquire.call((lock.to_owned(), true, slice), vm)?;
                Ok((taken.is(&vm.ctx.true_value), taken))
            })?;
        }
    }

    let class = class_of(&threads, "_ThreadHandle", vm)?;
    let join = class.as_object().get_attr("join", vm)?;
    let patience = move |args: &FuncArgs, vm: &VirtualMachine| patience_with_a_thread(args, longest, vm);
    cut_up(class, "join", bell, vm, patience, move |thread, slice, vm| {
        let joined = join.call((thread.to_owned(), slice), vm)?;
        Ok((vm.call_method(thread, "is_done", ())?.try_to_bool(vm)?, joined))
    })?;

    if let Some(clock) = VirtualClock::get() {
        let queues = vm.import("_queue", 0)?;
        take_from_queues_by(clock, class_of(&queues, "SimpleQueue", vm)?, queues.get_attr("Empty", vm)?, vm)?;
    }

    let shutdown = threads.get_attr("_shutdown", vm)?;
    let interruptible = move |vm: &VirtualMachine| match join_all(vm) {
        Ok(()) => shutdown.call((), vm).map(drop),
        Err(error) => {
            let what = "Exception ignored while joining a thread in _thread._shutdown()";
            vm.run_unraisable(error, Some(what.to_owned()), vm.ctx.none());
            Ok(())
        }
    };
    threads.set_attr("_shutdown", vm.new_function("_shutdown", interruptible), vm)
}

/// A static class of the interpreter's.
fn class_of(module: &PyObject, name: &'static str, vm: &VirtualMachine) -> PyResult<&'static Py<PyType>> {
    let class: PyTypeRef = module.get_attr(name, vm)?.try_into_value(vm)?;
    // It lives as long as the process anyway.
    Ok(Box::leak(Box::new(class)))
}

/// Puts in the place of a method that waits one that, in the main thread, waits in slices and runs the signal
/// handlers between them; and that waits for the virtual clock, if the process is on one.
///
/// `patience` reads the arguments; where it finds none, because the call does not wait or is wrong, the method itself
/// is called. `wait` waits for so many seconds, and tells whether that was enough and what the method returns.
fn cut_up(
    class: &'static Py<PyType>,
    name: &'static str,
    bell: &'static SignalBell,
    vm: &VirtualMachine,
    patience: impl Fn(&FuncArgs, &VirtualMachine) -> Option<Patience> + Send + Sync + 'static,
    wait: impl Fn(&PyObject, f64, &VirtualMachine) -> PyResult<(bool, PyObjectRef)> + Send + Sync + 'static,
) -> PyResult<()> {
    let original = class.as_object().get_attr(name, vm)?;
    let method = move |args: FuncArgs, vm: &VirtualMachine| -> PyResult {
        let clock = VirtualClock::get();
        let is_main = bell.rings_for_this_thread();
        let patience = if is_main || clock.is_some() { patience(&args, vm) } else { None };
        match (patience, clock) {
            (Some(Some(patience)), Some(clock)) => {
                let mut returned = None;
                clock.wait_until(patience, vm, |slice| {
                    let (enough, result) = wait(&args.args[0], slice.as_secs_f64(), vm)?;
                    returned = Some(result);
                    Ok(enough)
                })?;
                Ok(returned.unwrap_or_else(|| vm.ctx.none()))
            }
            (Some(patience), _) if is_main && patience.is_none_or(|patience| patience > SLICE) => {
                in_slices(patience, vm, |slice| wait(&args.args[0], slice, vm))
            }
            _ => original.call(args, vm),
        }
    };
    let method = vm.ctx.new_method_def(name, method, PyMethodFlags::METHOD, ItemDoc::NONE);
    class.set_attr(vm.ctx.intern_str(name), method.build_method(class, vm).into());
    Ok(())
}

/// Has `SimpleQueue.get` wait by a clock, if it is told for how long.
fn take_from_queues_by(
    clock: &'static VirtualClock,
    class: &'static Py<PyType>,
    empty: PyObjectRef,
    vm: &VirtualMachine,
) -> PyResult<()> {
    #[derive(FromArgs)]
    struct Get {
        #[pyarg(any, default = true)]
        block: bool,
        #[pyarg(any, optional)]
        timeout: Option<TimeoutSeconds>,
    }
    let patience = |args: &FuncArgs, vm: &VirtualMachine| {
        let Get { block, timeout } = without_self(args)?.bind(vm).ok()?;
        let patience = timeout.filter(|_| block).map(TimeoutSeconds::to_secs_f64)?;
        as_long_as(patience, f64::MAX).flatten()
    };
    let original = class.as_object().get_attr("get", vm)?;
    let get = move |args: FuncArgs, vm: &VirtualMachine| -> PyResult {
        let Some(patience) = patience(&args, vm) else {
            return original.call(args, vm);
        };
        let queue = &args.args[0];
        let mut result = None;
        clock.wait_until(patience, vm, |slice| {
            let got = original.call((queue.to_owned(), true, slice.as_secs_f64()), vm);
            let is_empty = match &got {
                Ok(_) => false,
                Err(error) => error.as_object().is_instance(&empty, vm)?,
            };
            result = Some(got);
            Ok(!is_empty)
        })?;
        result.unwrap_or_else(|| Ok(vm.ctx.none()))
    };
    let get = vm.ctx.new_method_def("get", get, PyMethodFlags::METHOD, ItemDoc::NONE);
    class.set_attr(vm.ctx.intern_str("get"), get.build_method(class, vm).into());
    Ok(())
}

/// Waits for so long, or forever, in slices, and runs the signal handlers between them.
fn in_slices(
    patience: Patience,
    vm: &VirtualMachine,
    wait: impl Fn(f64) -> PyResult<(bool, PyObjectRef)>,
) -> PyResult {
    let deadline = patience.and_then(|patience| Instant::now().checked_add(patience));
    loop {
        let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        let slice = left.map_or(SLICE, |left| left.min(SLICE));
        let (enough, returned) = wait(slice.as_secs_f64())?;
        if enough || left.is_some_and(|left| left <= SLICE) {
            return Ok(returned);
        }
        vm.check_signals()?;
    }
}

/// How long `lock.acquire(blocking=True, timeout=-1)` is to wait, if it is.
fn patience_with_a_lock(args: &FuncArgs, longest: f64, vm: &VirtualMachine) -> Option<Patience> {
    #[derive(FromArgs)]
    struct Acquire {
        #[pyarg(any, default = true)]
        blocking: bool,
        #[pyarg(any, default = TimeoutSeconds::new(-1.0), py_default = "-1")]
        timeout: TimeoutSeconds,
    }
    if args.args.len() == 1 && args.kwargs.is_empty() {
        return Some(None);
    }
    let Acquire { blocking, timeout } = without_self(args)?.bind(vm).ok()?;
    match timeout.to_secs_f64() {
        _ if !blocking => None,
        -1.0 => Some(None),
        seconds => as_long_as(seconds, longest),
    }
}

/// How long `handle.join(timeout=None)` is to wait, if it is.
fn patience_with_a_thread(args: &FuncArgs, longest: f64, vm: &VirtualMachine) -> Option<Patience> {
    let args = without_self(args)?;
    match &args.args[..] {
        _ if !args.kwargs.is_empty() => None,
        [] => Some(None),
        [timeout] if vm.is_none(timeout) => Some(None),
        [timeout] => {
            let seconds = timeout.clone().try_into_value::<TimeoutSeconds>(vm).ok()?.to_secs_f64();
            if (-longest..0.0).contains(&seconds) { Some(None) } else { as_long_as(seconds, longest) }
        }
        _ => None,
    }
}

/// The arguments of a method behind its first.
fn without_self(args: &FuncArgs) -> Option<FuncArgs> {
    let (_, rest) = args.args.split_first()?;
    Some(FuncArgs::new(rest.to_vec(), args.kwargs.clone()))
}

/// A wait of so many seconds, if it is one and the interpreter could wait for so long.
fn as_long_as(seconds: f64, longest: f64) -> Option<Patience> {
    let patience = Duration::try_from_secs_f64(seconds).ok()?;
    (!patience.is_zero() && seconds <= longest).then_some(Some(patience))
}

/// Waits for the program's threads, all but daemons.
fn join_all(vm: &VirtualMachine) -> PyResult<()> {
    let threading = vm.import("threading", 0)?;
    let here = vm.call_method(&threading, "current_thread", ())?;
    loop {
        let threads: Vec<PyObjectRef> = vm.call_method(&threading, "enumerate", ())?.try_into_value(vm)?;
        let mut all = true;
        for thread in threads {
            if !thread.is(&here) && !thread.get_attr("daemon", vm)?.try_to_bool(vm)? {
                vm.call_method(&thread, "join", ())?;
                all = false;
            }
        }
        if all {
            return Ok(());
        }
    }
}
