//! asyncio for Rust programs.
//!
//! The scheduler that runs Python's coroutines here runs Rust's: the same ready queue, the same timers, the
//! same tasks and the same cancellation, so a program written with `async` and `.await` goes through the same
//! steps in the same order as its Python twin.
//!
//! ```
//! use std::sync::Arc;
//! use asyncio101::selector::ManualSelector;
//! use asyncio101::{EventLoop, Exception};
//!
//! let event_loop = EventLoop::new(Arc::new(ManualSelector::new()));
//! let child = event_loop.create_task(async {
//!     asyncio101::sleep(1.0).await?;
//!     Ok("awake")
//! });
//! let word = event_loop.run_until_complete(async {
//!     match child.await {
//!         Ok(word) => Ok(word),
//!         Err(exception) if exception.is_cancelled() => Ok("cancelled"),
//!         Err(exception) => Err(exception),
//!     }
//! })?;
//! assert_eq!((word, event_loop.time().0), ("awake", 1.0));
//! event_loop.close()?;
//! # Ok::<(), Exception>(())
//! ```
//!
//! What is different from Python, and why:
//!
//! - **Whoever owns a task keeps it alive.** There is no garbage collector: a task that waits for a future
//!   which only the task itself could resolve stays until its loop is closed. [`EventLoop::close`] destroys
//!   such tasks, and reports them.
//! - **Using a closed loop to schedule something is a bug in the program**, so it panics where Python raises
//!   `RuntimeError`. What may race with closing (resolving a future, calling from another thread) returns an
//!   error instead.
//! - **Any `std::future::Future` can be awaited in a task**, not only those of the loop; and a [`Future`] of
//!   the loop can be awaited anywhere, if somebody runs its loop.

mod any_future;
mod context;
mod coroutine;
mod errors;
mod event_loop;
mod exception;
mod future;
mod handle;
mod language;
pub mod net;
mod remote;
mod running;
mod shared;
mod sleep;
mod task;
mod turn;
mod watch;

pub use any_future::{AnyFuture, Callback, CallbackId, Value};
pub use context::{Context, ContextVar, Token};
pub use coroutine::Coroutine;
pub use errors::{ErrorContext, SlowCallback};
pub use event_loop::EventLoop;
pub use exception::Exception;
pub use future::Future;
pub use handle::{CallbackResult, Handle, TimerHandle};
pub use language::Rust;
pub use remote::Remote;
pub use running::{create_task, current_task, get_running_loop};
pub use sleep::{Sleep, sleep};
pub use task::{AnyTask, Task};
