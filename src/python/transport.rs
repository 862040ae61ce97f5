//! The transport of a connected socket, for Python programs.
//!
//! What is hot of it: reading what has arrived, sending, and the buffer of what waits. The state is the core's
//! [`Transport`](crate::transport::Transport); here it is given a loop, a protocol and the platform's sockets. What is
//! rare (`repr`, the end of a connection, `sendfile`) is the library's `selector_events._SelectorSocketTransport`, which
//! `lib/asyncio/_loop_sockets.py` makes the second base of the class that programs have.
//! <https://docs.python.org/3/library/asyncio-protocol.html#transports>

mod class;
mod foreign;
mod opening;
mod reading;
mod state;
mod unsent;
mod writing;

pub use state::SocketTransport;
