//! A trace to test with.

#[path = "../../../../../tests/support/two_tasks.rs"]
mod recorded;

use asyncio101::selector::Time;
use asyncio101::trace::{Details, Event, FutureId, GeneratorEvent, Recorder, Stream};

use super::*;
use crate::rules::text::Language;

pub(in crate::rules) use recorded::two_tasks;

/// A program without a loop: a generator that is asked once.
pub(in crate::rules) fn one_generator() -> Vec<u8> {
    let recorder = Recorder::new(|| Time(0.0));
    recorder.about("program", "main.py");
    let module = recorder.stack(Details::NONE.at, recorder.place("main.py", 5, "<module>", false));
    let suspended = recorder.stack(module, recorder.place("main.py", 2, "count", false));
    let name = recorder.text("count");
    for (what, at) in [
        (GeneratorEvent::Created, module),
        (GeneratorEvent::Resumed, suspended),
        (GeneratorEvent::Yielded, suspended),
    ] {
        recorder.record(Event::Generator(1, what), Details { at, name, ..Details::NONE });
    }
    recorder.record(
        Event::Printed(Stream::Stdout),
        Details { at: module, text: recorder.text("1"), ..Details::NONE },
    );
    recorder.take()
}

/// A server that answers a line, and `main`, its client, over a line that takes its time.
pub(in crate::rules) fn echo() -> Vec<u8> {
    include_bytes!("../../../../../tests/page/traces/echo.trace").to_vec()
}

/// A view of that trace, at its end.
fn view() -> LoopView {
    let mut view = LoopView::default();
    view.append(&two_tasks());
    view
}

fn callbacks() -> Vec<usize> {
    view().trace.replay().stops().callbacks.clone()
}

#[test]
fn it_follows_the_end_until_the_reader_chooses_a_step() {
    let trace = two_tasks();
    let mut view = LoopView::default();
    view.append(&trace[..200]);
    let here = view.step();
    assert_eq!((here, view.follows()), (view.trace.len(), true));
    view.append(&trace[200..]);
    assert!(view.step() > here);
    view.update(LoopAction::GoTo(5));
    view.append(&[]);
    assert_eq!((view.step(), view.follows()), (5, false));
    view.update(LoopAction::End);
    assert!(view.follows());
}

#[test]
fn a_program_that_is_over_is_seen_where_it_matters_unless_the_reader_is_somewhere_else() {
    let mut view = LoopView::default();
    view.append(&two_tasks());
    view.settle();
    let printed = view.trace.replay().printed()[0].step;
    let last = *callbacks().last().unwrap();
    assert!(!view.follows() && view.step() <= last && view.step() < view.trace.len(), "{}", view.step());
    assert!(view.step() == printed || callbacks().contains(&view.step()), "{}", view.step());
    view.update(LoopAction::GoTo(5));
    view.settle();
    assert_eq!(view.step(), 5);
    let mut empty = LoopView::default();
    empty.settle();
    assert!(empty.follows());
}

#[test]
fn stepping_goes_from_callback_to_callback_and_says_what_happened() {
    let mut view = view();
    view.update(LoopAction::Start);
    for callback in callbacks() {
        view.update(LoopAction::Step { backwards: false });
        assert_eq!(view.step(), callback);
        assert!(view.is_spoken && view.now().told.is_some());
    }
    view.update(LoopAction::Step { backwards: false });
    assert!(view.follows(), "behind the last callback lies the end");
    view.update(LoopAction::Step { backwards: true });
    assert_eq!(view.step(), *callbacks().last().unwrap());
}

#[test]
fn what_comes_of_a_step_is_told_where_stepping_would_pass_it_by() {
    let mut view = view();
    let then = |view: &LoopView| {
        let sentence = Language::English.text().loop_view.sentence;
        view.ahead().iter().map(|(step, told)| (*step, sentence(told))).collect::<Vec<_>>()
    };
    assert_eq!(then(&view), [], "the end");
    view.update(LoopAction::GoTo(callbacks()[1]));
    let [(printed, prints), (step, ends)] = &then(&view)[..] else { panic!("{:?}", then(&view)) };
    assert_eq!(
        (prints.as_str(), ends.as_str()),
        ("B prints “B was here” (line 4, in b).", "B waits for its sleep (line 5, in b).")
    );
    assert!(*printed > callbacks()[1] && step > printed && *step < callbacks()[2]);
    let step = *step;
    view.update(LoopAction::Unit(Unit::Event));
    assert_eq!(then(&view), [], "every event is a stop");
    view.update(LoopAction::Unit(Unit::Callback));
    view.update(LoopAction::GoTo(step));
    assert_eq!(then(&view), [], "it is there");
    view.update(LoopAction::GoTo(callbacks()[2]));
    assert_eq!(
        then(&view)[0].1,
        "Because future f3 (sleep) is done, B is put at the end of the ready queue."
    );
}

