//! When a run stands still: because the program waits, because the worker is to look at its messages, because the
//! page has paused it.
//!
//! News from the page comes only while the run is suspended. So a run that does not wait by itself is suspended for
//! a moment now and then, and whatever wants to know what the page has said asks afterwards.

use std::cell::Cell;

use asyncio101::python::recording;
use asyncio101_messages::FromEngine;

use crate::{clock, host, outbox};

/// How long a program may keep the worker from looking at its messages, in milliseconds, as far as that is
/// in our hands: a page that redraws 60 times a second does not notice.
const BUDGET: f64 = 12.0;

thread_local! {
    /// Whether a program runs under a promising export.
    static SUSPENDABLE: Cell<bool> = const { Cell::new(false) };
    /// When the run was last suspended, in [`host::now`]'s milliseconds.
    static LAST_SUSPENDED: Cell<f64> = const { Cell::new(0.0) };
    /// Whether the page wanted the run held in the middle of a turn when it was last suspended.
    static MAY_BE_PAUSED: Cell<bool> = const { Cell::new(false) };
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

/// The run was suspended, and goes on.
fn resumed() {
    LAST_SUSPENDED.set(host::now());
    let in_loop = asyncio101::python::runs_loop();
    MAY_BE_PAUSED.set(host::is_paused_within() || host::is_paused() && !in_loop);
}

/// Waits for so many seconds of the run's clock ([`f64::INFINITY`]: until woken), or until the page says something.
/// If it says so, the clock jumps over the rest. What was printed and recorded is sent before.
pub(crate) fn wait(seconds: f64) {
    debug_assert!(may_suspend());
    outbox::flush();
    let end = clock::real_time().after(seconds);
    if host::suspend_for(seconds * 1000.0) {
        clock::jump_to(end);
    }
    resumed();
}

/// Waits until there is a line of input to be taken, or Stop was asked for.
pub(crate) fn wait_for_input() {
    debug_assert!(may_suspend());
    host::suspend_for_input();
    resumed();
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
    if may_suspend() && host::is_paused() {
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
