//! What every network has to do: scenarios that are run on the network inside the process, and by the desktop on the
//! operating system's.

use std::net::Shutdown;
use std::time::Duration;

use asyncio101::network::{Address, Choice, Error, Family, Kind, Network, Received};
use asyncio101::selector::{Interest, Selector, Source, Timeout};

/// A network, and what waits for its sockets.
pub(crate) struct Lab<'a> {
    pub(crate) network: &'a dyn Network,
    pub(crate) selector: &'a dyn Selector,
}

/// Calls a macro with the names of all scenarios.
#[macro_export]
macro_rules! for_each_scenario {
    ($then:ident) => {
        $then! {
            a_connection_carries_bytes_both_ways
            nobody_listens_there
            an_address_is_taken_once
            a_backlog_is_heard_of_and_accepted_in_order
            the_end_of_one_direction_comes_after_its_bytes
            who_sends_too_much_waits_until_it_is_read
            closing_with_something_unread_resets
            writing_to_somebody_who_is_gone_breaks_the_pipe
            a_reset_can_be_asked_for
            what_is_not_connected_says_so
            a_look_leaves_what_it_sees
            datagrams_arrive_whole_with_their_sender
            a_datagram_that_is_longer_than_the_buffer_is_cut
            a_datagram_can_be_too_long
            whoever_speaks_with_one_other_hears_nobody_else
            a_datagram_for_nobody_is_refused_to_whoever_speaks_with_nobody_else
            a_pair_has_no_names
            paths_are_addresses
            a_closed_socket_is_none
        }
    };
}

impl Lab<'_> {
    /// Waits until something can be done with a socket.
    #[track_caller]
    fn wait(&self, socket: Source, interest: Interest) {
        self.selector.watch(socket, interest).unwrap();
        let mut events = Vec::new();
        for _ in 0..100 {
            self.selector.select(Timeout::Never, &mut events).unwrap();
            if events.iter().any(|event| event.source == socket) {
                return self.selector.watch(socket, Interest::NONE).unwrap();
            }
        }
        panic!("{socket:?} never became ready");
    }

    fn socket(&self, kind: Kind) -> Source {
        self.network.socket(Family::Ipv4, kind).unwrap()
    }

    /// Binds to any port of this machine.
    fn bound(&self, kind: Kind) -> (Source, Address) {
        let socket = self.socket(kind);
        self.network.bind(socket, &Address::Ip(([127, 0, 0, 1], 0).into())).unwrap();
        let address = self.network.local_address(socket).unwrap();
        assert_ne!(address.port(), Some(0));
        (socket, address)
    }

    /// A name of a Unix socket that nobody has, for other runs of the tests may be on their way on this machine.
    fn free_name(&self) -> Address {
        let socket = self.network.socket(Family::Unix, Kind::Stream).unwrap();
        self.network.bind(socket, &Address::Unix(vec![])).unwrap();
        let name = self.network.local_address(socket).unwrap();
        self.network.close(socket).unwrap();
        name
    }

    fn listener(&self) -> (Source, Address) {
        let (socket, address) = self.bound(Kind::Stream);
        self.network.listen(socket, 8).unwrap();
        (socket, address)
    }

    #[track_caller]
    fn call(&self, address: &Address) -> Source {
        let client = self.socket(Kind::Stream);
        assert_eq!(self.network.connect(client, address), Err(Error::InProgress));
        self.wait(client, Interest::WRITABLE);
        assert_eq!(self.network.take_error(client), Ok(None));
        client
    }

    /// Client and server.
    #[track_caller]
    fn connected(&self) -> (Source, Source) {
        let (listener, address) = self.listener();
        let client = self.call(&address);
        self.wait(listener, Interest::READABLE);
        let (server, remote) = self.network.accept(listener).unwrap();
        assert_eq!(Ok(remote), self.network.local_address(client));
        self.network.close(listener).unwrap();
        (client, server)
    }

    fn receive_some(&self, socket: Source) -> Result<Vec<u8>, Error> {
        let mut buffer = [0; 4096];
        let received = self.network.receive(socket, &mut buffer, false)?;
        Ok(buffer[..received.length].to_vec())
    }

    /// Waits for bytes, or the end.
    #[track_caller]
    fn receive(&self, socket: Source) -> Result<Vec<u8>, Error> {
        self.wait(socket, Interest::READABLE);
        self.receive_some(socket)
    }

    /// Sends until there is no room; how much that was.
    fn fill(&self, socket: Source) -> usize {
        let mut sent = 0;
        loop {
            match self.network.send(socket, &[sent as u8; 1000]) {
                Ok(length) => sent += length,
                Err(error) => {
                    assert_eq!(error, Error::WouldBlock);
                    return sent;
                }
            }
        }
    }
}

