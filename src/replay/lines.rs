//! The lines that a program printed, as a reader counts them.

use super::{Printed, Replay};
use crate::trace::{FutureId, Stream};

/// A line of standard output that has an end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it says, without its end.
    pub text: String,
    /// The step in which its beginning was printed.
    pub step: usize,
    /// The loop, and the task that was in a step then.
    pub by: Option<(usize, FutureId)>,
}

impl Replay {
    /// The lines of standard output, in order. What was printed last and has no end is a line, too.
    #[must_use]
    pub fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut begun: Option<Line> = None;
        for Printed { step, text, by, .. } in self.printed().iter().filter(|it| it.stream == Stream::Stdout) {
            for piece in self.names().text(*text).split_inclusive('\n') {
                let line = begun.get_or_insert_with(|| Line { text: String::new(), step: *step, by: *by });
                line.text.push_str(piece.trim_end_matches('\n'));
                if piece.ends_with('\n') {
                    lines.extend(begun.take());
                }
            }
        }
        lines.extend(begun);
        lines
    }
}

/// Which one a line is of those that say the same, from 1; `None` if it is the only one.
pub(super) fn place_among_same(lines: &[Line], at: usize) -> Option<usize> {
    let same = |lines: &[Line], text: &str| lines.iter().filter(|line| line.text == text).count();
    let text = &lines[at].text;
    (same(lines, text) > 1).then(|| same(&lines[..=at], text))
}
