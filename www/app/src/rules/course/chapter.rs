//! A chapter that is open: its words, the question, and the exercise, each as far as the reader has come.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use asyncio101::replay::Replay;
use asyncio101::replay::judge::{Judge, Verdict};
use asyncio101_course as course;

pub use super::action::ChapterAction;
use super::ordering::Ordering;
use super::place::{CourseEffect, Files, LOOK};
use super::progress::Solved;
use super::written::Written;
use crate::rules::link::Recipe;
use crate::rules::loop_view::{Axis, LoopView, Panel, Trace};
use crate::rules::opened::{Opened, Origin};
use crate::rules::page::State;
use crate::rules::stage::{Live, Player, Stage};
use crate::rules::text::Language;

/// What the trace of the program beside the words is called.
pub const TRACE: &str = "program.trace";
/// What the trace of another program is called that the question is about.
pub const QUESTION_TRACE: &str = "question.trace";

/// A chapter that is open.
#[derive(Clone, Debug, PartialEq)]
pub struct Chapter {
    /// What is in its folder, in the language of the page or another that it has.
    pub text: Rc<course::Chapter>,
    /// The panel beside its program.
    pub panel: Panel,
    /// Whether what was found wrong is shown as well: the reader has asked for it.
    pub shows_findings: bool,
    /// The question.
    pub question: Question,
    /// The exercise, if there is one.
    pub written: Option<Written>,
    files: Rc<BTreeMap<String, String>>,
}

/// The question, as far as the reader has come.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// Lines are put in order.
    Order(Order),
    /// One of several answers is chosen.
    Choice(Choice),
    /// Its program was not recorded: it cannot be asked.
    Unasked,
}

/// Lines that are put in the order in which a program prints them.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// The lines, and where they are now.
    pub ordering: Ordering,
    /// What was said of the order that was tried last, while it is there.
    pub verdict: Option<Verdict>,
    /// How often another order was tried.
    pub tries: usize,
    /// Whether the reader has found the order.
    pub is_solved: bool,
    /// Whether the reader was told it.
    pub is_shown: bool,
    trace: Trace,
}

/// One of several answers is chosen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    /// Those that were chosen and are not right.
    pub struck: BTreeSet<usize>,
    /// The one that was chosen last.
    pub last: Option<usize>,
    /// Whether the right one is chosen.
    pub is_solved: bool,
    /// Whether the reader was told which it is.
    pub is_shown: bool,
}

/// A stage with nothing on it.
pub fn empty(chance: u32) -> Stage {
    Stage::Live(live("".into(), chance))
}

/// A stage with a program that has not run.
fn live(program: Rc<str>, chance: u32) -> Live {
    let mut live = Live::new(Opened::AsItCame(Origin::Traced(Rc::new(Recipe::of(program)))), chance);
    live.virtual_clock = true;
    live
}

impl Chapter {
    /// Opens a chapter: it, the stage of its program, and that of its exercise, with what the reader has made of that.
    ///
    /// # Errors
    ///
    /// All that keeps it from being shown, in lines.
    pub fn open(
        files: Files,
        language: Language,
        chance: u32,
        draft: Option<Rc<str>>,
        solved: Solved,
    ) -> Result<(Chapter, Stage, Stage), Vec<String>> {
        let Files { texts, mut traces } = files;
        let text = read(&texts, language)?;
        let panel = Panel::from_name(&text.manifest.panel).unwrap_or(Panel::Lanes);
        let look = look(&text, traces.remove(TRACE), panel, chance);
        let asked = match text.question.program {
            Some(_) => {
                traces.remove(QUESTION_TRACE).and_then(|bytes| Trace::open(QUESTION_TRACE, bytes).ok())
            }
            None => Some(look.loop_view().trace.clone()).filter(|trace| !trace.is_empty()),
        };
        let mut question = Question::ask(&text, asked, chance);
        if solved.question {
            question.solve(&text);
        }
        let written = text.exercise.as_ref().map(|exercise| Written::new(exercise, solved.exercise));
        let starter = text.exercise.as_ref().map_or("", |exercise| &exercise.starter);
        let mut exercise = live(starter.into(), chance);
        if let Some(draft) = draft.filter(|draft| **draft != *starter) {
            exercise.opened = exercise.opened.edited(draft);
        }
        let shows_findings = panel == Panel::Findings;
        let (text, files) = (Rc::new(text), Rc::new(texts));
        let chapter = Chapter { text, panel, shows_findings, question, written, files };
        Ok((chapter, look, Stage::Live(exercise)))
    }