pub(crate) fn a_connection_carries_bytes_both_ways(lab: &Lab<'_>) {
    let (client, server) = lab.connected();
    assert_eq!(lab.network.peer_address(client), lab.network.local_address(server));
    assert_eq!(lab.network.send(client, b"hello"), Ok(5));
    assert_eq!(lab.receive(server), Ok(b"hello".to_vec()));
    assert_eq!(lab.receive_some(server), Err(Error::WouldBlock));
    assert_eq!(lab.network.send(server, b"world"), Ok(5));
    assert_eq!(lab.receive(client), Ok(b"world".to_vec()));
    assert_eq!(
        lab.network.connect(server, &lab.network.peer_address(server).unwrap()),
        Err(Error::IsConnected)
    );
}

pub(crate) fn nobody_listens_there(lab: &Lab<'_>) {
    let (socket, address) = lab.bound(Kind::Stream);
    lab.network.close(socket).unwrap();
    let client = lab.socket(Kind::Stream);
    assert_eq!(lab.network.connect(client, &address), Err(Error::InProgress));
    lab.wait(client, Interest::WRITABLE);
    assert_eq!(lab.network.take_error(client), Ok(Some(Error::ConnectionRefused)));
    assert_eq!(lab.network.take_error(client), Ok(None), "told once");
    assert_eq!(lab.network.peer_address(client), Err(Error::NotConnected));
}

pub(crate) fn an_address_is_taken_once(lab: &Lab<'_>) {
    let (first, address) = lab.listener();
    let second = lab.socket(Kind::Stream);
    assert_eq!(lab.network.bind(second, &address), Err(Error::AddressInUse));
    for socket in [first, second] {
        lab.network.choose(socket, Choice::ReuseAddress, 1).unwrap();
    }
    assert_eq!(lab.network.bind(second, &address), Err(Error::AddressInUse), "the other one listens");
    lab.network.bind(second, &Address::Ip(([127, 0, 0, 2], address.port().unwrap()).into())).unwrap();
    assert_eq!(lab.network.bind(second, &address), Err(Error::InvalidArgument), "it has one");
    let third = lab.socket(Kind::Stream);
    let elsewhere = Address::Ip(([192, 0, 2, 1], 0).into());
    assert_eq!(lab.network.bind(third, &elsewhere), Err(Error::AddressNotAvailable));
    lab.network.close(first).unwrap();
    lab.network.bind(third, &address).unwrap();
}

pub(crate) fn a_backlog_is_heard_of_and_accepted_in_order(lab: &Lab<'_>) {
    let (listener, address) = lab.listener();
    assert_eq!(lab.network.accept(listener), Err(Error::WouldBlock));
    assert_eq!(lab.network.is_listening(listener), Ok(true));
    assert_eq!(lab.network.describe(listener), Ok((Family::Ipv4, Kind::Stream)));
    let clients = [lab.call(&address), lab.call(&address)];
    for client in clients {
        lab.wait(listener, Interest::READABLE);
        let (_, remote) = lab.network.accept(listener).unwrap();
        assert_eq!(Ok(remote), lab.network.local_address(client));
    }
    assert_eq!(lab.network.accept(listener), Err(Error::WouldBlock));
    assert_eq!(lab.network.accept(clients[0]), Err(Error::InvalidArgument));
}

pub(crate) fn the_end_of_one_direction_comes_after_its_bytes(lab: &Lab<'_>) {
    let (client, server) = lab.connected();
    lab.network.send(client, b"last words").unwrap();
    lab.network.shut_down(client, Shutdown::Write).unwrap();
    assert_eq!(lab.network.send(client, b"more"), Err(Error::BrokenPipe));
    assert_eq!(lab.receive(server), Ok(b"last words".to_vec()));
    assert_eq!(lab.receive(server), Ok(vec![]));
    assert_eq!(lab.receive(server), Ok(vec![]), "again and again");
    lab.network.send(server, b"I have heard").unwrap();
    assert_eq!(lab.receive(client), Ok(b"I have heard".to_vec()));
    lab.network.close(server).unwrap();
    assert_eq!(lab.receive(client), Ok(vec![]));
}

pub(crate) fn who_sends_too_much_waits_until_it_is_read(lab: &Lab<'_>) {
    let (client, server) = lab.connected();
    let sent = lab.fill(client);
    assert!(sent > 4096, "{sent}");
    let mut received = 0;
    while received < sent {
        received += lab.receive(server).unwrap().len();
    }
    assert_eq!(received, sent);
    lab.wait(client, Interest::WRITABLE);
    lab.network.send(client, b"and on").unwrap();
    assert_eq!(lab.receive(server), Ok(b"and on".to_vec()));
}

