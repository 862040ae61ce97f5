//! The texts, places and stacks of a trace.

use std::ops::Range;

use crate::trace::format::Place;
use crate::trace::{PlaceId, StackId, TextId};

/// Where each of them lies in the trace.
#[derive(Debug, Default)]
pub(super) struct Table {
    texts: Vec<Range<usize>>,
    places: Vec<Place>,
    stacks: Vec<(StackId, PlaceId)>,
    about: Vec<(TextId, TextId)>,
}

impl Table {
    /// The next text is the `length` bytes before `end`.
    pub(super) fn add_text(&mut self, end: usize, length: usize) {
        self.texts.push(end - length..end);
    }

    pub(super) fn add_place(&mut self, place: Place) {
        self.places.push(place);
    }

    /// Adds the next stack. One that stands on a stack still to come would have no end, and gets none.
    pub(super) fn add_stack(&mut self, outer: StackId, place: PlaceId) {
        let outer = if (outer.0 as usize) <= self.stacks.len() { outer } else { StackId::default() };
        self.stacks.push((outer, place));
    }

    pub(super) fn add_about(&mut self, key: TextId, value: TextId) {
        self.about.push((key, value));
    }

    pub(super) fn of<'a>(&'a self, trace: &'a [u8]) -> Names<'a> {
        Names { table: self, trace }
    }
}

/// A text, or so many characters of it if it is longer.
#[must_use]
pub fn shortened(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// What the numbers in a trace stand for.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    table: &'a Table,
    trace: &'a [u8],
}

/// A line of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlaceText<'a> {
    /// The file, as a traceback names it.
    pub file: &'a str,
    /// The line, from 1.
    pub line: u32,
    /// The function's qualified name.
    pub function: &'a str,
    /// It belongs to the library, not to the program.
    pub library: bool,
}

impl<'a> Names<'a> {
    /// A text; empty if there is none of that number.
    #[must_use]
    pub fn text(self, id: TextId) -> &'a str {
        let range = (id.0 as usize).checked_sub(1).and_then(|index| self.table.texts.get(index));
        // It was UTF-8 when the trace was read.
        range.and_then(|range| str::from_utf8(&self.trace[range.clone()]).ok()).unwrap_or_default()
    }

    /// A place.
    #[must_use]
    pub fn place(self, id: PlaceId) -> Option<PlaceText<'a>> {
        let place = self.table.places.get((id.0 as usize).checked_sub(1)?)?;
        Some(PlaceText {
            file: self.text(place.file),
            line: place.line,
            function: self.text(place.function),
            library: place.library,
        })
    }

    /// The places of a stack, the innermost first.
    pub fn stack(self, id: StackId) -> impl Iterator<Item = PlaceText<'a>> {
        let mut next = id;
        std::iter::from_fn(move || {
            let (outer, place) = self.table.stacks.get((next.0 as usize).checked_sub(1)?)?;
            next = *outer;
            self.place(*place)
        })
    }

    /// The innermost place of a stack that is the program's own; of a stack that is all the library's, the
    /// innermost.
    #[must_use]
    pub fn user_place(self, id: StackId) -> Option<PlaceText<'a>> {
        self.stack(id).find(|place| !place.library).or_else(|| self.stack(id).next())
    }

    /// Whether a place lies in the file of the program that was recorded.
    #[must_use]
    pub fn is_in_program(self, place: &PlaceText<'_>) -> bool {
        !place.library && self.about("program") == Some(place.file)
    }

    /// The innermost place of a stack that lies in the file of the program that was recorded.
    #[must_use]
    pub fn program_place(self, id: StackId) -> Option<PlaceText<'a>> {
        self.stack(id).find(|place| self.is_in_program(place))
    }

    /// What the trace says about itself under `key`.
    #[must_use]
    pub fn about(self, key: &str) -> Option<&'a str> {
        let (_, value) = self.table.about.iter().find(|(known, _)| self.text(*known) == key)?;
        Some(self.text(*value))
    }
}
