//! The program in the playground's editor.

use super::*;
use crate::rules::console::Line;
use crate::rules::link::{Link, Recipe};

/// Another example than the first.
fn second() -> &'static Example {
    examples::all().nth(1).expect("there is more than one example")
}

#[test]
fn an_edit_is_stored_under_its_example_and_found_again() {
    let mut state = opened_at(Address::Plain);
    let key = settings::draft_key(examples::first());
    let effects = state.act(LiveAction::Edited { program: "print(1)".into() });
    assert_eq!(effects, [Effect::Store { key, value: Some("print(1)".into()) }]);
    state.update(Action::Visited(Address::Example(second())));
    assert_eq!(state.playground().opened.program(), second().source.english);
    assert!(state.is_edited(examples::first()) && !state.is_edited(second()));
    let original = second().title.in_language(Language::English);
    assert_eq!(
        state.playground().opened.title(state.language),
        (original, second().summary.in_language(Language::English).into())
    );
    state.update(Action::Visited(Address::Plain));
    assert_eq!(state.playground().opened.program(), "print(1)");
    let (title, made_from) = state.playground().opened.title(state.language);
    assert_eq!(title, "Your program");
    assert!(made_from.contains(examples::first().title.in_language(Language::English)), "{made_from}");
}

#[test]
fn the_program_of_a_link_is_opened_and_not_run() {
    let to = |program: &str| Recipe { is_virtual: true, ..Recipe::of(program.into()) };
    let link = Link { step: Some(7), recipe: to("print(1)"), ..Link::to("".into()) };
    let mut state = opened_at(Address::Link(link.clone()));
    assert_eq!(
        (state.playground().opened.program(), state.playground().virtual_clock, state.playground().can_run()),
        ("print(1)", true, true)
    );
    assert!(!state.playground().opened.is_own());
    assert_eq!(state.playground().awaited_step(), Some(7), "it waits for the user to run it");
    assert_eq!(state.act(LiveAction::Edited { program: "print(2)".into() }), []);
    assert_eq!(state.playground().awaited_step(), None, "another program has other steps");
    assert_eq!(*state.playground().link().recipe.program, *"print(2)");
    state.act(LiveAction::Reset);
    assert_eq!(state.playground().opened.program(), "print(1)");
    assert_eq!(state.playground().awaited_step(), Some(7));
    let other = Link { recipe: to("print(3)"), ..link };
    assert!(!state.update(Action::Visited(Address::Link(other))).is_empty());
    assert_eq!(state.playground().opened.program(), "print(3)");
}

#[test]
fn a_link_that_cannot_be_read_is_named() {
    let state = opened_at(Address::Unreadable);
    let chunk = state.playground().console.chunks().next().expect("there is an aside");
    assert_eq!(chunk.lines, [Line::Aside(Aside::UnreadableLink)]);
}

#[test]
fn writing_the_original_again_forgets_the_draft() {
    let mut state = opened_at(Address::Plain);
    state.act(LiveAction::Edited { program: "print(1)".into() });
    let effects = state.act(LiveAction::Edited { program: examples::first().source.english.into() });
    assert!(matches!(&effects[..], [Effect::Store { value: None, .. }]));
    assert!(!state.is_edited(examples::first()));
}

#[test]
fn the_editor_saying_what_is_known_changes_nothing() {
    let mut state = opened_at(Address::Plain);
    assert_eq!(state.act(LiveAction::Edited { program: examples::first().source.english.into() }), []);
}

#[test]
fn reset_forgets_the_draft_and_can_be_undone() {
    let mut state = opened_at(Address::Plain);
    assert_eq!(state.act(LiveAction::Reset), []);
    state.act(LiveAction::Edited { program: "print(1)".into() });
    let effects = state.act(LiveAction::Reset);
    let [Effect::Store { value: None, .. }, rest @ ..] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(rest, [on(StageEffect::ReplaceProgram), on(StageEffect::MarkLine(None))]);
    assert_eq!(state.playground().opened.program(), examples::first().source.english);
}

