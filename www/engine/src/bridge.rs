//! The bridge, seen from the tab: how sockets of a program reach the world outside.
//!
//! The server that a page comes from may have one (`asyncio101 serve --bridge`). A socket that is connected through it is one
//! of the network inside like all others; its far end is held here, and what comes out of it goes on in packets
//! ([Wisp](asyncio101_wisp)) by the WebSocket in `host/bridge.js`. So whatever a program knows of sockets holds: buffers, ends,
//! resets, readiness, waiting.
//!
//! [`pump`] moves what can be moved. It is called when something has come from outside (`outside.rs`), and when the program
//! has done something with a socket (`network.rs`).

mod description;
mod send;
mod stream;

use std::cell::RefCell;
use std::collections::BTreeMap;

use asyncio101::network::loopback::Caller;
use asyncio101::network::{Address, Error, Loopback, Result, Source};
use asyncio101_wisp::{ALL_STREAMS, Kind, Packet, Reason};

use crate::network::inside;
use crate::{clock, hold, host};
use description::Description;
use send::send;
use stream::{CREDIT, Stream, Turn};

/// For how long a run that is over waits for what it has sent to leave, in seconds.
const LINGER: f64 = 5.0;

thread_local! {
    static OF_THIS_RUN: RefCell<Bridge> = RefCell::new(Bridge::default());
}

/// What a run has of the bridge.
#[derive(Default)]
struct Bridge {
    /// What the server says of it: nothing, if it has none. Asked for when it is needed first.
    description: Option<Option<Description>>,
    line: Line,
    /// They wait for the line, or for an answer.
    calls: BTreeMap<u32, Call>,
    streams: BTreeMap<u32, Stream>,
    last_number: u32,
}

/// The WebSocket.
#[derive(Default)]
enum Line {
    #[default]
    Closed,
    /// It is being opened.
    Opening,
    /// It is open, and gives each stream so much credit at first.
    Open { credit: u32 },
}

/// A socket that is to be connected.
struct Call {
    caller: Caller,
    host: String,
    port: u16,
    /// Whether a name is looked up for it.
    is_named: bool,
}

/// Gives the run that begins a bridge that nobody has asked for.
pub(crate) fn begin() {
    host::bridge_close();
    OF_THIS_RUN.set(Bridge::default());
}

/// Does whatever news from outside call for, if there are any: before a run waits, and after.
pub(crate) fn attend() {
    if hold::take_news() {
        pump();
    }
}

/// Lets what the program has sent leave, for a while, and hangs up.
pub(crate) fn end() {
    let deadline = clock::real_time().after(LINGER);
    loop {
        pump();
        let left = deadline.since(clock::real_time());
        if left <= 0.0 || !with(|bridge, inside| bridge.streams.values().any(|it| it.has_to_send(inside))) {
            break;
        }
        hold::wait(left);
        hold::take_news();
    }
    begin();
}

/// Connects a socket with somebody outside, through the bridge: [`Error::InProgress`], if it is possible.
pub(crate) fn connect(socket: Source, address: &Address) -> Result<()> {
    if clock::virtual_clock().is_some() {
        return Err(Error::NetworkUnreachable);
    }
    with(|bridge, inside| {
        let Some(description) = bridge.description() else { return Err(Error::NetworkUnreachable) };
        let Some((host, port)) = description.listed(address) else { return Err(Error::PermissionDenied) };
        let caller = inside.call_outside(socket, address)?;
        let is_named = matches!(address, Address::Named { .. });
        bridge.call(Call { caller, host, port, is_named });
        Err(Error::InProgress)
    })
}

/// Whether the bridge leads there.
pub(crate) fn leads_to(address: &Address) -> bool {
    clock::virtual_clock().is_none()
        && with(|bridge, _| bridge.description().is_some_and(|it| it.listed(address).is_some()))
}

/// Why nothing outside can be connected to, and what to do about it.
pub(crate) fn explain(error: Error, address: &Address) -> Option<String> {
    match error {
        Error::NetworkUnreachable if clock::virtual_clock().is_some() => Some(format!(
            "{error}: {address} is outside this tab, and a run on the virtual clock stays inside, so that it can be repeated; \
             choose the real clock"
        )),
        Error::NetworkUnreachable => Some(format!(
            "{error}: {address} is outside this tab, and a browser gives programs no way out; \
             serve the page with 'asyncio101 serve DIR --bridge {address}'"
        )),
        Error::PermissionDenied => {
            let leads_to = with(|bridge, _| bridge.description().map(Description::all)).unwrap_or_default();
            Some(format!(
                "{error}: the bridge of this page leads to {leads_to}, and not to {address}; \
                 add '--bridge {address}' to 'asyncio101 serve'"
            ))
        }
        _ => None,
    }
}

