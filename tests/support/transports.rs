//! What a transport has to do on every network: scenarios that are run on the network inside the process, and by the desktop on
//! the operating system's.

use std::net::Shutdown;

use asyncio101::network::{Address, Error, Family, Kind, Network};
use asyncio101::selector::{Interest, Selector, Source, Timeout};
use asyncio101::transport::{Closed, Drained, Transport, Written};

/// A network, and what waits for its sockets.
pub(crate) struct Lab<'a> {
    pub(crate) network: &'a dyn Network,
    pub(crate) selector: &'a dyn Selector,
}

/// Calls a macro with the names of all scenarios.
#[macro_export]
macro_rules! for_each_transport_scenario {
    ($then:ident) => {
        $then! {
            all_that_is_written_arrives_in_order
            what_waits_is_sent_before_the_end
            what_waits_is_sent_before_it_is_closed
            what_waits_is_dropped_by_abort
            an_error_is_told_and_changes_nothing
        }
    };
}

/// One end of a connection, and a transport for the other.
struct Connection<'a> {
    lab: &'a Lab<'a>,
    transport: Transport<Vec<u8>>,
    here: Source,
    there: Source,
    /// Those of the two that are not closed: their numbers may be another scenario's as soon as they are.
    open: Vec<Source>,
}

impl Lab<'_> {
    fn connect(&self) -> Connection<'_> {
        let listener = self.network.socket(Family::Ipv4, Kind::Stream).unwrap();
        self.network.bind(listener, &Address::Ip(([127, 0, 0, 1], 0).into())).unwrap();
        self.network.listen(listener, 1).unwrap();
        let here = self.network.socket(Family::Ipv4, Kind::Stream).unwrap();
        let begun = self.network.connect(here, &self.network.local_address(listener).unwrap());
        assert!(matches!(begun, Ok(()) | Err(Error::InProgress)), "{begun:?}");
        self.wait(listener, Interest::READABLE);
        let (there, _) = self.network.accept(listener).unwrap();
        self.wait(here, Interest::WRITABLE);
        self.network.close(listener).unwrap();
        Connection { lab: self, transport: Transport::default(), here, there, open: vec![here, there] }
    }

    #[track_caller]
    fn wait(&self, socket: Source, interest: Interest) {
        self.selector.watch(socket, interest).unwrap();
        let mut events = Vec::new();
        while !events.iter().any(|event: &asyncio101::selector::Event| event.source == socket) {
            self.selector.select(Timeout::Never, &mut events).unwrap();
        }
        self.selector.watch(socket, Interest::NONE).unwrap();
    }
}

impl Connection<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<Written, Error> {
        let (network, here) = (self.lab.network, self.here);
        self.transport.write(bytes, |bytes| network.send(here, bytes), || bytes.to_vec())
    }

    /// Writes until something waits; what was written.
    fn fill(&mut self) -> Vec<u8> {
        let mut all = Vec::new();
        for piece in 0_u8.. {
            let bytes = vec![piece; 100_000];
            all.extend(&bytes);
            if matches!(self.write(&bytes).unwrap(), Written::Waits { .. }) {
                return all;
            }
            assert!(piece < 255, "the network takes everything");
        }
        all
    }

    fn close(&mut self, socket: Source) {
        self.open.retain(|open| *open != socket);
        self.lab.network.close(socket).unwrap();
    }

    fn flush(&mut self) -> Result<(), Error> {
        let (network, here) = (self.lab.network, self.here);
        self.transport.flush(|pieces| network.send_pieces(here, pieces))
    }

    /// Reads at the other end, while what waits is sent, until that says what is to be done.
    fn read_until_drained(&mut self) -> (Vec<u8>, Drained) {
        let mut all = Vec::new();
        loop {
            self.read(&mut all);
            self.flush().unwrap();
            if let Some(drained) = self.transport.drained() {
                return (all, drained);
            }
        }
    }

    /// Reads what there is at the other end, waiting for something; whether that was the end.
    fn read(&self, all: &mut Vec<u8>) -> bool {
        self.lab.wait(self.there, Interest::READABLE);
        let mut buffer = vec![0; 64 * 1024];
        let length = self.lab.network.read(self.there, &mut buffer).unwrap();
        all.extend(&buffer[..length]);
        length == 0
    }

    fn read_to_end(&self, all: &mut Vec<u8>) {
        while !self.read(all) {}
    }
}

