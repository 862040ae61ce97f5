//! A recording of two tasks, as a program that awaits one leaves it.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use asyncio101::handle::HandleId;
use asyncio101::selector::{Time, Timeout};
use asyncio101::trace::{Cause, Details, Event, FutureId, Recorder, StepOutcome, Stream};

/// `main` awaits B, which prints and sleeps for a second. Five callbacks in five turns.
pub(crate) fn two_tasks() -> Vec<u8> {
    let clock = Arc::new(AtomicU64::new(0));
    let recorder = Recorder::new({
        let clock = clock.clone();
        move || Time(clock.load(Ordering::Relaxed) as f64)
    });
    recorder.about("program", "main.py");
    let mut observer = recorder.observer();
    let (main, b, sleep) = (FutureId(1), FutureId(2), FutureId(3));
    let [handle_main, handle_b, timer, again, last] = [1, 2, 3, 4, 5].map(HandleId);
    let at =
        |line, function| recorder.stack(Details::NONE.at, recorder.place("main.py", line, function, false));
    let details = |line, function| Details { at: at(line, function), ..Details::NONE };
    let named = |name, line| Details { name: recorder.text_once(name), ..details(line, "main") };
    let says = |text, line| Details { text: recorder.text(text), ..details(line, "b") };
    let turn = Cell::new(0);
    let turns = |timeout| {
        turn.set(turn.get() + 1);
        [Event::TurnBegan(turn.get()), Event::Selecting(timeout), Event::Selected(0)]
    };
    let mut all = |events: &[(Event, Details)]| {
        events.iter().for_each(|(event, details)| observer.observe(*event, *details));
    };
    let plain = |events: [Event; 3]| events.map(|event| (event, Details::NONE));
    let none = Details::NONE;
    all(&[
        (Event::TaskCreated(main), named("main", 10)),
        (Event::Soon(handle_main, Cause::Step(main)), none),
        (Event::RunBegan, none),
    ]);
    all(&plain(turns(Timeout::Now)));
    all(&[
        (Event::Began(handle_main), none),
        (Event::TaskCreated(b), named("B", 7)),
        (Event::Soon(handle_b, Cause::Step(b)), none),
        (Event::Stepped(main, StepOutcome::Waits(Some(b))), details(8, "main")),
        (Event::Ended(handle_main), none),
    ]);
    all(&plain(turns(Timeout::Now)));
    all(&[
        (Event::Began(handle_b), none),
        (Event::Printed(Stream::Stdout), says("B was here\n", 4)),
        (Event::FutureCreated(sleep), details(5, "b")),
        (Event::Sleeps(timer, Time(1.0), sleep), details(5, "b")),
        (Event::Stepped(b, StepOutcome::Waits(Some(sleep))), details(5, "b")),
        (Event::Ended(handle_b), none),
    ]);
    let [began, selecting, selected] = turns(Timeout::After(std::time::Duration::from_secs(1)));
    all(&[(began, none), (selecting, none)]);
    clock.store(1, Ordering::Relaxed);
    all(&[
        (selected, none),
        (Event::TimerDue(timer), none),
        (Event::Began(timer), none),
        (Event::FutureDone(sleep), none),
        (Event::Soon(again, Cause::WakeUp(b, Some(sleep))), none),
        (Event::Ended(timer), none),
    ]);
    all(&plain(turns(Timeout::Now)));
    all(&[
        (Event::Began(again), none),
        (Event::Stepped(b, StepOutcome::Returned), none),
        (Event::FutureDone(b), none),
        (Event::Soon(last, Cause::WakeUp(main, Some(b))), none),
        (Event::Ended(again), none),
    ]);
    all(&plain(turns(Timeout::Now)));
    all(&[
        (Event::Began(last), none),
        (Event::Stepped(main, StepOutcome::Returned), none),
        (Event::FutureDone(main), none),
        (Event::Ended(last), none),
        (Event::RunEnded, none),
        (Event::Closed, none),
    ]);
    recorder.take()
}
