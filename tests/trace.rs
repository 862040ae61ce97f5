//! What the loop reports: the exact list, in order, with the reason beside each line.

mod support;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use std::time::Duration;

use asyncio101::handle::HandleId;
use asyncio101::selector::{Event as Readiness, Interest, Source, Time, Timeout};
use asyncio101::sleep;
use asyncio101::trace::{Cause, Event, FutureId, StepOutcome};
use support::TestLoop;

const fn h(id: u64) -> HandleId {
    HandleId(id)
}

const fn f(id: u64) -> FutureId {
    FutureId(id)
}

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
    let recording = event_loop.record();
    let task = event_loop.create_task(async {
        sleep(0.0).await?;
        sleep(2.0).await
    });
    event_loop.run_until_complete(task).unwrap();
    assert_eq!(
        recording.take(),
        [
            Event::TaskCreated(f(1)),                                 // create_task
            Event::Soon(h(1), Cause::Step(f(1))),                     // its first step is scheduled
            Event::RunBegan,                                          // run_until_complete
            Event::TurnBegan(1),                                      //
            Event::Selecting(Timeout::Now),                           //
            Event::Selected(0),                                       //
            Event::Began(h(1)),                                       // first step
            Event::Stepped(f(1), StepOutcome::GaveWay),               // sleep(0)
            Event::Soon(h(2), Cause::Step(f(1))),                     // ... so the next is scheduled at once
            Event::Ended(h(1)),                                       //
            Event::TurnBegan(2),                                      //
            Event::Selecting(Timeout::Now),                           //
            Event::Selected(0),                                       //
            Event::Began(h(2)),                                       // second step
            Event::FutureCreated(f(2)),                               // sleep(2) has a future
            Event::Sleeps(h(3), Time(2.0), f(2)),                     // ... and a timer that resolves it
            Event::Stepped(f(1), StepOutcome::Waits(Some(f(2)))),     // ... and waits for that
            Event::Ended(h(2)),                                       //
            Event::TurnBegan(3),                                      //
            Event::Selecting(Timeout::After(Duration::from_secs(2))), // nothing is ready
            Event::Selected(0),                                       //
            Event::TimerDue(h(3)),                                    //
            Event::Began(h(3)),                                       // the timer
            Event::FutureDone(f(2)),                                  // ... resolves the future
            Event::Soon(h(4), Cause::WakeUp(f(1), Some(f(2)))),       // ... which wakes the task
            Event::Ended(h(3)),                                       //
            Event::TurnBegan(4),                                      //
            Event::Selecting(Timeout::Now),                           //
            Event::Selected(0),                                       //
            Event::Began(h(4)),                                       // third and last step
            Event::Stepped(f(1), StepOutcome::Returned),              //
            Event::FutureDone(f(1)),                                  // the task is a future, too
            Event::Soon(h(5), Cause::Done(f(1))),                     // run_until_complete wants to know
            Event::Ended(h(4)),                                       //
            Event::TurnBegan(5),                                      //
            Event::Selecting(Timeout::Now),                           //
            Event::Selected(0),                                       //
            Event::Began(h(5)),                                       // it calls stop()
            Event::Ended(h(5)),                                       // and this was the last turn
            Event::RunEnded,                                          //
        ]
    );
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
            Event::Soon(h(2), Cause::Ready),   // its reader
            Event::Began(h(1)),                //
            Event::Ended(h(1)),                //
            Event::Began(h(2)),                //
            Event::Ended(h(2)),                //
        ]
    );
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
