//! Who was cancelled, why, and how that ended; and who could not end.

use super::{duration, name};
use crate::replay::fact::{Canceller, Ending, Name};
use crate::trace::Unfit;

/// A timeout that has to wait for nothing.
pub(super) const TIMEOUT_AT_ONCE: &str = "a timeout that was due when it was set";

/// Behind what was cancelled, why.
pub(super) fn cause(by: Option<&Canceller>) -> String {
    by.map(|by| format!(", {}", canceller(by))).unwrap_or_default()
}

/// Why something was cancelled.
#[must_use]
pub fn canceller(by: &Canceller) -> String {
    match by {
        Canceller::Timeout(0) => format!("by {TIMEOUT_AT_ONCE}"),
        Canceller::Timeout(after) => format!("by a timeout, {} after it was set", duration(*after)),
        Canceller::Timer { line, after } => {
            format!("by a timer that line {line} had set, {} before", duration(*after))
        }
        Canceller::Group(member) => format!("because {} failed and the group cancelled it", name(member)),
        Canceller::GroupLeft(task) => format!("because {} left the group with an exception", name(task)),
        Canceller::GroupCancelled(task) => {
            format!("because {} was cancelled inside of the group", name(task))
        }
        Canceller::GroupAgain => {
            "because it had been before, and its group took that back to raise what failed".to_owned()
        }
        Canceller::RunEnds(by) => format!("because {by}() cancels what is left"),
        Canceller::MainIsOver(task) => format!("because {} ended", name(task)),
        Canceller::Asked(line) => format!("because line {line} had asked the loop to call cancel()"),
        Canceller::Interrupt => "because the program was interrupted, as by Ctrl+C".to_owned(),
        Canceller::Line(line) => format!("because line {line} called cancel()"),
    }
}

/// A task's first step, when it was asked to cancel before.
pub(super) fn does_not_begin(task: &Name, by: Option<&Canceller>) -> String {
    let (task, cause) = (name(task), cause(by));
    format!("{task} takes its first step, but was asked to cancel before{cause}: none of its code runs")
}

/// How a task came to an end that counts as cancelled.
pub(super) fn ending(task: &Name, ending: &Ending) -> String {
    let task = name(task);
    match ending {
        Ending::LetThrough => format!("{task} lets its cancellation through and ends"),
        Ending::AfterMore => format!("{task} ends with a CancelledError, some steps after it was cancelled"),
        Ending::NotBegun => format!("{task} ends, cancelled before it had begun"),
        Ending::Returned => format!("{task} returns, but it was asked to cancel: it counts as cancelled"),
        Ending::WithAwaited(awaited) => {
            format!(
                "{task} ends with a CancelledError, because {} was cancelled, which it awaited",
                name(awaited)
            )
        }
        Ending::Unasked => format!("{task} ends with a CancelledError, though nobody asked it to cancel"),
    }
}

/// A task that yields what it cannot wait for.
pub(super) fn cannot_wait(task: &Name, unfit: Unfit) -> String {
    let what = match unfit {
        Unfit::OtherLoop => "awaits a future of another loop",
        Unfit::Itself => "awaits itself",
        Unfit::NotAwaited => "yields a future instead of awaiting it",
        Unfit::NoFuture => "yields what is no future",
    };
    format!("{} {what}: it cannot wait for that, and its next step will throw an exception in", name(task))
}

/// A task that was not done when its loop came to its end.
pub(super) fn left(task: &Name, is_closed: bool) -> String {
    let (task, how) = (name(task), end_of_loop(is_closed));
    format!(
        "{task} was not done when its loop was {how}, so it never will be; await it before that, or cancel it"
    )
}

/// The same, where it is dropped.
pub(super) fn dropped(task: &Name, is_closed: bool) -> String {
    format!("{} was dropped before it was done: its loop had been {}", name(task), end_of_loop(is_closed))
}

fn end_of_loop(is_closed: bool) -> &'static str {
    if is_closed { "closed" } else { "left" }
}
