//! The network inside the process, for programs that run on `--network loopback`.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use asyncio101::network::{Link, Loopback};
use rustix::time::{ClockId, clock_gettime};

use crate::clock::VirtualClock;

static NETWORK: RwLock<Option<Arc<Loopback>>> = RwLock::new(None);

/// Has the process's programs use a network of their own, with nothing in it yet. To be called before their interpreter is
/// made, and behind [`VirtualClock::begin`].
pub(crate) fn begin(link: Link, seed: Option<u32>) {
    let network = Arc::new(Loopback::new(link, seed.unwrap_or_default().into(), now));
    *NETWORK.write().unwrap_or_else(PoisonError::into_inner) = Some(network);
}

/// The process's network, if it has one.
pub(crate) fn network() -> Option<Arc<Loopback>> {
    NETWORK.read().unwrap_or_else(PoisonError::into_inner).clone()
}

/// The time on the clock of the process's selectors.
fn now() -> Duration {
    match VirtualClock::get() {
        Some(clock) => Duration::from_secs_f64(clock.peek().0),
        None => {
            let time = clock_gettime(ClockId::Monotonic);
            Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
        }
    }
}