impl Drop for Connection<'_> {
    fn drop(&mut self) {
        for socket in &self.open {
            self.lab.network.close(*socket).unwrap();
        }
    }
}

pub(crate) fn all_that_is_written_arrives_in_order(lab: &Lab<'_>) {
    let mut connection = lab.connect();
    let mut written = connection.fill();
    for piece in [&b"one"[..], b"two", b"three"] {
        written.extend(piece);
        assert_eq!(connection.write(piece), Ok(Written::Waits { others_do: true }));
    }
    connection.transport.push(b"four".to_vec());
    written.extend(b"four");
    let (mut read, drained) = connection.read_until_drained();
    assert_eq!(drained, Drained::Open);
    assert_eq!(connection.transport.size(), 0);
    assert_eq!(connection.write(b"five"), Ok(Written::Sent));
    written.extend(b"five");
    lab.network.shut_down(connection.here, Shutdown::Write).unwrap();
    connection.read_to_end(&mut read);
    assert!(read == written, "{} bytes of {}", read.len(), written.len());
}

pub(crate) fn what_waits_is_sent_before_the_end(lab: &Lab<'_>) {
    let mut connection = lab.connect();
    let written = connection.fill();
    assert_eq!(connection.transport.end(), Drained::Open, "something waits");
    assert_eq!(connection.transport.end(), Drained::Open, "once is enough");
    let (mut read, drained) = connection.read_until_drained();
    assert_eq!(drained, Drained::EndOfFile);
    lab.network.shut_down(connection.here, Shutdown::Write).unwrap();
    connection.read_to_end(&mut read);
    assert!(read == written);
}

pub(crate) fn what_waits_is_sent_before_it_is_closed(lab: &Lab<'_>) {
    let mut connection = lab.connect();
    let written = connection.fill();
    assert_eq!(connection.transport.close(), Closed::WhenSent);
    assert_eq!(connection.transport.close(), Closed::Before);
    assert!(!connection.transport.is_reading());
    let (mut read, drained) = connection.read_until_drained();
    assert_eq!(drained, Drained::Lost);
    assert_eq!(connection.write(b"late"), Ok(Written::Lost(1)));
    assert_eq!(connection.write(b"later"), Ok(Written::Lost(2)));
    connection.close(connection.here);
    connection.read_to_end(&mut read);
    assert!(read == written);
}

pub(crate) fn what_waits_is_dropped_by_abort(lab: &Lab<'_>) {
    let mut connection = lab.connect();
    let written = connection.fill();
    let aborted = connection.transport.abort().unwrap();
    assert!(aborted.was_writing && !aborted.was_closing);
    assert_eq!(connection.transport.abort(), None);
    assert_eq!(connection.transport.size(), 0);
    connection.close(connection.here);
    let mut read = Vec::new();
    connection.read_to_end(&mut read);
    assert!(read.len() < written.len());
    assert!(written.starts_with(&read));
}

pub(crate) fn an_error_is_told_and_changes_nothing(lab: &Lab<'_>) {
    let mut connection = lab.connect();
    let written = connection.fill();
    connection.close(connection.there);
    let size = connection.transport.size();
    let told = loop {
        lab.wait(connection.here, Interest::WRITABLE);
        match connection.flush() {
            Ok(()) => {}
            Err(error) => break error,
        }
    };
    assert!(matches!(told, Error::ConnectionReset | Error::BrokenPipe), "{told:?}");
    assert!(connection.transport.size() <= size && size <= written.len());
    assert!(!connection.transport.is_lost());
}
