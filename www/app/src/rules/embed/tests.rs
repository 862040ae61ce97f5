use asyncio101_messages::{FromEngine, Outcome, ToEngine};

use super::*;
use crate::rules::engine::Engine;
use crate::rules::loop_view::Axis;
use crate::rules::loop_view::tests::two_tasks;

const READY: fn() -> FromEngine =
    || FromEngine::Ready { python: "3.14".into(), blocking: true, took_ms: 300.0 };

fn open(pairs: &[(&str, &str)], is_framed: bool) -> Embed {
    let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Embed::new(Options::read(pairs), Language::English, is_framed, 7)
}

/// A page that steps a trace with a program.
fn player(pairs: &[(&str, &str)]) -> Embed {
    let mut embed = open(pairs, true);
    arrive(&mut embed, recorded());
    embed
}

fn arrive(embed: &mut Embed, bytes: Vec<u8>) -> Vec<EmbedEffect> {
    embed.update(EmbedAction::Arrived(Ok(Content::Trace { name: "two.trace".into(), bytes })))
}

/// Two tasks, and the program that made them; on the virtual clock.
fn recorded() -> Vec<u8> {
    let recorder = asyncio101::trace::Recorder::new(|| asyncio101::selector::Time(0.0));
    recorder.about("source", "import asyncio\nprint('tea')\n");
    recorder.about("clock", "virtual");
    recorder.about("seed", "42");
    let mut bytes = recorder.take();
    bytes.extend_from_slice(&two_tasks()[asyncio101::trace::format::HEADER.len()..]);
    bytes
}

fn host(embed: &mut Embed, message: FromHost) -> Vec<ToHost> {
    said(embed.update(EmbedAction::FromHost(Some(MessageId::Number(1.0)), message)))
}

/// What the host is told.
fn said(effects: Vec<EmbedEffect>) -> Vec<ToHost> {
    let tell = |effect| match effect {
        EmbedEffect::Tell(_, message) => Some(message),
        _ => None,
    };
    effects.into_iter().filter_map(tell).collect()
}

fn step(embed: &Embed) -> usize {
    embed.loop_view().step()
}

#[test]
fn a_trace_is_shown_at_the_step_that_was_asked_for_without_an_engine() {
    for (pairs, expected) in
        [(vec![("step", "9")], 9), (vec![("steps", "5,11")], 5), (vec![("step", "0")], 0)]
    {
        let embed = player(&pairs);
        assert_eq!((step(&embed), &embed.page.engine), (expected, &Engine::Absent), "{pairs:?}");
        assert!(!embed.loop_view().is_spoken);
    }
    assert!(player(&[("step", "end")]).loop_view().follows());
    let usual = player(&[]);
    assert_eq!(step(&usual), usual.loop_view().trace.replay().stops().callbacks[0]);
}

#[test]
fn next_goes_through_the_steps_and_knows_where_they_end() {
    let mut embed = player(&[("steps", "5,11,17")]);
    let places = |embed: &Embed| (embed.next(true), step(embed), embed.next(false));
    assert_eq!(places(&embed), (None, 5, Some(11)));
    let answers = host(&mut embed, FromHost::Step { by: 1 });
    let ToHost::Step { step: at, index, count, is_first, is_last, .. } = &answers[0] else {
        panic!("{answers:?}")
    };
    assert_eq!((*at, *index, *count, *is_first, *is_last), (11, Some(1), Some(3), false, false));
    embed.update(EmbedAction::Step { backwards: false });
    assert_eq!(places(&embed), (Some(11), 17, None));
    embed.update(EmbedAction::Step { backwards: false });
    assert_eq!(step(&embed), 17, "there is nothing behind the last");
    host(&mut embed, FromHost::Step { by: -2 });
    assert_eq!(step(&embed), 5);
    // Between two of them, each direction leads to the nearest.
    host(&mut embed, FromHost::Seek { step: Target::Step(8.0) });
    assert_eq!(places(&embed), (Some(5), 8, Some(11)));
}

