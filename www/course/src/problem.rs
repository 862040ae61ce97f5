//! What is wrong with a chapter.

use std::fmt;

/// Something an author has to mend: what, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, as it is called in the chapter's folder.
    pub file: String,
    /// The line of it, counted from 1, if it is about one.
    pub line: Option<u32>,
    /// What is wrong and what to do, in sentences.
    pub what: String,
}

impl Problem {
    /// A problem with a file as a whole.
    pub fn of(file: &str, what: impl Into<String>) -> Problem {
        Problem { file: file.to_owned(), line: None, what: what.into() }
    }

    /// A problem with a line.
    pub fn at(file: &str, line: u32, what: impl Into<String>) -> Problem {
        Problem { line: Some(line), ..Problem::of(file, what) }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(to, "{}:{line}: {}", self.file, self.what),
            None => write!(to, "{}: {}", self.file, self.what),
        }
    }
}

/// On which line of a text the byte is, counted from 1.
pub(crate) fn line_of(text: &str, byte: usize) -> u32 {
    let before = &text.as_bytes()[..byte.min(text.len())];
    let newlines = before.iter().filter(|byte| **byte == b'\n').count();
    u32::try_from(newlines + 1).unwrap_or(u32::MAX)
}
