//! What a Python program adds to the trace of its loops: names, places in its source, values, what it prints.
//!
//! One recording is under way at a time, in a whole process: loops made while it is join it. Everything here is
//! only reached while it is; a program that is not recorded pays one load of a flag.
//!
//! The recorder knows Python's objects and which loop was started where, and nothing else of ours: loops, futures and
//! tasks ask it for the details of what they report themselves. It changes nothing about how a program runs.

mod answered;
mod awaits;
mod busy;
mod current;
mod details;
mod generators;
mod hooks;
mod known;
mod likenesses;
mod lines;
mod loading;
mod methods;
mod monitoring;
mod network;
mod places;
mod primitives;
mod queues;
mod raised;
mod texts;
mod transports;
mod unawaited;
mod variables;

use rustpython_vm::{PyResult, VirtualMachine};

pub(super) use self::answered::{at, begun, copied, primitive, queue, within};
pub(super) use self::awaits::{Step, in_step, swap_step};
pub use self::busy::{record_away, record_if_busy};
pub(super) use self::current::{is_on, recorder};
pub(super) use self::details::{argument, call, callee, coroutine, here, raised, suspended, value};
pub use self::hooks::printing;
pub(super) use self::hooks::swap_printing;
pub(super) use self::likenesses::{Likenesses, Suspended, coroutines_are_told_by};
pub(super) use self::queues::Did;
use crate::ids::Source;
use crate::trace::Recorder;

/// How closely a program is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// What its loops and its generators do.
    #[default]
    Loops,
    /// Also every line that runs, and the local variables it gave values; at the top of a file, the global ones.
    Lines,
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
    current::begin(recorder, root, main);
    generators::forget();
    lines::forget();
    known::forget();
    transports::forget();
    network::observe();
    hooks::install(vm)?;
    let by_lines = detail == Detail::Lines;
    monitoring::install(by_lines, vm)?;
    if by_lines {
        lines::install(vm)?;
    }
    Ok(())
}

/// Ends the recording. Loops that have joined it go on reporting to its recorder.
pub fn end() {
    network::observe_no_more();
    current::end();
}

/// A transport has so many bytes in its buffer, of which it wants no more than `high`, and has asked who writes to pause or not.
pub(super) fn buffered(source: Source, bytes: u64, high: u64, is_paused: bool) {
    transports::buffered(source, (bytes, high, is_paused));
}

/// The line of the program's own code that runs in this thread, if something is recorded.
#[must_use]
pub fn line() -> Option<u32> {
    if is_on() { places::line() } else { None }
}
