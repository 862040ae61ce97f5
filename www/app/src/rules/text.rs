//! Every word the page says, in every language it speaks.
//!
//! A language is a [`Text`]: a struct whose fields are the words, so that the compiler refuses a language
//! that lacks one. Words with a value in them are functions, because languages put values in different
//! places and inflect what stands around them.

pub mod course;
pub mod embed;
mod english;
pub mod loop_view;
pub mod share;
mod turkish;

use asyncio101::replay::say;
use asyncio101::trace::format::FormatError;
use asyncio101_messages::{Notice, Outcome};

use super::console::Aside;
use super::run::{Ending, How};
use super::settings::Theme;
use course::CourseText;
use embed::EmbedText;
use loop_view::LoopText;
use share::ShareText;

/// A language of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English
    English,
    /// Türkçe
    Turkish,
}

impl Language {
    /// All of them.
    pub const ALL: [Language; 2] = [Language::English, Language::Turkish];

    /// The tag of BCP 47, as in the `lang` attribute.
    pub fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Turkish => "tr",
        }
    }

    /// The same, for what the replay says.
    pub fn of_the_replay(self) -> say::Language {
        match self {
            Language::English => say::Language::English,
            Language::Turkish => say::Language::Turkish,
        }
    }

    /// The words of the course. They are no part of [`Text`], which every build has.
    pub fn course(self) -> &'static CourseText {
        match self {
            Language::English => &course::ENGLISH,
            Language::Turkish => &course::TURKISH,
        }
    }

    /// What the language calls itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Language::English => "English",
            Language::Turkish => "Türkçe",
        }
    }

    /// What the language switch leads to.
    pub fn other(self) -> Language {
        match self {
            Language::English => Language::Turkish,
            Language::Turkish => Language::English,
        }
    }

    /// Its words.
    pub fn text(self) -> &'static Text {
        match self {
            Language::English => &english::TEXT,
            Language::Turkish => &turkish::TEXT,
        }
    }
}

/// The words of one language.
pub struct Text {
    /// The page's title after the example's.
    pub title: &'static str,
    /// The pane with the list of programs.
    pub examples: &'static str,
    /// The pane with the editor.
    pub code: &'static str,
    /// The pane with the output.
    pub console: &'static str,
    /// The pane with the event loop.
    pub event_loop: &'static str,
    /// Leads from a program of the course to its chapter, by the chapter's number.
    pub chapter: fn(number: u8) -> String,
    /// Leads a keyboard past the examples.
    pub skip: &'static str,
    /// What the four panes are, as a switch between them.
    pub panes: &'static str,
    /// After the title of an example whose program has been changed.
    pub edited: &'static str,
    /// The title of an example whose program has been changed.
    pub yours: &'static str,
    /// What became that program; given the example's title.
    pub made_from: fn(&str) -> String,

    /// Starts the program.
    pub run: &'static str,
    /// Ends the program.
    pub stop: &'static str,
    /// The program has been told to stop.
    pub stopping: &'static str,
    /// The program is held at a turn of its loop.
    pub paused: fn(Option<u32>) -> String,
    /// A program that was paused goes on for a turn.
    pub led_on: &'static str,
    /// Brings an example's own program back.
    pub reset: &'static str,
    /// What Reset does and how to take it back.
    pub reset_hint: &'static str,
    /// How to leave the editor with the keyboard.
    pub editor_hint: &'static str,
    /// The theme button: the theme now, and what a press leads to.
    pub theme: fn(now: Theme, next: Theme) -> String,