    /// Asks about a run of its program, if the question is about that and could not be asked yet.
    pub(super) fn ask_about(&mut self, trace: &Trace, chance: u32) {
        if self.question == Question::Unasked && self.text.question.program.is_none() && !trace.is_empty() {
            self.question = Question::ask(&self.text, Some(trace.clone()), chance);
        }
    }

    /// Puts its words into another language, if it has that.
    pub(super) fn translate(&mut self, language: Language) {
        if let Ok(text) = read(&self.files, language) {
            self.text = Rc::new(text);
        }
    }

    /// The step at which the view of the loop opens.
    pub(super) fn step(&self, page: &State) -> Option<usize> {
        self.step_of(&self.text.manifest.step, page)
    }

    /// The step of a place in the program's run.
    pub(super) fn step_of(&self, place: &course::Place, page: &State) -> Option<usize> {
        let stage = page.stage(LOOK)?;
        let replay = stage.loop_view().trace.replay();
        match place {
            course::Place::Number(step) => (*step <= replay.len()).then_some(*step),
            course::Place::End => Some(replay.len()),
            course::Place::Printed(text) => printed(&replay, text),
        }
    }

    /// Changes it by what the reader did.
    pub(super) fn update(&mut self, action: ChapterAction) -> Vec<CourseEffect> {
        match action {
            ChapterAction::Shift { from, to } => {
                let Question::Order(order) = &mut self.question else { return vec![] };
                order.ordering.shift(from, to);
                order.verdict = None;
                return vec![CourseEffect::FocusLine("question", to)];
            }
            ChapterAction::Judge => {
                let Question::Order(order) = &mut self.question else { return vec![] };
                order.judge();
            }
            ChapterAction::GiveUp => self.question.show(&self.text),
            ChapterAction::TryAgain => {
                self.question.try_again();
                return vec![];
            }
            ChapterAction::Choose(answer) => {
                let Question::Choice(choice) = &mut self.question else { return vec![] };
                if choice.is_shown {
                    return vec![];
                }
                choice.last = Some(answer);
                if Some(answer) == right(&self.text) {
                    choice.is_solved = true;
                } else {
                    choice.struck.insert(answer);
                }
            }
            ChapterAction::GoTo(_) => return vec![],
            action => {
                let Some(written) = &mut self.written else { return vec![] };
                return written.update(action);
            }
        }
        vec![CourseEffect::ShowReply("question")]
    }
}

impl Question {
    fn ask(text: &course::Chapter, trace: Option<Trace>, chance: u32) -> Question {
        match (&text.question.kind, trace) {
            (course::Kind::Choice(_), _) => Question::Choice(Choice::default()),
            (course::Kind::Order, None) => Question::Unasked,
            (course::Kind::Order, Some(trace)) => {
                let lines: Vec<String> = trace.replay().lines().into_iter().map(|line| line.text).collect();
                if lines.len() < 2 {
                    return Question::Unasked;
                }
                let ordering = Ordering::new(lines, chance);
                Question::Order(Order {
                    ordering,
                    verdict: None,
                    tries: 0,
                    is_solved: false,
                    is_shown: false,
                    trace,
                })
            }
        }
    }

    /// It was answered at an earlier visit.
    fn solve(&mut self, text: &course::Chapter) {
        match self {
            Question::Order(order) => {
                order.ordering.solve();
                (order.verdict, order.is_solved) = (None, true);
            }
            Question::Choice(choice) => {
                (choice.last, choice.is_solved) = (right(text), true);
            }
            Question::Unasked => {}
        }
    }

