//! The network inside the tab. Each run has one of its own.

use std::cell::RefCell;
use std::sync::Arc;

use asyncio101::network::{Link, Loopback};

use crate::clock;

thread_local! {
    static OF_THIS_RUN: RefCell<Arc<Loopback>> = RefCell::new(make(Link::default(), 0));
}

/// Gives the run that begins a network with nothing in it. Whatever chance decides there follows from `seed`.
pub(crate) fn begin(link: Link, seed: Option<u32>) {
    OF_THIS_RUN.set(make(link, seed.unwrap_or_default()));
}

/// That of the run under way.
pub(crate) fn network() -> Arc<Loopback> {
    OF_THIS_RUN.with_borrow(Arc::clone)
}

fn make(link: Link, seed: u32) -> Arc<Loopback> {
    Arc::new(Loopback::new(link, seed.into(), clock::of_waits))
}
