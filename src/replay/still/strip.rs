//! A strip of lanes: names, the scale above them, what the tasks do, and arrows from what made them ready.

use super::legend::sign;
use super::sheet::{Sheet, Type, short};
use crate::replay::picture::{Arrow, COLUMN, Kind, Lane, Made, Piece, ROW, SCALE, Tick, Whose};
use crate::replay::say::Words;

/// The room of the names, as a part of the width, and the least and the most of it in pixels.
const NAMES: (f64, f64, f64) = (0.2, 96.0, 190.0);
/// How much wider than elsewhere columns get where there are few.
const WIDEST: f64 = 1.6;
/// How far what goes on at an edge fades.
const FADE: f64 = 28.0;

/// How the width of a strip is shared out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    /// All of it.
    pub(super) width: f64,
    /// The names' part.
    pub(super) names: f64,
    /// As many columns as there is room for.
    pub(super) columns: usize,
    /// How much wider a column is than elsewhere.
    stretch: f64,
}

impl Measure {
    /// Of a strip that has so many columns to show.
    pub(super) fn new(width: f64, columns: usize) -> Self {
        let (part, least, most) = NAMES;
        let names = (width * part).clamp(least, most);
        let room = width - names;
        let columns = ((room / COLUMN) as usize).clamp(1, columns);
        let stretch = (room / (columns as f64 * COLUMN)).clamp(1.0, WIDEST);
        Self { width, names, columns, stretch }
    }
}

/// Which part of a strip has happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Now {
    /// None of it.
    NotYet,
    /// That up to the column with this left edge and width.
    Column(f64, f64),
    /// All.
    Past,
}

/// Lanes over some columns.
pub(super) struct Strip<'a> {
    pub(super) words: &'a Words,
    pub(super) measure: Measure,
    /// The lanes that are shown.
    pub(super) lanes: Vec<Lane>,
    /// What the scale says, and where.
    pub(super) ticks: Vec<(f64, Tick)>,
    /// The arrows.
    pub(super) causes: Vec<Made>,
    /// How wide its columns are together, before they are stretched.
    pub(super) columns: f64,
    /// Whose lane is loud.
    pub(super) running: Option<Whose>,
    pub(super) now: Now,
    /// Whether lanes go on at its left edge, and at its right one.
    pub(super) goes_on: [bool; 2],
}

impl Strip<'_> {
    pub(super) fn height(&self) -> f64 {
        SCALE + ROW * self.lanes.len() as f64
    }

    pub(super) fn draw(&self, sheet: &mut Sheet, x: f64, y: f64) {
        let palette = sheet.palette;
        let Measure { width, names, stretch, .. } = self.measure;
        let left = x + names;
        let (top, bottom) = (y + SCALE, y + self.height());
        let right = left + (self.columns * stretch).min(width - names);
        let to_come = match self.now {
            Now::NotYet => left,
            Now::Past => right,
            Now::Column(from, column) => {
                let (from, column) = (left + from * stretch, column * stretch);
                // Behind the last callback that is drawn, only the loop itself is at work.
                if from + column <= right + 0.5 {
                    sheet.framed(
                        [from, top, column, bottom - top],
                        2.0,
                        palette.accent_ground,
                        palette.accent,
                    );
                    let middle = short(from + column / 2.0 - 4.0);
                    sheet.filled(format_args!("M{middle} {}h8l-4 5z", top - 6.0), palette.accent);
                }
                from + column + 1.0
            }
        };
        sheet.line(format_args!("M{x} {top}H{}", short(right)), palette.rule, 1.0);
        self.scale(sheet, left, y, bottom);
        for (row, lane) in self.lanes.iter().enumerate() {
            let top = top + ROW * row as f64;
            self.name(sheet, lane, x, top);
            for piece in &lane.pieces {
                let (from, to) = (left + piece.from * stretch, left + piece.to * stretch);
                draw_piece(sheet, piece, [from, to.min(right)], top);
            }
        }
        for cause in &self.causes {
            self.arrow(sheet, *cause, left, top);
        }
        // What is yet to come is quieter.
        if to_come < right {
            let (to_come, rest) = (short(to_come), short(right - to_come + 1.0));
            let (surface, height) = (palette.surface, bottom - top);
            sheet.shape(format_args!(
                "<rect x=\"{to_come}\" y=\"{top}\" width=\"{rest}\" height=\"{height}\" fill=\"{surface}\" fill-opacity=\"0.55\"/>"
            ));
        }
        let [before, after] = self.goes_on;
        for (goes_on, x, fill) in
            [(before, left, sheet.fade_before()), (after, right - FADE, sheet.fade_after())]
        {
            if goes_on {
                sheet.rect([x, top + 1.0, FADE, bottom - top - 1.0], 0.0, &fill);
            }
        }
    }

    /// The turns, where there is room for their numbers.
    fn scale(&self, sheet: &mut Sheet, left: f64, y: f64, bottom: f64) {
        let palette = sheet.palette;
        sheet.text(left - 8.0, y + 13.5, Type::NAME.ending(), palette.ink_3, self.words.turn);
        let mut free = left;
        for (x, tick) in &self.ticks {
            let x = left + x * self.measure.stretch;
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
        let room = self.measure.names - 10.0;
        let (name, call) = lane.labels(self.words);
        let name = set.cut_name(if lane.name.is_empty() { &name } else { &lane.name }, room);
        let left = room - set.width(&name);
        let call = if left > set.width(" · x…") { set.cut(&call, left) } else { String::new() };
        sheet.pieces(x, top + ROW / 2.0 + 4.0, set, &[(loud, &name), (quiet, &call)]);
    }

    /// From what made a task ready, an arrow to where it became so.
    fn arrow(&self, sheet: &mut Sheet, cause: Made, left: f64, top: f64) {
        let (ink, surface) = (sheet.palette.ink, sheet.palette.surface);
        let x = short(left + cause.x * self.measure.stretch);
        let Arrow { from, edge, tip } = cause.arrow();
        let (from, edge, tip) = (top + from, top + edge, top + tip);
        sheet.shape(format_args!(
            "<path d=\"M{x} {from}V{edge}\" stroke=\"{ink}\" stroke-width=\"1.5\" stroke-dasharray=\"3 2\"/>"
        ));
        sheet.shape(format_args!(
            "<path d=\"M{} {edge}h8L{x} {tip}z\" fill=\"{ink}\" stroke=\"{surface}\" stroke-width=\"0.75\"/>",
            short(x - 4.0)
        ));
        if cause.by.is_some() {
            sheet.shape(format_args!(
                "<circle cx=\"{x}\" cy=\"{from}\" r=\"3\" fill=\"{ink}\" stroke=\"{surface}\" stroke-width=\"0.75\"/>"
            ));
        }
    }
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
            sheet.hatched([from, top + 8.0, width.max(2.0), ROW - 16.0], palette.accent);
        }
        Kind::Waiting => {
            let (from, to) = (short(from), short(to));
            sheet.shape(format_args!(
                "<path d=\"M{from} {middle}H{to}\" stroke=\"{}\" stroke-width=\"1.5\"/>",
                palette.rule_strong
            ));
        }
        Kind::Over(_) => sign(sheet, piece.kind, from + 1.0, middle),
    }
}
