//! What reaches a loop from other threads.
//!
//! A loop and all that belongs to it stay on one thread. What may leave it is a [`Remote`], and the wakers of
//! its tasks: both drop something into the loop's [`Inbox`] and wake its selector, if it is selecting.

use std::fmt;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Wake;

use super::event_loop::EventLoop;
use super::exception::Exception;
use super::task::TaskKey;
use crate::selector::Selector;

/// What somebody wants of the loop.
pub(super) enum Mail {
    /// To call this soon.
    Call(Box<RemoteCall>),
    /// To wake this task.
    Wake(TaskKey),
}

type RemoteCall = dyn FnOnce(&EventLoop) + Send;

/// Somebody has left mail.
const MAIL: u8 = 1;
/// The loop is about to block, or blocks: mail has to wake it.
const SELECTING: u8 = 2;

/// Where mail for a loop is left.
pub(super) struct Inbox {
    flags: AtomicU8,
    /// `None` once the loop is closed.
    mail: Mutex<Option<Vec<Mail>>>,
    selector: Arc<dyn Selector>,
}

impl Inbox {
    pub(super) fn new(selector: Arc<dyn Selector>) -> Self {
        Self { flags: AtomicU8::new(0), mail: Mutex::new(Some(Vec::new())), selector }
    }

    /// Leaves mail; false if the loop is closed.
    fn send(&self, item: Mail) -> bool {
        match &mut *self.mail.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(mail) => mail.push(item),
            None => return false,
        }
        // The mail is there before the flag is: whoever sees the flag finds the mail.
        if self.flags.fetch_or(MAIL, Ordering::AcqRel) == SELECTING {
            self.selector.wake();
        }
        true
    }

    /// Whether there may be mail.
    #[inline]
    pub(super) fn has_mail(&self) -> bool {
        self.flags.load(Ordering::Acquire) & MAIL != 0
    }

    /// Takes the mail there is, and leaves `empty` in its place.
    pub(super) fn take(&self, empty: Vec<Mail>) -> Vec<Mail> {
        // The flag is cleared before the mail is taken. Mail that comes in between may leave a flag without
        // mail, which costs a look; never mail without a flag.
        self.flags.fetch_and(!MAIL, Ordering::AcqRel);
        let mut mail = self.mail.lock().unwrap_or_else(PoisonError::into_inner);
        mail.as_mut().map(|mail| std::mem::replace(mail, empty)).unwrap_or_default()
    }

    /// The loop is going to block: from now on mail wakes it. Whether there is mail already.
    pub(super) fn begin_select(&self) -> bool {
        self.flags.fetch_or(SELECTING, Ordering::AcqRel) & MAIL != 0
    }

    /// The loop does not block any more. Whether there is mail.
    pub(super) fn end_select(&self) -> bool {
        self.flags.fetch_and(!SELECTING, Ordering::AcqRel) & MAIL != 0
    }

    /// The loop is closed: gives back the mail nobody will read.
    pub(super) fn close(&self) -> Option<Vec<Mail>> {
        self.mail.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// A loop, seen from any thread.
///
/// ```
/// # use std::sync::Arc;
/// # use asyncio101::selector::ManualSelector;
/// # use asyncio101::{EventLoop, Exception};
/// let event_loop = EventLoop::new(Arc::new(ManualSelector::new()));
/// let remote = event_loop.remote();
/// let thread = std::thread::spawn(move || {
///     remote.call_soon_threadsafe(|event_loop| event_loop.stop()).is_ok()
/// });
/// assert!(thread.join().unwrap());
/// event_loop.run_forever()?;
/// # Ok::<(), Exception>(())
/// ```
#[derive(Clone)]
pub struct Remote {
    inbox: Arc<Inbox>,
}

impl Remote {
    pub(super) fn new(inbox: Arc<Inbox>) -> Self {
        Self { inbox }
    }

    /// Has `callback` called by the loop, on its thread, in the next turn, and wakes the loop if it sleeps.
    /// What one thread schedules runs in the order it was scheduled. It runs in an empty [`Context`]: those of
    /// the calling thread stay there.
    ///
    /// # Errors
    ///
    /// `RuntimeError` if the loop is closed.
    ///
    /// [`Context`]: crate::Context
    pub fn call_soon_threadsafe(
        &self,
        callback: impl FnOnce(&EventLoop) + Send + 'static,
    ) -> Result<(), Exception> {
        if self.inbox.send(Mail::Call(Box::new(callback))) {
            Ok(())
        } else {
            Err(Exception::loop_is_closed())
        }
    }

    /// Whether the loop is closed. It may be closed at any moment after, too.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.inbox.mail.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }
}

impl fmt::Debug for Remote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Remote").field("is_closed", &self.is_closed()).finish_non_exhaustive()
    }
}

/// The task is being polled, or its next step is scheduled: it will see for itself.
const AWAKE: u8 = 0;
/// As `AWAKE`, and its waker was called meanwhile.
const WOKEN: u8 = 1;
/// The task waits: calling its waker has to get it going.
const ASLEEP: u8 = 2;

/// What is behind the waker of a task.
///
/// ```text
///            begin_poll               end_poll
///   any ─────────────────▶ AWAKE ─────────────────▶ ASLEEP
///                            │ wake                   │ wake: leaves mail
///                            ▼                        │
///                          WOKEN ◀────────────────────┘
/// ```
pub(super) struct Signal {
    state: AtomicU8,
    task: TaskKey,
    inbox: Arc<Inbox>,
}

impl Signal {
    pub(super) fn new(task: TaskKey, inbox: Arc<Inbox>) -> Self {
        Self { state: AtomicU8::new(AWAKE), task, inbox }
    }

    /// The task is going to look at everything: calls of its waker until now are settled.
    #[inline]
    pub(super) fn begin_poll(&self) {
        // Mostly it is awake already, and a look is cheaper than a swap.
        if self.state.load(Ordering::Acquire) != AWAKE {
            self.state.swap(AWAKE, Ordering::AcqRel);
        }
    }

    /// The task has seen everything, and goes to sleep; false if its waker was called meanwhile.
    #[inline]
    pub(super) fn end_poll(&self) -> bool {
        self.state.compare_exchange(AWAKE, ASLEEP, Ordering::AcqRel, Ordering::Acquire).is_ok()
    }
}

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if self.state.swap(WOKEN, Ordering::AcqRel) == ASLEEP {
            // If the loop is closed, the task never goes on.
            let _sent = self.inbox.send(Mail::Wake(self.task));
        }
    }
}