    /// Copies the output.
    pub copy: &'static str,
    /// The output was copied.
    pub copied: &'static str,
    /// Leads from the output to the loop, where the two are not side by side.
    pub see_why: &'static str,
    /// So many mistakes were found; for a button that leads to them.
    pub found: fn(usize) -> String,
    /// Nothing can wake the program.
    pub stuck: &'static str,
    /// Empties the console.
    pub clear: &'static str,
    /// The empty console; the argument is the shortcut.
    pub console_empty: fn(shortcut: &str) -> String,
    /// The oldest lines are gone: how many, and how many are kept.
    pub lines_dropped: fn(dropped: usize, kept: usize) -> String,
    /// Names the button in a traceback.
    pub go_to_line: fn(line: u32) -> String,
    /// Names the input line.
    pub input: &'static str,
    /// Sends the input line.
    pub send: &'static str,
    /// Sends end of file.
    pub end_of_file: &'static str,
    /// The program waits for input; for the live region.
    pub input_wanted: &'static str,

    /// The engine is on its way.
    pub loading: &'static str,
    /// The engine is on its way and the program waits for it.
    pub queued: &'static str,
    /// The engine did not come up.
    pub unavailable: &'static str,
    /// The engine can run a program.
    pub ready: &'static str,
    /// The program is running.
    pub running: &'static str,
    /// The program is inside `input()`.
    pub waiting: &'static str,
    /// Which Python this is, of that version, and whose asyncio.
    pub language: fn(version: &str) -> String,
    /// The clock jumps over every wait.
    pub virtual_clock: &'static str,
    /// A percentage.
    pub percent: fn(share: f64) -> String,

    /// The program ran to its end.
    finished: &'static str,
    /// The program exited with a status.
    exited: fn(status: i32) -> String,
    /// An exception nobody caught.
    raised: fn(exception: &str, line: Option<u32>) -> String,
    /// The user stopped the program.
    interrupted: &'static str,
    /// The engine died.
    crashed: &'static str,
    /// Abbreviates milliseconds.
    milliseconds: &'static str,
    /// How long a run took by its virtual clock, and really.
    took_virtually: fn(clock: &str, real: Option<&str>) -> String,
    /// Abbreviates seconds.
    seconds: &'static str,
    /// Abbreviates minutes.
    minutes: &'static str,
    /// Between a number's whole and its fraction.
    decimal_mark: &'static str,

    /// Run was pressed while the program still runs, and perhaps waits for input.
    still_runs: fn(asks: bool) -> String,
    /// The program did not stop by itself.
    stop_forced: &'static str,
    /// The engine died, and why.
    engine_crashed: fn(reason: &str) -> String,
    /// The engine did not come up, and why.
    engine_unavailable: fn(reason: &str) -> String,
    /// The link names no example.
    unknown_example: fn(id: &str) -> String,
    unreadable_link: &'static str,
    /// Copies a link to the program.
    pub link: &'static str,
    /// What the link holds.
    pub link_hint: &'static str,
    /// The link was copied.
    pub link_copied: &'static str,
    /// Why the program runs on the virtual clock.
    virtual_clock_only: &'static str,
    /// A module could not be fetched, and why.
    module_unavailable: fn(module: &str, reason: &str) -> String,

    /// A file that should be a program is no text in UTF-8.
    no_program: fn(name: &str) -> String,
    /// The reader's own programs.
    pub own: &'static str,
    /// Begins another.
    pub begin: &'static str,
    /// A file that was opened is no trace, and why.
    no_trace: fn(name: &str, error: &FormatError) -> String,

    /// The card about one turn of the loop.
    pub turn: TurnText,
    /// The view of the loop.
    pub loop_view: LoopText,
    /// What stands in About.
    pub about: AboutText,
    /// A page inside another.
    pub embed: EmbedText,
    /// Leads to the course.
    pub course: &'static str,
    /// What leads a newcomer there.
    pub course_invitation: &'static str,
    /// What stands in Share.
    pub share: ShareText,
}

/// The words around the loop's pseudo-code.
pub struct TurnText {
    /// The heading.
    pub title: &'static str,
    /// What a turn is.
    pub lead: &'static str,
    /// The four steps: name and explanation.
    pub steps: [(&'static str, &'static str); 4],
    /// Why there is a bound on the last step.
    pub again: &'static str,
    /// The heading above the invariant.
    pub invariant_title: &'static str,
    /// One half of the invariant.
    pub either: &'static str,
    /// The other half.
    pub or: &'static str,
    /// Between the two halves.
    pub or_word: &'static str,
}

