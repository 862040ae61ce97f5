//! What the console shows, and how much of it is kept.
//!
//! Output arrives in pieces that are not lines; here it becomes lines. Lines live in chunks behind `Rc`, so
//! that adding to ten thousand of them touches, copies and redraws only the last chunk. A program can print
//! faster than anyone can read and longer than a tab can hold: the oldest chunks are dropped and counted.

use std::collections::VecDeque;
use std::rc::Rc;

use asyncio101_messages as messages;

use super::engine::Ending;

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

/// Something the page itself has to say.
#[derive(Clone, Debug, PartialEq)]
pub enum Note {
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
        reason: String,
    },
    /// What the engine wants the user to know.
    FromEngine(messages::Notice),
    /// How the program ended.
    Ending(Ending),
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
    /// A word from the page.
    Note(Note),
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

    /// Adds a word from the page on a line of its own.
    pub fn note(&mut self, note: Note) {
        self.open = false;
        self.returned = false;
        self.push(Line::Note(note));
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
mod tests {
    use super::*;

    /// Every line as text, a `+` before one that goes on from the last.
    fn lines(console: &Scrollback) -> Vec<String> {
        let line = |line: &Line| match line {
            Line::Text { spans, joined } => {
                let text: String = spans.iter().map(|span| span.text.as_str()).collect();
                if *joined { format!("+{text}") } else { text }
            }
            Line::Note(note) => format!("{note:?}"),
        };
        console.chunks().flat_map(|chunk| chunk.lines.iter().map(line)).collect()
    }

    /// A console after these pieces of standard output.
    fn after(pieces: &[&str]) -> Scrollback {
        let mut console = Scrollback::default();
        pieces.iter().for_each(|piece| console.write(Writer::Stdout, piece, None));
        console
    }

    #[test]
    fn pieces_become_lines_wherever_they_are_cut() {
        assert_eq!(lines(&after(&["one\ntwo\n\nfour"])), ["one", "two", "", "four"]);
        assert_eq!(lines(&after(&["on", "e", "\n", "two\n", "\nfo", "ur"])), ["one", "two", "", "four"]);
    }

    #[test]
    fn writers_share_a_line_and_are_told_apart() {
        let mut console = after(&["name? "]);
        console.write(Writer::User, "Ada\n", None);
        console.write(Writer::Stderr, "oops\n", None);
        let Line::Text { spans, .. } = &console.chunks().next().unwrap().lines[0] else { panic!() };
        let writers: Vec<_> = spans.iter().map(|span| (span.writer, span.text.as_str())).collect();
        assert_eq!(writers, [(Writer::Stdout, "name? "), (Writer::User, "Ada")]);
        assert_eq!(console.text(), "name? Ada\noops");
    }

    #[test]
    fn each_print_of_a_line_keeps_its_step() {
        let mut console = Scrollback::default();
        for (text, step) in
            [("same ", 3), ("same ", 5), ("5", 5), ("\nsame\n", 9), ("10 %\r", 11), ("20 %\n", 12)]
        {
            console.write(Writer::Stdout, text, Some(step));
        }
        let steps = |line: &Line| match line {
            Line::Text { spans, .. } => spans.iter().map(|span| (span.text.clone(), span.step)).collect(),
            Line::Note(_) => vec![],
        };
        let span = |text: &str, step| (text.to_owned(), Some(step));
        let all: Vec<_> = console.chunks().flat_map(|chunk| chunk.lines.iter().map(steps)).collect();
        let expected =
            [vec![span("same ", 3), span("same 5", 5)], vec![span("same", 9)], vec![span("20 %", 12)]];
        assert_eq!(all, expected);
    }

    #[test]
    fn a_carriage_return_starts_the_line_anew_and_before_a_newline_does_nothing() {
        assert_eq!(lines(&after(&["10 %\r", "20 %\r", "done\n"])), ["done"]);
        assert_eq!(lines(&after(&["windows\r\nlines\r\n"])), ["windows", "lines"]);
    }

    #[test]
    fn a_note_stands_alone_and_is_not_copied() {
        let mut console = after(&["unfinished"]);
        console.note(Note::StopForced);
        console.write(Writer::Stdout, "next", None);
        assert_eq!(lines(&console), ["unfinished", "StopForced", "next"]);
        assert_eq!(console.text(), "unfinished\nnext");
    }

    #[test]
    fn an_endless_line_is_cut_between_characters_and_copied_whole() {
        let text = "ğ".repeat(LINE_BYTES);
        let console = after(&["x", &text]);
        assert_eq!(lines(&console).len(), 3);
        assert!(lines(&console)[1].starts_with("+ğ"));
        assert_eq!(console.text(), format!("x{text}"));
    }

    #[test]
    fn old_lines_are_dropped_and_counted() {
        let mut console = Scrollback::default();
        for n in 0..25_000 {
            console.write(Writer::Stdout, &format!("{n}\n"), None);
        }
        let kept = lines(&console);
        assert!(kept.len() <= LINES_KEPT && kept.len() > LINES_KEPT - CHUNK_LINES - 1, "{}", kept.len());
        assert_eq!(console.dropped() + kept.len(), 25_000);
        assert_eq!(kept.last().unwrap(), "24999");
    }

    #[test]
    fn long_text_is_dropped_by_weight() {
        let mut console = Scrollback::default();
        (0..200).for_each(|_| console.write(Writer::Stdout, &"x".repeat(100_000), None));
        assert!(console.bytes <= BYTES_KEPT + CHUNK_BYTES + LINE_BYTES, "{}", console.bytes);
        assert_eq!(console.bytes, console.text().len());
    }

    #[test]
    fn adding_a_line_leaves_the_earlier_chunks_untouched() {
        let before = after(&["line\n"; 3 * CHUNK_LINES]);
        let mut now = before.clone();
        now.write(Writer::Stdout, "one more\n", None);
        let same = before.chunks().zip(now.chunks()).filter(|(a, b)| Rc::ptr_eq(a, b)).count();
        assert_eq!(same, 3);
    }
}
