//! A still of a step: what it shows, and what it says to those who do not see it. That it is a document, the tests of the
//! command line see, which have a parser.

mod support;

#[path = "support/two_tasks.rs"]
mod two_tasks;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use asyncio101::replay::Replay;
use asyncio101::replay::say::Language;
use asyncio101::replay::still::{Part, Still, Theme, Whole};
use asyncio101::selector::Time;
use asyncio101::trace::{Details, Event, FutureId, GeneratorEvent, Recorder};
use two_tasks::two_tasks;

fn replay() -> Replay {
    Replay::read(two_tasks()).unwrap()
}

/// The step in which B prints.
fn printing(replay: &Replay) -> usize {
    replay.printed()[0].step
}

/// A document's texts.
fn texts(svg: &str) -> Vec<String> {
    let texts = svg.split("<text ").skip(1).map(|text| text.split("</text>").next().unwrap_or_default());
    let plain = |text: &str| {
        let mut plain = String::new();
        let mut is_tag = true;
        for character in text.chars() {
            match character {
                '<' => is_tag = true,
                '>' => is_tag = false,
                _ if is_tag => {}
                other => plain.push(other),
            }
        }
        plain
    };
    texts.map(plain).collect()
}

#[test]
fn a_still_tells_a_step_and_shows_what_was_printed_until_then() {
    let replay = replay();
    let step = printing(&replay);
    let drawn = Still { step, ..Still::default() }.draw(&replay);
    assert_eq!(drawn.sentence, "B prints “B was here” (line 4, in b).");
    assert!(
        drawn.svg.contains(&format!("<title id=\"still-{step}-light-title\">{}</title>", drawn.sentence))
    );
    let expected = format!(
        "main.py: Step {step} of {}\nB prints “B was here” (line 4, in b).\nrunning: B; waiting: main\nOutput:\nB was here",
        replay.len()
    );
    assert_eq!(drawn.description, expected);
    let shown = texts(&drawn.svg);
    for text in ["main.py", "Output", "B was here", "main", "turn", "running", "waiting", &drawn.sentence] {
        assert!(shown.iter().any(|shown| shown == text), "{text} is not in {shown:#?}");
    }
    let before = Still { step: step - 1, ..Still::default() }.draw(&replay);
    assert!(!texts(&before.svg).contains(&"B was here".to_owned()));
}

#[test]
fn only_what_is_asked_for_is_shown() {
    let replay = replay();
    let with = |parts: &[Part]| {
        let still = Still { step: printing(&replay), parts: parts.to_vec(), ..Still::default() };
        texts(&still.draw(&replay).svg)
    };
    let has = |shown: &[String], text: &str| shown.iter().any(|shown| shown == text);
    let lanes = with(&[Part::Lanes]);
    assert!(has(&lanes, "turn") && !has(&lanes, "Output") && !has(&lanes, "main.py"));
    let output = with(&[Part::Output]);
    assert!(has(&output, "Output") && !has(&output, "turn") && !has(&output, "main.py"));
    let code = with(&[Part::Code]);
    assert!(has(&code, "The trace does not have its program.") && !has(&code, "Output"));
    assert_eq!(with(&[]).len(), 2, "the sentence and its number are always there");
}

#[test]
fn a_still_speaks_every_language_and_has_both_themes() {
    let replay = replay();
    for language in Language::ALL {
        for theme in Theme::ALL {
            let still = Still { step: printing(&replay), language, theme, ..Still::default() };
            let drawn = still.draw(&replay);
            let moment = replay.moment(still.step).unwrap();
            assert_eq!(drawn.sentence, language.sentence(&replay.statement(&moment)));
            assert!(texts(&drawn.svg).contains(&language.words().output.to_owned()));
            let paper = if theme == Theme::Light { "#f7f5f0" } else { "#191816" };
            assert!(drawn.svg.contains(&format!("fill=\"{paper}\"/>")));
        }
    }
}

#[test]
fn the_end_is_the_last_step_and_at_the_beginning_nothing_has_happened() {
    let replay = replay();
    let at = |step| Still { step, ..Still::default() }.draw(&replay);
    assert_eq!(at(usize::MAX), at(replay.len()));
    assert_eq!(at(0).sentence, "Nothing has happened yet.");
    let nothing = Still::default().draw(&Replay::new());
    assert!(nothing.sentence == "Nothing has happened yet." && nothing.height > 0);
}

