//! The tasks over time, up to a step and beyond it.

use super::legend::Legend;
use super::sheet::{Sheet, Type};
use super::strip::{Measure, Now, Strip};
use crate::replay::picture::{Lane, ROW, Window, column_of, columns_of, follow, lanes, picture, running};
use crate::replay::say::Words;
use crate::replay::{Replay, State};

/// As many lanes as are shown.
const MOST: usize = 9;
/// Between the lanes and the legend.
pub(super) const ABOVE_LEGEND: f64 = 8.0;

/// What is shown of the tasks around a step.
pub(super) struct Lanes<'a> {
    strip: Strip<'a>,
    /// How many tasks are not shown.
    hidden: usize,
    legend: Legend,
}

impl<'a> Lanes<'a> {
    /// Lays out the tasks of a trace; none if there are none.
    pub(super) fn new(replay: &Replay, state: &State, words: &'a Words, width: f64) -> Option<Self> {
        let all = lanes(replay, false);
        if all.is_empty() {
            return None;
        }
        // Behind the last callback there is room for how its task ended.
        let columns = columns_of(replay, &all) + 1;
        let measure = Measure::new(width, columns);
        let count = measure.columns;
        let current = column_of(replay, state.step).min(columns - 1);
        let first = follow(0, count, current, columns);
        let window = Window::Order { first, count };
        let running = running(replay, state);
        // Who is not in sight, now or ever, has no lane there.
        let mut picture = picture(replay, &all, window, state.step);
        let mut hidden = 0;
        let mut shown = 0..picture.lanes.len();
        if shown.len() > MOST {
            let is_in_sight = |lane: &&Lane| !lane.pieces.is_empty() || Some(lane.whose) == running;
            let kept: Vec<_> = picture.lanes.iter().filter(is_in_sight).map(|lane| lane.whose).collect();
            picture = self::picture(replay, &kept, window, state.step);
            hidden = all.len() - kept.len();
            shown = 0..kept.len();
            if kept.len() > MOST {
                // The arrow's other end is in sight as well, if that can be.
                let row = kept.iter().position(|whose| Some(*whose) == running).unwrap_or(0);
                let by = picture.cause.and_then(|cause| cause.by).unwrap_or(row);
                let first = if row.abs_diff(by) < MOST { by.min(row) } else { row };
                let first = first.saturating_sub(1).min(kept.len() - MOST);
                shown = first..first + MOST;
                hidden = all.len() - MOST;
            }
        }
        let cause = picture.cause.filter(|cause| shown.contains(&cause.ready)).map(|mut cause| {
            cause.ready -= shown.start;
            cause.by = cause.by.filter(|by| shown.contains(by)).map(|by| by - shown.start);
            cause
        });
        let cut = [first, (columns - 1).saturating_sub(first + count)];
        let lanes = picture.lanes[shown].to_vec();
        let legend = Legend::new(lanes.iter(), cause.is_some(), (words.cut)(cut[0], cut[1]), words, width);
        let has_begun = replay.stops().callbacks.first().is_some_and(|first| *first <= state.step);
        let (from, column) = picture.cursor;
        let strip = Strip {
            words,
            measure,
            lanes,
            ticks: picture.ticks,
            causes: cause.into_iter().collect(),
            columns: picture.width,
            running,
            now: if has_begun { Now::Column(from, column) } else { Now::NotYet },
            goes_on: cut.map(|callbacks| callbacks > 0),
        };
        Some(Self { strip, hidden, legend })
    }

    fn height_of_lanes(&self) -> f64 {
        self.strip.height() + if self.hidden > 0 { ROW } else { 0.0 }
    }

    pub(super) fn height(&self) -> f64 {
        self.height_of_lanes() + ABOVE_LEGEND + self.legend.height()
    }

    pub(super) fn draw(&self, sheet: &mut Sheet, x: f64, y: f64) {
        self.strip.draw(sheet, x, y);
        if self.hidden > 0 {
            let words = (self.strip.words.more_tasks)(self.hidden);
            let base = y + self.strip.height() + ROW / 2.0 + 4.0;
            sheet.text(x, base, Type::NOTE, sheet.palette.ink_3, &words);
        }
        self.legend.draw(sheet, x, y + self.height_of_lanes() + ABOVE_LEGEND);
    }
}