#[test]
fn a_draft_from_an_earlier_visit_is_opened() {
    let stored = |key: &str| (key == settings::draft_key(examples::first())).then(|| "print(2)".to_owned());
    let found = Found {
        address: Address::Plain,
        language: Language::Turkish,
        theme: Theme::Dark,
        chance: 7,
        stored,
        kept: vec![],
    };
    assert_eq!(State::new(found).playground().opened.program(), "print(2)");
}

#[test]
fn an_example_is_opened_on_the_virtual_clock_if_its_address_says_so() {
    let mut state = opened_at(Address::Example(second()));
    assert!(!state.playground().virtual_clock);
    state.update(Action::Visited(Address::OnVirtualClock(examples::first())));
    let live = state.playground();
    assert_eq!((live.virtual_clock, live.opened.example()), (true, Some(examples::first())));
}

#[test]
fn an_unknown_example_is_named_and_the_first_one_shown() {
    let state = opened_at(Address::Unknown("nobody".into()));
    assert_eq!(state.playground().opened.example(), Some(examples::first()));
    let chunk = state.playground().console.chunks().next().expect("an aside");
    assert_eq!(chunk.lines, [Line::Aside(Aside::UnknownExample { id: "nobody".into() })]);
}

#[test]
fn a_line_of_the_last_run_opens_the_program_that_ran() {
    let mut state = opened_at(Address::Plain);
    state.act(LiveAction::Run);
    state.update(Action::Visited(Address::Example(second())));
    let effects = state.act(Watch::LineChosen(3));
    assert_eq!(
        effects,
        [on(StageEffect::OpenProgram), on(StageEffect::MarkLine(None)), on(StageEffect::GoToLine(3))]
    );
    let example = state.playground().opened.example();
    assert_eq!((example, state.pane), (Some(examples::first()), Pane::Code));
}

#[test]
fn a_line_of_the_last_run_opens_it_as_it_was_left() {
    let link = Link::to("1 / 0".into());
    let mut state = opened_at(Address::Link(link));
    hear(&mut state, ready_message());
    state.act(LiveAction::Run);
    state.act(LiveAction::Edited { program: "1 / 1".into() });
    state.update(Action::Visited(Address::Example(second())));
    state.act(Watch::LineChosen(1));
    assert_eq!(state.playground().opened.program(), "1 / 1", "with what was changed since");
    state.act(LiveAction::Reset);
    assert_eq!(state.playground().opened.program(), "1 / 0");
}

#[test]
fn what_a_trace_without_its_program_shows_is_of_no_program_that_is_known() {
    let mut state = opened_at(Address::Plain);
    hear(&mut state, ready_message());
    state.act(LiveAction::Run);
    hear(&mut state, finished(1));
    state.update(Action::Visited(Address::Example(second())));
    let content = crate::rules::loop_view::tests::two_tasks();
    state.act(LiveAction::OpenFile { name: "elsewhere.trace".into(), content });
    assert!(!state.playground().has_run() && state.playground().remark(state.language).is_none());
    assert_eq!(state.act(Watch::LineChosen(3)), [on(StageEffect::GoToLine(3))], "it stays where it is");
    let saved = state.act(Watch::SaveTrace);
    assert!(matches!(&saved[..], [Effect::Download { name, .. }] if name == "elsewhere.trace"), "{saved:?}");
}

#[test]
fn an_example_is_in_the_language_of_the_page_and_what_the_reader_made_of_it_stays() {
    let mut state = opened_at(Address::Plain);
    let [example, other] = ["locks", "queues"].map(|id| examples::find(id).unwrap());
    let (program, on_stage) = (example.source, on(StageEffect::ReplaceProgram));
    assert_ne!(program.english, program.turkish);
    // Those of the course are the same program in every language.
    assert!(!state.update(Action::SwitchLanguage).contains(&on_stage));
    assert_eq!(state.playground().opened.program(), examples::first().source.turkish);
    state.update(Action::SwitchLanguage);
    state.update(Action::Visited(Address::Example(example)));
    assert!(state.update(Action::SwitchLanguage).contains(&on_stage));
    assert_eq!(state.playground().opened.program(), program.turkish);
    assert!(!state.is_edited(example));
    state.update(Action::Visited(Address::Example(other)));
    assert_eq!(state.playground().opened.program(), other.source.turkish);
    state.act(LiveAction::Edited { program: "print(1)".into() });
    assert!(!state.update(Action::SwitchLanguage).contains(&on_stage));
    assert_eq!(state.playground().opened.program(), "print(1)");
}

