//! What can happen, in one table.
//!
//! To add an event:
//!
//! 1. Give it a row in the table of [`Event`]: what it means, its fields and a tag that none has had yet. Its
//!    encoding, its decoding and the test that both agree follow. A field of a new kind needs its
//!    [`Field`](super::format) too; the format's own version stays as long as old rows stay as they are.
//! 2. Say what it does to a loop: [`replay::state`](crate::replay::State), and, if a question is to be answered
//!    by it later on, `replay/history.rs`.
//! 3. Say what a reader is told of it: a [`Fact`](crate::replay::fact::Fact), and its sentence in every language
//!    of [`replay::say`](crate::replay::say).
//!
//! The compiler names every `match` of 2 and 3 that lacks it.

use super::format::events;
use super::queue::QueueEvent;
use super::socket::{Journey, SocketEvent, Writing};
use super::{FutureId, PrimitiveId, SocketId};
use crate::ids::{HandleId, Source};
use crate::network::kind::Kind;
use crate::selector::{Interest, Time, Timeout};

events! {
    /// One thing that happened.
    ///
    /// In the table a row is the event with its fields, and the tag of its record in a trace, in which the fields
    /// follow in this order. An event whose last field takes several forms has a record for each of them: its tag,
    /// its fields in brackets, and what it stands for.
    pub enum Event {
        /// The program began to run the loop (`run_forever`, `run_until_complete`).
        RunBegan = 0x10;
        /// The loop was left.
        RunEnded = 0x11;
        /// The loop was closed.
        Closed = 0x12;
        /// A turn of the loop began. Turns are counted from 1.
        TurnBegan(turn: u64) = 0x13;
        /// The loop is about to block for at most this long.
        Selecting(timeout: Timeout) = 0x14;
        /// It is back, and this many sources were ready.
        Selected(sources: usize) = 0x15;
        /// A timer's deadline has come, and it has moved to the end of the ready queue.
        TimerDue(timer: HandleId) = 0x16;
        /// A handle was put at the end of the ready queue.
        Soon(handle: HandleId, cause: Cause) = {
            0x17 [handle] => (handle, Cause::Program);
            0x18 [handle, future] => (handle, Cause::Done(future));
            0x19 [handle, task] => (handle, Cause::Step(task));
            0x1a [handle, task, future] => (handle, Cause::WakeUp(task, Some(future)));
            0x1b [handle, task] => (handle, Cause::WakeUp(task, None));
            0x1c [handle] => (handle, Cause::Ready);
            0x47 [handle, source] => (handle, Cause::Readable(source));
            0x48 [handle, source] => (handle, Cause::Writable(source));
        };
        /// A handle was put among the timers.
        Later(timer: HandleId, deadline: Time) = 0x1d;
        /// The end of a `sleep` was put among the timers: it will resolve this future.
        Sleeps(timer: HandleId, deadline: Time, future: FutureId) = 0x1e;
        /// A handle was cancelled.
        HandleCancelled(handle: HandleId) = 0x1f;
        /// A handle began to run.
        Began(handle: HandleId) = 0x20;
        /// It returned.
        Ended(handle: HandleId) = 0x21;
        /// A task takes its first step inside of whatever runs, without waiting for its turn.
        BeganEagerly(task: FutureId) = 0x3c;
        /// A future was made, not a task.
        FutureCreated(future: FutureId) = 0x22;
        /// A task was made.
        TaskCreated(task: FutureId) = 0x23;
        /// A task was given another name, that of its details.
        Renamed(task: FutureId) = 0x24;
        /// A task took a step.
        Stepped(task: FutureId, outcome: StepOutcome) = {
            0x25 [task, future] => (task, StepOutcome::Waits(Some(future)));
            0x26 [task] => (task, StepOutcome::Waits(None));
            0x27 [task] => (task, StepOutcome::GaveWay);
            0x28 [task] => (task, StepOutcome::Returned);
            0x29 [task] => (task, StepOutcome::Raised);
            0x2a [task] => (task, StepOutcome::Cancelled);
            0x70 [task] => (task, StepOutcome::CannotWait(Unfit::OtherLoop));
            0x71 [task] => (task, StepOutcome::CannotWait(Unfit::Itself));
            0x72 [task] => (task, StepOutcome::CannotWait(Unfit::NotAwaited));
            0x73 [task] => (task, StepOutcome::CannotWait(Unfit::NoFuture));
            0x74 [task] => (task, StepOutcome::ReturnedCancelled);
        };
        /// A task was asked to cancel.
        CancelRequested(task: FutureId) = 0x2b;
        /// A task was asked to cancel when there was nothing to cancel in its place, and has its turn now: a `CancelledError`
        /// is thrown in. (Where what it waits for was cancelled in its place, that is why it goes on.)
        CancelThrown(task: FutureId) = 0x75;
        /// A future or task has its result.
        FutureDone(future: FutureId) = 0x2c;
        /// A future or task has failed, with an exception.
        FutureFailed(future: FutureId) = 0x2d;
        /// A future or task was cancelled.
        FutureCancelled(future: FutureId) = 0x2e;
        /// Something is to be called when this future is done.
        CallbackAdded(future: FutureId) = 0x2f;
        /// So many callbacks were taken back from this future.
        CallbackRemoved(future: FutureId, count: usize) = 0x30;
        /// A future is awaited by a task or future (the second) that is not among its callbacks as such: a member of
        /// a group, an argument of `gather`.
        AwaitedBy(future: FutureId, by: FutureId) = 0x3d;
        /// It is so no longer.
        NotAwaitedBy(future: FutureId, by: FutureId) = 0x3e;
        /// What is at work awaits a future that is done, and so goes straight on.
        AwaitedDone(future: FutureId) = 0x66;
        /// So many other threads run now: they may wake the loop.
        Threads(count: usize) = 0x3f;
        /// What is watched about a source has changed.
        Watching(source: Source, interest: Interest) = 0x31;
        /// The program printed the text of its details.
        Printed(stream: Stream) = {
            0x32 [] => (Stream::Stdout);
            0x33 [] => (Stream::Stderr);
        };
        /// The program read the text of its details from standard input.
        Read = 0x34;
        /// The program kept its thread, and so the loop, from doing anything else for this many nanoseconds.
        Blocked(nanoseconds: u64) = 0x35;
        /// A module of the library was loaded when it was first needed, the text of its details, and that took so many
        /// nanoseconds. Where programs import asyncio, CPython loads all of it.
        Loaded(nanoseconds: u64) = 0x41;
        /// The callback that runs has kept the loop from anything else for so many nanoseconds, and goes on. Its details
        /// say where it was when it was looked at, which is done now and then.
        Busy(nanoseconds: u64) = 0x45;
        /// While the callback that runs could have gone on, other threads had the processor, for so many nanoseconds: where
        /// there is one for all of them, in a tab.
        Away(nanoseconds: u64) = 0x76;
        /// asyncio has something to complain about.
        Complained(complaint: Complaint) = {
            0x36 [] => (Complaint::NeverAwaited);
            0x37 [future] => (Complaint::NeverRetrieved(future));
            0x38 [task] => (Complaint::Destroyed(task));
            0x40 [task, times] => (Complaint::NeverYielded(task, times));
        };
        /// Something became of the generator of this number.
        Generator(number: u64, what: GeneratorEvent) = 0x39;
        /// What is at work asks for a lock, or another synchronization primitive that only so many may have at a time.
        /// The text of its details is its name: of this event, and of the two that follow.
        Acquiring(primitive: PrimitiveId) = 0x42;
        /// It has what it asked for.
        Acquired(primitive: PrimitiveId) = 0x43;
        /// What is at work lets go of one.
        Released(primitive: PrimitiveId) = 0x44;
        /// Something became of a queue. The text of its details is its name, and its variables are its items, first the one
        /// that comes out next.
        Queue(queue: PrimitiveId, what: QueueEvent) = {
            0x61 [queue, items, room] => (queue, QueueEvent::Put(items, room));
            0x62 [queue, items, room] => (queue, QueueEvent::Got(items, room));
            0x63 [queue, items, room] => (queue, QueueEvent::Shut(items, room));
            0x64 [queue] => (queue, QueueEvent::LacksItem);
            0x65 [queue] => (queue, QueueEvent::LacksRoom);
        };
        /// An exception was raised in the program's own code, or has come there out of the library: the text of its
        /// details. It may yet be caught.
        Raised = 0x46;
        /// Something became of a socket of the network inside the process. Its details say where in the program, if it is
        /// the program's doing.
        Socket(socket: SocketId, what: SocketEvent) = {
            0x49 [socket, source] => (socket, SocketEvent::Opened(Kind::Stream, source));
            0x4a [socket, source] => (socket, SocketEvent::Opened(Kind::Datagram, source));
            0x4b [socket] => (socket, SocketEvent::Named);
            0x4c [socket, backlog] => (socket, SocketEvent::Listens(backlog));
            0x4d [socket] => (socket, SocketEvent::Calls);
            0x4e [socket, caller, connection] => (socket, SocketEvent::IsCalled(caller, connection));
            0x4f [socket, other] => (socket, SocketEvent::Connected(other));
            0x50 [socket] => (socket, SocketEvent::Refused);
            0x51 [socket, source] => (socket, SocketEvent::Accepted(source));
            0x52 [socket, bytes] => (socket, SocketEvent::Sent(bytes, Journey::AtOnce));
            0x53 [socket, bytes] => (socket, SocketEvent::Sent(bytes, Journey::UnderWay));
            0x54 [socket, bytes] => (socket, SocketEvent::Arrived(bytes));
            0x55 [socket, bytes] => (socket, SocketEvent::Dropped(bytes));
            0x56 [socket, bytes] => (socket, SocketEvent::Received(bytes));
            0x57 [socket] => (socket, SocketEvent::Ended(Journey::AtOnce));
            0x58 [socket] => (socket, SocketEvent::Ended(Journey::UnderWay));
            0x59 [socket] => (socket, SocketEvent::EndArrived);
            0x5a [socket, reason] => (socket, SocketEvent::Reset(reason));
            0x5b [socket] => (socket, SocketEvent::Closed);
            0x5c [socket, bytes, datagram] => (socket, SocketEvent::SentDatagram(bytes, datagram));
            0x5d [socket, datagram] => (socket, SocketEvent::DatagramArrived(datagram));
            0x5e [socket, datagram, loss] => (socket, SocketEvent::DatagramLost(datagram, loss));
        };
        /// The transport that writes to a source has so many bytes in its buffer that nobody took yet, and so many are its
        /// high-water mark.
        Buffered(source: Source, bytes: u64, high: u64, writing: Writing) = {
            0x5f [source, bytes, high] => (source, bytes, high, Writing::GoesOn);
            0x60 [source, bytes, high] => (source, bytes, high, Writing::Paused);
        };
        /// A line of the program is about to run. Its details say where, and which variables have changed.
        Line = 0x3a;
        /// The trace is full: more happened, and is not in it. It is the last record of a trace.
        Full = 0x3b;
    }
}

