//! Two stages on one page, and the one engine between them.

use super::*;
use crate::rules::console::{Aside, Line};
use crate::rules::link::{Link, Recipe};
use crate::rules::opened::{Opened, Origin};
use crate::rules::run::{Ending, How, Run};
use crate::rules::stage::Player;

/// A page with two stages, of which the second has a program of its own, and an engine that is ready.
fn two() -> (State, StageId) {
    let mut state = ready();
    let second = state.add(Stage::Live(Live::new(example(1), 7)));
    (state, second)
}

/// An example as it came.
fn example(number: usize) -> Opened {
    let example = examples::all().nth(number).expect("there are so many");
    Opened::new(Origin::Example(example, Language::English), None)
}

/// The user does something with a stage.
fn act(state: &mut State, stage: StageId, action: impl Into<StageAction>) -> Vec<Effect> {
    state.update(Action::Stage(stage, action.into()))
}

fn live(state: &State, stage: StageId) -> &Live {
    state.stage(stage).and_then(Stage::live).expect("it is live")
}

#[test]
fn the_program_of_a_stage_waits_until_that_of_another_is_over() {
    let (mut state, second) = two();
    assert!(sends_run(&state.act(LiveAction::Run), 1));
    assert!(!sends_run(&act(&mut state, second, LiveAction::Run), 2));
    assert_eq!(live(&state, second).run, Run::Queued);
    let effects = hear(&mut state, finished(1));
    let sent = effects.iter().find_map(|effect| match effect {
        Effect::Post(ToEngine::Run { run: 2, source, .. }) => Some(source.as_str()),
        _ => None,
    });
    assert_eq!(sent, Some(live(&state, second).opened.program()));
    assert_eq!((state.playground().can_run(), live(&state, second).running()), (true, Some(2)));
}

#[test]
fn what_a_run_says_is_for_its_stage_alone() {
    let (mut state, second) = two();
    act(&mut state, second, LiveAction::Run);
    let before = state.stage(PLAYGROUND).cloned();
    hear(&mut state, output(1, "second"));
    hear(&mut state, FromEngine::Trace { run: 1, bytes: asyncio101::trace::format::HEADER.to_vec() });
    let ended = FromEngine::Ended {
        run: 1,
        outcome: Outcome::Raised { exception: "ValueError".into(), line: Some(7) },
        took_ms: 1.0,
    };
    let effects = hear(&mut state, ended);
    assert_eq!(effects, [Effect::Stage(second, StageEffect::MarkLine(Some(7)))]);
    assert_eq!(live(&state, second).console.text(), "second");
    assert_eq!(state.stage(PLAYGROUND).cloned(), before);
    assert!(state.playground().loop_view.trace.replay().bytes().is_empty());
}

#[test]
fn a_stage_stops_its_own_program_and_no_other() {
    let (mut state, second) = two();
    act(&mut state, second, LiveAction::Run);
    state.act(LiveAction::Run);
    assert_eq!(state.act(LiveAction::Stop), [], "it only waited");
    assert_eq!((&state.playground().run, live(&state, second).running()), (&Run::None, Some(1)));
    let effects = act(&mut state, second, LiveAction::Stop);
    assert_eq!(effects, [Effect::Post(ToEngine::Stop { run: 1 }), Effect::AwaitStop(1)]);
    assert!(!sends_run(&hear(&mut state, finished(1)), 2), "nothing waits any more");
}

#[test]
fn a_program_that_does_not_stop_costs_the_next_one_an_engine_and_not_its_turn() {
    let (mut state, second) = two();
    state.act(LiveAction::Run);
    act(&mut state, second, LiveAction::Run);
    state.act(LiveAction::Stop);
    let effects = state.update(Action::StopOverdue { run: 1, took_ms: 1500.0 });
    assert_eq!(effects, [Effect::ReplaceEngine]);
    assert_eq!(
        state.playground().run,
        Run::Over(Ending { how: How::Replaced, took_ms: Some(1500.0), virtual_clock: None })
    );
    assert!(live(&state, second).console.is_empty());
    assert!(sends_run(&hear(&mut state, ready_message()), 2));
    assert_eq!(live(&state, second).running(), Some(2));
}

#[test]
fn a_crash_ends_the_program_it_happened_in_and_lets_the_next_one_wait_on() {
    let (mut state, second) = two();
    state.act(LiveAction::Run);
    act(&mut state, second, LiveAction::Run);
    let crash = FromEngine::Crashed { run: Some(1), reason: "out of memory".into() };
    assert_eq!(hear(&mut state, crash), [Effect::ReplaceEngine]);
    assert_eq!(
        state.playground().run,
        Run::Over(Ending { how: How::Crashed, took_ms: None, virtual_clock: None })
    );
    assert!(live(&state, second).console.is_empty());
    assert!(sends_run(&hear(&mut state, ready_message()), 2));
}

