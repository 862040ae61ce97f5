//! A socket of a network, and waiting for it in a loop.

use std::cell::Cell;
use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;
use std::task::Waker;

use crate::ids::Source;
use crate::network::{Address, Error, Family, Kind, Network};
use crate::rust::{EventLoop, Exception, get_running_loop};
use crate::watchers::Direction;

/// A socket, and the loop it is waited for in. It is closed when it is dropped.
pub(super) struct Socket {
    event_loop: EventLoop,
    network: Arc<dyn Network>,
    source: Source,
    reading: Waiting,
    writing: Waiting,
}

/// Who waits for one direction of a socket.
#[derive(Default)]
struct Waiting {
    /// Somebody does.
    is_awaited: Cell<bool>,
    /// Whom to wake, if it is nobody of the loop's.
    waker: Rc<Cell<Option<Waker>>>,
}

/// Takes a wait back.
struct Watch<'a> {
    socket: &'a Socket,
    direction: Direction,
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        self.socket.unwatch(self.direction);
        self.socket.waiting(self.direction).is_awaited.set(false);
    }
}

impl Socket {
    /// A new one, in the loop that runs.
    pub(super) fn new(family: Family, kind: Kind) -> Result<Self, Exception> {
        let event_loop = get_running_loop()?;
        let network =
            event_loop.network().ok_or_else(|| Exception::runtime("this event loop has no network"))?;
        let source = network.socket(family, kind)?;
        Ok(Self::of(event_loop, network, source))
    }

    fn of(event_loop: EventLoop, network: Arc<dyn Network>, source: Source) -> Self {
        Self { event_loop, network, source, reading: Waiting::default(), writing: Waiting::default() }
    }

    /// Another socket of the same network.
    pub(super) fn beside(&self, source: Source) -> Self {
        Self::of(self.event_loop.clone(), self.network.clone(), source)
    }

    pub(super) fn network(&self) -> &dyn Network {
        &*self.network
    }

    pub(super) fn source(&self) -> Source {
        self.source
    }

    pub(super) fn local_address(&self) -> Result<SocketAddr, Exception> {
        host_and_port(self.network.local_address(self.source)?)
    }

    pub(super) fn peer_address(&self) -> Result<SocketAddr, Exception> {
        host_and_port(self.network.peer_address(self.source)?)
    }

    fn waiting(&self, direction: Direction) -> &Waiting {
        match direction {
            Direction::Read => &self.reading,
            Direction::Write => &self.writing,
        }
    }

    fn watch(&self, direction: Direction, callback: impl FnMut() + 'static) -> Result<(), Exception> {
        match direction {
            Direction::Read => self.event_loop.add_reader(self.source, callback),
            Direction::Write => self.event_loop.add_writer(self.source, callback),
        }
    }

    fn unwatch(&self, direction: Direction) {
        // A selector that cannot stop watching has lost the socket.
        let _stopped = match direction {
            Direction::Read => self.event_loop.remove_reader(self.source),
            Direction::Write => self.event_loop.remove_writer(self.source),
        };
    }

    /// Waits until it is ready.
    pub(super) async fn is_ready(&self, direction: Direction) -> Result<(), Exception> {
        let waiting = self.waiting(direction);
        if waiting.is_awaited.replace(true) {
            return Err(Exception::runtime("another task is waiting for this socket already"));
        }
        let _watch = Watch { socket: self, direction };
        let ready = self.event_loop.create_future::<()>();
        let found = ready.clone();
        // Who has been cancelled does not need to know.
        self.watch(direction, move || drop(found.set_result(())))?;
        ready.await
    }

    /// Does it, as soon as it can be done.
    pub(super) async fn when_ready<T>(
        &self,
        direction: Direction,
        mut action: impl FnMut(&dyn Network, Source) -> Result<T, Error>,
    ) -> Result<T, Exception> {
        loop {
            match action(&*self.network, self.source) {
                Err(Error::WouldBlock) => self.is_ready(direction).await?,
                result => return Ok(result?),
            }
        }
    }

    /// Has somebody woken when it is ready, in the place of whoever was to be until now.
    pub(super) fn wake_when_ready(&self, direction: Direction, waker: &Waker) -> Result<(), Exception> {
        let slot = self.waiting(direction).waker.clone();
        slot.set(Some(waker.clone()));
        let (event_loop, source) = (self.event_loop.clone(), self.source);
        self.watch(direction, move || {
            let _stopped = match direction {
                Direction::Read => event_loop.remove_reader(source),
                Direction::Write => event_loop.remove_writer(source),
            };
            if let Some(waker) = slot.take() {
                waker.wake();
            }
        })
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.unwatch(Direction::Read);
        self.unwatch(Direction::Write);
        // One that is closed already is what it should be.
        let _closed = self.network.close(self.source);
    }
}

/// The family of an address.
pub(super) fn family(address: SocketAddr) -> Family {
    if address.is_ipv4() { Family::Ipv4 } else { Family::Ipv6 }
}

/// The address of an internet socket.
pub(super) fn host_and_port(address: Address) -> Result<SocketAddr, Exception> {
    match address {
        Address::Ip(address) => Ok(address),
        Address::Named { .. } | Address::Unix(_) => Err(Error::FamilyNotSupported.into()),
    }
}
