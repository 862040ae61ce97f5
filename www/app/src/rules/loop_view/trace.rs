//! The trace of the latest run, as far as it has come, or one read from a file.
//!
//! A trace only grows. Old and new states of the page share one replay, and tell each other apart by how many
//! bytes of it they know.

use std::cell::{Ref, RefCell};
use std::fmt;
use std::rc::Rc;

use asyncio101::replay::Replay;
use asyncio101::trace::format::FormatError;

/// As many steps as are shown. A page has four gigabytes at most, and a step may take four hundred bytes of them.
const MOST: usize = 3_000_000;

/// A trace that can be walked while it grows.
#[derive(Clone)]
pub struct Trace {
    replay: Rc<RefCell<Replay>>,
    bytes: usize,
    /// Where it came from, if not from a run on this page: the file's name.
    pub file: Option<Rc<str>>,
    /// It could not be read to its end.
    pub is_damaged: bool,
}

impl Default for Trace {
    fn default() -> Self {
        let replay = Rc::new(RefCell::new(Replay::new().with_limit(MOST)));
        Self { replay, bytes: 0, file: None, is_damaged: false }
    }
}

impl Trace {
    /// Reads a whole trace from a file.
    pub fn open(name: &str, content: Vec<u8>) -> Result<Self, FormatError> {
        let bytes = content.len();
        let replay = Replay::new().with_limit(MOST).read_all(content)?;
        if replay.is_empty() {
            return Err(FormatError::NoStep);
        }
        let is_damaged = replay.is_cut_off();
        Ok(Self { replay: Rc::new(RefCell::new(replay)), bytes, file: Some(name.into()), is_damaged })
    }

    /// Adds the next piece.
    pub fn append(&mut self, piece: &[u8]) {
        self.bytes += piece.len();
        self.is_damaged |= self.replay.borrow_mut().append(piece).is_err();
    }

    /// The trace.
    pub fn replay(&self) -> Ref<'_, Replay> {
        self.replay.borrow()
    }

    /// How many steps there are.
    pub fn len(&self) -> usize {
        self.replay().len()
    }

    /// Whether nothing was recorded.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl PartialEq for Trace {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.replay, &other.replay) && self.bytes == other.bytes
    }
}

impl fmt::Debug for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Trace").field("bytes", &self.bytes).field("file", &self.file).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::two_tasks;
    use asyncio101::trace::format::HEADER;

    use super::*;

    #[test]
    fn a_trace_that_grew_is_not_the_one_it_was() {
        let bytes = two_tasks();
        let mut trace = Trace::default();
        trace.append(&bytes[..20]);
        let before = trace.clone();
        assert_eq!(before, trace);
        trace.append(&bytes[20..]);
        assert_ne!(before, trace);
        assert_eq!(trace.len(), Trace::open("x", bytes).unwrap().len());
    }

    #[test]
    fn what_is_no_trace_is_refused_and_what_is_damaged_is_kept_up_to_there() {
        assert!(Trace::open("x", b"hello, world".to_vec()).is_err());
        let bytes = two_tasks();
        assert!(!Trace::open("x", bytes.clone()).unwrap().is_damaged);
        // The records at its end have one byte, or a few.
        let is_damaged =
            |cut: usize| Trace::open("x", bytes[..bytes.len() - cut].to_vec()).unwrap().is_damaged;
        assert!((1..10).any(is_damaged));
        assert_eq!(Trace::open("x", HEADER.to_vec()).err(), Some(FormatError::NoStep));
        let mut trace = Trace::default();
        trace.append(b"hello, world");
        assert!(trace.is_damaged && trace.is_empty());
    }
}
