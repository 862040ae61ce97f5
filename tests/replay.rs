//! A recorded loop, read again: the same events, the state at every step, and the questions a reader asks.

mod support;

#[path = "support/every_event.rs"]
mod every_event;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use asyncio101::handle::HandleId;
use asyncio101::replay::{Phase, Problem, Reason, Replay, Standing, State, Status};
use asyncio101::selector::{Interest, Source, Time, Timeout};
use asyncio101::sleep;
use asyncio101::trace::format::{Damage, Decoder, Encoder, FormatError, HEADER, Place, Record};
use asyncio101::trace::{Cause, Details, Event, FutureId, PlaceId, Recorder, StackId, StepOutcome, TextId};
use every_event::every_kind;
use support::TestLoop;

const fn h(id: u64) -> HandleId {
    HandleId(id)
}

const fn f(id: u64) -> FutureId {
    FutureId(id)
}

fn encoded(events: &[(Event, Details)]) -> Vec<u8> {
    let mut encoder = Encoder::default();
    encoder.header();
    // What details may refer to.
    for number in 0..200 {
        encoder.text(&number.to_string());
    }
    encoder.place(Place { file: TextId(1), line: 1, function: TextId(2), library: false });
    for outer in 0..5 {
        encoder.stack(StackId(outer), PlaceId(1));
    }
    for (event, details) in events {
        encoder.event(*event, *details);
    }
    encoder.take()
}

fn decoded(trace: &[u8]) -> Result<Vec<(Event, Details)>, FormatError> {
    let mut decoder = Decoder::at(HEADER.len());
    let mut events = Vec::new();
    while let Some(record) = decoder.next(trace)? {
        match record {
            Record::Event(event, details) => events.push((event, details)),
            Record::Text(_) | Record::Place(_) | Record::Stack(..) => {}
            other => panic!("nobody wrote {other:?}"),
        }
    }
    Ok(events)
}

#[test]
fn what_is_written_is_read() {
    let details = Details {
        at: StackId(1),
        text: TextId(200),
        name: TextId(3),
        variables: TextId(4),
        begins: StackId(5),
    };
    // Nothing comes behind the last.
    let (full, others) = every_kind().split_last().map(|(full, others)| (*full, others.to_vec())).unwrap();
    let twice = others.into_iter().flat_map(|event| [(event, Details::NONE), (event, details)]);
    let events: Vec<_> = twice.chain([(full, details)]).collect();
    assert_eq!(decoded(&encoded(&events)), Ok(events));
}

/// What older programs wrote is read, and newer ones write the same: version 1 of the format, byte by byte.
#[test]
fn the_bytes_of_version_1_stay_as_they_are() {
    let traces: [&[u8]; 6] = [
        include_bytes!("traces/every_event.trace"),
        include_bytes!("page/traces/two_tasks.trace"),
        include_bytes!("traces/network.trace"),
        include_bytes!("traces/queues.trace"),
        include_bytes!("traces/awaited_done.trace"),
        include_bytes!("traces/cancellations.trace"),
    ];
    for trace in traces {
        let (mut decoder, mut encoder) = (Decoder::at(HEADER.len()), Encoder::default());
        encoder.header();
        while let Some(record) = decoder.next(trace).unwrap() {
            match record {
                Record::Text(text) => encoder.text(text),
                Record::Place(place) => encoder.place(place),
                Record::Stack(outer, place) => encoder.stack(outer, place),
                Record::Loop(number) => encoder.switch_loop(number),
                Record::Thread(number) => encoder.switch_thread(number),
                Record::Clock(clock) => encoder.clock(clock),
                Record::About(key, value) => encoder.about(key, value),
                Record::Event(event, details) => encoder.event(event, details),
            }
        }
        assert!(encoder.take() == trace);
    }
    // The first of them was written with every event, before events had a table; what came after that is in the last four.
    let replays =
        [traces[0], traces[2], traces[3], traces[4], traces[5]].map(|trace| Replay::read(trace).unwrap());
    let events = replays.iter().flat_map(|replay| (1..=replay.len()).filter_map(|step| replay.event(step)));
    let kinds = |events: Vec<Event>| events.iter().map(std::mem::discriminant).collect::<HashSet<_>>().len();
    let happened = kinds(events.map(|(event, _)| event).collect());
    assert_eq!(happened + 1, kinds(every_kind()), "all but the last, which is no step");
}

