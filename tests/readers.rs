//! Readers and writers: callbacks that run while a source is ready.

mod support;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use std::cell::Cell;
use std::io;
use std::rc::Rc;
use std::sync::Arc;

use asyncio101::selector::{Event, Interest, ManualSelector, Selector, Source, Time, Timeout};
use asyncio101::{EventLoop, Exception};
use support::{Notes, NotesDrop, TestLoop};

const SOCKET: Source = Source(3);
const BOTH: Interest = Interest { readable: true, writable: true };

fn readable() -> Event {
    Event { source: SOCKET, ready: Interest::READABLE }
}

fn both() -> Event {
    Event { source: SOCKET, ready: BOTH }
}

fn noting_again(notes: &Notes, what: &'static str) -> impl FnMut() + use<> {
    let notes = notes.clone();
    move || notes.note(what)
}

#[test]
fn reader_runs_whenever_its_source_is_ready() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    event_loop.add_reader(SOCKET, noting_again(&notes, "read")).unwrap();
    for when in [1.0, 2.0] {
        event_loop.selector.happens_at(when, readable());
        let _ = event_loop.run_once().unwrap();
        assert_eq!((notes.take(), event_loop.time()), (vec!["read".to_owned()], Time(when)));
    }
}

#[test]
fn reader_goes_before_writer_and_both_after_what_was_ready() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    event_loop.add_writer(SOCKET, noting_again(&notes, "write")).unwrap();
    event_loop.add_reader(SOCKET, noting_again(&notes, "read")).unwrap();
    event_loop.call_soon(notes.noting("soon"));
    event_loop.call_later(0.0, notes.noting("later"));
    let _ = event_loop.finish_turn(&[both()]).unwrap();
    assert_eq!(notes.take(), ["soon", "read", "write", "later"]);
}

#[test]
fn selector_watches_exactly_what_somebody_waits_for() {
    let event_loop = TestLoop::new();
    let watched = || event_loop.selector.watched();
    event_loop.add_reader(SOCKET, || ()).unwrap();
    assert_eq!(watched(), [(SOCKET, Interest::READABLE)]);
    event_loop.add_writer(SOCKET, || ()).unwrap();
    assert_eq!(watched(), [(SOCKET, BOTH)]);
    assert!(event_loop.remove_reader(SOCKET).unwrap());
    assert_eq!(watched(), [(SOCKET, Interest::WRITABLE)]);
    assert!(!event_loop.remove_reader(SOCKET).unwrap());
    assert!(event_loop.remove_writer(SOCKET).unwrap());
    assert_eq!(watched(), []);
    assert!(!event_loop.remove_writer(SOCKET).unwrap());
}

#[test]
fn second_reader_replaces_the_first_even_if_that_was_about_to_run() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    event_loop.add_reader(SOCKET, noting_again(&notes, "first")).unwrap();
    let (inner, inner_notes) = (event_loop.clone(), notes.clone());
    event_loop.call_soon(move || inner.add_reader(SOCKET, noting_again(&inner_notes, "second")));
    let _ = event_loop.finish_turn(&[readable()]).unwrap();
    assert_eq!(notes.take(), [""; 0]);
    let _ = event_loop.finish_turn(&[readable()]).unwrap();
    assert_eq!(notes.take(), ["second"]);
}

#[test]
fn reader_can_remove_itself_and_lets_go_of_what_it_held() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let (inner, inner_notes) = (event_loop.clone(), notes.clone());
    let held = NotesDrop(notes.clone(), "dropped");
    event_loop
        .add_reader(SOCKET, move || {
            let _held = &held;
            inner_notes.note("read");
            inner.remove_reader(SOCKET).map(drop)
        })
        .unwrap();
    let _ = event_loop.finish_turn(&[readable()]).unwrap();
    assert_eq!(notes.take(), ["read", "dropped"]);
    let _ = event_loop.finish_turn(&[readable()]).unwrap();
    assert_eq!(notes.take(), [""; 0]);
}

#[test]
fn error_of_a_reader_is_reported_and_the_reader_stays() {
    let event_loop = TestLoop::new();
    let calls = Rc::new(Cell::new(0));
    let counted = calls.clone();
    event_loop
        .add_reader(SOCKET, move || {
            counted.set(counted.get() + 1);
            Err::<(), _>(Exception::runtime("on purpose"))
        })
        .unwrap();
    for _ in 0..2 {
        let _ = event_loop.finish_turn(&[readable()]).unwrap();
    }
    assert_eq!((calls.get(), event_loop.errors().len()), (2, 2));
}

/// A selector that watches a source for reading, and refuses it for writing.
#[derive(Debug, Default)]
struct ReadOnly(ManualSelector);

impl Selector for ReadOnly {
    fn time(&self) -> Time {
        self.0.time()
    }

    fn resolution(&self) -> f64 {
        self.0.resolution()
    }

    fn select(&self, timeout: Timeout, events: &mut Vec<Event>) -> io::Result<()> {
        self.0.select(timeout, events)
    }

    fn wake(&self) {
        self.0.wake();
    }

    fn watch(&self, source: Source, interest: Interest) -> io::Result<()> {
        if interest.writable {
            Err(io::ErrorKind::PermissionDenied.into())
        } else {
            self.0.watch(source, interest)
        }
    }
}

#[test]
fn watch_that_the_selector_refuses_leaves_the_other_direction_watched() {
    let (selector, notes) = (Arc::new(ReadOnly::default()), Notes::default());
    let event_loop = EventLoop::new(selector.clone());
    event_loop.add_reader(SOCKET, noting_again(&notes, "read")).unwrap();
    let error = event_loop.add_writer(SOCKET, noting_again(&notes, "write")).unwrap_err();
    assert_eq!(error.to_string(), "permission denied");
    assert_eq!(selector.0.watched(), [(SOCKET, Interest::READABLE)]);
    let _ = event_loop.finish_turn(&[both()]).unwrap();
    assert_eq!(notes.take(), ["read"]);
    assert!(!event_loop.remove_writer(SOCKET).unwrap() && event_loop.remove_reader(SOCKET).unwrap());
    event_loop.close().unwrap();
}

#[test]
fn closing_forgets_the_sources() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let held = NotesDrop(notes.clone(), "dropped");
    event_loop
        .add_reader(SOCKET, move || {
            let _held = &held;
        })
        .unwrap();
    event_loop.close().unwrap();
    assert_eq!((event_loop.selector.watched(), notes.take()), (vec![], vec!["dropped".to_owned()]));
    let error = event_loop.add_reader(SOCKET, || ()).unwrap_err();
    assert_eq!(error.to_string(), "Event loop is closed");
    assert!(!event_loop.remove_reader(SOCKET).unwrap());
}
