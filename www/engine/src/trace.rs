//! The trace of the run under way: recorded here, sent to the page piece by piece.

use std::cell::RefCell;

use asyncio101::python::recording;
use asyncio101::selector::Time;
use asyncio101::trace::Recorder;
use asyncio101_messages::{Clock, FromEngine, RunNumber};
use rustpython_vm::{PyResult, VirtualMachine};

use crate::{clock, host};

thread_local! {
    /// The run that is recorded, and what records it.
    static CURRENT: RefCell<Option<(RunNumber, Recorder)>> = const { RefCell::new(None) };
}

/// Records the run that begins.
pub(crate) fn begin(run: RunNumber, wanted: Clock, filename: &str, source: &str) {
    let recorder = match wanted {
        Clock::Real => Recorder::new(|| Time(clock::real_time())),
        Clock::Virtual => Recorder::new(clock::peek),
    };
    recorder.about("clock", if wanted == Clock::Virtual { "virtual" } else { "real" });
    recorder.about("program", filename);
    recorder.about("source", source);
    CURRENT.set(Some((run, recorder)));
}

/// Has the interpreter report to the recorder, if the run is recorded.
///
/// # Errors
///
/// As [`recording::begin`].
pub(crate) fn watch(vm: &VirtualMachine) -> PyResult<()> {
    let recorder = CURRENT.with_borrow(|current| current.as_ref().map(|(_, recorder)| recorder.clone()));
    recorder.map_or(Ok(()), |recorder| recording::begin(recorder, "", vm))
}

/// Sends what has not been sent.
pub(crate) fn flush() {
    CURRENT.with_borrow(|current| {
        if let Some((run, recorder)) = current
            && recorder.pending() > 0
        {
            host::post(&FromEngine::Trace { run: *run, bytes: recorder.take() });
        }
    });
}

/// The run is over.
pub(crate) fn end() {
    flush();
    recording::end();
    CURRENT.set(None);
}
