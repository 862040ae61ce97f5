//! The words: what is told of a step, and of what is wrong with a program, as sentences.
//!
//! A language is a module with the same functions as [`english`]. They turn what [`fact`](super::fact) has, where
//! everything has its name and nothing its words, into text; every `match` in them is exhaustive, so a language
//! that lacks a sentence does not compile. To add a language is to add its module, and its row in [`Language`].
//!
//! The command line and the page say the same, because both take it from here.

pub mod english;
pub mod turkish;
mod words;

use std::fmt;
use std::str::FromStr;

use super::fact::{Fault, Statement};
use super::judge::Verdict;
use super::{AwaitTree, Line, Order};
use crate::trace::format::FormatError;

pub use words::Words;

/// A language that people read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English
    #[default]
    English,
    /// Türkçe
    Turkish,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::English, Self::Turkish];

    /// Its tag in BCP 47, and the language part of a POSIX locale.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Turkish => "tr",
        }
    }

    /// The language of a POSIX locale such as `tr_TR.UTF-8`, if it is one of these.
    ///
    /// ```
    /// use asyncio101::replay::say::Language;
    ///
    /// assert_eq!(Language::of_locale("tr_TR.UTF-8"), Some(Language::Turkish));
    /// assert_eq!(Language::of_locale("C"), None);
    /// ```
    #[must_use]
    pub fn of_locale(locale: &str) -> Option<Self> {
        let tag = locale.split(['_', '.', '@']).next()?;
        tag.parse().ok()
    }

    /// The words in and around a picture.
    #[must_use]
    pub fn words(self) -> &'static Words {
        match self {
            Self::English => &english::WORDS,
            Self::Turkish => &turkish::WORDS,
        }
    }

    /// What happened in a step, in one sentence.
    #[must_use]
    pub fn sentence(self, statement: &Statement) -> String {
        match self {
            Self::English => english::sentence(statement),
            Self::Turkish => turkish::sentence(statement),
        }
    }

    /// What is wrong, in one sentence for people who are learning.
    #[must_use]
    pub fn fault(self, fault: &Fault) -> String {
        match self {
            Self::English => english::fault(fault),
            Self::Turkish => turkish::fault(fault),
        }
    }

    /// Why one step came after another, in a sentence or two.
    #[must_use]
    pub fn order(self, order: &Order) -> String {
        match self {
            Self::English => english::order(order),
            Self::Turkish => turkish::order(order),
        }
    }

    /// What is to be said of an order of lines that somebody has guessed.
    #[must_use]
    pub fn verdict(self, verdict: &Verdict, lines: &[Line]) -> String {
        match self {
            Self::English => english::verdict(verdict, lines),
            Self::Turkish => turkish::verdict(verdict, lines),
        }
    }

    /// Something told of a step that is not the one before it.
    #[must_use]
    pub fn at_step(self, step: usize, what: &str) -> String {
        match self {
            Self::English => english::at_step(step, what),
            Self::Turkish => turkish::at_step(step, what),
        }
    }

    /// More happened than is recorded: so many steps are.
    #[must_use]
    pub fn is_full(self, steps: usize) -> String {
        match self {
            Self::English => english::is_full(steps),
            Self::Turkish => turkish::is_full(steps),
        }
    }

    /// Why a trace cannot be read: what follows the name of its file and a colon.
    #[must_use]
    pub fn unreadable(self, error: &FormatError) -> String {
        match self {
            Self::English => english::unreadable(error),
            Self::Turkish => turkish::unreadable(error),
        }
    }

    /// The tasks at a step, by who awaits whom; that there is none, if so. It ends with a line break.
    #[must_use]
    pub fn await_tree(self, tree: &AwaitTree<'_>, step: usize, steps: usize) -> String {
        let (in_a_circle, nothing) = match self {
            Self::English => (english::IN_A_CIRCLE, english::no_task(step, steps)),
            Self::Turkish => (turkish::IN_A_CIRCLE, turkish::no_task(step, steps)),
        };
        match tree.text(in_a_circle) {
            text if text.is_empty() => nothing + "\n",
            text => text,
        }
    }
}

/// There is no language of this tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownLanguage(String);

impl fmt::Display for UnknownLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = Language::ALL.map(|language| format!("'{}'", language.tag())).join(" and ");
        write!(f, "there is no language '{}', only {known}", self.0)
    }
}

impl std::error::Error for UnknownLanguage {}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(tag: &str) -> Result<Self, UnknownLanguage> {
        let found = Self::ALL.into_iter().find(|language| language.tag() == tag);
        found.ok_or_else(|| UnknownLanguage(tag.to_owned()))
    }
}
