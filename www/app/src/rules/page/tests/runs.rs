//! Running the playground's program.

use asyncio101::trace::format::FormatError;
use asyncio101_messages::{Clock, Outcome, Print, Record, Stream};

use super::*;
use crate::rules::console::{Aside, Line};
use crate::rules::loop_view::Unit;
use crate::rules::run::{Ending, Hold, How, Input, Run, Running};
use crate::rules::text::Language;

#[test]
fn run_sends_the_program_on_screen() {
    let mut state = ready();
    state.act(LiveAction::Edited { program: "print(1)".into() });
    let effects = state.act(LiveAction::Run);
    let Some(Effect::Post(ToEngine::Run { run: 1, source, filename, .. })) = effects.last() else {
        panic!("{effects:?}")
    };
    assert_eq!((source.as_str(), filename.as_str()), ("print(1)", "main.py"));
    assert!(!state.playground().can_run());
}

#[test]
fn a_run_before_the_engine_is_ready_waits_for_it() {
    let mut state = opened_at(Address::Plain);
    assert!(!sends_run(&state.act(LiveAction::Run), 1));
    hear(&mut state, FromEngine::Loading { received: 5.0, total: Some(10.0) });
    assert_eq!((&state.playground().run, state.engine.progress()), (&Run::Queued, Some(0.5)));
    assert!(sends_run(&hear(&mut state, ready_message()), 1));
}

#[test]
fn a_waiting_run_can_be_taken_back() {
    let mut state = opened_at(Address::Plain);
    state.act(LiveAction::Run);
    state.act(LiveAction::Stop);
    assert_eq!(hear(&mut state, ready_message()), []);
    assert!(state.playground().can_run());
}

#[test]
fn a_second_run_while_one_is_running_is_ignored() {
    assert_eq!(running().act(LiveAction::Run), []);
}

#[test]
fn what_a_run_that_is_over_still_says_is_dropped() {
    let mut state = running();
    hear(&mut state, finished(1));
    state.act(LiveAction::Run);
    for stale in [output(1, "stale"), FromEngine::InputWanted { run: 1 }, finished(1)] {
        hear(&mut state, stale);
    }
    hear(&mut state, output(2, "fresh"));
    assert_eq!(state.playground().console.text(), "fresh");
    assert!(matches!(state.playground().run, Run::Running(Running { number: 2, input: Input::Unasked, .. })));
}

#[test]
fn a_stop_asks_first_and_replaces_the_engine_when_the_time_is_over() {
    let mut state = running();
    let effects = state.act(LiveAction::Stop);
    assert_eq!(effects, [Effect::Post(ToEngine::Stop { run: 1 }), Effect::AwaitStop(1)]);
    assert_eq!(state.act(LiveAction::Stop), [], "asked twice, sent once");
    let overdue = Action::StopOverdue { run: 1, took_ms: 1500.0 };
    assert_eq!(state.update(overdue.clone()), [Effect::ReplaceEngine]);
    assert_eq!(
        state.playground().run,
        Run::Over(Ending { how: How::Replaced, took_ms: Some(1500.0), virtual_clock: None })
    );
    assert_eq!(state.update(overdue), [], "the run is over already");
}

#[test]
fn a_program_that_stopped_in_time_keeps_its_engine() {
    let mut state = running();
    state.act(LiveAction::Stop);
    hear(&mut state, FromEngine::Ended { run: 1, outcome: Outcome::Interrupted, took_ms: 20.0 });
    assert_eq!(state.update(Action::StopOverdue { run: 1, took_ms: 1020.0 }), []);
    assert_eq!(announced(&state), "Stopped\u{2002}·\u{2002}20 ms");
}

#[test]
fn input_is_sent_once_and_only_when_it_is_wanted() {
    let mut state = running();
    let line = || LiveAction::Input { line: Some("Ada".into()) };
    assert_eq!(state.act(line()), []);
    hear(&mut state, output(1, "name? "));
    hear(&mut state, FromEngine::InputWanted { run: 1 });
    assert!(!announced(&state).is_empty());
    assert_eq!(state.act(line()), [Effect::Post(ToEngine::Input { run: 1, line: Some("Ada".into()) })]);
    assert_eq!(state.act(line()), []);
    assert_eq!(
        (state.playground().console.text().as_str(), state.playground().input()),
        ("name? Ada", Input::Answered)
    );
}

