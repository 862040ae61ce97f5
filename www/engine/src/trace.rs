//! The trace of the run under way: recorded here, sent to the page piece by piece.

use std::cell::RefCell;

use asyncio101::python::recording::{self, Detail};
use asyncio101::selector::Time;
use asyncio101::trace::Recorder;
use asyncio101_messages::{Clock, FromEngine, RunNumber};
use rustpython_vm::{PyResult, VirtualMachine};

use crate::host;

thread_local! {
    /// The run that is recorded, and what records it.
    static CURRENT: RefCell<Option<Current>> = const { RefCell::new(None) };
}

struct Current {
    run: RunNumber,
    recorder: Recorder,
    filename: String,
    detail: Detail,
}

/// Records the run that begins.
pub(crate) fn begin(
    run: RunNumber,
    detail: Detail,
    clock: Clock,
    seed: Option<u32>,
    filename: &str,
    source: &str,
) {
    let recorder = match clock {
        Clock::Real => Recorder::new(|| Time(crate::clock::real_time())),
        Clock::Virtual => Recorder::new(crate::clock::peek),
    };
    recorder.about("clock", if clock == Clock::Virtual { "virtual" } else { "real" });
    if let Some(seed) = seed {
        recorder.about("seed", &seed.to_string());
    }
    recorder.about("program", filename);
    recorder.about("source", source);
    CURRENT.set(Some(Current { run, recorder, filename: filename.to_owned(), detail }));
}

/// Has the interpreter report to the recorder, if the run is recorded.
///
/// # Errors
///
/// As [`recording::begin`].
pub(crate) fn watch(vm: &VirtualMachine) -> PyResult<()> {
    let current = CURRENT.with_borrow(|current| {
        let Current { recorder, filename, detail, .. } = current.as_ref()?;
        Some((recorder.clone(), filename.clone(), *detail))
    });
    current
        .map_or(Ok(()), |(recorder, filename, detail)| recording::begin(recorder, "", &filename, detail, vm))
}

/// Sends what has not been sent, before the program waits for something.
pub(crate) fn flush() {
    send(Recorder::take);
}

/// Sends what has not been sent while the program is busy, perhaps with printing a line.
pub(crate) fn flush_whole_lines() {
    send(Recorder::take_whole_lines);
}

fn send(take: fn(&Recorder) -> Vec<u8>) {
    CURRENT.with_borrow(|current| {
        if let Some(Current { run, recorder, .. }) = current {
            let bytes = take(recorder);
            if !bytes.is_empty() {
                host::post(&FromEngine::Trace { run: *run, bytes });
            }
        }
    });
}

/// The run is over.
pub(crate) fn end() {
    flush();
    recording::end();
    CURRENT.set(None);
}
