//! What the loop reports: the exact list, in order, with the reason beside each line.

mod support;
#[path = "support/told.rs"]
mod told;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use std::cell::Cell;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use asyncio101::selector::{Event as Readiness, Interest, ManualSelector, Selector, Source, Time, Timeout};
use asyncio101::trace::{Cause, Details, Event, Observer, StepOutcome};
use asyncio101::{EventLoop, Exception, sleep};
use support::TestLoop;
use told::{f, h};

#[test]
fn callbacks_and_timers() {
    let event_loop = TestLoop::new();
    let recording = event_loop.record();
    event_loop.call_soon(|| ());
    event_loop.call_later(1.0, || ());
    event_loop.call_later(0.5, || ()).cancel();
    let _ = event_loop.run_once().unwrap();
    let _ = event_loop.run_once().unwrap();
    assert_eq!(
        recording.take(),
        [
            Event::Soon(h(1), Cause::Program),                        // call_soon
            Event::Later(h(2), Time(1.0)),                            // call_later(1.0)
            Event::Later(h(3), Time(0.5)),                            // call_later(0.5) ...
            Event::HandleCancelled(h(3)),                             // ... cancelled
            Event::TurnBegan(1),                                      //
            Event::Selecting(Timeout::Now),                           // h1 is ready
            Event::Selected(0),                                       //
            Event::Began(h(1)),                                       // the pass: one handle
            Event::Ended(h(1)),                                       //
            Event::TurnBegan(2),                                      //
            Event::Selecting(Timeout::After(Duration::from_secs(1))), // until h2; h3 was swept
            Event::Selected(0),                                       // the clock has jumped
            Event::TimerDue(h(2)),                                    // to the end of the ready queue
            Event::Began(h(2)),                                       //
            Event::Ended(h(2)),                                       //
        ]
    );
}

#[test]
fn task_that_sleeps() {
    let event_loop = TestLoop::new();
    let events = event_loop.record();
    let task = event_loop.create_task(async {
        sleep(0.0).await?;
        sleep(2.0).await
    });
    event_loop.run_until_complete(task).unwrap();
    event_loop.close().unwrap();
    assert_eq!(events.take(), told::task_that_sleeps());
}

#[test]
fn callback_that_fails() {
    let event_loop = TestLoop::new();
    let events = event_loop.record();
    event_loop.set_exception_handler(|event_loop, _| drop(event_loop.call_soon(|| ())));
    event_loop.call_soon(|| Err::<(), _>(Exception::runtime("on purpose")));
    let stopper = event_loop.clone();
    event_loop.call_soon(move || stopper.stop());
    event_loop.run_forever().unwrap();
    event_loop.close().unwrap();
    assert_eq!(events.take(), told::callback_that_fails());
}

#[test]
fn callback_that_is_slow() {
    let event_loop = TestLoop::new();
    let events = event_loop.record();
    event_loop.set_debug(true);
    event_loop.set_slow_callback_duration(0.0);
    let is_first = Cell::new(true);
    event_loop.set_slow_callback_handler(move |event_loop, _| {
        if is_first.replace(false) {
            event_loop.call_soon(|| ());
        }
    });
    event_loop.call_soon(|| ());
    let stopper = event_loop.clone();
    event_loop.call_soon(move || stopper.stop());
    event_loop.run_forever().unwrap();
    event_loop.close().unwrap();
    assert_eq!(events.take(), told::callback_that_is_slow());
}

#[test]
fn reader_that_runs_twice() {
    let event_loop = TestLoop::new();
    let events = event_loop.record();
    for when in [1.0, 2.0] {
        event_loop.selector.happens_at(when, Readiness { source: told::SOURCE, ready: Interest::READABLE });
    }
    let (stopper, is_first) = (event_loop.clone(), Cell::new(true));
    let read = move || {
        if is_first.replace(false) {
            return Ok(());
        }
        stopper.stop();
        stopper.remove_reader(told::SOURCE).map(drop)
    };
    event_loop.add_reader(told::SOURCE, read).unwrap();
    event_loop.run_forever().unwrap();
    event_loop.close().unwrap();
    assert_eq!(events.take(), told::reader_that_runs_twice());
}

#[test]
fn what_is_cancelled() {
    let event_loop = TestLoop::new();
    let events = event_loop.record();
    let future = event_loop.create_future::<()>();
    let task = event_loop.create_task(future.clone());
    event_loop.call_soon(move || {
        future.cancel();
    });
    let has_run = event_loop.call_at(Time(1.0), || ());
    event_loop.call_at(Time(2.0), || ()).cancel();
    let stopper = event_loop.clone();
    event_loop.call_at(Time(3.0), move || {
        has_run.cancel();
        stopper.stop();
    });
    event_loop.run_forever().unwrap();
    event_loop.close().unwrap();
    assert!(task.cancelled());
    assert_eq!(events.take(), told::what_is_cancelled());
}

