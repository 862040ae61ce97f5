//! The methods of the library's locks and semaphores that take one and let go of it.

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
}

impl Method {
    /// The method of this qualified name, in this file of the library's.
    pub(super) fn of(file: &str, function: &str) -> Option<Self> {
        if file != "asyncio/locks.py" {
            return None;
        }
        match function {
            "Lock.__init__" | "Semaphore.__init__" => Some(Self::Init),
            "Lock.acquire" | "Semaphore.acquire" => Some(Self::Acquire),
            "Lock.release" => Some(Self::ReleaseLock),
            "Semaphore.release" => Some(Self::ReleaseSemaphore),
            _ => None,
        }
    }
}
