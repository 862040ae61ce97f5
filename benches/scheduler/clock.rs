//! A selector for programs without sources.

use std::io;
use std::thread::Thread;
use std::time::Instant;

use asyncio101::selector::{Event, Interest, Selector, Source, Time, Timeout};

/// The machine's clock. It waits with the thread, as tokio's runtime without its network does.
pub(crate) struct Clock {
    began: Instant,
    thread: Thread,
}

impl Clock {
    /// For a loop on this thread.
    pub(crate) fn new() -> Self {
        Self { began: Instant::now(), thread: std::thread::current() }
    }
}

impl Selector for Clock {
    fn time(&self) -> Time {
        Time(self.began.elapsed().as_secs_f64())
    }

    fn resolution(&self) -> f64 {
        1e-9
    }

    fn select(&self, timeout: Timeout, _events: &mut Vec<Event>) -> io::Result<()> {
        match timeout {
            Timeout::Now => {}
            Timeout::After(wait) => std::thread::park_timeout(wait),
            Timeout::Never => std::thread::park(),
        }
        Ok(())
    }

    fn wake(&self) {
        self.thread.unpark();
    }

    fn watch(&self, _source: Source, _interest: Interest) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}
