//! The page: its state, what can happen to it, and what happens then.
//!
//! [`State::update`] is the only place where the state changes. It answers with [`Effect`]s, the things only
//! a browser can do; they are carried out after the new state is on screen.

mod program;
mod recorded;
mod runs;

use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use asyncio101_messages::{FromEngine, RunNumber, ToEngine};

use super::console::{Note, Scrollback};
use super::engine::{Engine, Hold, Input, Run, Running};
use super::examples::{self, Address, Example};
use super::loop_view::{LineMark, LoopAction, LoopView, Panel};
use super::settings::{self, Theme};
use super::share::Shared;
use super::text::{Language, Text};

/// A part of the page. A narrow window shows one at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// The list of programs.
    Examples,
    /// The editor.
    Code,
    /// The output.
    Console,
    /// The event loop.
    Loop,
}

impl Pane {
    /// All of them, in the order F6 visits them.
    pub const ALL: [Pane; 4] = [Pane::Examples, Pane::Code, Pane::Console, Pane::Loop];

    /// How the pane is written in the document's attributes.
    pub fn name(self) -> &'static str {
        match self {
            Pane::Examples => "examples",
            Pane::Code => "code",
            Pane::Console => "console",
            Pane::Loop => "loop",
        }
    }

    /// Reads what [`Pane::name`] wrote.
    pub fn from_name(name: &str) -> Option<Pane> {
        Pane::ALL.into_iter().find(|pane| pane.name() == name)
    }

    /// What the pane is called.
    pub fn label(self, text: &Text) -> &'static str {
        match self {
            Pane::Examples => text.examples,
            Pane::Code => text.code,
            Pane::Console => text.console,
            Pane::Loop => text.event_loop,
        }
    }

    /// The pane after this one, or before it.
    fn neighbour(self, backwards: bool) -> Pane {
        let steps = if backwards { Pane::ALL.len() - 1 } else { 1 };
        Pane::ALL[(self as usize + steps) % Pane::ALL.len()]
    }
}

/// Everything the page knows.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The language of the page.
    pub language: Language,
    /// Light or dark.
    pub theme: Theme,
    /// The pane a narrow window shows.
    pub pane: Pane,
    /// The example in the editor.
    pub example: &'static Example,
    /// The programs that differ from their example's own, by the example's name.
    drafts: BTreeMap<&'static str, Rc<str>>,
    /// The engine.
    pub engine: Engine,
    /// The latest run.
    pub run: Run,
    /// What the latest run wrote.
    pub console: Scrollback,
    /// What its loop did, and the step of it that is looked at.
    pub loop_view: LoopView,
    /// Whether programs run on the virtual clock.
    pub virtual_clock: bool,
    /// Whether every line of a program is recorded.
    pub records_lines: bool,
    /// The lines the editor shows tasks at.
    marks: Vec<LineMark>,
    /// How many runs there have been.
    runs: RunNumber,
    /// The example the latest run ran.
    ran: &'static Example,
    /// Its program, as it was then.
    ran_program: Rc<str>,
    /// What its chance follows from.
    seed: u32,
    /// What was typed into it; `None` is the end of the input.
    typed: Vec<Option<String>>,
    /// What is still to be typed into it: what came with a link.
    to_type: VecDeque<Option<String>>,
    /// What came with a link, or with a trace.
    shared: Shared,
    /// The step that link leads to, until its program has run.
    arrival: Option<usize>,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// The engine said something; several things arrive together, at most once per frame.
    FromEngine(Vec<FromEngine>),
    /// The engine's worker failed.
    EngineFailed {
        /// Why, in one line.
        reason: String,
    },
    /// The user wants the program to run.
    Run,
    /// The user wants it to stop.
    Stop,
    /// The time a program has to stop by itself is over.
    StopOverdue {
        /// The run that was told to stop.
        run: RunNumber,
        /// How long it has been running, in milliseconds.
        took_ms: f64,
    },
    /// The user answered `input()`.
    Input {
        /// The line; `None` is end of file.
        line: Option<String>,
    },
    /// The user changed the program.
    Edited {
        /// All of it.
        program: Rc<str>,
    },
    /// The user wants the example's own program back.
    Reset,
    /// The page's address changed.
    Visited(Address),
    /// The user emptied the console.
    ClearConsole,
    /// The user chose a line in a traceback.
    LineChosen(u32),
    /// The user chose a pane.
    PaneChosen(Pane),
    /// The user goes round the panes.
    CyclePanes {
        /// Where the focus is.
        from: Option<Pane>,
        /// Which way round.
        backwards: bool,
    },
    /// The user wants the other language.
    SwitchLanguage,
    /// The user wants the next theme.
    SwitchTheme,
    /// The user does something with the view of the loop.
    Loop(LoopAction),
    /// The user wants the running program held, or to go on.
    HoldOrContinue,
    /// The user pressed the key that plays and pauses, which is the program's own while the view follows it.
    PlayOrHold,
    /// The user wants to see the next timer: the running program's if the view follows it, else the recording's.
    NextTimer,
    /// The user wants the next programs on the other clock.
    SwitchClock,
    /// The user wants the lines of the next programs recorded, or no longer.
    SwitchLines,
    /// The user opened a trace.
    OpenTrace {
        /// The file's name.
        name: String,
        /// What is in it.
        trace: Vec<u8>,
    },
    /// The user wants the trace as a file.
    SaveTrace,
    /// The user wants to know why the output came in this order.
    SeeWhy,
    /// The user wants to know what is wrong with the program.
    SeeFindings,
    /// The user wants to see how something in the console came to be printed, in this step.
    PrintChosen(usize),
}

