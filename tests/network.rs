//! The network inside the process: what every network does, and what only this one can be made to do.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[path = "support/sockets.rs"]
mod sockets;

use std::net::Shutdown;
use std::sync::Arc;
use std::time::Duration;

use asyncio101::network::loopback::Caller;
use asyncio101::network::{Address, Choice, Error, Family, Kind, Loopback, LoopbackSelector, Network as _};
use asyncio101::selector::{Event, Interest, ManualSelector, Selector, Source, Time, Timeout};
use sockets::Lab;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

type World = (Arc<Loopback>, LoopbackSelector<ManualSelector>);

/// A network with that link, on a clock that jumps.
fn world(link: &str, seed: u64) -> World {
    let clock = Arc::new(ManualSelector::new());
    let time = clock.clone();
    let network = Arc::new(Loopback::new(link.parse().unwrap(), seed, move || time.elapsed()));
    (network.clone(), LoopbackSelector::new(clock, network))
}

macro_rules! scenarios {
    ($($name:ident)*) => { $(
        #[test]
        fn $name() {
            for link in ["", "latency=5ms,bandwidth=1MB/s"] {
                let (network, selector) = world(link, 101);
                sockets::$name(&Lab { network: &*network, selector: &selector });
            }
        }
    )* };
}

for_each_scenario!(scenarios);

fn client_of(network: &Loopback) -> (Source, Source, Address) {
    let server = network.socket(Family::Ipv4, Kind::Stream).unwrap();
    network.bind(server, &Address::Ip(([127, 0, 0, 1], 0).into())).unwrap();
    network.listen(server, 1).unwrap();
    let client = network.socket(Family::Ipv4, Kind::Stream).unwrap();
    let address = network.local_address(server).unwrap();
    assert_eq!(network.connect(client, &address), Err(Error::InProgress));
    (server, client, address)
}

/// Waits for a socket; when it was ready.
fn ready_at(selector: &impl Selector, socket: Source, interest: Interest) -> Time {
    selector.watch(socket, interest).unwrap();
    let mut events = Vec::new();
    while events.is_empty() {
        selector.select(Timeout::Never, &mut events).unwrap();
    }
    selector.watch(socket, Interest::NONE).unwrap();
    selector.time()
}

#[test]
fn connecting_takes_there_and_back_and_bytes_take_the_way() {
    let (network, selector) = world("latency=50ms", 0);
    let (server, client, _) = client_of(&network);
    assert_eq!(ready_at(&selector, server, Interest::READABLE), Time(0.05));
    assert_eq!(ready_at(&selector, client, Interest::WRITABLE), Time(0.1));
    let (accepted, _) = network.accept(server).unwrap();
    network.send(accepted, b"hello").unwrap();
    assert_eq!(ready_at(&selector, client, Interest::READABLE), Time(0.15));
}

#[test]
fn a_bandwidth_is_kept_and_bytes_come_little_by_little() {
    let (network, selector) = world("bandwidth=64kB/s", 0);
    let (server, client, _) = client_of(&network);
    ready_at(&selector, client, Interest::WRITABLE);
    let (accepted, _) = network.accept(server).unwrap();
    assert_eq!(network.send(accepted, &[7; 64_000]), Ok(64_000));
    let mut buffer = [0; 64_000];
    let mut arrivals = Vec::new();
    let mut received = 0;
    while received < 64_000 {
        let at = ready_at(&selector, client, Interest::READABLE);
        let length = network.receive(client, &mut buffer, false).unwrap().length;
        received += length;
        arrivals.push(at);
    }
    assert!(arrivals.len() > 1 && arrivals.first() < arrivals.last(), "{arrivals:?}");
    assert_eq!(arrivals.last(), Some(&Time(1.0)));
}

/// Which of a hundred datagrams arrive, in the order in which they do.
fn arrived(link: &str, seed: u64) -> Vec<u8> {
    let (network, selector) = world(link, seed);
    let [one, other] = [(); 2].map(|()| network.socket(Family::Ipv4, Kind::Datagram).unwrap());
    network.bind(other, &Address::Ip(([127, 0, 0, 1], 0).into())).unwrap();
    let there = network.local_address(other).unwrap();
    for number in 0..100 {
        network.send_to(one, &[number], &there).unwrap();
    }
    selector.select(Timeout::After(Duration::from_secs(1)), &mut Vec::new()).unwrap();
    let mut buffer = [0];
    std::iter::from_fn(|| network.receive(other, &mut buffer, false).ok().map(|_| buffer[0])).collect()
}

