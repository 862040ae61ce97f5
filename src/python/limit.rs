//! How much a program may do that is run to be looked at: a program of a learner's may have no end.
//!
//! It is counted at the same moments in which [attention](super::attention) is paid, and between two turns of a loop. What is
//! over the limit gets `KeyboardInterrupt`, at each of these moments again: a program that catches it is not let off.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use rustpython_vm::{PyResult, VirtualMachine};

use super::code::library_file;
use super::frames::{Running, line_of, visit_running};
use crate::selector::Time;
use crate::trace::Recorder;

/// How much there may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Limit {
    /// As many rounds of its loops and calls of its functions.
    pub(super) moments: u64,
    /// As many seconds of its clock.
    pub(super) seconds: f64,
}

/// Of so many moments, one looks at the clock and the trace.
const MOMENTS_PER_LOOK: u64 = 64;

static IS_SET: AtomicBool = AtomicBool::new(false);
static IS_EXCEEDED: AtomicBool = AtomicBool::new(false);
static LEFT: AtomicU64 = AtomicU64::new(0);
static LINE: Mutex<Option<u32>> = Mutex::new(None);
static UNDER_WAY: Mutex<Option<UnderWay>> = Mutex::new(None);

/// What is looked at.
struct UnderWay {
    recorder: Recorder,
    until: Time,
}

/// Sets the limit of the program that begins, which this recorder records. Also a full trace is the end of it.
pub(super) fn set(limit: Limit, recorder: &Recorder) {
    let until = recorder.time().after(limit.seconds);
    *UNDER_WAY.lock().unwrap_or_else(PoisonError::into_inner) =
        Some(UnderWay { recorder: recorder.clone(), until });
    LEFT.store(limit.moments, Ordering::Relaxed);
    *LINE.lock().unwrap_or_else(PoisonError::into_inner) = None;
    IS_EXCEEDED.store(false, Ordering::Relaxed);
    IS_SET.store(true, Ordering::Release);
}

/// That a program was over its limit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exceeded {
    /// The innermost line of its own where it was then; `None` if it was between two turns of a loop.
    pub(super) line: Option<u32>,
}

/// Takes it away. Whether the program was over it.
pub(super) fn take() -> Option<Exceeded> {
    IS_SET.store(false, Ordering::Release);
    *UNDER_WAY.lock().unwrap_or_else(PoisonError::into_inner) = None;
    let line = LINE.lock().unwrap_or_else(PoisonError::into_inner).take();
    IS_EXCEEDED.swap(false, Ordering::Relaxed).then_some(Exceeded { line })
}

/// Whether there is one.
#[inline]
pub(super) fn is_set() -> bool {
    IS_SET.load(Ordering::Acquire)
}

/// The program computes.
///
/// # Errors
///
/// `KeyboardInterrupt` if that is too much.
pub(super) fn at_moment(vm: &VirtualMachine) -> PyResult<()> {
    if !is_set() {
        return Ok(());
    }
    // Beyond zero it goes on from the other end: what was exceeded stays so.
    let left = LEFT.fetch_sub(1, Ordering::Relaxed);
    let is_over = left == 0 || left.is_multiple_of(MOMENTS_PER_LOOK) && is_over();
    if is_over && !IS_EXCEEDED.swap(true, Ordering::Relaxed) {
        *LINE.lock().unwrap_or_else(PoisonError::into_inner) = line();
    }
    end_if_exceeded(vm)
}

/// A loop begins another turn.
///
/// # Errors
///
/// `KeyboardInterrupt` if that is too much.
pub(super) fn at_turn(vm: &VirtualMachine) -> PyResult<()> {
    if !is_set() {
        return Ok(());
    }
    if is_over() {
        IS_EXCEEDED.store(true, Ordering::Relaxed);
    }
    end_if_exceeded(vm)
}

/// Whether the time is over, or the trace full.
fn is_over() -> bool {
    let under_way = UNDER_WAY.lock().unwrap_or_else(PoisonError::into_inner);
    under_way.as_ref().is_some_and(|it| it.recorder.is_full() || it.recorder.time() > it.until)
}

/// The innermost line of the program's own that runs.
fn line() -> Option<u32> {
    let mut line = None;
    visit_running(|running| {
        let Running::Frame(frame) = running else { return ControlFlow::Continue(()) };
        if library_file(frame.code.source_path().as_str(), "").is_some() {
            return ControlFlow::Continue(());
        }
        line = line_of(frame.code, frame.lasti);
        ControlFlow::Break(())
    });
    line
}

fn end_if_exceeded(vm: &VirtualMachine) -> PyResult<()> {
    if !IS_EXCEEDED.load(Ordering::Relaxed) {
        return Ok(());
    }
    let interrupt = vm.ctx.exceptions.keyboard_interrupt.to_owned();
    Err(vm.new_exception_msg(interrupt, "the program does not come to an end".into()))
}
