//! The program, with its tasks at their lines.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::python::{self, Kind};
use super::sheet::{PADDING, ROW, Sheet, Type, untabbed};
use crate::replay::picture::{Standing, There};
use crate::replay::say::Words;

/// As many lines as are shown if nobody says which, and how many more if that is all of them: it takes room to say that
/// some are left out.
const MOST: u32 = 28;
const MORE: u32 = 4;
/// How far apart the columns of a tab are.
const TAB: usize = 4;
/// The height of a label.
const LABEL: f64 = 16.0;
/// The room between two of them, and before the first.
const GAP: f64 = 8.0;
/// The room of what else is on it: its sign, and space.
const AROUND: f64 = 38.0;
/// The longest name on a label.
const LONGEST: f64 = 340.0;

/// What is shown of a program.
pub(super) struct Code {
    rows: Vec<Row>,
    /// The room of the line numbers.
    gutter: f64,
    width: f64,
}

/// A row of it.
struct Row {
    what: What,
    labels: Vec<Label>,
    /// Somebody runs here, or the step is about this line.
    is_now: bool,
}

/// What a row shows.
enum What {
    /// A line: its number, and its pieces.
    Line(u32, Vec<(Kind, String)>),
    /// Labels that had no room behind their line; how far that is indented.
    Labels(f64),
    /// So many lines are left out.
    Cut(String),
}

/// Who is at a line.
struct Label {
    name: String,
    does: &'static str,
    standing: Standing,
}

impl Label {
    fn new(mark: &There, words: &Words, room: f64) -> Self {
        let [runs, ready, waits] = words.states;
        let does = match mark.standing {
            Standing::Runs | Standing::IsHeld => runs,
            Standing::IsReady => ready,
            Standing::Waits => waits,
        };
        let room = (room - AROUND - Type::NAME.width(does)).min(LONGEST);
        Self { name: Type::NAME.bold().names(&mark.names, mark.more, room), does, standing: mark.standing }
    }

    fn width(&self) -> f64 {
        AROUND + Type::NAME.width(&self.name) + Type::NAME.width(self.does)
    }

    fn draw(&self, sheet: &mut Sheet, x: f64, y: f64) {
        let palette = sheet.palette;
        let box_ = [x, y, self.width(), LABEL];
        let (sign, middle) = (x + 9.0, y + LABEL / 2.0);
        let (loud, quiet) = match self.standing {
            Standing::Runs | Standing::IsHeld => {
                sheet.framed(box_, 8.0, palette.accent, palette.accent);
                sheet.filled(format_args!("M{sign} {}v8l7.5 -4z", middle - 4.0), palette.on_accent);
                (palette.on_accent, palette.on_accent)
            }
            Standing::IsReady => {
                sheet.framed(box_, 8.0, palette.surface, palette.accent);
                sheet.hatched([sign, middle - 4.0, 8.0, 8.0], palette.accent);
                (palette.ink, palette.ink_2)
            }
            Standing::Waits => {
                sheet.framed(box_, 8.0, palette.surface, palette.rule_strong);
                sheet.line(format_args!("M{sign} {middle}h8"), palette.rule_strong, 2.0);
                (palette.ink_2, palette.ink_3)
            }
        };
        let base = y + 11.8;
        sheet.text(x + 22.0, base, Type::NAME.bold(), loud, &self.name);
        sheet.text(x + 28.0 + Type::NAME.width(&self.name), base, Type::NAME, quiet, self.does);
    }
}

/// What is asked of the code.
pub(super) struct Asked<'a> {
    pub(super) source: &'a str,
    pub(super) marks: &'a [There],
    /// The line the step is about.
    pub(super) now: Option<u32>,
    /// The lines to show.
    pub(super) lines: Option<RangeInclusive<u32>>,
    pub(super) words: &'a Words,
}

