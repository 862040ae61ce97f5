//! The tasks over time, up to the step and beyond it.

use super::sheet::{Sheet, Type, short};
use crate::replay::picture::{
    Arrow, COLUMN, Kind, Lane, Picture, Piece, ROW, SCALE, Whose, Window, column_of, columns_of, follow,
    lanes, picture, running,
};
use crate::replay::say::Words;
use crate::replay::{Replay, State, Status};

/// As many lanes as are shown.
const MOST: usize = 9;
/// The room of their names, as a part of the width, and in pixels.
const NAMES: (f64, f64, f64) = (0.2, 96.0, 190.0);
/// How much wider than elsewhere columns get where there are few.
const WIDEST: f64 = 1.6;
/// The room below the lanes, and the height of a row of the legend.
const LEGEND: (f64, f64) = (8.0, 18.0);
/// How far what goes on at an edge fades.
const FADE: f64 = 28.0;

/// What is shown of the tasks.
pub(super) struct Lanes<'a> {
    words: &'a Words,
    picture: Picture,
    /// Of the lanes, those that are shown; how many others there are.
    shown: std::ops::Range<usize>,
    hidden: usize,
    running: Option<Whose>,
    /// Whether a callback has begun.
    has_begun: bool,
    /// How many callbacks ran before those that are shown, and after.
    cut: [usize; 2],
    cut_words: String,
    names: f64,
    /// How much wider a column is than elsewhere.
    stretch: f64,
    width: f64,
    legend: Vec<Vec<Entry>>,
}

/// What a shape means.
struct Entry {
    shape: Option<Kind>,
    words: String,
}

impl Entry {
    fn width(&self) -> f64 {
        let shape = if self.shape.is_some() { 22.0 } else { 0.0 };
        shape + Type::NOTE.width(&self.words)
    }
}

impl<'a> Lanes<'a> {
    /// Lays out the tasks of a trace; none if there are none.
    pub(super) fn new(replay: &Replay, state: &State, words: &'a Words, width: f64) -> Option<Self> {
        let all = lanes(replay, false);
        if all.is_empty() {
            return None;
        }
        let (part, least, most) = NAMES;
        let names = (width * part).clamp(least, most);
        let room = width - names;
        // Behind the last callback there is room for how its task ended.
        let columns = columns_of(replay, &all) + 1;
        let count = ((room / COLUMN) as usize).clamp(1, columns);
        let current = column_of(replay, state.step).min(columns - 1);
        let first = follow(0, count, current, columns);
        let stretch = (room / (count as f64 * COLUMN)).clamp(1.0, WIDEST);
        let window = Window::Order { first, count };
        let running = running(replay, state);
        // Who is not in sight, now or ever, has no lane there.
        let mut picture = picture(replay, &all, window, state.step);
        let mut hidden = 0;
        let mut shown = 0..picture.lanes.len();
        if shown.len() > MOST {
            let row = |picture: &Picture| {
                running
                    .and_then(|running| picture.lanes.iter().position(|lane| lane.whose == running))
                    .unwrap_or(0)
            };
            let is_in_sight = |lane: &Lane| !lane.pieces.is_empty() || Some(lane.whose) == running;
            let kept: Vec<Whose> =
                picture.lanes.iter().filter(|lane| is_in_sight(lane)).map(|lane| lane.whose).collect();
            picture = self::picture(replay, &kept, window, state.step);
            hidden = all.len() - kept.len();
            shown = 0..kept.len();
            if kept.len() > MOST {
                // The arrow's other end is in sight as well, if that can be.
                let by = picture.cause.and_then(|cause| cause.by).unwrap_or_else(|| row(&picture));
                let (row, from) = (row(&picture), by.min(row(&picture)));
                let first =
                    if row.abs_diff(by) < MOST { from } else { row }.saturating_sub(1).min(kept.len() - MOST);
                shown = first..first + MOST;
                hidden = all.len() - MOST;
            }
        }
        let cut = [first, (columns - 1).saturating_sub(first + count)];
        let cut_words = (words.cut)(cut[0], cut[1]);
        let mut legend = legend(&picture.lanes[shown.clone()], words, width);
        let last: f64 = legend.last().into_iter().flatten().map(|entry| entry.width() + 14.0).sum();
        if last + Type::NOTE.width(&cut_words) > width {
            legend.push(Vec::new());
        }
        let has_begun = replay.stops().callbacks.first().is_some_and(|first| *first <= state.step);
        Some(Self {
            words,
            has_begun,
            picture,
            shown,
            hidden,
            running,
            cut,
            cut_words,
            names,
            stretch,
            width,
            legend,
        })
    }

