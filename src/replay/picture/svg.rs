//! The lanes as a picture that stands on its own, for a slide or a document.

use std::fmt::Write as _;

use super::{Arrow, Kind, Made, Picture, ROW, SCALE};
use crate::replay::Status;
use crate::replay::markup::escaped;
use crate::replay::say::Words;

/// The width of the names.
const NAMES: f64 = 120.0;

/// What a task's end looks like: its outcome told by a sign, not by a colour.
#[must_use]
pub fn sign(status: Status) -> &'static str {
    match status {
        Status::Done => "✓",
        Status::Failed => "✗",
        Status::Cancelled => "⊘",
        Status::Destroyed => "☠",
        Status::Pending => "…",
    }
}

/// Writes the picture, light, in colours of its own.
#[must_use]
pub fn document(picture: &Picture, title: &str, words: &Words) -> String {
    let (width, height) = (NAMES + picture.width, SCALE + ROW * picture.lanes.len() as f64 + 8.0);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         font-family=\"ui-monospace, monospace\" font-size=\"11\">\n<title>{}</title>\n\
         <defs><pattern id=\"ready\" width=\"5\" height=\"5\" patternTransform=\"rotate(45)\" patternUnits=\"userSpaceOnUse\">\
         <path d=\"M0 0v5\" stroke=\"#b83c12\" stroke-width=\"2.5\"/></pattern></defs>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fffefb\"/>\n",
        escaped(title)
    );
    let (from, column) = picture.cursor;
    shape(
        &mut svg,
        format_args!(
            "<rect x=\"{}\" y=\"0\" width=\"{column}\" height=\"{height}\" fill=\"#fbe9df\"/>",
            NAMES + from
        ),
    );
    for (x, tick) in &picture.ticks {
        let x = NAMES + x;
        shape(
            &mut svg,
            format_args!(
                "<path d=\"M{x} 4V{height}\" stroke=\"#e4dfd4\"/><text x=\"{}\" y=\"14\" fill=\"#6b6459\">{}</text>",
                x + 4.0,
                escaped(&tick.label(words))
            ),
        );
    }
    for (row, lane) in picture.lanes.iter().enumerate() {
        let top = SCALE + ROW * row as f64;
        let middle = top + ROW / 2.0;
        shape(
            &mut svg,
            format_args!(
                "<text x=\"8\" y=\"{}\" fill=\"#1f1c18\">{}</text>",
                middle + 4.0,
                escaped(&lane.labels(words).0)
            ),
        );
        for piece in &lane.pieces {
            let (x, width, y) = (NAMES + piece.from, piece.to - piece.from, top + 5.0);
            match piece.kind {
                Kind::Running => {
                    shape(
                        &mut svg,
                        format_args!(
                            "<rect x=\"{}\" y=\"{y}\" width=\"{}\" height=\"{}\" rx=\"3\" fill=\"#b83c12\"/>",
                            x + 1.0,
                            (width - 2.0).max(2.0),
                            ROW - 10.0
                        ),
                    );
                    if width > 18.0 {
                        shape(
                            &mut svg,
                            format_args!(
                                "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" fill=\"#fffdfa\">{}</text>",
                                x + width / 2.0,
                                middle + 4.0,
                                piece.number
                            ),
                        );
                    }
                }
                Kind::Ready => shape(
                    &mut svg,
                    format_args!(
                        "<rect x=\"{x}\" y=\"{}\" width=\"{width}\" height=\"{}\" fill=\"url(#ready)\" stroke=\"#b83c12\"/>",
                        y + 3.0,
                        ROW - 16.0
                    ),
                ),
                Kind::Waiting => shape(
                    &mut svg,
                    format_args!(
                        "<path d=\"M{x} {middle}h{width}\" stroke=\"#8d8678\" stroke-width=\"1.5\"/>"
                    ),
                ),
                Kind::Over(status) => shape(
                    &mut svg,
                    format_args!(
                        "<text x=\"{}\" y=\"{}\" fill=\"#1f1c18\">{}</text>",
                        x + 2.0,
                        middle + 4.0,
                        sign(status)
                    ),
                ),
            }
        }
    }
    if let Some(cause) = &picture.cause {
        arrow(&mut svg, cause);
    }
    svg.push_str("</svg>\n");
    svg
}

/// From what made the running task ready, an arrow to where it became so.
fn arrow(svg: &mut String, cause: &Made) {
    let Arrow { from, edge, tip } = cause.arrow();
    let x = NAMES + cause.x;
    let (from, edge, tip) = (SCALE + from, SCALE + edge, SCALE + tip);
    shape(
        svg,
        format_args!(
            "<path d=\"M{x} {from}V{edge}\" stroke=\"#1f1c18\" stroke-width=\"1.5\" stroke-dasharray=\"3 2\"/>"
        ),
    );
    shape(svg, format_args!("<path d=\"M{} {edge}h7L{x} {tip}z\" fill=\"#1f1c18\"/>", x - 3.5));
    if cause.by.is_some() {
        shape(svg, format_args!("<circle cx=\"{x}\" cy=\"{from}\" r=\"2.5\" fill=\"#1f1c18\"/>"));
    }
}

/// Adds a shape on a line of its own.
fn shape(svg: &mut String, shape: std::fmt::Arguments<'_>) {
    // Writing to a string does not fail.
    let _ = writeln!(svg, "{shape}");
}
