//! An event of each kind there is.

use std::time::Duration;

use asyncio101::handle::HandleId;
use asyncio101::network::Kind;
use asyncio101::selector::{Interest, Source, Time, Timeout};
use asyncio101::trace::{
    Cause, Complaint, Event, FutureId, GeneratorEvent, Journey, Loss, PrimitiveId, QueueEvent, ResetReason,
    SocketEvent, SocketId, StepOutcome, Stream, Unfit, Writing,
};
const fn h(id: u64) -> HandleId {
    HandleId(id)
}

const fn f(id: u64) -> FutureId {
    FutureId(id)
}

/// One event of each kind there is, with numbers that take one byte and numbers that take ten.
pub(crate) fn every_kind() -> Vec<Event> {
    let far = f(u64::MAX - 7);
    let mut events = vec![
        Event::RunBegan,
        Event::RunEnded,
        Event::Closed,
        Event::TurnBegan(300),
        Event::Selecting(Timeout::Now),
        Event::Selecting(Timeout::Never),
        Event::Selecting(Timeout::After(Duration::from_nanos(1))),
        Event::Selecting(Timeout::After(Timeout::LONGEST)),
        Event::Selected(2),
        Event::TimerDue(h(9)),
        Event::Soon(h(1), Cause::Program),
        Event::Soon(h(u64::MAX), Cause::Done(f(3))),
        Event::Soon(h(2), Cause::Step(f(4))),
        Event::Soon(h(3), Cause::WakeUp(f(5), Some(far))),
        Event::Soon(h(4), Cause::WakeUp(f(5), None)),
        Event::Soon(h(5), Cause::Ready),
        Event::Soon(h(5), Cause::Readable(Source(7))),
        Event::Soon(h(5), Cause::Writable(Source::FIRST_INSIDE)),
        Event::Later(h(6), Time(1.5)),
        Event::Later(h(6), Time(-2.0)),
        Event::Sleeps(h(7), Time(0.000_000_001), f(8)),
        Event::HandleCancelled(h(1)),
        Event::Began(h(1)),
        Event::Ended(h(1)),
        Event::BeganEagerly(f(1)),
        Event::FutureCreated(f(1)),
        Event::TaskCreated(f(2)),
        Event::Renamed(f(2)),
        Event::Stepped(f(2), StepOutcome::Waits(Some(f(9)))),
        Event::Stepped(f(2), StepOutcome::Waits(None)),
        Event::Stepped(f(2), StepOutcome::GaveWay),
        Event::Stepped(f(2), StepOutcome::Returned),
        Event::Stepped(f(2), StepOutcome::Raised),
        Event::Stepped(f(2), StepOutcome::Cancelled),
        Event::Stepped(f(2), StepOutcome::ReturnedCancelled),
        Event::Stepped(f(2), StepOutcome::CannotWait(Unfit::OtherLoop)),
        Event::Stepped(f(2), StepOutcome::CannotWait(Unfit::Itself)),
        Event::Stepped(f(2), StepOutcome::CannotWait(Unfit::NotAwaited)),
        Event::Stepped(f(2), StepOutcome::CannotWait(Unfit::NoFuture)),
        Event::CancelRequested(f(2)),
        Event::CancelThrown(f(2)),
        Event::FutureDone(f(2)),
        Event::FutureFailed(f(2)),
        Event::FutureCancelled(f(2)),
        Event::CallbackAdded(f(2)),
        Event::CallbackRemoved(f(2), 3),
        Event::AwaitedBy(f(2), f(1)),
        Event::NotAwaitedBy(f(2), f(1)),
        Event::AwaitedDone(f(2)),
        Event::Threads(4),
        Event::Watching(Source(7), Interest::READABLE),
        Event::Watching(Source(7), Interest::NONE),
        Event::Printed(Stream::Stdout),
        Event::Printed(Stream::Stderr),
        Event::Read,
        Event::Blocked(1 << 40),
        Event::Busy(1 << 30),
        Event::Raised,
        Event::Loaded(7),
        Event::Complained(Complaint::NeverAwaited),
        Event::Complained(Complaint::NeverRetrieved(f(2))),
        Event::Complained(Complaint::Destroyed(f(2))),
        Event::Complained(Complaint::NeverYielded(f(2), 1000)),
        Event::Generator(1, GeneratorEvent::Created),
        Event::Generator(1, GeneratorEvent::Resumed),
        Event::Generator(1, GeneratorEvent::Yielded),
        Event::Generator(1, GeneratorEvent::Returned),
        Event::Generator(1, GeneratorEvent::Raised),
        Event::Generator(1, GeneratorEvent::Closed),
        Event::Acquiring(PrimitiveId(1)),
        Event::Acquired(PrimitiveId(1)),
        Event::Released(PrimitiveId(u64::MAX)),
        Event::Queue(PrimitiveId(2), QueueEvent::Put(1, 0)),
        Event::Queue(PrimitiveId(2), QueueEvent::Got(0, u64::MAX)),
        Event::Queue(PrimitiveId(2), QueueEvent::Shut(0, 2)),
        Event::Queue(PrimitiveId(2), QueueEvent::LacksItem),
        Event::Queue(PrimitiveId(u64::MAX), QueueEvent::LacksRoom),
        Event::Buffered(Source(7), 100, 65536, Writing::GoesOn),
        Event::Buffered(Source(7), 100_000, 65536, Writing::Paused),
    ];
    let sockets = every_socket_event().map(|what| Event::Socket(SocketId(3), what));
    events.extend(sockets);
    events.extend([Event::Line, Event::Full]);
    events
}

/// All that can happen to a socket.
fn every_socket_event() -> [SocketEvent; 22] {
    [
        SocketEvent::Opened(Kind::Stream, Source::FIRST_INSIDE),
        SocketEvent::Opened(Kind::Datagram, Source(u64::MAX)),
        SocketEvent::Named,
        SocketEvent::Listens(100),
        SocketEvent::Calls,
        SocketEvent::IsCalled(SocketId(1), SocketId(u64::MAX)),
        SocketEvent::Connected(SocketId(2)),
        SocketEvent::Refused,
        SocketEvent::Accepted(Source::FIRST_INSIDE),
        SocketEvent::Sent(12, Journey::AtOnce),
        SocketEvent::Sent(1 << 40, Journey::UnderWay),
        SocketEvent::Arrived(12),
        SocketEvent::Dropped(1),
        SocketEvent::Received(0),
        SocketEvent::Ended(Journey::AtOnce),
        SocketEvent::Ended(Journey::UnderWay),
        SocketEvent::EndArrived,
        SocketEvent::Reset(ResetReason::Unread),
        SocketEvent::Closed,
        SocketEvent::SentDatagram(12, 1),
        SocketEvent::DatagramArrived(1),
        SocketEvent::DatagramLost(1, Loss::NoRoom),
    ]
}