pub(crate) fn closing_with_something_unread_resets(lab: &Lab<'_>) {
    let (client, server) = lab.connected();
    lab.network.send(server, b"answer").unwrap();
    lab.network.send(client, b"nobody will read this").unwrap();
    lab.wait(server, Interest::READABLE);
    lab.network.close(server).unwrap();
    assert_eq!(lab.receive(client), Ok(b"answer".to_vec()), "what has come can be read");
    assert_eq!(lab.receive(client), Err(Error::ConnectionReset));
    assert_eq!(lab.receive(client), Ok(vec![]), "told once");
    assert_eq!(lab.network.send(client, b"x"), Err(Error::BrokenPipe));
}

pub(crate) fn writing_to_somebody_who_is_gone_breaks_the_pipe(lab: &Lab<'_>) {
    let (client, server) = lab.connected();
    lab.network.close(server).unwrap();
    assert_eq!(lab.receive(client), Ok(vec![]));
    assert_eq!(lab.network.send(client, b"into the void"), Ok(13), "it cannot know");
    let error = loop {
        match lab.network.send(client, b"x") {
            Err(error) => break error,
            // The answer may be on its way.
            Ok(_) => lab.selector.select(Timeout::After(Duration::from_millis(1)), &mut vec![]).unwrap(),
        }
    };
    assert_eq!(error, Error::BrokenPipe);
}

pub(crate) fn a_reset_can_be_asked_for(lab: &Lab<'_>) {
    let (client, server) = lab.connected();
    lab.network.choose(server, Choice::ResetOnClose, 1).unwrap();
    lab.network.close(server).unwrap();
    assert_eq!(lab.receive(client), Err(Error::ConnectionReset));
}

pub(crate) fn what_is_not_connected_says_so(lab: &Lab<'_>) {
    let socket = lab.socket(Kind::Stream);
    assert_eq!(lab.network.local_address(socket), Ok(Address::unspecified(Family::Ipv4)));
    assert_eq!(lab.network.peer_address(socket), Err(Error::NotConnected));
    assert_eq!(lab.receive_some(socket), Err(Error::NotConnected));
    assert_eq!(lab.network.send(socket, b"x"), Err(Error::BrokenPipe));
    assert_eq!(lab.network.shut_down(socket, Shutdown::Both), Err(Error::NotConnected));
    assert_eq!(lab.network.accept(socket), Err(Error::InvalidArgument));
}

pub(crate) fn a_look_leaves_what_it_sees(lab: &Lab<'_>) {
    let (client, server) = lab.connected();
    lab.network.send(client, b"look").unwrap();
    lab.wait(server, Interest::READABLE);
    let mut buffer = [0; 2];
    for peek in [true, true, false] {
        assert_eq!(lab.network.receive(server, &mut buffer, peek).unwrap().length, 2);
        assert_eq!(&buffer, b"lo");
    }
    assert_eq!(lab.receive(server), Ok(b"ok".to_vec()));
}

pub(crate) fn datagrams_arrive_whole_with_their_sender(lab: &Lab<'_>) {
    let (one, here) = lab.bound(Kind::Datagram);
    let (other, there) = lab.bound(Kind::Datagram);
    for words in [&b"first"[..], b"", b"third"] {
        assert_eq!(lab.network.send_to(one, words, &there), Ok(words.len()));
    }
    let mut buffer = [0; 100];
    for words in [&b"first"[..], b"", b"third"] {
        lab.wait(other, Interest::READABLE);
        let Received { length, is_cut, from } = lab.network.receive(other, &mut buffer, false).unwrap();
        assert_eq!((&buffer[..length], is_cut, from), (words, false, Some(here.clone())));
    }
    assert_eq!(lab.network.receive(other, &mut buffer, false), Err(Error::WouldBlock));
    assert_eq!(lab.network.send(one, b"to whom?"), Err(Error::DestinationRequired));
    assert_eq!(lab.network.listen(one, 1), Err(Error::OperationNotSupported));
}

pub(crate) fn a_datagram_that_is_longer_than_the_buffer_is_cut(lab: &Lab<'_>) {
    let (one, _) = lab.bound(Kind::Datagram);
    let (other, there) = lab.bound(Kind::Datagram);
    lab.network.send_to(one, b"long", &there).unwrap();
    lab.network.send_to(one, b"next", &there).unwrap();
    lab.wait(other, Interest::READABLE);
    let mut buffer = [0; 2];
    let received = lab.network.receive(other, &mut buffer, false).unwrap();
    assert_eq!((received.length, received.is_cut, &buffer), (2, true, b"lo"));
    assert_eq!(lab.receive(other), Ok(b"next".to_vec()), "the rest is gone");
}

