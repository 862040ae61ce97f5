//! What a step means: everything has its name, and nothing its words yet.
//!
//! A [`Fact`] is what a reader is told of a step, a [`Fault`] what is wrong with a program. A language turns
//! them into sentences: [`say`](super::say).

mod advice;
mod cancelled;
mod network;
mod order;

use std::fmt;

use crate::handle::HandleId;
use crate::selector::{Interest, Timeout};
use crate::trace::{FutureId, GeneratorEvent, PrimitiveId, QueueEvent, Stream, Unfit};

pub use advice::{Advice, Collection};
pub use cancelled::{Canceller, Ending};
pub use network::{Came, Role, SocketFact, SocketName};
pub use order::{CutShort, Hindrance, InLine, Until};

/// A future or a task, as a reader knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// A future that is no task.
    Future {
        /// Its number.
        id: FutureId,
        /// What the program called that made it, such as `Lock.acquire`; empty if it made it itself.
        of: String,
        /// The line in which the program made it itself.
        made: Option<u32>,
    },
    /// A task.
    Task {
        /// Its number.
        id: FutureId,
        /// Its name; empty if it has none.
        name: String,
        /// Its coroutine's function, and an argument if that tells it from others; empty if neither is known.
        coroutine: String,
    },
}

/// A lock or another synchronization primitive, as a reader knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Primitive {
    /// Its number.
    pub id: PrimitiveId,
    /// Its name.
    pub name: String,
}

impl fmt::Display for Primitive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// Something that is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Callee {
    /// A function of this name.
    Function(String),
    /// A handle of which only the number is known.
    Handle(HandleId),
    /// Nothing is known of it.
    Unknown,
    /// The timer that ends a task's sleep.
    SleepOf(Name),
    /// The timer that ends a sleep nobody waits for: it resolves this future.
    Sleep(Name),
    /// A task's step.
    StepOf(Name),
    /// One of a future's callbacks.
    CallbackOf(Name),
}

/// Why a task goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Because {
    /// It gave way to the others, which have run.
    TheOthersHaveRun,
    /// Its sleep is over.
    SleepIsOver,
    /// Its sleep was cancelled before it was over, and why.
    SleepWasCancelled(Option<Canceller>),
    /// This task is over.
    TaskIsOver(Name),
    /// This future has its result.
    FutureIsDone(Name),
    /// Something has come to a socket that it waited for.
    HasCome(Came),
    /// This future or task has failed.
    HasFailed(Name),
    /// This future or task was cancelled, and why.
    WasCancelled(Name, Option<Canceller>),
    /// It was asked to cancel when there was nothing to cancel in its place, and why.
    AskedToCancel(Option<Canceller>),
    /// It cannot wait for what it yielded: an exception is thrown in that says so.
    CannotWait,
    /// What it waited for is done.
    SomethingIsDone,
}

/// What a task waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Awaited {
    /// Its sleep.
    Sleep,
    /// A future or a task.
    Future(Name),
    /// A lock, a semaphore.
    Primitive {
        /// Which.
        primitive: Primitive,
        /// The future that is done when it can have it.
        future: Name,
    },
    /// Something the loop does not know.
    Unknown,
}

