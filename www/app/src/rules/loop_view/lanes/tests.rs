//! What the lanes show of a trace of two tasks.

use super::super::tests::two_tasks;
use super::*;

fn kinds(lane: &Lane) -> Vec<(Kind, f64, f64)> {
    lane.pieces.iter().map(|piece| (piece.kind, piece.from / COLUMN, piece.to / COLUMN)).collect()
}

#[test]
fn a_lane_tells_a_tasks_life_callback_by_callback() {
    let replay = Replay::read(two_tasks()).unwrap();
    let window = Window::Order { first: 0, count: 6 };
    let picture = picture(&replay, &tasks(&replay, false), window, replay.stops().callbacks[1]);
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
    let tasks = tasks(&replay, false);
    let causes = replay.stops().callbacks.iter().map(|step| picture(&replay, &tasks, window, *step).cause);
    let made = |x: f64, by, ready| Some(Made { x: x * COLUMN, by, ready });
    // Nobody on screen made main; main made B; a timer woke B; B's end woke main.
    let expected = [None, made(0.5, Some(0), 1), None, made(2.5, None, 1), made(3.5, Some(1), 0)];
    assert_eq!(causes.collect::<Vec<_>>(), expected);
}

#[test]
fn a_window_shows_its_part_of_every_lane_and_no_more() {
    let replay = Replay::read(two_tasks()).unwrap();
    let window = Window::Order { first: 2, count: 2 };
    let picture = picture(&replay, &tasks(&replay, false), window, 0);
    for piece in picture.lanes.iter().flat_map(|lane| &lane.pieces) {
        assert!(piece.from >= 0.0 && piece.to <= 2.0 * COLUMN, "{piece:?}");
    }
    assert_eq!(kinds(&picture.lanes[1])[1], (Kind::Ready, 0.5, 1.0));
}

#[test]
fn on_the_clock_a_sleep_is_as_long_as_it_was() {
    let replay = Replay::read(two_tasks()).unwrap();
    let window = Window::time(&replay, 519.0);
    let picture = picture(&replay, &tasks(&replay, false), window, replay.len());
    let sleep = picture.lanes[1].pieces.iter().find(|piece| piece.kind == Kind::Waiting).unwrap();
    assert_eq!((sleep.from, sleep.to), (THINNEST, 500.0));
    assert_eq!(picture.ticks[0], (0.0, Tick::Clock(0)));
}

#[test]
fn a_window_moves_no_more_than_it_must() {
    assert_eq!(follow(10, 20, 15, 100), 10);
    assert_eq!(follow(10, 20, 29, 100), 10);
    assert_eq!(follow(10, 20, 30, 100), 20);
    assert_eq!(follow(10, 20, 2, 100), 0);
    assert_eq!(follow(10, 20, 99, 100), 80);
    assert_eq!(follow(0, 20, 3, 5), 0);
}

#[test]
fn the_picture_ends_where_the_last_task_does() {
    let replay = Replay::read(two_tasks()).unwrap();
    let all = tasks(&replay, false);
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