#[test]
fn a_trace_that_breaks_off_is_read_up_to_there() {
    let events: Vec<_> = every_kind().into_iter().map(|event| (event, Details::NONE)).collect();
    let trace = encoded(&events);
    for length in HEADER.len()..trace.len() {
        let read = decoded(&trace[..length]).unwrap();
        assert!(read.len() < events.len());
        assert_eq!(read, events[..read.len()]);
    }
}

#[test]
fn what_is_no_trace_is_refused_with_the_reason() {
    let refused = |bytes: &[u8]| Replay::read(bytes).unwrap_err().to_string();
    assert_eq!(refused(b"import asyncio\n"), FormatError::NoTrace.to_string());
    assert_eq!(refused(b""), FormatError::NoTrace.to_string());
    assert!(refused(b"asyncio101 trace 2\n").contains("version 2"));
    let mut damaged = HEADER.to_vec();
    damaged.push(0xff);
    assert_eq!(
        Replay::read(damaged).unwrap_err(),
        FormatError::Damaged { at: HEADER.len(), damage: Damage::Tag(0xff) }
    );
}

/// Records what `program` does on a loop.
fn record(program: impl FnOnce(&TestLoop)) -> Replay {
    let event_loop = TestLoop::new();
    let clock = event_loop.selector.clone();
    let recorder = Recorder::new(move || clock.peek());
    event_loop.set_observer(Some(recorder.observer()));
    program(&event_loop);
    event_loop.set_observer(None);
    Replay::read(recorder.take()).unwrap()
}

/// Two tasks: one sleeps, the other waits for it.
fn two_tasks(event_loop: &TestLoop) {
    let sleeper = event_loop.create_task(async { sleep(2.0).await });
    let waiter = event_loop.create_task(sleeper);
    event_loop.run_until_complete(waiter).unwrap();
}

#[test]
fn a_wait_is_counted_from_when_its_timer_is_set() {
    let now = Arc::new(AtomicU64::new(0));
    let clock = now.clone();
    let recorder = Recorder::new(move || Time(clock.load(Ordering::Relaxed) as f64));
    let mut observer = recorder.observer();
    observer.observe(Event::RunBegan, Details::NONE);
    observer.observe(Event::Began(h(1)), Details::NONE);
    // The callback works for seven seconds before it sets the timer.
    now.store(7, Ordering::Relaxed);
    observer.observe(Event::Later(h(2), Time(9.0)), Details::NONE);
    let replay = Replay::read(recorder.take()).unwrap();
    let moment = replay.moment(replay.len()).unwrap();
    assert_eq!(replay.sentence(&moment), "A callback waits among the timers, 2 s from now.");
    assert_eq!(replay.clock(replay.len()), 7_000_000_000);
}

#[test]
fn every_step_as_a_sentence() {
    let replay = record(two_tasks);
    let sentences: Vec<String> =
        replay.walk(1..=replay.len()).map(|moment| replay.sentence(&moment)).collect();
    assert_eq!(
        sentences,
        [
            "A task is made: task f1.",
            "The next step of task f1 is put at the end of the ready queue.",
            "A task is made: task f2.",
            "The next step of task f2 is put at the end of the ready queue.",
            "A callback will be called when task f2 is done.",
            "The program starts the loop.",
            "Turn 1 of the loop begins.",
            "The loop asks its selector what is ready, without waiting.",
            "The selector is back: nothing it watches is ready.",
            "task f1 begins.",
            "A future is made: future f3 (sleep).",
            "task f1 sets a timer that ends its sleep (future f3) 2 s from now.",
            "task f1 waits for its sleep.",
            "The step of task f1 is over.",
            "task f2 begins.",
            "task f2 waits for task f1.",
            "The step of task f2 is over.",
            "Turn 2 of the loop begins.",
            "Nothing is ready: the loop waits in its selector, at most 2 s, until the next timer.",
            "The selector is back: nothing it watches is ready.",
            "The time of the timer that ends the sleep of task f1 has come: it joins the ready queue.",
            "The timer that ends the sleep of task f1 runs.",
            "Future f3 (sleep) is done.",
            "Because future f3 (sleep) is done, task f1 is put at the end of the ready queue.",
            "The timer that ends a sleep (future f3) is over.",
            "Turn 3 of the loop begins.",
            "The loop asks its selector what is ready, without waiting.",
            "The selector is back: nothing it watches is ready.",
            "task f1 goes on: its sleep is over.",
            "task f1 returns.",
            "task f1 is done.",
            "Because task f1 is done, task f2 is put at the end of the ready queue.",
            "The step of task f1 is over.",
            "Turn 4 of the loop begins.",
            "The loop asks its selector what is ready, without waiting.",
            "The selector is back: nothing it watches is ready.",
            "task f2 goes on: task f1 is over.",
            "task f2 returns.",
            "task f2 is done.",
            "Because task f2 is done, a callback is put at the end of the ready queue.",
            "The step of task f2 is over.",
            "Turn 5 of the loop begins.",
            "The loop asks its selector what is ready, without waiting.",
            "The selector is back: nothing it watches is ready.",
            "A callback of task f2 runs.",
            "A callback of task f2 is over.",
            "The loop stops, and the program goes on behind it.",
        ]
    );
}