/// What happened in a step. Times are in nanoseconds.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// Somebody runs the loop.
    LoopStarts,
    /// The loop is left.
    LoopStops,
    /// The loop is closed.
    LoopCloses,
    /// A turn of this number begins.
    TurnBegins(u64),
    /// The loop waits in its selector, at most so long.
    Selects(Timeout),
    /// The selector is back, and so many sources are ready.
    Selected(usize),
    /// A timer's time has come.
    TimerIsDue(Callee),
    /// The program had something put at the end of the ready queue.
    IsQueued(Callee),
    /// A future is done, and so one of its callbacks is put at the end of the ready queue.
    CallbackIsQueued {
        /// The future.
        future: Name,
        /// The callback.
        callee: Callee,
    },
    /// A task's next step is put at the end of the ready queue.
    StepIsQueued(Name),
    /// What a task waited for is done, and so it is put at the end of the ready queue.
    TaskIsQueued {
        /// The task.
        task: Name,
        /// What it waited for, if that is known.
        future: Option<Name>,
    },
    /// Something that is watched is ready, and so its handle is put at the end of the ready queue.
    WatcherIsQueued {
        /// The handle.
        callee: Callee,
        /// What is ready, and whether to be read, where that is known.
        source: Option<(SocketName, bool)>,
        /// What came to it.
        came: Option<Came>,
    },
    /// Something waits among the timers.
    TimerIsSet {
        /// What.
        callee: Callee,
        /// For how long; `None` is for ever.
        wait: Option<u64>,
    },
    /// A sleep begins.
    SleepBegins {
        /// The task that sleeps; `None` outside of tasks.
        task: Option<Name>,
        /// The future that its end resolves.
        future: Name,
        /// For how long; `None` is for ever.
        wait: Option<u64>,
    },
    /// Something will not run.
    IsCancelled(Callee),
    /// A task takes its first step.
    TaskBegins(Name),
    /// A task's first turn has come, but it was asked to cancel before: it does not begin.
    TaskDoesNotBegin {
        /// The task.
        task: Name,
        /// Why it was asked to cancel.
        by: Option<Canceller>,
    },
    /// A task takes another step.
    TaskGoesOn {
        /// The task.
        task: Name,
        /// Why.
        because: Because,
    },
    /// A callback runs.
    Runs {
        /// The callback.
        callee: Callee,
        /// How long it has waited among the timers, if it has, and is not the end of a sleep.
        after: Option<u64>,
        /// What came to the socket that it watches.
        came: Option<Came>,
    },
    /// It is over.
    IsOver(Callee),
    /// A task takes its first step inside of whatever runs.
    TaskBeginsAtOnce(Name),
    /// A future is made.
    FutureIsMade(Name),
    /// A task is made.
    TaskIsMade {
        /// The task.
        task: Name,
        /// The task that made it.
        by: Option<Name>,
    },
    /// A task has another name.
    TaskIsRenamed {
        /// The task, by the name it had until now.
        task: Name,
        /// The name it has now.
        name: String,
    },
    /// A task's step ends, and it waits.
    TaskWaits {
        /// The task.
        task: Name,
        /// What for.
        awaited: Awaited,
    },
    /// A task's step ends, and it gives way to the others.
    TaskGivesWay(Name),
    /// A task's coroutine returns.
    TaskReturns(Name),
    /// A task's coroutine is over because of an exception.
    TaskRaises {
        /// The task.
        task: Name,
        /// The exception; empty if that is not known.
        exception: String,
    },
    /// A task is over, and counts as cancelled.
    TaskEndsCancelled {
        /// The task.
        task: Name,
        /// How that came.
        ending: Ending,
    },
    /// A task's step ends, and it cannot wait for what it yielded: an exception will be thrown in.
    TaskCannotWait {
        /// The task.
        task: Name,
        /// Why not.
        unfit: Unfit,
    },
    /// A `CancelledError` is thrown into a task.
    CancelIsThrown {
        /// The task.
        task: Name,
        /// Why it was asked to cancel.
        by: Option<Canceller>,
    },
    /// Somebody asks for a task's cancellation.
    CancelIsRequested {
        /// The task.
        task: Name,
        /// Whether it is over, so that nothing comes of it.
        is_over: bool,
        /// Why; not where the program itself asks for it.
        by: Option<Canceller>,
    },
    /// A future or task has its result.
    FutureIsDone {
        /// The future.
        future: Name,
        /// The result; empty if that is not known, or means nothing outside of the library.
        value: String,
        /// What the program called that resolved it, such as `Lock.release`; empty if it did so itself.
        by: String,
        /// The other task that was in a step then.
        task: Option<Name>,
    },
    /// A future or task has failed.
    FutureHasFailed {
        /// The future.
        future: Name,
        /// The exception; empty if that is not known.
        exception: String,
    },
    /// A future or task is cancelled.
    FutureIsCancelled(Name),
    /// Something will be called when a future is done.
    WillBeCalled {
        /// The future.
        future: Name,
        /// What.
        callee: Callee,
    },
    /// Something will not be called any more when a future is done.
    WillNotBeCalled {
        /// The future.
        future: Name,
        /// What.
        callee: Callee,
    },
    /// A future is awaited that is done, so that nobody has to wait.
    AwaitsDone {
        /// The task that awaits it, if it is one.
        task: Option<Name>,
        /// The future.
        future: Name,
    },
    /// A future is awaited by somebody who is not among its callbacks.
    IsAwaited {
        /// The future.
        future: Name,
        /// Who awaits it.
        by: Name,
    },
    /// It is so no longer.
    IsNotAwaited {
        /// The future.
        future: Name,
        /// Who awaited it.
        by: Name,
    },
    /// So many other threads run.
    OtherThreads(usize),
    /// The selector watches a source, or no longer.
    Watches(SocketName, Interest),
    /// Something happens to a socket of the network inside the process.
    Socket {
        /// Whose doing it is; none if it comes of itself.
        by: Option<Actor>,
        /// The socket.
        socket: SocketName,
        /// What.
        what: SocketFact,
    },
    /// A transport has so much in its buffer that nobody took yet.
    Buffers {
        /// What it writes to.
        socket: SocketName,
        /// So many bytes.
        bytes: u64,
        /// From so many on it asks whoever writes to pause.
        high_water: u64,
        /// Whether it has.
        is_paused: bool,
    },
    /// The program printed a text.
    Prints {
        /// The task that was in a step then.
        by: Option<Name>,
        /// Where to.
        stream: Stream,
        /// The text, on one line.
        text: String,
    },
    /// The program read a text.
    Reads(String),
    /// The program kept its thread for so long.
    Blocks(u64),
    /// The callback that runs has kept the loop for so long, and goes on.
    IsBusy {
        /// The task whose step it is, if it is one's.
        task: Option<Name>,
        /// How long already.
        nanoseconds: u64,
    },
    /// An exception is raised. It may yet be caught.
    Raises {
        /// The task; `None` outside of tasks.
        task: Option<Name>,
        /// The exception; empty if that is not known.
        exception: String,
    },
    /// asyncio loaded a part of itself when it was first needed, and that took so long.
    Loads {
        /// The module.
        module: String,
        /// How long.
        nanoseconds: u64,
    },
    /// Other threads ran for so many nanoseconds, in which what is at work could have gone on.
    IsAway(u64),
    /// asyncio, or Python, complains.
    Complains(Fault),
    /// Something became of a generator.
    Generator {
        /// Its number.
        number: u64,
        /// Its function.
        function: String,
        /// What.
        what: GeneratorEvent,
        /// The value or exception; empty if there is none.
        value: String,
    },
    /// Somebody asks for a lock or a semaphore.
    Acquires {
        /// The task; `None` outside of tasks.
        task: Option<Name>,
        /// What for.
        primitive: Primitive,
        /// Whether it has it now.
        has_it: bool,
    },
    /// Somebody lets go of a lock or a semaphore.
    Releases {
        /// The task; `None` outside of tasks.
        task: Option<Name>,
        /// Of what.
        primitive: Primitive,
        /// Who will have it next, if somebody waits for it.
        next: Option<Name>,
    },
    /// Something became of a queue.
    Queue {
        /// The task that did it; `None` outside of tasks.
        task: Option<Name>,
        /// The queue.
        queue: String,
        /// What.
        what: QueueEvent,
        /// Its items; empty if they are not known.
        items: String,
    },
    /// A line is about to run.
    Line {
        /// The task it belongs to; `None` outside of tasks.
        task: Option<Name>,
        /// What the last line changed, as `name = value`; empty if nothing.
        changes: String,
    },
    /// More happened than the trace could hold.
    TraceIsFull,
}

