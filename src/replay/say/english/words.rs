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
    seconds: "s",
    decimal_mark: ".",
};
