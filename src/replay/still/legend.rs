//! What the shapes in the lanes mean.

use super::sheet::{Sheet, Type, short};
use crate::replay::Status;
use crate::replay::picture::{Kind, Lane};
use crate::replay::say::Words;

/// The height of a row.
const ROW: f64 = 18.0;
/// Between two entries.
const GAP: f64 = 14.0;
/// The room of a shape before its words.
const SHAPE: f64 = 22.0;

/// What the shapes mean that are there, in rows; and at its end, what the lanes leave out.
pub(super) struct Legend {
    rows: Vec<Vec<Entry>>,
    /// What is left out.
    cut: String,
    width: f64,
}

/// A shape in the lanes.
#[derive(Clone, Copy)]
enum Shape {
    /// What a task does.
    Piece(Kind),
    /// What made it ready.
    Arrow,
}

/// What a shape means.
struct Entry {
    shape: Option<Shape>,
    words: String,
}

impl Entry {
    fn width(&self) -> f64 {
        let shape = if self.shape.is_some() { SHAPE } else { 0.0 };
        shape + Type::NOTE.width(&self.words)
    }
}

impl Legend {
    /// Of these lanes; and of arrows between them, if there are some.
    pub(super) fn new<'a>(
        lanes: impl Iterator<Item = &'a Lane> + Clone,
        has_arrows: bool,
        cut: String,
        words: &Words,
        width: f64,
    ) -> Self {
        let [runs, ready, waits] = words.states;
        let mut shapes = vec![(Kind::Running, runs), (Kind::Ready, ready), (Kind::Waiting, waits)];
        let over = [Status::Done, Status::Failed, Status::Cancelled, Status::Destroyed];
        shapes.extend(over.map(|status| (Kind::Over(status), (words.status)(status))));
        let is_there =
            |kind: Kind| lanes.clone().flat_map(|lane| &lane.pieces).any(|piece| piece.kind == kind);
        let entries = shapes
            .into_iter()
            .filter(|(kind, _)| is_there(*kind))
            .map(|(kind, words)| Entry { shape: Some(Shape::Piece(kind)), words: words.to_owned() })
            .chain(
                has_arrows.then(|| Entry { shape: Some(Shape::Arrow), words: words.made_ready.to_owned() }),
            )
            .chain([Entry { shape: None, words: words.numbers.to_owned() }]);
        let mut rows: Vec<Vec<Entry>> = vec![Vec::new()];
        let mut left = width;
        for entry in entries {
            let room = entry.width() + GAP;
            if room > left && rows.last().is_some_and(|row| !row.is_empty()) {
                rows.push(Vec::new());
                left = width;
            }
            left -= room;
            rows.last_mut().expect("there is one").push(entry);
        }
        if Type::NOTE.width(&cut) > left {
            rows.push(Vec::new());
        }
        Self { rows, cut, width }
    }

    pub(super) fn height(&self) -> f64 {
        ROW * self.rows.len() as f64
    }

    pub(super) fn draw(&self, sheet: &mut Sheet, x: f64, y: f64) {
        let palette = sheet.palette;
        for (row, entries) in self.rows.iter().enumerate() {
            let top = y + ROW * row as f64;
            let mut at = x;
            for entry in entries {
                if let Some(shape) = entry.shape {
                    match shape {
                        Shape::Piece(kind) => sign(sheet, kind, at, top + 9.0),
                        Shape::Arrow => arrow(sheet, at, top + 9.0),
                    }
                    at += SHAPE;
                }
                sheet.text(at, top + 13.0, Type::NOTE, palette.ink_3, &entry.words);
                at += Type::NOTE.width(&entry.words) + GAP;
            }
        }
        let base = y + self.height() - ROW + 13.0;
        sheet.text(x + self.width, base, Type::NOTE.ending(), palette.ink_3, &self.cut);
    }
}

/// The arrow from what made a task ready, as large as a letter.
fn arrow(sheet: &mut Sheet, x: f64, middle: f64) {
    let ink = sheet.palette.ink;
    let at = short(x + 3.0);
    sheet.shape(format_args!(
        "<path d=\"M{at} {middle}h7\" stroke=\"{ink}\" stroke-width=\"1.5\" stroke-dasharray=\"3 2\"/>"
    ));
    sheet.filled(format_args!("M{} {}v8l5 -4z", short(x + 10.0), middle - 4.0), ink);
    sheet.shape(format_args!("<circle cx=\"{at}\" cy=\"{middle}\" r=\"2.5\" fill=\"{ink}\"/>"));
}

/// The shape that stands for what a task does, as large as a letter.
pub(super) fn sign(sheet: &mut Sheet, kind: Kind, x: f64, middle: f64) {
    let palette = sheet.palette;
    let x = short(x);
    match kind {
        Kind::Running => sheet.rect([x, middle - 5.0, 16.0, 10.0], 2.0, palette.accent),
        Kind::Ready => {
            sheet.hatched([x, middle - 5.0, 16.0, 10.0], palette.accent);
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
