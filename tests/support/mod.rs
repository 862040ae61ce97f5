//! What the core's tests share: a loop on a clock that jumps, and notes of what happened in which order.
//!
//! A [`TestLoop`] checks itself at the end of its test: every event of the selector's script was seen, every
//! task is over, and nothing was reported to the exception handler that the test did not ask for.

#![allow(dead_code, reason = "no test uses all of it")]

use std::cell::{Cell, RefCell};
use std::fmt::Display;
use std::ops::Deref;
use std::rc::Rc;
use std::sync::Arc;

use asyncio101::selector::ManualSelector;
use asyncio101::trace::EventLog;
use asyncio101::{EventLoop, Exception, Future};

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

/// A loop for one test. It is an [`EventLoop`].
pub(crate) struct TestLoop {
    event_loop: EventLoop,
    /// Its clock, and its script.
    pub(crate) selector: Arc<ManualSelector>,
    errors: Notes,
    leaves_tasks: Cell<bool>,
}

impl TestLoop {
    pub(crate) fn new() -> Self {
        Self::with(ManualSelector::new())
    }

    pub(crate) fn with(selector: ManualSelector) -> Self {
        let selector = Arc::new(selector);
        let event_loop = EventLoop::new(selector.clone());
        let errors = Notes::default();
        let seen = errors.clone();
        event_loop.set_exception_handler(move |_, context| seen.note(context));
        Self { event_loop, selector, errors, leaves_tasks: Cell::new(false) }
    }

    /// What was reported to the exception handler since the last time. What is not taken fails the test.
    pub(crate) fn errors(&self) -> Vec<String> {
        self.errors.take()
    }

    /// This test ends with tasks that are not done, on purpose.
    pub(crate) fn leaves_tasks(&self) {
        self.leaves_tasks.set(true);
    }

    /// Runs until nothing is ready any more; no time passes.
    pub(crate) fn run_ready(&self) {
        while self.begin_turn().unwrap() == asyncio101::selector::Timeout::Now {
            let _ = self.finish_turn(&[]).unwrap();
        }
        let _ = self.finish_turn(&[]).unwrap();
    }

    /// Runs for so many turns, without waiting for anything.
    pub(crate) fn run_turns(&self, turns: usize) {
        for _ in 0..turns {
            self.begin_turn().unwrap();
            let _ = self.finish_turn(&[]).unwrap();
        }
    }

    /// Has everything recorded from now on.
    pub(crate) fn record(&self) -> EventLog {
        let log = EventLog::default();
        self.set_observer(Some(Box::new(log.clone())));
        log
    }

    /// Sleeps in a task of its own, for tests that just have to let time pass.
    pub(crate) fn run_for(&self, seconds: f64) {
        self.run_until_complete(asyncio101::sleep(seconds)).unwrap();
    }
}

impl Deref for TestLoop {
    type Target = EventLoop;

    fn deref(&self) -> &EventLoop {
        &self.event_loop
    }
}

impl Drop for TestLoop {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        let left = self.all_tasks();
        assert!(self.leaves_tasks.get() || left.is_empty(), "tasks that are not done: {left:?}");
        self.close().unwrap();
        let mut errors = self.errors.take();
        if self.leaves_tasks.get() {
            errors.retain(|error| !error.starts_with("Task was destroyed"));
        }
        assert_eq!(errors, [""; 0], "reported to the exception handler");
        assert_eq!(self.selector.unseen(), 0, "events of the script that nobody saw");
    }
}

/// What happened, in order. A clone notes to the same place.
#[derive(Clone, Default)]
pub(crate) struct Notes(Rc<RefCell<Vec<String>>>);

impl Notes {
    pub(crate) fn note(&self, what: impl Display) {
        self.0.borrow_mut().push(what.to_string());
    }

    /// A callback that notes something.
    pub(crate) fn noting(&self, what: &str) -> impl FnOnce() + use<> {
        let (notes, what) = (self.clone(), what.to_owned());
        move || notes.note(what)
    }

    /// What was noted since the last time.
    pub(crate) fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.borrow_mut())
    }

    pub(crate) fn get(&self) -> Vec<String> {
        self.0.borrow().clone()
    }
}

/// Notes that it was dropped.
pub(crate) struct NotesDrop(pub(crate) Notes, pub(crate) &'static str);

impl Drop for NotesDrop {
    fn drop(&mut self) {
        self.0.note(self.1);
    }
}

/// Words of an exception, with its name.
pub(crate) fn words<T: std::fmt::Debug>(result: Result<T, Exception>) -> String {
    match result {
        Ok(value) => format!("{value:?}"),
        Err(exception) => format!("{exception:?}"),
    }
}

/// Waits for a future and says how that ended.
pub(crate) async fn ending<T: Clone + std::fmt::Debug + 'static>(
    future: Future<T>,
) -> Result<String, Exception> {
    Ok(words(future.await))
}
