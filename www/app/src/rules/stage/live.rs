//! A stage whose program can be changed and run.

use std::rc::Rc;

use asyncio101::network::Link;
use asyncio101_messages::Verdict;

use super::recorded;
use super::{LiveAction, Request, StageEffect, Watch};
use crate::rules::console::{Aside, Scrollback};
use crate::rules::link;
use crate::rules::loop_view::{LineMark, LoopAction, LoopView};
use crate::rules::opened::Opened;
use crate::rules::run::{Hold, Input, Run, Running};
use crate::rules::settings;
use crate::rules::text::Text;

/// A stage with an editor, whose program runs in the page's engine.
#[derive(Clone, Debug, PartialEq)]
pub struct Live {
    /// The program in the editor.
    pub opened: Opened,
    /// The latest run.
    pub run: Run,
    /// What it wrote.
    pub console: Scrollback,
    /// What its loop did, and the step of it that is looked at.
    pub loop_view: LoopView,
    /// Whether the next runs are on the virtual clock.
    pub virtual_clock: bool,
    /// Whether every line of the next runs is recorded.
    pub records_lines: bool,
    /// What the links of the network inside the tab are like for the next runs.
    pub network: Link,
    /// The program of the latest run, or of the trace that was opened since.
    pub(super) ran: Option<Ran>,
    /// What the chance of the latest run followed from. That of the next follows from it.
    pub(super) seed: u32,
    /// The link whose step is still to be shown, which is when its program has run.
    pub(super) arrival: Option<Rc<link::Link>>,
    /// What the reader calls the program.
    pub title: Option<Rc<str>>,
    /// What the program is being checked by, instead of being run.
    pub(super) checked_by: Option<Rc<str>>,
    /// The program that is checked, if that is not the one in the editor.
    pub(super) checked_instead: Option<Rc<str>>,
    /// How often a check was asked for.
    pub(super) checks: u32,
    /// What the latest check has found out, if the program has not changed since.
    pub verdict: Option<Verdict>,
    /// The lines the editor shows tasks at.
    pub(super) marks: Vec<LineMark>,
}

/// A program that ran.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ran {
    /// Where it came from; and what has become of it since, if it is not in the editor any more.
    pub(super) opened: Opened,
    /// What it was when it ran.
    pub(super) program: Rc<str>,
    /// What else it takes to run it again, if it ran here.
    pub(super) given: Option<Given>,
}

/// What a run was given.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Given {
    /// What its chance followed from.
    pub(super) seed: u32,
    /// What was typed into it; `None` is the end of the input.
    pub(super) typed: Vec<Option<String>>,
}

impl Live {
    /// A stage with a program that has not run. `chance` is another number each time.
    pub fn new(opened: Opened, chance: u32) -> Live {
        Live {
            opened,
            run: Run::None,
            console: Scrollback::default(),
            loop_view: LoopView::default(),
            virtual_clock: false,
            records_lines: false,
            network: Link::default(),
            ran: None,
            seed: chance,
            arrival: None,
            title: None,
            checked_by: None,
            checked_instead: None,
            checks: 0,
            verdict: None,
            marks: vec![],
        }
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

    /// Whether a check of the program is under way.
    pub fn is_checking(&self) -> bool {
        self.checked_by.is_some() && !self.can_run()
    }

    /// What a screen reader should hear of the run.
    pub(super) fn announcement(&self, text: &Text) -> String {
        match &self.run {
            Run::Running(Running { hold: Hold::Held(line), .. }) => (text.loop_view.held)(*line),
            Run::Running(running) if running.input == Input::Wanted => text.input_wanted.to_owned(),
            Run::Over(ending) => text.ending(ending),
            _ => String::new(),
        }
    }

    /// Does what only a stage with a program of its own can.
    pub(super) fn act(&mut self, action: LiveAction) -> Vec<Request> {
        match action {
            LiveAction::Run => self.start(),
            LiveAction::Check(check) => self.start_check(check, None),
            LiveAction::CheckOther { check, program } => self.start_check(check, Some(program)),
            LiveAction::Stop => self.stop(),
            LiveAction::Input { line } => self.answer(line),
            LiveAction::Edited { program } => self.edit(program),
            LiveAction::Reset => self.reset(),
            LiveAction::ClearConsole => {
                self.console = Scrollback::default();
                vec![]
            }
            LiveAction::HoldOrContinue => self.hold_or_continue(),
            LiveAction::SwitchClock => {
                self.virtual_clock = !self.virtual_clock;
                let value = self.virtual_clock.then_some(settings::VIRTUAL);
                vec![Request::Remember { key: settings::CLOCK, value }]
            }
            LiveAction::SwitchLines => {
                self.records_lines = !self.records_lines;
                self.loop_view.wants_lines = self.records_lines;
                let value = self.records_lines.then_some(settings::LINES);
                vec![Request::Remember { key: settings::RECORD, value }]
            }
            LiveAction::Network(links) => {
                self.network = links;
                vec![]
            }
            LiveAction::OpenFile { name, content } => self.open_file(&name, content),
            LiveAction::Title(title) => {
                let title = title.trim();
                self.title = (!title.is_empty()).then(|| title.into());
                self.keep()
            }
        }
    }

    /// Shows what was recorded. While a program runs and the view follows it, going on means that the program does.
    pub(super) fn watch(&mut self, action: Watch) -> Vec<Request> {
        let follows_run = self.loop_view.follows() && !self.can_run();
        match action {
            Watch::Loop(LoopAction::Step { backwards: false }) if self.is_at_the_held_end() => self.advance(),
            Watch::NextTimer if follows_run => self.jump(),
            Watch::PlayOrHold if follows_run => self.hold_or_continue(),
            Watch::LineChosen(line) => self.go_to_line(line),
            Watch::SaveTrace => {
                let name = self.ran.as_ref().map(|ran| format!("{}.trace", self.file_name(&ran.opened)));
                vec![recorded::save(&self.loop_view, name)]
            }
            Watch::SavePicture(picture) => {
                let called = self.ran.as_ref().map(|ran| {
                    let title = self.title.as_deref().filter(|_| self.is_what_ran());
                    (title, self.file_name(&ran.opened))
                });
                let called = called.as_ref().map(|(title, name)| (*title, name.as_str()));
                recorded::save_picture(&self.loop_view, picture, called)
            }
            action => recorded::watch(&mut self.loop_view, action),
        }
    }

    /// Where the editor is to show tasks from now on, if that is somewhere else than it does; and whether the one that
    /// runs is to come into sight.
    pub fn moved_marks(&self, text: &Text) -> Option<(Vec<LineMark>, bool)> {
        let marks = self.find_marks(text);
        // A program that is under way is here and there: that would make the editor dance.
        let reveal = !self.loop_view.follows() || self.held_at().filter(|_| self.is_what_ran()).is_some();
        (marks != self.marks).then_some((marks, reveal))
    }

    /// Has the editor show tasks there.
    pub fn mark_tasks(&mut self, marks: Vec<LineMark>, reveal: bool) -> StageEffect {
        self.marks.clone_from(&marks);
        StageEffect::MarkTasks { marks, reveal }
    }

    /// Tells the user something in the console.
    pub fn aside(&mut self, aside: Aside) {
        self.console.aside(aside);
    }
}