#[test]
fn task_that_is_cancelled_while_it_waits_for_another() {
    let event_loop = TestLoop::new();
    let recording = event_loop.record();
    let inner = event_loop.create_task(sleep(60.0));
    let outer = event_loop.create_task(inner);
    event_loop.run_turns(1);
    drop(recording.take());
    outer.cancel();
    event_loop.run_turns(2);
    assert_eq!(
        recording.take(),
        [
            Event::CancelRequested(f(2)),                       // of the outer task ...
            Event::CancelRequested(f(1)), // ... which asks what it waits for, the inner one
            Event::FutureCancelled(f(3)), // ... which cancels the future of its sleep
            Event::Soon(h(4), Cause::WakeUp(f(1), Some(f(3)))), // that wakes the inner task
            Event::TurnBegan(2),          //
            Event::Selecting(Timeout::Now), //
            Event::Selected(0),           //
            Event::Began(h(4)),           // CancelledError at the await
            Event::HandleCancelled(h(3)), // the sleep takes its timer along
            Event::Stepped(f(1), StepOutcome::Cancelled), //
            Event::FutureCancelled(f(1)), // the inner task is over
            Event::Soon(h(5), Cause::WakeUp(f(2), Some(f(1)))), // that wakes the outer task
            Event::Ended(h(4)),           //
            Event::TurnBegan(3),          //
            Event::Selecting(Timeout::Now), //
            Event::Selected(0),           //
            Event::Began(h(5)),           // CancelledError at its await
            Event::Stepped(f(2), StepOutcome::Cancelled), //
            Event::FutureCancelled(f(2)), //
            Event::Ended(h(5)),           //
        ]
    );
}

#[test]
fn reader_and_a_call_from_another_thread() {
    let event_loop = TestLoop::new();
    let source = Source(3);
    event_loop.add_reader(source, || ()).unwrap();
    let recording = event_loop.record();
    event_loop.remote().call_soon_threadsafe(|_| ()).unwrap();
    let ready = [Readiness { source, ready: Interest::READABLE }];
    assert_eq!(event_loop.begin_turn().unwrap(), Timeout::Now);
    let _ = event_loop.finish_turn(&ready).unwrap();
    assert_eq!(
        recording.take(),
        [
            Event::Soon(h(1), Cause::Program), // what came by mail joins the queue as the turn begins
            Event::TurnBegan(1),               //
            Event::Selecting(Timeout::Now),    //
            Event::Selected(1),                // the source is readable
            Event::Soon(h(2), Cause::Readable(source)), // its reader
            Event::Began(h(1)),                //
            Event::Ended(h(1)),                //
            Event::Began(h(2)),                //
            Event::Ended(h(2)),                //
        ]
    );
}

/// Notes, in one list, what the loop reports and when it looks at its clock.
#[derive(Clone, Debug, Default)]
struct Watched(Arc<(ManualSelector, Mutex<Vec<&'static str>>)>);

impl Watched {
    fn note(&self, what: &'static str) {
        self.0.1.lock().unwrap().push(what);
    }
}

impl Selector for Watched {
    fn time(&self) -> Time {
        self.note("looks at the clock");
        self.0.0.time()
    }

    fn resolution(&self) -> f64 {
        self.0.0.resolution()
    }

    fn select(&self, timeout: Timeout, events: &mut Vec<Readiness>) -> std::io::Result<()> {
        self.0.0.select(timeout, events)
    }

    fn wake(&self) {
        self.0.0.wake();
    }

    fn watch(&self, source: Source, interest: Interest) -> std::io::Result<()> {
        self.0.0.watch(source, interest)
    }
}

impl Observer for Watched {
    fn observe(&mut self, event: Event, _details: Details) {
        match event {
            Event::Soon(_, Cause::Readable(_)) => self.note("schedules the reader"),
            Event::TimerDue(_) => self.note("moves the timer"),
            _ => {}
        }
    }
}

/// A timer that comes due while readiness is turned into handles runs in this turn.
#[test]
fn clock_is_read_after_readiness_has_become_handles() {
    let watched = Watched::default();
    let event_loop = EventLoop::new(Arc::new(watched.clone()));
    let _ = event_loop.set_observer(Some(Box::new(watched.clone())));
    event_loop.add_reader(told::SOURCE, || ()).unwrap();
    event_loop.call_at(Time(0.0), || ());
    watched.0.1.lock().unwrap().clear();
    let ready = [Readiness { source: told::SOURCE, ready: Interest::READABLE }];
    let _ = event_loop.finish_turn(&ready).unwrap();
    assert_eq!(
        *watched.0.1.lock().unwrap(),
        ["schedules the reader", "looks at the clock", "moves the timer"]
    );
    event_loop.close().unwrap();
}

#[test]
fn observer_can_be_taken_away() {
    let event_loop = TestLoop::new();
    let recording = event_loop.record();
    assert!(event_loop.set_observer(None).is_some());
    event_loop.call_soon(|| ());
    event_loop.run_turns(1);
    assert_eq!(recording.take(), []);
    assert!(event_loop.set_observer(None).is_none());
}
