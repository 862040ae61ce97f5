//! Where a program is that keeps its loop for too long.

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
