//! Traces that are damaged: whatever they hold, reading them ends in a clear error or in a story, and neither takes
//! more than the trace is worth.

// A tab's memory is not a process's.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/harm.rs"]
mod harm;
mod support;

use std::time::Duration;

use asyncio101::handle::HandleId;
use asyncio101::replay::say::Language;
use asyncio101::replay::{Replay, Standing};
use asyncio101::selector::{Time, Timeout};
use asyncio101::sleep;
use asyncio101::trace::format::{DEEPEST_STACK, Damage, Decoder, Encoder, FormatError, Place, check_header};
use asyncio101::trace::{
    Cause, Complaint, Details, Event, FutureId, PlaceId, PrimitiveId, Recorder, StackId, StepOutcome, Stream,
    TextId,
};
use harm::Harm;
use proptest::prelude::*;
use support::TestLoop;

const fn h(id: u64) -> HandleId {
    HandleId(id)
}

const fn f(id: u64) -> FutureId {
    FutureId(id)
}

/// The most memory that this process may ever have had, in kB: that of all tests in this file at a time.
const MOST_MEMORY: u64 = 200 << 10;

/// Asks everything there is to ask about a trace. What comes of it does not matter here, but that it does.
fn ask_everything(trace: &[u8]) -> Result<usize, FormatError> {
    if let Some(start) = check_header(trace)? {
        let mut decoder = Decoder::at(start);
        while let Ok(Some(_)) = decoder.next(trace) {}
    }
    let replay = Replay::read(trace)?;
    let last = replay.len();
    for moment in replay.walk(1..=last) {
        let statement = replay.statement(&moment);
        for language in Language::ALL {
            assert!(language.sentence(&statement).len() > 2);
        }
    }
    for finding in replay.findings() {
        for language in Language::ALL {
            assert!(language.fault(&replay.fault(finding)).len() > 2);
        }
    }
    // Steps that are far from each other, and the first and the last.
    let some = |number: usize| (0..=number).map(move |nth| (last * nth).div_ceil(number.max(1)));
    for step in some(7) {
        assert_eq!(replay.event(step).is_some(), (1..=last).contains(&step));
        let state = replay.state(step);
        let tree = replay.await_tree(&state);
        for language in Language::ALL {
            assert!(language.await_tree(&tree, step, last).ends_with('\n'));
        }
        if let Some(running) = state.current_loop().and_then(asyncio101::replay::Loop::running) {
            let _ = replay.why(state.current, running);
        }
        for later in some(3) {
            if let Some(order) = replay.order(step, later) {
                assert!(Language::ALL.iter().all(|language| language.order(&order).ends_with('.')));
                assert!(order.steps.iter().all(|step| replay.moment(*step).is_some()));
            }
        }
    }
    for future in replay.futures() {
        let _ = replay.next_run(future.id.0, future.id.1, last / 2);
    }
    for (id, _) in replay.primitives() {
        assert!(replay.holders(id, last).count() <= last && replay.queue(id, last).count() <= last);
    }
    for (id, socket) in replay.sockets() {
        let _ = (replay.socket_name(id, last), replay.holder_of(id, last / 2));
        if let Some(source) = socket.source {
            let _ = [true, false].map(|to_read| replay.incoming(source, to_read, last));
        }
    }
    let _ = replay.next_at_line("main.py", 3, 0);
    Ok(last)
}

/// Whether this process has kept within its memory, where the system can tell.
fn check_memory() {
    let Ok(status) = std::fs::read_to_string("/proc/self/status") else { return };
    let peak =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
    let peak: u64 = peak.expect("Linux tells the peak of a process's memory");
    assert!(peak < MOST_MEMORY, "{peak} kB");
}

/// How long this thread has computed, where the system can tell: other than the clock it does not depend on what
/// else the machine does.
fn cpu_time() -> Duration {
    let Ok(times) = std::fs::read_to_string("/proc/thread-self/schedstat") else { return Duration::ZERO };
    let nanoseconds = times.split(' ').next().and_then(|time| time.parse().ok());
    Duration::from_nanos(nanoseconds.expect("Linux tells how long a thread has computed"))
}

