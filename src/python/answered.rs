//! Where the code of a function would be that Rust answers. Nothing of it runs, so who asks where a program is would not see
//! the function; while something is recorded, it is shown there ([`recording::at`](super::recording::at)).
//!
//! A line is known by what stands in it, and found when this is compiled: one that is not there any more does not compile.

use super::frames::Place;

/// A file of `lib/asyncio`.
pub(super) struct File {
    /// What it is called in tracebacks, the same on every platform.
    name: &'static str,
    text: &'static str,
}

/// A file of `lib/asyncio`, by its module's name.
macro_rules! file {
    ($module:literal) => {
        $crate::python::answered::File::new(
            concat!("asyncio/", $module, ".py"),
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/python/lib/asyncio/", $module, ".py")),
        )
    };
}

/// Declares places in a file: each has the qualified name of its function, and, but for the function's beginning, what
/// stands in its line.
macro_rules! places {
    ($module:literal: $($name:ident = $function:literal $(, $line:literal)?;)+) => {
        $(
            pub(in crate::python) const $name: $crate::python::frames::Place = {
                const FILE: $crate::python::answered::File = $crate::python::answered::file!($module);
                FILE.place($function, concat!("", $($line)?))
            };
        )+
    };
}

pub(super) use {file, places};

impl File {
    pub(super) const fn new(name: &'static str, text: &'static str) -> Self {
        Self { name, text }
    }

    /// The line of a function where this ends, for the first time; its beginning, if that is nothing.
    pub(super) const fn place(&self, function: &'static str, line: &str) -> Place {
        let text = self.text.as_bytes();
        let defined = definition(text, function.as_bytes());
        let at = if line.is_empty() {
            beginning(text, defined)
        } else {
            find(text, defined, line.as_bytes(), b"") + line.len()
        };
        Place { file: self.name, function, line: line_of(text, at) }
    }
}

/// Where something stands behind `from`, with one of the bytes of `end` behind it if there are any.
const fn find(text: &[u8], from: usize, what: &[u8], end: &[u8]) -> usize {
    let mut at = from;
    while at + what.len() < text.len() {
        let mut same = 0;
        while same < what.len() && text[at + same] == what[same] {
            same += 1;
        }
        if same == what.len() && (end.is_empty() || is_one_of(text[at + same], end)) {
            return at;
        }
        at += 1;
    }
    panic!("the library has no such line");
}

const fn is_one_of(byte: u8, bytes: &[u8]) -> bool {
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == byte {
            return true;
        }
        at += 1;
    }
    false
}

/// Where a function is defined: in the class, or the function, whose names stand before its own.
const fn definition(text: &[u8], function: &[u8]) -> usize {
    let (mut at, mut name) = (0, 0);
    while name < function.len() {
        let mut end = name;
        while end < function.len() && function[end] != b'.' {
            end += 1;
        }
        let (_, rest) = function.split_at(name);
        let (part, _) = rest.split_at(end - name);
        if part[0] != b'<' {
            at = find(text, at, part, b"(:");
            while !is_defined(text, at) {
                at = find(text, at + 1, part, b"(:");
            }
        }
        name = end + 1;
    }
    at
}

/// Whether `def` or `class` stands before a name.
const fn is_defined(text: &[u8], at: usize) -> bool {
    at >= 4
        && (text[at - 1] == b' '
            && (text[at - 2] == b'f' && text[at - 3] == b'e' || text[at - 2] == b's' && text[at - 3] == b's'))
}

/// Where a function begins that is defined there: Python takes its decorators to be part of it.
const fn beginning(text: &[u8], defined: usize) -> usize {
    let mut at = defined;
    while text[at - 1] != b'\n' {
        at -= 1;
    }
    loop {
        // The line before.
        let mut before = at - 1;
        while before > 0 && text[before - 1] != b'\n' {
            before -= 1;
        }
        let mut first = before;
        while text[first] == b' ' {
            first += 1;
        }
        if text[first] != b'@' {
            return at;
        }
        at = before;
    }
}

/// The number of the line there, from 1.
const fn line_of(text: &[u8], at: usize) -> u32 {
    let (mut line, mut before) = (1, 0);
    while before < at {
        if text[before] == b'\n' {
            line += 1;
        }
        before += 1;
    }
    line
}
