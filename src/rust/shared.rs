//! What the clones of a loop share.

use std::cell::{Cell, RefCell};
use std::panic::Location;
use std::rc::Rc;
use std::sync::Arc;

use super::any_future::Value;
use super::context::Context;
use super::coroutine::Slot;
use super::errors::Handlers;
use super::event_loop::EventLoop;
use super::exception::Exception;
use super::handle::{CallbackResult, Handle, TimerHandle, Work};
use super::remote::{Inbox, Mail};
use super::task::{self, AnyTask, Tasks};
use crate::ids::{FutureId, HandleId};
use crate::network::Network;
use crate::scheduler::{Phase, Scheduler};
use crate::selector::{Selector, Time};
use crate::trace::{Cause, Details, Event};
use crate::watchers::Watchers;

/// What the clones of a loop, and all that belongs to it, share.
pub(super) struct Shared {
    scheduler: RefCell<Scheduler<Work>>,
    selector: Arc<dyn Selector>,
    network: Option<Arc<dyn Network>>,
    /// What comes from other threads, and from wakers.
    inbox: Arc<Inbox>,
    /// Mail is being collected: what that schedules does not collect mail again.
    is_collecting: Cell<bool>,
    /// Where the next mail is left, kept for its capacity.
    no_mail: Cell<Vec<Mail>>,
    /// What the block that is being polled and the futures it awaits tell each other.
    slot: Slot,
    /// The result of a future that is only there to wake a task.
    nothing: Value,
    tasks: RefCell<Tasks>,
    current_task: RefCell<Option<AnyTask>>,
    watchers: RefCell<Watchers<Handle>>,
    handlers: RefCell<Handlers>,
    is_debugging: Cell<bool>,
    slow_callback_duration: Cell<f64>,
}

impl Shared {
    pub(super) fn new(selector: Arc<dyn Selector>, network: Option<Arc<dyn Network>>) -> Self {
        Self {
            scheduler: RefCell::default(),
            inbox: Arc::new(Inbox::new(selector.clone())),
            selector,
            network,
            is_collecting: Cell::new(false),
            no_mail: Cell::default(),
            slot: Slot::default(),
            nothing: Rc::new(()),
            tasks: RefCell::default(),
            current_task: RefCell::default(),
            watchers: RefCell::default(),
            handlers: RefCell::default(),
            is_debugging: Cell::new(false),
            slow_callback_duration: Cell::new(0.1),
        }
    }

    pub(super) fn event_loop(self: &Rc<Self>) -> EventLoop {
        EventLoop::from_shared(self.clone())
    }

    /// It is never borrowed while something of the program's runs, destructors included.
    pub(super) fn scheduler(&self) -> &RefCell<Scheduler<Work>> {
        &self.scheduler
    }

    pub(super) fn inbox(&self) -> &Arc<Inbox> {
        &self.inbox
    }

    pub(super) fn current_task(&self) -> &RefCell<Option<AnyTask>> {
        &self.current_task
    }

    pub(super) fn is_debugging(&self) -> &Cell<bool> {
        &self.is_debugging
    }

    pub(super) fn slow_callback_duration(&self) -> &Cell<f64> {
        &self.slow_callback_duration
    }

    pub(super) fn selector(&self) -> &dyn Selector {
        &*self.selector
    }

    pub(super) fn network(&self) -> Option<Arc<dyn Network>> {
        self.network.clone()
    }

    pub(super) fn slot(&self) -> &Slot {
        &self.slot
    }

    pub(super) fn nothing(&self) -> &Value {
        &self.nothing
    }

    pub(super) fn tasks(&self) -> &RefCell<Tasks> {
        &self.tasks
    }

    pub(super) fn watchers(&self) -> &RefCell<Watchers<Handle>> {
        &self.watchers
    }

    pub(super) fn handlers(&self) -> &RefCell<Handlers> {
        &self.handlers
    }

    /// Tells the observer, if there is one.
    #[inline]
    pub(super) fn report(&self, event: impl FnOnce() -> Event) {
        self.scheduler.borrow_mut().report(event);
    }

    /// A number for the next future or task.
    pub(super) fn next_future_id(&self) -> FutureId {
        self.scheduler.borrow_mut().next_future_id()
    }

