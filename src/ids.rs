//! The numbers by which a loop, its trace and its host name things.
//!
//! They are handed out in order and never twice, so a number that is larger is younger. Only the number of a
//! [`Source`] comes from outside.

use std::fmt;

/// The number of one scheduling of a handle: unique in its loop, in the order they were scheduled. A callback that
/// is scheduled again, as that of a reader is, gets another one each time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HandleId(pub u64);

impl fmt::Display for HandleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "h{}", self.0)
    }
}

/// The number of a future or a task (a task is a future): unique in its loop, in the order they were made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FutureId(pub u64);

impl fmt::Display for FutureId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "f{}", self.0)
    }
}

/// Which socket of the network inside the process: never the same again, unlike the number (a [`Source`]) it has while a
/// program has it. It has none while it waits to be accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SocketId(pub u64);

/// Something that can be watched: natively a file descriptor, anywhere a socket of the network inside the process, in a tab
/// also a connection of the browser's.
/// Whoever makes them numbers them, and may use a number again once what had it is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Source(pub u64);

impl Source {
    /// The first of the network inside the process. A process cannot open so many files (Linux lets nobody have more than
    /// 1,048,576), so no number means a file to the one and a socket to the other.
    pub const FIRST_INSIDE: Self = Self(1 << 20);

    /// The first of those that lead out of a tab, beyond all sockets inside.
    pub const FIRST_OUTSIDE: Self = Self(1 << 32);

    /// Which socket of the network inside the process it is, counted from 1; `None` if it is none of them.
    #[must_use]
    pub fn inside(self) -> Option<u64> {
        let number = self.0.checked_sub(Self::FIRST_INSIDE.0)?;
        self.outside().is_none().then_some(number + 1)
    }

    /// Which of the connections out of a tab it is, counted from 1; `None` if it is none of them.
    #[must_use]
    pub fn outside(self) -> Option<u64> {
        self.0.checked_sub(Self::FIRST_OUTSIDE.0).map(|number| number + 1)
    }
}
