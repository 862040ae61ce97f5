//! What a selector watches, and what it is told of that.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::selector::{Interest, Source};

/// What one selector watches.
pub(super) struct Watching {
    state: Mutex<Watched>,
    /// A `select` is under way.
    pub(super) is_waiting: AtomicBool,
    /// Ends it.
    wake: Box<dyn Fn() + Send + Sync>,
}

#[derive(Debug, Default)]
pub(super) struct Watched {
    pub(super) sockets: BTreeMap<Source, Watch>,
    /// Those that may be ready, each once, in the order in which they may have become so.
    pub(super) candidates: VecDeque<Source>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Watch {
    pub(super) interest: Interest,
    pub(super) is_candidate: bool,
}

impl Watching {
    /// Watches nothing yet. `wake` ends a `select` that is under way.
    pub(super) fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self { state: Mutex::default(), is_waiting: AtomicBool::new(false), wake: Box::new(wake) }
    }

    /// More may be possible with these sockets than before.
    pub(super) fn hear(&self, touched: &[Source]) {
        let mut watched = self.state();
        let mut is_news = false;
        for source in touched {
            is_news |= watched.add_candidate(*source);
        }
        drop(watched);
        if is_news && self.is_waiting.load(Ordering::SeqCst) {
            (self.wake)();
        }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, Watched> {
        // A panic elsewhere cannot have left it half changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watched {
    /// A socket may be ready; whether that is watched.
    pub(super) fn add_candidate(&mut self, source: Source) -> bool {
        let Some(watch) = self.sockets.get_mut(&source) else { return false };
        if !watch.is_candidate {
            watch.is_candidate = true;
            self.candidates.push_back(source);
        }
        true
    }
}
