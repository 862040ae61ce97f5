//! What a task runs.
//!
//! A coroutine is a function that can be suspended and resumed. Three kinds of them hide behind
//! [`Coroutine`]: a Python coroutine or generator, a Rust `async` block, and a state machine somebody wrote
//! by hand. [PEP 342](https://peps.python.org/pep-0342/) gave generators `send`, `throw` and `close`, and a
//! scheduler needs nothing else.

use crate::language::Language;

/// What came out of a coroutine that was resumed.
pub enum Resumed<L: Language> {
    /// It is suspended, and this is what it yielded.
    Yielded(Yielded<L>),
    /// It returned.
    Returned(L::Value),
    /// It raised.
    Raised(L::Exception),
}

/// What a suspended coroutine yielded to its task.
pub enum Yielded<L: Language> {
    /// Nothing: it gives up one turn of the loop.
    Nothing,
    /// It wants to be woken when this is done.
    Future(L::Future),
    /// Something a task cannot wait for. This error says so, and is to be thrown into the coroutine in its
    /// next step.
    Wrong(L::Exception),
}

/// A function that can be suspended and resumed.
pub trait Coroutine<L: Language> {
    /// Runs it from where it is suspended to where it suspends next. The first `send` starts it.
    fn send(&mut self, value: Option<L::Value>, cx: L::Cx<'_>) -> Resumed<L>;

    /// Raises `exception` where it is suspended. It may catch it and go on.
    fn throw(&mut self, exception: L::Exception, cx: L::Cx<'_>) -> Resumed<L>;

    /// Ends it where it is suspended; its clean-up runs, and nothing after it.
    ///
    /// # Errors
    ///
    /// What the clean-up raised.
    fn close(&mut self, cx: L::Cx<'_>) -> Result<(), L::Exception>;
}