    /// Puts something at the end of the ready queue.
    ///
    /// # Errors
    ///
    /// `RuntimeError` if the loop is closed.
    #[inline]
    pub(super) fn call_soon(self: &Rc<Self>, work: Work, cause: Cause) -> Result<(), Exception> {
        self.collect_mail();
        let mut scheduler = self.scheduler.borrow_mut();
        if scheduler.phase() == Phase::Closed {
            drop(scheduler);
            // Only now: what it holds is the program's.
            drop(work);
            return Err(Exception::loop_is_closed());
        }
        scheduler.call_soon(work, cause, Details::NONE);
        Ok(())
    }

    /// Puts a callback among the timers. The loop is open: the caller has seen to that.
    pub(super) fn call_at<R: CallbackResult + 'static>(
        self: &Rc<Self>,
        when: Time,
        context: Context,
        scheduled_at: &'static Location<'static>,
        callback: impl FnOnce() -> R + 'static,
    ) -> TimerHandle {
        let handle = Handle::once(self, context, scheduled_at, callback);
        self.push_timer(when, Work::Handle(handle.clone()));
        TimerHandle::new(handle, when)
    }

    /// The same, for what ends a sleep by resolving `future`.
    pub(super) fn end_sleep_at(
        self: &Rc<Self>,
        when: Time,
        future: FutureId,
        scheduled_at: &'static Location<'static>,
        callback: impl FnOnce() -> Result<(), Exception> + 'static,
    ) -> TimerHandle {
        // The callback reads no variable, so it needs no copy of the context.
        let handle = Handle::once(self, Context::current(), scheduled_at, callback);
        self.push_timer(when, Work::EndSleep { handle: handle.clone(), future });
        TimerHandle::new(handle, when)
    }

    fn push_timer(self: &Rc<Self>, when: Time, work: Work) {
        self.collect_mail();
        self.scheduler.borrow_mut().call_at(when, work, Details::NONE);
    }

    /// A handle was cancelled; `is_timer` if it is among the timers.
    pub(super) fn note_cancelled(&self, id: HandleId, is_timer: bool) {
        let mut scheduler = self.scheduler.borrow_mut();
        let swept = scheduler.note_cancelled(id, is_timer, Details::NONE);
        drop(scheduler);
        drop(swept);
    }

    /// This task is the current one until what this returns is dropped.
    pub(super) fn enter_task(&self, task: AnyTask) -> CurrentTask<'_> {
        let outer = self.current_task.replace(Some(task));
        CurrentTask { shared: self, outer }
    }

    /// The loop does not run any more.
    pub(super) fn end_running(&self) {
        self.scheduler.borrow_mut().end_running();
    }

    /// Schedules what other threads and wakers have left in the inbox, if there is any: it comes before whatever is
    /// scheduled after it was left.
    #[inline]
    pub(super) fn collect_mail(self: &Rc<Self>) {
        if self.inbox.has_mail() && !self.is_collecting.get() {
            self.schedule_mail();
        }
    }

    fn schedule_mail(self: &Rc<Self>) {
        self.is_collecting.set(true);
        let mut letters = self.inbox.take(self.no_mail.take());
        for mail in letters.drain(..) {
            match mail {
                Mail::Wake(key) => task::wake(self, key),
                Mail::Call(callback) => {
                    let shared = Rc::downgrade(self);
                    let callback = move || {
                        if let Some(shared) = shared.upgrade() {
                            callback(&EventLoop::from_shared(shared));
                        }
                    };
                    let handle = Handle::once(self, Context::new(), Location::caller(), callback);
                    self.scheduler.borrow_mut().call_soon(
                        Work::Handle(handle),
                        Cause::Program,
                        Details::NONE,
                    );
                }
            }
        }
        self.no_mail.set(letters);
        self.is_collecting.set(false);
    }
}

/// Gives the place of the current task back to who had it before.
pub(super) struct CurrentTask<'a> {
    shared: &'a Shared,
    outer: Option<AnyTask>,
}

impl Drop for CurrentTask<'_> {
    fn drop(&mut self) {
        let inner = self.shared.current_task.replace(self.outer.take());
        drop(inner);
    }
}
