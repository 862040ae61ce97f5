//! Readers and writers: callbacks that run whenever a source is ready.

use std::panic::Location;

use super::context::Context;
use super::event_loop::EventLoop;
use super::exception::Exception;
use super::handle::{CallbackResult, Handle};
use crate::ids::Source;
use crate::trace::Event;
use crate::watchers::Direction;

impl EventLoop {
    /// Has `callback` called, once in each turn, while `source` can be read from. A source has one reader at
    /// most: the one it had is cancelled.
    ///
    /// # Errors
    ///
    /// `RuntimeError` if the loop is closed, or what the selector says if it cannot watch such a source: then
    /// whatever watched it before goes on.
    #[track_caller]
    pub fn add_reader<R: CallbackResult + 'static>(
        &self,
        source: Source,
        callback: impl FnMut() -> R + 'static,
    ) -> Result<(), Exception> {
        let context = Context::copy_current();
        let handle = Handle::again(self.shared(), context, Location::caller(), callback);
        self.add_watcher(source, Direction::Read, handle)
    }

    /// Has `callback` called, once in each turn, while `source` can be written to. A source has one writer at
    /// most: the one it had is cancelled.
    ///
    /// # Errors
    ///
    /// As [`EventLoop::add_reader`].
    #[track_caller]
    pub fn add_writer<R: CallbackResult + 'static>(
        &self,
        source: Source,
        callback: impl FnMut() -> R + 'static,
    ) -> Result<(), Exception> {
        let context = Context::copy_current();
        let handle = Handle::again(self.shared(), context, Location::caller(), callback);
        self.add_watcher(source, Direction::Write, handle)
    }

    /// Cancels the reader of `source`. Returns whether there was one.
    ///
    /// # Errors
    ///
    /// What the selector says if it cannot stop watching.
    pub fn remove_reader(&self, source: Source) -> Result<bool, Exception> {
        self.remove_watcher(source, Direction::Read)
    }

    /// Cancels the writer of `source`. Returns whether there was one.
    ///
    /// # Errors
    ///
    /// What the selector says if it cannot stop watching.
    pub fn remove_writer(&self, source: Source) -> Result<bool, Exception> {
        self.remove_watcher(source, Direction::Write)
    }

    fn add_watcher(&self, source: Source, direction: Direction, handle: Handle) -> Result<(), Exception> {
        self.check_open()?;
        let shared = self.shared();
        let added = shared.watchers().borrow_mut().add(source, direction, handle, shared.selector())?;
        shared.report(|| Event::Watching(source, added.interest));
        if let Some(replaced) = added.replaced {
            replaced.cancel();
        }
        Ok(())
    }

    fn remove_watcher(&self, source: Source, direction: Direction) -> Result<bool, Exception> {
        let shared = self.shared();
        let removed = shared.watchers().borrow_mut().remove(source, direction, shared.selector());
        let Some(removed) = removed else {
            return Ok(false);
        };
        shared.report(|| Event::Watching(source, removed.interest));
        // Even if the selector goes on watching, the callback is not called any more.
        removed.handle.cancel();
        removed.stopped?;
        Ok(true)
    }

    /// The loop is closed: nobody wants to know anything any more.
    pub(super) fn forget_watchers(&self) {
        let shared = self.shared();
        let watchers = shared.watchers().borrow_mut().clear(shared.selector());
        for handle in watchers {
            handle.cancel();
        }
    }
}
