//! The machine under the interpreter.

use std::io;
use std::sync::Arc;

use asyncio101::python::Platform;
use asyncio101::selector::Selector;

use crate::selector::EpollSelector;
use crate::signals::SignalBell;

/// A Unix desktop: loops wait on epoll, and Ctrl+C interrupts them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Desktop;

impl Platform for Desktop {
    fn new_selector(&self) -> io::Result<Arc<dyn Selector>> {
        Ok(Arc::new(match SignalBell::get() {
            Some(bell) => EpollSelector::with_bell(bell)?,
            None => EpollSelector::new()?,
        }))
    }
}
