//! What is seen of the network inside the process: who is connected with whom, where the bytes are, and what a reader was
//! woken by. Programs that speak with each other are recorded, and replayed.

mod support;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use asyncio101::network::{
    Address, Choice, Error, Family, Happening, Kind, Loopback, LoopbackSelector, Network as _, Observer,
};
use asyncio101::replay::say::Language;
use asyncio101::replay::{Reason, Replay, Socket, Stage, State, What};
use asyncio101::selector::{ManualSelector, Source};
use asyncio101::trace::{Cause, Event, Journey, Loss, Recorder, ResetReason, SocketEvent, SocketId};
use asyncio101::{EventLoop, sleep};

/// A network whose happenings are recorded, with a loop that waits for it, on a clock that jumps.
struct World {
    network: Arc<Loopback>,
    recorder: Recorder,
    event_loop: EventLoop,
}

impl World {
    fn new(link: &str) -> Self {
        let clock = Arc::new(ManualSelector::new());
        let (time, peek) = (clock.clone(), clock.clone());
        let network = Arc::new(Loopback::new(link.parse().unwrap(), 101, move || time.elapsed()));
        let watched = network.socket(Family::Ipv4, Kind::Datagram).unwrap();
        let recorder = Recorder::new(move || peek.peek());
        network.observe(Some(Arc::new(recorder.clone())));
        let event_loop = EventLoop::new(Arc::new(LoopbackSelector::new(clock, network.clone())));
        event_loop.set_observer(Some(recorder.observer()));
        // A loop that watches anything of the network wakes when something arrives.
        event_loop.add_reader(watched, || ()).unwrap();
        Self { network, recorder, event_loop }
    }

    /// Whoever listens, at any address.
    fn listener(&self) -> (Source, Address) {
        let server = self.network.socket(Family::Ipv4, Kind::Stream).unwrap();
        self.network.bind(server, &Address::Ip(([127, 0, 0, 1], 8888).into())).unwrap();
        self.network.listen(server, 5).unwrap();
        (server, self.network.local_address(server).unwrap())
    }

    /// Somebody who connects with that.
    fn caller(&self, address: &Address) -> Source {
        let client = self.network.socket(Family::Ipv4, Kind::Stream).unwrap();
        assert_eq!(self.network.connect(client, address), Err(Error::InProgress));
        client
    }

    /// Two that are connected: the one that called, and the one that was accepted.
    fn connected(&self) -> (Source, Source) {
        let (server, address) = self.listener();
        let client = self.caller(&address);
        self.pass(1.0);
        let accepted = self.network.accept(server).unwrap().0;
        self.network.close(server).unwrap();
        (client, accepted)
    }

    /// Lets time pass.
    fn pass(&self, seconds: f64) {
        self.event_loop.run_until_complete(sleep(seconds)).unwrap();
    }

    fn receive(&self, socket: Source) -> usize {
        self.network.receive(socket, &mut [0; 4096], false).unwrap().length
    }

    fn replay(&self) -> Replay {
        Replay::read(self.recorder.take()).unwrap()
    }
}

/// The number of a test's socket, in the order they were made, from 0: the network's first is not recorded.
const fn id_of(number: u64) -> SocketId {
    SocketId(number + 1)
}

/// The number that the program knows one by that it made so, or accepted.
const fn nth(number: u64) -> Source {
    Source(Source::FIRST_INSIDE.0 + number + 1)
}

/// What happened to sockets, in order.
fn happened(replay: &Replay) -> Vec<(u64, SocketEvent)> {
    let event = |step| match replay.event(step) {
        Some((Event::Socket(SocketId(id), what), _)) => Some((id - id_of(0).0, what)),
        _ => None,
    };
    (1..=replay.len()).filter_map(event).collect()
}

fn socket(state: &State, id: u64) -> &Socket {
    state.sockets.get(id_of(id)).unwrap_or_else(|| panic!("there is no socket {id}"))
}