#[test]
fn end_of_file_is_shown_as_a_terminal_shows_it() {
    let mut state = running();
    hear(&mut state, FromEngine::InputWanted { run: 1 });
    let effects = state.act(LiveAction::Input { line: None });
    assert_eq!(effects, [Effect::Post(ToEngine::Input { run: 1, line: None })]);
    assert_eq!(state.playground().console.text(), "^D");
}

#[test]
fn an_uncaught_exception_marks_its_line_unless_another_program_is_open() {
    let raised = |state: &mut State| {
        let outcome = Outcome::Raised { exception: "ValueError".into(), line: Some(7) };
        hear(state, FromEngine::Ended { run: 1, outcome, took_ms: 1.0 })
    };
    assert_eq!(raised(&mut running()), [on(StageEffect::MarkLine(Some(7)))]);
    let mut state = running();
    let other = crate::rules::examples::all().nth(1).expect("there is more than one example");
    state.update(Action::Visited(Address::Example(other)));
    assert_eq!(raised(&mut state), [on(StageEffect::MarkLine(None))]);
}

#[test]
fn a_crash_during_a_run_ends_it_and_replaces_the_engine() {
    let mut state = running();
    let crash = FromEngine::Crashed { run: Some(1), reason: "out of memory".into() };
    assert_eq!(hear(&mut state, crash), [Effect::ReplaceEngine]);
    assert_eq!(
        state.playground().run,
        Run::Over(Ending { how: How::Crashed, took_ms: None, virtual_clock: None })
    );
    assert_eq!(state.engine, Engine::NEW);
    state.act(LiveAction::Run);
    assert!(sends_run(&hear(&mut state, ready_message()), 2));
}

#[test]
fn an_engine_that_never_came_up_is_tried_again_by_run_and_not_by_itself() {
    let mut state = opened_at(Address::Plain);
    state.act(LiveAction::Run);
    assert_eq!(state.update(Action::EngineFailed { reason: "404".into() }), []);
    assert!(state.playground().can_run());
    assert!(state.act(LiveAction::Run).contains(&Effect::ReplaceEngine));
    assert!(sends_run(&hear(&mut state, ready_message()), 1));
}

#[test]
fn each_run_starts_with_an_empty_console_in_sight() {
    let mut state = running();
    hear(&mut state, output(1, "one\n"));
    hear(&mut state, finished(1));
    state.update(Action::PaneChosen(Pane::Code));
    state.act(LiveAction::Run);
    assert!(state.playground().console.is_empty());
    assert_eq!(state.pane, Pane::Console);
}

#[test]
fn whoever_watches_the_loop_goes_on_watching_it() {
    let mut state = ready();
    state.update(Action::PaneChosen(Pane::Loop));
    state.act(LiveAction::Run);
    assert_eq!(state.pane, Pane::Loop);
}

#[test]
fn several_messages_of_one_frame_are_heard_in_order() {
    let mut state = running();
    state.update(Action::FromEngine(vec![output(1, "a"), output(1, "b\n"), finished(1), output(1, "late")]));
    assert_eq!(state.playground().console.text(), "ab");
}

#[test]
fn a_run_is_recorded_on_the_clock_the_user_chose() {
    let mut state = ready();
    let effects = state.act(LiveAction::SwitchClock);
    assert!(matches!(&effects[..], [Effect::Store { value: Some(_), .. }]));
    let effects = state.act(LiveAction::Run);
    let run = effects.iter().find_map(|effect| match effect {
        Effect::Post(ToEngine::Run { clock, record, .. }) => Some((*clock, *record)),
        _ => None,
    });
    assert_eq!(run, Some((Clock::Virtual, Record::Loop)));
}

