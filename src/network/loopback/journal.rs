//! What has happened in the network and nobody was told of yet. Without an observer nothing is noted.

use super::socket::Id;
use crate::network::{Address, Happening};
use crate::trace::SocketEvent;

#[derive(Debug, Default)]
pub(super) struct Journal {
    /// Whether somebody wants to know.
    pub(super) is_kept: bool,
    /// Whether what happens now comes of itself: it was on its way.
    pub(super) is_arriving: bool,
    happenings: Vec<Happening>,
}

impl Journal {
    /// Something happens to a socket.
    #[inline]
    pub(super) fn note(&mut self, socket: Id, what: SocketEvent) {
        if self.is_kept {
            self.keep(socket, what, None);
        }
    }

    /// The same, with an address.
    #[inline]
    pub(super) fn note_at(&mut self, socket: Id, what: SocketEvent, address: impl FnOnce() -> Address) {
        if self.is_kept {
            self.keep(socket, what, Some(address()));
        }
    }

    fn keep(&mut self, socket: Id, what: SocketEvent, address: Option<Address>) {
        let is_asked_for = !self.is_arriving;
        self.happenings.push(Happening { socket, what, address, is_asked_for });
    }

    /// What has happened since the last time.
    pub(super) fn take(&mut self) -> Vec<Happening> {
        std::mem::take(&mut self.happenings)
    }
}
