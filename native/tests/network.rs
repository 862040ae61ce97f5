//! The operating system's sockets do what every network has to do. These are the scenarios that the network inside the
//! process is held to: what is right is what the system does.

#[path = "../../tests/support/sockets.rs"]
mod sockets;

use asyncio101_native::{EpollSelector, SystemNetwork};
use sockets::Lab;

macro_rules! scenarios {
    ($($name:ident)*) => { $(
        #[test]
        fn $name() {
            let selector = EpollSelector::new().unwrap();
            sockets::$name(&Lab { network: &SystemNetwork, selector: &selector });
        }
    )* };
}

for_each_scenario!(scenarios);