    fn rows(&self) -> f64 {
        (self.shown.len() + usize::from(self.hidden > 0)) as f64
    }

    pub(super) fn height(&self) -> f64 {
        SCALE + ROW * self.rows() + LEGEND.0 + LEGEND.1 * self.legend.len() as f64
    }

    pub(super) fn draw(&self, sheet: &mut Sheet, x: f64, y: f64) {
        let palette = sheet.palette;
        let left = x + self.names;
        let (top, bottom) = (y + SCALE, y + SCALE + ROW * self.shown.len() as f64);
        let right = left + (self.picture.width * self.stretch).min(self.width - self.names);
        let (from, column) = self.picture.cursor;
        let (from, column) = (left + from * self.stretch, column * self.stretch);
        // Behind the last callback that is drawn, only the loop itself is at work.
        if self.has_begun && from + column <= right + 0.5 {
            sheet.framed([from, top, column, bottom - top], 2.0, palette.accent_ground, palette.accent);
            let middle = short(from + column / 2.0 - 4.0);
            sheet.filled(format_args!("M{middle} {}h8l-4 5z", top - 6.0), palette.accent);
        }
        sheet.line(format_args!("M{x} {top}H{right}"), palette.rule, 1.0);
        self.scale(sheet, left, y, bottom);
        for (row, lane) in self.picture.lanes[self.shown.clone()].iter().enumerate() {
            let top = top + ROW * row as f64;
            self.name(sheet, lane, x, top);
            for piece in &lane.pieces {
                let (from, to) = (left + piece.from * self.stretch, left + piece.to * self.stretch);
                draw_piece(sheet, piece, [from, to.min(right)], top);
            }
        }
        self.cause(sheet, left, top);
        // What is yet to come is quieter.
        let to_come = if self.has_begun { from + column + 1.0 } else { left };
        if to_come < right {
            let (to_come, rest) = (short(to_come), short(right - to_come + 1.0));
            let (surface, height) = (palette.surface, bottom - top);
            sheet.shape(format_args!(
                "<rect x=\"{to_come}\" y=\"{top}\" width=\"{rest}\" height=\"{height}\" fill=\"{surface}\" fill-opacity=\"0.55\"/>"
            ));
        }
        let [before, after] = self.cut;
        for (is_cut, x, fill) in
            [(before > 0, left, sheet.fade_before()), (after > 0, right - FADE, sheet.fade_after())]
        {
            if is_cut {
                sheet.rect([x, top + 1.0, FADE, bottom - top - 1.0], 0.0, &fill);
            }
        }
        if self.hidden > 0 {
            let words = (self.words.more_tasks)(self.hidden);
            sheet.text(x, bottom + ROW / 2.0 + 4.0, Type::NOTE, palette.ink_3, &words);
        }
        self.draw_legend(sheet, x, y + SCALE + ROW * self.rows() + LEGEND.0);
    }

    /// The turns, where there is room for their numbers.
    fn scale(&self, sheet: &mut Sheet, left: f64, y: f64, bottom: f64) {
        let palette = sheet.palette;
        sheet.text(left - 8.0, y + 13.5, Type::NAME.ending(), palette.ink_3, self.words.turn);
        let mut free = left;
        for (x, tick) in &self.picture.ticks {
            let x = left + x * self.stretch;
            let label = tick.label(self.words);
            let top = y + SCALE;
            sheet.line(format_args!("M{} {top}V{bottom}", short(x)), palette.rule, 1.0);
            if x >= free {
                sheet.text(x + 4.0, y + 13.5, Type::NAME, palette.ink_3, &label);
                free = x + 8.0 + Type::NAME.width(&label);
            }
        }
    }

