//! English words in and around a picture.

use crate::replay::Status;
use crate::replay::say::Words;

/// The words.
pub const WORDS: Words = Words {
    turn: "turn",
    callbacks: "callbacks",
    numbers: "numbers count the loop’s callbacks",
    states: ["running", "ready", "waiting"],
    made_ready: "from what made it ready",
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
    whole: |tasks, callbacks| {
        let tasks = if tasks == 1 { "1 task".to_owned() } else { format!("{tasks} tasks") };
        let callbacks =
            if callbacks == 1 { "1 callback".to_owned() } else { format!("{callbacks} callbacks") };
        format!("The whole run: {tasks}, {callbacks}")
    },
    ran: |times| match times {
        0 => "never ran".to_owned(),
        1 => "ran once".to_owned(),
        2 => "ran twice".to_owned(),
        _ => format!("ran {times} times"),
    },
    seconds: "s",
    decimal_mark: ".",
};