/// The words in About.
pub struct AboutText {
    /// Opens About.
    pub open: &'static str,
    /// Closes it.
    pub close: &'static str,
    /// What this is.
    pub what: &'static str,
    /// The heading above the keys.
    pub keys: &'static str,
    /// Runs the program.
    pub key_run: &'static str,
    /// Leaves the editor.
    pub key_leave: &'static str,
    /// Goes round the panes.
    pub key_panes: &'static str,
    /// Ends the input.
    pub key_end_of_file: &'static str,
    /// Recalls typed lines.
    pub key_history: &'static str,
    /// The heading above the credits.
    pub credits: &'static str,
    /// Who made which part, without the links.
    pub credit_deck: &'static str,
    /// The language.
    pub credit_python: &'static str,
    /// The library.
    pub credit_library: &'static str,
    /// The name of the library's licence.
    pub python_licence: &'static str,
    /// The editor.
    pub credit_editor: &'static str,
    /// The typefaces.
    pub credit_fonts: &'static str,
    /// This project's own licence.
    pub licence: &'static str,
}

impl Text {
    /// How a run ended, and after how long.
    pub fn ending(&self, ending: &Ending) -> String {
        let how = match &ending.how {
            How::Reported(Outcome::Finished) => self.finished.to_owned(),
            How::Reported(Outcome::Exited { status }) => (self.exited)(*status),
            How::Reported(Outcome::Raised { exception, line }) => (self.raised)(exception, *line),
            How::Reported(Outcome::Interrupted) | How::Replaced => self.interrupted.to_owned(),
            How::Crashed => self.crashed.to_owned(),
        };
        let real = ending.took_ms.map(|took_ms| self.duration(took_ms));
        let took = match (ending.virtual_clock, real) {
            (Some(clock), real) => {
                Some((self.took_virtually)(&self.duration(clock as f64 / 1e6), real.as_deref()))
            }
            (None, real) => real,
        };
        match took {
            Some(took) => format!("{how}\u{2002}·\u{2002}{took}"),
            None => how,
        }
    }

    /// A time span, as precise as a reader cares for.
    pub fn duration(&self, milliseconds: f64) -> String {
        let seconds = milliseconds / 1000.0;
        let number = |value: f64, digits: usize| format!("{value:.digits$}").replace('.', self.decimal_mark);
        if milliseconds < 999.5 {
            format!("{} {}", number(milliseconds, 0), self.milliseconds)
        } else if seconds < 59.95 {
            format!("{} {}", number(seconds, if seconds < 9.995 { 2 } else { 1 }), self.seconds)
        } else {
            let whole = seconds.round();
            format!("{} {} {} {}", (whole / 60.0).floor(), self.minutes, whole % 60.0, self.seconds)
        }
    }

    /// The loop's clock, in nanoseconds, as a scale and a column of a table show it.
    pub fn clock(&self, nanoseconds: u64) -> String {
        self.loop_view.words.clock(nanoseconds)
    }

