//! Readers and writers: callbacks that run whenever a source is ready.

use std::collections::BTreeMap;
use std::panic::Location;

use super::context::Context;
use super::event_loop::EventLoop;
use super::exception::Exception;
use super::handle::{CallbackResult, Entry, Handle};
use crate::selector::{Event, Interest, Source};
use crate::trace::{self, Cause};

/// Who wants to know about which source.
pub(super) type Watchers = BTreeMap<Source, Watcher>;

/// Who wants to know about one source. One of each kind at most, as in asyncio.
#[derive(Clone, Default)]
pub(super) struct Watcher {
    reader: Option<Handle>,
    writer: Option<Handle>,
}

/// What a callback waits for.
#[derive(Clone, Copy)]
enum Kind {
    Reader,
    Writer,
}

impl Watcher {
    fn interest(&self) -> Interest {
        Interest { readable: self.reader.is_some(), writable: self.writer.is_some() }
    }

    fn callback(&mut self, kind: Kind) -> &mut Option<Handle> {
        match kind {
            Kind::Reader => &mut self.reader,
            Kind::Writer => &mut self.writer,
        }
    }
}

impl EventLoop {
    /// Has `callback` called, once in each turn, while `source` can be read from. A source has one reader at
    /// most: the one it had is cancelled.
    ///
    /// # Errors
    ///
    /// `RuntimeError` if the loop is closed, or what the selector says if it cannot watch such a source.
    #[track_caller]
    pub fn add_reader<R: CallbackResult + 'static>(
        &self,
        source: Source,
        callback: impl FnMut() -> R + 'static,
    ) -> Result<(), Exception> {
        let context = Context::copy_current();
        let handle = Handle::again(self.shared(), context, Location::caller(), callback);
        self.add_watcher(source, Kind::Reader, handle)
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
        self.add_watcher(source, Kind::Writer, handle)
    }

    /// Cancels the reader of `source`. Returns whether there was one.
    ///
    /// # Errors
    ///
    /// What the selector says if it cannot stop watching.
    pub fn remove_reader(&self, source: Source) -> Result<bool, Exception> {
        self.remove_watcher(source, Kind::Reader)
    }

    /// Cancels the writer of `source`. Returns whether there was one.
    ///
    /// # Errors
    ///
    /// What the selector says if it cannot stop watching.
    pub fn remove_writer(&self, source: Source) -> Result<bool, Exception> {
        self.remove_watcher(source, Kind::Writer)
    }

    fn add_watcher(&self, source: Source, kind: Kind, handle: Handle) -> Result<(), Exception> {
        self.check_open()?;
        let mut watcher = self.shared().watchers().borrow().get(&source).cloned().unwrap_or_default();
        let replaced = watcher.callback(kind).replace(handle);
        let interest = watcher.interest();
        self.shared().selector().watch(source, interest)?;
        self.shared().report(|| trace::Event::Watching(source, interest));
        self.shared().watchers().borrow_mut().insert(source, watcher);
        if let Some(replaced) = replaced {
            replaced.cancel();
        }
        Ok(())
    }

    fn remove_watcher(&self, source: Source, kind: Kind) -> Result<bool, Exception> {
        let known = self.shared().watchers().borrow().get(&source).cloned();
        let Some(mut watcher) = known else {
            return Ok(false);
        };
        let Some(handle) = watcher.callback(kind).take() else {
            return Ok(false);
        };
        let interest = watcher.interest();
        let stopped = self.shared().selector().watch(source, interest);
        self.shared().report(|| trace::Event::Watching(source, interest));
        let mut watchers = self.shared().watchers().borrow_mut();
        if interest == Interest::NONE {
            watchers.remove(&source)
        } else {
            watchers.insert(source, watcher)
        };
        drop(watchers);
        // Even if the selector goes on watching, the callback is not called any more.
        handle.cancel();
        stopped?;
        Ok(true)
    }

    /// A source is ready: schedules the callbacks that wait for that.
    pub(super) fn process_event(&self, event: Event) {
        let watcher = self.shared().watchers().borrow().get(&event.source).cloned().unwrap_or_default();
        let reader = watcher.reader.filter(|_| event.ready.readable);
        let writer = watcher.writer.filter(|_| event.ready.writable);
        for handle in reader.into_iter().chain(writer) {
            handle.make_ready();
            // It cannot be refused: a loop that takes a turn is open.
            let _scheduled = self.shared().call_soon(Entry::Handle(handle), Cause::Ready);
        }
    }

    /// The loop is closed: nobody wants to know anything any more.
    pub(super) fn forget_watchers(&self) {
        let watchers = self.shared().watchers().take();
        for (source, watcher) in watchers {
            // A selector that cannot forget a source has lost it already.
            let _forgotten = self.shared().selector().watch(source, Interest::NONE);
            for handle in watcher.reader.into_iter().chain(watcher.writer) {
                handle.cancel();
            }
        }
    }
}