#[test]
fn the_state_while_the_loop_waits() {
    let replay = record(two_tasks);
    let waits = |step: &usize| matches!(replay.event(*step), Some((Event::Selecting(Timeout::After(_)), _)));
    let step = (1..=replay.len()).find(waits).unwrap();
    let state = replay.state(step);
    let event_loop = state.current_loop().unwrap();
    assert_eq!(event_loop.phase, Phase::Selecting(Timeout::After(Duration::from_secs(2))));
    assert_eq!((event_loop.turn, event_loop.ready.len()), (2, 0));
    let timers: Vec<_> = event_loop.timers.keys().copied().collect();
    assert_eq!(timers, [(2_000_000_000, h(3))]);
    let standing = |id| event_loop.futures[&f(id)].task.as_ref().unwrap().standing;
    assert_eq!(standing(1), Standing::Waiting(Some(f(3))));
    assert_eq!(standing(2), Standing::Waiting(Some(f(1))));
    assert_eq!(event_loop.futures[&f(3)].waiters, imbl::vector![f(1)]);
    assert_eq!(state.time(), Duration::ZERO);
    assert_eq!(replay.state(step + 1).time(), Duration::from_secs(2));
}

#[test]
fn at_the_end_nothing_is_left() {
    let replay = record(two_tasks);
    let state = replay.state(replay.len());
    let event_loop = state.current_loop().unwrap();
    assert_eq!(event_loop.phase, Phase::Idle);
    assert!(event_loop.ready.is_empty() && event_loop.timers.is_empty() && event_loop.handles.is_empty());
    assert_eq!(state.pending_tasks().count(), 0);
    assert!(replay.tasks().iter().all(|task| task.status == Status::Done));
    assert!(replay.findings().is_empty());
}

#[test]
fn going_back_gives_what_going_forward_gave() {
    // Long enough for several snapshots.
    let replay = record(|event_loop| {
        for _ in 0..50 {
            let _task = event_loop.create_task(async {
                for _ in 0..20 {
                    sleep(0.0).await?;
                    sleep(0.25).await?;
                }
                Ok::<_, asyncio101::Exception>(())
            });
        }
        event_loop.run_for(60.0);
    });
    assert!(replay.len() > 4096);
    let forward: Vec<State> = replay.walk(1..=replay.len()).map(|moment| moment.before).collect();
    for step in (1..=replay.len()).rev().step_by(97) {
        let moment = replay.moment(step).unwrap();
        assert!(moment.before == forward[step - 1], "before step {step} it is not as it was");
    }
}

#[test]
fn a_trace_that_grows_is_read_as_it_comes() {
    let whole = record(two_tasks);
    let mut replay = Replay::new();
    for piece in whole.bytes().chunks(7) {
        replay.append(piece).unwrap();
    }
    assert_eq!(replay.len(), whole.len());
    assert_eq!(replay.state(20), whole.state(20));
    assert_eq!(replay.stops(), whole.stops());
}

#[test]
fn why_a_task_ran() {
    let replay = record(two_tasks);
    // The last step of the second task.
    let last = replay.future(0, f(2)).unwrap().spans.last().unwrap().began;
    let Some((Event::Began(handle), _)) = replay.event(last) else { panic!("a span begins with a handle") };
    let reasons: Vec<Reason> = replay.why(0, handle).iter().map(|link| link.reason).collect();
    assert_eq!(
        reasons,
        [
            Reason::Awaited { task: f(2), future: Some(f(1)) }, // it goes on because it awaited the first
            Reason::Resolved { future: f(1) },                  // ... which was done when it returned,
            Reason::Awaited { task: f(1), future: Some(f(3)) }, // having gone on because it awaited its sleep,
            Reason::Resolved { future: f(3) },                  // ... which was resolved
            Reason::Slept { future: f(3) },                     // ... by the timer of that sleep, set
            Reason::Created { task: f(1) },                     // ... in the first step of the first task.
        ]
    );
}

