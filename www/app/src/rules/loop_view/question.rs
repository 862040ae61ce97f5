//! What a reader of the output asks: why one line comes before or after another.

use asyncio101::replay::{Printed, Replay};
use asyncio101::trace::FutureId;

use super::LoopView;
use super::table::{self, Row};
use crate::rules::text::loop_view::LoopText;

/// As many lines before a line, and after it, as it can be compared with.
const NEAR: usize = 12;
/// The longest piece of a line that stands for it, in characters.
const LONGEST: usize = 32;

/// Two lines of the output, of which one is asked about. The steps they were printed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The line: the last that is printed at the step the reader looks at.
    pub line: usize,
    /// What it is compared with.
    pub other: usize,
    /// What it could be compared with, in the order it was printed.
    pub others: Vec<usize>,
}

/// What there is to say to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What kept the later line back.
    pub hindrance: String,
    /// How it came about, step by step.
    pub rows: Vec<Row>,
}

impl Question {
    /// Whether the line comes after the other.
    pub fn is_after(&self, other: usize) -> bool {
        other < self.line
    }

    /// The answer.
    pub fn answer(&self, replay: &Replay, text: &LoopText) -> Option<Answer> {
        let order = replay.order(self.line.min(self.other), self.line.max(self.other))?;
        Some(Answer {
            hindrance: (text.hindrance)(&order.hindrance),
            rows: table::rows_of(replay, &order.steps, text),
        })
    }
}

impl LoopView {
    /// The question at the step that is looked at; `None` if there are no two lines to ask about.
    pub fn question(&self) -> Option<Question> {
        let replay = self.recording.replay();
        let printed = replay.printed();
        let so_far = printed.partition_point(|line| line.step <= self.step());
        let is_blank = |line: &Printed| replay.names().text(line.text).trim().is_empty();
        let at = (0..so_far).rev().find(|at| !is_blank(&printed[*at]))?;
        let near = at.saturating_sub(NEAR)..(at + NEAR + 1).min(printed.len());
        let others: Vec<usize> = near.filter(|other| *other != at && !is_blank(&printed[*other])).collect();
        let chosen = others.iter().copied().find(|other| Some(printed[*other].step) == self.beside);
        let other = chosen.or_else(|| {
            // Of what another task printed, the last before it; else what comes next.
            let is_of_another = |other: &&usize| printed[**other].by != printed[at].by;
            let before = others.iter().rev().filter(|other| **other < at);
            let after = others.iter().filter(|other| **other > at);
            let of_another = before.clone().find(is_of_another).or_else(|| after.clone().find(is_of_another));
            of_another.or_else(|| before.clone().next()).or_else(|| after.clone().next()).copied()
        })?;
        let step = |at: usize| printed[at].step;
        Some(Question { line: step(at), other: step(other), others: others.into_iter().map(step).collect() })
    }
}

/// The line of the output whose place is the least expected: the first that a task printed after one that was made
/// later than it; if there is none, the first that another task printed than the line before it.
pub fn least_expected(replay: &Replay) -> Option<usize> {
    let made = |by: Option<(usize, FutureId)>| {
        by.and_then(|(in_loop, task)| replay.future(in_loop, task)).map(|task| task.created)
    };
    let pairs = || replay.printed().windows(2).filter(|pair| pair[0].by != pair[1].by);
    let is_late = |pair: &&[Printed]| matches!((made(pair[0].by), made(pair[1].by)), (Some(before), Some(after)) if before > after);
    // The program's own task is made before all others, and nobody expects it to be done before them.
    let is_of_child = |pair: &&[Printed]| {
        pair[1].by.and_then(|(in_loop, task)| replay.future(in_loop, task)?.by_task).is_some()
    };
    let pair = pairs().find(|pair| is_late(pair) && is_of_child(pair)).or_else(|| pairs().next())?;
    Some(pair[1].step)
}

/// A printed line, so short that it can stand in a sentence.
pub fn quoted(replay: &Replay, step: usize) -> String {
    let printed = replay.printed();
    let line = printed.binary_search_by_key(&step, |line| line.step).map(|at| printed[at].text);
    let text = line.map(|text| replay.names().text(text)).unwrap_or_default().trim();
    let first = text.lines().next().unwrap_or_default();
    match first.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &first[..end]),
        None => first.to_owned(),
    }
}