#[test]
fn a_program_is_held_when_it_says_so_and_goes_on_when_it_is_told() {
    let mut state = running();
    let hold = |state: &State| match &state.playground().run {
        Run::Running(running) => running.hold,
        other => panic!("{other:?}"),
    };
    assert_eq!(state.act(LiveAction::HoldOrContinue), [Effect::Post(ToEngine::Pause { run: 1 })]);
    assert_eq!(hold(&state), Hold::Asked);
    hear(&mut state, FromEngine::Paused { run: 1, line: None });
    assert_eq!((hold(&state), announced(&state)), (Hold::Held(None), (state.text().loop_view.held)(None)));
    assert_eq!(state.act(Watch::PlayOrHold), [Effect::Post(ToEngine::Resume { run: 1 })]);
    assert_eq!(hold(&state), Hold::Free);
    hear(&mut state, FromEngine::Paused { run: 1, line: None });
    assert_eq!(hold(&state), Hold::Free, "what was said before it went on is stale");
}

#[test]
fn a_trace_grows_with_its_run_and_not_with_another() {
    let mut state = running();
    let header = asyncio101::trace::format::HEADER.to_vec();
    hear(&mut state, FromEngine::Trace { run: 7, bytes: b"stale".to_vec() });
    hear(&mut state, FromEngine::Trace { run: 1, bytes: header.clone() });
    assert_eq!(state.playground().loop_view.trace.replay().bytes(), header);
}

#[test]
fn two_equal_lines_lead_each_to_its_own_step_also_when_others_were_dropped() {
    use asyncio101::trace::{Details, Event, Recorder};

    let mut state = running();
    let recorder = Recorder::new(|| asyncio101::selector::Time(0.0));
    let printed = |text: &str| {
        recorder.record(Event::Read, Details::NONE);
        let step = recorder.printed(asyncio101::trace::Stream::Stdout, text, Default::default).unwrap();
        let prints = vec![Print { text: text.into(), step: Some(step as u32) }];
        (step, FromEngine::Output { run: 1, stream: Stream::Stdout, prints })
    };
    let others: Vec<_> = (0..15_000).map(|_| printed("other\n").1).collect();
    state.update(Action::FromEngine(others));
    let (first, one) = printed("same\n");
    let (second, two) = printed("same\n");
    state.update(Action::FromEngine(vec![one, two]));
    assert!(state.playground().console.dropped() > 0 && first != second);
    assert_eq!(state.act(Watch::PrintChosen(first)), [], "its trace has not come yet");
    assert!(state.playground().loop_view.follows());
    hear(&mut state, FromEngine::Trace { run: 1, bytes: recorder.take() });
    let shown =
        state.playground().console.chunks().flat_map(|chunk| &chunk.lines).filter_map(|line| match line {
            Line::Text { spans, .. } if spans[0].text == "same" => spans[0].step,
            _ => None,
        });
    let shown: Vec<_> = shown.collect();
    assert_eq!(shown, [first, second]);
    for step in shown {
        state.act(Watch::PrintChosen(step));
        assert_eq!((state.playground().loop_view.step(), state.pane), (step, Pane::Loop));
    }
    state.act(Watch::PrintChosen(first - 1));
    assert_eq!(state.playground().loop_view.step(), second, "nothing was printed there");
}

#[test]
fn between_two_runs_the_view_of_the_loop_stays_as_it_is() {
    let mut state = running();
    assert!(!state.playground().shows_steps());
    let mut trace = asyncio101::trace::format::Encoder::default();
    trace.header();
    trace.switch_loop(0);
    trace.event(asyncio101::trace::Event::RunBegan, asyncio101::trace::Details::NONE);
    hear(&mut state, FromEngine::Trace { run: 1, bytes: trace.take() });
    assert!(state.playground().shows_steps());
    hear(&mut state, finished(1));
    state.act(LiveAction::Run);
    assert!(state.playground().shows_steps() && state.playground().loop_view.trace.is_empty());
    hear(&mut state, finished(2));
    assert!(!state.playground().shows_steps(), "a program without a loop has none to show");
}

#[test]
fn a_file_that_is_no_trace_is_refused_with_a_reason() {
    let mut state = ready();
    state.act(LiveAction::OpenFile { name: "photo.png".into(), content: b"not at all".to_vec() });
    assert!(state.playground().loop_view.trace.is_empty() && !state.playground().console.is_empty());
}

#[test]
fn why_a_file_is_refused_is_told_in_the_language_of_the_page() {
    let aside = Aside::NoTrace { name: "x.trace".into(), error: FormatError::NoTrace };
    let told = Language::ALL.map(|language| language.text().aside(&aside));
    assert!(told.iter().all(|told| told.starts_with("x.trace ")) && told[0] != told[1], "{told:?}");
    let reasons = told.map(|told| told.split_once(": ").unwrap().1.to_owned());
    assert_ne!(reasons[0], reasons[1]);
}