impl Code {
    /// Lays out a program. It will be drawn as wide as that; `room` is asked first, to learn how wide it wants to be.
    pub(super) fn new(asked: &Asked<'_>, width: f64) -> Self {
        let source = asked.source.trim_end();
        let all = source.lines().count() as u32;
        let shown = shown(asked, all);
        let gutter = PADDING + Type::CODE.width(&shown.end().to_string()) + 14.0;
        let room = width - gutter - PADDING;
        let mut labels = BTreeMap::<u32, Vec<Label>>::new();
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for mark in asked.marks {
            let label = Label::new(mark, asked.words, room);
            if mark.line < *shown.start() {
                before.push(label);
            } else if mark.line > *shown.end() {
                after.push(label);
            } else {
                labels.entry(mark.line).or_default().push(label);
            }
        }
        let mut rows = Vec::new();
        let more =
            |hidden: u32| if hidden == 0 { String::new() } else { (asked.words.more_lines)(hidden as usize) };
        let is_chosen = asked.lines.is_some();
        let hidden = shown.start() - 1;
        if !before.is_empty() || hidden > 0 && !is_chosen {
            add(&mut rows, What::Cut(more(hidden)), before, false, 0.0, room);
        }
        let lines = python::lines(source);
        for (number, pieces) in (1..).zip(lines).take(*shown.end() as usize).skip(*shown.start() as usize - 1)
        {
            let line = Line::new(&pieces);
            let here = labels.remove(&number).unwrap_or_default();
            let is_now =
                asked.now == Some(number) || here.iter().any(|label| label.standing == Standing::Runs);
            let indent = Type::CODE.width(&" ".repeat(line.indent));
            add(&mut rows, What::Line(number, line.pieces), here, is_now, indent, room);
        }
        let hidden = all.saturating_sub(*shown.end());
        if !after.is_empty() || hidden > 0 && !is_chosen {
            add(&mut rows, What::Cut(more(hidden)), after, false, 0.0, room);
        }
        Self { rows, gutter, width }
    }

    /// How wide a program would like to be: with its longest line, and the labels behind their lines.
    pub(super) fn wish(asked: &Asked<'_>) -> f64 {
        let code = Self::new(asked, 1e9);
        let widest = code.rows.iter().map(|row| row.what.width() + row.labels_width()).fold(0.0, f64::max);
        code.gutter + widest + 2.0 * PADDING
    }

    pub(super) fn height(&self) -> f64 {
        self.rows.len() as f64 * ROW
    }

    pub(super) fn draw(&self, sheet: &mut Sheet, x: f64, y: f64) {
        let palette = sheet.palette;
        for (number, row) in self.rows.iter().enumerate() {
            let top = y + number as f64 * ROW;
            let base = top + 14.5;
            if row.is_now {
                sheet.rect([x + 1.0, top, self.width - 2.0, ROW], 0.0, palette.accent_ground);
                if matches!(row.what, What::Line(..)) {
                    sheet.rect([x + 1.0, top, 3.0, ROW], 0.0, palette.accent);
                }
            }
            let left = x + self.gutter;
            let room = self.width - self.gutter - PADDING;
            match &row.what {
                What::Line(line, pieces) => {
                    let (set, fill) = if row.is_now {
                        (Type::CODE.bold(), palette.accent)
                    } else {
                        (Type::CODE, palette.ink_3)
                    };
                    sheet.text(left - 14.0, base, set.ending(), fill, &line.to_string());
                    let pieces = cut(pieces, room);
                    let pieces: Vec<_> = pieces
                        .iter()
                        .map(|(kind, piece)| {
                            let fill = match kind {
                                Kind::Plain => palette.ink,
                                Kind::Keyword => palette.code_keyword,
                                Kind::String => palette.code_string,
                                Kind::Number => palette.code_number,
                                Kind::Comment => palette.code_comment,
                                Kind::Function => palette.code_function,
                                Kind::Class => palette.code_class,
                            };
                            (fill, piece.as_str())
                        })
                        .collect();
                    sheet.pieces(left, base, Type::CODE, &pieces);
                }
                What::Cut(words) => sheet.text(left, base, Type::NOTE, palette.ink_3, words),
                What::Labels(_) => {}
            }
            let mut at = match row.what {
                // Below its line, a label begins where that does.
                What::Labels(indent) => left + indent,
                _ => left + room - row.labels_width() + GAP,
            };
            for label in &row.labels {
                label.draw(sheet, at, top + 2.0);
                at += label.width() + GAP;
            }
        }
    }
}