#[test]
fn without_steps_next_goes_a_unit_on() {
    let mut embed = player(&[("step", "0")]);
    let callbacks = embed.loop_view().trace.replay().stops().callbacks.clone();
    for expected in &callbacks[..3] {
        embed.update(EmbedAction::Step { backwards: false });
        assert_eq!(step(&embed), *expected);
    }
    host(&mut embed, FromHost::Seek { step: Target::Named("end".into()) });
    assert_eq!((embed.next(false), embed.loop_view().follows()), (None, true));
}

#[test]
fn a_host_hears_of_steps_and_states_once_and_gets_its_answers() {
    let mut embed = open(&[], true);
    let ready = ToHost::Ready { version: env!("CARGO_PKG_VERSION"), protocol: 1 };
    let state = |state, can_run| ToHost::State { state, can_run };
    assert_eq!(host(&mut embed, FromHost::Ping), [ready, state(Standing::Empty, false)]);
    let heard = said(arrive(&mut embed, recorded()));
    assert_eq!(heard[0], state(Standing::Recorded, true));
    assert!(matches!(&heard[1..], [ToHost::Step { .. }]), "{heard:?}");
    assert_eq!(
        said(embed.update(EmbedAction::Page(Action::Stage(STAGE, LoopAction::GoTo(step(&embed)).into())))),
        []
    );
    let effects =
        embed.update(EmbedAction::FromHost(Some(MessageId::Text("x".into())), FromHost::Step { by: 0 }));
    assert!(
        matches!(&effects[..], [EmbedEffect::Tell(Some(MessageId::Text(id)), ToHost::Step { .. })] if id == "x")
    );
}

#[test]
fn run_fetches_the_engine_and_runs_the_program_as_it_was_recorded() {
    let mut embed = player(&[("step", "9")]);
    let effects = embed.update(StageAction::from(LiveAction::Run).into());
    assert!(effects.contains(&EmbedEffect::Page(Effect::ReplaceEngine)), "{effects:?}");
    assert!(
        effects
            .contains(&EmbedEffect::Tell(None, ToHost::State { state: Standing::Loading, can_run: false }))
    );
    let effects = embed.update(EmbedAction::Page(Action::FromEngine(vec![READY()])));
    let run = effects.iter().find_map(|effect| match effect {
        EmbedEffect::Page(Effect::Post(ToEngine::Run { run, source, clock, seed, .. })) => {
            assert_eq!(source, "import asyncio\nprint('tea')\n");
            assert_eq!((*clock, *seed), (asyncio101_messages::Clock::Virtual, Some(42)));
            Some(*run)
        }
        _ => None,
    });
    let ended = FromEngine::Ended { run: run.unwrap(), outcome: Outcome::Finished, took_ms: 3.0 };
    let heard = said(embed.update(EmbedAction::Page(Action::FromEngine(vec![ended]))));
    let done = ToHost::Done { outcome: End::Reported(Outcome::Finished), output: String::new() };
    assert_eq!(heard[0], ToHost::State { state: Standing::Ended, can_run: true });
    assert_eq!(heard.last(), Some(&done));
}

/// Runs what is there again; `trace` is what is recorded of it.
fn run_again(embed: &mut Embed, trace: Vec<u8>) -> Vec<ToHost> {
    embed.update(StageAction::from(LiveAction::Run).into());
    let effects = embed.update(EmbedAction::Page(Action::FromEngine(vec![READY()])));
    let run = effects.iter().find_map(|effect| match effect {
        EmbedEffect::Page(Effect::Post(ToEngine::Run { run, .. })) => Some(*run),
        _ => None,
    });
    let run = run.expect("it is given to the engine");
    let ended = FromEngine::Ended { run, outcome: Outcome::Finished, took_ms: 3.0 };
    said(
        embed.update(EmbedAction::Page(Action::FromEngine(vec![
            FromEngine::Trace { run, bytes: trace },
            ended,
        ]))),
    )
}

