//! Deadlines: the loop's `_scheduled`.
//!
//! A binary heap by deadline. Cancelling a timer only marks it, which is O(1); the mark is swept when the
//! timer comes to the top, or together with all others at the beginning of a turn, once more than half of a
//! large queue is marked. So a turn never begins with more than twice the timers that are alive, plus a
//! hundred, however many were cancelled.
//!
//! Why not `std::collections::BinaryHeap`: the order of timers with *equal* deadlines is visible to programs,
//! and CPython's is the order of its `heapq`. This heap moves its elements exactly as
//! [`heapq`](https://docs.python.org/3/library/heapq.html) does, so that equal deadlines come out equally.

use crate::handle::Scheduled;
use crate::selector::Time;

/// A queue this small is not worth sweeping (`_MIN_SCHEDULED_TIMER_HANDLES` in CPython).
const WORTH_SWEEPING: usize = 100;

/// A queue this large is swept as soon as half of it is marked, even within a turn: a callback that makes and
/// cancels a million timers shall not hold them all. Here the order of equal deadlines is not CPython's.
const TOO_LARGE: usize = 1 << 16;

/// Handles by deadline.
#[derive(Debug)]
pub struct TimerQueue<H> {
    /// A heap: no element's deadline is later than those of its children, `2i + 1` and `2i + 2`.
    heap: Vec<(Time, H)>,
    /// How many in `heap` are cancelled. Counted by [`TimerQueue::note_cancelled`].
    cancelled: usize,
}

impl<H> Default for TimerQueue<H> {
    fn default() -> Self {
        Self { heap: Vec::new(), cancelled: 0 }
    }
}

impl<H: Scheduled> TimerQueue<H> {
    /// Timers in the queue, cancelled ones that have not been swept included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.heap.len()
    }

    /// Whether there is no timer at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }

    /// The timers, in the order they lie in the heap, which only begins with the earliest.
    pub fn iter(&self) -> impl Iterator<Item = (Time, &H)> {
        self.heap.iter().map(|(when, handle)| (*when, handle))
    }

    /// Adds a timer, in O(log n).
    pub fn push(&mut self, when: Time, handle: H) {
        self.heap.push((when, handle));
        self.sift_down(0, self.heap.len() - 1);
    }

    /// The earliest deadline of a timer that is not cancelled. Cancelled timers above it are moved to
    /// `swept`, for the caller to drop when it holds no lock; all of them if they are many.
    ///
    /// This is the moment at which CPython sweeps, and the moment matters: sweeping rebuilds the heap, and so
    /// decides the order of equal deadlines.
    pub fn next_deadline(&mut self, swept: &mut Vec<H>) -> Option<Time> {
        if self.heap.len() > WORTH_SWEEPING && self.is_mostly_cancelled() {
            self.sweep(swept);
        }
        while let Some((when, handle)) = self.heap.first() {
            if !handle.is_cancelled() {
                return Some(*when);
            }
            swept.extend(self.pop());
            self.cancelled = self.cancelled.saturating_sub(1);
        }
        None
    }

    /// Takes the earliest timer if its deadline is before `end`, cancelled or not.
    pub fn pop_before(&mut self, end: Time) -> Option<H> {
        let (when, handle) = self.heap.first()?;
        // As `heapq` and the loop compare: a deadline that is not a number is not before anything, and not
        // after anything either.
        if *when >= end {
            return None;
        }
        if handle.is_cancelled() {
            self.cancelled = self.cancelled.saturating_sub(1);
        }
        self.pop()
    }

    /// Somebody has cancelled a timer that is in the queue. Returns what was swept because of it, for the
    /// caller to drop when it holds no lock.
    #[must_use = "dropping a handle can run the program's code: do it when no lock is held"]
    pub fn note_cancelled(&mut self) -> Vec<H> {
        self.cancelled += 1;
        let mut swept = Vec::new();
        if self.heap.len() > TOO_LARGE && self.is_mostly_cancelled() {
            self.sweep(&mut swept);
        }
        swept
    }

    fn is_mostly_cancelled(&self) -> bool {
        self.cancelled > self.heap.len() / 2
    }

    /// Moves all that are cancelled to `swept`.
    fn sweep(&mut self, swept: &mut Vec<H>) {
        let (cancelled, kept) = std::mem::take(&mut self.heap)
            .into_iter()
            .partition(|(_, handle): &(Time, H)| handle.is_cancelled());
        let cancelled: Vec<(Time, H)> = cancelled;
        swept.extend(cancelled.into_iter().map(|(_, handle)| handle));
        self.heap = kept;
        self.cancelled = 0;
        self.heapify();
    }

    /// Empties the queue.
    pub fn drain(&mut self) -> impl Iterator<Item = H> + '_ {
        self.cancelled = 0;
        self.heap.drain(..).map(|(_, handle)| handle)
    }

    /// `heapq.heappop`: the last element takes the root's place and sinks.
    fn pop(&mut self) -> Option<H> {
        let last = self.heap.pop()?;
        if self.heap.is_empty() {
            return Some(last.1);
        }
        let first = std::mem::replace(&mut self.heap[0], last);
        self.sift_up(0);
        Some(first.1)
    }

    /// `heapq.heapify`, in O(n).
    fn heapify(&mut self) {
        for index in (0..self.heap.len() / 2).rev() {
            self.sift_up(index);
        }
    }

    /// `heapq._siftup`: sinks an element all the way to a leaf, always past the smaller child (the right one
    /// of two equals), and lets it rise again from there.
    fn sift_up(&mut self, start: usize) {
        let end = self.heap.len();
        let mut position = start;
        let mut child = 2 * position + 1;
        while child < end {
            let right = child + 1;
            if right < end && !self.is_earlier(child, right) {
                child = right;
            }
            self.heap.swap(position, child);
            position = child;
            child = 2 * position + 1;
        }
        self.sift_down(start, position);
    }

    /// `heapq._siftdown`: lets an element rise towards `start`, past parents that are later.
    fn sift_down(&mut self, start: usize, mut position: usize) {
        while position > start {
            let parent = (position - 1) / 2;
            if !self.is_earlier(position, parent) {
                break;
            }
            self.heap.swap(position, parent);
            position = parent;
        }
    }

    fn is_earlier(&self, one: usize, other: usize) -> bool {
        self.heap[one].0 < self.heap[other].0
    }
}