#[test]
fn who_awaits_whom() {
    let replay = record(two_tasks);
    let state = replay.state(18);
    assert_eq!(replay.await_tree(&state).to_string(), "└── (T) \n    └── (T) \n");
    let tree = replay.await_tree(&state);
    assert_eq!((tree.roots[0].task, tree.roots[0].awaits[0].task), (f(2), f(1)));
}

#[test]
fn jumps() {
    let replay = record(two_tasks);
    let spans = &replay.future(0, f(1)).unwrap().spans;
    assert_eq!(spans.len(), 2);
    assert_eq!(replay.next_run(0, f(1), 0), Some(spans[0].began));
    assert_eq!(replay.next_run(0, f(1), spans[0].began), Some(spans[1].began));
    assert_eq!(replay.next_run(0, f(1), spans[1].began), None);
    assert!(spans.iter().all(|span| span.ready < span.began && span.from == span.to), "{spans:?}");
    assert_eq!(replay.task_ids().len(), replay.tasks().len());
    assert!(
        replay.stops().notable.contains(&spans[0].began)
            && !replay.stops().notable.contains(&replay.stops().turns[0])
    );
    let turns = &replay.stops().turns;
    assert_eq!(turns.len(), 5);
    assert_eq!(Replay::next(turns, 0), Some(turns[0]));
    assert_eq!(Replay::previous(turns, turns[1]), Some(turns[0]));
    assert_eq!(Replay::previous(turns, turns[0]), None);
    assert_eq!(replay.first_failure(), None);
}

#[test]
fn a_trace_that_is_full_says_so() {
    let event_loop = TestLoop::new();
    let clock = event_loop.selector.clone();
    let recorder = Recorder::new(move || clock.peek()).with_limit(200);
    event_loop.set_observer(Some(recorder.observer()));
    for _ in 0..10 {
        event_loop.run_for(1.0);
    }
    event_loop.set_observer(None);
    let trace = recorder.take();
    assert!(trace.len() < 220);
    let replay = Replay::read(trace).unwrap();
    assert!(replay.is_full() && replay.len() > 20);
    // It can be walked like any other.
    assert!(replay.walk(1..=replay.len()).all(|moment| !replay.sentence(&moment).is_empty()));
}

/// The trace of a loop that did these things.
fn trace_of(events: &[Event]) -> Replay {
    let recorder = Recorder::new(|| Time(0.0));
    let mut observer = recorder.observer();
    for event in events {
        observer.observe(*event, Details::NONE);
    }
    Replay::read(recorder.take()).unwrap()
}

/// Two tasks that wait for each other, as seen by a loop that is about to block.
const CIRCLE: [Event; 12] = [
    Event::TaskCreated(f(1)),
    Event::Soon(h(1), Cause::Step(f(1))),
    Event::TaskCreated(f(2)),
    Event::Soon(h(2), Cause::Step(f(2))),
    Event::RunBegan,
    Event::Began(h(1)),
    Event::Stepped(f(1), StepOutcome::Waits(Some(f(2)))),
    Event::Ended(h(1)),
    Event::Began(h(2)),
    Event::Stepped(f(2), StepOutcome::Waits(Some(f(1)))),
    Event::Ended(h(2)),
    Event::Selecting(Timeout::Never),
];

#[test]
fn tasks_that_wait_for_each_other_are_found() {
    let replay = trace_of(&CIRCLE);
    let problems: Vec<_> = replay.findings().iter().map(|finding| finding.problem.clone()).collect();
    assert_eq!(problems, [Problem::Deadlock { tasks: vec![f(1), f(2)], cycle: vec![f(1), f(2)] }]);
    let tree = replay.await_tree(&replay.state(replay.len()));
    assert_eq!((tree.roots.len(), tree.cycles), (0, vec![vec![f(1), f(2)]]));
}

#[test]
fn a_loop_that_something_may_wake_is_not_stuck() {
    let with = |event| {
        let mut events = CIRCLE.to_vec();
        events.insert(events.len() - 1, event);
        trace_of(&events)
    };
    assert!(with(Event::Watching(Source(3), Interest::READABLE)).findings().is_empty());
    assert!(with(Event::Threads(1)).findings().is_empty());
    // It was woken after all.
    let mut events = CIRCLE.to_vec();
    events.extend([Event::Selected(0), Event::Soon(h(3), Cause::Program)]);
    assert!(trace_of(&events).findings().is_empty());
}

