//! The operating system's sockets do what every network has to do. These are the scenarios that the network inside the
//! process is held to: what is right is what the system does.

#[path = "../../tests/support/sockets.rs"]
mod sockets;

use std::sync::{Mutex, PoisonError};

use asyncio101_native::{EpollSelector, SystemNetwork};
use sockets::Lab;

/// The system gives a closed descriptor's number to the next socket of the process: a scenario that asks after what it
/// has closed would meet, and close, another's.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

macro_rules! scenarios {
    ($($name:ident)*) => { $(
        #[test]
        fn $name() {
            let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
            let selector = EpollSelector::new().unwrap();
            sockets::$name(&Lab { network: &SystemNetwork, selector: &selector });
        }
    )* };
}

for_each_scenario!(scenarios);
