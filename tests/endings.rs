//! How tasks end that do not simply return: what the state has of them, and what is told.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use asyncio101::handle::HandleId;
use asyncio101::replay::say::Language;
use asyncio101::replay::{Replay, Status};
use asyncio101::selector::Time;
use asyncio101::trace::{Cause, Complaint, Details, Event, FutureId, Recorder, StepOutcome};

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

const MAIN: FutureId = FutureId(1);
const CHILD: FutureId = FutureId(2);
const AWAITED: FutureId = FutureId(3);

/// `main` makes `child`, which waits for a future; then this happens.
fn after_child_waits(events: &[Event]) -> Replay {
    let recorder = Recorder::new(|| Time(0.0));
    let mut observer = recorder.observer();
    let named = |name: &str| Details { name: recorder.text(name), ..Details::NONE };
    observer.observe(Event::TaskCreated(MAIN), named("main"));
    observer.observe(Event::TaskCreated(CHILD), named("child"));
    for event in [
        Event::Soon(HandleId(1), Cause::Step(CHILD)),
        Event::Began(HandleId(1)),
        Event::FutureCreated(AWAITED),
        Event::Stepped(CHILD, StepOutcome::Waits(Some(AWAITED))),
        Event::Ended(HandleId(1)),
        Event::AwaitedBy(CHILD, MAIN),
    ]
    .iter()
    .chain(events)
    {
        observer.observe(*event, Details::NONE);
    }
    Replay::read(recorder.take()).unwrap()
}

fn last_sentences(replay: &Replay) -> [String; 2] {
    let last = replay.moment(replay.len()).unwrap();
    Language::ALL.map(|language| language.sentence(&replay.statement(&last)))
}

#[test]
fn a_destroyed_task_is_gone_from_that_step_on() {
    let replay = after_child_waits(&[Event::Complained(Complaint::Destroyed(CHILD))]);
    let alive = |step: usize| replay.state(step).pending_tasks().map(|(id, _)| id).collect::<Vec<_>>();
    let waiters =
        |step: usize| replay.state(step).current_loop().unwrap().futures[&AWAITED].waiters.iter().count();
    let end = replay.len();
    assert_eq!((alive(end - 1), waiters(end - 1)), (vec![MAIN, CHILD], 1));
    assert_eq!((alive(end), waiters(end)), (vec![MAIN], 0));
    let tree = |step: usize| replay.await_tree(&replay.state(step)).to_string();
    assert!(tree(end - 1).contains("child") && !tree(end).contains("child"), "{}", tree(end));
    let record = replay.future(0, CHILD).unwrap();
    assert_eq!((record.status, record.done), (Status::Destroyed, Some(end)));
}

#[test]
fn to_cancel_what_is_over_does_nothing_and_that_is_said() {
    let pending = after_child_waits(&[Event::CancelRequested(CHILD)]);
    assert_eq!(last_sentences(&pending), ["child is asked to cancel.", "child: iptal edilmesi istendi."]);
    assert_eq!(pending.future(0, CHILD).unwrap().cancel_requests, [pending.len()]);
    let over = after_child_waits(&[Event::FutureDone(CHILD), Event::CancelRequested(CHILD)]);
    assert_eq!(
        last_sentences(&over),
        [
            "child is asked to cancel, but is over: nothing comes of it.",
            "child: iptal edilmesi istendi, ama çoktan bitmişti; hiçbir şey değişmedi.",
        ]
    );
    assert!(over.future(0, CHILD).unwrap().cancel_requests.is_empty());
}

/// A task that reads a line for which somebody takes two seconds, alone or beside another task.
fn blocked_by_input(is_alone: bool) -> usize {
    let clock = Arc::new(AtomicU64::new(0));
    let recorder = Recorder::new({
        let clock = clock.clone();
        move || Time(clock.load(Ordering::Relaxed) as f64)
    });
    let mut observer = recorder.observer();
    let mut observe = |event| observer.observe(event, Details::NONE);
    observe(Event::TaskCreated(MAIN));
    if !is_alone {
        observe(Event::TaskCreated(CHILD));
    }
    observe(Event::Soon(HandleId(1), Cause::Step(MAIN)));
    observe(Event::RunBegan);
    observe(Event::Began(HandleId(1)));
    clock.store(2, Ordering::Relaxed);
    observe(Event::Read);
    observe(Event::Stepped(MAIN, StepOutcome::Returned));
    observe(Event::Ended(HandleId(1)));
    observe(Event::RunEnded);
    Replay::read(recorder.take()).unwrap().findings().len()
}

#[test]
fn to_wait_for_input_is_a_mistake_only_where_somebody_else_has_to_wait_too() {
    assert_eq!((blocked_by_input(true), blocked_by_input(false)), (0, 1));
}
