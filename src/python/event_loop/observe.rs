//! Observing: what a loop tells the recording it has joined.

use std::sync::atomic::Ordering;

use super::EventLoop;
use crate::python::recording;
use crate::trace::{Details, Event, Observer, Recorder};

impl EventLoop {
    /// Joins the recording under way, if there is one.
    pub(super) fn join_recording(&self) {
        if let Some(recorder) = recording::recorder() {
            self.set_observer(Some(recorder.observer()));
            // A new loop has none yet.
            let _ = self.recorder.set(recorder);
        }
    }

    fn set_observer(&self, observer: Option<Box<dyn Observer>>) {
        self.observed.store(observer.is_some(), Ordering::Relaxed);
        let _old = self.scheduler.lock().set_observer(observer);
    }

    /// Whether it is observed.
    #[inline]
    pub(super) fn is_observed(&self) -> bool {
        self.observed.load(Ordering::Relaxed)
    }

    /// Tells the observer, if there is one.
    #[inline]
    pub(super) fn report(&self, event: impl FnOnce() -> Event) {
        if self.is_observed() {
            self.scheduler.lock().report(event);
        }
    }

    /// Tells the observer, if there is one, of an event and its details.
    #[inline]
    pub(in crate::python) fn report_with(&self, details: impl FnOnce(&Recorder) -> (Event, Details)) {
        if let Some(recorder) = self.recorder.get() {
            let (event, details) = details(recorder);
            self.scheduler.lock().report_with(event, details);
        }
    }

    /// The details of an event, if the loop is observed.
    #[inline]
    pub(in crate::python) fn details(&self, details: impl FnOnce(&Recorder) -> Details) -> Details {
        self.recorder.get().map_or(Details::NONE, details)
    }
}
