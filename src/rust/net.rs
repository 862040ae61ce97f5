//! Sockets for Rust programs: TCP streams, those who listen for them, and datagrams, on the network of the running loop.
//!
//! A loop made by [`EventLoop::with_network`](super::EventLoop::with_network) has one: the system's, or one
//! [inside the process](crate::network::Loopback). What waits here waits as everything does that a task awaits: for a
//! future of the loop, until the selector says that the socket is ready. Cancelling the task takes the wait back.
//!
//! ```
//! use std::sync::Arc;
//! use asyncio101::network::{Loopback, LoopbackSelector};
//! use asyncio101::selector::ManualSelector;
//! use asyncio101::net::{TcpListener, TcpStream};
//! use asyncio101::rust::create_task;
//! use asyncio101::{EventLoop, Exception};
//!
//! let clock = Arc::new(ManualSelector::new());
//! let time = clock.clone();
//! let network = Arc::new(Loopback::new("latency=50ms".parse()?, 0, move || time.elapsed()));
//! let selector = Arc::new(LoopbackSelector::new(clock, network.clone()));
//! let event_loop = EventLoop::with_network(selector, network);
//!
//! let answer = event_loop.run_until_complete(async {
//!     let listener = TcpListener::bind("127.0.0.1:0".parse()?)?;
//!     let address = listener.local_address()?;
//!     let server = create_task(async move {
//!         let (client, _) = listener.accept().await?;
//!         let mut question = [0; 16];
//!         let length = client.read(&mut question).await?;
//!         client.write_all(&question[..length].to_ascii_uppercase()).await
//!     })?;
//!     let stream = TcpStream::connect(address).await?;
//!     stream.write_all(b"hello").await?;
//!     let mut answer = Vec::new();
//!     stream.read_to_end(&mut answer).await?;
//!     server.await?;
//!     Ok(answer)
//! })?;
//! assert_eq!(answer, b"HELLO");
//! event_loop.close()?;
//! # Ok::<(), Exception>(())
//! ```

mod datagrams;
mod poll;
mod socket;
mod streams;

pub use datagrams::UdpSocket;
pub use streams::{TcpListener, TcpStream};
