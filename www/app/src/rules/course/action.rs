//! What a reader does with a chapter.

use asyncio101_course as course;

/// Something that the reader does with a chapter.
#[derive(Clone, Debug, PartialEq)]
pub enum ChapterAction {
    /// Moves a line of the question.
    Shift {
        /// From this place.
        from: usize,
        /// To this one.
        to: usize,
    },
    /// Wants to know whether the order is right.
    Judge,
    /// Wants to be told the answer.
    GiveUp,
    /// Wants to try again after that.
    TryAgain,
    /// Chooses an answer.
    Choose(usize),
    /// Goes to a step that the words lead to.
    GoTo(course::Place),
    /// Wants the next hint.
    Hint,
    /// Wants the lines of a solution to put in order.
    Parsons,
    /// Moves one of them.
    ShiftParsons {
        /// From this place.
        from: usize,
        /// To this one.
        to: usize,
    },
    /// Wants to know whether they are in order.
    JudgeParsons,
    /// Wants to see a solution.
    ShowSolution,
}
