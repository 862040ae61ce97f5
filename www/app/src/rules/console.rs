//! What the console shows, and how much of it is kept.
//!
//! Output arrives in pieces that are not lines; here it becomes lines. Lines live in chunks behind `Rc`, so
//! that adding to ten thousand of them touches, copies and redraws only the last chunk. A program can print
//! faster than anyone can read and longer than a tab can hold: the oldest chunks are dropped and counted.

mod aside;

use std::collections::VecDeque;
use std::rc::Rc;

use asyncio101_messages as messages;

pub use aside::Aside;

/// How many lines the console keeps, give or take a chunk.
pub const LINES_KEPT: usize = 10_000;
/// How many bytes of text it keeps, give or take a chunk.
const BYTES_KEPT: usize = 4 << 20;
/// A chunk is full at this many lines …
const CHUNK_LINES: usize = 250;
/// … or at this many bytes.
const CHUNK_BYTES: usize = 64 << 10;
/// A longer line is shown as several, because browsers lay out a line as a whole.
const LINE_BYTES: usize = 4_000;

/// Who wrote a span of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writer {
    /// `sys.stdout`
    Stdout,
    /// `sys.stderr`
    Stderr,
    /// The user, at `input()`.
    User,
}

impl From<messages::Stream> for Writer {
    fn from(stream: messages::Stream) -> Self {
        match stream {
            messages::Stream::Stdout => Writer::Stdout,
            messages::Stream::Stderr => Writer::Stderr,
        }
    }
}

/// Text by one writer, without a newline.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// Who wrote it.
    pub writer: Writer,
    /// What was written.
    pub text: String,
    /// The step of the trace in which it was printed, if it is in one.
    pub step: Option<usize>,
}

/// A line of the console.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// The program's output and the user's input.
    Text {
        /// What stands in it, from left to right.
        spans: Vec<Span>,
        /// Whether it goes on where an overlong line was cut.
        joined: bool,
    },
    /// What the page itself has to say, beside what the program prints.
    Aside(Aside),
}

/// Some lines in a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chunk {
    /// Counts the chunks of a console, dropped ones included: its identity.
    pub number: usize,
    /// The lines.
    pub lines: Vec<Line>,
    /// Bytes of text in them.
    bytes: usize,
}

/// The console's lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scrollback {
    chunks: VecDeque<Rc<Chunk>>,
    lines: usize,
    bytes: usize,
    dropped: usize,
    next_chunk: usize,
    /// Whether the next text goes on in the last line.
    open: bool,
    /// A carriage return was written: the next text but a newline replaces the line.
    returned: bool,
}

impl Scrollback {
    /// The lines that are kept, oldest first.
    pub fn chunks(&self) -> impl Iterator<Item = &Rc<Chunk>> {
        self.chunks.iter()
    }

    /// How many lines are gone.
    pub fn dropped(&self) -> usize {
        self.dropped
    }

    /// What the page said last, if nothing stands behind it.
    pub fn last_aside(&self) -> Option<&Aside> {
        match self.chunks.back()?.lines.last()? {
            Line::Aside(aside) => Some(aside),
            Line::Text { .. } => None,
        }
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

    /// Adds text as a terminal would: newlines end lines, a lone carriage return starts the line anew. `step` is the
    /// step of the trace in which it was printed, if it is in one.
    pub fn write(&mut self, writer: Writer, text: &str, step: Option<usize>) {
        for piece in text.split_inclusive(['\n', '\r']) {
            let (body, end) = match piece.char_indices().last() {
                Some((at, end @ ('\n' | '\r'))) => (&piece[..at], Some(end)),
                _ => (piece, None),
            };
            if !body.is_empty() {
                self.write_in_line(writer, body, step);
            }
            match end {
                Some('\n') => self.end_line(),
                Some(_) => self.returned = true,
                None => {}
            }
        }
    }

    /// Adds what the page has to say, on a line of its own.
    pub fn aside(&mut self, aside: Aside) {
        self.open = false;
        self.returned = false;
        self.push(Line::Aside(aside));
    }

    /// What the program and the user wrote, as one text.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.bytes);
        let mut first = true;
        for line in self.chunks.iter().flat_map(|chunk| &chunk.lines) {
            let Line::Text { spans, joined } = line else {
                continue;
            };
            if !std::mem::take(&mut first) && !joined {
                text.push('\n');
            }
            spans.iter().for_each(|span| text.push_str(&span.text));
        }
        text
    }

