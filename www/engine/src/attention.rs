//! How a running program gives way: it is not interrupted, it is asked to look up, at places it passes often.
//!
//! Nothing can reach a worker while WebAssembly runs in it. So wherever a program waits, prints or looks at the clock,
//! and, when it is recorded, at each round of its loops and each call of its functions, the worker may look at its
//! messages; then the run is held if the page wants that, and Stop has its effect.

use std::cell::Cell;

use asyncio101::python::recording;
use asyncio101::selector::Time;
use rustpython_vm::{PyResult, VirtualMachine};

use crate::turns::Hears;
use crate::{clock, hold, outbox, preempt, stop};

/// Of so many places that a program passes very often, it gives way at one.
const PLACES_PER_LOOK: u32 = 256;

thread_local! {
    static PLACES_PASSED: Cell<u32> = const { Cell::new(0) };
}

/// Lets the worker look at its messages if that is due, holds the run if the page wants it held, and
/// [checks](stop::check) for Stop.
///
/// # Errors
///
/// What a signal handler raised.
pub(crate) fn attend(vm: &VirtualMachine) -> PyResult<()> {
    if hold::suspend_if_due() {
        if clock::virtual_clock().is_none() {
            recording::record_if_busy();
        }
        outbox::flush_trace_of_whole_lines();
        stop::check(vm)?;
    }
    if hold::hold_within_a_turn() { stop::check(vm) } else { Ok(()) }
}

/// Waits until that time, or a shorter one, as [`hold::wait_until`] does, and attends to what has come in meanwhile.
///
/// # Errors
///
/// What a signal handler raised; `SystemExit` in a thread that is to end; a RuntimeError if nothing can ever end the wait.
pub(crate) fn block(until: Time, hears: Hears, vm: &VirtualMachine) -> PyResult<()> {
    stop::check_over(vm)?;
    let now = clock::now();
    let seconds = until.since(now);
    let longest = stop::longest_wait(seconds);
    let until = if longest < seconds { now.after(longest) } else { until };
    if !hold::wait_until(until, hears) {
        return Err(vm.new_runtime_error(DEADLOCK));
    }
    stop::check_over(vm)?;
    stop::check(vm)?;
    attend(vm)
}

const DEADLOCK: &str = "deadlock: the lock is held, and there is no other thread that could release it";

/// The same at a place that a program passes very often: to look at the clock each time would take too long.
///
/// # Errors
///
/// As [`attend`].
#[inline]
pub(crate) fn attend_now_and_then(vm: &VirtualMachine) -> PyResult<()> {
    let is_due = PLACES_PASSED.with(|places| {
        let count = places.get().wrapping_add(1);
        places.set(count);
        count % PLACES_PER_LOOK == 0
    });
    if is_due || hold::may_be_paused() {
        outbox::flush_output();
        attend(vm)?;
        preempt::check(vm)
    } else {
        Ok(())
    }
}