/// The state after each of the events of this kind.
fn after(replay: &Replay, is_it: impl Fn(SocketEvent) -> bool) -> Vec<State> {
    let found =
        |step: &usize| matches!(replay.event(*step), Some((Event::Socket(_, what), _)) if is_it(what));
    (1..=replay.len()).filter(found).map(|step| replay.state(step)).collect()
}

#[test]
fn a_connection_is_told_from_its_call_to_its_end() {
    let world = World::new("");
    let (server, address) = world.listener();
    let client = world.caller(&address);
    let (accepted, _) = world.network.accept(server).unwrap();
    world.network.send(client, b"hello").unwrap();
    assert_eq!(world.receive(accepted), 5);
    world.network.close(client).unwrap();
    assert_eq!(world.receive(accepted), 0);
    world.network.close(accepted).unwrap();
    let replay = world.replay();
    assert_eq!(
        happened(&replay),
        [
            (0, SocketEvent::Opened(Kind::Stream, nth(0))),
            (0, SocketEvent::Named),
            (0, SocketEvent::Listens(5)),
            (1, SocketEvent::Opened(Kind::Stream, nth(1))),
            (1, SocketEvent::Named),
            (1, SocketEvent::Calls),
            (0, SocketEvent::IsCalled(id_of(1), id_of(2))), // a socket of its own
            (1, SocketEvent::Connected(id_of(2))),
            (2, SocketEvent::Accepted(nth(2))),
            (1, SocketEvent::Sent(5, Journey::AtOnce)), // without a link that takes time they are there
            (2, SocketEvent::Received(5)),
            (1, SocketEvent::Closed),
            (1, SocketEvent::Ended(Journey::AtOnce)),
            (2, SocketEvent::Received(0)), // the end is read
            (2, SocketEvent::Closed),
            (2, SocketEvent::Ended(Journey::UnderWay)), // to nobody
        ]
    );
    let text = |id| replay.names().text(id).to_owned();
    let (called, caller) = (replay.socket(id_of(2)).unwrap(), replay.socket(id_of(1)).unwrap());
    assert_eq!([called.address, called.remote].map(text), ["127.0.0.1:8888", "127.0.0.1:32768"]);
    assert_eq!([caller.address, caller.remote].map(text), ["127.0.0.1:32768", "127.0.0.1:8888"]);
    assert_eq!((called.peer, caller.peer), (Some(id_of(1)), Some(id_of(2))));
    assert_eq!(called.listener, Some(id_of(0)));
}

#[test]
fn a_backlog_is_seen_to_fill_and_to_empty() {
    let world = World::new("");
    let (server, address) = world.listener();
    let _clients = [(); 2].map(|()| world.caller(&address));
    world.network.accept(server).unwrap();
    let replay = world.replay();
    let waiting =
        |state: &State| socket(state, 0).waiting.iter().map(|id| id.0 - id_of(0).0).collect::<Vec<_>>();
    let states = after(&replay, |what| {
        matches!(what, SocketEvent::Listens(_) | SocketEvent::IsCalled(..) | SocketEvent::Accepted(_))
    });
    assert_eq!(states.iter().map(waiting).collect::<Vec<_>>(), [vec![], vec![2], vec![2, 4], vec![4]]);
    assert_eq!(socket(&states[3], 0).stage, Stage::Listening(5));
    let waits_at = |id| socket(&states[3], id).waits_at;
    assert_eq!((waits_at(2), waits_at(4)), (None, Some(id_of(0))));
}

#[test]
fn bytes_are_on_the_way_then_unread_then_read() {
    let world = World::new("latency=50ms");
    let (client, accepted) = world.connected();
    world.network.send(client, &[7; 100]).unwrap();
    world.network.send(client, &[7; 20]).unwrap();
    world.pass(1.0);
    let mut buffer = [0; 30];
    world.network.receive(accepted, &mut buffer, true).unwrap(); // only a look
    world.network.receive(accepted, &mut buffer, false).unwrap();
    let replay = world.replay();
    let states = after(&replay, |what| {
        matches!(what, SocketEvent::Sent(..) | SocketEvent::Arrived(_) | SocketEvent::Received(_))
    });
    let bytes = |state: &State| (socket(state, 1).on_the_way, socket(state, 2).unread, socket(state, 2).read);
    let expected = [(100, 0, 0), (120, 0, 0), (20, 100, 0), (0, 120, 0), (0, 90, 30)];
    assert_eq!(states.iter().map(bytes).collect::<Vec<_>>(), expected);
    // They arrive when they do, not when somebody looks.
    let clocks: Vec<_> = states[..4].iter().map(|state| state.clock / 1_000_000).collect();
    assert_eq!(clocks, [1000, 1000, 1050, 1050]);
}

