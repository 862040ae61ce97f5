//! One turn of a loop, once, for every language.
//!
//! [`_run_once`] in CPython:
//!
//! ```text
//!   begin  ──▶ how long may select block?         Now if anything is ready, else until the next deadline
//!   select ──▶ the selector's business            blocks
//!   finish ──▶ readiness becomes handles          at the end of the ready queue
//!              the clock is read                  after that, for it may have taken time; it may be the program's own
//!              due timers join the ready queue    how many handles are ready *now*
//!              run exactly those, in order        what they schedule waits for the next turn
//! ```
//!
//! The pass is bounded so that a callback which schedules itself again cannot starve timers and I/O: between
//! any two passes the loop selects. [`begin`] and [`finish`] are apart so that a host can own the loop and do the
//! blocking itself.
//!
//! Whoever watches hears of a handle that it began, then of all that came of it, the complaints of the loop's exception
//! handler and those about its duration included, and then that it ended.
//!
//! [`_run_once`]: https://github.com/python/cpython/blob/3.14/Lib/asyncio/base_events.py

use crate::handle::{Entry, Scheduled as _};
use crate::language::Language;
use crate::scheduler::{Scheduler, Wait};
use crate::selector::{self, Selector, Time, Timeout};
use crate::trace::{Cause, Details, Event};
use crate::watchers::{Direction, Watchers};

/// What a loop's exceptions are.
type Exception<E> = <<E as Loop>::Language as Language>::Exception;

/// What a loop's code needs to run.
type Cx<'cx, E> = <<E as Loop>::Language as Language>::Cx<'cx>;

/// A loop, as its turn sees it: where its parts are, and what only its language can do.
pub trait Loop {
    /// Whose callbacks it runs.
    type Language: Language;
    /// What lies in its queues.
    type Work: crate::handle::Scheduled;
    /// What watches a source.
    type Handle: Clone;
    /// What a callback failed with.
    type Failure;

    /// What it waits with.
    fn selector(&self) -> &dyn Selector;

    /// Gives access to its queues. Nothing of the program's may run meanwhile, destructors included.
    fn with_scheduler<R>(&self, access: impl FnOnce(&mut Scheduler<Self::Work>) -> R) -> R;

    /// Gives access to its readers and writers. Nothing of the program's may run meanwhile, destructors included.
    fn with_watchers<R>(&self, access: impl FnOnce(&mut Watchers<Self::Handle>) -> R) -> R;

    /// Tells whoever watches the loop.
    fn report(&self, event: impl FnOnce() -> Event);

