//! What the program has printed so far.

use super::sheet::{ROW, Sheet, Type, untabbed};
use crate::replay::Replay;
use crate::replay::say::Words;
use crate::trace::Stream;

/// How far apart the columns of a tab are.
const TAB: usize = 8;

/// What was printed.
pub(super) struct Output {
    lines: Vec<Line>,
}

/// A line of it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    text: String,
    /// It went to the standard error stream.
    is_error: bool,
    /// This step printed it.
    is_now: bool,
}

impl Output {
    pub(super) fn at(replay: &Replay, step: usize) -> Self {
        let mut lines: Vec<Line> = Vec::new();
        // Whether the last line goes on.
        let mut goes_on = false;
        for printed in replay.printed().iter().take_while(|printed| printed.step <= step) {
            let (is_error, is_now) = (printed.stream == Stream::Stderr, printed.step == step);
            let text = replay.names().text(printed.text);
            for piece in text.split_inclusive('\n') {
                let words = plain(piece.trim_end_matches(['\n', '\r']));
                match lines.last_mut().filter(|last| goes_on && last.is_error == is_error) {
                    Some(last) => {
                        last.text.push_str(&words);
                        last.is_now |= is_now;
                    }
                    None => lines.push(Line { text: words, is_error, is_now }),
                }
                goes_on = !piece.ends_with('\n');
            }
        }
        Self { lines }
    }

    /// All of it, as text.
    pub(super) fn text(&self) -> String {
        self.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n")
    }

    /// As wide as it would like to be, and as many rows.
    pub(super) fn wish(&self) -> (f64, usize) {
        let widest =
            self.lines.iter().map(|line| Type::CODE.width(&untabbed(&line.text, TAB))).fold(0.0, f64::max);
        (widest, self.lines.len().max(1))
    }

    /// Draws the last so many rows.
    pub(super) fn draw(&self, sheet: &mut Sheet, [x, y, width]: [f64; 3], rows: usize, words: &Words) {
        let palette = sheet.palette;
        if self.lines.is_empty() {
            sheet.text(x, y + 14.5, Type::NOTE, palette.ink_3, words.nothing_printed);
            return;
        }
        let hidden = if self.lines.len() > rows { self.lines.len() - (rows - 1) } else { 0 };
        let mut top = y;
        if hidden > 0 {
            sheet.text(x, top + 14.5, Type::NOTE, palette.ink_3, &(words.more_lines)(hidden));
            top += ROW;
        }
        for line in &self.lines[hidden..] {
            let text = Type::CODE.cut(&untabbed(&line.text, TAB), width);
            if line.is_now {
                sheet.rect([x - 6.0, top, width + 12.0, ROW], 3.0, palette.accent_ground);
                sheet.rect([x - 6.0, top, 3.0, ROW], 0.0, palette.accent);
            }
            if line.is_error && !line.is_now {
                sheet.rect([x - 6.0, top + 4.0, 2.0, ROW - 8.0], 0.0, palette.bad);
            }
            let fill = if line.is_error { palette.bad } else { palette.ink };
            let set = if line.is_now { Type::CODE.bold() } else { Type::CODE };
            sheet.text(x, top + 14.5, set, fill, &text);
            top += ROW;
        }
    }
}

/// A line without what only a terminal reads: colours and the like ([ECMA-48](https://ecma-international.org/publications-and-standards/standards/ecma-48/), 5.4).
fn plain(line: &str) -> String {
    let mut parts = line.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| ('@'..='~').contains(&c)).map_or(part.len(), |at| at + 1);
        plain.push_str(&part[end..]);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::selector::Time;
    use crate::trace::{Details, Event, Recorder};

    #[test]
    fn colours_of_a_terminal_are_left_out() {
        assert_eq!(plain("\u{1b}[1;31mred\u{1b}[0m and [plain]\u{1b}["), "red and [plain]");
    }

    #[test]
    fn lines_are_put_together_of_what_was_printed_until_then() {
        let recorder = Recorder::new(|| Time(0.0));
        for (stream, text) in [
            (Stream::Stdout, "one\ntw"),
            (Stream::Stdout, "o"),
            (Stream::Stderr, "wrong\n"),
            (Stream::Stdout, "\n"),
            (Stream::Stdout, "three"),
        ] {
            recorder.record(Event::Printed(stream), Details { text: recorder.text(text), ..Details::NONE });
        }
        let replay = Replay::read(recorder.take()).unwrap();
        assert_eq!(Output::at(&replay, 0).text(), "");
        assert_eq!(Output::at(&replay, 2).text(), "one\ntwo");
        let all = Output::at(&replay, 5);
        assert_eq!(all.text(), "one\ntwo\nwrong\n\nthree");
        let notable: Vec<_> = all.lines.iter().map(|line| (line.is_error, line.is_now)).collect();
        assert_eq!(notable, [(false, false), (false, false), (true, false), (false, false), (false, true)]);
    }
}