#[test]
fn every_unit_is_a_way_to_step() {
    let mut view = view();
    for (unit, expected) in [(Unit::Event, 1), (Unit::Callback, callbacks()[0]), (Unit::Turn, 4)] {
        view.update(LoopAction::Start);
        view.update(LoopAction::Unit(unit));
        view.update(LoopAction::Step { backwards: false });
        assert_eq!(view.step(), expected, "{unit:?}");
    }
}

#[test]
fn a_slider_says_nothing_by_itself_and_rests_at_a_stop() {
    let mut view = view();
    view.update(LoopAction::Scrub(callbacks()[1] + 1));
    assert_eq!((view.step(), view.is_spoken), (callbacks()[1], false));
}

#[test]
fn play_begins_again_at_the_end_and_stops_there() {
    let mut view = view();
    view.update(LoopAction::PlayOrPause);
    assert_eq!((view.step(), view.is_playing), (0, true));
    for _ in callbacks() {
        view.update(LoopAction::Tick);
        assert!(view.is_playing && !view.is_spoken);
    }
    view.update(LoopAction::Tick);
    assert!(!view.is_playing && view.follows());
    view.update(LoopAction::PlayOrPause);
    view.update(LoopAction::Step { backwards: false });
    assert!(!view.is_playing, "a step by hand stops it");
}

#[test]
fn jumps_lead_to_runs_results_and_lines() {
    let mut view = view();
    view.update(LoopAction::Start);
    let (main, b) = ((0, FutureId(1)), Whose::Task(0, FutureId(2)));
    view.update(LoopAction::NextRun(b));
    assert_eq!(view.step(), callbacks()[1]);
    view.update(LoopAction::NextRun(b));
    assert_eq!(view.step(), callbacks()[3]);
    view.update(LoopAction::NextRun(b));
    assert_eq!(view.step(), callbacks()[1], "behind the last run it begins again");
    view.update(LoopAction::Resolved((0, FutureId(3))));
    let sentence = |view: &LoopView| view.now().sentence(&Language::English.text().loop_view);
    assert!(sentence(&view).contains("done"), "{}", sentence(&view));
    view.update(LoopAction::AtLine(8));
    assert!(sentence(&view).contains("waits for"), "{}", sentence(&view));
    view.update(LoopAction::Resolved(main));
    let here = view.step();
    view.update(LoopAction::FirstFailure);
    assert_eq!(view.step(), here, "nothing failed");
}

#[test]
fn views_of_the_same_step_are_equal_and_share_what_was_worked_out() {
    let view = view();
    let other = view.clone();
    assert_eq!(view, other);
}

#[test]
fn a_new_run_keeps_how_the_reader_likes_to_look() {
    let mut view = view();
    view.update(LoopAction::Unit(Unit::Turn));
    view.update(LoopAction::GoTo(3));
    view.begin(false);
    assert!(view.trace.is_empty() && view.follows());
    assert_eq!((view.preferences.unit, view.step()), (Unit::Turn, 0));
}

#[test]
fn how_a_task_stands_is_told_where_its_lane_is_chosen() {
    let mut view = view();
    let b = Whose::Task(0, FutureId(2));
    let standing = |view: &LoopView| {
        let replay = view.trace.replay();
        let text = &Language::English.text().loop_view;
        labels::Labels { replay: &replay, state: &view.now().state, text }.standing(FutureId(2))
    };
    view.update(LoopAction::Start);
    assert_eq!((view.chosen, standing(&view)), (None, None), "it is yet to be made");
    view.update(LoopAction::InLane(callbacks()[0] + 2, b));
    assert_eq!((view.chosen, standing(&view).as_deref()), (Some(b), Some("B: ready")));
    view.update(LoopAction::NextRun(b));
    assert_eq!(standing(&view).as_deref(), Some("B: running"));
    view.update(LoopAction::GoTo(callbacks()[2]));
    assert_eq!((view.chosen, standing(&view).as_deref()), (Some(b), Some("B waits for its sleep.")));
    view.update(LoopAction::End);
    assert_eq!(standing(&view).as_deref(), Some("B: done"));
}