    /// Whose a lane is.
    fn name(&self, sheet: &mut Sheet, lane: &Lane, x: f64, top: f64) {
        let palette = sheet.palette;
        let is_running = self.running == Some(lane.whose);
        let (set, loud, quiet) = match is_running {
            true => (Type::NAME.bold(), palette.accent, palette.accent),
            false => (Type::NAME, palette.ink_2, palette.ink_3),
        };
        let room = self.names - 10.0;
        let (name, call) = lane.labels(self.words);
        let name = set.cut_name(if lane.name.is_empty() { &name } else { &lane.name }, room);
        let left = room - set.width(&name);
        let call = if left > set.width(" · x…") { set.cut(&call, left) } else { String::new() };
        sheet.pieces(x, top + ROW / 2.0 + 4.0, set, &[(loud, &name), (quiet, &call)]);
    }

    /// From what made the running task ready, an arrow to where it became so.
    fn cause(&self, sheet: &mut Sheet, left: f64, top: f64) {
        let Some(mut cause) = self.picture.cause else { return };
        if !self.shown.contains(&cause.ready) {
            return;
        }
        cause.ready -= self.shown.start;
        cause.by = cause.by.filter(|by| self.shown.contains(by)).map(|by| by - self.shown.start);
        let (ink, surface) = (sheet.palette.ink, sheet.palette.surface);
        let x = short(left + cause.x * self.stretch);
        let Arrow { from, edge, tip } = cause.arrow();
        let (from, edge, tip) = (top + from, top + edge, top + tip);
        sheet.shape(format_args!(
            "<path d=\"M{x} {from}V{edge}\" stroke=\"{ink}\" stroke-width=\"1.5\" stroke-dasharray=\"3 2\"/>"
        ));
        sheet.shape(format_args!(
            "<path d=\"M{} {edge}h8L{x} {tip}z\" fill=\"{ink}\" stroke=\"{surface}\" stroke-width=\"0.75\"/>",
            x - 4.0
        ));
        if cause.by.is_some() {
            sheet.shape(format_args!(
                "<circle cx=\"{x}\" cy=\"{from}\" r=\"3\" fill=\"{ink}\" stroke=\"{surface}\" stroke-width=\"0.75\"/>"
            ));
        }
    }

    fn draw_legend(&self, sheet: &mut Sheet, x: f64, y: f64) {
        let palette = sheet.palette;
        for (row, entries) in self.legend.iter().enumerate() {
            let top = y + LEGEND.1 * row as f64;
            let mut at = x;
            for entry in entries {
                if let Some(kind) = entry.shape {
                    let piece = Piece { kind, from: 0.0, to: 0.0, step: 0, number: 0 };
                    sign(sheet, &piece, at, top + 9.0);
                    at += 22.0;
                }
                sheet.text(at, top + 13.0, Type::NOTE, palette.ink_3, &entry.words);
                at += Type::NOTE.width(&entry.words) + 14.0;
            }
        }
        let base = y + LEGEND.1 * (self.legend.len() as f64 - 1.0) + 13.0;
        sheet.text(x + self.width, base, Type::NOTE.ending(), palette.ink_3, &self.cut_words);
    }
}

