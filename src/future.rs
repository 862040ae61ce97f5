//! A result that is not there yet.
//!
//! [`FutureState`] is the state of one future, of any language: a plain value that schedules nothing itself.
//! Whoever resolves it gets its callbacks back, and has to schedule them.
//!
//! ```text
//!              set_result ──▶ Returned ┐
//!   Pending ── set_exception ▶ Raised  ├─ done: nothing leads out of here
//!              cancel ──────▶ Cancelled┘
//! ```
//!
//! [`asyncio.Future`](https://docs.python.org/3/library/asyncio-future.html)

use smallvec::SmallVec;

use crate::language::Language;

/// Nearly every future has one callback: the task that awaits it.
pub type Callbacks<L> = SmallVec<[<L as Language>::Callback; 1]>;

/// What has become of a future.
pub enum Outcome<L: Language> {
    /// Nothing yet.
    Pending,
    /// It has a result.
    Returned(L::Value),
    /// It has an exception.
    Raised(L::Exception),
    /// It was cancelled. The `CancelledError` that did it, where one did: it carries its traceback.
    Cancelled(Option<L::Exception>),
}

/// The state of one future.
pub struct FutureState<L: Language> {
    outcome: Outcome<L>,
    callbacks: Callbacks<L>,
    /// What the last `cancel(msg)` was given, for the `CancelledError` to come.
    cancel_message: Option<L::Message>,
    /// It failed, and nobody has asked for the exception: worth a line in the log when it is dropped.
    unretrieved: bool,
}

impl<L: Language> Default for FutureState<L> {
    fn default() -> Self {
        Self {
            outcome: Outcome::Pending,
            callbacks: SmallVec::new(),
            cancel_message: None,
            unretrieved: false,
        }
    }
}

/// The future has its outcome already, and keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlreadyDone;

impl<L: Language> FutureState<L> {
    /// What has become of it.
    #[must_use]
    pub fn outcome(&self) -> &Outcome<L> {
        &self.outcome
    }

    /// Whether it has an outcome.
    #[must_use]
    pub fn is_done(&self) -> bool {
        !matches!(self.outcome, Outcome::Pending)
    }

    /// Whether it was cancelled.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        matches!(self.outcome, Outcome::Cancelled(_))
    }

    /// The word asyncio has for its state.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self.outcome {
            Outcome::Pending => "PENDING",
            Outcome::Cancelled(_) => "CANCELLED",
            Outcome::Returned(_) | Outcome::Raised(_) => "FINISHED",
        }
    }

    /// Gives it its outcome, and the caller its callbacks to schedule.
    ///
    /// # Errors
    ///
    /// [`AlreadyDone`] if it has one.
    pub fn resolve(&mut self, outcome: Outcome<L>) -> Result<Callbacks<L>, AlreadyDone> {
        if self.is_done() {
            return Err(AlreadyDone);
        }
        self.unretrieved = matches!(outcome, Outcome::Raised(_));
        self.outcome = outcome;
        Ok(std::mem::take(&mut self.callbacks))
    }

    /// Remembers a callback.
    ///
    /// # Errors
    ///
    /// Gives the callback back if the future is done: then it is to be scheduled at once.
    pub fn add_done_callback(&mut self, callback: L::Callback) -> Result<(), L::Callback> {
        if self.is_done() {
            return Err(callback);
        }
        self.callbacks.push(callback);
        Ok(())
    }

    /// The callbacks that wait, in the order they were added.
    #[must_use]
    pub fn callbacks(&self) -> &[L::Callback] {
        &self.callbacks
    }

    /// Takes all callbacks away, for somebody who puts back those that are to stay.
    pub fn take_callbacks(&mut self) -> Callbacks<L> {
        std::mem::take(&mut self.callbacks)
    }

    /// Puts callbacks in front of those that wait.
    ///
    /// # Errors
    ///
    /// Gives them back if the future has been done meanwhile: then they are to be scheduled at once.
    pub fn put_back_callbacks(&mut self, mut callbacks: Callbacks<L>) -> Result<(), Callbacks<L>> {
        if self.is_done() {
            return Err(callbacks);
        }
        callbacks.append(&mut self.callbacks);
        self.callbacks = callbacks;
        Ok(())
    }

    /// What the last `cancel` was given.
    #[must_use]
    pub fn cancel_message(&self) -> Option<&L::Message> {
        self.cancel_message.as_ref()
    }

    /// Remembers what a `CancelledError` to come is to say. Returns what it would have said.
    pub fn set_cancel_message(&mut self, message: Option<L::Message>) -> Option<L::Message> {
        std::mem::replace(&mut self.cancel_message, message)
    }

    /// Takes the `CancelledError` that cancelled it. There is one at most, and the first who asks gets it:
    /// raising one exception object twice would grow its traceback.
    pub fn take_cancelled_error(&mut self) -> Option<L::Exception> {
        match &mut self.outcome {
            Outcome::Cancelled(error) => error.take(),
            _ => None,
        }
    }

    /// Whether it failed and nobody has asked for the exception.
    #[must_use]
    pub fn is_unretrieved(&self) -> bool {
        self.unretrieved
    }

    /// Somebody has the exception now, or never wants it.
    pub fn set_retrieved(&mut self) {
        self.unretrieved = false;
    }
}

/// What the core does with the futures of a language.
pub trait Futures: Language {
    /// A future of the language's own kind, and not a task.
    type Plain: ?Sized;

    /// Gives access to its state. Nothing of the language's may run meanwhile.
    fn with_state<R>(future: &Self::Plain, access: impl FnOnce(&mut FutureState<Self>) -> R) -> R;

    /// Gives it its outcome, tells whoever watches its loop, and schedules its callbacks.
    ///
    /// # Errors
    ///
    /// When it has an outcome already, or a callback could not be scheduled.
    fn resolve(future: &Self::Plain, outcome: Outcome<Self>, cx: Self::Cx<'_>)
    -> Result<(), Self::Exception>;
}

/// Cancels a future that is no task: at once, for there is nobody in it who could refuse. Returns whether there was
/// anything left to cancel.
/// ([`Future.cancel`](https://docs.python.org/3/library/asyncio-future.html#asyncio.Future.cancel))
///
/// # Errors
///
/// When a callback could not be scheduled. The future is cancelled all the same.
pub fn cancel<L: Futures>(
    future: &L::Plain,
    message: Option<L::Message>,
    cx: L::Cx<'_>,
) -> Result<bool, L::Exception> {
    // What the message replaces is dropped after the lock is released.
    let replaced = L::with_state(future, |state| {
        state.set_retrieved();
        (!state.is_done()).then(|| state.set_cancel_message(message))
    });
    if replaced.is_none() {
        return Ok(false);
    }
    L::resolve(future, Outcome::Cancelled(None), cx)?;
    Ok(true)
}
