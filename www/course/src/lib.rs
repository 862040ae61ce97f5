//! A chapter of the course, read from the files of its folder. No I/O: who reads one brings the files.
//!
//! `docs/writing-a-chapter.md` says what is in them. [`Chapter::read`] gives what a page draws, or all the
//! [problems](Problem) that keep it from being drawn; what is wrong besides is among its [remarks](Chapter::remarks).
//! Words become a small tree of our own ([`Block`], [`Inline`]), in which markup that is HTML is text.

mod chapter;
mod exercise;
mod languages;
mod manifest;
mod markdown;
mod problem;
mod program;
mod question;
mod sections;
pub mod words;

pub use chapter::{Chapter, FILES, LANGUAGES, Short};
pub use exercise::{Exercise, Message, OF_THE_PAGE};
pub use languages::differences;
pub use manifest::{Manifest, PANELS, Place, QuestionKind};
pub use problem::Problem;
pub use program::MOST_LINES;
pub use question::{Choice, Kind, Question};
pub use words::{Block, Inline, Item};