    /// Shows the answer. Who is told it has not found it.
    fn show(&mut self, text: &course::Chapter) {
        match self {
            Question::Order(order) => {
                order.ordering.solve();
                (order.verdict, order.is_shown) = (None, true);
            }
            Question::Choice(choice) => (choice.last, choice.is_shown) = (right(text), true),
            Question::Unasked => {}
        }
    }

    /// Asks anew.
    fn try_again(&mut self) {
        match self {
            Question::Order(order) => {
                order.ordering = Ordering::new(order.ordering.lines.clone(), order.tries as u32);
                (order.verdict, order.tries, order.is_shown) = (None, 0, false);
            }
            Question::Choice(choice) => *choice = Choice::default(),
            Question::Unasked => {}
        }
    }

    /// Whether the answer is known: found, or told.
    pub fn is_answered(&self) -> bool {
        match self {
            Question::Order(order) => order.is_solved || order.is_shown,
            Question::Choice(choice) => choice.is_solved || choice.is_shown,
            Question::Unasked => false,
        }
    }

    /// Whether the reader has found the answer.
    pub fn is_solved(&self) -> bool {
        match self {
            Question::Order(order) => order.is_solved,
            Question::Choice(choice) => choice.is_solved,
            Question::Unasked => false,
        }
    }
}

impl Order {
    fn judge(&mut self) {
        let replay = self.trace.replay();
        let judge = Judge::new(&replay, replay.lines());
        let verdict = judge.judge(&self.ordering.order);
        drop(judge);
        drop(replay);
        self.tries += 1;
        self.is_solved |= verdict == Verdict::Right;
        self.verdict = Some(verdict);
    }

    /// What is said of the order that was tried.
    pub fn reply(&self, language: Language) -> Option<String> {
        let verdict = self.verdict.as_ref()?;
        let replay = self.trace.replay();
        Some(language.of_the_replay().verdict(verdict, &replay.lines()))
    }

    /// The two lines that the reply is about.
    pub fn about(&self) -> Option<(usize, usize)> {
        match self.verdict.as_ref()? {
            Verdict::Right => None,
            Verdict::Possible { swapped, .. } | Verdict::Impossible { swapped, .. } => Some(*swapped),
        }
    }
}

/// The right answer.
fn right(text: &course::Chapter) -> Option<usize> {
    match &text.question.kind {
        course::Kind::Choice(choices) => choices.iter().position(|choice| choice.is_right),
        course::Kind::Order => None,
    }
}

/// Reads the files.
fn read(texts: &BTreeMap<String, String>, language: Language) -> Result<course::Chapter, Vec<String>> {
    let file = |name: &str| texts.get(name).cloned();
    course::Chapter::read(&file, language.tag())
        .map_err(|problems| problems.iter().map(ToString::to_string).collect())
}

/// The stage of the program beside the words: recorded, if there is a recording of this very program.
fn look(text: &course::Chapter, trace: Option<Vec<u8>>, panel: Panel, chance: u32) -> Stage {
    let recorded = trace.and_then(|bytes| Player::open(TRACE, bytes).ok());
    let recorded = recorded.filter(|player| *player.program == *text.program);
    let mut stage = match recorded {
        Some(player) if text.manifest.is_desktop => Stage::Player(player),
        Some(player) => player.live(chance).map_or_else(|| empty(chance), Stage::Live),
        None => Stage::Live(live(text.program.as_str().into(), chance)),
    };
    open_panel(&mut stage, panel, if text.manifest.is_by_time { Axis::Time } else { Axis::Order });
    stage
}

/// Opens the panel that matters, if a reader finds it closed, with its lanes on this axis.
fn open_panel(stage: &mut Stage, panel: Panel, axis: Axis) {
    let view: &mut LoopView = match stage {
        Stage::Live(live) => &mut live.loop_view,
        Stage::Player(player) => &mut player.loop_view,
    };
    view.open_panel(panel);
    view.preferences.axis = axis;
}

/// The step in which a text is printed for the first time.
fn printed(replay: &Replay, text: &str) -> Option<usize> {
    let names = replay.names();
    replay
        .printed()
        .iter()
        .find(|printed| names.text(printed.text).contains(text))
        .map(|printed| printed.step)
}
