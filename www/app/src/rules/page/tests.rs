//! What the page does, seen from outside.

use asyncio101_messages::{Outcome, Print, Stream};

use super::*;
use crate::rules::loop_view::LoopAction;
use crate::rules::stage::{LiveAction, Watch};

mod program;
mod runs;
mod sharing;

/// A page opened at an address by a visitor who has never been here.
fn opened_at(address: Address) -> State {
    State::new(Found {
        address,
        language: Language::English,
        theme: Theme::Auto,
        chance: 7,
        stored: |_| None,
        kept: vec![],
    })
}

impl State {
    /// The user does something with the playground's stage.
    fn act(&mut self, action: impl Into<StageAction>) -> Vec<Effect> {
        self.update(Action::Stage(PLAYGROUND, action.into()))
    }
}

/// Something to do on the playground's stage.
fn on(effect: StageEffect) -> Effect {
    Effect::Stage(PLAYGROUND, effect)
}

/// What a screen reader hears of the playground's stage.
fn announced(state: &State) -> String {
    state.stage(PLAYGROUND).expect("it is there").announcement(state.text())
}

/// A page whose engine is ready.
fn ready() -> State {
    let mut state = opened_at(Address::Plain);
    hear(&mut state, ready_message());
    state
}

/// A page whose first run is in the engine.
fn running() -> State {
    let mut state = ready();
    state.act(LiveAction::Run);
    state
}

/// What an engine says when it can run a program.
fn ready_message() -> FromEngine {
    FromEngine::Ready { python: "3.14".into(), blocking: true, took_ms: 300.0 }
}

/// One message from the engine.
fn hear(state: &mut State, message: FromEngine) -> Vec<Effect> {
    state.update(Action::FromEngine(vec![message]))
}

/// A run that printed.
fn output(run: RunNumber, text: &str) -> FromEngine {
    FromEngine::Output { run, stream: Stream::Stdout, prints: vec![Print { text: text.into(), step: None }] }
}

/// A run that came to its end.
fn finished(run: RunNumber) -> FromEngine {
    FromEngine::Ended { run, outcome: Outcome::Finished, took_ms: 5.0 }
}

/// Whether a program was sent to the engine under that number.
fn sends_run(effects: &[Effect], number: RunNumber) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Post(ToEngine::Run { run, .. }) if *run == number))
}

#[test]
fn going_round_the_panes_visits_each_and_returns() {
    let mut state = opened_at(Address::Plain);
    let mut from = Pane::Code;
    for expected in [Pane::Console, Pane::Loop, Pane::Examples, Pane::Code] {
        let effects = state.update(Action::CyclePanes { from: Some(from), backwards: false });
        assert_eq!((state.pane, effects), (expected, vec![Effect::Focus(expected)]));
        from = expected;
    }
    state.update(Action::CyclePanes { from: Some(Pane::Code), backwards: true });
    assert_eq!(state.pane, Pane::Examples);
}

#[test]
fn from_outside_the_panes_the_way_leads_into_the_one_on_screen() {
    let mut state = opened_at(Address::Plain);
    assert_eq!(
        state.update(Action::CyclePanes { from: None, backwards: false }),
        [Effect::Focus(Pane::Code)]
    );
}

#[test]
fn language_and_theme_are_remembered() {
    let mut state = opened_at(Address::read("#example=locks"));
    let switched = [remember("asyncio101.language", Some("tr")), on(StageEffect::ReplaceProgram)];
    assert_eq!(state.update(Action::SwitchLanguage), switched);
    assert_eq!(state.update(Action::SwitchTheme), [remember("asyncio101.theme", Some("light"))]);
    assert_eq!((state.language, state.theme), (Language::Turkish, Theme::Light));
}
