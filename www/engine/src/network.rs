//! The network of a tab, as programs have it: it is inside the tab, and each run has one of its own. What is outside is
//! reached through the [bridge], if the page has one.

pub(crate) mod inside;

use std::net::Shutdown;
use std::sync::Arc;

use asyncio101::network::{
    Address, Choice, Error, Family, Kind, Link, Loopback, Network, Observer, Received, Result, Source,
};

use crate::bridge;

/// Gives the run that begins a network with nothing in it. Whatever chance decides there follows from `seed`.
pub(crate) fn begin(link: Link, seed: Option<u32>) {
    bridge::begin();
    inside::begin(link, seed);
}

/// The network of the run under way.
pub(crate) fn network() -> Arc<dyn Network> {
    Arc::new(TabNetwork(inside::network()))
}

/// Sockets are inside, and some of them lead out.
struct TabNetwork(Arc<Loopback>);

impl TabNetwork {
    /// Whether to leave the tab for that address. What a program of this tab has bound is in the tab, and a port of this host
    /// that the bridge does not lead to is one that nobody listens on.
    fn is_outside(&self, address: &Address) -> bool {
        !address.is_of_this_host()
            || matches!(address, Address::Ip(_)) && !self.0.has_listener(address) && bridge::leads_to(address)
    }
}

/// What has been done may give the bridge something to move.
fn moved<T>(result: Result<T>) -> Result<T> {
    bridge::pump_if_used();
    result
}

impl Network for TabNetwork {
    fn connect(&self, socket: Source, address: &Address) -> Result<()> {
        let (_, kind) = self.0.describe(socket)?;
        if kind == Kind::Stream && self.is_outside(address) {
            return bridge::connect(socket, address);
        }
        self.0.connect(socket, address)
    }

    fn explain(&self, error: Error, address: &Address) -> Option<String> {
        bridge::explain(error, address)
    }

    fn send(&self, socket: Source, bytes: &[u8]) -> Result<usize> {
        moved(self.0.send(socket, bytes))
    }

    fn receive(&self, socket: Source, buffer: &mut [u8], peek: bool) -> Result<Received> {
        moved(self.0.receive(socket, buffer, peek))
    }

    fn shut_down(&self, socket: Source, how: Shutdown) -> Result<()> {
        moved(self.0.shut_down(socket, how))
    }

    fn close(&self, socket: Source) -> Result<()> {
        moved(self.0.close(socket))
    }

    fn socket(&self, family: Family, kind: Kind) -> Result<Source> {
        self.0.socket(family, kind)
    }

    fn pair(&self, family: Family, kind: Kind) -> Result<(Source, Source)> {
        self.0.pair(family, kind)
    }

    fn bind(&self, socket: Source, address: &Address) -> Result<()> {
        self.0.bind(socket, address)
    }

    fn listen(&self, socket: Source, backlog: usize) -> Result<()> {
        self.0.listen(socket, backlog)
    }

    fn accept(&self, socket: Source) -> Result<(Source, Address)> {
        self.0.accept(socket)
    }

    fn send_to(&self, socket: Source, bytes: &[u8], address: &Address) -> Result<usize> {
        self.0.send_to(socket, bytes, address)
    }

    fn describe(&self, socket: Source) -> Result<(Family, Kind)> {
        self.0.describe(socket)
    }

    fn is_listening(&self, socket: Source) -> Result<bool> {
        self.0.is_listening(socket)
    }

    fn local_address(&self, socket: Source) -> Result<Address> {
        self.0.local_address(socket)
    }

    fn peer_address(&self, socket: Source) -> Result<Address> {
        self.0.peer_address(socket)
    }

    fn choose(&self, socket: Source, choice: Choice, value: usize) -> Result<()> {
        self.0.choose(socket, choice, value)
    }

    fn chosen(&self, socket: Source, choice: Choice) -> Result<usize> {
        self.0.chosen(socket, choice)
    }

    fn take_error(&self, socket: Source) -> Result<Option<Error>> {
        self.0.take_error(socket)
    }

    fn observe(&self, observer: Option<Arc<dyn Observer>>) {
        self.0.observe(observer);
    }
}
