//! Which rows of a long table are drawn, and what stands in them.

use std::ops::Range;

use asyncio101::replay::{Moment, Replay};
use asyncio101::trace::{Event, Stream};

use crate::rules::text::loop_view::LoopText;

/// The height of a row in pixels.
pub const ROW: f64 = 26.0;
/// As many rows as are drawn beyond the edges, so that scrolling a little shows no gap.
const BEYOND: usize = 3;
/// From so many steps on, rows that lie far apart are read one by one.
const FAR: usize = 2_048;

/// The rows between two heights of a list of `all` rows that are each `row` high.
pub fn in_sight(all: usize, row: f64, top: f64, height: f64) -> Range<usize> {
    let first = ((top / row).max(0.0) as usize).min(all);
    let last = first + (height / row).ceil() as usize + 1;
    first.saturating_sub(BEYOND)..(last + BEYOND).min(all)
}

/// As many rows as a browser can be given to scroll through: beyond some millions of pixels it loses count.
pub const MOST: usize = 200_000;

/// The rows of a list of `all` rows that can be scrolled through around this one.
pub fn around(all: usize, row: usize) -> Range<usize> {
    let first = (row / (MOST / 2)).saturating_sub(1) * (MOST / 2);
    let first = if all <= MOST { 0 } else { first };
    first..(first + MOST).min(all)
}

/// How far a list is to be scrolled for a row to be in sight: as far as it is, or so that the row is in the middle.
pub fn reveal(top: f64, height: f64, row: f64, index: usize) -> f64 {
    let from = index as f64 * row;
    if from >= top && from + row <= top + height { top } else { (from - height / 2.0).max(0.0).floor() }
}

/// The steps a table lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    /// What the program and its tasks do.
    Notable,
    /// Everything.
    All,
}

impl Listed {
    /// How many rows there are.
    pub fn len(self, replay: &Replay) -> usize {
        match self {
            Listed::Notable => replay.stops().notable.len(),
            Listed::All => replay.len(),
        }
    }

    /// The step a row is about.
    pub fn step(self, replay: &Replay, row: usize) -> usize {
        match self {
            Listed::Notable => replay.stops().notable.get(row).copied().unwrap_or_default(),
            Listed::All => row + 1,
        }
    }

    /// The row of a step, or of the last one before it.
    pub fn row(self, replay: &Replay, step: usize) -> usize {
        match self {
            Listed::Notable => replay.stops().notable.partition_point(|told| *told <= step).saturating_sub(1),
            Listed::All => step.saturating_sub(1),
        }
    }
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The step.
    pub step: usize,
    /// The clock, in nanoseconds since the trace began.
    pub clock: u64,
    /// What happened.
    pub sentence: String,
    /// The line of the program it happened at.
    pub line: Option<u32>,
    /// What was printed, and where to, if that is what happened.
    pub printed: Option<(bool, String)>,
    /// It is where a callback begins.
    pub is_callback: bool,
}

/// Some rows of a table.
pub fn rows(replay: &Replay, listed: Listed, range: Range<usize>, text: &LoopText) -> Vec<Row> {
    let steps: Vec<usize> = range.map(|row| listed.step(replay, row)).collect();
    moments(replay, &steps).iter().map(|moment| row(replay, moment, text)).collect()
}

/// What happened in these steps, which are in order.
pub fn moments(replay: &Replay, steps: &[usize]) -> Vec<Moment> {
    let (Some(first), Some(last)) = (steps.first().copied(), steps.last().copied()) else { return vec![] };
    if last - first > FAR {
        return steps.iter().filter_map(|step| replay.moment(*step)).collect();
    }
    let mut wanted = steps.iter().peekable();
    replay.walk(first..=last).filter(|moment| wanted.next_if_eq(&&moment.step).is_some()).collect()
}

/// The row of one of them.
pub fn row(replay: &Replay, moment: &Moment, text: &LoopText) -> Row {
    let names = replay.names();
    let line = names.program_place(moment.at()).map(|place| place.line);
    let told = replay.statement(moment);
    Row {
        step: moment.step,
        clock: moment.before.clock,
        sentence: if line.is_some() { text.short_sentence(&told) } else { (text.sentence)(&told) },
        line,
        printed: match moment.event {
            Event::Printed(stream) => Some((
                stream == Stream::Stderr,
                names.text(moment.details.text).trim_matches('\n').replace('\n', " ⏎ "),
            )),
            _ => None,
        },
        is_callback: matches!(moment.event, Event::Began(_)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::two_tasks;
    use super::*;
    use crate::rules::text::Language;

    #[test]
    fn of_a_long_list_only_what_is_in_sight_is_drawn() {
        assert_eq!(in_sight(200_000, 20.0, 100_000.0, 400.0), 4_997..5_024);
        assert_eq!(in_sight(10, 20.0, 0.0, 400.0), 0..10);
        assert_eq!(in_sight(10, 20.0, 1e9, 400.0), 7..10);
        assert_eq!(in_sight(0, 20.0, 0.0, 400.0), 0..0);
    }

    #[test]
    fn of_a_list_beyond_measure_the_part_around_a_row_can_be_scrolled_through() {
        assert_eq!(around(MOST, MOST - 1), 0..MOST);
        for row in [0, 1, 99_999, 100_000, 1_234_567, 2_999_999] {
            let part = around(3_000_000, row);
            assert!(part.contains(&row) && part.len() <= MOST, "{row}: {part:?}");
            assert!(
                row < MOST / 2 || row - part.start >= MOST / 2 - 1,
                "{row} is not at the edge of {part:?}"
            );
        }
    }

    #[test]
    fn a_row_that_is_out_of_sight_comes_into_the_middle() {
        assert_eq!(reveal(100.0, 200.0, 20.0, 5), 100.0);
        assert_eq!(reveal(100.0, 200.0, 20.0, 14), 100.0);
        assert_eq!(reveal(100.0, 200.0, 20.0, 15), 200.0);
        assert_eq!(reveal(100.0, 200.0, 20.0, 2), 0.0);
    }

    #[test]
    fn a_row_knows_its_step_and_a_step_its_row() {
        let replay = Replay::read(two_tasks()).unwrap();
        for listed in [Listed::Notable, Listed::All] {
            for row in 0..listed.len(&replay) {
                assert_eq!(listed.row(&replay, listed.step(&replay, row)), row);
            }
        }
    }

    #[test]
    fn the_programs_own_doings_are_told_without_the_loops() {
        let text = &Language::English.text().loop_view;
        let replay = Replay::read(two_tasks()).unwrap();
        let told = rows(&replay, Listed::Notable, 0..Listed::Notable.len(&replay), text);
        assert!(told.iter().all(|row| !row.sentence.contains("Turn")), "{told:#?}");
        assert!(told.iter().any(|row| row.printed == Some((false, "B was here".into()))), "{told:#?}");
        assert!(told.iter().any(|row| row.is_callback && row.sentence.contains("begins")), "{told:#?}");
        let all = rows(&replay, Listed::All, 0..replay.len(), text);
        assert_eq!(all.len(), replay.len());
        assert!(all.iter().any(|row| row.line == Some(5)));
    }
}
