//! `asyncio` for Python programs.
//!
//! To RustPython this is what `uvloop` and `_asyncio` are to CPython: a loop, handles, futures and tasks made
//! of native code, under the names the standard library's own modules look for. What is scheduled and in which
//! order is decided in the core: a file here stands beside the core's of the same name.
//!
//! ```text
//!   asyncio/            the package: names, policies, runners, the rare parts of the loop (Python)
//!     │ imports
//!   _asyncio            module.rs: what the package and the library's modules import
//!     │
//!   EventLoop  Handle  Future  Task               event_loop.rs  handle.rs  future.rs  task.rs
//!     │                  │      │
//!   Scheduler          FutureState  step, cancel  the core
//! ```
//!
//! On these stands what tasks wait with: `sleep.rs`, `locks.rs`, `queues.rs`, `timeouts.rs`, `gather.rs`, `wait.rs`,
//! `task_group.rs`. Their functions are Python's to the program and answered in Rust (`native_function.rs`,
//! `native_coroutine.rs`).
//!
//! Around them: [`Platform`] is what a machine has to offer, [`recording`] what a program adds to the trace of its
//! loops, [`attention`] how Stop and Pause reach a program that computes, [`check`] how the program of a learner is judged,
//! [`remains`] what an interpreter leaves behind.
#![allow(unreachable_pub, reason = "what RustPython's macros expose has to be pub, in private modules too")]

mod answered;
mod arguments;
mod as_completed;
pub mod attention;
mod attributes;
mod await_method;
mod chance;
pub mod check;
mod closure;
mod code;
mod context;
pub mod definition;
mod event_loop;
mod exceptions;
mod frames;
mod future;
mod gather;
mod gc;
mod handle;
mod install;
mod language;
mod library;
mod limit;
mod locks;
mod module;
mod monitoring;
mod native_coroutine;
mod native_function;
mod network;
mod object_state;
mod platform;
mod queues;
pub mod recording;
mod registry;
pub mod remains;
mod running;
mod shield;
mod signatures;
mod sleep;
mod streams;
mod task;
mod task_group;
mod thread_safe_handle;
pub mod threads;
mod time;
mod timeouts;
mod timer_handle;
mod traceback;
mod transport;
mod version;
mod wait;
mod websocket;
mod work;

pub use chance::seed;
pub use context::Context;
pub use event_loop::EventLoop;
pub use future::Future;
pub use handle::Handle;
pub use install::{install, library};
pub use language::Python;
pub use platform::{Clock, Platform};
pub use running::runs_loop;
pub use task::Task;
pub use timer_handle::TimerHandle;
pub use version::tell_version;
