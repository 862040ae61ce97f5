//! Where a program is that keeps its loop for too long, and what else took its time.

use super::current::recorder;
use super::places;
use crate::python::running::runs_loop;
use crate::trace::{Details, Event};

/// Records where the program is, if the callback that runs has kept its loop for [too long](crate::trace::SLOW).
///
/// It is to be called now and then while a program computes, and never records more often than that. A trace that is to be
/// the same each time, as on a virtual clock, does without.
pub fn record_if_busy() {
    if let Some(recorder) = recorder()
        && let Some(nanoseconds) = recorder.overdue()
        && runs_loop()
    {
        let at = places::of_coroutine(&recorder);
        recorder.record(Event::Busy(nanoseconds), Details { at, ..Details::NONE });
    }
}

/// From how many nanoseconds on it is worth an event.
const WORTH: u64 = 1_000_000;

/// Records that other threads ran for so many nanoseconds, in which the callback that runs could have gone on.
pub fn record_away(nanoseconds: u64) {
    if nanoseconds >= WORTH
        && let Some(recorder) = recorder()
        && runs_loop()
    {
        recorder.record(Event::Away(nanoseconds), Details::NONE);
    }
}
