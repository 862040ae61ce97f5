//! What options have for values, and what is wrong with one that makes no sense.

use std::ffi::{OsStr, OsString};
use std::fmt;

use asyncio101::replay::say::{Language, UnknownLanguage};

/// What time is to a program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    /// Waiting takes as long as it says.
    #[default]
    Real,
    /// Waiting takes no time: the clock jumps to the next deadline.
    Virtual,
    /// The same, and looking at the clock takes no time either.
    Still,
}

/// Why what was typed makes no sense.
#[derive(Debug, PartialEq)]
pub struct UsageError(pub(super) String);

impl fmt::Display for UsageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<lexopt::Error> for UsageError {
    fn from(error: lexopt::Error) -> Self {
        Self(error.to_string())
    }
}

/// The clock of that name.
pub(super) fn clock(word: &OsStr) -> Result<Clock, UsageError> {
    match word.to_str() {
        Some("real") => Ok(Clock::Real),
        Some("virtual") => Ok(Clock::Virtual),
        Some("still") => Ok(Clock::Still),
        _ => Err(UsageError(format!("there is no clock {word:?}, only 'real', 'virtual' and 'still'"))),
    }
}

/// The language of that tag.
pub(super) fn language(word: &OsStr) -> Result<Language, UsageError> {
    word.to_string_lossy().parse().map_err(|unknown: UnknownLanguage| UsageError(unknown.to_string()))
}

/// An argument as Python can have it. (CPython smuggles other bytes into its strings as surrogates; the
/// interpreter here takes its arguments as UTF-8.)
pub(super) fn text(argument: OsString) -> Result<String, UsageError> {
    argument
        .into_string()
        .map_err(|argument| UsageError(format!("the argument {argument:?} is not valid UTF-8")))
}
