//! The program in the editor: which one, whose words, and where in it.

use std::borrow::Cow;
use std::rc::Rc;

use super::{Effect, Pane, State};
use crate::rules::console::Note;
use crate::rules::examples::{self, Address, Example};
use crate::rules::loop_view::LoopAction;
use crate::rules::settings;
use crate::rules::share::Shared;

impl State {
    /// Follows the page's address.
    pub(super) fn visit(&mut self, address: Address) -> Vec<Effect> {
        match address {
            Address::Plain => self.open(examples::first()),
            Address::Example(example) => self.open(example),
            Address::Shared(shared) => self.open_shared(shared),
            Address::Unreadable => {
                let effects = self.open(examples::first());
                self.note(Note::UnreadableLink);
                effects
            }
            Address::Unknown(id) => {
                let effects = self.open(examples::first());
                self.note(Note::UnknownExample { id });
                effects
            }
        }
    }

    /// Opens the program of a link, which waits for the user to run it.
    fn open_shared(&mut self, shared: Shared) -> Vec<Effect> {
        self.drafts.remove(examples::SHARED.id);
        self.arrival = shared.step;
        self.virtual_clock |= shared.is_virtual;
        self.records_lines |= shared.records_lines;
        self.loop_view.looks = shared.looks;
        self.shared = shared;
        self.pane = Pane::Code;
        self.example = &examples::SHARED;
        vec![Effect::OpenProgram, Effect::MarkLine(None)]
    }

    /// Opens the program of a trace, as the one that ran. If it is in the editor already, it stays there.
    pub(super) fn open_traced(&mut self, traced: Shared) -> Vec<Effect> {
        let source = traced.program.clone();
        (self.virtual_clock, self.records_lines) = (traced.is_virtual, traced.records_lines);
        let effects = if *source == *self.program() {
            vec![]
        } else {
            self.drafts.remove(examples::TRACED.id);
            self.shared = traced;
            self.example = &examples::TRACED;
            vec![Effect::OpenProgram, Effect::MarkLine(None)]
        };
        (self.ran, self.ran_program) = (self.example, source);
        effects
    }

    /// Whether the program in the editor is the one that runs, or ran last; edited since, or not.
    pub fn has_run(&self) -> bool {
        self.example == self.ran
    }

    /// Whether what ran is just what is in the editor.
    pub(super) fn is_what_ran(&self) -> bool {
        self.example == self.ran && *self.ran_program == *self.program()
    }

    /// What the program in the editor is called, and what there is to say about it.
    pub fn title(&self) -> (&'static str, Cow<'static, str>) {
        let (text, Example { title, summary, .. }) = (self.text(), self.example);
        let title = title.in_language(self.language);
        if self.is_edited(self.example) {
            (text.yours, (text.made_from)(title).into())
        } else {
            (title, summary.in_language(self.language).into())
        }
    }

    /// What to say of a recording that is not one of the program in the editor.
    pub fn remark(&self) -> Option<String> {
        let text = self.text();
        if self.loop_view.recording.file.is_some() || self.is_what_ran() {
            None
        } else if self.example == self.ran {
            Some(text.loop_view.of_an_older_program.to_owned())
        } else {
            Some((text.loop_view.of_another_program)(self.ran.title.in_language(self.language)))
        }
    }

    /// A link to the program in the editor, and if it is the one that ran, to that run and the step of it that is
    /// looked at.
    pub fn shared(&self) -> Shared {
        let is_what_ran = self.loop_view.recording.file.is_none() && self.is_what_ran();
        let program = Shared {
            is_virtual: self.virtual_clock,
            records_lines: self.records_lines,
            ..Shared::program(self.program().into())
        };
        if !is_what_ran {
            return program;
        }
        Shared {
            step: (!self.loop_view.follows()).then(|| self.loop_view.step()),
            seed: Some(self.seed),
            input: self.typed.clone(),
            looks: self.loop_view.looks,
            ..program
        }
    }

    /// Whether the program that is about to run, or has just run, is the one a link or a trace brought.
    pub(super) fn is_as_shared(&self, program: &str) -> bool {
        self.ran.is_guest() && *program == *self.shared.program
    }

    /// Goes to the step a link leads to, if its program is the one that ran.
    pub(super) fn arrive(&mut self) {
        if self.is_as_shared(&self.ran_program)
            && let Some(step) = self.arrival.take()
        {
            self.loop_view.update(LoopAction::GoTo(step));
            self.pane = Pane::Loop;
        }
    }

    /// Opens an example's program as the user left it.
    fn open(&mut self, example: &'static Example) -> Vec<Effect> {
        self.pane = Pane::Code;
        if self.example == example {
            return vec![];
        }
        self.example = example;
        vec![Effect::OpenProgram, Effect::MarkLine(None)]
    }

    /// Keeps what the user has written.
    pub(super) fn edit(&mut self, program: Rc<str>) -> Vec<Effect> {
        if *program == *self.program() {
            return vec![];
        }
        let draft = (*program != *self.original()).then_some(program);
        match &draft {
            Some(draft) => self.drafts.insert(self.example.id, draft.clone()),
            None => self.drafts.remove(self.example.id),
        };
        if self.example.is_guest() {
            return vec![];
        }
        vec![Effect::Store { key: settings::draft_key(self.example), value: draft }]
    }