#[test]
fn what_is_lost_and_overtaken_follows_from_the_seed() {
    let all: Vec<u8> = (0..100).collect();
    assert_eq!(arrived("", 1), all);
    assert_eq!(arrived("loss=100%", 1), Vec::<u8>::new());
    let some = arrived("loss=30%,reordering=10%,latency=5ms", 1);
    assert!((50..90).contains(&some.len()) && !some.is_sorted(), "{some:?}");
    assert_eq!(some, arrived("loss=30%,reordering=10%,latency=5ms", 1));
    assert_ne!(some, arrived("loss=30%,reordering=10%,latency=5ms", 2));
}

#[test]
fn a_full_backlog_makes_callers_wait() {
    let (network, selector) = world("", 0);
    let (server, first, address) = client_of(&network);
    // A backlog of 1 has room for two, as on Linux.
    let [second, third] = [(); 2].map(|()| {
        let client = network.socket(Family::Ipv4, Kind::Stream).unwrap();
        assert_eq!(network.connect(client, &address), Err(Error::InProgress));
        client
    });
    let is_writable = |socket| network.readiness(socket).unwrap().writable;
    assert_eq!([first, second, third].map(is_writable), [true, true, false]);
    network.accept(server).unwrap();
    assert!(is_writable(third));
    network.close(server).unwrap();
    ready_at(&selector, third, Interest::READABLE);
    let mut buffer = [0];
    assert_eq!(network.receive(third, &mut buffer, false), Err(Error::ConnectionReset));
}

#[test]
fn callers_without_room_are_refused_when_nobody_listens_any_more() {
    let (network, _) = world("", 0);
    let (server, _, address) = client_of(&network);
    let callers = [(); 2].map(|()| network.socket(Family::Ipv4, Kind::Stream).unwrap());
    for caller in callers {
        assert_eq!(network.connect(caller, &address), Err(Error::InProgress));
    }
    network.close(server).unwrap();
    assert_eq!(network.take_error(callers[1]), Ok(Some(Error::ConnectionRefused)));
}

#[test]
fn an_ipv6_socket_hears_ipv4_unless_it_wants_not_to() {
    let (network, _) = world("", 0);
    let any = Address::Ip(([0_u16; 8], 80).into());
    for only_ipv6 in [0, 1] {
        let server = network.socket(Family::Ipv6, Kind::Stream).unwrap();
        network.choose(server, Choice::OnlyIpv6, only_ipv6).unwrap();
        network.bind(server, &any).unwrap();
        network.listen(server, 1).unwrap();
        let client = network.socket(Family::Ipv4, Kind::Stream).unwrap();
        let _in_progress = network.connect(client, &Address::Ip(([127, 0, 0, 1], 80).into()));
        match network.accept(server) {
            Ok((_, from)) => assert!(only_ipv6 == 0 && from.to_string().starts_with("[::ffff:127.0.0.1]:")),
            Err(error) => {
                assert_eq!((only_ipv6, error), (1, Error::WouldBlock));
                assert_eq!(network.take_error(client), Ok(Some(Error::ConnectionRefused)));
            }
        }
        network.close(server).unwrap();
    }
}

#[test]
fn it_is_known_where_somebody_listens() {
    let (network, _) = world("", 0);
    let server = network.socket(Family::Ipv4, Kind::Stream).unwrap();
    let at = |ip: [u8; 4], port| Address::Ip((ip, port).into());
    network.bind(server, &at([0, 0, 0, 0], 80)).unwrap();
    assert!(!network.has_listener(&at([127, 0, 0, 1], 80)));
    network.listen(server, 1).unwrap();
    assert!(network.has_listener(&at([127, 0, 0, 1], 80)));
    assert!(!network.has_listener(&at([127, 0, 0, 1], 81)));
    network.close(server).unwrap();
    assert!(!network.has_listener(&at([127, 0, 0, 1], 80)));
}

#[test]
fn the_world_outside_cannot_be_reached() {
    let (network, _) = world("", 0);
    let example = Address::Ip(([192, 0, 2, 1], 80).into());
    for kind in [Kind::Stream, Kind::Datagram] {
        let socket = network.socket(Family::Ipv4, kind).unwrap();
        assert_eq!(network.connect(socket, &example), Err(Error::NetworkUnreachable));
    }
}

#[test]
fn numbers_are_used_again_the_lowest_first() {
    let (network, _) = world("", 0);
    let [one, two, three] = [(); 3].map(|()| network.socket(Family::Ipv4, Kind::Stream).unwrap());
    network.close(two).unwrap();
    network.close(one).unwrap();
    assert_eq!(network.socket(Family::Ipv4, Kind::Stream), Ok(one));
    assert_eq!(network.socket(Family::Ipv4, Kind::Datagram), Ok(two));
    assert!(one < two && two < three);
}

