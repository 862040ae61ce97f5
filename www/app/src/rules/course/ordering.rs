//! Lines that the reader puts in order.

use std::rc::Rc;

/// Lines, and the order they are in now.
#[derive(Clone, Debug, PartialEq)]
pub struct Ordering {
    /// What they say, in the order that is right.
    pub lines: Rc<[String]>,
    /// Which of them stand where.
    pub order: Vec<usize>,
}

impl Ordering {
    /// Lines in an order that is not the right one. `chance` decides which.
    pub fn new(lines: impl Into<Rc<[String]>>, chance: u32) -> Ordering {
        let lines = lines.into();
        let mut order: Vec<usize> = (0..lines.len()).collect();
        let mut state = u64::from(chance) | 1 << 40;
        for at in (1..order.len()).rev() {
            // A multiplier of Knuth's, as good as this needs.
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(at, (state >> 33) as usize % (at + 1));
        }
        let mut ordering = Ordering { lines, order };
        if ordering.is_right() {
            ordering.order.reverse();
        }
        ordering
    }

    /// Whether the lines stand in the right order, as far as anybody can see.
    pub fn is_right(&self) -> bool {
        self.order.iter().map(|line| &self.lines[*line]).eq(self.lines.iter())
    }

    /// Moves the line at a place to another place, and those in between by one.
    pub fn shift(&mut self, from: usize, to: usize) {
        if from < self.order.len() && to < self.order.len() {
            let line = self.order.remove(from);
            self.order.insert(to, line);
        }
    }

    /// The first place at which another line stands than should.
    pub fn first_wrong(&self) -> Option<usize> {
        (0..self.order.len()).find(|at| self.lines[self.order[*at]] != self.lines[*at])
    }

    /// Puts the lines in the right order.
    pub fn solve(&mut self) {
        self.order.sort_unstable();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lines: &[&str], chance: u32) -> Ordering {
        Ordering::new(lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>(), chance)
    }

    #[test]
    fn lines_do_not_begin_in_order() {
        for chance in 0..1000 {
            let ordering = of(&["a", "b", "c"], chance);
            assert!(!ordering.is_right(), "{chance}");
            let mut sorted = ordering.order.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, [0, 1, 2]);
        }
        assert_ne!(of(&["a", "b", "c", "d"], 1).order, of(&["a", "b", "c", "d"], 2).order);
    }

    #[test]
    fn a_line_is_moved_past_others() {
        let mut ordering = of(&["a", "b", "c", "d"], 0);
        ordering.order = vec![0, 1, 2, 3];
        ordering.shift(0, 2);
        assert_eq!(ordering.order, [1, 2, 0, 3]);
        ordering.shift(3, 0);
        assert_eq!(ordering.order, [3, 1, 2, 0]);
        ordering.shift(0, 9);
        assert_eq!((ordering.order.as_slice(), ordering.first_wrong()), (&[3, 1, 2, 0][..], Some(0)));
        ordering.solve();
        assert!(ordering.is_right() && ordering.first_wrong().is_none());
    }

    #[test]
    fn lines_that_say_the_same_stand_for_each_other() {
        let mut ordering = of(&["x", "x", "y"], 0);
        ordering.order = vec![1, 0, 2];
        assert!(ordering.is_right());
    }
}
