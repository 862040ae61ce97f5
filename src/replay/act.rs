//! Something that somebody has done.

use crate::handle::HandleId;
use crate::trace::{FutureId, StackId};

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
}