impl Row {
    fn labels_width(&self) -> f64 {
        self.labels.iter().map(|label| label.width() + GAP).sum()
    }
}

impl What {
    fn width(&self) -> f64 {
        match self {
            What::Line(_, pieces) => pieces.iter().map(|(_, piece)| Type::CODE.width(piece)).sum(),
            What::Labels(indent) => *indent,
            What::Cut(words) => Type::NOTE.width(words),
        }
    }
}

/// Adds a row with its labels: behind it what has room there, the others in rows below.
fn add(rows: &mut Vec<Row>, what: What, labels: Vec<Label>, is_now: bool, indent: f64, room: f64) {
    let mut row = Row { what, labels: Vec::new(), is_now };
    for label in labels {
        let is_empty = matches!(row.what, What::Labels(_)) && row.labels.is_empty();
        if row.what.width() + row.labels_width() + GAP + label.width() > room && !is_empty {
            // Where nothing fits behind the indentation, it is left out.
            let indent = indent.min((room - label.width()).max(0.0));
            rows.push(std::mem::replace(
                &mut row,
                Row { what: What::Labels(indent), labels: Vec::new(), is_now },
            ));
        }
        row.labels.push(label);
    }
    rows.push(row);
}

/// A line as it is shown.
struct Line {
    pieces: Vec<(Kind, String)>,
    indent: usize,
}

impl Line {
    fn new(pieces: &[(Kind, &str)]) -> Self {
        let text: String = pieces.iter().map(|(_, piece)| *piece).collect();
        let shown = untabbed(&text, TAB);
        let indent = shown.len() - shown.trim_start().len();
        // A tab in the middle of a line is a rarity: its piece takes the width it has by itself.
        let mut pieces: Vec<_> = pieces.iter().map(|(kind, piece)| (*kind, untabbed(piece, TAB))).collect();
        pieces.dedup_by(|next, before| {
            let is_same = next.0 == before.0;
            if is_same {
                before.1.push_str(&next.1);
            }
            is_same
        });
        Self { pieces, indent }
    }
}

/// As much of a line as there is room for.
fn cut(pieces: &[(Kind, String)], room: f64) -> Vec<(Kind, String)> {
    let mut left = room;
    let mut shown = Vec::new();
    let all: f64 = pieces.iter().map(|(_, piece)| Type::CODE.width(piece)).sum();
    if all <= room {
        return pieces.to_vec();
    }
    for (kind, piece) in pieces {
        let width = Type::CODE.width(piece);
        // The sign that there is more wants room, too.
        if width + Type::CODE.width("…") > left {
            let cut = Type::CODE.cut(&format!("{piece}…"), left.min(width));
            shown.push((*kind, cut));
            break;
        }
        left -= width;
        shown.push((*kind, piece.clone()));
    }
    shown
}

