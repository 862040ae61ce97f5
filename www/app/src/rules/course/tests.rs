use asyncio101_messages::{Ending, FromEngine, ToEngine, Verdict};

use super::chapter::{Chapter, ChapterAction, Question, TRACE};
use super::written::Help;
use super::*;
use crate::rules::page::Effect;

const WORDS: &str = "# Two tasks\n\nWords, and [a step](<step:awake>).\n\n## Look {#look}\nHere.\n\n## Question {#question}\nWhich order?\n\n\
    ## Answer {#answer}\nThat one.\n\n## Exercise {#exercise}\nWrite.\n\n## Hints {#hints}\n1. One.\n2. Two.\n\n\
    ## Done {#done}\nWell.\n\n## Messages {#messages}\n- `slow`: It took {seconds} s.\n";
const CHAPTER: &str = "step = \"awake\"\npanel = \"lanes\"\n[question]\nkind = \"order\"\n";
const CONTENTS: &str = r#"{"chapters": [
    {"name": "01-a", "en": "A", "tr": "Bir", "hasExercise": true, "files": ["en.md"]},
    {"name": "02-b", "en": "B", "tr": "İki", "hasExercise": false, "files": ["en.md"]}]}"#;

fn trace() -> Vec<u8> {
    include_bytes!("../../../../../tests/traces/awaited_done.trace").to_vec()
}

fn files() -> Files {
    let program = asyncio101::replay::Replay::read(trace()).unwrap();
    let program = program.names().about("source").unwrap().to_owned();
    let texts = [
        ("chapter.toml", CHAPTER),
        ("en.md", WORDS),
        ("tr.md", &WORDS.replace("Two tasks", "İki task")),
        ("program.py", &program),
        ("starter.py", "pass\n"),
        ("check.py", "check\n"),
        ("solutions/1.py", "one\n\ntwo\n"),
    ];
    Files {
        texts: texts.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect(),
        traces: [(TRACE.to_owned(), trace())].into(),
    }
}

/// The course with its first chapter open, and what was kept before.
fn opened(kept: &[(&str, &str)]) -> Course {
    let kept = kept.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    let place = Place::read("#01-a", None);
    let (mut course, due) = Course::new(place.clone(), Language::English, Theme::Auto, 7, kept);
    assert_eq!(due[0], CourseEffect::FetchContents);
    let due = course.update(CourseAction::Contents(Ok(CONTENTS.into())));
    assert_eq!(due, [CourseEffect::FetchChapter(place.clone(), Some(vec!["en.md".into()]))]);
    course.update(CourseAction::Files(place, Ok(files())));
    course
}

fn open(course: &Course) -> &Chapter {
    course.open.here().unwrap_or_else(|| panic!("{:?}", course.open))
}

fn on_chapter(course: &mut Course, action: ChapterAction) -> Vec<CourseEffect> {
    course.update(CourseAction::Chapter(action))
}

/// What is to be remembered under a name.
fn stored(effects: &[CourseEffect], wanted: &str) -> Option<Option<Rc<str>>> {
    effects.iter().find_map(|effect| match effect {
        CourseEffect::Page(Effect::Store { key, value }) if key == wanted => Some(value.clone()),
        _ => None,
    })
}

#[test]
fn an_address_asks_for_the_contents_or_a_chapter() {
    assert_eq!(Place::read("", None), Place::Contents);
    assert_eq!(Place::read("#", Some(" ")), Place::Contents);
    assert_eq!(Place::read("#13-x", None).folder().unwrap(), "learn/13-x/");
    let elsewhere = Place::read("", Some("https://example.org/mine"));
    assert_eq!(elsewhere.folder().unwrap(), "https://example.org/mine/");
}

#[test]
fn a_chapter_opens_at_the_step_it_names_with_its_run() {
    let mut course = opened(&[]);
    assert_eq!((open(&course).text.name(), course.number()), ("Two tasks".into(), Some((1, 2))));
    let view = course.stage(LOOK).loop_view();
    let printed = |at: usize| view.trace.replay().printed()[at].step;
    let (first, awake) = (printed(0), printed(1));
    assert_eq!((view.step(), view.is_spoken), (awake, false));
    assert!(!course.stage(LOOK).marks(course.page.text()).is_empty(), "the tasks are shown at their lines");
    on_chapter(&mut course, ChapterAction::GoTo(asyncio101_course::Place::Printed("task".into())));
    assert_eq!(course.stage(LOOK).loop_view().step(), first);
    assert_eq!(course.neighbour(false), Some(("02-b", "B")));
    assert_eq!(course.neighbour(true), None);
}