#[test]
fn a_run_that_shows_the_same_again_leaves_the_reader_where_they_were() {
    let mut same = player(&[("steps", "5,11,17")]);
    same.update(EmbedAction::Step { backwards: false });
    let heard = run_again(&mut same, recorded());
    assert_eq!((step(&same), same.next(false)), (11, Some(17)));
    let moved = heard.iter().any(|told| matches!(told, ToHost::Step { .. }));
    assert!(!moved, "the host hears of no step, for there is none: {heard:?}");
    // Another program, or a clock that goes by itself, has other steps.
    let mut other = player(&[("step", "9")]);
    other.update(EmbedAction::Edit);
    let program = "import asyncio\nprint('coffee')\n".into();
    other.update(StageAction::from(LiveAction::Edited { program }).into());
    run_again(&mut other, two_tasks());
    assert_ne!(step(&other), 9);
}

#[test]
fn the_lanes_lie_on_what_the_page_says() {
    let axis = |embed: &Embed| embed.loop_view().preferences.axis;
    let mut embed = player(&[("axis", "time")]);
    assert_eq!((axis(&embed), axis(&player(&[]))), (Axis::Time, Axis::Order));
    run_again(&mut embed, recorded());
    assert_eq!(axis(&embed), Axis::Time);
}

#[test]
fn the_playground_calls_it_as_the_page_does() {
    assert_eq!(player(&[("title", "Tea")]).link().title.as_deref(), Some("Tea"));
    assert_eq!(player(&[]).link().title, None);
}

#[test]
fn nothing_runs_by_itself_unless_the_host_wants_it_to() {
    let runs = |pairs: &[(&str, &str)], is_framed| {
        let mut embed = open(pairs, is_framed);
        let effects = arrive(&mut embed, recorded());
        effects.contains(&EmbedEffect::Page(Effect::ReplaceEngine))
    };
    assert!(runs(&[("run", "auto")], true));
    assert!(!runs(&[("run", "auto")], false), "an address alone is no host");
    assert!(!runs(&[], true));
    let mut never = player(&[("run", "never")]);
    assert!(!never.can_run() && !never.can_edit());
    let effects = never.update(StageAction::from(LiveAction::Run).into());
    assert_eq!((effects, never.page.engine), (vec![], Engine::Absent));
}

#[test]
fn a_program_without_a_trace_waits_to_be_run() {
    let mut embed = open(&[("code", "print(1)"), ("clock", "real")], true);
    assert_eq!((embed.stage().program(), embed.can_run()), ("print(1)", true));
    assert_eq!(embed.wanted(), None);
    assert!(!embed.link().recipe.is_virtual);
    host(&mut embed, FromHost::SetCode { code: "print(2)".into() });
    assert_eq!(embed.stage().program(), "print(2)");
    let link = embed.link();
    assert_eq!((&*link.recipe.program, link.step), ("print(2)", None));
    assert!(player(&[("step", "9")]).link().recipe.is_virtual);
    assert_eq!(player(&[("step", "9")]).link().step, Some(9));
}

#[test]
fn another_program_does_not_wait_for_one_that_runs() {
    let mut embed = open(&[("code", "while True: pass")], true);
    embed.update(StageAction::from(LiveAction::Run).into());
    embed.update(EmbedAction::Page(Action::FromEngine(vec![READY()])));
    assert!(!embed.can_run());
    let effects = embed.update(EmbedAction::FromHost(None, FromHost::SetCode { code: "print(2)".into() }));
    assert!(effects.contains(&EmbedEffect::Page(Effect::ReplaceEngine)), "{effects:?}");
    assert!(embed.can_run());
}

