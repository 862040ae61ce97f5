//! What kind of thing an event is about: whose it is, and whether it is worth a stop.

use crate::replay::Names;
use crate::trace::{Event, QueueEvent, StackId};

/// Whether a coroutine is one that `asyncio.run` has run behind a program's own.
pub(super) fn is_housekeeping(coroutine: &str) -> bool {
    let name = coroutine.rsplit('.').next().unwrap_or_default();
    matches!(name, "shutdown_asyncgens" | "shutdown_default_executor")
}

/// Whether the program called the loop or a future there itself. A program in Rust has no places.
pub(super) fn is_own_call(names: Names<'_>, at: StackId) -> bool {
    at == StackId::default() || names.has_own_place(at) && names.maker(at).is_none()
}

/// Whether an event is something the program or one of its tasks does. Of what begins, only its handle can tell.
pub(super) fn is_notable(event: Event) -> bool {
    matches!(
        event,
        Event::Later(..)
            | Event::Sleeps(..)
            | Event::BeganEagerly(_)
            | Event::TaskCreated(_)
            | Event::Renamed(_)
            | Event::Stepped(..)
            | Event::CancelRequested(_)
            | Event::AwaitedDone(_)
            | Event::FutureFailed(_)
            | Event::Printed(_)
            | Event::Read
            | Event::Blocked(_)
            | Event::Busy(_)
            | Event::Raised
            | Event::Complained(_)
            | Event::Generator(..)
            | Event::Acquired(_)
            | Event::Released(_)
            | Event::Queue(_, QueueEvent::Put(..) | QueueEvent::Got(..) | QueueEvent::Shut(..))
            | Event::Line
    )
}