#[test]
fn lines_are_recorded_when_the_user_wants_to_step_through_them() {
    let mut state = ready();
    assert!(matches!(&state.act(LiveAction::SwitchLines)[..], [Effect::Store { value: Some(_), .. }]));
    let effects = state.act(LiveAction::Run);
    let records_lines =
        |effect: &Effect| matches!(effect, Effect::Post(ToEngine::Run { record: Record::Lines, .. }));
    assert!(effects.iter().any(records_lines));
    assert_eq!(state.playground().loop_view.preferences.unit, Unit::Line);
    hear(&mut state, finished(1));
    state.act(LiveAction::SwitchLines);
    state.act(LiveAction::Run);
    assert_ne!(
        state.playground().loop_view.preferences.unit,
        Unit::Line,
        "where no lines are recorded none can be stepped to"
    );
}

#[test]
fn a_held_program_is_led_on_from_where_its_recording_ends() {
    let mut state = running();
    let step = || LoopAction::Step { backwards: false };
    let advances = [Effect::Post(ToEngine::Advance { run: 1, within: false })];
    let jumps = [Effect::Post(ToEngine::Jump { run: 1 })];
    assert_eq!(state.act(step()), [], "a program that runs goes on by itself");
    assert_eq!(state.act(Watch::NextTimer), jumps, "its clock can jump all the same");
    state.act(LiveAction::HoldOrContinue);
    hear(&mut state, FromEngine::Paused { run: 1, line: None });
    assert_eq!(state.act(step()), advances);
    assert_eq!(state.act(step()), [], "it is not held until it says so");
    hear(&mut state, FromEngine::Paused { run: 1, line: None });
    assert_eq!(state.act(Watch::NextTimer), jumps);
    assert_eq!(state.act(Watch::NextTimer), jumps, "what it waits for now may be jumped over, too");
    hear(&mut state, FromEngine::Paused { run: 1, line: None });
    assert_eq!(state.act(Watch::PlayOrHold), [Effect::Post(ToEngine::Resume { run: 1 })]);
}

#[test]
fn a_step_of_a_held_program_leads_to_the_first_stop_of_what_it_does_then() {
    use asyncio101::handle::HandleId;
    use asyncio101::trace::format::Encoder;
    use asyncio101::trace::{Cause, Details, Event};

    let mut state = running();
    let mut encoder = Encoder::default();
    encoder.header();
    encoder.switch_loop(0);
    let mut trace = |events: &[Event]| {
        events.iter().for_each(|event| encoder.event(*event, Details::NONE));
        FromEngine::Trace { run: 1, bytes: encoder.take() }
    };
    let step = || LoopAction::Step { backwards: false };
    let [one, two] = [HandleId(1), HandleId(2)];
    hear(&mut state, trace(&[Event::RunBegan, Event::Soon(one, Cause::Program), Event::TurnBegan(1)]));
    state.act(LiveAction::HoldOrContinue);
    hear(&mut state, FromEngine::Paused { run: 1, line: None });
    let advances = |effects: &[Effect]| {
        effects.iter().any(|effect| matches!(effect, Effect::Post(ToEngine::Advance { .. })))
    };
    assert!(advances(&state.act(step())));
    hear(&mut state, trace(&[Event::Began(one), Event::Soon(two, Cause::Program), Event::Ended(one)]));
    hear(&mut state, FromEngine::Paused { run: 1, line: None });
    assert_eq!(state.playground().loop_view.step(), 4, "where the callback began");
    assert!(advances(&state.act(step())), "there is no other stop in what is known");
    hear(&mut state, trace(&[Event::TurnBegan(2), Event::Began(two), Event::Ended(two)]));
    hear(&mut state, FromEngine::Paused { run: 1, line: None });
    assert_eq!(state.playground().loop_view.step(), 8);
    state.act(Watch::PlayOrHold);
    state.act(LiveAction::HoldOrContinue);
    assert!(state.playground().loop_view.follows(), "whoever lets it go on sees it");
}