#[test]
fn the_playground_has_a_chapters_program_among_its_own_until_the_reader_looks_into_a_run_of_it() {
    // Of somebody else's chapter it holds nothing.
    let course = opened(&[]);
    assert!(course.in_playground(open(&course)).starts_with("#v1."));
    let mut course = Course { place: Place::read("#12-await", None), ..course };
    assert_eq!(course.in_playground(open(&course)), "#example=await&clock=virtual");
    // A run of the reader's own, and a step of it.
    let act = |course: &mut Course, action| course.update(CourseAction::Page(action));
    let mut sent = act(&mut course, Action::Stage(LOOK, LiveAction::Run.into()));
    let ready = FromEngine::Ready { python: "3.14".into(), blocking: true, took_ms: 1.0 };
    sent.extend(act(&mut course, Action::FromEngine(vec![ready])));
    let run = sent.iter().find_map(|effect| match effect {
        CourseEffect::Page(Effect::Post(ToEngine::Run { run, .. })) => Some(*run),
        _ => None,
    });
    let run = run.expect("the run has begun");
    let ended = FromEngine::Ended { run, outcome: asyncio101_messages::Outcome::Finished, took_ms: 1.0 };
    act(&mut course, Action::FromEngine(vec![FromEngine::Trace { run, bytes: trace() }, ended]));
    assert_eq!(course.in_playground(open(&course)), "#example=await&clock=virtual");
    act(&mut course, Action::Stage(LOOK, LoopAction::Step { backwards: true }.into()));
    let address = course.in_playground(open(&course));
    let Some(Some(link)) = Link::read(address.strip_prefix('#').unwrap()) else { panic!("{address}") };
    assert_eq!(link.step, Some(course.stage(LOOK).loop_view().step()));
    assert_eq!((link.recipe.is_virtual, link.title.as_deref()), (true, Some("Two tasks")));
}

