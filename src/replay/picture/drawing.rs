//! From steps and clocks to places in the picture.

use std::ops::Range;

use super::{COLUMN, Kind, Made, Piece, TAIL, THINNEST, Tick, Whose, Window, column_of};
use crate::replay::{FutureRecord, Replay, Span};

/// The room that a moment on the time axis wants.
const LABEL: f64 = 80.0;

/// Works out places in a window.
pub(super) struct Drawing<'a> {
    pub(super) replay: &'a Replay,
    pub(super) window: Window,
}

impl Drawing<'_> {
    /// Where a callback's column begins; nowhere in particular on the clock.
    pub(super) fn x_of_column(&self, column: usize) -> f64 {
        match self.window {
            Window::Order { first, .. } => (column as f64 - first as f64) * COLUMN,
            Window::Time { .. } => 0.0,
        }
    }

    /// Where a moment of the clock lies; nowhere in particular in the order of callbacks.
    pub(super) fn x_of_clock(&self, clock: u64) -> f64 {
        match self.window {
            Window::Order { .. } => 0.0,
            Window::Time { from, end, width } => {
                clock.saturating_sub(from) as f64 / (end - from).max(1) as f64 * (width - TAIL)
            }
        }
    }

    /// Where a task stands that was made, or made ready, in `step`: in the middle of the callback that did it.
    fn x_within(&self, step: usize) -> f64 {
        match self.window {
            Window::Order { .. } => {
                let callbacks = &self.replay.stops().callbacks;
                let is_before_all = callbacks.first().is_none_or(|first| step < *first);
                let column = if is_before_all { -0.5 } else { column_of(self.replay, step) as f64 };
                self.x_of_column(0) + (column + 0.5) * COLUMN
            }
            Window::Time { .. } => self.x_of_clock(self.replay.clock(step)),
        }
    }

    /// Where a task's step begins and ends.
    fn edges_of(&self, span: &Span) -> (f64, f64) {
        match self.window {
            Window::Order { .. } => {
                let from = self.x_of_column(column_of(self.replay, span.began));
                (from, from + COLUMN)
            }
            Window::Time { .. } => {
                let from = self.x_of_clock(span.from);
                (from, self.x_of_clock(span.to).max(from + THINNEST))
            }
        }
    }

    /// The spans that may be in the window, and one before them.
    fn in_sight(&self, spans: &[Span]) -> Range<usize> {
        let Window::Order { first, count } = self.window else { return 0..spans.len() };
        let callbacks = &self.replay.stops().callbacks;
        let left = callbacks.get(first).copied().unwrap_or(0);
        let right = callbacks.get(first + count).copied().unwrap_or(usize::MAX);
        let from = spans.partition_point(|span| span.began < left).saturating_sub(1);
        let to = spans.partition_point(|span| span.began < right);
        from..(to + 1).min(spans.len()).max(from)
    }

    /// A task's life, as far as it is in the window.
    pub(super) fn pieces(&self, record: &FutureRecord) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let width = self.window.width();
        let mut add = |kind, from: f64, to: f64, step, number| {
            let (from, to) = (from.max(0.0), to.min(width));
            if to > from {
                pieces.push(Piece { kind, from, to, step, number });
            }
        };
        let range = self.in_sight(&record.spans);
        let mut edge = match range.start.checked_sub(1) {
            Some(before) => self.edges_of(&record.spans[before]).1,
            None => self.x_within(record.created),
        };
        let mut index = range.start;
        while index < range.end {
            let span = &record.spans[index];
            let (from, to) = self.edges_of(span);
            let ready = self.x_within(span.ready).clamp(edge.min(from), from);
            let before = index.checked_sub(1).map_or(record.created, |before| record.spans[before].ended);
            add(Kind::Waiting, edge, ready, before, 0);
            add(Kind::Ready, ready, from, span.ready, 0);
            add(Kind::Running, from, to, span.began, column_of(self.replay, span.began) + 1);
            edge = to;
            index += 1;
            // Where many steps share a pixel, one stands for all of them.
            if let Window::Time { from, end, width } = self.window {
                let until = from + (to / (width - TAIL) * (end - from) as f64) as u64;
                let hidden = record.spans[index..range.end].partition_point(|span| span.to < until);
                index += hidden.saturating_sub(1);
            }
        }
        let is_last = range.end == record.spans.len();
        match record.done {
            Some(done) if is_last => {
                add(Kind::Over(record.status), edge.max(0.0), edge + COLUMN / 2.0, done, 0)
            }
            // It runs: where that ends, nobody knows yet.
            None if record.spans.last().is_some_and(|span| span.outcome.is_none()) => {}
            None if is_last => {
                let ready = record.ready.map_or(width, |ready| self.x_within(ready).max(edge));
                let last = record.spans.last().map_or(record.created, |span| span.began);
                add(Kind::Waiting, edge, ready, last, 0);
                add(Kind::Ready, ready, width, record.ready.unwrap_or(last), 0);
            }
            _ => {}
        }
        pieces
    }

    /// The callbacks that are no task's, as far as they are in the window. A line between two is a timer that is set.
    pub(super) fn pieces_of_callbacks(&self, spans: &[Span], whose: Whose) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let width = self.window.width();
        let mut add = |kind, from: f64, to: f64, step, number| {
            let (from, to) = (from.max(0.0), to.min(width));
            if to > from {
                pieces.push(Piece { kind, from, to, step, number });
            }
        };
        let in_loop = match whose {
            Whose::Task(in_loop, _) | Whose::Callbacks(in_loop) => in_loop,
        };
        let mut edge = 0.0_f64;
        for span in &spans[self.in_sight(spans)] {
            let (from, to) = self.edges_of(span);
            let ready = self.x_within(span.ready).clamp(edge.min(from), from);
            let handle = span.handle.and_then(|handle| self.replay.handle(in_loop, handle));
            if let Some(timer) = handle.filter(|handle| handle.is_timer) {
                let set = self.x_within(timer.scheduled).clamp(edge.min(ready), ready);
                add(Kind::Waiting, set, ready, timer.scheduled, 0);
            }
            add(Kind::Ready, ready, from, span.ready, 0);
            add(Kind::Running, from, to, span.began, column_of(self.replay, span.began) + 1);
            edge = to;
        }
        pieces
    }

    /// What made the task ready that runs in `step`. On the clock, all that lies in one point.
    pub(super) fn cause(&self, lanes: &[Whose], step: usize) -> Option<Made> {
        let Window::Order { .. } = self.window else { return None };
        let runs_in = |column: usize| {
            lanes.iter().enumerate().find_map(|(row, whose)| {
                let spans = whose.spans(self.replay);
                let at = spans.partition_point(|span| column_of(self.replay, span.began) <= column);
                let span = spans.get(at.checked_sub(1)?)?;
                (column_of(self.replay, span.began) == column).then_some((row, *span))
            })
        };
        if self.replay.stops().callbacks.first().is_none_or(|first| step < *first) {
            return None;
        }
        let (ready, span) = runs_in(column_of(self.replay, step))?;
        let x = self.x_within(span.ready);
        let by = runs_in(column_of(self.replay, span.ready)).map(|(row, _)| row);
        let is_seen = span.ready < span.began && x > 0.0 && by != Some(ready);
        is_seen.then_some(Made { x, by, ready })
    }

    /// What stands on the scale, and where.
    pub(super) fn ticks(&self) -> Vec<(f64, Tick)> {
        match self.window {
            Window::Order { first, count } => {
                let stops = self.replay.stops();
                let left = stops.callbacks.get(first).copied().unwrap_or(0);
                let right = stops.callbacks.get(first + count).copied().unwrap_or(usize::MAX);
                // The turn that is under way at the left edge begins somewhere before it.
                let from = stops.turns.partition_point(|turn| *turn < left).saturating_sub(1);
                let to = stops.turns.partition_point(|turn| *turn < right);
                let mut ticks: Vec<(f64, Tick)> = Vec::new();
                for turn in from..to {
                    let column = stops.callbacks.partition_point(|began| *began < stops.turns[turn]);
                    let x = self.x_of_column(column).max(0.0);
                    // A turn in which nothing ran takes no room.
                    ticks.retain(|(other, _)| *other != x);
                    ticks.push((x, Tick::Turn(turn + 1)));
                }
                ticks.retain(|(x, _)| *x < self.window.width());
                ticks
            }
            Window::Time { from, end, width } => {
                // The last label stands before its tick, where the one before it wants room, too.
                let parts = (width / LABEL - 1.0).clamp(1.0, 4.0) as u64;
                let clocks = (0..=parts).map(|part| from + (end - from) / parts * part);
                clocks.map(|clock| (self.x_of_clock(clock), Tick::Clock(clock))).collect()
            }
        }
    }
}
