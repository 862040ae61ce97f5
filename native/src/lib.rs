//! The desktop under asyncio101: epoll, signals, threads, and the command line.
//!
//! The core knows neither a clock nor a file descriptor; it asks a
//! [`Selector`](asyncio101::selector::Selector) and a [`Platform`](asyncio101::python::Platform). This crate
//! answers for a Unix machine:
//!
//! - [`EpollSelector`] waits, with one system call that wakes for a file descriptor, a deadline, another
//!   thread or a signal;
//! - [`SignalBell`] is how a signal reaches a selector that sleeps;
//! - `clock` is the virtual clock of `run --clock virtual`;
//! - [`Desktop`] hands both to the interpreter;
//! - [`library`] is Python's standard library, carried inside the binary;
//! - [`SystemNetwork`] is the system's sockets by the contract of [`asyncio101::network`], for programs in Rust;
//! - `loopback` is what `run --network loopback` adds to a selector: sockets inside the process;
//! - [`command`] is what `asyncio101 run` and `asyncio101 serve` do.
//!
//! Threads (`run_in_executor`, `to_thread`) and, on the system's network, sockets are Python's own modules: the
//! interpreter brings them, and a selector only has to be wakeable from any thread. `threads` lets Ctrl+C end a wait for
//! one, `modules` mends what the interpreter's modules lack or have otherwise than CPython, and `forks` lets a child that is
//! forked off begin anew.

mod clock;
pub mod command;
mod epoll;
mod forks;
pub mod library;
mod loopback;
mod modules;
mod network;
mod platform;
mod selector;
mod signals;
mod threads;

pub use network::SystemNetwork;
pub use platform::Desktop;
pub use selector::EpollSelector;
pub use signals::SignalBell;