#[test]
fn a_program_of_ones_own_is_begun_kept_and_found_again() {
    let mut state = opened_at(Address::Plain);
    let effects = state.update(Action::Begin);
    let [Effect::Go(address)] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(state.shelf.all().count(), 0, "nothing of it is kept before there is something");
    state.update(Action::Visited(Address::read(address)));
    assert_eq!((state.playground().opened.program(), state.playground().opened.is_own()), ("", false));
    let effects = state.act(LiveAction::Edited { program: "print(1)".into() });
    let [Effect::Store { key, value: Some(text) }] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!((&**text, state.shelf.all().count()), ("\nprint(1)", 1));
    let effects = state.act(LiveAction::Title("Tea".into()));
    assert_eq!(effects, [Effect::Store { key: key.clone(), value: Some("Tea\nprint(1)".into()) }]);
    assert_eq!(state.playground().link().title.as_deref(), Some("Tea"));
    state.update(Action::Visited(Address::Plain));
    assert_eq!(state.playground().title, None);
    state.update(Action::Visited(Address::read(address)));
    assert_eq!(
        (state.playground().opened.program(), state.playground().title.as_deref()),
        ("print(1)", Some("Tea"))
    );
    // One that is empty again is forgotten.
    assert_eq!(
        state.act(LiveAction::Edited { program: "".into() }),
        [Effect::Store { key: key.clone(), value: None }]
    );
    assert_eq!(state.shelf.all().count(), 0);
}

#[test]
fn a_file_becomes_a_program_of_ones_own() {
    let mut state = opened_at(Address::Plain);
    let content = b"import asyncio\r\nprint(1)\r\n".to_vec();
    let effects = state.act(LiveAction::OpenFile { name: "tea.py".into(), content });
    let [Effect::Store { value: Some(text), .. }, Effect::Go(address)] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(&**text, "tea\nimport asyncio\nprint(1)\n");
    state.update(Action::Visited(Address::read(address)));
    assert_eq!(state.playground().opened.program(), "import asyncio\nprint(1)\n");
    state.act(LiveAction::OpenFile { name: "photo.py".into(), content: vec![0xff, 0xd8] });
    let chunk = state.playground().console.chunks().next().expect("there is an aside");
    assert_eq!(chunk.lines, [Line::Aside(Aside::NoProgram { name: "photo.py".into() })]);
}

#[test]
fn two_tabs_do_not_overwrite_each_others_program() {
    let mut state = opened_at(Address::Plain);
    let key = settings::draft_key(examples::first());
    state.act(LiveAction::Edited { program: "print('here')".into() });
    let elsewhere = |key: &str, value: Option<&str>| Action::StoredElsewhere {
        key: key.to_owned(),
        value: value.map(str::to_owned),
    };
    let effects = state.update(elsewhere(&key, Some("print('there')")));
    assert!(effects.contains(&on(StageEffect::ReplaceProgram)), "{effects:?}");
    assert_eq!(state.playground().opened.program(), "print('there')");
    assert_eq!(state.update(elsewhere(&key, Some("print('there')"))), []);
    state.update(elsewhere(&key, None));
    assert!(!state.is_edited(examples::first()));
    // What is not open changes on the shelf only.
    assert_eq!(state.update(elsewhere("asyncio101.own.9", Some("Tea\nprint(9)"))), []);
    state.update(Action::Visited(Address::read("#own=9")));
    assert_eq!(state.playground().title.as_deref(), Some("Tea"));
    state.update(elsewhere("asyncio101.own.9", Some("Coffee\nprint(9)")));
    assert_eq!(state.playground().title.as_deref(), Some("Coffee"));
    assert_eq!(state.update(elsewhere("asyncio101.theme", Some("dark"))), []);
}