#[test]
fn a_stream_that_is_ended_on_one_side_is_half_closed() {
    let world = World::new("latency=50ms");
    let (client, accepted) = world.connected();
    world.network.shut_down(client, std::net::Shutdown::Write).unwrap();
    world.pass(1.0);
    world.network.shut_down(accepted, std::net::Shutdown::Write).unwrap();
    world.pass(1.0);
    let replay = world.replay();
    let states = after(&replay, |what| matches!(what, SocketEvent::Ended(_) | SocketEvent::EndArrived));
    let half = |state: &State| [1, 2].map(|id| socket(state, id).is_half_closed());
    let expected = [[true, false], [true, true], [true, false], [false, false]];
    assert_eq!(states.iter().map(half).collect::<Vec<_>>(), expected);
}

#[test]
fn why_a_connection_was_reset_is_told() {
    let reasons = |world: &World| {
        let reason =
            |(id, what)| if let SocketEvent::Reset(reason) = what { Some((id, reason)) } else { None };
        happened(&world.replay()).into_iter().filter_map(reason).collect::<Vec<_>>()
    };
    for link in ["", "latency=5ms"] {
        let world = World::new(link);
        let (client, accepted) = world.connected();
        world.network.send(client, b"unread").unwrap();
        world.pass(1.0);
        world.network.close(accepted).unwrap();
        world.pass(1.0);
        assert_eq!(reasons(&world), [(1, ResetReason::Unread)], "{link}");

        let world = World::new(link);
        let (client, _) = world.connected();
        world.network.choose(client, Choice::ResetOnClose, 1).unwrap();
        world.network.close(client).unwrap();
        world.pass(1.0);
        assert_eq!(reasons(&world), [(2, ResetReason::Abort)], "{link}");

        let world = World::new(link);
        let (client, accepted) = world.connected();
        world.network.close(accepted).unwrap();
        world.pass(1.0);
        world.network.send(client, b"to nobody").unwrap();
        world.pass(1.0);
        assert_eq!(reasons(&world), [(1, ResetReason::Gone)], "{link}");

        let world = World::new(link);
        let (server, address) = world.listener();
        world.caller(&address);
        world.pass(1.0);
        world.network.close(server).unwrap();
        world.pass(1.0);
        assert_eq!(reasons(&world), [(1, ResetReason::NotAccepted)], "{link}");
    }
    let world = World::new("latency=5ms");
    let (_, address) = world.listener();
    let client = world.caller(&address);
    world.pass(0.007); // the call has come, the answer has not
    world.network.close(client).unwrap();
    world.pass(1.0);
    assert_eq!(reasons(&world), [(2, ResetReason::GivenUp)]);
}

#[test]
fn a_call_that_nobody_hears_is_refused() {
    let world = World::new("latency=5ms");
    let client = world.network.socket(Family::Ipv4, Kind::Stream).unwrap();
    let nowhere = Address::Ip(([127, 0, 0, 1], 1).into());
    assert_eq!(world.network.connect(client, &nowhere), Err(Error::InProgress));
    world.pass(1.0);
    let replay = world.replay();
    assert_eq!(happened(&replay).last(), Some(&(0, SocketEvent::Refused)));
    assert_eq!(socket(&replay.state(usize::MAX), 0).stage, Stage::Refused);
}