#[test]
fn whoever_steps_by_lines_leads_a_held_program_from_line_to_line() {
    let mut state = running();
    state.act(LoopAction::Unit(Unit::Line));
    state.act(LiveAction::HoldOrContinue);
    hear(&mut state, FromEngine::Paused { run: 1, line: Some(7) });
    assert!(announced(&state).contains('7'), "{}", announced(&state));
    let advance = Effect::Post(ToEngine::Advance { run: 1, within: true });
    assert!(state.act(LoopAction::Step { backwards: false }).contains(&advance));
}

/// The seed a run was sent with.
fn seed(effects: &[Effect]) -> Option<u32> {
    effects.iter().find_map(|effect| match effect {
        Effect::Post(ToEngine::Run { seed, .. }) => *seed,
        _ => None,
    })
}

#[test]
fn each_run_has_a_chance_of_its_own_and_a_link_brings_it_back() {
    let mut state = ready();
    let first = seed(&state.act(LiveAction::Run)).expect("a run has a seed");
    hear(&mut state, FromEngine::InputWanted { run: 1 });
    state.act(LiveAction::Input { line: Some("Ada".into()) });
    hear(&mut state, finished(1));
    let link = state.playground().link();
    assert_eq!((link.recipe.seed, &link.recipe.input[..]), (Some(first), &[Some("Ada".to_owned())][..]));
    assert_ne!(seed(&state.act(LiveAction::Run)), Some(first));

    let mut elsewhere = opened_at(Address::Link(link));
    hear(&mut elsewhere, ready_message());
    assert_eq!(seed(&elsewhere.act(LiveAction::Run)), Some(first));
    let typed = ToEngine::Input { run: 1, line: Some("Ada".into()) };
    assert_eq!(hear(&mut elsewhere, FromEngine::InputWanted { run: 1 }), [Effect::Post(typed)]);
    assert_eq!(
        hear(&mut elsewhere, FromEngine::InputWanted { run: 1 }),
        [],
        "what is not in the link is asked"
    );
    hear(&mut elsewhere, finished(1));
    elsewhere.act(LiveAction::Edited { program: "print(1)".into() });
    assert_ne!(seed(&elsewhere.act(LiveAction::Run)), Some(first), "another program has a chance of its own");
}

#[test]
fn a_trace_brings_its_program_along() {
    let recorder = asyncio101::trace::Recorder::new(|| asyncio101::selector::Time(0.0));
    recorder.about("program", "elsewhere.py");
    recorder.about("source", "print(1)");
    recorder.record(asyncio101::trace::Event::Read, asyncio101::trace::Details::NONE);
    let mut state = ready();
    let content = recorder.take();
    let effects = state.act(LiveAction::OpenFile { name: "x.trace".into(), content: content.clone() });
    assert!(effects.contains(&on(StageEffect::OpenProgram)), "{effects:?}");
    assert_eq!(
        (state.playground().opened.program(), state.playground().opened.is_own()),
        ("print(1)", false)
    );
    state.act(LiveAction::Edited { program: "print(2)".into() });
    state.act(LiveAction::Reset);
    assert_eq!(state.playground().opened.program(), "print(1)");

    let mut state = ready();
    state.act(LiveAction::Edited { program: "print(1)".into() });
    assert_eq!(
        state.act(LiveAction::OpenFile { name: "x.trace".into(), content }),
        [],
        "it is there already"
    );
    assert_eq!(state.playground().opened.example(), Some(examples::first()));
}

#[test]
fn the_network_of_a_run_is_chosen_and_travels_in_its_link() {
    let mut state = ready();
    let far = "latency=200ms,jitter=50ms";
    state.act(LiveAction::Network(far.parse().unwrap()));
    let sent = state.act(LiveAction::Run);
    let network = sent.iter().find_map(|effect| match effect {
        Effect::Post(ToEngine::Run { network, .. }) => Some(network.as_str()),
        _ => None,
    });
    assert_eq!(network, Some(far));

    let link = state.playground().link();
    assert!(link.fragment().contains("&network=latency=200ms,jitter=50ms"), "{}", link.fragment());
    let elsewhere = opened_at(Address::Link(link));
    assert_eq!(elsewhere.playground().link().recipe.network.to_string(), far);
}
