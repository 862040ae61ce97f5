//! One line for each connection: whom it led where, how it ended, and how much it carried.

use std::fmt;
use std::io::{self, Write};
use std::net::SocketAddr;

/// A line of the log. What a page has said stands in it escaped, and cut.
#[derive(Debug)]
pub(super) struct Line(String);

/// How many characters of what a page said are shown.
const SHOWN: usize = 80;

impl Line {
    /// Somebody was not let in.
    pub(super) fn refused(from: SocketAddr, reason: &str) -> Self {
        Self(format!("{from} refused: {reason}"))
    }

    /// A page was there, and is gone.
    pub(super) fn session(from: SocketAddr, ending: &str, streams: Count, carried: Carried) -> Self {
        Self(format!("{from} left: {ending}; {streams}, {carried}"))
    }

    /// A stream was open or was refused, and is over.
    pub(super) fn stream(from: SocketAddr, to: &dyn fmt::Display, ending: &str, carried: Carried) -> Self {
        Self(format!("{from} to {to}: {ending}; {carried}"))
    }

    /// Writes it to standard error. If nobody reads that, there is nobody to tell.
    pub(super) fn write(&self) {
        let _ = writeln!(io::stderr(), "bridge: {}", self.0);
    }
}

/// How many streams a page had.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Count {
    pub(super) opened: u64,
    pub(super) refused: u64,
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} streams, {} refused", self.opened, self.refused)
    }
}

/// How many bytes were carried.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Carried {
    /// To the destination.
    pub(super) there: u64,
    /// And from it.
    pub(super) back: u64,
}

impl fmt::Display for Carried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes there, {} back", self.there, self.back)
    }
}

/// What somebody said, as it can stand in a line.
pub(super) fn quoted(said: &str) -> String {
    let short: String = said.chars().take(SHOWN).collect();
    let dots = if short.len() < said.len() { "…" } else { "" };
    format!("{short:?}{dots}")
}
