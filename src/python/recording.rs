//! What a Python program adds to the trace of its loops: names, places in its source, values, what it prints.
//!
//! One recording is under way at a time, in a whole process: loops made while it is join it. Everything here is
//! only reached while it is; a program that is not recorded pays one load of a flag.

mod awaits;
mod busy;
mod frames;
mod generators;
mod hooks;
mod lines;
mod loading;
mod loops;
mod monitoring;
mod places;
mod primitives;
mod raised;
mod unawaited;
mod variables;
mod words;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

use rustpython_vm::builtins::PyBaseException;
use rustpython_vm::{Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

pub(super) use self::awaits::in_step;
pub use self::busy::record_if_busy;
use super::event_loop::EventLoop;
use crate::trace::{Details, Event, Recorder, StackId, TextId};

/// Whether there is a [`RECORDING`].
static IS_RECORDING: AtomicBool = AtomicBool::new(false);

/// Counts recordings, so that what was remembered for one is not taken for another's.
static NUMBER: AtomicUsize = AtomicUsize::new(0);

static RECORDING: Mutex<Option<Recording>> = Mutex::new(None);

/// How closely a program is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// What its loops and its generators do.
    #[default]
    Loops,
    /// Also every line that runs, and the variables it changed.
    Lines,
}

/// A recording under way.
#[derive(Clone, Debug)]
struct Recording {
    recorder: Recorder,
    /// The directory the program's own files lie in: their names in the trace are relative to it.
    root: String,
    /// The name of the program's code, which no other code that is in no file has.
    main: String,
    /// The thread the program was started in.
    thread: ThreadId,
}

fn recording() -> MutexGuard<'static, Option<Recording>> {
    // A panic elsewhere cannot have left it half set.
    RECORDING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Records what the loops made from now on do, and what the program prints and reads, until [`end`].
///
/// `root` is the directory of the program's own files, with a slash at its end; it may be empty. `main` is what the
/// program's own code is called in tracebacks, such as `<string>`: of other code that lies in no file, the library
/// made it, as `dataclass` does.
///
/// # Errors
///
/// When the interpreter's own modules have been replaced by something that cannot be watched.
pub fn begin(
    recorder: Recorder,
    root: &str,
    main: &str,
    detail: Detail,
    vm: &VirtualMachine,
) -> PyResult<()> {
    *recording() = Some(Recording {
        recorder,
        root: root.to_owned(),
        main: main.to_owned(),
        thread: thread::current().id(),
    });
    NUMBER.fetch_add(1, Ordering::Relaxed);
    IS_RECORDING.store(true, Ordering::Release);
    generators::forget();
    lines::forget();
    primitives::forget();
    hooks::install(vm)?;
    monitoring::install(detail, vm)?;
    if detail == Detail::Lines {
        lines::install(vm)?;
    }
    Ok(())
}

/// Ends the recording. Loops that have joined it go on reporting to its recorder.
pub fn end() {
    IS_RECORDING.store(false, Ordering::Release);
    *recording() = None;
}

/// The line of the program's own code that runs in this thread, if something is recorded.
#[must_use]
pub fn line() -> Option<u32> {
    if is_on() { places::line() } else { None }
}

/// Whether this thread runs a loop, recorded or not.
#[must_use]
pub fn runs_loop() -> bool {
    places::runs_loop()
}

/// Whether something is recorded.
#[inline]
pub(super) fn is_on() -> bool {
    IS_RECORDING.load(Ordering::Acquire)
}

/// The recorder, while something is recorded.
#[inline]
pub(super) fn recorder() -> Option<Recorder> {
    if !is_on() {
        return None;
    }
    recording().as_ref().map(|recording| recording.recorder.clone())
}

/// The directory of the program's own files, with a slash at its end; nothing if it lies in none.
fn root() -> String {
    recording().as_ref().map_or_else(String::new, |recording| recording.root.clone())
}

/// Lets a new loop join the recording.
pub(super) fn join(event_loop: &EventLoop) {
    if let Some(recorder) = recorder() {
        event_loop.set_observer(Some(recorder.observer()));
        // A new loop has none yet.
        let _ = event_loop.recorder.set(recorder);
    }
}

/// Reports something that belongs to no loop in particular.
pub(super) fn record(event: Event, details: impl FnOnce(&Recorder) -> Details) {
    if let Some(recorder) = recorder()
        && !recorder.is_full()
    {
        let details = details(&recorder);
        recorder.record(event, details);
    }
}

impl EventLoop {
    /// Tells the observer, if there is one, of an event and its details.
    #[inline]
    pub(super) fn report_with(&self, details: impl FnOnce(&Recorder) -> (Event, Details)) {
        if let Some(recorder) = self.recorder.get() {
            let (event, details) = details(recorder);
            self.scheduler.lock().report_with(event, details);
        }
    }

    /// The details of an event, if the loop is watched.
    #[inline]
    pub(super) fn details(&self, details: impl FnOnce(&Recorder) -> Details) -> Details {
        self.recorder.get().map_or(Details::NONE, details)
    }
}

/// Where the program is.
pub(super) fn here(recorder: &Recorder) -> Details {
    Details { at: places::here(recorder), ..Details::NONE }
}

/// Where an exception was raised.
pub(super) fn raised(recorder: &Recorder, exception: &Py<PyBaseException>) -> StackId {
    exception.traceback().map_or_else(StackId::default, |traceback| places::of_traceback(recorder, traceback))
}

/// Where the program is, and what it wants to have called.
pub(super) fn call(recorder: &Recorder, function: &PyObject, vm: &VirtualMachine) -> Details {
    Details { text: words::callee(recorder, function, vm), ..here(recorder) }
}

/// What is called.
pub(super) fn callee(recorder: &Recorder, function: &PyObject, vm: &VirtualMachine) -> Details {
    Details { text: words::callee(recorder, function, vm), ..Details::NONE }
}

/// A result, an exception.
pub(super) fn value(recorder: &Recorder, value: &PyObject, vm: &VirtualMachine) -> TextId {
    words::value(value, vm).map_or(TextId::default(), |text| recorder.text_once(&text))
}

/// What runs a task's coroutine is called.
pub(super) fn coroutine(recorder: &Recorder, coroutine: &PyObject) -> TextId {
    recorder.text(&words::coroutine(coroutine))
}

/// What tells a coroutine from others of the same function.
pub(super) fn argument(recorder: &Recorder, coroutine: &PyObject, vm: &VirtualMachine) -> TextId {
    words::first_argument(coroutine, vm).map_or(TextId::default(), |text| recorder.text(&text))
}

/// Where a coroutine is suspended.
pub(super) fn suspended(recorder: &Recorder, coroutine: PyObjectRef) -> StackId {
    places::suspended(recorder, coroutine)
}

/// Where the loop that is about to run was started: what is below that is the same for all its callbacks.
pub(super) fn enter_loop() {
    places::enter_loop();
}

/// The loop has been left.
pub(super) fn leave_loop() {
    places::leave_loop();
}
