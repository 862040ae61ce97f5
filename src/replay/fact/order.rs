//! What is told of why one thing came before another.

use super::{Actor, Awaited, Callee, Came, Canceller, Name};

/// What let somebody go on who waited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Until {
    /// A task did.
    Resolved {
        /// The task.
        task: Name,
        /// What it called for that, such as `Lock.release`.
        by: String,
    },
    /// A timeout cancelled what it waited for, so many nanoseconds after it had been set; 0 if it was due then.
    TimedOut(u64),
    /// Something else did.
    Cancelled(Canceller),
    /// Something came to a socket.
    HasCome(Came),
}

/// How a task stands in line for a lock or a semaphore.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InLine {
    /// Who has it.
    pub holders: Vec<Name>,
    /// Somebody who had asked for it before.
    pub behind: Option<Name>,
    /// Whether nobody had it when the task asked: who asks first has it first, even then.
    pub was_free: bool,
}

/// What kept somebody from being first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// Nothing: both belong to one go, between whose beginning and end its loop runs nothing else.
    OneGo(Actor),
    /// It did both, one after the other, and others may have run in between.
    Both(Actor),
    /// It did not exist: the task had not been made, or nobody had asked for the callback.
    NotMade(Actor),
    /// It was ready, but behind the other in the ready queue.
    Behind {
        /// Who came later.
        later: Actor,
        /// Who came first.
        first: Actor,
    },
    /// It was ready, but the other was running already.
    WhileRunning {
        /// Who came later.
        later: Actor,
        /// Who ran.
        first: Actor,
    },
    /// It was in the middle of a go of its own: the other is a task that took its first step inside of it.
    Inside {
        /// Who came later.
        later: Actor,
        /// The task inside.
        first: Actor,
    },
    /// It is a callback of this future, which was not done.
    NotDone(Name),
    /// The task waited.
    Waiting {
        /// The task.
        task: Name,
        /// What for.
        awaited: Awaited,
        /// Who has that, and who asked first, if it is something that only so many may have.
        in_line: InLine,
        /// What let it go on at last, if that was anybody in particular.
        until: Option<Until>,
    },
    /// The task slept, and its time was up, but somebody else was running: the loop had not looked.
    Overslept {
        /// The task.
        task: Name,
        /// Who ran.
        first: Actor,
    },
    /// The task was ready, but would have to wait once more.
    YetToWait {
        /// The task.
        task: Name,
        /// What for.
        awaited: Awaited,
        /// What let it go on at last, if that was anybody in particular.
        until: Option<Until>,
    },
    /// It is what the loop calls when something it watches is ready, and nothing had come.
    NotReady(Callee),
    /// It is a timer's callback, and the timer was not due.
    NotDue(Callee),
    /// It is done outside of the loop, which was still running.
    InsideOfLoop,
    /// They are different threads' doings.
    Threads,
}

/// A task that was cancelled before it did what it did later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutShort {
    /// The task.
    pub task: Name,
    /// Why.
    pub by: Canceller,
}
