//! Streams and datagrams for programs in Rust, on the network inside the process.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[path = "support/streams.rs"]
#[macro_use]
mod scenarios;

use std::sync::Arc;

use asyncio101::EventLoop;
use asyncio101::net::TcpListener;
use asyncio101::network::{Loopback, LoopbackSelector};
use asyncio101::selector::ManualSelector;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

/// A loop with a network whose links are like that, on a clock that jumps.
fn event_loop(link: &str) -> EventLoop {
    let clock = Arc::new(ManualSelector::new());
    let time = clock.clone();
    let network = Arc::new(Loopback::new(link.parse().unwrap(), 101, move || time.elapsed()));
    EventLoop::with_network(Arc::new(LoopbackSelector::new(clock, network.clone())), network)
}

macro_rules! tests {
    ($($name:ident)*) => { $(
        #[test]
        fn $name() {
            for link in ["", "latency=5ms,bandwidth=10MB/s"] {
                let event_loop = event_loop(link);
                scenarios::$name(&event_loop);
                event_loop.close().unwrap();
            }
        }
    )* };
}

for_each_stream_scenario!(tests);

#[test]
fn a_loop_without_a_network_says_so() {
    let event_loop = EventLoop::new(Arc::new(ManualSelector::new()));
    let bound =
        event_loop.run_until_complete(async { TcpListener::bind(([127, 0, 0, 1], 0).into()).map(drop) });
    assert_eq!(bound.unwrap_err().to_string(), "this event loop has no network");
    event_loop.close().unwrap();
    let outside = TcpListener::bind(([127, 0, 0, 1], 0).into()).map(drop);
    assert_eq!(outside.unwrap_err().to_string(), "no running event loop");
}
