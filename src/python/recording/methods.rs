//! The library's methods that are watched: those of locks and semaphores that take one and let go of it, those of queues,
//! and those of transports that see to their buffers.

/// A method that is worth watching.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    /// The constructor.
    Init,
    /// The coroutine that waits until one has it.
    Acquire,
    /// Lets go of a lock, which has to be locked.
    ReleaseLock,
    /// Lets go of a semaphore, or makes room for one more.
    ReleaseSemaphore,
    /// The constructor of a queue.
    InitQueue,
    /// The coroutine that takes an item out of a queue, or waits for one.
    Get,
    /// The coroutine that puts an item into a queue, or waits for room.
    Put,
    /// Lets whoever waits for a queue go on: what was put or taken has been by then.
    WakeNext,
    /// Shuts a queue down.
    Shutdown,
    /// Of a transport, whose buffer has grown or shrunk.
    FlowControl,
}

impl Method {
    /// The method of this qualified name, in this file of the library's.
    pub(super) fn of(file: &str, function: &str) -> Option<Self> {
        match (file, function) {
            ("asyncio/locks.py", "Lock.__init__" | "Semaphore.__init__") => Some(Self::Init),
            ("asyncio/locks.py", "Lock.acquire" | "Semaphore.acquire") => Some(Self::Acquire),
            ("asyncio/locks.py", "Lock.release") => Some(Self::ReleaseLock),
            ("asyncio/locks.py", "Semaphore.release") => Some(Self::ReleaseSemaphore),
            ("asyncio/queues.py", "Queue.__init__") => Some(Self::InitQueue),
            ("asyncio/queues.py", "Queue.get") => Some(Self::Get),
            ("asyncio/queues.py", "Queue.put") => Some(Self::Put),
            ("asyncio/queues.py", "Queue._wakeup_next") => Some(Self::WakeNext),
            ("asyncio/queues.py", "Queue.shutdown") => Some(Self::Shutdown),
            (
                "asyncio/transports.py",
                "_FlowControlMixin._maybe_pause_protocol" | "_FlowControlMixin._maybe_resume_protocol",
            ) => Some(Self::FlowControl),
            _ => None,
        }
    }
}
