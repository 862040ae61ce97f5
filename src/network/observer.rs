//! What a network reports.
//!
//! It tells an [`Observer`] what happens to its sockets, in the order it happens. Without one, it is one branch.

use super::Address;
use crate::ids::SocketId;
use crate::trace::{Details, Event, Recorder, SocketEvent, TextId};

/// Something that happened to a socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    /// The socket.
    pub socket: SocketId,
    /// What it was.
    pub what: SocketEvent,
    /// The address that has to do with it: its own, or that of the other end.
    pub address: Option<Address>,
    /// Whether it comes of what the program asks for just now. What has been on its way arrives by itself.
    pub is_asked_for: bool,
}

impl Happening {
    /// The event of a trace, with its text.
    #[must_use]
    pub fn event(&self, recorder: &Recorder) -> (Event, Details) {
        // A socket without a name has none in a trace, either.
        let named = self
            .address
            .as_ref()
            .filter(|address| !matches!(address, Address::Unix(name) if name.is_empty()));
        let text = named.map_or(TextId::default(), |address| recorder.text(&address.to_string()));
        (Event::Socket(self.socket, self.what), Details { text, ..Details::NONE })
    }
}

/// Somebody who watches a network.
///
/// It is called in the middle of things: it must not call the network, and should be quick.
pub trait Observer: Send + Sync {
    /// Something happened.
    fn observe(&self, happening: &Happening);
}

/// Records what happens, without a place in a program.
impl Observer for Recorder {
    fn observe(&self, happening: &Happening) {
        let (event, details) = happening.event(self);
        self.record(event, details);
    }
}
