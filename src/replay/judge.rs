//! Whether a program could have printed its lines in another order.
//!
//! Who predicts the order of a program's output may be right, or wrong in one of two ways: under another schedule it
//! could have been so, or it never can be. The second is proved by what [must come before
//! what](super::happens_before); of the first it is said what would have to be otherwise.

use super::happens_before::{HappensBefore, Tie};
use super::lines::Line;
use super::{Order, Replay};

/// What is to be said of an order of lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is that of the run.
    Right,
    /// Another schedule would bring it, but this run had another one.
    Possible {
        /// Two lines that came the other way round: the one that came first, and the one that came after it.
        swapped: (usize, usize),
        /// Whether the ready queue alone sees to that, whatever time anything takes: the first stood in it before
        /// anybody could put the second there.
        is_queued: bool,
        /// Why they came so.
        because: Box<Order>,
    },
    /// It cannot be.
    Impossible {
        /// Two lines that cannot stand as they do: the one that must come first, and the one that was put before it.
        swapped: (usize, usize),
        /// The line that stands before the two and belongs together with the first: the second cannot come in between,
        /// though it may come before both.
        around: Option<usize>,
        /// What forbids it.
        because: Vec<Tie>,
    },
}

/// Lines of a run, whose order can be guessed.
#[derive(Debug)]
pub struct Judge<'a> {
    replay: &'a Replay,
    relation: HappensBefore,
    lines: Vec<Line>,
}

impl<'a> Judge<'a> {
    /// Judges orders of these lines, which are lines of the run, as [`Replay::lines`] has them.
    #[must_use]
    pub fn new(replay: &'a Replay, lines: Vec<Line>) -> Self {
        Self { replay, relation: replay.happens_before(), lines }
    }

    /// The lines, in the order of the run.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// What is to be said of an order: each line by its place in the run, from 0, every one once. Lines that say the same
    /// are interchangeable.
    ///
    /// # Panics
    ///
    /// If a place is missing, or there twice.
    #[must_use]
    pub fn judge(&self, order: &[usize]) -> Verdict {
        let mut sorted = order.to_vec();
        sorted.sort_unstable();
        assert!(sorted.iter().copied().eq(0..self.lines.len()), "every line once: {order:?}");
        // Nobody can tell lines from each other that say the same.
        let order = self.tidied(order, |one, other| one.text == other.text);
        if order.is_sorted() {
            return Verdict::Right;
        }
        let shape = self.tidied(&order, |one, other| self.are_interchangeable(one, other));
        self.forbidden(&shape).unwrap_or_else(|| self.deviation(&order))
    }

    /// Of lines that can stand for each other, that of the run first.
    fn tidied(&self, order: &[usize], is_same: impl Fn(&Line, &Line) -> bool) -> Vec<usize> {
        let mut order = order.to_vec();
        for at in 0..order.len() {
            for later in at + 1..order.len() {
                if order[later] < order[at] && is_same(&self.lines[order[later]], &self.lines[order[at]]) {
                    order.swap(at, later);
                }
            }
        }
        order
    }

    /// Whether two lines came out of the same call in the program, in a task that went on with whatever came first: then
    /// their texts are up to the schedule.
    fn are_interchangeable(&self, one: &Line, other: &Line) -> bool {
        let place = |line: &Line| self.replay.event(line.step).map(|(_, details)| details.at);
        one.by == other.by
            && one.by.is_some_and(|task| self.relation.is_fluid(task))
            && place(one) == place(other)
    }

    /// Why an order cannot be, if it cannot.
    fn forbidden(&self, order: &[usize]) -> Option<Verdict> {
        let mut inverted: Vec<(usize, usize)> =
            pairs(order).filter(|(first, second)| first > second).collect();
        // What lies close together is easier to see.
        inverted.sort_by_key(|(first, second)| (first - second, *second));
        for (put_first, must_be_first) in inverted {
            let (earlier, later) = (self.piece(must_be_first), self.piece(put_first));
            let because = self.relation.ties(self.replay, earlier, later, self.lines[must_be_first].step);
            if !because.is_empty() {
                let swapped = (must_be_first, put_first);
                return Some(Verdict::Impossible { swapped, around: None, because });
            }
        }
        self.torn(order).or_else(|| self.overlapping(order))
    }

    /// What runs in one go stands together: nothing comes in between.
    fn torn(&self, order: &[usize]) -> Option<Verdict> {
        order.iter().zip(order.iter().skip(1)).enumerate().find_map(|(at, (line, next))| {
            let piece = self.piece(*line);
            let goes_on = order[at + 2..].iter().find(|later| self.piece(**later) == piece);
            let rest = goes_on.filter(|_| self.piece(*next) != piece)?;
            let because = self.relation.ties(self.replay, piece, piece, self.lines[*line].step);
            Some(Verdict::Impossible { swapped: (*rest, *next), around: Some(*line), because })
        })
    }

    /// No more have a lock at the same time than may.
    fn overlapping(&self, order: &[usize]) -> Option<Verdict> {
        let sections = self.relation.sections();
        let extent = |section: &super::happens_before::Section| {
            let is_inside = |line: &usize| {
                let Line { step, by, .. } = &self.lines[*line];
                *by == Some(section.task) && (section.from..section.to).contains(step)
            };
            let first = order.iter().position(is_inside)?;
            let last = order.iter().rposition(is_inside)?;
            Some((first, last))
        };
        let extents: Vec<_> = sections.iter().map(|section| (section, extent(section))).collect();
        for (section, own) in &extents {
            let Some((first, _)) = own else { continue };
            // Those who have it where this one's first line stands.
            let at_once: Vec<_> = extents
                .iter()
                .filter(|(other, _)| other.of == section.of)
                .filter_map(|(_, extent)| extent.filter(|(from, to)| from <= first && first <= to))
                .collect();
            if at_once.len() > section.room {
                let (from, to) = at_once.iter().find(|(from, _)| from < first)?;
                let primitive = self.replay.primitive_name(section.of);
                return Some(Verdict::Impossible {
                    swapped: (order[*to], order[*first]),
                    around: Some(order[*from]),
                    because: vec![Tie::Section(primitive, section.room)],
                });
            }
        }
        None
    }

    /// What would have to be otherwise.
    fn deviation(&self, order: &[usize]) -> Verdict {
        let is_queued = |(first, second): &(usize, usize)| {
            self.relation.is_queued_before(self.replay, self.piece(*first), self.piece(*second))
        };
        // What lies close together is easier to see.
        let in_line = (1..order.len()).find_map(|apart| {
            let apart =
                order.iter().zip(&order[apart..]).map(|(put_first, put_later)| (*put_later, *put_first));
            apart.filter(|(first, second)| first < second).find(is_queued)
        });
        let is_queued = in_line.is_some();
        let adjacent = || order.windows(2).find(|pair| pair[0] > pair[1]).map(|pair| (pair[1], pair[0]));
        let swapped = in_line.or_else(adjacent).unwrap_or((0, 1));
        let (first, second) = (self.lines[swapped.0].step, self.lines[swapped.1].step);
        let because =
            self.replay.order(first, second).expect("two lines that are not of one piece have two steps");
        Verdict::Possible { swapped, is_queued, because: Box::new(because) }
    }

    fn piece(&self, line: usize) -> usize {
        self.relation.piece_at(self.lines[line].step)
    }
}

/// All pairs, in the order they stand in.
fn pairs(order: &[usize]) -> impl Iterator<Item = (usize, usize)> + '_ {
    order.iter().enumerate().flat_map(|(at, first)| order[at + 1..].iter().map(|second| (*first, *second)))
}