#[test]
fn the_steps_at_a_line() {
    let recorder = Recorder::new(|| Time(0.0));
    let mut observer = recorder.observer();
    let at = |line| recorder.stack(StackId::default(), recorder.place("main.py", line, "main", false));
    let details = |line| Details { at: at(line), ..Details::NONE };
    observer.observe(Event::TaskCreated(f(1)), details(3));
    observer.observe(Event::TaskCreated(f(2)), details(4));
    observer.observe(Event::CancelRequested(f(2)), details(3));
    let replay = Replay::read(recorder.take()).unwrap();
    let steps: Vec<_> = [0, 1, 3].map(|after| replay.next_at_line("main.py", 3, after)).to_vec();
    assert_eq!(steps, [Some(1), Some(3), None]);
    assert_eq!(replay.next_at_line("other.py", 3, 0), None);
}

/// A callback that takes 200 ms, in which this is recorded.
fn slow_callback(what: Option<Event>) -> Replay {
    let clock = std::sync::Arc::new(std::sync::atomic::AtomicU64::new(0));
    let recorder = Recorder::new({
        let clock = clock.clone();
        move || Time(clock.load(std::sync::atomic::Ordering::Relaxed) as f64 / 1000.0)
    });
    let mut observer = recorder.observer();
    let mut observe = |event| observer.observe(event, Details::NONE);
    observe(Event::RunBegan);
    observe(Event::Soon(h(1), Cause::Program));
    observe(Event::Began(h(1)));
    what.into_iter().for_each(&mut observe);
    clock.store(200, std::sync::atomic::Ordering::Relaxed);
    observe(Event::Ended(h(1)));
    Replay::read(recorder.take()).unwrap()
}

#[test]
fn a_callback_is_not_blamed_for_what_the_library_loads_late_nor_for_other_threads() {
    let blocked = |what| match slow_callback(what).findings() {
        [] => None,
        [finding] => match finding.problem {
            Problem::Blocked { nanoseconds, .. } => Some(nanoseconds),
            _ => panic!("{finding:?}"),
        },
        more => panic!("{more:?}"),
    };
    assert_eq!(blocked(None), Some(200_000_000));
    for what in [Event::Loaded, Event::Away] {
        assert_eq!(blocked(Some(what(50_000_000))), Some(150_000_000));
        assert_eq!(blocked(Some(what(150_000_000))), None);
    }
}

#[test]
fn a_callback_that_was_seen_while_the_library_was_loaded_is_not_blamed_in_the_end() {
    let now = Arc::new(AtomicU64::new(0));
    let clock = now.clone();
    let recorder = Recorder::new(move || Time(clock.load(Ordering::Relaxed) as f64 / 1000.0));
    let mut observer = recorder.observer();
    let mut observe = |event| observer.observe(event, Details::NONE);
    observe(Event::RunBegan);
    observe(Event::Soon(h(1), Cause::Program));
    observe(Event::Began(h(1)));
    now.store(120, Ordering::Relaxed);
    observe(Event::Busy(120_000_000));
    let mut trace = recorder.take();
    assert_eq!(Replay::read(trace.clone()).unwrap().findings().len(), 1);
    observe(Event::Loaded(130_000_000));
    now.store(150, Ordering::Relaxed);
    observe(Event::Ended(h(1)));
    trace.extend(recorder.take());
    assert_eq!(Replay::read(trace).unwrap().findings(), []);
}

#[test]
fn a_callback_that_goes_on_and_on_is_due_to_be_seen_after_a_while_and_then_ever_more_rarely() {
    let now = Arc::new(AtomicU64::new(0));
    let clock = now.clone();
    let recorder = Recorder::new(move || Time(clock.load(Ordering::Relaxed) as f64 / 1000.0));
    let mut observer = recorder.observer();
    let mut observe = |event, at| observer.observe(event, Details { at, ..Details::NONE });
    let overdue = |milliseconds: u64| {
        now.store(milliseconds, Ordering::Relaxed);
        recorder.overdue().map(|nanoseconds| nanoseconds / 1_000_000)
    };
    let at = |line| recorder.stack(StackId::default(), recorder.place("main.py", line, "main", false));
    let (once, twice) = (at(3), at(7));
    observe(Event::Soon(h(1), Cause::Program), StackId::default());
    assert_eq!(overdue(500), None, "nothing runs");
    observe(Event::Selected(0), StackId::default());
    observe(Event::Began(h(1)), StackId::default());
    for (milliseconds, seen, place) in [(610, 110, once), (720, 220, twice), (950, 450, twice)] {
        assert_eq!(overdue(milliseconds - 20), None, "at {milliseconds}");
        assert_eq!(overdue(milliseconds), Some(seen));
        observe(Event::Busy(seen * 1_000_000), place);
    }
    observe(Event::Ended(h(1)), StackId::default());
    assert_eq!(overdue(9_000), None, "it is over");
    let replay = Replay::read(recorder.take()).unwrap();
    let [finding] = replay.findings() else { panic!("{:?}", replay.findings()) };
    assert_eq!(
        replay.names().user_place(finding.at).map(|place| place.line),
        Some(7),
        "seen there most often"
    );
}

