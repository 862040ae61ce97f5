//! What is advised of a coroutine that was never awaited.

/// What has several values in order, or in none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Collection {
    /// `[a, b]`
    List,
    /// `(a, b)`
    Tuple,
    /// `{a, b}`
    Set,
}

/// What to write instead of a call whose coroutine nobody awaits. Calls are as the program has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Advice {
    /// To await this call.
    Await(String),
    /// To await this call, before something is made of what it returns.
    AwaitFirst {
        /// The call.
        call: String,
        /// What stands behind it: `.name`, `[0]`.
        rest: String,
    },
    /// To run this call with `asyncio.run`, for it stands outside of all functions.
    Run {
        /// The call.
        call: String,
        /// What it was given to, which needs a loop that runs.
        of: Option<String>,
    },
    /// To make the function in which this call stands a coroutine's, and await it there.
    MakeAsync {
        /// The call.
        call: String,
        /// What it was given to, which needs a loop that runs.
        of: Option<String>,
        /// The function.
        function: String,
        /// What to write then where the function is called, unless that can stay as it is.
        start: Option<String>,
    },
    /// To give this call what is in its collection one by one.
    Spread {
        /// The call, with a star.
        call: String,
        /// What it was given.
        collection: Collection,
    },
    /// To make a task of this call, for `asyncio.wait` takes nothing else.
    MakeTask(String),
    /// To make a task of this call, for it stands in a function that the loop calls.
    TaskInCallback {
        /// The call.
        call: String,
        /// What the function was given to, such as `call_later`.
        caller: String,
    },
    /// To give this call to the loop from the thread in which it stands.
    FromThread {
        /// The call.
        call: String,
        /// What it was given to, which needs a loop that runs.
        of: Option<String>,
        /// The function that runs in the thread.
        function: String,
    },
    /// To give what calls it, such as `call_later`, a function that is no coroutine's.
    NotForCallbacks(String),
    /// What to write is not certain.
    Unknown,
    /// To await this call instead of giving it to what runs a loop, where one is running.
    InsteadOf {
        /// The call.
        call: String,
        /// All of that which was written.
        of: String,
        /// What was called with it.
        run: String,
    },
    /// To make a coroutine function that awaits this call, and run that, for no loop runs where it stands.
    RunInside {
        /// The call.
        call: String,
        /// A name for the function that the program has not.
        main: String,
    },
}

impl Advice {
    /// Whether its words name the module `asyncio`.
    pub(in crate::replay) fn needs_asyncio(&self) -> bool {
        match self {
            Self::Run { .. }
            | Self::MakeTask(_)
            | Self::TaskInCallback { .. }
            | Self::FromThread { .. }
            | Self::RunInside { .. } => true,
            Self::MakeAsync { start, .. } => {
                start.as_ref().is_some_and(|start| start.starts_with("asyncio."))
            }
            Self::Await(_)
            | Self::AwaitFirst { .. }
            | Self::Spread { .. }
            | Self::NotForCallbacks(_)
            | Self::Unknown
            | Self::InsteadOf { .. } => false,
        }
    }
}
