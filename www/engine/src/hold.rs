//! When a run stands still: because the program waits, because the worker is to look at its messages, because the
//! page has paused it.
//!
//! News from the page comes only while the run is suspended. So a run that does not wait by itself is suspended for
//! a moment now and then, and whatever wants to know what the page has said asks afterwards.

use std::cell::Cell;
use std::time::Duration;

use asyncio101::python::recording;
use asyncio101::selector::{Selector, Time, Timeout};
use asyncio101_messages::FromEngine;

use crate::turns::{Hears, Turn, give_way, others, wake_all};
use crate::{clock, host, outbox};

/// How long a program may keep the worker from looking at its messages, in milliseconds, as far as that is
/// in our hands: a page that redraws 60 times a second does not notice.
const BUDGET: f64 = 12.0;

thread_local! {
    /// Whether a program runs under a promising export.
    static SUSPENDABLE: Cell<bool> = const { Cell::new(false) };
    /// When the run was last suspended, in [`host::now`]'s milliseconds.
    static LAST_SUSPENDED: Cell<f64> = const { Cell::new(0.0) };
    /// Whether a thread waits for input while others run.
    static IS_INPUT_AWAITED: Cell<bool> = const { Cell::new(false) };
    /// Whether the page wanted the run held when it was last suspended.
    static IS_PAUSED: Cell<bool> = const { Cell::new(false) };
    /// Whether it wanted that in the middle of a turn, too.
    static MAY_BE_PAUSED: Cell<bool> = const { Cell::new(false) };
    /// Whether the page may have asked to stop since somebody looked.
    static MAY_BE_STOPPED: Cell<bool> = const { Cell::new(false) };
    /// Whether something may have come from outside since somebody looked.
    static MAY_HAVE_NEWS: Cell<bool> = const { Cell::new(false) };
}

/// While it lives, the run may be suspended, if this browser can.
#[must_use = "suspending ends when this is dropped"]
pub(crate) struct Suspendable;

impl Suspendable {
    pub(crate) fn begin() -> Self {
        SUSPENDABLE.set(host::blocking());
        resumed();
        Self
    }
}

impl Drop for Suspendable {
    fn drop(&mut self) {
        SUSPENDABLE.set(false);
    }
}

/// Whether the run may be suspended now.
pub(crate) fn may_suspend() -> bool {
    SUSPENDABLE.get()
}

/// The run was suspended, and goes on. What has come meanwhile is noted down once: a look at the page's own notes leaves
/// WebAssembly, and there are several in each turn of a loop.
fn resumed() {
    LAST_SUSPENDED.set(host::now());
    MAY_BE_STOPPED.set(true);
    MAY_HAVE_NEWS.set(true);
    look_for_pause();
}

/// Looks whether the page wants the run held.
fn look_for_pause() {
    let is_paused = host::is_paused();
    IS_PAUSED.set(is_paused);
    let in_loop = asyncio101::python::runs_loop();
    MAY_BE_PAUSED.set(is_paused && (!in_loop || host::is_paused_within()));
}

/// A wait is jumped over, if the page wants that. Until then it does not want the run held.
pub(crate) fn take_jump() {
    if host::take_jump() {
        look_for_pause();
    }
}

/// Whether the page has asked to stop; says so once.
pub(crate) fn take_stop() -> bool {
    MAY_BE_STOPPED.take() && host::take_stop()
}

/// Whether something has come from outside; says so once.
pub(crate) fn take_news() -> bool {
    MAY_HAVE_NEWS.take() && host::take_news()
}

/// Waits for so many seconds of the run's clock ([`f64::INFINITY`]: until woken), or until the page says something, or
/// another thread wakes this one.
pub(crate) fn wait(seconds: f64) {
    // News can end it.
    let _ = wait_until(clock::now().after(seconds), Hears::News);
}

/// Waits until it is that time on the run's clock, until another thread wakes this one, or, if it hears of that, until the
/// page says something or something comes from outside. Other threads run meanwhile; if there is none that can, this one
/// waits for all of them. False if nothing can ever end the wait.
#[must_use]
pub(crate) fn wait_until(until: Time, hears: Hears) -> bool {
    match give_way(until, hears) {
        Turn::Woken => true,
        Turn::Deadlock => false,
        Turn::Wait => match clock::virtual_clock() {
            Some(clock) => {
                // Without an end there is nothing to jump to.
                until.0.is_finite() && clock.selector.select(left(until), &mut Vec::new()).is_ok()
            }
            None => {
                wait_really(until);
                true
            }
        },
    }
}

/// How long it is until then.
pub(crate) fn left(until: Time) -> Timeout {
    let seconds = until.since(clock::now()).max(0.0);
    Duration::try_from_secs_f64(seconds).map_or(Timeout::Never, Timeout::After)
}

/// Waits on the tab's clock. If the page says so, the run's jumps over the rest. What was printed and recorded is sent before.
fn wait_really(until: Time) {
    debug_assert!(may_suspend());
    if IS_INPUT_AWAITED.get() && host::has_input() {
        // It came before this wait. Whoever awaits it is to look.
        return wake_all();
    }
    outbox::flush();
    if host::suspend_for(until.since(clock::now()).max(0.0) * 1000.0) {
        clock::jump_to(until);
    }
    resumed();
    if !clock::has_come(until) {
        // Others may wait for what has come.
        wake_all();
    }
}

/// Waits until there may be a line of input to be taken, or Stop was asked for.
pub(crate) fn wait_for_input() {
    debug_assert!(may_suspend());
    IS_INPUT_AWAITED.set(true);
    let turn = give_way(Time(f64::INFINITY), Hears::News);
    IS_INPUT_AWAITED.set(false);
    match turn {
        Turn::Woken => {}
        // Others may wait for other news.
        Turn::Wait | Turn::Deadlock if others() > 0 => wait_really(Time(f64::INFINITY)),
        Turn::Wait | Turn::Deadlock => {
            host::suspend_for_input();
            resumed();
        }
    }
}

/// Lets the worker look at its messages if it has not for a while; whether it did.
pub(crate) fn suspend_if_due() -> bool {
    if !may_suspend() || host::now() - LAST_SUSPENDED.get() < BUDGET {
        return false;
    }
    host::suspend_to_hear();
    resumed();
    true
}

/// Whether the page may want the run held in the middle of a turn: a quick look.
pub(crate) fn may_be_paused() -> bool {
    MAY_BE_PAUSED.get()
}

/// Between two turns of a loop: holds the run for as long as the page wants it held.
pub(crate) fn hold_between_turns() {
    if IS_PAUSED.get() && may_suspend() {
        outbox::flush();
        hold(None);
    }
}

/// In the middle of a turn, or where no loop runs: holds the run for as long as the page wants it held there; whether
/// it did.
pub(crate) fn hold_within_a_turn() -> bool {
    let wanted = || host::is_paused_within() || !asyncio101::python::runs_loop();
    let holds = may_suspend() && may_be_paused() && host::is_paused() && wanted();
    if holds {
        outbox::flush_output();
        outbox::flush_trace_of_whole_lines();
        hold(recording::line());
    }
    holds
}

/// Holds the run, which is at `line`. Its clock stands still meanwhile: however long a program is looked at, its
/// timeouts do not run out.
fn hold(line: Option<u32>) {
    outbox::post(|run| FromEngine::Paused { run, line });
    let began = host::now();
    host::suspend_while_paused();
    clock::stand_still_for(host::now() - began);
    resumed();
}