#[test]
fn datagrams_are_followed_one_by_one() {
    let world = World::new("latency=5ms,loss=50%");
    let [one, other] = [(); 2].map(|()| world.network.socket(Family::Ipv4, Kind::Datagram).unwrap());
    world.network.bind(other, &Address::Ip(([127, 0, 0, 1], 3700).into())).unwrap();
    let there = world.network.local_address(other).unwrap();
    for length in 1..=20 {
        world.network.send_to(one, &vec![0; length], &there).unwrap();
    }
    world.pass(1.0);
    let mut received = 0;
    while let Ok(datagram) = world.network.receive(other, &mut [0; 8], false) {
        received += 1;
        assert!(datagram.length <= 8);
    }
    let nobody = Address::Ip(([127, 0, 0, 1], 1).into());
    world.network.send_to(other, b"?", &nobody).unwrap();
    world.pass(1.0);
    let replay = world.replay();
    let events = happened(&replay);
    let count = |is_it: fn(&SocketEvent) -> bool| events.iter().filter(|(_, what)| is_it(what)).count();
    let lost = count(|what| matches!(what, SocketEvent::DatagramLost(_, Loss::OnTheWay)));
    assert!(lost > 0 && received > 0);
    let lost_to_nobody = count(|what| matches!(what, SocketEvent::DatagramLost(_, Loss::Nobody)));
    assert_eq!(received + lost + lost_to_nobody, 21);
    let end = replay.state(usize::MAX);
    assert_eq!((socket(&end, 0).sent, socket(&end, 1).unread), (210, 0), "what is cut off is read, too");
}

#[test]
fn what_is_over_is_still_there_in_the_next_turn_and_then_no_more() {
    let world = World::new("");
    let (client, accepted) = world.connected();
    world.network.close(client).unwrap();
    world.network.close(accepted).unwrap();
    for _ in 0..3 {
        world.pass(0.0);
    }
    let replay = world.replay();
    let closed = after(&replay, |what| what == SocketEvent::Closed);
    assert_eq!(socket(closed.last().unwrap(), 1).stage, Stage::Closed);
    assert!(replay.state(usize::MAX).sockets.is_empty());
}

/// A task writes, and a reader in the same loop is called for it, which wakes another task.
fn writer_and_reader() -> (Replay, SocketId) {
    let world = World::new("latency=50ms");
    let (client, accepted) = world.connected();
    let event_loop = world.event_loop;
    let came = event_loop.create_future::<usize>();
    let (network, wakes) = (world.network.clone(), came.clone());
    event_loop
        .add_reader(accepted, move || {
            let length = network.receive(accepted, &mut [0; 64], false).unwrap().length;
            wakes.set_result(length).unwrap();
        })
        .unwrap();
    let reads = event_loop.create_task(came);
    let (network, lines) = (world.network.clone(), Rc::new(RefCell::new(0)));
    let writes = event_loop.create_task(async move {
        for part in [&b"hello "[..], b"world!"] {
            network.send(client, part).unwrap();
            *lines.borrow_mut() += 1;
        }
        sleep(1.0).await
    });
    assert_eq!(event_loop.run_until_complete(reads).unwrap(), 12);
    event_loop.run_until_complete(writes).unwrap();
    assert!(event_loop.remove_reader(accepted).unwrap());
    (Replay::read(world.recorder.take()).unwrap(), id_of(2))
}

#[test]
fn a_readers_cause_is_who_wrote_and_the_chain_leads_there() {
    let (replay, socket) = writer_and_reader();
    let is_reader = |step: &usize| matches!(replay.event(*step), Some((Event::Soon(_, Cause::Readable(source)), _)) if source == nth(2));
    let step = (1..=replay.len()).find(is_reader).unwrap();
    let Some((Event::Soon(handle, _), _)) = replay.event(step) else { unreachable!() };
    let incoming = replay.incoming(nth(2), true, step).unwrap();
    assert_eq!((incoming.socket, incoming.what), (socket, What::Bytes(12)));
    let writer = incoming.act.unwrap();
    let tasks = replay.tasks();
    let [_, reads, writes] = &tasks[..] else { panic!("{tasks:?}") };
    assert_eq!(writer.task, Some(writes.id.1), "the task that sent the first of them");
    let reasons: Vec<_> = replay.why(0, handle).iter().map(|link| (link.step, link.reason)).collect();
    assert_eq!(reasons[0], (step, Reason::Ready { handle, source: Some((nth(2), true)) }));
    assert_eq!(reasons[1], (writer.step, Reason::Came { incoming }));
    assert_eq!(reasons[2].1, Reason::Created { task: writes.id.1 }, "why it wrote then");
    // Whoever waited for it has the socket.
    assert_eq!(replay.holder_of(socket, replay.len()), Some((0, reads.id.1)));
    assert_eq!(replay.holder_of(id_of(1), replay.len()), Some((0, writes.id.1)));
}