/// Moves what can be moved, in both directions.
pub(crate) fn pump() {
    with(|bridge, inside| {
        while let Some(message) = host::bridge_take() {
            match message {
                Some(message) => bridge.take(&message, inside),
                None => bridge.hang_up(inside),
            }
        }
        bridge.give_up_calls(inside);
        bridge.streams.retain(|_, stream| stream.pump(inside) == Turn::GoesOn);
    });
}

/// The same after the program has done something with a socket, if there is anything to move.
pub(crate) fn pump_if_used() {
    if with(|bridge, _| !bridge.streams.is_empty() || !bridge.calls.is_empty()) {
        pump();
    }
}

fn with<T>(action: impl FnOnce(&mut Bridge, &Loopback) -> T) -> T {
    let inside = inside::network();
    OF_THIS_RUN.with_borrow_mut(|bridge| action(bridge, &inside))
}

impl Bridge {
    /// What the server says of it.
    fn description(&mut self) -> Option<&Description> {
        self.description.get_or_insert_with(|| Description::read(&host::bridge_description())).as_ref()
    }

    /// Calls somebody, once the line is open.
    fn call(&mut self, call: Call) {
        self.last_number += 1;
        let number = self.last_number;
        match self.line {
            Line::Open { .. } => ask(number, &call),
            Line::Opening => {}
            Line::Closed => {
                let socket = self.description().map(|it| it.socket.clone()).unwrap_or_default();
                host::bridge_open(&socket);
                self.line = Line::Opening;
            }
        }
        self.calls.insert(number, call);
    }

    /// A message has come. What is no packet is no business of the program's.
    fn take(&mut self, message: &[u8], inside: &Loopback) {
        match Packet::read(message) {
            Ok(Packet::Continue { stream: ALL_STREAMS, room }) => {
                self.line = Line::Open { credit: room };
                send(Packet::Continue { stream: ALL_STREAMS, room: CREDIT });
                self.calls.iter().for_each(|(number, call)| ask(*number, call));
            }
            Ok(Packet::Continue { stream, room }) => match self.calls.remove(&stream) {
                Some(call) => self.answer(stream, &call, inside),
                None => self.with_stream(stream, |stream| stream.grant(room)),
            },
            Ok(Packet::Data { stream, bytes }) => self.with_stream(stream, |stream| stream.take(bytes)),
            Ok(Packet::Close { stream, reason }) => match self.calls.remove(&stream) {
                Some(call) => inside.refuse(call.caller, error_of(reason, &call)),
                None => self.with_stream(stream, |stream| stream.close(reason)),
            },
            Ok(Packet::Connect { .. }) | Err(_) => {}
        }
    }

    fn answer(&mut self, number: u32, call: &Call, inside: &Loopback) {
        let Line::Open { credit } = self.line else { return };
        match inside.answer(call.caller) {
            Ok(far) => drop(self.streams.insert(number, Stream::new(number, far, credit))),
            Err(_) => send(Packet::Close { stream: number, reason: Reason::Voluntary }),
        }
    }

    /// Those whose program no longer wants to be connected are told so.
    fn give_up_calls(&mut self, inside: &Loopback) {
        let is_open = matches!(self.line, Line::Open { .. });
        self.calls.retain(|number, call| {
            let waits = inside.is_calling(call.caller);
            if !waits && is_open {
                send(Packet::Close { stream: *number, reason: Reason::Voluntary });
            }
            waits
        });
    }

    fn with_stream(&mut self, number: u32, action: impl FnOnce(&mut Stream)) {
        if let Some(stream) = self.streams.get_mut(&number) {
            action(stream);
        }
    }

    /// The line is closed: the server has ended, or does not want us. It may be back, with another token.
    fn hang_up(&mut self, inside: &Loopback) {
        self.line = Line::Closed;
        self.description = None;
        for call in std::mem::take(&mut self.calls).into_values() {
            inside.refuse(call.caller, Error::NetworkUnreachable);
        }
        self.streams.values_mut().for_each(|stream| stream.close(Reason::NetworkError));
    }
}

/// Asks for a stream.
fn ask(number: u32, call: &Call) {
    send(Packet::Connect { stream: number, kind: Kind::Tcp, port: call.port, host: &call.host });
}

/// What a refusal is to the program.
fn error_of(reason: Reason, call: &Call) -> Error {
    match reason {
        Reason::Refused => Error::ConnectionRefused,
        Reason::TimedOut => Error::TimedOut,
        Reason::Blocked => Error::PermissionDenied,
        Reason::Unreachable if call.is_named => Error::UnknownHost,
        Reason::Throttled => Error::AddressNotAvailable,
        _ => Error::NetworkUnreachable,
    }
}
