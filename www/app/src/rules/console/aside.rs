//! What the page itself says in the console.

use asyncio101::trace::format::FormatError;
use asyncio101_messages::Notice;

use crate::rules::run::Ending;

/// Something the page itself has to say, beside what the program prints.
#[derive(Clone, Debug, PartialEq)]
pub enum Aside {
    /// A file that should be a program is no text.
    NoProgram {
        /// Its name.
        name: String,
    },
    /// Run was pressed while the program still runs; whether it waits for the user.
    StillRuns {
        /// Whether it waits for a line.
        asks: bool,
    },
    /// So many mistakes were found in what the program did.
    Found(usize),
    /// The program ignored Stop, so its engine was replaced.
    StopForced,
    /// The engine died during a run or between two.
    Crashed {
        /// What is known about the cause.
        reason: String,
    },
    /// The engine never came up.
    Unavailable {
        /// What is known about the cause.
        reason: String,
    },
    /// The link named an example that does not exist.
    UnknownExample {
        /// The name in the link.
        id: String,
    },
    /// The link should hold a program, and cannot be read.
    UnreadableLink,
    /// A file that was opened is no trace.
    NoTrace {
        /// The file's name.
        name: String,
        /// What is wrong with it.
        error: FormatError,
    },
    /// What the engine wants the user to know.
    FromEngine(Notice),
    /// How the program ended.
    Ending(Ending),
}
