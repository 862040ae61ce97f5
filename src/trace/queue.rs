//! What can happen to a queue between tasks.

/// What became of a queue. Where its items are known, they are among the details.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueueEvent {
    /// Something was put into it: it has so many items now, and room for so many in all, 0 for any number.
    Put(u64, u64),
    /// Something was taken out of it: as many as above.
    Got(u64, u64),
    /// It was shut down: as many as above.
    Shut(u64, u64),
    /// What is at work wants an item, and there is none.
    LacksItem,
    /// What is at work has an item to put, and there is no room.
    LacksRoom,
}
