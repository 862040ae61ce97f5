//! Waiting for sockets that are in the process, as epoll waits for those of the system: what has become ready is reported
//! first that was so first, and again for as long as it is.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::Loopback;
use super::watching::{Watch, Watching};
use crate::selector::{Event, Interest, Selector, Source, Time, Timeout};

/// A selector for the sockets of a [`Loopback`], and for whatever another selector knows, which also tells the time and
/// does the waiting.
pub struct LoopbackSelector<S: ?Sized> {
    beneath: Arc<S>,
    network: Arc<Loopback>,
    watching: Arc<Watching>,
}

/// What is so in both.
fn both(one: Interest, other: Interest) -> Interest {
    Interest { readable: one.readable && other.readable, writable: one.writable && other.writable }
}

impl<S: fmt::Debug + ?Sized> fmt::Debug for LoopbackSelector<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoopbackSelector").field("beneath", &self.beneath).finish_non_exhaustive()
    }
}

impl<S: Selector + ?Sized + 'static> LoopbackSelector<S> {
    /// A selector for the sockets of `network`, whose clock is that of `beneath`.
    pub fn new(beneath: Arc<S>, network: Arc<Loopback>) -> Self {
        let wakes = beneath.clone();
        let watching = Arc::new(Watching::new(move || wakes.wake()));
        network.tell(&watching);
        Self { beneath, network, watching }
    }

    /// Appends what is ready of what is watched; whether there was any.
    fn collect(&self, events: &mut Vec<Event>) -> bool {
        let candidates = std::mem::take(&mut self.watching.state().candidates);
        let before = events.len();
        for source in candidates {
            // Asked without the lock: the network may have news for us meanwhile.
            let state = self.network.readiness(source);
            let mut watched = self.watching.state();
            let Some(watch) = watched.sockets.get_mut(&source) else { continue };
            watch.is_candidate = false;
            let interest = watch.interest;
            let Some(state) = state else {
                // It was closed. epoll forgets it, too.
                watched.sockets.remove(&source);
                continue;
            };
            let ready = both(interest, state);
            if ready != Interest::NONE {
                watched.add_candidate(source);
                events.push(Event { source, ready });
            }
        }
        events.len() > before
    }

    /// How long to wait, given that something of the network's arrives meanwhile.
    fn shortened(&self, timeout: Timeout) -> Timeout {
        let watches = !self.watching.state().sockets.is_empty();
        match self.network.until_next_arrival().filter(|_| watches) {
            Some(wait) => timeout.min(Timeout::After(wait)),
            None => timeout,
        }
    }
}

impl<S: Selector + ?Sized + 'static> Selector for LoopbackSelector<S> {
    fn time(&self) -> Time {
        self.beneath.time()
    }

    fn resolution(&self) -> f64 {
        self.beneath.resolution()
    }

    fn select(&self, timeout: Timeout, events: &mut Vec<Event>) -> io::Result<()> {
        // Set before looking, so that whatever changes after the look ends the wait.
        self.watching.is_waiting.store(true, Ordering::SeqCst);
        let timeout = if self.collect(events) { Timeout::Now } else { self.shortened(timeout) };
        let result = self.beneath.select(timeout, events);
        self.watching.is_waiting.store(false, Ordering::SeqCst);
        if timeout != Timeout::Now {
            self.collect(events);
        }
        result
    }

    fn wake(&self) {
        self.beneath.wake();
    }

    fn watch(&self, source: Source, interest: Interest) -> io::Result<()> {
        let state = self.network.readiness(source);
        let mut watched = self.watching.state();
        if state.is_none() && !watched.sockets.contains_key(&source) {
            drop(watched);
            return self.beneath.watch(source, interest);
        }
        if interest == Interest::NONE {
            watched.sockets.remove(&source);
        } else {
            let is_candidate = watched.sockets.get(&source).is_some_and(|watch| watch.is_candidate);
            watched.sockets.insert(source, Watch { interest, is_candidate });
            if state.is_some_and(|state| both(state, interest) != Interest::NONE) {
                watched.add_candidate(source);
            }
        }
        Ok(())
    }
}