#[test]
fn many_tasks_are_left_out_and_counted() {
    let recorder = Recorder::new(|| Time(0.0));
    let mut observer = recorder.observer();
    for number in 1..=21 {
        let name = recorder.text(&format!("T{number}"));
        observer.observe(Event::TaskCreated(FutureId(number)), Details { name, ..Details::NONE });
    }
    let replay = Replay::read(recorder.take()).unwrap();
    let drawn = Still { step: 21, parts: vec![Part::Lanes], ..Still::default() }.draw(&replay);
    assert!(texts(&drawn.svg).contains(&"+ 12 more tasks".to_owned()), "{:?}", texts(&drawn.svg));
}

#[test]
fn the_whole_run_is_every_lane_with_an_arrow_for_each_wake_up() {
    let drawn = Whole::default().draw(&replay());
    assert_eq!(drawn.sentence, "The whole run: 2 tasks, 5 callbacks, 1.000 s.");
    assert_eq!(drawn.description, "main.py\nmain: ran twice; done\nB: ran twice; done");
    let shown = texts(&drawn.svg);
    for text in ["main.py", "main", "B", "turn", "running", "waiting", "1", "5", &drawn.sentence] {
        assert!(shown.iter().any(|shown| shown == text), "{text} is not in {shown:#?}");
    }
    // Main made B ready, a timer B, B's end main; and the legend says what such an arrow is.
    assert_eq!(drawn.svg.matches("stroke-dasharray").count(), 4);
    assert!(shown.contains(&Language::English.words().made_ready.to_owned()), "{shown:#?}");
    assert!(!drawn.svg.contains("fill-opacity"), "nothing of it is yet to come");
    // Five callbacks, of which a timer's is no task's; and the legend.
    assert_eq!(drawn.svg.matches("rx=\"3\"").count(), 4);
    assert_eq!(drawn.svg.matches("rx=\"2\"").count(), 1);
    let named = Whole { title: Some("a < b".into()), ..Whole::default() }.draw(&replay());
    assert!(named.svg.contains(">a &lt; b</text>"));
    let turkish = Whole { language: Language::Turkish, title: Some("Çay".into()), ..Whole::default() };
    let turkish = turkish.draw(&replay());
    assert_eq!(turkish.sentence, "Bütün çalışma: 2 task, 5 callback, 1,000 sn.");
    assert!(turkish.description.starts_with("Çay\nmain: 2 kez çalıştı; bitti\n"), "{}", turkish.description);
}

#[test]
fn a_run_without_tasks_says_so() {
    let drawn = Whole::default().draw(&Replay::new());
    assert_eq!(drawn.sentence, "No task was made.");
    assert!(texts(&drawn.svg).contains(&drawn.sentence));
}

#[test]
fn what_a_program_prints_is_no_markup() {
    let recorder = Recorder::new(|| Time(0.0));
    let text = recorder.text("</svg><script>&\u{0}\u{1b}[1m\"'\n");
    recorder.record(Event::Printed(asyncio101::trace::Stream::Stdout), Details { text, ..Details::NONE });
    let replay = Replay::read(recorder.take()).unwrap();
    let drawn = Still { step: 1, ..Still::default() }.draw(&replay);
    assert_eq!(drawn.svg.matches("</svg>").count(), 1);
    assert!(!drawn.svg.contains("<script") && !drawn.svg.contains(['\0', '\u{1b}']));
}

#[test]
fn highlights_are_what_nobody_expects_and_who_runs_when() {
    let replay = replay();
    let began: Vec<usize> = replay.tasks().iter().map(|task| task.spans[0].began).collect();
    assert_eq!(replay.highlights(5), [began[0], began[1], printing(&replay)]);
    assert_eq!(replay.highlights(2).len(), 2);
    assert!(replay.highlights(0).is_empty() && Replay::new().highlights(5).is_empty());
}

#[test]
fn without_tasks_the_highlights_are_where_generators_are_suspended() {
    let recorder = Recorder::new(|| Time(0.0));
    for what in
        [GeneratorEvent::Created, GeneratorEvent::Resumed, GeneratorEvent::Yielded, GeneratorEvent::Closed]
    {
        recorder.record(Event::Generator(1, what), Details::NONE);
    }
    let replay = Replay::read(recorder.take()).unwrap();
    assert!(replay.highlights(1) == [3] && replay.highlights(5).contains(&3));
}
