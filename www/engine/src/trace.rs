//! The trace of the run under way: recorded here, sent to the page piece by piece.

use std::cell::RefCell;

use asyncio101::network::Link;
use asyncio101::python::attention::{self, Moments};
use asyncio101::python::recording::{self, Detail};
use asyncio101::trace::Recorder;
use asyncio101_messages::Clock;
use rustpython_vm::{PyResult, VirtualMachine};

use crate::clock;

thread_local! {
    /// The run that is recorded, and what records it.
    static CURRENT: RefCell<Option<Current>> = const { RefCell::new(None) };
}

struct Current {
    recorder: Recorder,
    filename: String,
    detail: Detail,
}

/// Records the run that begins.
pub(crate) fn begin(
    detail: Detail,
    clock: Clock,
    seed: Option<u32>,
    links: Link,
    filename: &str,
    source: &str,
) {
    let recorder = match clock {
        Clock::Real => Recorder::new(clock::real_time),
        Clock::Virtual => Recorder::new(clock::peek),
    };
    recorder.about("clock", if clock == Clock::Virtual { "virtual" } else { "real" });
    if let Some(seed) = seed {
        recorder.about("seed", &seed.to_string());
    }
    if !links.is_perfect() {
        recorder.about("network", &links.to_string());
    }
    recorder.about("program", filename);
    recorder.about("source", source);
    CURRENT.set(Some(Current { recorder, filename: filename.to_owned(), detail }));
}

/// Has the interpreter report to the recorder, if the run is recorded. Then it also has its turns while it computes: that
/// has a price, which a program that is recorded pays anyway.
///
/// # Errors
///
/// As [`recording::begin`].
pub(crate) fn watch(vm: &VirtualMachine) -> PyResult<()> {
    let current = CURRENT.with_borrow(|current| {
        let Current { recorder, filename, detail, .. } = current.as_ref()?;
        Some((recorder.clone(), filename.clone(), *detail))
    });
    let Some((recorder, filename, detail)) = current else { return Ok(()) };
    let turns = match detail {
        Detail::Loops => Moments::Rounds,
        Detail::Lines => Moments::Lines,
    };
    attention::listen(&filename, turns, vm)?;
    recording::begin(recorder, "", &filename, detail, vm)
}

/// What was recorded and has not been taken yet.
pub(crate) fn take() -> Vec<u8> {
    take_by(Recorder::take)
}

/// The same, less what belongs to a line that is being printed.
pub(crate) fn take_whole_lines() -> Vec<u8> {
    take_by(Recorder::take_whole_lines)
}

fn take_by(take: fn(&Recorder) -> Vec<u8>) -> Vec<u8> {
    CURRENT.with_borrow(|current| current.as_ref().map(|current| take(&current.recorder)).unwrap_or_default())
}

/// The run is over, and what was recorded has been taken.
pub(crate) fn end() {
    recording::end();
    CURRENT.set(None);
}
