//! The picture of the tasks over time: what the lanes show, and how that is drawn.

mod support;

#[path = "support/two_tasks.rs"]
mod two_tasks;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use asyncio101::handle::HandleId;
use asyncio101::replay::picture::{
    COLUMN, Kind, Label, Lane, Made, Standing, Tick, Whose, Window, columns_of, follow, lanes, picture,
    running, short_name, who_is_where,
};
use asyncio101::replay::say::Language;
use asyncio101::replay::{Replay, Status};
use asyncio101::selector::Time;
use asyncio101::trace::{Cause, Complaint, Details, Event, FutureId, Recorder, StepOutcome};
use two_tasks::two_tasks;

fn kinds(lane: &Lane) -> Vec<(Kind, f64, f64)> {
    lane.pieces.iter().map(|piece| (piece.kind, piece.from / COLUMN, piece.to / COLUMN)).collect()
}

#[test]
fn a_lane_tells_a_tasks_life_callback_by_callback() {
    let replay = Replay::read(two_tasks()).unwrap();
    let window = Window::Order { first: 0, count: 6 };
    let picture = picture(&replay, &lanes(&replay, false), window, replay.stops().callbacks[1]);
    // main runs first and waits for B; B runs, sleeps, its timer runs, B ends, main ends.
    let expected_main = [
        (Kind::Ready, 0.0, 0.0),
        (Kind::Running, 0.0, 1.0),
        (Kind::Waiting, 1.0, 3.5),
        (Kind::Ready, 3.5, 4.0),
        (Kind::Running, 4.0, 5.0),
        (Kind::Over(Status::Done), 5.0, 5.5),
    ];
    assert_eq!(kinds(&picture.lanes[0]), expected_main[1..]);
    let expected = [
        (Kind::Ready, 0.5, 1.0),
        (Kind::Running, 1.0, 2.0),
        (Kind::Waiting, 2.0, 2.5),
        (Kind::Ready, 2.5, 3.0),
        (Kind::Running, 3.0, 4.0),
        (Kind::Over(Status::Done), 4.0, 4.5),
    ];
    assert_eq!(kinds(&picture.lanes[1]), expected);
    assert_eq!(picture.cursor, (COLUMN, COLUMN));
}

#[test]
fn what_made_a_task_ready_is_a_callback_before_it() {
    let replay = Replay::read(two_tasks()).unwrap();
    let window = Window::Order { first: 0, count: 6 };
    let lanes = lanes(&replay, false);
    let causes = replay.stops().callbacks.iter().map(|step| picture(&replay, &lanes, window, *step).cause);
    let made = |x: f64, by, ready| Some(Made { x: x * COLUMN, by, ready });
    // Nobody on screen made main; main made B; a timer woke B; B's end woke main.
    let expected = [None, made(0.5, Some(0), 1), None, made(2.5, None, 1), made(3.5, Some(1), 0)];
    assert_eq!(causes.collect::<Vec<_>>(), expected);
}

#[test]
fn a_window_shows_its_part_of_every_lane_and_no_more() {
    let replay = Replay::read(two_tasks()).unwrap();
    let window = Window::Order { first: 2, count: 2 };
    let picture = picture(&replay, &lanes(&replay, false), window, 0);
    for piece in picture.lanes.iter().flat_map(|lane| &lane.pieces) {
        assert!(piece.from >= 0.0 && piece.to <= 2.0 * COLUMN, "{piece:?}");
    }
    assert_eq!(kinds(&picture.lanes[1])[1], (Kind::Ready, 0.5, 1.0));
}

#[test]
fn on_the_clock_a_sleep_is_as_long_as_it_was() {
    let replay = Replay::read(two_tasks()).unwrap();
    let window = Window::time(&replay, 519.0);
    let picture = picture(&replay, &lanes(&replay, false), window, replay.len());
    let sleep = picture.lanes[1].pieces.iter().find(|piece| piece.kind == Kind::Waiting).unwrap();
    assert_eq!((sleep.from, sleep.to), (5.0, 500.0));
    assert_eq!(picture.ticks[0], (0.0, Tick::Clock(0)));
}

#[test]
fn a_window_moves_no_more_than_it_must() {
    assert_eq!(follow(10, 20, 15, 100), 10);
    assert_eq!(follow(10, 20, 27, 100), 10);
    assert_eq!(follow(10, 20, 30, 100), 20);
    assert_eq!(follow(10, 20, 2, 100), 0);
    assert_eq!(follow(10, 20, 99, 100), 80);
    assert_eq!(follow(0, 20, 3, 5), 0);
}

