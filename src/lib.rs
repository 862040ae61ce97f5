#![doc = include_str!("../README.md")]
//!
//! # A tour of the crate
//!
//! From the bottom up; each module knows only what stands above it in this list.
//!
//! - [`ids`]: the numbers of handles, futures and sources.
//! - [`selector`]: what a loop waits with. The contract every platform keeps, and a clock that jumps.
//! - [`network`]: what programs speak through, and a network inside the process.
//! - [`trace`]: what a loop reports.
//! - [`handle`], [`timer_queue`]: callbacks as the loop sees them, and deadlines.
//! - [`scheduler`], [`watchers`]: what is ready and what is scheduled; who watches what.
//! - [`language`], [`coroutine`]: what the scheduler does not know, and what a coroutine says.
//! - [`turn`]: one turn of a loop, once, for every language.
//! - [`transport`]: what a connection has to send, and how far it has come.
//! - [`future`], [`task`]: a result that is not there yet; the deck's `_step`, once, for every language.
//! - [`rust`]: `asyncio` for Rust programs. Its main names are at the crate's root.
//! - [`replay`]: reads what a loop reported, and tells its state at any step of it.
//! - `python` (feature `python`): `asyncio` for Python programs.
#![cfg_attr(not(feature = "python"), forbid(unsafe_code))]
#![deny(unsafe_code)]

pub mod coroutine;
pub mod future;
pub mod handle;
pub mod ids;
pub mod language;
pub mod network;
pub mod replay;
pub mod rust;
pub mod scheduler;
pub mod selector;
pub mod task;
pub mod timer_queue;
pub mod trace;
pub mod transport;
pub mod turn;
pub mod watchers;

#[cfg(feature = "python")]
pub mod python;

pub use rust::{
    AnyFuture, AnyTask, Context, ContextVar, EventLoop, Exception, Future, Handle, Remote, Task, TimerHandle,
    current_task, get_running_loop, net, sleep,
};
