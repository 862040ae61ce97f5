//! Sleeping.

use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::{Context, Poll};

use super::coroutine::Slot;
use super::event_loop::EventLoop;
use super::exception::Exception;
use super::future::Future;
use super::handle::TimerHandle;
use super::running::{self, get_running_loop};
use super::shared::Shared;

/// Waits for `seconds`, measured from when it is first awaited, on the clock of the loop that runs then.
/// ([`asyncio.sleep`](https://docs.python.org/3/library/asyncio-task.html#asyncio.sleep))
///
/// `sleep(0.0)` gives up one turn of the loop, and does nothing else.
#[must_use = "it sleeps when it is awaited"]
pub fn sleep(seconds: f64) -> Sleep {
    Sleep { event_loop: None, state: State::Created(seconds) }
}

impl EventLoop {
    /// Waits for `seconds`, measured from when it is first awaited: see [`sleep`].
    #[must_use = "it sleeps when it is awaited"]
    pub fn sleep(&self, seconds: f64) -> Sleep {
        Sleep { event_loop: Some(Rc::downgrade(self.shared())), state: State::Created(seconds) }
    }
}

/// What [`sleep`] returns. Dropping it cancels its timer.
///
/// It gives nothing, or [`Exception::Cancelled`] if the task that awaits it is cancelled, or `RuntimeError` if
/// there is no loop to sleep on.
#[derive(Debug)]
pub struct Sleep {
    /// The loop whose clock counts; `None` is the one that runs.
    event_loop: Option<Weak<Shared>>,
    state: State,
}

/// ```text
///   Created ── first poll, seconds > 0 ──▶ Waiting ── the timer fired, or an exception ──▶ Over
///      └────── first poll, seconds ≤ 0 ──▶ GaveWay ── polled again ──────────────────────▶ Over
/// ```
#[derive(Debug)]
enum State {
    Created(f64),
    GaveWay,
    Waiting { future: Future<()>, timer: TimerHandle },
    Over,
}

impl Sleep {
    fn event_loop(&self) -> Result<EventLoop, Exception> {
        match &self.event_loop {
            Some(shared) => {
                shared.upgrade().map(EventLoop::from_shared).ok_or_else(Exception::loop_is_closed)
            }
            None => get_running_loop(),
        }
    }

    /// Asks the slot of the loop one of whose tasks is polling this.
    #[inline]
    fn ask_slot<R>(&self, context: &Context<'_>, ask: impl FnOnce(&Slot) -> R) -> Option<R> {
        match self.event_loop.as_ref().and_then(Weak::upgrade) {
            Some(shared) if shared.slot().is_polled_with(context.waker()) => Some(ask(shared.slot())),
            _ => running::ask_slot(context.waker(), ask),
        }
    }

    fn begin(&mut self, seconds: f64, context: &Context<'_>) -> Result<(), Exception> {
        if seconds.is_nan() {
            return Err(Exception::runtime("Invalid delay: NaN (not a number)"));
        }
        if seconds <= 0.0 {
            if self.ask_slot(context, Slot::give_way).is_none() {
                // Another executor gives up a turn of its own.
                context.waker().wake_by_ref();
            }
            self.state = State::GaveWay;
            return Ok(());
        }
        let event_loop = self.event_loop()?;
        event_loop.check_open()?;
        let (future, timer) = event_loop.timer_future(seconds);
        self.state = State::Waiting { future, timer };
        Ok(())
    }
}

impl std::future::Future for Sleep {
    type Output = Result<(), Exception>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let result = match &mut this.state {
            State::Created(seconds) => {
                let seconds = *seconds;
                match this.begin(seconds, context) {
                    Err(exception) => Poll::Ready(Err(exception)),
                    Ok(()) => match &mut this.state {
                        State::Waiting { future, .. } => Pin::new(future).poll(context),
                        _ => Poll::Pending,
                    },
                }
            }
            State::Waiting { future, .. } => Pin::new(future).poll(context),
            State::GaveWay => {
                this.state = State::Over;
                return Poll::Ready(this.ask_slot(context, Slot::take_thrown).flatten().map_or(Ok(()), Err));
            }
            // As `await` of a coroutine that is over.
            State::Over => Poll::Ready(Err(Exception::runtime("cannot reuse already awaited coroutine"))),
        };
        if result.is_ready() {
            this.wake_up();
        }
        result
    }
}

impl Sleep {
    /// It is over: the timer is not needed any more.
    fn wake_up(&mut self) {
        if let State::Waiting { timer, .. } = std::mem::replace(&mut self.state, State::Over) {
            timer.cancel();
        }
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if matches!(self.state, State::Waiting { .. }) {
            self.wake_up();
        }
    }
}
