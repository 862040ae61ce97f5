//! The exercise of a chapter: a program that the reader writes.

use std::rc::Rc;

use asyncio101_course::{Block, Exercise};
use asyncio101_messages::Verdict;

use super::action::ChapterAction;
use super::ordering::Ordering;
use super::place::CourseEffect;

/// An exercise, as far as the reader has come.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// What checks it.
    pub check: Rc<str>,
    /// A solution.
    pub solution: Option<Rc<str>>,
    /// How many hints the reader has asked for.
    pub hints: usize,
    /// How many there are.
    pub all_hints: usize,
    /// The lines of the solution, once the reader puts them in order.
    pub parsons: Option<Parsons>,
    /// Whether the solution is shown.
    pub shows_solution: bool,
    /// What the latest check has found out.
    pub verdict: Option<Verdict>,
    /// Whether a check has passed, now or at an earlier visit.
    pub was_solved: bool,
}

/// The lines of a solution that are put in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsons {
    /// The lines.
    pub ordering: Ordering,
    /// Whether they were found to be in order, or the first place that was not, while they are as they were then.
    pub found: Option<Result<(), usize>>,
    /// Whether they are being checked: another order than the solution's may be a solution, too.
    pub is_asked: bool,
}

/// What the reader can be helped with next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Help {
    /// The next hint: its number, from 1, and how many there are.
    Hint(usize, usize),
    /// The lines of a solution.
    Parsons,
    /// A solution.
    Solution,
}

impl Written {
    pub(super) fn new(exercise: &Exercise, was_solved: bool) -> Written {
        Written {
            check: exercise.check.as_str().into(),
            solution: exercise.solution.as_deref().map(Into::into),
            hints: 0,
            all_hints: exercise.hints.len(),
            parsons: None,
            shows_solution: false,
            verdict: None,
            was_solved,
        }
    }

    /// Whether the latest check has passed.
    pub fn is_solved(&self) -> bool {
        self.verdict == Some(Verdict::Passed)
    }

    /// What the reader can be helped with next; nothing if there is no more.
    pub fn help(&self) -> Option<Help> {
        if self.is_solved() {
            return None;
        }
        if self.hints < self.all_hints {
            return Some(Help::Hint(self.hints + 1, self.all_hints));
        }
        self.solution.as_ref()?;
        match (&self.parsons, self.shows_solution) {
            (_, true) => None,
            (None, false) => Some(Help::Parsons),
            (Some(_), false) => Some(Help::Solution),
        }
    }

    pub(super) fn update(&mut self, action: ChapterAction) -> Vec<CourseEffect> {
        match action {
            ChapterAction::Hint => self.hints = (self.hints + 1).min(self.all_hints),
            ChapterAction::Parsons => {
                let lines: Vec<String> = self
                    .solution
                    .iter()
                    .flat_map(|solution| solution.lines())
                    .filter(|line| !line.trim().is_empty())
                    .map(str::to_owned)
                    .collect();
                let chance = lines.len() as u32;
                self.parsons =
                    Some(Parsons { ordering: Ordering::new(lines, chance), found: None, is_asked: false });
            }
            ChapterAction::ShiftParsons { from, to } => {
                let Some(parsons) = &mut self.parsons else { return vec![] };
                parsons.ordering.shift(from, to);
                (parsons.found, parsons.is_asked) = (None, false);
                return vec![CourseEffect::FocusLine("parsons", to)];
            }
            ChapterAction::JudgeParsons => {
                let Some(parsons) = &mut self.parsons else { return vec![] };
                parsons.is_asked = !parsons.ordering.is_right();
                parsons.found = (!parsons.is_asked).then_some(Ok(()));
            }
            ChapterAction::ShowSolution => self.shows_solution = true,
            _ => return vec![],
        }
        vec![CourseEffect::ShowReply("help")]
    }

    /// The program that the reader's order of the lines makes, while it is being checked.
    pub(super) fn asked(&self) -> Option<Rc<str>> {
        let Ordering { lines, order } = &self.parsons.as_ref().filter(|parsons| parsons.is_asked)?.ordering;
        Some(order.iter().map(|line| format!("{}\n", lines[*line])).collect::<String>().into())
    }

    /// Whether that program is a solution.
    pub(super) fn hear_of_lines(&mut self, is_right: bool) {
        let Some(parsons) = &mut self.parsons else { return };
        let first_wrong = parsons.ordering.first_wrong().filter(|_| !is_right);
        (parsons.found, parsons.is_asked) = (Some(first_wrong.map_or(Ok(()), Err)), false);
    }

    /// What the chapter says to the mistake that the check has found; nothing if it is one of those of the page.
    pub fn message(&self, exercise: &Exercise) -> Option<Vec<Block>> {
        let Some(Verdict::Failed { id, values }) = &self.verdict else { return None };
        exercise.message(id).map(|message| message.say(values))
    }
}