/// Why a handle was scheduled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The program called `call_soon`, `call_later`, `call_at` or `call_soon_threadsafe`.
    Program,
    /// This future is done, and the handle runs one of its callbacks.
    Done(FutureId),
    /// This task takes its first step, or its next one after giving up a turn.
    Step(FutureId),
    /// What this task waited for (the second) is done, so it goes on.
    WakeUp(FutureId, Option<FutureId>),
    /// Something it watches became ready. (What, only traces say that have one of the two that follow.)
    Ready,
    /// This source can be read.
    Readable(Source),
    /// This source can be written.
    Writable(Source),
}

/// How one step of a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepOutcome {
    /// It waits for a future; `None` if that future is not one of this loop's own kind.
    Waits(Option<FutureId>),
    /// It gave up one turn (a bare `yield`, `sleep(0)`).
    GaveWay,
    /// Its coroutine returned.
    Returned,
    /// Its coroutine raised.
    Raised,
    /// Its coroutine raised a `CancelledError`: as a rule, it let its cancellation through.
    Cancelled,
    /// Its coroutine returned, but had been asked to cancel in this very step: it counts as cancelled.
    ReturnedCancelled,
    /// It yielded what a task cannot wait for. An exception that says so is thrown into its next step.
    CannotWait(Unfit),
}

