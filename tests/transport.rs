//! Transports without a language: on the network inside the process, and what needs none.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[path = "support/transports.rs"]
mod transports;

use std::sync::Arc;

use asyncio101::network::{Error, Loopback, LoopbackSelector};
use asyncio101::selector::ManualSelector;
use asyncio101::transport::{Closed, Drained, Transport, WaterMarks, Written};
use transports::Lab;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

macro_rules! scenarios {
    ($($name:ident)*) => { $(
        #[test]
        fn $name() {
            for link in ["", "latency=5ms,bandwidth=10MB/s"] {
                let clock = Arc::new(ManualSelector::new());
                let time = clock.clone();
                let network = Arc::new(Loopback::new(link.parse().unwrap(), 101, move || time.elapsed()));
                let selector = LoopbackSelector::new(clock, network.clone());
                transports::$name(&Lab { network: &*network, selector: &selector });
            }
        }
    )* };
}

for_each_transport_scenario!(scenarios);

/// A transport that wants to have no more than ten bytes, and to have four before it wants more.
fn small() -> Transport<Vec<u8>> {
    let mut transport = Transport::default();
    transport.set_water_marks(WaterMarks { low: 4, high: 10 });
    transport
}

fn write(
    transport: &mut Transport<Vec<u8>>,
    bytes: &[u8],
    taken: Result<usize, Error>,
) -> Result<Written, Error> {
    transport.write(bytes, |_| taken, || bytes.to_vec())
}

#[test]
fn who_writes_is_asked_to_pause_once_and_to_go_on_once() {
    let mut transport = small();
    write(&mut transport, b"0123456789", Err(Error::WouldBlock)).unwrap();
    assert!(!transport.wants_pause(), "ten are no more than ten");
    transport.push(b"a".to_vec());
    assert!(transport.wants_pause());
    assert!(!transport.wants_pause(), "it has been asked");
    transport.flush(|_| Ok(6)).unwrap();
    assert!(!transport.wants_resume(), "five are more than four");
    transport.flush(|_| Ok(1)).unwrap();
    assert!(transport.wants_resume());
    assert!(!transport.wants_resume());
}

#[test]
fn what_is_sent_of_a_piece_is_not_sent_again() {
    let mut transport = small();
    assert_eq!(write(&mut transport, b"abcdef", Ok(2)), Ok(Written::Waits { others_do: false }));
    transport.push(b"gh".to_vec());
    let mut seen = Vec::new();
    let mut send = |transport: &mut Transport<_>, taken| {
        transport.flush(|pieces| {
            seen.push(pieces.iter().flat_map(|piece| piece.to_vec()).collect::<Vec<u8>>());
            Ok(taken)
        })
    };
    send(&mut transport, 1).unwrap();
    send(&mut transport, 4).unwrap();
    send(&mut transport, 1).unwrap();
    assert_eq!(seen, [&b"cdefgh"[..], b"defgh", b"h"]);
    assert_eq!(transport.drained(), Some(Drained::Open));
}

#[test]
fn what_the_network_refuses_is_not_kept() {
    let mut transport = small();
    assert_eq!(write(&mut transport, b"abc", Err(Error::BrokenPipe)), Err(Error::BrokenPipe));
    assert_eq!(transport.size(), 0);
    assert!(!transport.is_lost(), "that is for whoever is told");
}

#[test]
fn reading_pauses_and_goes_on_until_it_is_closed() {
    let mut transport = small();
    assert!(transport.is_reading());
    assert!(!transport.resume_reading(), "it was not paused");
    assert!(transport.pause_reading());
    assert!(!transport.pause_reading());
    assert!(transport.resume_reading());
    assert!(transport.pause_reading());
    assert_eq!(transport.close(), Closed::Now);
    assert!(!transport.resume_reading());
    assert!(!transport.is_reading());
}