/// Which lines are shown: those that were asked for; else all, or as many as there is room for around what happens.
fn shown(asked: &Asked<'_>, all: u32) -> RangeInclusive<u32> {
    let all = all.max(1);
    if let Some(lines) = &asked.lines {
        let last = (*lines.end()).clamp(1, all);
        return (*lines.start()).clamp(1, last)..=last;
    }
    if all <= MOST + MORE {
        return 1..=all;
    }
    let runs = asked.marks.iter().find(|mark| mark.standing == Standing::Runs);
    let line = asked.now.or(runs.or(asked.marks.first()).map(|mark| mark.line)).unwrap_or(1);
    let first = line.saturating_sub(MOST / 2).clamp(1, all - MOST + 1);
    // Empty lines at its edges say nothing.
    let is_empty =
        |line: u32| asked.source.lines().nth(line as usize - 1).is_none_or(|line| line.trim().is_empty());
    let first = (first..line).find(|line| !is_empty(*line)).unwrap_or(first);
    let last = first.max(line).max(first + MOST - 1).min(all);
    let last = (line.max(first)..=last).rev().find(|line| !is_empty(*line)).unwrap_or(last);
    first..=last
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::replay::say::Language;

    const PROGRAM: &str =
        "import asyncio\n\nasync def main():\n    await asyncio.sleep(1)\n\nasyncio.run(main())\n\n";

    fn mark(line: u32, name: &str, standing: Standing) -> There {
        There { line, names: vec![name.to_owned()], more: 0, standing }
    }

    fn asked<'a>(source: &'a str, marks: &'a [There]) -> Asked<'a> {
        Asked { source, marks, now: None, lines: None, words: Language::English.words() }
    }

    /// The numbers of the lines, and what stands in place of others.
    fn rows(code: &Code) -> Vec<String> {
        let row = |row: &Row| {
            let what = match &row.what {
                What::Line(number, _) => number.to_string(),
                What::Labels(_) => String::new(),
                What::Cut(words) => words.clone(),
            };
            row.labels.iter().fold(what, |what, label| format!("{what} [{} {}]", label.name, label.does))
        };
        code.rows.iter().map(row).collect()
    }

    #[test]
    fn a_label_stands_behind_its_line_or_below_it() {
        let marks = [mark(4, "main", Standing::Waits)];
        let wide = Code::new(&asked(PROGRAM, &marks), 600.0);
        assert_eq!(rows(&wide), ["1", "2", "3", "4 [main waiting]", "5", "6"]);
        let narrow = Code::new(&asked(PROGRAM, &marks), 260.0);
        assert_eq!(rows(&narrow), ["1", "2", "3", "4", " [main waiting]", "5", "6"]);
        assert_eq!(narrow.height(), 7.0 * ROW);
    }

    #[test]
    fn a_long_program_is_shown_around_what_runs_and_says_what_is_left_out() {
        let source = "x = 1\n".repeat(100);
        let marks =
            [mark(3, "A", Standing::Waits), mark(50, "B", Standing::Runs), mark(99, "C", Standing::IsReady)];
        let shown = rows(&Code::new(&asked(&source, &marks), 600.0));
        assert_eq!(shown.first().unwrap(), "+ 35 more lines [A waiting]");
        assert_eq!(shown.last().unwrap(), "+ 37 more lines [C ready]");
        assert_eq!(shown.len(), MOST as usize + 2);
        assert!(shown.contains(&"50 [B running]".to_owned()));
    }

    #[test]
    fn the_lines_that_were_asked_for_are_shown_and_nobody_is_forgotten() {
        let marks = [mark(4, "main", Standing::Waits)];
        let with = |lines| rows(&Code::new(&Asked { lines: Some(lines), ..asked(PROGRAM, &marks) }, 600.0));
        assert_eq!(with(3..=4), ["3", "4 [main waiting]"]);
        assert_eq!(with(1..=2), ["1", "2", "+ 4 more lines [main waiting]"]);
        assert_eq!(with(6..=90), ["+ 5 more lines [main waiting]", "6"]);
    }

    #[test]
    fn a_long_line_is_cut_within_its_room() {
        let source = format!("x = '{}' + \"{}\"", "a".repeat(40), "b".repeat(40));
        for room in [90.0, 250.0, 334.0, 340.0, 400.0, 600.0] {
            let line = Line::new(&python::lines(&source)[0]);
            let cut: String = cut(&line.pieces, room).into_iter().map(|(_, piece)| piece).collect();
            assert!(Type::CODE.width(&cut) <= room && cut.ends_with('…'), "{room} {cut}");
            assert!(Type::CODE.width(&cut) > room - 40.0, "{room} {cut}");
        }
    }
}