    /// Adds text without line ends to the open line, or opens one.
    fn write_in_line(&mut self, writer: Writer, text: &str, step: Option<usize>) {
        if std::mem::take(&mut self.returned) && self.open {
            self.erase_line();
        }
        let mut rest = text;
        let mut joined = false;
        while !rest.is_empty() {
            let length = if self.open { self.last_line_bytes() } else { 0 };
            let (now, later) = rest.split_at(fitting(rest, LINE_BYTES.saturating_sub(length)));
            if self.open && now.is_empty() {
                self.open = false;
                joined = true;
                continue;
            }
            if !self.open {
                self.push(Line::Text { spans: Vec::new(), joined });
                self.open = true;
            }
            self.append(writer, now, step);
            rest = later;
        }
    }

    /// Ends the open line; without one, adds an empty line.
    fn end_line(&mut self) {
        self.returned = false;
        if !self.open {
            self.push(Line::Text { spans: Vec::new(), joined: false });
        }
        self.open = false;
    }

    /// Appends to the last line, which is open.
    fn append(&mut self, writer: Writer, text: &str, step: Option<usize>) {
        let Some(chunk) = self.chunks.back_mut().map(Rc::make_mut) else {
            return;
        };
        let Some(Line::Text { spans, .. }) = chunk.lines.last_mut() else {
            return;
        };
        match spans.last_mut() {
            Some(span) if span.writer == writer && span.step == step => span.text.push_str(text),
            _ => spans.push(Span { writer, text: text.to_owned(), step }),
        }
        chunk.bytes += text.len();
        self.bytes += text.len();
    }

    /// Takes back what stands in the last line, which is open.
    fn erase_line(&mut self) {
        let erased = self.last_line_bytes();
        let Some(chunk) = self.chunks.back_mut().map(Rc::make_mut) else {
            return;
        };
        if let Some(Line::Text { spans, .. }) = chunk.lines.last_mut() {
            spans.clear();
            chunk.bytes -= erased;
            self.bytes -= erased;
        }
    }

    /// How many bytes the last line holds.
    fn last_line_bytes(&self) -> usize {
        match self.chunks.back().and_then(|chunk| chunk.lines.last()) {
            Some(Line::Text { spans, .. }) => spans.iter().map(|span| span.text.len()).sum(),
            _ => 0,
        }
    }

    /// Adds a line, opening and dropping chunks as needed.
    fn push(&mut self, line: Line) {
        let full = |chunk: &Rc<Chunk>| chunk.lines.len() >= CHUNK_LINES || chunk.bytes >= CHUNK_BYTES;
        if self.chunks.back().is_none_or(full) {
            self.chunks.push_back(Rc::new(Chunk { number: self.next_chunk, ..Chunk::default() }));
            self.next_chunk += 1;
        }
        let last = self.chunks.back_mut().expect("there is one now");
        Rc::make_mut(last).lines.push(line);
        self.lines += 1;
        while self.chunks.len() > 1 && (self.lines > LINES_KEPT || self.bytes > BYTES_KEPT) {
            let oldest = self.chunks.pop_front().expect("there is more than one");
            self.lines -= oldest.lines.len();
            self.bytes -= oldest.bytes;
            self.dropped += oldest.lines.len();
        }
    }
}

/// How many bytes of a text fit into a room without cutting a character in two; into an empty line at least
/// one character fits.
fn fitting(text: &str, room: usize) -> usize {
    if text.len() <= room {
        return text.len();
    }
    (0..=room).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests;