#[test]
fn what_is_looked_at_does_not_fade_with_the_edge() {
    for current in [28, 29] {
        assert_eq!(follow(10, 20, current, 100), current - 10);
    }
    assert_eq!(follow(10, 20, 11, 100), 1);
    assert_eq!(follow(0, 20, 0, 100), 0, "nothing fades where nothing lies before");
    assert_eq!(follow(80, 20, 99, 100), 80, "nor behind the end");
    for count in 1..5 {
        let first = follow(10, count, 12, 100);
        assert!((first..first + count).contains(&12), "{count}");
    }
}

#[test]
fn labels_of_the_scale_do_not_lie_over_each_other() {
    let replay = Replay::read(two_tasks()).unwrap();
    let all = lanes(&replay, false);
    for language in Language::ALL {
        let words = language.words();
        for width in 60..700 {
            let picture = picture(&replay, &all, Window::time(&replay, f64::from(width)), 0);
            let edges = |label: &Label| {
                let wide = 7.0 * label.text.chars().count() as f64;
                if label.is_before { (label.x - wide, label.x) } else { (label.x, label.x + wide) }
            };
            let labels: Vec<_> = picture.labels(words, 7.0).iter().map(edges).collect();
            assert!(!labels.is_empty(), "{width}");
            assert!(labels.windows(2).all(|two| two[0].1 < two[1].0), "{width}: {labels:?}");
            assert!(width < 160 || labels.len() > 1, "{width}");
        }
    }
    // A run that took no time has one moment.
    let replay = Replay::read(clock()).unwrap();
    let picture = picture(&replay, &all, Window::Time { from: 0, end: 0, width: 480.0 }, 0);
    assert_eq!(picture.labels(Language::English.words(), 7.0).len(), 1);
}

#[test]
fn the_lines_say_what_the_lanes_do_at_every_step() {
    let replay = Replay::read(two_tasks()).unwrap();
    for moment in replay.walk(1..=replay.len()) {
        let state = replay.state(moment.step);
        let there = who_is_where(&replay, &state, Some((moment.event, moment.details)), 9);
        let is = |standing| there.iter().any(|mark| mark.standing == standing);
        let runs = matches!(running(&replay, &state), Some(Whose::Task(..)));
        assert!(runs || !is(Standing::Runs), "step {}: {:?} {there:?}", moment.step, moment.event);
        match moment.event {
            Event::Stepped(_, StepOutcome::Waits(_)) => assert!(is(Standing::Waits), "{there:?}"),
            // Who has returned is nowhere any more, though it is done only in the next step.
            Event::Stepped(id, StepOutcome::Returned) => {
                let name = short_name(&replay, 0, id);
                assert!(!there.iter().any(|mark| mark.names.contains(&name)), "{there:?}");
            }
            _ => {}
        }
    }
}

#[test]
fn the_picture_ends_where_the_last_task_does() {
    let replay = Replay::read(two_tasks()).unwrap();
    let all = lanes(&replay, false);
    assert_eq!(columns_of(&replay, &all), replay.stops().callbacks.len());
    assert_eq!(columns_of(&replay, &all[1..]), replay.stops().callbacks.len() - 1, "B ends before main");
}

#[test]
fn a_place_in_the_picture_is_a_callback() {
    let replay = Replay::read(two_tasks()).unwrap();
    let callbacks = &replay.stops().callbacks;
    let window = Window::Order { first: 1, count: 3 };
    assert_eq!(window.step_at(&replay, COLUMN * 1.5), callbacks[2]);
    assert_eq!(window.step_at(&replay, 1e9), *callbacks.last().unwrap());
}

/// A clock out of callbacks: each sets a timer for the next.
fn clock() -> Vec<u8> {
    let clock = Arc::new(AtomicU64::new(0));
    let recorder = Recorder::new({
        let clock = clock.clone();
        move || Time(clock.load(Ordering::Relaxed) as f64)
    });
    let mut observer = recorder.observer();
    let mut observe = |event| observer.observe(event, Details::NONE);
    observe(Event::Soon(HandleId(1), Cause::Program));
    observe(Event::RunBegan);
    for turn in 1..=3 {
        clock.store(turn - 1, Ordering::Relaxed);
        if turn > 1 {
            observe(Event::TimerDue(HandleId(turn)));
        }
        observe(Event::Began(HandleId(turn)));
        observe(Event::Later(HandleId(turn + 1), Time(turn as f64)));
        observe(Event::Ended(HandleId(turn)));
    }
    recorder.take()
}