impl StepOutcome {
    /// Whether the task is over with that.
    #[must_use]
    pub fn is_end(self) -> bool {
        match self {
            Self::Returned | Self::Raised | Self::Cancelled | Self::ReturnedCancelled => true,
            Self::Waits(_) | Self::GaveWay | Self::CannotWait(_) => false,
        }
    }
}

/// Why a task cannot wait for what its coroutine yielded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It is a future of another loop.
    OtherLoop,
    /// It is the task itself.
    Itself,
    /// It is a future, but was yielded and not awaited.
    NotAwaited,
    /// It is no future.
    NoFuture,
}

/// Where a program printed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

/// Something asyncio warns of, often long after the mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Complaint {
    /// A coroutine was dropped that had never been awaited. The text of its details names it.
    NeverAwaited,
    /// A future failed and was dropped, and its exception had never been asked for.
    NeverRetrieved(FutureId),
    /// A task was dropped before it was done.
    Destroyed(FutureId),
    /// In one step, a task awaited the same thing so many times, at the same line, and never gave way.
    NeverYielded(FutureId, u64),
}

/// What became of a generator. The format has the number of each, from 0, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GeneratorEvent {
    /// Its function was called.
    Created,
    /// It runs, from its beginning or from where it was suspended.
    Resumed,
    /// It is suspended. Its details have the value, and its variables.
    Yielded,
    /// It returned. Its details have the value, if there is one.
    Returned,
    /// It raised. Its details have the exception.
    Raised,
    /// It was closed where it was suspended.
    Closed,
    /// It and its like have gone on so often that nothing more is told of them.
    Untold,
}
