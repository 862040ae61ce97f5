//! asyncio101: Python's asyncio (PEP 3156) rebuilt in Rust.
#![cfg_attr(not(feature = "python"), forbid(unsafe_code))]
#![deny(unsafe_code)]

pub mod coroutine;
pub mod future;
pub mod handle;
pub mod language;
pub mod rust;
pub mod scheduler;
pub mod selector;
pub mod task;
pub mod timer_queue;
pub mod trace;

#[cfg(feature = "python")]
pub mod python;

pub use rust::{
    AnyFuture, AnyTask, Context, ContextVar, EventLoop, Exception, Future, Handle, Remote, Task, TimerHandle,
    current_task, get_running_loop, sleep,
};
