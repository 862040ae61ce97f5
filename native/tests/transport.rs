//! Transports without a language, on the operating system's sockets.

#[path = "../../tests/support/transports.rs"]
mod transports;

use asyncio101_native::{EpollSelector, SystemNetwork};
use transports::Lab;

macro_rules! tests {
    ($($name:ident)*) => { $(
        #[test]
        fn $name() {
            transports::$name(&Lab { network: &SystemNetwork, selector: &EpollSelector::new().unwrap() });
        }
    )* };
}

for_each_transport_scenario!(tests);