#[test]
fn an_engine_that_never_came_up_is_named_to_all_that_waited_for_it() {
    let mut state = opened_at(Address::Plain);
    let second = state.add(Stage::Live(Live::new(example(1), 7)));
    state.act(LiveAction::Run);
    act(&mut state, second, LiveAction::Run);
    state.update(Action::EngineFailed { reason: "404".into() });
    for stage in [PLAYGROUND, second] {
        let chunk = live(&state, stage).console.chunks().next().cloned().expect("it is told");
        assert_eq!(chunk.lines, [Line::Aside(Aside::Unavailable { reason: "404".into() })]);
        assert!(live(&state, stage).can_run());
    }
    assert_eq!(act(&mut state, second, LiveAction::Run).last(), Some(&Effect::ReplaceEngine));
    hear(&mut state, ready_message());
    assert_eq!((state.playground().running(), live(&state, second).running()), (None, Some(1)));
}

#[test]
fn what_is_written_on_one_stage_stands_on_no_other_and_only_the_playgrounds_is_kept() {
    let mut state = ready();
    let second = state.add(Stage::Live(Live::new(example(0), 7)));
    assert_eq!(act(&mut state, second, LiveAction::Edited { program: "print(2)".into() }), []);
    assert!(!state.is_edited(examples::first()) && !state.playground().opened.is_own());
    assert!(matches!(
        &state.act(LiveAction::Edited { program: "print(1)".into() })[..],
        [Effect::Store { value: Some(_), .. }]
    ));
    assert_eq!(state.stage(second).map(Stage::program), Some("print(2)"));
    let effects = act(&mut state, second, LiveAction::Reset);
    assert_eq!(
        effects,
        [StageEffect::ReplaceProgram, StageEffect::MarkLine(None)]
            .map(|effect| Effect::Stage(second, effect))
    );
    assert_eq!(state.playground().opened.program(), "print(1)");
    let pane = state.pane;
    act(&mut state, second, LiveAction::Run);
    assert_eq!(state.pane, pane, "the panes are the playground's");
}

#[test]
fn a_stage_that_is_stepped_leaves_the_others_at_their_steps() {
    let (mut state, second) = two();
    let content = crate::rules::loop_view::tests::two_tasks();
    for stage in [PLAYGROUND, second] {
        act(&mut state, stage, LiveAction::OpenFile { name: "x.trace".into(), content: content.clone() });
    }
    act(&mut state, second, LoopAction::Step { backwards: false });
    let steps = [PLAYGROUND, second].map(|stage| live(&state, stage).loop_view.step());
    assert!(steps[0] == 0 && steps[1] > 0, "{steps:?}");
}

#[test]
fn a_player_steps_through_its_trace_while_another_stage_runs() {
    let mut state = ready();
    let content = crate::rules::loop_view::tests::two_tasks();
    let player = state.add(Stage::Player(Player::open("two.trace", content.clone()).expect("it is a trace")));
    state.act(LiveAction::Run);
    let step = |state: &State| state.stage(player).map(|stage| stage.loop_view().step());
    let mut steps = vec![step(&state).unwrap()];
    loop {
        let effects = act(&mut state, player, LoopAction::Step { backwards: false });
        assert_eq!(effects, [], "neither an engine nor an editor has anything to do");
        if state.stage(player).unwrap().loop_view().follows() {
            break;
        }
        steps.push(step(&state).unwrap());
    }
    let replay = asyncio101::replay::Replay::read(content.clone()).unwrap();
    assert_eq!((steps[0], &steps[1..]), (0, &replay.stops().callbacks[..]));
    assert!(!announced_of(&state, player).is_empty());
    assert_eq!(act(&mut state, player, LiveAction::Run), [], "it has nothing to run");
    assert_eq!(state.playground().running(), Some(1));
    let saved = act(&mut state, player, Watch::SaveTrace);
    assert_eq!(saved, [Effect::Download { name: "two.trace".into(), content: content.into() }]);
}

fn announced_of(state: &State, stage: StageId) -> String {
    state.stage(stage).expect("it is there").announcement(state.text())
}

#[test]
fn a_link_to_one_program_is_not_a_link_to_another() {
    let recipe = Recipe { seed: Some(3), ..Recipe::of("print(1)".into()) };
    let link = Link { recipe, step: Some(2), ..Link::to("".into()) };
    let mut state = opened_at(Address::Link(link));
    hear(&mut state, ready_message());
    state.update(Action::Visited(Address::Link(Link::to("print(2)".into()))));
    assert!(sends_run(&state.act(LiveAction::Run), 1));
    assert_ne!(state.playground().link().recipe.seed, Some(3));
    hear(&mut state, FromEngine::Trace { run: 1, bytes: crate::rules::loop_view::tests::two_tasks() });
    hear(&mut state, finished(1));
    assert_ne!(state.playground().loop_view.step(), 2, "that step was another program's");
}
