//! What is known of functions that take other functions, and coroutines: what they do with them.

use super::source::Source;

/// Where a function is given to something that calls it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Given {
    /// The line, from 1.
    pub(super) line: u32,
    /// To what.
    pub(super) to: String,
}

/// What takes a coroutine to have it run: what was not awaited, it was not.
pub(super) const TAKERS: [&str; 8] = [
    "create_task",
    "ensure_future",
    "gather",
    "shield",
    "wait_for",
    "run",
    "run_until_complete",
    "run_coroutine_threadsafe",
];

/// What has the loop call a function that it is given, and awaits nothing.
pub(super) const CALLERS: [&str; 8] = [
    "call_soon",
    "call_soon_threadsafe",
    "call_later",
    "call_at",
    "add_reader",
    "add_writer",
    "add_signal_handler",
    "add_done_callback",
];

/// What runs a loop, which cannot be done where one runs.
pub(super) const RUNNERS: [&str; 4] = ["run", "run_until_complete", "run_forever", "Runner"];

/// What calls a function that it is given in a thread, in which no loop runs.
pub(super) const THREADS: [&str; 4] = ["Thread", "to_thread", "run_in_executor", "submit"];

/// What makes something else of its arguments, at once, and keeps none of them.
pub(super) const CONSUMERS: [&str; 24] = [
    "print",
    "len",
    "str",
    "repr",
    "int",
    "float",
    "bool",
    "bytes",
    "sum",
    "max",
    "min",
    "abs",
    "round",
    "sorted",
    "any",
    "all",
    "isinstance",
    "type",
    "dumps",
    "format",
    "range",
    "ord",
    "divmod",
    "pow",
];

/// What a future has, or a task, or a coroutine: asked of what a call returns before it is awaited.
pub(super) const FUTURES: [&str; 22] = [
    "add_done_callback",
    "remove_done_callback",
    "cancel",
    "cancelled",
    "cancelling",
    "uncancel",
    "done",
    "result",
    "exception",
    "set_result",
    "set_exception",
    "get_name",
    "set_name",
    "get_coro",
    "get_context",
    "get_stack",
    "print_stack",
    "get_loop",
    "send",
    "throw",
    "close",
    "cr_frame",
];

/// What a function is given to that calls it, where its name stands.
pub(super) fn given(source: &Source<'_>, at: usize) -> Option<Given> {
    let call = source.argument_of(at)?;
    let to = source.word(call.name);
    (CALLERS.contains(&to) || THREADS.contains(&to))
        .then(|| Given { line: source.line(at), to: to.to_owned() })
}
