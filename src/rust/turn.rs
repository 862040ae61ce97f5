//! What the [turn](crate::turn) of a loop has to know of Rust.

use std::rc::Rc;

use super::errors::{ErrorContext, SlowCallback};
use super::exception::Exception;
use super::handle::{Handle, Work};
use super::language::Rust;
use super::shared::Shared;
use crate::handle::Entry;
use crate::scheduler::Scheduler;
use crate::selector::{self, Selector, Timeout};
use crate::trace::{Details, Event};
use crate::turn::Loop;
use crate::watchers::Watchers;

impl Loop for Rc<Shared> {
    type Language = Rust;
    type Work = Work;
    type Handle = Handle;
    type Failure = ErrorContext;

    fn selector(&self) -> &dyn Selector {
        Shared::selector(self)
    }

    fn with_scheduler<R>(&self, access: impl FnOnce(&mut Scheduler<Work>) -> R) -> R {
        access(&mut self.scheduler().borrow_mut())
    }

    fn with_watchers<R>(&self, access: impl FnOnce(&mut Watchers<Handle>) -> R) -> R {
        access(&mut self.watchers().borrow_mut())
    }

    fn report(&self, event: impl FnOnce() -> Event) {
        Shared::report(self, event);
    }

    fn before_turn(&self, (): ()) {
        // From here on mail wakes the selector; what is there already makes it return at once.
        if self.inbox().begin_select() {
            self.collect_mail();
        }
    }

    fn select(&self, timeout: Timeout, events: &mut Vec<selector::Event>, (): ()) -> Result<(), Exception> {
        Ok(Shared::selector(self).select(timeout, events)?)
    }

    fn after_select(&self, (): ()) -> Result<(), Exception> {
        if self.inbox().end_select() {
            self.collect_mail();
        }
        Ok(())
    }

    fn watcher_is_ready(&self, handle: Handle, (): ()) -> (Work, Details) {
        (Work::Handle(handle), Details::NONE)
    }

    fn run(&self, entry: &mut Entry<Work>, (): ()) -> Result<(), ErrorContext> {
        Work::run(entry)
    }

    fn has_failed(&self, _entry: &Entry<Work>, context: ErrorContext, (): ()) -> Result<(), Exception> {
        self.event_loop().call_exception_handler(&context);
        Ok(())
    }

    fn is_debugging(&self) -> bool {
        Shared::is_debugging(self).get()
    }

    fn slow_callback_duration(&self) -> f64 {
        Shared::slow_callback_duration(self).get()
    }

    fn was_slow(&self, entry: &Entry<Work>, seconds: f64, (): ()) -> Result<(), Exception> {
        self.event_loop().report_slow(SlowCallback { handle: entry.id, seconds });
        Ok(())
    }
}