    /// What the page has to say in the console.
    pub fn aside(&self, aside: &Aside) -> String {
        match aside {
            Aside::StillRuns { asks } => (self.still_runs)(*asks),
            Aside::Found(count) => (self.found)(*count),
            Aside::StopForced => self.stop_forced.to_owned(),
            Aside::Crashed { reason } => (self.engine_crashed)(reason),
            Aside::Unavailable { reason } => (self.engine_unavailable)(reason),
            Aside::UnknownExample { id } => (self.unknown_example)(id),
            Aside::UnreadableLink => self.unreadable_link.to_owned(),
            Aside::FromEngine(Notice::VirtualClockOnly) => self.virtual_clock_only.to_owned(),
            Aside::FromEngine(Notice::ModuleUnavailable { module, reason }) => {
                (self.module_unavailable)(module, reason)
            }
            Aside::NoProgram { name } => (self.no_program)(name),
            Aside::NoTrace { name, error } => (self.no_trace)(name, error),
            Aside::Ending(ending) => self.ending(ending),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_is_written_as_in_the_language() {
        let shown = Language::ALL.map(|language| language.text().clock(1_343_600_000));
        assert_eq!(shown, ["1.344 s", "1,344 sn"]);
    }

    #[test]
    fn durations_are_rounded_before_the_unit_is_chosen() {
        let english = Language::English.text();
        let spans = [0.4, 120.0, 999.4, 999.6, 1234.0, 9_996.0, 59_940.0, 59_960.0, 125_000.0];
        let shown =
            ["0 ms", "120 ms", "999 ms", "1.00 s", "1.23 s", "10.0 s", "59.9 s", "1 min 0 s", "2 min 5 s"];
        assert_eq!(spans.map(|span| english.duration(span)), shown);
    }

    #[test]
    fn a_run_on_the_virtual_clock_says_whose_time_it_took() {
        let ending = |took_ms| Ending {
            how: How::Reported(Outcome::Finished),
            took_ms,
            virtual_clock: Some(2_000_000_000),
        };
        let said = |language: Language, took_ms| language.text().ending(&ending(took_ms));
        let english = said(Language::English, Some(52.0));
        assert_eq!(english, "Finished\u{2002}·\u{2002}2.00 s on the virtual clock, really 52 ms");
        assert!(said(Language::English, None).ends_with("2.00 s on the virtual clock"));
        assert!(said(Language::Turkish, Some(52.0)).ends_with("sanal saatte 2,00 sn, gerçekte 52 ms"));
    }

    #[test]
    fn turkish_writes_a_decimal_comma() {
        assert_eq!(Language::Turkish.text().duration(1234.0), "1,23 sn");
    }

    #[test]
    fn every_ending_and_aside_has_words_of_its_own_in_every_language() {
        let outcomes = [
            How::Reported(Outcome::Finished),
            How::Reported(Outcome::Exited { status: 3 }),
            How::Reported(Outcome::Raised { exception: "ValueError".into(), line: Some(7) }),
            How::Reported(Outcome::Raised { exception: "KeyError".into(), line: None }),
            How::Reported(Outcome::Interrupted),
            How::Crashed,
        ];
        let endings =
            outcomes.map(|how| Aside::Ending(Ending { how, took_ms: Some(1.0), virtual_clock: None }));
        let others = [
            Aside::Found(1),
            Aside::Found(2),
            Aside::StillRuns { asks: true },
            Aside::StillRuns { asks: false },
            Aside::StopForced,
            Aside::Crashed { reason: "it fell".into() },
            Aside::Unavailable { reason: "it fell".into() },
            Aside::UnknownExample { id: "nobody".into() },
            Aside::UnreadableLink,
            Aside::NoProgram { name: "x.py".into() },
            Aside::NoTrace { name: "x.trace".into(), error: FormatError::NoTrace },
            Aside::FromEngine(Notice::VirtualClockOnly),
            Aside::FromEngine(Notice::ModuleUnavailable { module: "ssl".into(), reason: "404".into() }),
        ];
        let mut said = std::collections::HashSet::new();
        for aside in endings.iter().chain(&others) {
            for language in Language::ALL {
                let words = language.text().aside(aside);
                assert!(!words.is_empty() && said.insert(words), "{language:?} {aside:?}");
            }
        }
    }

    #[test]
    fn what_is_known_is_said() {
        let raised = How::Reported(Outcome::Raised { exception: "ValueError".into(), line: Some(7) });
        let ending = Ending { how: raised, took_ms: Some(50.0), virtual_clock: None };
        for language in Language::ALL {
            let words = language.text().ending(&ending);
            assert!(
                words.contains("ValueError") && words.contains('7') && words.contains("50 ms"),
                "{words}"
            );
        }
    }
}
