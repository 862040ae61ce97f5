//! What the clones of a loop share, and the turn it takes.

use std::cell::{Cell, RefCell};
use std::io;
use std::panic::Location;
use std::rc::Rc;
use std::sync::Arc;

use super::context::Context;
use super::coroutine::Slot;
use super::errors::{Handlers, SlowCallback};
use super::event_loop::EventLoop;
use super::exception::Exception;
use super::handle::{CallbackResult, Entry, Handle, TimerHandle};
use super::remote::{Inbox, Mail};
use super::task::{self, AnyTask, Tasks};
use super::watchers::Watchers;
use crate::handle::{HandleId, Scheduled};
use crate::scheduler::{Phase, Scheduler};
use crate::selector::{self, Selector, Time, Timeout};
use crate::trace::{Cause, Details, Event, FutureId};

/// What the clones of a loop, and all that belongs to it, share.
pub(super) struct Shared {
    scheduler: RefCell<Scheduler<Entry>>,
    selector: Arc<dyn Selector>,
    /// What comes from other threads, and from wakers.
    inbox: Arc<Inbox>,
    /// Mail is being collected: what that schedules does not collect mail again.
    is_collecting: Cell<bool>,
    /// What the block that is being polled and the futures it awaits tell each other.
    slot: Slot,
    tasks: RefCell<Tasks>,
    current_task: RefCell<Option<AnyTask>>,
    watchers: RefCell<Watchers>,
    handlers: RefCell<Handlers>,
    /// Where `select` leaves its events, kept for its capacity.
    events: RefCell<Vec<selector::Event>>,
    is_debugging: Cell<bool>,
    slow_callback_duration: Cell<f64>,
}

impl Shared {
    pub(super) fn new(selector: Arc<dyn Selector>) -> Self {
        Self {
            scheduler: RefCell::default(),
            inbox: Arc::new(Inbox::new(selector.clone())),
            selector,
            is_collecting: Cell::new(false),
            slot: Slot::default(),
            tasks: RefCell::default(),
            current_task: RefCell::default(),
            watchers: RefCell::default(),
            handlers: RefCell::default(),
            events: RefCell::default(),
            is_debugging: Cell::new(false),
            slow_callback_duration: Cell::new(0.1),
        }
    }

    pub(super) fn event_loop(self: &Rc<Self>) -> EventLoop {
        EventLoop::from_shared(self.clone())
    }