/// Traces that are whole: with every event, from a tab, and a circle of tasks with locks and failures.
fn whole() -> Vec<Vec<u8>> {
    let event_loop = TestLoop::new();
    let clock = event_loop.selector.clone();
    let recorder = Recorder::new(move || clock.peek());
    event_loop.set_observer(Some(recorder.observer()));
    let sleepers: Vec<_> = (0..20)
        .map(|number| event_loop.create_task(async move { sleep(f64::from(number % 4)).await }))
        .collect();
    for sleeper in sleepers {
        event_loop.run_until_complete(sleeper).unwrap();
    }
    event_loop.set_observer(None);
    vec![
        include_bytes!("traces/every_event.trace").to_vec(),
        include_bytes!("traces/network.trace").to_vec(),
        include_bytes!("page/traces/two_tasks.trace").to_vec(),
        recorder.take(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_traces_are_read_or_refused(
        which in any::<usize>(),
        harms in prop::collection::vec(any::<[u64; 4]>(), 1..4),
    ) {
        let whole = whole();
        let mut trace = whole[which % whole.len()].clone();
        harms.into_iter().for_each(|chance| Harm::of(chance).to(&mut trace, &whole));
        let read = ask_everything(&trace);
        // In pieces it is the same.
        let mut in_pieces = Replay::new();
        let result = trace.chunks(97).try_for_each(|piece| in_pieces.append(piece));
        match (read, result) {
            (Ok(steps), result) => prop_assert_eq!((Ok(()), steps), (result, in_pieces.len())),
            (Err(FormatError::NoTrace), Ok(())) => prop_assert!(trace.len() < 20),
            (Err(error), result) => {
                prop_assert!(!error.to_string().is_empty());
                prop_assert_eq!(result, Err(error));
            }
        }
        check_memory();
    }

    #[test]
    fn bytes_of_chance_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut trace = asyncio101::trace::format::HEADER.to_vec();
        trace.extend(bytes);
        let _ = ask_everything(&trace);
        // Records that are all well-formed get further.
        let records = trace.iter().map(|byte| 0x10 + byte % 0x37).flat_map(|tag| [tag, 2, 2, 2]);
        let mut trace = asyncio101::trace::format::HEADER.to_vec();
        trace.extend(records);
        let _ = ask_everything(&trace);
    }
}

/// A trace with two texts, a place and a stack, and what `write` adds.
fn trace(write: impl FnOnce(&mut Encoder)) -> Vec<u8> {
    let mut encoder = Encoder::default();
    encoder.header();
    encoder.text("main.py");
    encoder.text(&"n".repeat(70_000));
    encoder.place(Place { file: TextId(1), line: 3, function: TextId(2), library: true });
    encoder.stack(StackId(0), PlaceId(1));
    write(&mut encoder);
    encoder.take()
}

/// Many of the same, each of which alone is nothing out of the ordinary.
fn many(encoder: &mut Encoder, number: u64, events: impl Fn(u64) -> Vec<Event>) {
    let details = Details { at: StackId(1), text: TextId(2), name: TextId(2), ..Details::NONE };
    for nth in 1..=number {
        events(nth).into_iter().for_each(|event| encoder.event(event, details));
    }
}

#[test]
fn a_stack_too_deep_is_refused_and_the_recorder_writes_none() {
    let deep = trace(|encoder| (1..100_000).for_each(|outer| encoder.stack(StackId(outer), PlaceId(1))));
    let error = ask_everything(&deep).unwrap_err();
    assert!(matches!(error, FormatError::Damaged { damage: Damage::Depth, .. }), "{error}");

    let recorder = Recorder::new(|| Time(0.0));
    let place = recorder.place("main.py", 3, "dig", false);
    let stack = (0..100_000).fold(StackId(0), |outer, _| recorder.stack(outer, place));
    recorder.record(Event::Read, Details { at: stack, ..Details::NONE });
    let replay = Replay::read(recorder.take()).unwrap();
    assert_eq!(replay.names().stack(stack).count(), usize::from(DEEPEST_STACK));
}

#[test]
fn loops_are_counted_and_not_numbered() {
    let trace = trace(|encoder| {
        for number in [u32::MAX, 0, 7, u32::MAX] {
            encoder.switch_loop(number);
            encoder.event(Event::TurnBegan(number.into()), Details::NONE);
        }
    });
    assert_eq!(ask_everything(&trace), Ok(4));
    let state = Replay::read(trace).unwrap().state(4);
    let turns: Vec<u64> = state.loops.iter().map(|event_loop| event_loop.turn).collect();
    assert_eq!((turns, state.current), (vec![u32::MAX.into(), 0, 7], 0));
}

#[test]
fn threads_may_be_any_and_run_any_loop() {
    let trace = trace(|encoder| {
        for (thread, number) in [(u32::MAX, 0), (3, 1), (u32::MAX, 1), (0, 0), (3, 0)] {
            encoder.switch_thread(thread);
            encoder.event(Event::RunEnded, Details::NONE);
            encoder.switch_loop(number);
            for event in [Event::RunBegan, Event::Began(HandleId(1)), Event::Printed(Stream::Stdout)] {
                encoder.event(event, Details::NONE);
            }
        }
    });
    assert_eq!(ask_everything(&trace), Ok(20));
}

#[test]
fn numbers_as_large_as_can_be_are_only_numbers() {
    let huge = [0, 1, u64::MAX / 2, u64::MAX - 1, u64::MAX];
    let trace = trace(|encoder| {
        encoder.switch_loop(0);
        for (one, other) in huge.into_iter().flat_map(|one| huge.map(|other| (one, other))) {
            encoder.clock(one);
            many(encoder, 1, |_| {
                vec![
                    Event::TurnBegan(one),
                    Event::TaskCreated(f(one)),
                    Event::Soon(h(one), Cause::Step(f(one))),
                    Event::Later(h(other), Time(one as f64)),
                    Event::Sleeps(h(other), Time(-(one as f64)), f(other)),
                    Event::Began(h(one)),
                    Event::Blocked(one),
                    Event::Blocked(other),
                    Event::Loaded(other),
                    Event::Busy(one),
                    Event::Busy(other),
                    Event::Away(other),
                    Event::Stepped(f(one), StepOutcome::Waits(Some(f(other)))),
                    Event::AwaitedBy(f(one), f(other)),
                    Event::CallbackRemoved(f(one), usize::MAX),
                    Event::Complained(Complaint::NeverYielded(f(one), other)),
                    Event::Acquiring(PrimitiveId(one)),
                    Event::FutureCreated(f(other)),
                    Event::FutureDone(f(other)),
                    Event::Acquired(PrimitiveId(one)),
                    Event::Released(PrimitiveId(other)),
                    Event::Ended(h(one)),
                    Event::Selecting(Timeout::After(Duration::MAX)),
                    Event::Selecting(Timeout::Never),
                    Event::Selected(usize::MAX),
                    Event::Threads(usize::MAX),
                    Event::Threads(0),
                ]
            });
        }
    });
    ask_everything(&trace).unwrap();
}

#[test]
fn a_chain_of_tasks_is_shown_as_far_as_anybody_reads() {
    const TASKS: u64 = 30_000;
    let trace = trace(|encoder| {
        encoder.switch_loop(0);
        for task in 1..=TASKS {
            encoder.event(Event::TaskCreated(f(task)), Details::NONE);
        }
        for task in 1..TASKS {
            encoder.event(Event::Stepped(f(task), StepOutcome::Waits(Some(f(task + 1)))), Details::NONE);
        }
        encoder.event(Event::Selecting(Timeout::Never), Details::NONE);
    });
    ask_everything(&trace).unwrap();
    let replay = Replay::read(trace).unwrap();
    let state = replay.state(replay.len());
    let tree = replay.await_tree(&state);
    assert_eq!((tree.roots.len(), tree.cycles.len()), (1, 0));
    let mut branch = &tree.roots[0];
    let mut length = 1;
    while let Some(next) = branch.awaits.first() {
        (branch, length) = (next, length + 1);
    }
    assert!(branch.is_cut && (100..1000).contains(&length), "{length}");
    assert!(tree.to_string().ends_with("└── …\n"));
    assert_eq!(
        state.pending_tasks().filter(|(_, task)| task.standing == Standing::Waiting(Some(f(7)))).count(),
        1
    );
}

/// Traces of some hundred kilobytes at most, each with a great many of something.
fn greedy() -> Vec<(&'static str, Vec<u8>)> {
    const MANY: u64 = 4000;
    let waits = |task| Event::Stepped(f(task), StepOutcome::Waits(Some(f(task % 100 + 1))));
    let with = |name, number, events: &dyn Fn(u64) -> Vec<Event>| {
        let written = trace(|encoder| {
            encoder.switch_loop(0);
            many(encoder, number, events);
        });
        (name, written)
    };
    let mut deep_events = trace(|encoder| {
        encoder.switch_loop(0);
        for outer in 1..u32::from(DEEPEST_STACK) {
            encoder.stack(StackId(outer), PlaceId(1));
        }
        for nth in 1..=MANY {
            let details = Details { at: StackId(1000), begins: StackId(1000), ..Details::NONE };
            encoder.event(Event::TaskCreated(f(2 * nth)), details);
            encoder.event(Event::FutureCreated(f(2 * nth + 1)), details);
            encoder.event(Event::FutureDone(f(2 * nth + 1)), details);
        }
    });
    deep_events.shrink_to_fit();
    vec![
        (
            "loops",
            trace(|encoder| {
                for number in 0..MANY as u32 {
                    encoder.switch_loop(number * 40_000);
                    encoder.event(Event::RunBegan, Details::NONE);
                }
            }),
        ),
        (
            "keys",
            trace(|encoder| {
                for _ in 0..MANY {
                    encoder.about(TextId(1), TextId(1));
                    encoder.event(Event::Ended(h(1)), Details::NONE);
                }
            }),
        ),
        ("deep stacks", deep_events),
        (
            "waiters of one future",
            with("", MANY, &|nth| {
                vec![Event::TaskCreated(f(nth)), Event::Stepped(f(nth), StepOutcome::Waits(Some(f(1))))]
            })
            .1,
        ),
        (
            "wakings",
            with("", 2 * MANY, &|nth| {
                let task = (nth - 1) % MANY + 1;
                if nth <= MANY {
                    vec![Event::TaskCreated(f(task)), Event::Stepped(f(task), StepOutcome::Waits(Some(f(1))))]
                } else {
                    vec![Event::BeganEagerly(f(MANY + 1 - task))]
                }
            })
            .1,
        ),
        (
            "callbacks",
            with("", 2 * MANY, &|nth| {
                vec![if nth == 1 {
                    Event::FutureCreated(f(1))
                } else if nth < MANY {
                    Event::CallbackAdded(f(1))
                } else {
                    Event::CallbackRemoved(f(1), 1)
                }]
            })
            .1,
        ),
        (
            "awaited by all",
            with("", MANY, &|nth| {
                vec![
                    Event::TaskCreated(f(nth)),
                    Event::AwaitedBy(f(nth), f(nth / 2 + 1)),
                    Event::AwaitedBy(f(1), f(nth)),
                ]
            })
            .1,
        ),
        (
            "futures through futures",
            with("", MANY, &|nth| {
                vec![
                    Event::FutureCreated(f(nth)),
                    Event::AwaitedBy(f(nth), f(nth + 1)),
                    Event::TaskCreated(f(nth + MANY)),
                    Event::AwaitedBy(f(nth + MANY), f(1)),
                ]
            })
            .1,
        ),
        (
            "stuck again and again",
            with("", MANY, &|nth| {
                vec![
                    Event::TaskCreated(f(nth)),
                    waits(nth),
                    Event::Selecting(Timeout::Never),
                    Event::RunEnded,
                ]
            })
            .1,
        ),
        (
            "stuck and woken",
            with("", MANY, &|nth| {
                vec![
                    Event::RunBegan,
                    Event::TaskCreated(f(nth)),
                    waits(nth),
                    Event::Selecting(Timeout::Never),
                    Event::Soon(h(nth), Cause::Program),
                ]
            })
            .1,
        ),
        (
            "complaints",
            with("", MANY, &|nth| {
                vec![
                    Event::Complained(Complaint::NeverAwaited),
                    Event::Busy(1 << 40),
                    Event::Busy(1),
                    Event::Complained(Complaint::Destroyed(f(nth))),
                ]
            })
            .1,
        ),
        (
            "locks",
            with("", MANY, &|nth| {
                vec![
                    Event::TaskCreated(f(nth)),
                    Event::BeganEagerly(f(nth)),
                    Event::Acquiring(PrimitiveId(1)),
                    Event::FutureCreated(f(nth + MANY)),
                    Event::Acquired(PrimitiveId(1)),
                ]
            })
            .1,
        ),
        (
            "timers",
            with("", MANY, &|nth| {
                vec![Event::Later(h(1), Time(nth as f64)), Event::TimerDue(h(1)), Event::TurnBegan(nth)]
            })
            .1,
        ),
        ("prints", with("", MANY, &|_| vec![Event::Printed(Stream::Stdout)]).1),
        (
            "first steps inside of each other",
            with("", MANY, &|nth| {
                vec![
                    Event::TaskCreated(f(nth)),
                    Event::BeganEagerly(f(nth)),
                    Event::Stepped(f(nth + 1), StepOutcome::GaveWay),
                ]
            })
            .1,
        ),
    ]
}

#[test]
fn many_of_anything_take_no_more_than_the_trace_is_worth() {
    for (name, trace) in greedy() {
        let began = cpu_time();
        let steps = ask_everything(&trace).unwrap_or_else(|error| panic!("{name}: {error}"));
        println!("{name}: {} bytes, {steps} steps, {:?}", trace.len(), cpu_time() - began);
        check_memory();
    }
}
