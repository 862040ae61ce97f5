//! Coroutines that were never awaited. Python says so when one is dropped; one that is kept until the program is over is
//! looked for then.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use rustpython_vm::builtins::PyCoroutine;
use rustpython_vm::{AsObject, PyObject, PyResult, VirtualMachine};

use super::current::record;
use super::details::here;
use super::{places, texts};
use crate::trace::{Complaint, Details, Event};

/// Whether those that were left have been reported: Python drops them next, and says so again.
static ARE_REPORTED: AtomicBool = AtomicBool::new(false);

/// Tells which object is never run and only shows what another one looks like, if that is what an object has.
type Shadow = fn(&PyObject) -> Option<usize>;

/// By whom that is told: those objects are not known here.
static SHADOW: OnceLock<Shadow> = OnceLock::new();

/// Who knows objects that have a shadow says so, once.
pub(in crate::python) fn shadows_are_told_by(shadow: Shadow) {
    let _known = SHADOW.set(shadow);
}

/// Has those that are left looked for when the program is over and has done what it registered with `atexit`.
pub(super) fn install(vm: &VirtualMachine) -> PyResult<()> {
    ARE_REPORTED.store(false, Ordering::Relaxed);
    let look = vm.new_function("look", look);
    let atexit = vm.import("atexit", 0)?;
    vm.call_method(&atexit, "register", (look,)).map(drop)
}

/// One was dropped.
pub(super) fn dropped(coroutine: &PyObject) {
    if !ARE_REPORTED.load(Ordering::Relaxed) {
        record(Event::Complained(Complaint::NeverAwaited), |recorder| Details {
            text: recorder.text(&texts::coroutine(coroutine)),
            ..here(recorder)
        });
    }
}

/// Tells those that are left, by their place in the source: what the collector gives has no order.
fn look(vm: &VirtualMachine) {
    let objects = vm.state.gc.get_objects(None);
    let shadow = SHADOW.get().copied().unwrap_or(|_| None);
    let shadows: Vec<usize> = objects.iter().filter_map(|object| shadow(object)).collect();
    let mut left: Vec<&PyCoroutine> = objects
        .iter()
        .filter_map(|object| object.downcast_ref::<PyCoroutine>())
        .filter(|coroutine| !shadows.contains(&coroutine.as_object().get_id()))
        .map(|coroutine| &**coroutine)
        .filter(|coroutine| {
            let inner = coroutine.as_coro();
            let has_begun = inner.frame_opt().is_some_and(|frame| frame.lasti() > 0);
            !inner.closed() && !inner.running() && !has_begun
        })
        .collect();
    left.sort_by_key(|coroutine| {
        let code = coroutine.as_coro().code();
        (code.source_path().as_str().to_owned(), code.first_line_number)
    });
    for coroutine in left {
        let inner = coroutine.as_coro();
        record(Event::Complained(Complaint::NeverAwaited), |recorder| Details {
            at: places::of_definition(recorder, &inner.code()),
            text: recorder.text(&inner.qualname().to_string_lossy()),
            ..Details::NONE
        });
    }
    ARE_REPORTED.store(true, Ordering::Relaxed);
}
