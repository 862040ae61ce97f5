//! A network inside the process: sockets without a machine.
//!
//! It keeps the contract of [`network`](super), and what programs meet on a real one: connections are refused, addresses
//! are in use, backlogs and buffers fill up, ends are half closed, what was sent to nobody is answered by a reset. What it
//! has not: any host but this one (`localhost`, that is 127.0.0.0/8 and ::1, and paths) unless somebody plays it
//! ([`Loopback::call_outside`]), and addresses that stay in use for
//! a minute after their connection has ended (`TIME_WAIT`).
//!
//! Time and chance are given: the clock is asked for the time, and a [`Link`] says how long things take. So on a virtual
//! clock a program sees the same on every platform and in every run.
//!
//! Loops wait with a [`LoopbackSelector`](super::LoopbackSelector), which asks another selector for the time. Numbers begin above those of all
//! files.

mod addresses;
mod datagram;
mod flight;
mod journal;
mod names;
mod outside;
pub(super) mod selector;
mod socket;
mod state;
mod stream;
mod watching;

use std::fmt;
use std::net::Shutdown;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use super::{Address, Choice, Error, Family, Kind, Link, Network, Observer, Received, Result, Source};
use crate::selector::Interest;
use crate::trace::SocketEvent;
use socket::{Id, Mailbox, Role, Socket};
use state::State;

pub use outside::Caller;
use watching::Watching;

/// The time on the clock of whoever waits with this network, since any moment.
type Clock = Box<dyn Fn() -> Duration + Send + Sync>;

/// A network inside the process.
///
/// ```
/// use asyncio101::network::{Address, Error, Family, Kind, Link, Loopback, Network};
/// use std::time::Duration;
///
/// let network = Loopback::new(Link::default(), 0, || Duration::ZERO);
/// let server = network.socket(Family::Ipv4, Kind::Stream)?;
/// network.bind(server, &Address::Ip(([127, 0, 0, 1], 80).into()))?;
/// network.listen(server, 1)?;
/// let client = network.socket(Family::Ipv4, Kind::Stream)?;
/// assert_eq!(network.connect(client, &network.local_address(server)?), Err(Error::InProgress));
/// let (accepted, _) = network.accept(server)?;
/// network.send(accepted, b"hello")?;
/// let mut buffer = [0; 16];
/// assert_eq!(network.receive(client, &mut buffer, false)?.length, 5);
/// # Ok::<(), Error>(())
/// ```
pub struct Loopback {
    state: Mutex<State>,
    clock: Clock,
    watching: Mutex<Vec<Weak<Watching>>>,
    observer: Mutex<Option<Arc<dyn Observer>>>,
}

impl fmt::Debug for Loopback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Loopback").finish_non_exhaustive()
    }
}

impl Loopback {
    /// A network without a socket in it. Whatever chance decides follows from `seed`; `clock` tells the time since any
    /// moment, and is not to use the network.
    pub fn new(link: Link, seed: u64, clock: impl Fn() -> Duration + Send + Sync + 'static) -> Self {
        Self {
            state: Mutex::new(State::new(link, seed)),
            clock: Box::new(clock),
            watching: Mutex::default(),
            observer: Mutex::default(),
        }
    }

    /// What could be done with a socket now without waiting (it might fail); `None` if there is none of that number.
    pub fn readiness(&self, socket: Source) -> Option<Interest> {
        self.with(|state| state.readiness(socket))
    }

    /// How long it takes until the next of what is on its way arrives.
    pub fn until_next_arrival(&self) -> Option<Duration> {
        // Usually nothing is on its way: a loop asks in each turn, and the clock may be far.
        let is_empty = self.state.lock().unwrap_or_else(PoisonError::into_inner).sky.next_arrival().is_none();
        if is_empty {
            return None;
        }
        self.with(|state| state.sky.next_arrival().map(|at| at.saturating_sub(state.now)))
    }

    /// Tells `watching` from now on with which sockets more may be possible than before.
    fn tell(&self, watching: &Arc<Watching>) {
        let mut all = self.watching.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|watching| watching.strong_count() > 0);
        all.push(Arc::downgrade(watching));
    }

    /// Does something, after what has arrived meanwhile has arrived, and tells those that wait for it, and who observes.
    fn with<T>(&self, action: impl FnOnce(&mut State) -> T) -> T {
        let now = (self.clock)();
        // A panic elsewhere is a fault of this module, and what it left is better than nothing.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.pass_to(now);
        let result = action(&mut state);
        let touched = std::mem::take(&mut state.touched);
        let happened = state.journal.take();
        drop(state);
        if !happened.is_empty() {
            let observer = self.observer.lock().unwrap_or_else(PoisonError::into_inner).clone();
            observer.into_iter().for_each(|observer| happened.iter().for_each(|it| observer.observe(it)));
        }
        if !touched.is_empty() {
            let watching = self.watching.lock().unwrap_or_else(PoisonError::into_inner);
            watching.iter().filter_map(Weak::upgrade).for_each(|watching| watching.hear(&touched));
        }
        result
    }

    /// Does something with the socket of that number.
    fn with_socket<T>(&self, socket: Source, action: impl FnOnce(&mut State, Id) -> Result<T>) -> Result<T> {
        self.with(|state| {
            let id = state.id(socket)?;
            action(state, id)
        })
    }
}