    /// Brings the example's own program back.
    pub(super) fn reset(&mut self) -> Vec<Effect> {
        if self.drafts.remove(self.example.id).is_none() {
            return vec![];
        }
        vec![
            Effect::Store { key: settings::draft_key(self.example), value: None },
            Effect::ReplaceProgram,
            Effect::MarkLine(None),
        ]
    }

    /// Goes to a line of the program that ran, which may not be the one in the editor.
    pub(super) fn go_to_line(&mut self, line: u32) -> Vec<Effect> {
        let mut effects = self.open(self.ran);
        effects.push(Effect::GoToLine(line));
        effects
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::opened_at;
    use super::super::{Action, Found};
    use super::*;
    use crate::rules::console::Line;
    use crate::rules::settings::Theme;
    use crate::rules::text::Language;

    /// Another example than the first.
    fn second() -> &'static Example {
        examples::all().nth(1).expect("there is more than one example")
    }

    #[test]
    fn an_edit_is_stored_under_its_example_and_found_again() {
        let mut state = opened_at(Address::Plain);
        let key = settings::draft_key(examples::first());
        let effects = state.update(Action::Edited { program: "print(1)".into() });
        assert_eq!(effects, [Effect::Store { key, value: Some("print(1)".into()) }]);
        state.update(Action::Visited(Address::Example(second())));
        assert_eq!(state.program(), second().source);
        assert!(state.is_edited(examples::first()) && !state.is_edited(second()));
        let original = second().title.in_language(Language::English);
        assert_eq!(state.title(), (original, second().summary.in_language(Language::English).into()));
        state.update(Action::Visited(Address::Plain));
        assert_eq!(state.program(), "print(1)");
        let (title, made_from) = state.title();
        assert_eq!(title, "Your program");
        assert!(made_from.contains(examples::first().title.in_language(Language::English)), "{made_from}");
    }

    #[test]
    fn the_program_of_a_link_is_opened_and_not_run() {
        let shared = Shared { step: Some(7), is_virtual: true, ..Shared::program("print(1)".into()) };
        let mut state = opened_at(Address::Shared(shared.clone()));
        assert_eq!((state.program(), state.virtual_clock, state.can_run()), ("print(1)", true, true));
        assert!(!state.is_edited(state.example));
        assert_eq!(state.update(Action::Edited { program: "print(2)".into() }), []);
        assert_eq!(*state.shared().program, *"print(2)");
        state.update(Action::Reset);
        assert_eq!(state.program(), "print(1)");
        let other = Shared { program: "print(3)".into(), ..shared };
        assert!(!state.update(Action::Visited(Address::Shared(other))).is_empty());
        assert_eq!(state.program(), "print(3)");
    }

    #[test]
    fn a_link_that_cannot_be_read_is_named() {
        let state = opened_at(Address::Unreadable);
        let chunk = state.console.chunks().next().expect("there is a note");
        assert_eq!(chunk.lines, [Line::Note(Note::UnreadableLink)]);
    }

    #[test]
    fn writing_the_original_again_forgets_the_draft() {
        let mut state = opened_at(Address::Plain);
        state.update(Action::Edited { program: "print(1)".into() });
        let effects = state.update(Action::Edited { program: examples::first().source.into() });
        assert!(matches!(&effects[..], [Effect::Store { value: None, .. }]));
        assert!(!state.is_edited(examples::first()));
    }

    #[test]
    fn the_editor_saying_what_is_known_changes_nothing() {
        let mut state = opened_at(Address::Plain);
        assert_eq!(state.update(Action::Edited { program: examples::first().source.into() }), []);
    }

    #[test]
    fn reset_forgets_the_draft_and_can_be_undone() {
        let mut state = opened_at(Address::Plain);
        assert_eq!(state.update(Action::Reset), []);
        state.update(Action::Edited { program: "print(1)".into() });
        let effects = state.update(Action::Reset);
        assert!(matches!(
            &effects[..],
            [Effect::Store { value: None, .. }, Effect::ReplaceProgram, Effect::MarkLine(None)]
        ));
        assert_eq!(state.program(), examples::first().source);
    }

    #[test]
    fn a_draft_from_an_earlier_visit_is_opened() {
        let stored =
            |key: &str| (key == settings::draft_key(examples::first())).then(|| "print(2)".to_owned());
        let found = Found {
            address: Address::Plain,
            language: Language::Turkish,
            theme: Theme::Dark,
            chance: 7,
            stored,
        };
        assert_eq!(State::new(found).program(), "print(2)");
    }

    #[test]
    fn an_unknown_example_is_named_and_the_first_one_shown() {
        let state = opened_at(Address::Unknown("nobody".into()));
        assert_eq!(state.example, examples::first());
        let chunk = state.console.chunks().next().expect("a note");
        assert_eq!(chunk.lines, [Line::Note(Note::UnknownExample { id: "nobody".into() })]);
    }

    #[test]
    fn a_line_of_the_last_run_opens_the_program_that_ran() {
        let mut state = opened_at(Address::Plain);
        state.update(Action::Run);
        state.update(Action::Visited(Address::Example(second())));
        let effects = state.update(Action::LineChosen(3));
        assert_eq!(effects, [Effect::OpenProgram, Effect::MarkLine(None), Effect::GoToLine(3)]);
        assert_eq!((state.example, state.pane), (examples::first(), Pane::Code));
    }
}
