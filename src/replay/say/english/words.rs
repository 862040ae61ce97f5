//! English words in and around a picture.

use crate::replay::Status;
use crate::replay::say::Words;

/// The words.
pub const WORDS: Words = Words {
    turn: "turn",
    callbacks: "callbacks",
    numbers: "numbers count the loop’s callbacks",
    states: ["running", "ready", "waiting"],
    status: |status| match status {
        Status::Pending => "pending",
        Status::Done => "done",
        Status::Failed => "failed",
        Status::Cancelled => "cancelled",
        Status::Destroyed => "destroyed",
    },
    no_tasks: "No task was made.",
    nothing_yet: "Nothing has happened yet.",
    step: |step, all| format!("Step {step} of {all}"),
    output: "Output",
    nothing_printed: "Nothing was printed yet.",
    no_program: "The trace does not have its program.",
    more_lines: |lines| if lines == 1 { "+ 1 more line".to_owned() } else { format!("+ {lines} more lines") },
    more_tasks: |tasks| if tasks == 1 { "+ 1 more task".to_owned() } else { format!("+ {tasks} more tasks") },
    cut: |before, after| match (before, after) {
        (0, 0) => String::new(),
        (before, 0) => format!("+ {before} before"),
        (0, after) => format!("+ {after} after"),
        (before, after) => format!("+ {before} before, {after} after"),
    },
    seconds: "s",
    decimal_mark: ".",
};
