//! The network inside the process, for programs that run on `--network loopback`.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use asyncio101::network::{Link, Loopback};
use rustix::time::{ClockId, clock_gettime};

use crate::clock::VirtualClock;

static NETWORK: OnceLock<Arc<Loopback>> = OnceLock::new();

/// Has the process's programs use a network of their own. To be called before their interpreter is made, and behind
/// [`VirtualClock::begin`].
pub(crate) fn begin(link: Link, seed: Option<u32>) {
    NETWORK.get_or_init(|| Arc::new(Loopback::new(link, seed.unwrap_or_default().into(), now)));
}

/// The process's network, if it has one.
pub(crate) fn network() -> Option<&'static Arc<Loopback>> {
    NETWORK.get()
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
