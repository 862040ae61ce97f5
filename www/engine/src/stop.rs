//! Stop, as Ctrl+C: what becomes of the page's wish that the program ends.
//!
//! The wish is noted down in `host/page.js`, where it also ends a wait. It is taken here, and becomes SIGINT
//! ([`signals`]): in the middle of whatever the program does, where that gives way ([`crate::attention`]), and between
//! two turns of a loop.
//!
//! To asyncio the first Ctrl+C is a request to cancel the main task, which has no effect before that gives way. In
//! front of a terminal one presses the keys again, and that is `KeyboardInterrupt`. Stop does the same for a program
//! that does not give way.
//!
//! A handler set to `SIG_IGN` or `SIG_DFL` gets nothing from Stop; the page then replaces the worker, which is
//! what becomes of a process, too.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use rustpython_vm::{PyResult, VirtualMachine};

use crate::{hold, host, signals, turns};

/// How long a first Stop may have had no effect before it is repeated, in milliseconds. (The page's own patience is
/// longer.)
const PATIENCE: f64 = 300.0;

/// How long a wait in the program's thread goes on then, before it is asked again; in seconds.
const A_MOMENT: f64 = 0.1;

thread_local! {
    /// Since when a loop has been asked to stop and has not had a turn, in [`host::now`]'s milliseconds.
    static WITHOUT_EFFECT_SINCE: Cell<Option<f64>> = const { Cell::new(None) };
    /// The signals that other threads of the program have sent.
    static ASKED: RefCell<BTreeSet<i32>> = const { RefCell::new(BTreeSet::new()) };
}

/// Forgets what the last program was asked.
pub(crate) fn begin() {
    WITHOUT_EFFECT_SINCE.set(None);
    ASKED.take();
}

/// Has the main thread deliver a signal to itself, as soon as it looks.
pub(crate) fn ask(signal: i32) {
    ASKED.with_borrow_mut(|asked| asked.insert(signal));
    turns::wake(turns::MAIN);
}

/// Runs the handlers of the signals that other threads have sent, in the order of their numbers; and that of SIGINT if
/// Stop was asked for, or was some time ago to no effect.
///
/// # Errors
///
/// What a handler raised: `KeyboardInterrupt`, unless the program has set one of its own.
pub(crate) fn check(vm: &VirtualMachine) -> PyResult<()> {
    // Signals are the main thread's.
    if !turns::is_main() {
        return Ok(());
    }
    // One handler is not interrupted by the next; after one that raises, the others are heard another time.
    let mut asked = ASKED.take();
    while let Some(signal) = asked.pop_first() {
        if let Err(error) = signals::deliver(signal, vm) {
            ASKED.with_borrow_mut(|later| later.append(&mut asked));
            return Err(error);
        }
    }
    if hold::take_stop() {
        WITHOUT_EFFECT_SINCE.set(asyncio101::python::runs_loop().then(host::now));
        return signals::deliver(signals::SIGINT, vm);
    }
    match WITHOUT_EFFECT_SINCE.get() {
        Some(since) if host::now() - since >= PATIENCE => repeat(vm),
        _ => Ok(()),
    }
}

/// The same between two turns of a loop, where what it has been asked has its effect.
///
/// # Errors
///
/// As [`check`].
pub(crate) fn check_between_turns(vm: &VirtualMachine) -> PyResult<()> {
    check_over(vm)?;
    let result = check(vm);
    WITHOUT_EFFECT_SINCE.set(None);
    result
}

/// The same where nothing but Stop can end what the program waits for: there it is repeated at once.
///
/// # Errors
///
/// As [`check`].
pub(crate) fn check_impatiently(vm: &VirtualMachine) -> PyResult<()> {
    check(vm)?;
    repeat(vm)
}

/// How many of so many seconds a wait in the program's thread may last before the next [`check`].
pub(crate) fn longest_wait(seconds: f64) -> f64 {
    if WITHOUT_EFFECT_SINCE.get().is_some() { seconds.min(A_MOMENT) } else { seconds }
}

/// Runs the handler once more if the first time was to no effect.
fn repeat(vm: &VirtualMachine) -> PyResult<()> {
    if turns::is_main() && WITHOUT_EFFECT_SINCE.take().is_some() {
        signals::deliver(signals::SIGINT, vm)
    } else {
        Ok(())
    }
}

/// Ends a thread that has outlived its program.
///
/// # Errors
///
/// `SystemExit`.
pub(crate) fn check_over(vm: &VirtualMachine) -> PyResult<()> {
    if turns::is_over() && !turns::is_main() {
        return Err(vm.new_exception_empty(vm.ctx.exceptions.system_exit.to_owned()));
    }
    Ok(())
}
