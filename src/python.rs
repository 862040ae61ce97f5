//! `asyncio` for Python programs.
//!
//! To RustPython this is what `uvloop` and `_asyncio` are to CPython: a loop, handles, futures and tasks made
//! of native code, under the names the standard library's own modules look for. Each file here stands beside
//! the core's file of the same name and is thin: what is scheduled and in which order is decided there.
//!
//! ```text
//!   asyncio/            the package: names, policies, runners, the rare parts of the loop (Python)
//!     │ imports
//!   _asyncio            module.rs: what the package and the library's modules import
//!     │
//!   EventLoop  Handle  Future  Task  sleep        event_loop.rs  handle.rs  future.rs  task.rs  sleep.rs
//!     │                  │      │
//!   Scheduler          FutureState  step, cancel  the core
//! ```
#![allow(unreachable_pub, reason = "what RustPython's macros expose has to be pub, in private modules too")]

mod chance;
mod context;
mod event_loop;
mod exceptions;
mod future;
mod gc;
mod handle;
mod language;
mod library;
mod module;
mod platform;
pub mod recording;
mod registry;
mod running;
mod sleep;
mod task;
mod time;
mod work;

pub use chance::seed;
pub use context::Context;
pub use event_loop::EventLoop;
pub use future::Future;
pub use handle::{Handle, TimerHandle};
pub use language::Python;
pub use platform::{Platform, install};
pub use task::Task;
pub use time::Clock;