#[test]
fn the_task_that_is_woken_is_told_what_came() {
    let (replay, _) = writer_and_reader();
    let told: Vec<_> = replay.walk(1..=replay.len()).map(|moment| replay.sentence(&moment)).collect();
    let has = |sentence: &str| assert!(told.iter().any(|told| told == sentence), "{sentence}\n{told:#?}");
    has("task f5 sends 6 bytes from socket 3: they are on the way.");
    has("6 bytes arrive at socket 4.");
    has("task f4 goes on: 12 bytes that task f5 wrote.");
    has(
        "Socket 4 can be read (12 bytes that task f5 wrote), so callback h8 is put at the end of the ready queue.",
    );
}

#[test]
fn a_listener_is_woken_by_who_calls_and_a_caller_by_the_answer() {
    let world = World::new("latency=50ms");
    let (server, address) = world.listener();
    let client = world.caller(&address);
    let event_loop = &world.event_loop;
    let network = world.network.clone();
    event_loop.add_reader(server, move || drop(network.accept(server))).unwrap();
    let is_connected = event_loop.create_future::<()>();
    let wakes = is_connected.clone();
    event_loop.add_writer(client, move || drop(wakes.set_result(()))).unwrap();
    event_loop.run_until_complete(is_connected).unwrap();
    let _ = (event_loop.remove_writer(client), event_loop.remove_reader(server));
    let replay = world.replay();
    let incoming = |wanted: Cause| {
        let is_it =
            |step: &usize| matches!(replay.event(*step), Some((Event::Soon(_, cause), _)) if cause == wanted);
        let step = (1..=replay.len()).find(is_it).unwrap();
        match wanted {
            Cause::Readable(source) => replay.incoming(source, true, step),
            Cause::Writable(source) => replay.incoming(source, false, step),
            _ => None,
        }
        .unwrap()
    };
    let (call, answer) = (incoming(Cause::Readable(server)), incoming(Cause::Writable(client)));
    assert_eq!((call.what, answer.what), (What::Call, What::Answer));
    assert_eq!(call.act, replay.socket(id_of(1)).unwrap().calls);
    assert_eq!(answer.act, replay.socket(id_of(0)).unwrap().listens);
}

#[test]
fn without_an_observer_nothing_is_told_and_with_one_only_from_then_on() {
    #[derive(Default)]
    struct Counts(std::sync::Mutex<usize>);
    impl Observer for Counts {
        fn observe(&self, _happening: &Happening) {
            *self.0.lock().unwrap() += 1;
        }
    }
    let network = Loopback::new("".parse().unwrap(), 0, || std::time::Duration::ZERO);
    let counts = Arc::new(Counts::default());
    let seen = || *counts.0.lock().unwrap();
    network.socket(Family::Ipv4, Kind::Stream).unwrap();
    network.observe(Some(counts.clone()));
    assert_eq!(seen(), 0);
    network.socket(Family::Ipv4, Kind::Stream).unwrap();
    assert_eq!(seen(), 1);
    network.observe(None);
    network.socket(Family::Ipv4, Kind::Stream).unwrap();
    assert_eq!(seen(), 1);
}

#[test]
fn every_event_of_the_network_has_a_sentence_in_every_language() {
    let replay = Replay::read(include_bytes!("traces/network.trace")).unwrap();
    for moment in replay.walk(1..=replay.len()) {
        let told = Language::ALL.map(|language| language.sentence(&replay.statement(&moment)));
        assert!(told.iter().all(|sentence| sentence.ends_with('.')) && told[0] != told[1], "{told:?}");
    }
}