impl Network for Loopback {
    fn socket(&self, family: Family, kind: Kind) -> Result<Source> {
        self.with(|state| {
            let id = state.add(Socket::new(family, kind));
            let number = state.number(id);
            state.journal.note(id, SocketEvent::Opened(kind, number));
            Ok(number)
        })
    }

    fn pair(&self, family: Family, kind: Kind) -> Result<(Source, Source)> {
        self.with(|state| state.pair(family, kind))
    }

    fn bind(&self, socket: Source, address: &Address) -> Result<()> {
        self.with_socket(socket, |state, id| state.bind(id, address))
    }

    fn listen(&self, socket: Source, backlog: usize) -> Result<()> {
        self.with_socket(socket, |state, id| state.listen(id, backlog))
    }

    fn accept(&self, socket: Source) -> Result<(Source, Address)> {
        self.with_socket(socket, State::accept)
    }

    fn connect(&self, socket: Source, address: &Address) -> Result<()> {
        self.with_socket(socket, |state, id| match state.socket(id)?.kind() {
            Kind::Stream => state.call(id, address),
            Kind::Datagram => state.correspond(id, address),
        })
    }

    fn explain(&self, error: Error, address: &Address) -> Option<String> {
        (error == Error::NetworkUnreachable && !address.is_of_this_host()).then(|| {
            format!("{error}: {address} is outside, and this program's network is inside its process")
        })
    }

    fn send(&self, socket: Source, bytes: &[u8]) -> Result<usize> {
        self.with_socket(socket, |state, id| match state.socket(id)?.kind() {
            Kind::Stream => state.send(id, bytes),
            Kind::Datagram => state.send_datagram(id, bytes, None),
        })
    }

    fn send_to(&self, socket: Source, bytes: &[u8], address: &Address) -> Result<usize> {
        self.with_socket(socket, |state, id| match &state.socket(id)?.role {
            Role::Mailbox(_) => state.send_datagram(id, bytes, Some(address)),
            Role::Connected(_) => Err(Error::IsConnected),
            _ => Err(Error::BrokenPipe),
        })
    }

    fn receive(&self, socket: Source, buffer: &mut [u8], peek: bool) -> Result<Received> {
        self.with_socket(socket, |state, id| match state.socket(id)?.kind() {
            Kind::Stream => state.receive_bytes(id, buffer, peek),
            Kind::Datagram => state.receive_datagram(id, buffer, peek),
        })
    }

    fn shut_down(&self, socket: Source, how: Shutdown) -> Result<()> {
        self.with_socket(socket, |state, id| state.shut_down(id, how))
    }

    fn close(&self, socket: Source) -> Result<()> {
        self.with(|state| state.close(socket))
    }

    fn describe(&self, socket: Source) -> Result<(Family, Kind)> {
        self.with_socket(socket, |state, id| state.socket(id).map(|socket| (socket.family, socket.kind())))
    }

    fn is_listening(&self, socket: Source) -> Result<bool> {
        self.with_socket(socket, |state, id| state.socket(id).map(Socket::is_listening))
    }

    fn local_address(&self, socket: Source) -> Result<Address> {
        self.with_socket(socket, |state, id| {
            let socket = state.socket(id)?;
            Ok(socket.local.clone().unwrap_or_else(|| Address::unspecified(socket.family)))
        })
    }

    fn peer_address(&self, socket: Source) -> Result<Address> {
        self.with_socket(socket, |state, id| match &state.socket(id)?.role {
            Role::Connected(connection) => Ok(connection.remote.clone()),
            Role::Mailbox(Mailbox { partner: Some(_), .. }) => Ok(Address::unspecified(Family::Unix)),
            Role::Mailbox(mailbox) => mailbox.peer.clone().ok_or(Error::NotConnected),
            _ => Err(Error::NotConnected),
        })
    }

    fn choose(&self, socket: Source, choice: Choice, value: usize) -> Result<()> {
        self.with_socket(socket, |state, id| {
            state.socket_mut(id)?.settings.set(choice, value);
            state.touch(id);
            Ok(())
        })
    }

    fn chosen(&self, socket: Source, choice: Choice) -> Result<usize> {
        self.with_socket(socket, |state, id| Ok(state.socket(id)?.settings.get(choice)))
    }

    fn take_error(&self, socket: Source) -> Result<Option<Error>> {
        self.with_socket(socket, |state, id| Ok(state.socket_mut(id)?.error.take()))
    }

    fn observe(&self, observer: Option<Arc<dyn Observer>>) {
        let is_kept = observer.is_some();
        *self.observer.lock().unwrap_or_else(PoisonError::into_inner) = observer;
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.journal.is_kept = is_kept;
    }
}
