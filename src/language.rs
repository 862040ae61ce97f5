//! What the scheduler does not know: the language whose coroutines it runs.
//!
//! Futures, tasks and the loop work the same for Rust and for Python. What a value, an exception and a
//! reference to a future *are* differs, and a [`Language`] names those types. What the core asks of a language,
//! beside its types, stands where it is asked: [`Futures`](crate::future::Futures),
//! [`Tasks`](crate::task::Tasks), [`Loop`](crate::turn::Loop).

use std::fmt;

/// A language whose coroutines a loop can run: its types.
pub trait Language: Sized + 'static {
    /// What a future resolves to.
    type Value: Clone;
    /// What a future fails with.
    type Exception: Clone + fmt::Debug;
    /// What `cancel(msg)` was given.
    type Message: Clone;
    /// What `add_done_callback` was given, context included.
    type Callback;
    /// A reference to anything a task can wait for.
    type Future: Clone;
    /// A reference to a task.
    type Task: Clone;
    /// What running code needs: an interpreter, or nothing.
    type Cx<'cx>: Copy;
}