#[test]
fn the_contents_say_what_a_program_shows() {
    let contents =
        CONTENTS.replacen("\"hasExercise\"", r#""short": {"en": "It waits.", "tr": null}, "hasExercise""#, 1);
    let contents = contents::Contents::read(&contents).unwrap();
    let summary = |at: usize, language| contents.chapters[at].summary(language);
    assert_eq!(summary(0, Language::English), Some("It waits."));
    assert_eq!((summary(0, Language::Turkish), summary(1, Language::English)), (None, None));
}

#[test]
fn an_order_is_judged_until_it_is_right() {
    let mut course = opened(&[]);
    let Question::Order(order) = &open(&course).question else { panic!("an order is asked for") };
    assert_eq!(*order.ordering.lines, ["task", "awake", "main"].map(str::to_owned));
    assert!(!order.ordering.is_right());
    let put = |course: &mut Course, order: [usize; 3]| {
        // Each line to its place, from the first on.
        for (to, line) in order.into_iter().enumerate() {
            let Question::Order(now) = &open(course).question else { panic!() };
            let from = now.ordering.order.iter().position(|other| *other == line).unwrap();
            on_chapter(course, ChapterAction::Shift { from, to });
        }
        let effects = on_chapter(course, ChapterAction::Judge);
        let Question::Order(now) = &open(course).question else { panic!() };
        (now.reply(Language::English).unwrap(), now.is_solved, effects)
    };
    let (reply, solved, _) = put(&mut course, [2, 0, 1]);
    assert!(reply.contains("cannot come before") && !solved, "{reply}");
    let (reply, solved, _) = put(&mut course, [1, 0, 2]);
    assert!(reply.starts_with("asyncio does not print that") && !solved, "{reply}");
    let (reply, solved, effects) = put(&mut course, [0, 1, 2]);
    assert_eq!((reply.as_str(), solved), ("That is the order.", true));
    assert!(stored(&effects, progress::KEY).is_some() && course.progress.of("01-a").question);
}

#[test]
fn who_gives_up_is_told_the_order() {
    let mut course = opened(&[]);
    on_chapter(&mut course, ChapterAction::GiveUp);
    let Question::Order(order) = &open(&course).question else { panic!() };
    assert!(order.is_shown && order.ordering.is_right() && open(&course).question.is_answered());
    assert!(!order.is_solved && !course.progress.of("01-a").question, "who is told has not found it");
    on_chapter(&mut course, ChapterAction::TryAgain);
    let Question::Order(order) = &open(&course).question else { panic!() };
    assert!(!order.is_shown && !order.ordering.is_right() && !open(&course).question.is_answered());
}

#[test]
fn help_comes_in_the_order_of_how_much_it_tells() {
    let mut course = opened(&[]);
    let help = |course: &Course| open(course).written.as_ref().unwrap().help();
    for (expected, action) in [
        (Help::Hint(1, 2), ChapterAction::Hint),
        (Help::Hint(2, 2), ChapterAction::Hint),
        (Help::Parsons, ChapterAction::Parsons),
        (Help::Solution, ChapterAction::ShowSolution),
    ] {
        assert_eq!(help(&course), Some(expected));
        on_chapter(&mut course, action);
    }
    assert_eq!(help(&course), None);
    let parsons = |course: &Course| open(course).written.as_ref().unwrap().parsons.clone().unwrap();
    assert_eq!(*parsons(&course).ordering.lines, ["one", "two"].map(str::to_owned));
    // Another order may be right, too: it is checked, and nothing is said of the program in the editor.
    let judge = |course: &mut Course, verdict: Verdict| {
        let effects = on_chapter(course, ChapterAction::JudgeParsons);
        assert_eq!(parsons(course).found, None);
        hear(course, effects, "two\none\n", verdict);
        assert_eq!(open(course).written.as_ref().unwrap().verdict, None);
        assert_eq!(course.stage(EXERCISE).program(), "pass\n");
    };
    judge(&mut course, Verdict::Passed);
    assert_eq!(parsons(&course).found, Some(Ok(())));
    judge(&mut course, Verdict::Failed { id: "slow".into(), values: [].into() });
    assert_eq!(parsons(&course).found, Some(Err(0)));
    on_chapter(&mut course, ChapterAction::ShiftParsons { from: 1, to: 0 });
    on_chapter(&mut course, ChapterAction::JudgeParsons);
    assert_eq!(parsons(&course).found, Some(Ok(())));
    let effects = course.update(CourseAction::UseSolution);
    assert_eq!(course.stage(EXERCISE).program(), "one\n\ntwo\n");
    assert!(stored(&effects, "asyncio101.course.draft.01-a").is_some());
}

/// Checks what is in the editor; what the engine says then.
fn check(course: &mut Course, verdict: Verdict) -> Vec<CourseEffect> {
    let effects = course.update(CourseAction::Check);
    let program = course.stage(EXERCISE).program().to_owned();
    hear(course, effects, &program, verdict)
}

/// What the engine says to a check of this program that these effects have begun.
fn hear(
    course: &mut Course,
    effects: Vec<CourseEffect>,
    program: &str,
    verdict: Verdict,
) -> Vec<CourseEffect> {
    let page = |message| CourseAction::Page(Action::FromEngine(vec![message]));
    let ready = FromEngine::Ready { python: "3.14".into(), blocking: true, took_ms: 1.0 };
    let mut sent = effects;
    sent.extend(course.update(page(ready)));
    let run = sent.iter().find_map(|effect| match effect {
        CourseEffect::Page(Effect::Post(ToEngine::Check { run, source, check })) => {
            assert_eq!((source.as_str(), check.as_str()), (program, "check\n"));
            Some(*run)
        }
        _ => None,
    });
    assert!(course.stage(EXERCISE).live().unwrap().is_checking());
    course.update(page(FromEngine::Checked { run: run.expect("the check has begun"), verdict, took_ms: 1.0 }))
}

#[test]
fn a_program_is_checked_until_it_is_right() {
    let mut course = opened(&[]);
    let edit = |course: &mut Course, program: &str| {
        let program: Rc<str> = program.into();
        course.update(CourseAction::Page(Action::Stage(EXERCISE, LiveAction::Edited { program }.into())))
    };
    let effects = edit(&mut course, "slow()\n");
    assert_eq!(stored(&effects, "asyncio101.course.draft.01-a"), Some(Some("slow()\n".into())));
    let values = [("seconds".to_owned(), "6".to_owned())].into();
    check(&mut course, Verdict::Failed { id: "slow".into(), values });
    let words = |course: &Course| {
        let open = open(course);
        let exercise = open.text.exercise.as_ref().unwrap();
        open.written.as_ref().unwrap().message(exercise).map(|words| asyncio101_course::words::plain(&words))
    };
    assert_eq!(words(&course).as_deref(), Some("It took 6 s."));
    assert!(!course.progress.of("01-a").exercise);
    edit(&mut course, "fast()\n");
    assert_eq!(open(&course).written.as_ref().unwrap().verdict, None, "that was said of another program");
    let effects = check(&mut course, Verdict::Passed);
    assert!(stored(&effects, progress::KEY).is_some() && course.progress.of("01-a").exercise);
    let text = Language::English.course();
    let ended = Verdict::Ended { how: Ending::Raised, line: Some(3), text: "ValueError".into() };
    assert_eq!(text.verdict(&ended), "Line 3: the program ends with an exception: ValueError");
}

#[test]
fn what_the_reader_wrote_is_there_again() {
    let draft = ("asyncio101.course.draft.01-a", "mine()\n");
    let mut course = opened(&[draft]);
    assert_eq!(course.stage(EXERCISE).program(), "mine()\n");
    let effects = course.update(CourseAction::Page(Action::Stage(EXERCISE, LiveAction::Reset.into())));
    assert_eq!(course.stage(EXERCISE).program(), "pass\n");
    assert_eq!(stored(&effects, draft.0), Some(None));
    check(&mut course, Verdict::Passed);
    let program: Rc<str> = "other()\n".into();
    course.update(CourseAction::Page(Action::Stage(EXERCISE, LiveAction::Edited { program }.into())));
    check(&mut course, Verdict::Passed);
    course.update(CourseAction::Page(Action::Stage(EXERCISE, LiveAction::Reset.into())));
    assert_eq!(open(&course).written.as_ref().unwrap().verdict, None, "that was said of another program");
}

#[test]
fn the_words_change_with_the_language_and_nothing_else_does() {
    let mut course = opened(&[]);
    on_chapter(&mut course, ChapterAction::Hint);
    course.update(CourseAction::Page(Action::SwitchLanguage));
    assert_eq!(open(&course).text.name(), "İki task");
    assert_eq!(open(&course).written.as_ref().unwrap().hints, 1);
}

#[test]
fn progress_is_taken_elsewhere_and_forgotten() {
    let mut course = opened(&[(
        progress::KEY,
        r#"{"asyncio101Course":1,"chapters":{"01-a":{"question":true,"exercise":true}}}"#,
    )]);
    assert_eq!(course.next_to_do().map(|entry| entry.name.as_str()), Some("02-b"));
    let effects = course.update(CourseAction::Export);
    let CourseEffect::Page(Effect::Download { content, .. }) = &effects[0] else { panic!("{effects:?}") };
    let file = content.to_vec();
    course.update(CourseAction::Clear { undo: false });
    assert!(course.progress.is_empty() && course.cleared.is_some());
    course.update(CourseAction::Clear { undo: true });
    assert!(course.progress.is_solved("01-a", true));
    course.update(CourseAction::Clear { undo: false });
    course.update(CourseAction::Import(b"{}".to_vec()));
    assert!(course.not_progress.is_some() && course.progress.is_empty());
    course.update(CourseAction::Import(file));
    assert!(course.progress.is_solved("01-a", true) && course.not_progress.is_none());
}

#[test]
fn a_chapter_that_is_wrong_is_told_with_its_reasons() {
    let mut course = opened(&[]);
    let place = Place::Chapter("02-b".into());
    course.update(CourseAction::Visited(place.clone()));
    assert_eq!(course.open, Loaded::Coming);
    // What was asked for before does not matter any more.
    course.update(CourseAction::Files(Place::Chapter("01-a".into()), Ok(files())));
    assert_eq!(course.open, Loaded::Coming);
    let mut wrong = files();
    wrong.texts.remove("program.py");
    course.update(CourseAction::Files(place, Ok(wrong)));
    let Loaded::Failed(reasons) = &course.open else { panic!("{:?}", course.open) };
    assert!(reasons.iter().any(|reason| reason.starts_with("program.py")), "{reasons:?}");
}

#[test]
fn a_program_that_somebody_sent_is_asked_about_once_it_has_run() {
    let program = "import asyncio\nprint(1)\n";
    let link = Link { title: Some("*Not* <b>markup</b>".into()), ..Link::to(program.into()) }.fragment();
    let place = Place::read(&link, None);
    let (mut course, _) = Course::new(place, Language::English, Theme::Auto, 7, vec![]);
    let chapter = open(&course);
    assert_eq!((chapter.text.name(), &*chapter.text.program), ("*Not* <b>markup</b>".into(), program));
    assert!(chapter.question == Question::Unasked && course.hides_run());
    let act = |course: &mut Course, action: Action| course.update(CourseAction::Page(action));
    let hear = |course: &mut Course, message| act(course, Action::FromEngine(vec![message]));
    let mut sent = act(&mut course, Action::Stage(LOOK, LiveAction::Run.into()));
    sent.extend(hear(&mut course, FromEngine::Ready { python: "3.14".into(), blocking: true, took_ms: 1.0 }));
    let run = sent.iter().find_map(|effect| match effect {
        CourseEffect::Page(Effect::Post(ToEngine::Run { run, .. })) => Some(*run),
        _ => None,
    });
    let run = run.expect("the reader has said so");
    hear(&mut course, FromEngine::Trace { run, bytes: trace() });
    hear(
        &mut course,
        FromEngine::Ended { run, outcome: asyncio101_messages::Outcome::Finished, took_ms: 1.0 },
    );
    assert!(matches!(open(&course).question, Question::Order(_)) && course.hides_run());
    on_chapter(&mut course, ChapterAction::GiveUp);
    assert!(!course.hides_run());
    assert!(course.progress.is_empty(), "it is no chapter of the course");
}

#[test]
fn a_link_that_was_cut_is_told() {
    let (course, _) = Course::new(Place::read("#v1.abc", None), Language::English, Theme::Auto, 7, vec![]);
    assert!(matches!(course.open, Loaded::Failed(_)), "{:?}", course.open);
}
