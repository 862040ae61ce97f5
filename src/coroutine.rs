//! What a coroutine says to its task when it was resumed.
//!
//! A coroutine is a function that can be suspended and resumed. A task does not care which kind of coroutine it runs, a
//! Python coroutine or generator, a Rust `async` block, or a state machine written by hand
//! ([`rust::Coroutine`](crate::rust::Coroutine)): each says one of these things, as a generator does since
//! [PEP 342](https://peps.python.org/pep-0342/).

use crate::language::Language;
use crate::trace::Unfit;

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
    /// Something a task cannot wait for, and why not. This error says so, and is to be thrown into the coroutine in
    /// its next step.
    Wrong(L::Exception, Unfit),
}