#[test]
fn callbacks_that_are_no_tasks_have_a_lane_of_their_own() {
    let replay = Replay::read(clock()).unwrap();
    let all = lanes(&replay, false);
    assert_eq!(all, [Whose::Callbacks(0)]);
    assert_eq!(columns_of(&replay, &all), 3);
    let second = replay.stops().callbacks[1];
    let picture = picture(&replay, &all, Window::Order { first: 0, count: 4 }, second);
    let runs = kinds(&picture.lanes[0]).into_iter().filter(|(kind, ..)| *kind == Kind::Running);
    assert_eq!(
        runs.map(|(_, from, to)| (from, to)).collect::<Vec<_>>(),
        [(0.0, 1.0), (1.0, 2.0), (2.0, 3.0)]
    );
    assert_eq!(running(&replay, &replay.state(second)), Some(Whose::Callbacks(0)));
    assert_eq!(Whose::Callbacks(0).next_run(&replay, second), Some(replay.stops().callbacks[2]));
    for language in Language::ALL {
        assert_eq!(picture.lanes[0].label(language.words()), language.words().callbacks);
    }
}

#[test]
fn a_sleep_s_end_and_what_the_library_wants_called_are_nobodys_lane() {
    let replay = Replay::read(two_tasks()).unwrap();
    assert_eq!(lanes(&replay, true), [1, 2].map(|task| Whose::Task(0, FutureId(task))));
}

#[test]
fn a_destroyed_task_ends_with_a_sign() {
    let recorder = Recorder::new(|| Time(0.0));
    let mut observer = recorder.observer();
    for event in [
        Event::TaskCreated(FutureId(1)),
        Event::Soon(HandleId(1), Cause::Step(FutureId(1))),
        Event::Began(HandleId(1)),
        Event::FutureCreated(FutureId(2)),
        Event::Stepped(FutureId(1), StepOutcome::Waits(Some(FutureId(2)))),
        Event::Ended(HandleId(1)),
        Event::Complained(Complaint::Destroyed(FutureId(1))),
    ] {
        observer.observe(event, Details::NONE);
    }
    let replay = Replay::read(recorder.take()).unwrap();
    let picture = picture(&replay, &lanes(&replay, true), Window::Order { first: 0, count: 4 }, replay.len());
    assert_eq!(kinds(&picture.lanes[0]).last().unwrap().0, Kind::Over(Status::Destroyed));
}

#[test]
fn tasks_that_begin_alike_are_told_apart() {
    let recorder = Recorder::new(|| Time(0.0));
    let mut observer = recorder.observer();
    let arguments = ["33.09980136219", "33.09980136220"];
    for (number, argument) in (1..).zip(arguments) {
        let name = recorder.text(&format!("Task-{number}"));
        let (text, variables) = (recorder.text("child"), recorder.text(argument));
        observer.observe(
            Event::TaskCreated(FutureId(number)),
            Details { name, text, variables, ..Details::NONE },
        );
    }
    for (number, name) in (3..).zip(["the download of 33.09980136219", "the download of 33.09980136220"]) {
        let details = Details { name: recorder.text(name), ..Details::NONE };
        observer.observe(Event::TaskCreated(FutureId(number)), details);
    }
    let replay = Replay::read(recorder.take()).unwrap();
    let words = Language::English.words();
    let all = lanes(&replay, true);
    let picture = picture(&replay, &all, Window::Order { first: 0, count: 4 }, 1);
    let labels: Vec<String> = picture.lanes.iter().map(|lane| lane.label(words)).collect();
    assert_eq!(labels[0], "Task-1 · child(33.09980136219)");
    let shown = |lane: &Lane| lane.labels(words).0 + &lane.labels(words).1;
    let cut: Vec<String> = picture.lanes.iter().map(|lane| shown(lane).chars().take(16).collect()).collect();
    assert_eq!(cut, ["Task-1 · child(3", "Task-2 · child(3", "the dow…80136219", "the dow…80136220"]);
    for whose in all {
        assert_eq!(Whose::of_attribute(&whose.attribute()), Some(whose));
    }
}
