//! The texts, places and stacks of a trace.

use std::collections::HashMap;
use std::ops::Range;

use crate::trace::format::{DEEPEST_STACK, Damage, Place};
use crate::trace::{PlaceId, StackId, TextId};

/// Where each of them lies in the trace.
#[derive(Debug, Default)]
pub(super) struct Table {
    texts: Vec<Range<usize>>,
    places: Vec<Place>,
    stacks: Vec<Stack>,
    /// The first value of each key.
    about: HashMap<Box<str>, TextId>,
}

/// A stack, and what would take a walk through all its places to find.
#[derive(Clone, Copy, Debug, Default)]
struct Stack {
    outer: StackId,
    place: PlaceId,
    /// As many places as it has.
    depth: u16,
    /// The innermost part of it that ends at a place of the program's own.
    user: StackId,
    /// Of the library's places inside of that, the outermost with a public name.
    maker: PlaceId,
}

impl Table {
    /// The next text is the `length` bytes before `end`.
    pub(super) fn add_text(&mut self, end: usize, length: usize) {
        self.texts.push(end - length..end);
    }

    pub(super) fn add_place(&mut self, place: Place) {
        self.places.push(place);
    }

    /// Adds the next stack.
    pub(super) fn add_stack(&mut self, trace: &[u8], outer: StackId, place: PlaceId) -> Result<(), Damage> {
        let below = self.stack(outer).copied().unwrap_or_default();
        if below.depth == DEEPEST_STACK {
            return Err(Damage::Depth);
        }
        let id = StackId(self.stacks.len() as u32 + 1);
        let names = self.of(trace);
        let stack = Stack { outer, place, depth: below.depth + 1, ..below };
        self.stacks.push(match self.place(place) {
            Some(place) if !place.library => Stack { user: id, maker: PlaceId::default(), ..stack },
            Some(own) if below.maker == PlaceId::default() && is_public(names.text(own.function)) => {
                Stack { maker: place, ..stack }
            }
            _ => stack,
        });
        Ok(())
    }

    pub(super) fn add_about(&mut self, trace: &[u8], key: TextId, value: TextId) {
        let key = self.of(trace).text(key).into();
        self.about.entry(key).or_insert(value);
    }

    fn place(&self, id: PlaceId) -> Option<&Place> {
        self.places.get((id.0 as usize).checked_sub(1)?)
    }

    fn stack(&self, id: StackId) -> Option<&Stack> {
        self.stacks.get((id.0 as usize).checked_sub(1)?)
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
        // It was UTF-8 when the trace was read.
        str::from_utf8(self.bytes(id)).unwrap_or_default()
    }

    /// A text, or so many characters of it if it is longer. It does not look at the rest.
    #[must_use]
    pub fn short_text(self, id: TextId, longest: usize) -> String {
        let bytes = self.bytes(id);
        // A character has four bytes at most; of one that is cut here nothing is taken.
        let bytes = &bytes[..bytes.len().min((longest + 1) * 4)];
        let text = bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid());
        shortened(text, longest)
    }

    fn bytes(self, id: TextId) -> &'a [u8] {
        let range = (id.0 as usize).checked_sub(1).and_then(|index| self.table.texts.get(index));
        range.map_or(&[], |range| &self.trace[range.clone()])
    }

    /// A place.
    #[must_use]
    pub fn place(self, id: PlaceId) -> Option<PlaceText<'a>> {
        let place = self.table.place(id)?;
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
            let stack = self.table.stack(next)?;
            next = stack.outer;
            self.place(stack.place)
        })
    }

    /// The innermost place of a stack that is the program's own; of a stack that is all the library's, the
    /// innermost.
    #[must_use]
    pub fn user_place(self, id: StackId) -> Option<PlaceText<'a>> {
        self.own_place(id).or_else(|| self.place(self.table.stack(id)?.place))
    }

    /// The innermost place of a stack that is the program's own.
    pub(super) fn own_place(self, id: StackId) -> Option<PlaceText<'a>> {
        self.place(self.table.stack(self.table.stack(id)?.user)?.place)
    }

    /// Whether a stack has a place that is the program's own.
    pub(super) fn has_own_place(self, id: StackId) -> bool {
        self.table.stack(id).is_some_and(|stack| stack.user != StackId::default())
    }

    /// What the program called in the library to come to the innermost place of a stack, if that has a public name.
    pub(super) fn maker(self, id: StackId) -> Option<TextId> {
        Some(self.table.place(self.table.stack(id)?.maker)?.function)
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
        self.table.about.get(key).map(|value| self.text(*value))
    }
}

/// A qualified name without the functions it is local to.
pub(super) fn local_name(name: &str) -> &str {
    name.rsplit_once("<locals>.").map_or(name, |(_, local)| local)
}

/// The name behind the last dot.
pub(super) fn last_part(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// Whether a method is one of what `as_completed` returns: a class of asyncio's own, with a queue inside.
pub(super) fn is_of_as_completed(name: &str) -> bool {
    name.starts_with("_AsCompletedIterator.")
}

/// Whether a function's name has no private part: special methods are public, and so is what `as_completed` returns.
fn is_public(name: &str) -> bool {
    if is_of_as_completed(local_name(name)) {
        return true;
    }
    local_name(name)
        .split('.')
        .all(|part| !part.starts_with('_') || part.starts_with("__") && part.ends_with("__"))
}
