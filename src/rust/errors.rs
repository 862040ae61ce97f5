//! What nobody handled: errors of callbacks, exceptions that were never retrieved, tasks that were lost.

use std::borrow::Cow;
use std::fmt;
use std::panic::Location;
use std::rc::Rc;

use super::event_loop::EventLoop;
use super::exception::Exception;
use crate::ids::{FutureId, HandleId};

/// What an exception handler is given: the `context` of
/// [`loop.call_exception_handler`](https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.call_exception_handler).
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ErrorContext {
    /// What happened.
    pub message: Cow<'static, str>,
    /// The exception, if there was one.
    pub exception: Option<Exception>,
    /// The future or task it is about.
    pub future: Option<FutureId>,
    /// The handle whose callback failed.
    pub handle: Option<HandleId>,
}

impl ErrorContext {
    /// A context with a message, for `call_exception_handler`.
    #[must_use]
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self { message: message.into(), ..Self::default() }
    }

    pub(super) fn in_callback(id: HandleId, scheduled_at: &Location<'_>, exception: Exception) -> Self {
        let message = format!("Exception in callback {id}, scheduled at {scheduled_at}");
        Self { exception: Some(exception), handle: Some(id), ..Self::new(message) }
    }

    pub(super) fn in_step(id: HandleId, exception: Exception) -> Self {
        let message = format!("Exception in callback {id}, the step of a task");
        Self { exception: Some(exception), handle: Some(id), ..Self::new(message) }
    }

    /// `kind` is "Future" or "Task".
    pub(super) fn never_retrieved(kind: &str, future: FutureId, exception: Exception) -> Self {
        let message = format!("{kind} exception was never retrieved");
        Self { exception: Some(exception), future: Some(future), ..Self::new(message) }
    }

    pub(super) fn destroyed(task: FutureId) -> Self {
        Self { future: Some(task), ..Self::new("Task was destroyed but it is pending!") }
    }

    pub(super) fn in_close(task: FutureId, exception: Exception) -> Self {
        let message = "Exception while the coroutine of a task was closed";
        Self { exception: Some(exception), future: Some(task), ..Self::new(message) }
    }
}

/// Says it all in one line, as the default handler logs it.
impl fmt::Display for ErrorContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if let Some(future) = self.future {
            write!(f, " ({future})")?;
        }
        if let Some(exception) = &self.exception {
            write!(f, ": {exception:?}")?;
        }
        Ok(())
    }
}

/// A callback that ran for long, and so kept everybody else waiting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SlowCallback {
    /// Its handle.
    pub handle: HandleId,
    /// How long it ran, in seconds of the loop's clock.
    pub seconds: f64,
}

impl fmt::Display for SlowCallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Executing {} took {:.3} seconds", self.handle, self.seconds)
    }
}

/// Whom a loop tells.
#[derive(Clone, Default)]
pub(super) struct Handlers {
    exception: Option<Rc<ExceptionHandler>>,
    slow: Option<Rc<SlowHandler>>,
}

type ExceptionHandler = dyn Fn(&EventLoop, &ErrorContext);
type SlowHandler = dyn Fn(&EventLoop, SlowCallback);

impl EventLoop {
    /// Has `handler` called instead of [`default_exception_handler`](EventLoop::default_exception_handler)
    /// when something goes wrong that nobody can catch: a callback failed, a future's exception was never
    /// retrieved, a pending task was destroyed.
    ///
    /// It may be called wherever a future is dropped, so it should be quick, and not panic.
    pub fn set_exception_handler(&self, handler: impl Fn(&Self, &ErrorContext) + 'static) {
        let old = self.shared().handlers().borrow_mut().exception.replace(Rc::new(handler));
        drop(old);
    }

    /// Goes back to the default exception handler.
    pub fn reset_exception_handler(&self) {
        let old = self.shared().handlers().borrow_mut().exception.take();
        drop(old);
    }

    /// Logs an error, with the target `asyncio`, through the crate [`log`].
    pub fn default_exception_handler(&self, context: &ErrorContext) {
        log::error!(target: "asyncio", "{context}");
    }

    /// Calls the exception handler.
    pub fn call_exception_handler(&self, context: &ErrorContext) {
        let handler = self.shared().handlers().borrow().exception.clone();
        match handler {
            Some(handler) => handler(self, context),
            None => self.default_exception_handler(context),
        }
    }

    /// Has `handler` called, in debug mode, after every callback that ran for
    /// [`slow_callback_duration`](EventLoop::slow_callback_duration) or longer. Until then such callbacks are
    /// logged as warnings, with the target `asyncio`.
    pub fn set_slow_callback_handler(&self, handler: impl Fn(&Self, SlowCallback) + 'static) {
        let old = self.shared().handlers().borrow_mut().slow.replace(Rc::new(handler));
        drop(old);
    }

    pub(super) fn report_slow(&self, slow: SlowCallback) {
        let handler = self.shared().handlers().borrow().slow.clone();
        match handler {
            Some(handler) => handler(self, slow),
            None => log::warn!(target: "asyncio", "{slow}"),
        }
    }
}