/// Something a browser has to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Send to the engine.
    Post(ToEngine),
    /// End the engine's worker and start another.
    ReplaceEngine,
    /// Say [`Action::StopOverdue`] when the program has had its time to stop.
    AwaitStop(RunNumber),
    /// Put the current program into the editor, with a history of its own.
    OpenProgram,
    /// Replace the program in the editor by the current one, as an edit that can be undone.
    ReplaceProgram,
    /// Mark a line in the editor, or none.
    MarkLine(Option<u32>),
    /// Put the editor's cursor and the focus on a line.
    GoToLine(u32),
    /// Show in the editor at which lines the tasks are.
    MarkTasks {
        /// The lines.
        marks: Vec<LineMark>,
        /// Scroll to the one that runs, if it is out of sight and the user is not in the editor.
        reveal: bool,
    },
    /// Scroll the view of the loop to its beginning.
    ShowTop,
    /// Hand the user a file.
    Download {
        /// Its name.
        name: String,
        /// What is in it.
        content: Rc<[u8]>,
    },
    /// Put the focus into a pane.
    Focus(Pane),
    /// Bring a panel of the loop view into sight, and put the focus there if it is to take it.
    ShowPanel {
        /// Which.
        panel: Panel,
        /// Whether it takes the focus.
        takes_focus: bool,
    },
    /// Remember a value, or forget it.
    Store {
        /// Its name.
        key: String,
        /// The value.
        value: Option<Rc<str>>,
    },
}

/// What a page finds when it opens.
pub struct Found {
    /// What its address asks for.
    pub address: Address,
    /// The language to start in.
    pub language: Language,
    /// The theme to start in.
    pub theme: Theme,
    /// A number that is another one each time.
    pub chance: u32,
    /// Reads a remembered value.
    pub stored: fn(&str) -> Option<String>,
}

impl State {
    /// The page as it opens.
    pub fn new(found: Found) -> State {
        let drafts = examples::all().filter_map(|example| {
            let draft = (found.stored)(&settings::draft_key(example))?;
            (draft != example.source).then_some((example.id, draft.into()))
        });
        let mut state = State {
            language: found.language,
            theme: found.theme,
            pane: Pane::Code,
            example: examples::first(),
            drafts: drafts.collect(),
            engine: Engine::NEW,
            run: Run::None,
            console: Scrollback::default(),
            loop_view: LoopView::default(),
            virtual_clock: (found.stored)(settings::CLOCK).as_deref() == Some(settings::VIRTUAL),
            records_lines: (found.stored)(settings::RECORD).as_deref() == Some(settings::LINES),
            marks: vec![],
            runs: 0,
            ran: examples::first(),
            ran_program: "".into(),
            seed: found.chance,
            typed: vec![],
            to_type: VecDeque::new(),
            shared: Shared::program("".into()),
            arrival: None,
        };
        state.visit(found.address);
        state
    }

