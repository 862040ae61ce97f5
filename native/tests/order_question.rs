//! What is said of a guessed order of the course's questions: true sentences, about the lines that are at fault.

mod common;

use std::fs;
use std::path::Path;

use asyncio101::replay::judge::Judge;
use asyncio101::replay::say::Language;
use common::Desk;

/// What is said of an order of the lines of a chapter's question.
fn said(chapter: &str, order: &[&str]) -> String {
    let question = Path::new(env!("CARGO_MANIFEST_DIR")).join("../www/content/course").join(chapter);
    let program = fs::read_to_string(question.join("question.py")).expect("a chapter with a question");
    let replay = Desk::with(&program).replay();
    let judge = Judge::new(&replay, replay.lines());
    let place = |text: &&str| judge.lines().iter().position(|line| line.text == *text);
    let order: Vec<_> = order.iter().map(place).collect::<Option<_>>().expect("lines of the question");
    let verdict = judge.judge(&order);
    for language in Language::ALL {
        println!("{}", language.verdict(&verdict, judge.lines()));
    }
    Language::English.verdict(&verdict, judge.lines())
}

#[track_caller]
fn assert_said(chapter: &str, order: &[&str], wanted: &[&str]) {
    let said = said(chapter, order);
    for wanted in wanted {
        assert!(said.contains(wanted), "{said}\nshould say: {wanted}");
    }
}

#[test]
fn nothing_comes_between_two_lines_of_one_go() {
    // In the right answer it does come before “timeout”: it is in between that it cannot come.
    assert_said(
        "15-timeouts",
        &["work", "tidy up", "tidy", "two seconds", "timeout"],
        &["“two seconds” cannot come between “tidy” and “timeout”.", "in one go"],
    );
    assert_said(
        "18-what-blocks-the-loop",
        &["Bob begins", "Ada begins", "Bob ends", "Eve begins", "Ada ends", "Eve ends"],
        &["“Ada begins” cannot come between “Bob begins” and “Bob ends”."],
    );
}

#[test]
fn a_cancellation_comes_in_the_next_step() {
    let order =
        ["work begins", "clean up", "cancel() was called", "main goes on", "all clean", "cancelled: True"];
    assert_said(
        "14-cancellation",
        &order,
        &[
            "“clean up” cannot come before “cancel() was called”.",
            "goes on without giving way",
            "in its next step",
        ],
    );
}

#[test]
fn the_ready_queue_is_no_matter_of_chance() {
    let never = ["asyncio does not print that", "was in line before"];
    let tea_first = ["start tea", "ready tea", "start egg", "ready egg", "start toast", "ready toast"];
    assert_said("01-one-thread", &tea_first, &never);
    assert_said("02-who-yields", &["A 1", "A 2", "B 1", "B 2", "C 1", "C 2"], &never);
    assert_said(
        "11-a-task-and-its-step",
        &["main 1", "child 1", "child 2", "main 2", "result", "main 3"],
        &never,
    );
    // Which of two sleeps is over first is a matter of the times.
    let egg_last = ["start tea", "start egg", "ready tea", "ready egg", "start toast", "ready toast"];
    assert_said("01-one-thread", &egg_last, &["Only with other times than in this run", "still asleep"]);
}

#[test]
fn whose_time_is_up_is_not_asleep() {
    let order = ["Ada begins", "Bob begins", "Bob ends", "Ada ends", "Eve begins", "Eve ends"];
    assert_said("18-what-blocks-the-loop", &order, &["was up already", "between two turns"]);
}
