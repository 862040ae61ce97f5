//! Something that somebody has done, and what came of it to somebody else.

use crate::handle::HandleId;
use crate::trace::{FutureId, ResetReason, StackId};

/// Something that somebody has done: when, where, and who.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Act {
    /// The step.
    pub step: usize,
    /// Where in the program.
    pub at: StackId,
    /// The loop that ran.
    pub in_loop: usize,
    /// The handle that ran then.
    pub by: Option<HandleId>,
    /// The task that was in a step then.
    pub task: Option<FutureId>,
    /// The thread; 0 is the program's first.
    pub thread: u32,
}

/// What came to a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// So many bytes, of which somebody sent the first.
    Bytes(u64),
    /// A datagram of so many.
    Datagram(u64),
    /// The end of what the other end sends.
    End,
    /// The other end has given up.
    Reset(ResetReason),
    /// Somebody wants to be connected.
    Call,
    /// Whoever listens where it calls has answered.
    Answer,
    /// Nobody listens there.
    Refusal,
    /// The other end has read something, so there is room for more.
    Room,
}