pub(crate) fn a_datagram_can_be_too_long(lab: &Lab<'_>) {
    let (one, _) = lab.bound(Kind::Datagram);
    let (_, there) = lab.bound(Kind::Datagram);
    assert_eq!(lab.network.send_to(one, &[0; 65_508], &there), Err(Error::MessageTooLong));
    assert_eq!(lab.network.send_to(one, &[0; 65_507], &there), Ok(65_507));
}

pub(crate) fn whoever_speaks_with_one_other_hears_nobody_else(lab: &Lab<'_>) {
    let (one, here) = lab.bound(Kind::Datagram);
    let (other, there) = lab.bound(Kind::Datagram);
    let (stranger, _) = lab.bound(Kind::Datagram);
    lab.network.connect(one, &there).unwrap();
    assert_eq!(lab.network.peer_address(one), Ok(there));
    lab.network.send_to(stranger, b"psst", &here).unwrap();
    lab.network.send(one, b"hello").unwrap();
    assert_eq!(lab.receive(other), Ok(b"hello".to_vec()));
    lab.network.send_to(other, b"hello yourself", &here).unwrap();
    assert_eq!(lab.receive(one), Ok(b"hello yourself".to_vec()));
}

pub(crate) fn a_datagram_for_nobody_is_refused_to_whoever_speaks_with_nobody_else(lab: &Lab<'_>) {
    let (gone, there) = lab.bound(Kind::Datagram);
    lab.network.close(gone).unwrap();
    let (one, _) = lab.bound(Kind::Datagram);
    assert_eq!(lab.network.send_to(one, b"hello?", &there), Ok(6));
    assert_eq!(lab.receive_some(one), Err(Error::WouldBlock), "nobody is told");
    lab.network.connect(one, &there).unwrap();
    lab.network.send(one, b"hello?").unwrap();
    assert_eq!(lab.receive(one), Err(Error::ConnectionRefused));
    assert_eq!(lab.receive_some(one), Err(Error::WouldBlock), "told once");
}

pub(crate) fn a_pair_has_no_names(lab: &Lab<'_>) {
    for kind in [Kind::Stream, Kind::Datagram] {
        let (one, other) = lab.network.pair(Family::Unix, kind).unwrap();
        lab.network.send(one, b"hello").unwrap();
        assert_eq!(lab.receive(other), Ok(b"hello".to_vec()));
        assert_eq!(lab.network.local_address(one), Ok(Address::Unix(vec![])));
        assert_eq!(lab.network.peer_address(one), Ok(Address::Unix(vec![])));
        lab.network.close(other).unwrap();
        let gone = if kind == Kind::Stream { Error::BrokenPipe } else { Error::ConnectionRefused };
        assert_eq!(lab.network.send(one, b"x"), Err(gone), "at once, unlike through TCP");
    }
}

pub(crate) fn paths_are_addresses(lab: &Lab<'_>) {
    let name = lab.free_name();
    let listener = lab.network.socket(Family::Unix, Kind::Stream).unwrap();
    let client = lab.network.socket(Family::Unix, Kind::Stream).unwrap();
    assert_eq!(lab.network.connect(client, &Address::Unix(b"/no/such".to_vec())), Err(Error::NoEntry));
    assert_eq!(lab.network.connect(client, &name), Err(Error::ConnectionRefused));
    lab.network.bind(listener, &name).unwrap();
    assert_eq!(lab.network.connect(client, &name), Err(Error::ConnectionRefused), "it does not listen yet");
    lab.network.listen(listener, 1).unwrap();
    assert_eq!(lab.network.connect(client, &name), Ok(()), "without a wait, unlike through TCP");
    let (server, remote) = lab.network.accept(listener).unwrap();
    assert_eq!(remote, Address::Unix(vec![]));
    assert_eq!(lab.network.peer_address(client), Ok(name.clone()));
    lab.network.send(server, b"hello").unwrap();
    assert_eq!(lab.receive(client), Ok(b"hello".to_vec()));
    let second = lab.network.socket(Family::Unix, Kind::Stream).unwrap();
    assert_eq!(lab.network.bind(second, &name), Err(Error::AddressInUse));
}

pub(crate) fn a_closed_socket_is_none(lab: &Lab<'_>) {
    let (client, server) = lab.connected();
    lab.network.close(client).unwrap();
    assert_eq!(lab.network.close(client), Err(Error::BadDescriptor));
    assert_eq!(lab.network.send(client, b"x"), Err(Error::BadDescriptor));
    assert_eq!(lab.network.local_address(client), Err(Error::BadDescriptor));
    assert_eq!(lab.receive(server), Ok(vec![]));
}
