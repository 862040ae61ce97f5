//! What a loop reports of a few programs, whatever language they are written in: `tests/trace.rs` runs them in Rust,
//! `native/tests/turn.rs` in Python.

use std::time::Duration;

use asyncio101::handle::HandleId;
use asyncio101::selector::{Interest, Source, Time, Timeout};
use asyncio101::trace::{Cause, Event, FutureId, StepOutcome};

/// The source that the readers here watch.
pub(crate) const SOURCE: Source = Source(3);

pub(crate) const fn h(id: u64) -> HandleId {
    HandleId(id)
}

pub(crate) const fn f(id: u64) -> FutureId {
    FutureId(id)
}

/// A task that gives up a turn and then sleeps for two seconds, run until it is complete.
pub(crate) fn task_that_sleeps() -> Vec<Event> {
    vec![
        Event::TaskCreated(f(1)),                                 // create_task
        Event::Soon(h(1), Cause::Step(f(1))),                     // its first step is scheduled
        Event::CallbackAdded(f(1)),                               // run_until_complete wants to know
        Event::RunBegan,                                          //
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
        Event::Soon(h(5), Cause::Done(f(1))),                     // ... of which run_until_complete hears
        Event::Ended(h(4)),                                       //
        Event::TurnBegan(5),                                      //
        Event::Selecting(Timeout::Now),                           //
        Event::Selected(0),                                       //
        Event::Began(h(5)),                                       // it calls stop()
        Event::Ended(h(5)),                                       // and this was the last turn
        Event::RunEnded,                                          //
        Event::Closed,                                            // close()
    ]
}

/// A callback that fails, an exception handler that schedules another, and `stop`.
pub(crate) fn callback_that_fails() -> Vec<Event> {
    vec![
        Event::Soon(h(1), Cause::Program), // what will fail
        Event::Soon(h(2), Cause::Program), // what will stop the loop
        Event::RunBegan,                   //
        Event::TurnBegan(1),               //
        Event::Selecting(Timeout::Now),    //
        Event::Selected(0),                //
        Event::Began(h(1)),                // it fails
        Event::Soon(h(3), Cause::Program), // ... of which the exception handler hears
        Event::Ended(h(1)),                // ... before it is over
        Event::Began(h(2)),                //
        Event::Ended(h(2)),                //
        Event::RunEnded,                   // what the handler scheduled has not run
        Event::Closed,                     //
    ]
}

/// In debug mode, with every callback too slow: the first complaint schedules something.
pub(crate) fn callback_that_is_slow() -> Vec<Event> {
    vec![
        Event::Soon(h(1), Cause::Program), // what is slow
        Event::Soon(h(2), Cause::Program), // what will stop the loop
        Event::RunBegan,                   //
        Event::TurnBegan(1),               //
        Event::Selecting(Timeout::Now),    //
        Event::Selected(0),                //
        Event::Began(h(1)),                //
        Event::Soon(h(3), Cause::Program), // the complaint
        Event::Ended(h(1)),                // ... comes before it is over
        Event::Began(h(2)),                //
        Event::Ended(h(2)),                //
        Event::RunEnded,                   //
        Event::Closed,                     //
    ]
}

/// A reader whose source is ready twice, which then removes itself and stops the loop.
pub(crate) fn reader_that_runs_twice() -> Vec<Event> {
    vec![
        Event::Watching(SOURCE, Interest::READABLE), // add_reader: nothing is scheduled
        Event::RunBegan,                             //
        Event::TurnBegan(1),                         //
        Event::Selecting(Timeout::Never),            // there is no timer
        Event::Selected(1),                          //
        Event::Soon(h(1), Cause::Readable(SOURCE)),  // its reader
        Event::Began(h(1)),                          //
        Event::Ended(h(1)),                          //
        Event::TurnBegan(2),                         //
        Event::Selecting(Timeout::Never),            //
        Event::Selected(1),                          //
        Event::Soon(h(2), Cause::Readable(SOURCE)),  // the same reader, scheduled again: another number
        Event::Began(h(2)),                          //
        Event::Watching(SOURCE, Interest::NONE),     // remove_reader: it runs, so there is nothing to cancel
        Event::Ended(h(2)),                          //
        Event::RunEnded,                             //
        Event::Closed,                               //
    ]
}

/// A task that waits for a future which is cancelled, a timer that is cancelled before it is due, and one that is
/// cancelled after it has run.
pub(crate) fn what_is_cancelled() -> Vec<Event> {
    vec![
        Event::FutureCreated(f(1)),                               // create_future
        Event::TaskCreated(f(2)),                                 // a task that will wait for it
        Event::Soon(h(1), Cause::Step(f(2))),                     //
        Event::Soon(h(2), Cause::Program),                        // what will cancel the future
        Event::Later(h(3), Time(1.0)),                            // call_at(1.0)
        Event::Later(h(4), Time(2.0)),                            // call_at(2.0) ...
        Event::HandleCancelled(h(4)),                             // ... cancelled
        Event::Later(h(5), Time(3.0)),                            // what will stop the loop
        Event::RunBegan,                                          //
        Event::TurnBegan(1),                                      //
        Event::Selecting(Timeout::Now),                           //
        Event::Selected(0),                                       //
        Event::Began(h(1)),                                       // the task's first step
        Event::Stepped(f(2), StepOutcome::Waits(Some(f(1)))),     //
        Event::Ended(h(1)),                                       //
        Event::Began(h(2)),                                       // cancel()
        Event::FutureCancelled(f(1)),                             //
        Event::Soon(h(6), Cause::WakeUp(f(2), Some(f(1)))),       // ... wakes the task
        Event::Ended(h(2)),                                       //
        Event::TurnBegan(2),                                      //
        Event::Selecting(Timeout::Now),                           //
        Event::Selected(0),                                       //
        Event::Began(h(6)),                                       // CancelledError at its await
        Event::Stepped(f(2), StepOutcome::Cancelled),             //
        Event::FutureCancelled(f(2)),                             //
        Event::Ended(h(6)),                                       //
        Event::TurnBegan(3),                                      //
        Event::Selecting(Timeout::After(Duration::from_secs(1))), //
        Event::Selected(0),                                       //
        Event::TimerDue(h(3)),                                    //
        Event::Began(h(3)),                                       //
        Event::Ended(h(3)),                                       //
        Event::TurnBegan(4),                                      //
        Event::Selecting(Timeout::After(Duration::from_secs(2))), // h4 was swept
        Event::Selected(0),                                       //
        Event::TimerDue(h(5)),                                    //
        Event::Began(h(5)), // cancels h3, which has run: nothing to tell
        Event::Ended(h(5)), //
        Event::RunEnded,    //
        Event::Closed,      //
    ]
}