/// What the shapes mean that are there, in rows.
fn legend(lanes: &[Lane], words: &Words, width: f64) -> Vec<Vec<Entry>> {
    let [runs, ready, waits] = words.states;
    let mut shapes = vec![(Kind::Running, runs), (Kind::Ready, ready), (Kind::Waiting, waits)];
    let over = [Status::Done, Status::Failed, Status::Cancelled, Status::Destroyed];
    shapes.extend(over.map(|status| (Kind::Over(status), (words.status)(status))));
    let is_there = |kind: Kind| lanes.iter().flat_map(|lane| &lane.pieces).any(|piece| piece.kind == kind);
    let entries = shapes
        .into_iter()
        .filter(|(kind, _)| is_there(*kind))
        .map(|(kind, words)| Entry { shape: Some(kind), words: words.to_owned() })
        .chain([Entry { shape: None, words: words.numbers.to_owned() }]);
    let mut rows: Vec<Vec<Entry>> = vec![Vec::new()];
    let mut left = width;
    for entry in entries {
        let room = entry.width() + 14.0;
        if room > left && rows.last().is_some_and(|row| !row.is_empty()) {
            rows.push(Vec::new());
            left = width;
        }
        left -= room;
        rows.last_mut().expect("there is one").push(entry);
    }
    rows
}

/// A piece of a lane.
fn draw_piece(sheet: &mut Sheet, piece: &Piece, [from, to]: [f64; 2], top: f64) {
    let palette = sheet.palette;
    let (width, middle) = (to - from, top + ROW / 2.0);
    match piece.kind {
        Kind::Running => {
            sheet.rect([from + 1.0, top + 5.0, (width - 2.0).max(2.0), ROW - 10.0], 3.0, palette.accent);
            let number = piece.number.to_string();
            if Type::NAME.width(&number) < width - 2.0 {
                let centre = from + width / 2.0;
                sheet.text(centre, middle + 4.0, Type::NAME.bold().centred(), palette.on_accent, &number);
            }
        }
        Kind::Ready => {
            let hatch = sheet.hatch();
            sheet.framed([from, top + 8.0, width.max(2.0), ROW - 16.0], 1.0, &hatch, palette.accent);
        }
        Kind::Waiting => {
            let (from, to) = (short(from), short(to));
            sheet.shape(format_args!(
                "<path d=\"M{from} {middle}H{to}\" stroke=\"{}\" stroke-width=\"1.5\"/>",
                palette.rule_strong
            ));
        }
        Kind::Over(_) => sign(sheet, piece, from + 1.0, middle),
    }
}

/// The shape that stands for what a task does, as large as a letter.
fn sign(sheet: &mut Sheet, piece: &Piece, x: f64, middle: f64) {
    let palette = sheet.palette;
    let x = short(x);
    match piece.kind {
        Kind::Running => sheet.rect([x, middle - 5.0, 16.0, 10.0], 2.0, palette.accent),
        Kind::Ready => {
            let hatch = sheet.hatch();
            sheet.framed([x, middle - 5.0, 16.0, 10.0], 1.0, &hatch, palette.accent);
        }
        Kind::Waiting => sheet.line(format_args!("M{x} {middle}h16"), palette.rule_strong, 1.5),
        Kind::Over(Status::Done | Status::Pending) => {
            sheet.line(format_args!("M{} {middle}l3 3.5l5.5 -8", x + 2.0), palette.good, 2.0);
        }
        Kind::Over(Status::Failed) => {
            let (x, y) = (x + 2.0, middle - 4.0);
            sheet.line(format_args!("M{x} {y}l8 8m0 -8l-8 8"), palette.bad, 2.0);
        }
        Kind::Over(Status::Cancelled) => {
            let x = x + 6.0;
            sheet.shape(format_args!(
                "<circle cx=\"{x}\" cy=\"{middle}\" r=\"4.75\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.5\"/>",
                palette.ink_2
            ));
            sheet.line(format_args!("M{} {}l6.5 6.5", x - 3.25, middle - 3.25), palette.ink_2, 1.5);
        }
        Kind::Over(Status::Destroyed) => {
            let x = x + 2.0;
            sheet.line(format_args!("M{x} {middle}h2m2 0h2m2 0h2"), palette.bad, 2.0);
            sheet.line(format_args!("M{} {}v8", x + 5.0, middle - 4.0), palette.bad, 2.0);
        }
    }
}