    /// The words of the page's language.
    pub fn text(&self) -> &'static Text {
        self.language.text()
    }

    /// The program in the editor.
    pub fn program(&self) -> &str {
        self.drafts.get(self.example.id).map_or_else(|| self.original(), |draft| draft)
    }

    /// What the program in the editor was before the user changed it.
    fn original(&self) -> &str {
        if self.example.is_guest() { &self.shared.program } else { self.example.source }
    }

    /// Whether the user has changed an example's program.
    pub fn is_edited(&self, example: &Example) -> bool {
        self.drafts.contains_key(example.id)
    }

    /// What the program wants from the user.
    pub fn input(&self) -> Input {
        match &self.run {
            Run::Running(running) => running.input,
            _ => Input::Unasked,
        }
    }

    /// Whether Run would start something; otherwise Stop would end something.
    pub fn can_run(&self) -> bool {
        matches!(self.run, Run::None | Run::Over(_))
    }

    /// What a screen reader should hear: a step the user has chosen, a pause, an end, and nothing in between.
    pub fn announcement(&self) -> String {
        match &self.run {
            _ if self.loop_view.is_spoken => self.loop_view.now().sentence(&self.text().loop_view),
            Run::Running(Running { hold: Hold::Held(line), .. }) => (self.text().loop_view.held)(*line),
            Run::Running(running) if running.input == Input::Wanted => self.text().input_wanted.to_owned(),
            Run::Over(ending) => self.text().ending(ending),
            _ => String::new(),
        }
    }

    /// Changes the state by what happened, and says what a browser has to do.
    pub fn update(&mut self, action: Action) -> Vec<Effect> {
        let mut effects = self.react(action);
        effects.extend(self.mark_tasks());
        effects
    }

    fn react(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::FromEngine(messages) => {
                messages.into_iter().flat_map(|message| self.hear(message)).collect()
            }
            Action::EngineFailed { reason } => self.lose_engine(reason),
            Action::Run => self.start(),
            Action::Stop => self.stop(),
            Action::StopOverdue { run, took_ms } => self.force_stop(run, took_ms),
            Action::Input { line } => self.answer(line),
            Action::Edited { program } => self.edit(program),
            Action::Reset => self.reset(),
            Action::Visited(address) => self.visit(address),
            Action::ClearConsole => {
                self.console = Scrollback::default();
                vec![]
            }
            Action::LineChosen(line) => self.go_to_line(line),
            Action::PaneChosen(pane) => {
                self.pane = pane;
                vec![]
            }
            Action::CyclePanes { from, backwards } => {
                self.pane = from.map_or(self.pane, |from| from.neighbour(backwards));
                vec![Effect::Focus(self.pane)]
            }
            Action::SwitchLanguage => {
                self.language = self.language.other();
                vec![remember(settings::LANGUAGE, self.language.tag())]
            }
            Action::SwitchTheme => {
                self.theme = self.theme.next();
                vec![remember(settings::THEME, self.theme.name())]
            }
            Action::Loop(LoopAction::Step { backwards: false }) if self.is_at_the_held_end() => {
                self.advance()
            }
            Action::NextTimer if self.loop_view.follows() && !self.can_run() => self.jump(),
            Action::NextTimer => {
                self.loop_view.update(LoopAction::NextTimer);
                vec![]
            }
            Action::Loop(action) => {
                self.loop_view.update(action);
                vec![]
            }
            Action::HoldOrContinue => self.hold_or_continue(),
            Action::PlayOrHold if self.loop_view.follows() && !self.can_run() => self.hold_or_continue(),
            Action::PlayOrHold => {
                self.loop_view.update(LoopAction::PlayOrPause);
                vec![]
            }
            Action::SwitchClock => {
                self.virtual_clock = !self.virtual_clock;
                let clock = self.virtual_clock.then(|| settings::VIRTUAL.into());
                vec![Effect::Store { key: settings::CLOCK.to_owned(), value: clock }]
            }
            Action::SwitchLines => {
                self.records_lines = !self.records_lines;
                self.loop_view.wants_lines = self.records_lines;
                let lines = self.records_lines.then(|| settings::LINES.into());
                vec![Effect::Store { key: settings::RECORD.to_owned(), value: lines }]
            }
            Action::SeeWhy => self.see_why(),
            Action::SeeFindings => self.see_findings(),
            Action::PrintChosen(step) => self.go_to_print(step),
            Action::OpenTrace { name, trace } => self.open_trace(&name, trace),
            Action::SaveTrace => {
                let name = format!("{}.trace", self.ran.id);
                vec![Effect::Download { name, content: self.loop_view.recording.replay().bytes().into() }]
            }
        }
    }

    /// Tells the user something in the console.
    fn note(&mut self, note: Note) {
        self.console.note(note);
    }
}

/// The effect that remembers a setting.
fn remember(key: &str, value: &str) -> Effect {
    Effect::Store { key: key.to_owned(), value: Some(value.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page opened at an address by somebody who has never been here.
    pub(super) fn opened_at(address: Address) -> State {
        State::new(Found {
            address,
            language: Language::English,
            theme: Theme::Auto,
            chance: 7,
            stored: |_| None,
        })
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
    fn a_pane_is_known_by_its_name() {
        assert!(Pane::ALL.into_iter().all(|pane| Pane::from_name(pane.name()) == Some(pane)));
        assert_eq!(Pane::from_name("attic"), None);
    }

    #[test]
    fn language_and_theme_are_remembered() {
        let mut state = opened_at(Address::Plain);
        assert_eq!(state.update(Action::SwitchLanguage), [remember("asyncio101.language", "tr")]);
        assert_eq!(state.update(Action::SwitchTheme), [remember("asyncio101.theme", "light")]);
        assert_eq!((state.language, state.theme), (Language::Turkish, Theme::Light));
    }
}
