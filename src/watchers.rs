//! Who watches which source: a loop's readers and writers.
//!
//! [`Watchers`] is the table behind `add_reader` and `add_writer`, for handles of any language. It sees to it that the
//! selector watches exactly what somebody waits for, and that a selector which refuses a change leaves everything as it
//! was. It calls nobody: what was replaced or removed is given back, and whoever asked cancels it.
//!
//! [`loop.add_reader`](https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.add_reader)

use std::collections::BTreeMap;
use std::io;

use smallvec::SmallVec;

use crate::ids::Source;
use crate::selector::{Event, Interest, Selector};

/// What a watcher waits to be able to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To read from the source.
    Read,
    /// To write to it.
    Write,
}

/// The readers and writers of a loop: one of each kind for a source at most, as in asyncio.
#[derive(Debug)]
pub struct Watchers<H> {
    /// Only sources that somebody watches.
    by_source: BTreeMap<Source, Pair<H>>,
}

/// The two that can watch one source.
#[derive(Debug)]
struct Pair<H> {
    reader: Option<H>,
    writer: Option<H>,
}

/// A watcher was added.
#[derive(Debug)]
pub struct Added<H> {
    /// What is watched about the source now.
    pub interest: Interest,
    /// The watcher it takes the place of: to be cancelled.
    pub replaced: Option<H>,
}

/// A watcher was removed.
#[derive(Debug)]
pub struct Removed<H> {
    /// What is watched about the source now.
    pub interest: Interest,
    /// It was this one: to be cancelled.
    pub handle: H,
    /// Whether the selector could do what was asked of it. If not, the watcher is gone all the same.
    pub stopped: io::Result<()>,
}

/// A watcher whose source is ready.
#[derive(Debug)]
pub struct Ready<H> {
    /// The source.
    pub source: Source,
    /// What it is ready for.
    pub direction: Direction,
    /// The watcher.
    pub handle: H,
}

impl<H> Default for Watchers<H> {
    fn default() -> Self {
        Self { by_source: BTreeMap::new() }
    }
}

impl<H> Pair<H> {
    const EMPTY: Self = Self { reader: None, writer: None };

    fn interest(&self) -> Interest {
        Interest { readable: self.reader.is_some(), writable: self.writer.is_some() }
    }

    fn place(&mut self, direction: Direction) -> &mut Option<H> {
        match direction {
            Direction::Read => &mut self.reader,
            Direction::Write => &mut self.writer,
        }
    }
}

impl<H> Watchers<H> {
    /// Has `handle` watch `source`, in the place of whatever did until now.
    ///
    /// # Errors
    ///
    /// What `selector` says if it cannot watch such a source. Then nothing has changed; what watches the other
    /// direction goes on.
    pub fn add(
        &mut self,
        source: Source,
        direction: Direction,
        handle: H,
        selector: &dyn Selector,
    ) -> io::Result<Added<H>> {
        let mut interest = self.by_source.get(&source).map_or(Interest::NONE, Pair::interest);
        match direction {
            Direction::Read => interest.readable = true,
            Direction::Write => interest.writable = true,
        }
        selector.watch(source, interest)?;
        let pair = self.by_source.entry(source).or_insert(Pair::EMPTY);
        Ok(Added { interest, replaced: pair.place(direction).replace(handle) })
    }

    /// Has nobody watch `source` in this direction any more; `None` if nobody did.
    pub fn remove(
        &mut self,
        source: Source,
        direction: Direction,
        selector: &dyn Selector,
    ) -> Option<Removed<H>> {
        let pair = self.by_source.get_mut(&source)?;
        let handle = pair.place(direction).take()?;
        let interest = pair.interest();
        if interest == Interest::NONE {
            self.by_source.remove(&source);
        }
        Some(Removed { interest, handle, stopped: selector.watch(source, interest) })
    }

    /// Has nobody watch anything any more. Returns who did, to be cancelled.
    pub fn clear(&mut self, selector: &dyn Selector) -> Vec<H> {
        let by_source = std::mem::take(&mut self.by_source);
        for source in by_source.keys() {
            // A selector that cannot forget a source has lost it already.
            let _forgotten = selector.watch(*source, Interest::NONE);
        }
        by_source.into_values().flat_map(|Pair { reader, writer }| reader.into_iter().chain(writer)).collect()
    }

    /// What `each` makes of every source that is watched, with its reader and its writer.
    pub fn by_source<T>(&self, mut each: impl FnMut(Source, Option<&H>, Option<&H>) -> T) -> Vec<T> {
        let pairs = self.by_source.iter();
        pairs.map(|(source, pair)| each(*source, pair.reader.as_ref(), pair.writer.as_ref())).collect()
    }

    /// All watchers.
    pub fn iter(&self) -> impl Iterator<Item = &H> {
        self.by_source.values().flat_map(|pair| pair.reader.iter().chain(&pair.writer))
    }
}

impl<H: Clone> Watchers<H> {
    /// Those whose sources are ready, in the order of the events; of one source, the reader before the writer.
    pub fn ready(&self, events: &[Event]) -> SmallVec<[Ready<H>; 4]> {
        let mut ready = SmallVec::new();
        for event in events {
            let Some(Pair { reader, writer }) = self.by_source.get(&event.source) else { continue };
            let reader = reader.as_ref().filter(|_| event.ready.readable).map(|h| (Direction::Read, h));
            let writer = writer.as_ref().filter(|_| event.ready.writable).map(|h| (Direction::Write, h));
            for (direction, handle) in reader.into_iter().chain(writer) {
                ready.push(Ready { source: event.source, direction, handle: handle.clone() });
            }
        }
        ready
    }
}
