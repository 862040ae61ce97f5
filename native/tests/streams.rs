//! Streams and datagrams for programs in Rust, on the system's sockets.

#[path = "../../tests/support/streams.rs"]
#[macro_use]
mod scenarios;

use std::sync::Arc;

use asyncio101::EventLoop;
use asyncio101_native::{EpollSelector, SystemNetwork};

macro_rules! tests {
    ($($name:ident)*) => { $(
        #[test]
        fn $name() {
            let event_loop =
                EventLoop::with_network(Arc::new(EpollSelector::new().unwrap()), Arc::new(SystemNetwork));
            scenarios::$name(&event_loop);
            event_loop.close().unwrap();
        }
    )* };
}

for_each_stream_scenario!(tests);