    /// A turn is about to begin: what has come from elsewhere can be scheduled.
    fn before_turn(&self, cx: Cx<'_, Self>);

    /// The time, if it is not the selector that tells it but the program. No lock is held meanwhile.
    ///
    /// # Errors
    ///
    /// What the program raised instead.
    fn own_time(&self, cx: Cx<'_, Self>) -> Result<Option<Time>, Exception<Self>> {
        let _ = cx;
        Ok(None)
    }

    /// Waits for so long at most, and appends to `events` what has become ready.
    ///
    /// # Errors
    ///
    /// What it is in the language that it cannot wait.
    fn select(
        &self,
        timeout: Timeout,
        events: &mut Vec<selector::Event>,
        cx: Cx<'_, Self>,
    ) -> Result<(), Exception<Self>>;

    /// Select is back: what has come from elsewhere meanwhile can be scheduled.
    ///
    /// # Errors
    ///
    /// What interrupts the loop.
    fn after_select(&self, cx: Cx<'_, Self>) -> Result<(), Exception<Self>>;

    /// A source is ready: what there is to run, and what else is known of it. It may be cancelled.
    fn watcher_is_ready(&self, handle: Self::Handle, cx: Cx<'_, Self>) -> (Self::Work, Details);

    /// Runs what was scheduled.
    ///
    /// # Errors
    ///
    /// What it failed with.
    fn run(&self, work: &mut Entry<Self::Work>, cx: Cx<'_, Self>) -> Result<(), Self::Failure>;

    /// What was scheduled has failed: tells the loop's exception handler.
    ///
    /// # Errors
    ///
    /// What ends the loop: the failure itself, if it is of that kind, or one of the handler's.
    fn has_failed(
        &self,
        entry: &Entry<Self::Work>,
        failure: Self::Failure,
        cx: Cx<'_, Self>,
    ) -> Result<(), Exception<Self>>;

    /// Whether it is in debug mode.
    fn is_debugging(&self) -> bool;

    /// From how many seconds on a callback is slow.
    fn slow_callback_duration(&self) -> f64;

    /// In debug mode: what was scheduled has taken so many seconds.
    ///
    /// # Errors
    ///
    /// What ends the loop.
    fn was_slow(
        &self,
        entry: &Entry<Self::Work>,
        seconds: f64,
        cx: Cx<'_, Self>,
    ) -> Result<(), Exception<Self>>;
}

/// Takes one turn after the other until somebody says stop.
///
/// # Errors
///
/// What ends the loop.
pub fn run_until_stopped<E: Loop>(event_loop: &E, cx: Cx<'_, E>) -> Result<(), Exception<E>> {
    // Kept from turn to turn for its capacity.
    let mut events = Vec::new();
    loop {
        take(event_loop, &mut events, cx)?;
        if event_loop.with_scheduler(|scheduler| scheduler.is_stopping()) {
            return Ok(());
        }
    }
}

/// Takes one turn: waits until something is ready, and runs that. `events` is where the selector leaves its own.
///
/// # Errors
///
/// What ends the loop.
pub fn take<E: Loop>(
    event_loop: &E,
    events: &mut Vec<selector::Event>,
    cx: Cx<'_, E>,
) -> Result<(), Exception<E>> {
    let timeout = begin(event_loop, cx)?;
    events.clear();
    event_loop.select(timeout, events, cx)?;
    finish(event_loop, events, cx)
}

/// Begins a turn: for how long select may block.
///
/// # Errors
///
/// What a program that tells the time itself raised instead.
pub fn begin<E: Loop>(event_loop: &E, cx: Cx<'_, E>) -> Result<Timeout, Exception<E>> {
    event_loop.before_turn(cx);
    let mut swept = Vec::new();
    let wait = event_loop.with_scheduler(|scheduler| scheduler.begin_turn(&mut swept));
    drop(swept);
    let timeout = match wait {
        Wait::No => Timeout::Now,
        Wait::Until(deadline) => Timeout::until(deadline, time(event_loop, cx)?),
        Wait::ForEver => Timeout::Never,
    };
    event_loop.report(|| Event::Selecting(timeout));
    Ok(timeout)
}

/// The time, whoever tells it.
fn time<E: Loop>(event_loop: &E, cx: Cx<'_, E>) -> Result<Time, Exception<E>> {
    Ok(event_loop.own_time(cx)?.unwrap_or_else(|| event_loop.selector().time()))
}

/// Finishes a turn: select is back with these events, and what is ready now is run.
///
/// # Errors
///
/// What ends the loop. What has not run by then stays in the ready queue.
pub fn finish<E: Loop>(
    event_loop: &E,
    events: &[selector::Event],
    cx: Cx<'_, E>,
) -> Result<(), Exception<E>> {
    event_loop.report(|| Event::Selected(events.len()));
    event_loop.after_select(cx)?;
    if !events.is_empty() {
        process_events(event_loop, events, cx);
    }
    let selector = event_loop.selector();
    let own_time = event_loop.own_time(cx)?;
    let count = event_loop.with_scheduler(|scheduler| {
        let now = own_time.or_else(|| scheduler.has_timers().then(|| selector.time()));
        scheduler.begin_pass(now.map(|now| now.after(selector.resolution())))
    });
    for _ in 0..count {
        let Some(mut entry) = event_loop.with_scheduler(|scheduler| scheduler.next()) else { break };
        if !entry.is_cancelled() {
            run(event_loop, &mut entry, cx)?;
        }
    }
    Ok(())
}

/// Turns readiness into handles.
fn process_events<E: Loop>(event_loop: &E, events: &[selector::Event], cx: Cx<'_, E>) {
    let ready = event_loop.with_watchers(|watchers| watchers.ready(events));
    for watcher in ready {
        let (work, details) = event_loop.watcher_is_ready(watcher.handle, cx);
        if work.is_cancelled() {
            // Somebody has cancelled the handle and left it where it was. It would be ready for ever.
            let removed = event_loop.with_watchers(|watchers| {
                watchers.remove(watcher.source, watcher.direction, event_loop.selector())
            });
            if let Some(removed) = &removed {
                event_loop.report(|| Event::Watching(watcher.source, removed.interest));
            }
            drop((removed, work));
        } else {
            let cause = match watcher.direction {
                Direction::Read => Cause::Readable(watcher.source),
                Direction::Write => Cause::Writable(watcher.source),
            };
            event_loop.with_scheduler(|scheduler| scheduler.call_soon(work, cause, details));
        }
    }
}

/// Runs one handle, and sees to what comes of it.
#[inline]
fn run<E: Loop>(event_loop: &E, entry: &mut Entry<E::Work>, cx: Cx<'_, E>) -> Result<(), Exception<E>> {
    let id = entry.id;
    event_loop.report(|| Event::Began(id));
    let began = if event_loop.is_debugging() { Some(time(event_loop, cx)?) } else { None };
    let mut result = match event_loop.run(entry, cx) {
        Ok(()) => Ok(()),
        Err(failure) => event_loop.has_failed(entry, failure, cx),
    };
    if result.is_ok()
        && let Some(began) = began
    {
        result = check_duration(event_loop, entry, began, cx);
    }
    event_loop.report(|| Event::Ended(id));
    result
}

/// In debug mode: complains about a handle that began then, if it was slow.
fn check_duration<E: Loop>(
    event_loop: &E,
    entry: &Entry<E::Work>,
    began: Time,
    cx: Cx<'_, E>,
) -> Result<(), Exception<E>> {
    let seconds = time(event_loop, cx)?.since(began);
    if seconds < event_loop.slow_callback_duration() {
        return Ok(());
    }
    event_loop.was_slow(entry, seconds, cx)
}