#[test]
fn an_edit_fetches_the_editor_once() {
    let mut embed = player(&[]);
    assert!(embed.can_edit());
    assert!(embed.update(EmbedAction::Edit).contains(&EmbedEffect::LoadEditor));
    assert!(embed.is_editing && !embed.loop_view().trace.is_empty(), "what was recorded stays to be seen");
    assert_eq!(embed.update(EmbedAction::Edit), []);
    assert!(!player(&[("readonly", "")]).can_edit());
}

#[test]
fn the_editor_leads_back_to_what_was_recorded() {
    let edit = |embed: &mut Embed| {
        embed.update(EmbedAction::Edit);
        let program = "print('coffee')\n".into();
        embed.update(StageAction::from(LiveAction::Edited { program }).into());
    };
    let mut embed = player(&[("steps", "5,11,17")]);
    embed.update(EmbedAction::Edit);
    assert!(!embed.brings_back() && !embed.is_of_an_older_program(), "nothing was changed yet");
    edit(&mut embed);
    assert!(embed.brings_back() && embed.is_of_an_older_program());
    assert_eq!(embed.stage().line(), None, "it has other lines");
    embed.update(EmbedAction::Step { backwards: false });
    embed.update(EmbedAction::Done);
    assert!(!embed.is_editing && matches!(embed.stage(), Stage::Player(_)));
    assert_eq!((embed.stage().program(), step(&embed)), ("import asyncio\nprint('tea')\n", 11));
    assert!(!embed.is_of_an_older_program());
    assert_eq!(embed.update(EmbedAction::Done), []);
    // What has been run is what there is to see, and stays.
    edit(&mut embed);
    run_again(&mut embed, two_tasks());
    assert!(!embed.brings_back());
    embed.update(EmbedAction::Done);
    assert_eq!((embed.is_editing, embed.stage().program()), (false, "print('coffee')\n"));
    // So does a program that came without a recording.
    let mut alone = open(&[("code", "print(1)")], true);
    edit(&mut alone);
    alone.update(EmbedAction::Done);
    assert_eq!((alone.is_editing, alone.stage().program()), (false, "print('coffee')\n"));
}

#[test]
fn a_program_is_called_as_in_its_trace() {
    assert_eq!(open(&[("code", "print(1)")], true).stage().file(), "main.py");
    let recorder = asyncio101::trace::Recorder::new(|| asyncio101::selector::Time(0.0));
    recorder.about("program", "race.py");
    let mut bytes = recorder.take();
    bytes.extend_from_slice(&two_tasks()[asyncio101::trace::format::HEADER.len()..]);
    let mut embed = open(&[], true);
    arrive(&mut embed, bytes);
    assert_eq!(embed.stage().file(), "race.py");
}

#[test]
fn what_cannot_be_shown_is_said() {
    let mut embed = open(&[("trace", "a.trace")], true);
    assert_eq!(embed.wanted(), Some(("a.trace", true)));
    let reason = "404".to_owned();
    let failure = Failure::NotFetched { address: "a.trace".into(), reason };
    let heard = said(embed.update(EmbedAction::Arrived(Err(failure))));
    assert!(
        matches!(&heard[0], ToHost::Error { message } if message.contains("a.trace") && message.contains("404"))
    );
    let heard = said(arrive(&mut embed, b"hello".to_vec()));
    assert!(matches!(&heard[0], ToHost::Error { message } if message.contains("two.trace")), "{heard:?}");
    arrive(&mut embed, recorded());
    assert_eq!(embed.failure, None);
    assert_eq!(open(&[], false).failure, Some(Failure::Nothing));
    assert_eq!(open(&[], true).failure, None, "its host will say");
}

#[test]
fn a_theme_is_the_hosts() {
    let mut embed = player(&[("theme", "dark"), ("lang", "tr")]);
    assert_eq!((embed.page.theme, embed.page.language), (Theme::Dark, Language::Turkish));
    host(&mut embed, FromHost::SetTheme { theme: "light".into() });
    assert_eq!(embed.page.theme, Theme::Light);
}
