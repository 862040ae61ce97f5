//! English.

use asyncio101::replay::say::english;

use super::embed::ENGLISH as EMBED;
use super::loop_view::ENGLISH as LOOP;
use super::share::ENGLISH as SHARE;
use super::{AboutText, Text, TurnText};
use crate::rules::settings::Theme;

/// The words.
pub(super) const TEXT: Text = Text {
    title: "asyncio 101 playground",
    examples: "Examples",
    code: "Code",
    console: "Console",
    event_loop: "Loop",
    skip: "Skip to the program",
    panes: "Panes",
    edited: "edited",
    yours: "Your program",
    made_from: |title| format!("Made from “{title}”. Reset brings that back."),

    run: "Run",
    stop: "Stop",
    stopping: "Stopping",
    led_on: "Running on to the next turn",
    paused: |line| line.map_or_else(|| "Paused".to_owned(), |line| format!("Paused at line {line}")),
    reset: "Reset",
    reset_hint: "Back to the original program (undo brings yours back)",
    editor_hint: "F6 leaves the editor, or Esc and then Tab",
    theme: |now, next| format!("Theme: {}. Switch to {}", theme(now), theme(next)),

    copy: "Copy",
    copied: "Copied",
    see_why: "Why in this order?",
    found: |count| match count {
        1 => "One mistake was found".to_owned(),
        count => format!("{count} mistakes were found"),
    },
    stuck: "Nothing can wake it any more: stop it",
    clear: "Clear",
    console_empty: |shortcut| format!("What the program prints appears here. {shortcut} runs it."),
    lines_dropped: |dropped, kept| {
        format!("{dropped} earlier lines were dropped: the console keeps the last {kept}.")
    },
    go_to_line: |line| format!("go to line {line} of the program"),
    input: "Input for the program",
    send: "Send",
    end_of_file: "End of file",
    input_wanted: "The program is waiting for input. F6 leads to the input line.",

    loading: "Loading the engine",
    queued: "Runs as soon as the engine is loaded",
    unavailable: "The engine could not be loaded. Run tries again.",
    ready: "Ready",
    running: "Running",
    waiting: "Waiting for input",
    language: |version| format!("RustPython {version}, asyncio by this project"),
    virtual_clock: "virtual clock",
    percent: |share| format!("{:.0} %", share * 100.0),

    finished: "Finished",
    exited: |status| format!("Exited with status {status}"),
    raised: |exception, line| match line {
        Some(line) => format!("{exception} on line {line}"),
        None => exception.to_owned(),
    },
    interrupted: "Stopped",
    crashed: "The engine crashed",
    milliseconds: "ms",
    took_virtually: |clock, real| match real {
        Some(real) => format!("{clock} on the virtual clock, really {real}"),
        None => format!("{clock} on the virtual clock"),
    },
    seconds: "s",
    minutes: "min",
    decimal_mark: ".",

    still_runs: |asks| match asks {
        true => "A program still runs, and waits for input. Answer it below, or stop it first.".to_owned(),
        false => "A program still runs. Stop it first.".to_owned(),
    },
    stop_forced: "The program did not stop by itself, so its engine was replaced.",
    engine_crashed: |reason| format!("The engine crashed and was replaced. What is known: {reason}"),
    engine_unavailable: |reason| format!("The engine could not be loaded: {reason}. Run tries again."),
    unreadable_link: "This link should hold a program, but it cannot be read: it may have been cut off.",
    link: "Link",
    link_hint: "Copies a link that holds this program and the step you look at",
    link_copied: "Link copied",
    unknown_example: |id| format!("There is no example called “{id}”. This is the first one."),
    virtual_clock_only: "This browser cannot make a program wait (it lacks JavaScript Promise Integration). \
        The program runs on a virtual clock: waiting takes no time, the order stays the same.",
    module_unavailable: |module, reason| format!("The module {module} could not be fetched: {reason}"),

    no_program: |name| format!("{name} cannot be opened: a program is text in UTF-8"),
    chapter: |number| format!("Chapter {number}"),
    own: "Your programs",
    begin: "New program",
    no_trace: |name, error| format!("{name} cannot be shown: {}", english::unreadable(error)),

    loop_view: LOOP,
    turn: TurnText {
        title: "One turn of the loop",
        lead: "An event loop does four things, over and over. Nothing else ever runs your coroutines.",
        steps: [
            (
                "Look at the timers",
                "How long until the next deadline? If something is ready already: not at all.",
            ),
            (
                "Wait in select",
                "The one place where the loop blocks: until a socket is ready, the deadline comes, \
                or something wakes it.",
            ),
            (
                "Move what is due",
                "Sockets that are ready and timers that are due put their callbacks into the \
                ready queue.",
            ),
            ("Run what is ready", "Exactly the n callbacks that are ready now, first in, first out."),
        ],
        again: "A callback that schedules another waits for the next turn. That is why a task that never awaits \
            stops everybody.",
        invariant_title: "A task, between its steps",
        either: "it waits for a future, and no step is scheduled",
        or: "it waits for nothing, and its next step is scheduled",
        or_word: "or",
    },
    about: AboutText {
        open: "About",
        close: "Close",
        what: "asyncio 101 is Python’s asyncio rebuilt in Rust. The program runs in this tab, in a worker of its \
            own; it is not sent to any server.",
        keys: "Keys",
        key_run: "run the program",
        key_leave: "leave the editor",
        key_panes: "next and previous pane",
        key_end_of_file: "end the input",
        key_history: "lines typed before",
        credits: "Credits",
        credit_deck: "After the deck “Asyncio 101” by Gürel Erceis, and PEP 3156.",
        credit_python: "The Python language is RustPython (MIT).",
        credit_library: "The standard library is Python’s own:",
        python_licence: "Python Software Foundation License",
        credit_editor: "The editor is CodeMirror (MIT).",
        credit_fonts: "The typefaces are Instrument Sans and JetBrains Mono (SIL Open Font License).",
        licence: "asyncio 101 itself is licensed under MIT or Apache-2.0, as you like.",
    },
    embed: EMBED,
    course: "Course",
    course_invitation: "New to asyncio? Take the course",
    share: SHARE,
};

/// The name of a theme.
fn theme(theme: Theme) -> &'static str {
    match theme {
        Theme::Auto => "as the system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    }
}
