//! Coroutines that were never awaited. Python says so when one is dropped; one that is kept until the program is over is
//! looked for then.

use std::sync::atomic::{AtomicBool, Ordering};

use rustpython_vm::builtins::PyCoroutine;
use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

use super::current::record;
use super::details::here;
use super::{likenesses, places, texts};
use crate::python::frames::Place;
use crate::trace::{Complaint, Details, Event, Recorder};

/// Whether those that were left have been reported: Python drops them next, and says so again.
static ARE_REPORTED: AtomicBool = AtomicBool::new(false);

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
    let shadows: Vec<usize> = objects.iter().filter_map(|object| likenesses::shadow(object)).collect();
    let mut left: Vec<Left> =
        objects.iter().filter(|object| !shadows.contains(&object.get_id())).filter_map(Left::of).collect();
    left.sort_by_key(Left::definition);
    for coroutine in left {
        record(Event::Complained(Complaint::NeverAwaited), |recorder| coroutine.details(recorder));
    }
    ARE_REPORTED.store(true, Ordering::Relaxed);
}

/// A coroutine that has not begun.
enum Left {
    Python(PyRef<PyCoroutine>),
    /// One that Rust runs, by where its function's code would begin.
    Answered(&'static Place),
}

impl Left {
    fn of(object: &PyObjectRef) -> Option<Self> {
        if let Some(answered) = likenesses::suspended(object) {
            return answered.places.first().filter(|_| !answered.has_begun).map(Self::Answered);
        }
        let coroutine = object.downcast_ref::<PyCoroutine>()?;
        let inner = coroutine.as_coro();
        let has_begun = inner.frame_opt().is_some_and(|frame| frame.lasti() > 0);
        let is_left = !inner.closed() && !inner.running() && !has_begun;
        is_left.then(|| Self::Python(coroutine.to_owned()))
    }

    /// The file and line of its function.
    fn definition(&self) -> (String, usize) {
        match self {
            Self::Python(coroutine) => {
                let code = coroutine.as_coro().code();
                (code.source_path().as_str().to_owned(), code.first_line_number.map_or(0, |line| line.get()))
            }
            Self::Answered(place) => (place.file.to_owned(), place.line as usize),
        }
    }

    fn details(&self, recorder: &Recorder) -> Details {
        let (at, text) = match self {
            Self::Python(coroutine) => {
                let inner = coroutine.as_coro();
                let name = recorder.text(&inner.qualname().to_string_lossy());
                (places::of_definition(recorder, &inner.code()), name)
            }
            Self::Answered(place) => (places::of_answered(recorder, place), recorder.text(place.function)),
        };
        Details { at, text, ..Details::NONE }
    }
}