#[test]
fn what_is_ready_is_reported_in_that_order_and_again_while_it_is() {
    let (network, selector) = world("", 0);
    let pairs = [(); 3].map(|()| network.pair(Family::Unix, Kind::Stream).unwrap());
    for (one, _) in pairs {
        selector.watch(one, Interest::READABLE).unwrap();
    }
    for (_, other) in [pairs[2], pairs[0]] {
        network.send(other, b"x").unwrap();
    }
    let event = |source| Event { source, ready: Interest::READABLE };
    for _ in 0..2 {
        let mut events = Vec::new();
        selector.select(Timeout::Never, &mut events).unwrap();
        assert_eq!(events, [event(pairs[2].0), event(pairs[0].0)]);
    }
    network.close(pairs[2].0).unwrap();
    let mut events = Vec::new();
    selector.select(Timeout::Now, &mut events).unwrap();
    assert_eq!(events, [event(pairs[0].0)], "one that was closed is forgotten");
}

#[test]
fn what_another_selector_knows_is_left_to_it() {
    let (_, selector) = world("", 0);
    selector.watch(Source(3), Interest::READABLE).unwrap();
    selector.watch(Source(3), Interest::NONE).unwrap();
    let error = selector.select(Timeout::Never, &mut Vec::new()).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::WouldBlock, "nothing can end that wait");
}

/// A socket that has called somebody outside, who is called so.
fn caller_outside(network: &Loopback) -> (Source, Caller, Address) {
    let socket = network.socket(Family::Ipv4, Kind::Stream).unwrap();
    let address = Address::Named { host: "echo.example".to_owned(), port: 80 };
    let caller = network.call_outside(socket, &address).unwrap();
    (socket, caller, address)
}

#[test]
fn somebody_outside_is_a_socket_like_others() {
    let (network, selector) = world("", 0);
    let (socket, caller, address) = caller_outside(&network);
    assert_eq!(network.readiness(socket), Some(Interest::NONE));
    assert_eq!(network.call_outside(socket, &address), Err(Error::AlreadyInProgress));
    assert_eq!(network.send(socket, b"early"), Err(Error::WouldBlock));

    let far = network.answer(caller).unwrap();
    ready_at(&selector, socket, Interest::WRITABLE);
    assert_eq!(network.peer_address(socket), Ok(address));
    assert_eq!(network.take_error(socket), Ok(None));
    let mut buffer = [0; 16];
    network.send(socket, b"hello").unwrap();
    assert_eq!(network.receive(far, &mut buffer, false).unwrap().length, 5);
    network.send(far, b"hello yourself").unwrap();
    network.shut_down(far, Shutdown::Write).unwrap();
    assert_eq!(network.receive(socket, &mut buffer, false).unwrap().length, 14);
    assert_eq!(network.receive(socket, &mut buffer, false).unwrap().length, 0);

    assert!(!network.is_left(far));
    network.close(socket).unwrap();
    assert!(network.is_left(far));
    assert_eq!(network.receive(far, &mut buffer, false).unwrap().length, 0);
}

#[test]
fn whoever_cannot_be_reached_outside_is_an_error_of_connecting() {
    let (network, selector) = world("", 0);
    let (socket, caller, _) = caller_outside(&network);
    network.refuse(caller, Error::UnknownHost);
    ready_at(&selector, socket, Interest::WRITABLE);
    assert_eq!(network.take_error(socket), Ok(Some(Error::UnknownHost)));
    assert_eq!(network.answer(caller), Err(Error::ConnectionAborted));
}

#[test]
fn an_answer_to_who_has_given_up_is_nobody_elses() {
    let (network, _) = world("", 0);
    let (socket, caller, _) = caller_outside(&network);
    network.close(socket).unwrap();
    assert!(!network.is_calling(caller));
    let (other, other_caller, _) = caller_outside(&network);
    assert_eq!(other, socket, "the number is used again");
    network.refuse(caller, Error::ConnectionRefused);
    assert_eq!(network.answer(caller), Err(Error::ConnectionAborted));
    assert_eq!(network.take_error(other), Ok(None));
    assert!(network.is_calling(other_caller));
}

#[test]
fn nobody_is_outside_a_process_unless_somebody_plays_him() {
    let (network, _) = world("", 0);
    let socket = network.socket(Family::Ipv4, Kind::Stream).unwrap();
    for (address, written) in [
        (Address::Named { host: "echo.example".to_owned(), port: 80 }, "echo.example:80"),
        (Address::Ip(([203, 0, 113, 1], 80).into()), "203.0.113.1:80"),
    ] {
        assert_eq!(network.connect(socket, &address), Err(Error::NetworkUnreachable));
        assert_eq!(network.bind(socket, &address), Err(Error::AddressNotAvailable));
        assert_eq!(
            network.explain(Error::NetworkUnreachable, &address).unwrap(),
            format!(
                "Network is unreachable: {written} is outside, and this program's network is inside its process"
            )
        );
    }
}