/// The line a finding names about a callback in which this happens, one after the other: that a call blocks for so many
/// milliseconds, that it is seen after so many while it computes, or that the last so many were loading the library; and
/// how long it is blamed for.
fn blamed(happens: &[(char, u64, u32)], rest: u64) -> Option<(Option<u32>, u64)> {
    let now = Arc::new(AtomicU64::new(0));
    let clock = now.clone();
    let recorder = Recorder::new(move || Time(clock.load(Ordering::Relaxed) as f64 / 1000.0));
    let mut observer = recorder.observer();
    let mut observe = |event, at| observer.observe(event, Details { at, ..Details::NONE });
    let at = |line| recorder.stack(StackId::default(), recorder.place("main.py", line, "main", false));
    observe(Event::RunBegan, StackId::default());
    observe(Event::Soon(h(1), Cause::Step(f(1))), StackId::default());
    observe(Event::Began(h(1)), StackId::default());
    for (what, milliseconds, line) in happens {
        let passed = if *what == 'l' { 0 } else { *milliseconds };
        let until = now.fetch_add(passed, Ordering::Relaxed) + passed;
        let event = match what {
            'b' => Event::Blocked(milliseconds * 1_000_000),
            'l' => Event::Loaded(milliseconds * 1_000_000),
            _ => Event::Busy(until * 1_000_000),
        };
        observe(event, at(*line));
    }
    now.fetch_add(rest, Ordering::Relaxed);
    // Where it waits next is none of its places.
    observe(Event::Stepped(f(1), StepOutcome::Waits(None)), at(99));
    observe(Event::Ended(h(1)), StackId::default());
    let replay = Replay::read(recorder.take()).unwrap();
    let [finding] = replay.findings() else { return None };
    let Problem::Blocked { nanoseconds, .. } = finding.problem else { panic!("{finding:?}") };
    Some((replay.names().user_place(finding.at).map(|place| place.line), nanoseconds / 1_000_000))
}

#[test]
fn a_callback_is_blamed_where_most_of_its_time_was_spent_and_nowhere_if_nobody_knows() {
    let calls: Vec<_> = (0..40).map(|_| ('b', 5, 4)).collect();
    assert_eq!(blamed(&calls, 20), Some((Some(4), 220)), "many short calls of one line");
    assert_eq!(blamed(&[('b', 60, 5), ('b', 60, 6)], 10), Some((Some(5), 130)));
    assert_eq!(blamed(&[('b', 60, 5), ('b', 40, 6), ('b', 40, 6)], 10), Some((Some(6), 150)));
    assert_eq!(blamed(&[('b', 10, 5)], 300), Some((None, 310)), "what took long was never seen");
    assert_eq!(blamed(&[], 300), Some((None, 300)));
    assert_eq!(blamed(&[('b', 10, 5), ('s', 200, 7)], 0), Some((Some(7), 210)));
    assert_eq!(
        blamed(&[('s', 110, 5), ('s', 300, 7)], 0),
        Some((Some(7), 410)),
        "for how long, not how often"
    );
}

#[test]
fn where_the_library_was_loaded_is_not_where_a_callback_is_blamed() {
    assert_eq!(blamed(&[('s', 110, 3), ('l', 110, 3), ('s', 120, 4)], 0), Some((Some(4), 120)));
    assert_eq!(blamed(&[('s', 110, 3), ('l', 110, 3)], 120), Some((None, 120)));
    // What it computed before stays where it was.
    let happens = [('s', 150, 3), ('b', 30, 9), ('l', 20, 3), ('s', 110, 5)];
    assert_eq!(blamed(&happens, 0), Some((Some(3), 270)));
    let happens = [('s', 110, 3), ('b', 30, 9), ('l', 20, 3), ('b', 200, 4), ('s', 110, 5)];
    assert_eq!(blamed(&happens, 0), Some((Some(4), 430)));
}