    /// It is never borrowed while something of the program's runs, destructors included.
    pub(super) fn scheduler(&self) -> &RefCell<Scheduler<Entry>> {
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

    pub(super) fn slot(&self) -> &Slot {
        &self.slot
    }

    pub(super) fn tasks(&self) -> &RefCell<Tasks> {
        &self.tasks
    }

    pub(super) fn watchers(&self) -> &RefCell<Watchers> {
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

    /// A number for a handle that is about to be scheduled. What other threads and wakers have scheduled
    /// before comes first.
    pub(super) fn next_handle_id(self: &Rc<Self>) -> HandleId {
        if self.inbox.has_mail() && !self.is_collecting.get() {
            self.collect_mail();
        }
        self.scheduler.borrow_mut().next_handle_id()
    }

    /// Puts something at the end of the ready queue.
    ///
    /// # Errors
    ///
    /// `RuntimeError` if the loop is closed.
    pub(super) fn call_soon(&self, entry: Entry, cause: Cause) -> Result<(), Exception> {
        let mut scheduler = self.scheduler.borrow_mut();
        if scheduler.phase() == Phase::Closed {
            drop(scheduler);
            // Only now: what the entry holds is the program's.
            drop(entry);
            return Err(Exception::loop_is_closed());
        }
        scheduler.call_soon(entry, cause, Details::NONE);
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
        let handle = Handle::once(self, true, context, scheduled_at, callback);
        self.scheduler.borrow_mut().call_at(when, Entry::Handle(handle.clone()), Details::NONE);
        TimerHandle::new(handle, when)
    }

    /// A handle was cancelled; `is_timer` if it is among the timers.
    pub(super) fn note_cancelled(&self, id: HandleId, is_timer: bool) {
        let mut scheduler = self.scheduler.borrow_mut();
        let swept = scheduler.note_cancelled(id, is_timer, Details::NONE);
        drop(scheduler);
        drop(swept);
    }

    /// This task is the current one until what this returns is dropped.
    pub(super) fn enter_task(self: &Rc<Self>, task: AnyTask) -> CurrentTask {
        let outer = self.current_task.replace(Some(task));
        CurrentTask { shared: self.clone(), outer }
    }

    /// The loop does not run any more.
    pub(super) fn end_running(&self) {
        self.scheduler.borrow_mut().end_running();
    }

    /// Takes one turn: waits until something is ready, and runs that.
    ///
    /// # Errors
    ///
    /// What the selector says if it cannot wait.
    pub(super) fn run_turn(self: &Rc<Self>) -> io::Result<()> {
        let timeout = self.begin_turn();
        let mut events = self.events.take();
        let selected = self.selector.select(timeout, &mut events);
        if selected.is_ok() {
            self.finish_turn(&events);
        }
        events.clear();
        self.events.replace(events);
        selected
    }

    /// For how long select may block.
    pub(super) fn begin_turn(self: &Rc<Self>) -> Timeout {
        // From here on mail wakes the selector; what is there already makes it return at once.
        if self.inbox.begin_select() {
            self.collect_mail();
        }
        let mut swept = Vec::new();
        let timeout = self.scheduler.borrow_mut().begin_turn(|| self.selector.time(), &mut swept);
        drop(swept);
        timeout
    }

    /// Select is back: runs what is ready now.
    pub(super) fn finish_turn(self: &Rc<Self>, events: &[selector::Event]) {
        let has_mail = self.inbox.end_select();
        self.scheduler.borrow_mut().selected(events.len());
        if has_mail {
            self.collect_mail();
        }
        let event_loop = self.event_loop();
        for event in events {
            event_loop.process_event(*event);
        }
        let mut scheduler = self.scheduler.borrow_mut();
        let end = scheduler.has_timers().then(|| self.selector.time().after(self.selector.resolution()));
        let count = scheduler.begin_pass(end);
        drop(scheduler);
        for _ in 0..count {
            let entry = self.scheduler.borrow_mut().next();
            match entry {
                Some(entry) if !entry.is_cancelled() => self.run(&event_loop, entry),
                Some(cancelled) => drop(cancelled),
                None => unreachable!("a pass ends before the queue does"),
            }
        }
    }

    /// Runs one handle.
    #[inline]
    fn run(&self, event_loop: &EventLoop, entry: Entry) {
        let id = entry.id();
        self.report(|| Event::Began(id));
        let began = self.is_debugging.get().then(|| self.selector.time());
        if let Err(context) = entry.run() {
            event_loop.call_exception_handler(&context);
        }
        if let Some(began) = began {
            let seconds = self.selector.time().since(began);
            if seconds >= self.slow_callback_duration.get() {
                event_loop.report_slow(SlowCallback { handle: id, seconds });
            }
        }
        self.report(|| Event::Ended(id));
    }

    /// Schedules what other threads and wakers have left in the inbox.
    fn collect_mail(self: &Rc<Self>) {
        self.is_collecting.set(true);
        for mail in self.inbox.take() {
            match mail {
                Mail::Wake(key) => task::wake(self, key),
                Mail::Call(callback) => {
                    let shared = Rc::downgrade(self);
                    let callback = move || {
                        if let Some(shared) = shared.upgrade() {
                            callback(&EventLoop::from_shared(shared));
                        }
                    };
                    let handle = Handle::once(self, false, Context::new(), Location::caller(), callback);
                    self.scheduler.borrow_mut().call_soon(
                        Entry::Handle(handle),
                        Cause::Program,
                        Details::NONE,
                    );
                }
            }
        }
        self.is_collecting.set(false);
    }
}

/// Gives the place of the current task back to who had it before.
pub(super) struct CurrentTask {
    shared: Rc<Shared>,
    outer: Option<AnyTask>,
}

impl Drop for CurrentTask {
    fn drop(&mut self) {
        let inner = self.shared.current_task.replace(self.outer.take());
        drop(inner);
    }
}