/// What is wrong with a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A coroutine was never awaited.
    NeverAwaited {
        /// Its function.
        coroutine: String,
        /// What to write instead.
        advice: Advice,
    },
    /// The loop could run nothing else for so many nanoseconds.
    Blocked {
        /// For how long.
        nanoseconds: u64,
        /// The task that kept it; `None` if it was a callback.
        task: Option<Name>,
    },
    /// Nobody asked for this future's exception.
    NeverRetrieved(Name),
    /// Nothing can wake these tasks.
    Deadlock {
        /// The tasks.
        tasks: Vec<Name>,
        /// Those of them that wait for each other in a circle.
        cycle: Vec<Name>,
        /// If that is only one: the lock or semaphore that it waits for and has itself.
        own: Option<Primitive>,
    },
    /// A task was dropped before it was done.
    Lost(Name),
    /// A task was not done when its loop came to its end.
    Left {
        /// The task.
        task: Name,
        /// Whether the loop was closed; it was only left if not.
        is_closed: bool,
    },
    /// A task awaited the same again and again and never gave way.
    NeverYielded {
        /// The task.
        task: Name,
        /// What it awaited.
        awaited: String,
        /// How many times.
        times: u64,
    },
    /// A socket was never closed.
    NeverClosed(SocketName),
    /// Somebody wrote on and on to a transport that had asked to pause.
    NeverDrained {
        /// The task that wrote.
        task: Option<Name>,
        /// What the transport writes to.
        socket: SocketName,
        /// How many bytes it had to keep.
        bytes: u64,
    },
    /// What served a connection failed.
    HandlerFailed {
        /// Its task.
        task: Name,
        /// The exception; empty if that is not known.
        exception: String,
    },
}

/// Whose a step is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A task's.
    Task(Name),
    /// A callback's that is no task's step.
    Callback(Callee),
    /// The program's outside of the loop.
    Program,
    /// Another thread's than the program's first, outside of a loop.
    Thread,
}

/// A line of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The line, from 1.
    pub line: u32,
    /// The function; `None` at the top of a file.
    pub function: Option<String>,
}

/// What a reader is told of a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// What happened.
    pub fact: Fact,
    /// Where that was asked for. A task's step tells that itself.
    pub spot: Option<Spot>,
    /// Whether it is another thread's doing than the program's first, outside of a loop.
    pub is_of_thread: bool,
}
