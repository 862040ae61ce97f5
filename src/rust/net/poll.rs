//! Streams for what is written for `futures`.

use std::io;
use std::net::Shutdown;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_io::{AsyncRead, AsyncWrite};

use super::streams::TcpStream;
use crate::ids::Source;
use crate::network::{Error, Network};
use crate::watchers::Direction;

impl TcpStream {
    /// Does it, or has the task woken when it can be done.
    fn poll<T>(
        &self,
        direction: Direction,
        context: &Context<'_>,
        action: impl FnOnce(&dyn Network, Source) -> Result<T, Error>,
    ) -> Poll<io::Result<T>> {
        match action(self.socket.network(), self.socket.source()) {
            Err(Error::WouldBlock) => match self.socket.wake_when_ready(direction, context.waker()) {
                Ok(()) => Poll::Pending,
                // Such as that the loop is closed.
                Err(exception) => Poll::Ready(Err(io::Error::other(exception.to_string()))),
            },
            result => Poll::Ready(result.map_err(io::Error::from)),
        }
    }
}

impl AsyncRead for TcpStream {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        self.poll(Direction::Read, context, |network, source| {
            network.receive(source, buffer, false).map(|received| received.length)
        })
    }
}

impl AsyncWrite for TcpStream {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.poll(Direction::Write, context, |network, source| network.send(source, bytes))
    }

    /// Nothing waits here: what was written is the network's.
    fn poll_flush(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    /// Ends writing. The other end may go on.
    fn poll_close(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(
            self.socket.network().shut_down(self.socket.source(), Shutdown::Write).map_err(Into::into),
        )
    }
}
