//! Coroutines that Rust runs: what they look like to who asks, above all where their functions' code would be.

use std::sync::OnceLock;

use rustpython_vm::{PyObject, PyObjectRef};

use crate::python::frames::Place;

/// Where a coroutine that Rust runs is suspended, or has yet to begin.
pub(in crate::python) struct Suspended {
    /// The places of the functions whose code would run, the outermost first.
    pub(in crate::python) places: &'static [Place],
    /// What the innermost awaits, if that is another coroutine.
    pub(in crate::python) awaits: Option<PyObjectRef>,
    /// Whether it has begun.
    pub(in crate::python) has_begun: bool,
}

/// What is asked about coroutines that Rust runs: those objects are not known here.
pub(in crate::python) struct Likenesses {
    /// Which object is never run and only shows what another one looks like, if that is what an object has and it has begun.
    pub(in crate::python) shadow: fn(&PyObject) -> Option<usize>,
    /// Where it is suspended, if it is one.
    pub(in crate::python) suspended: fn(&PyObject) -> Option<Suspended>,
    /// The qualified name of its function, if it is one.
    pub(in crate::python) name: fn(&PyObject) -> Option<String>,
}

static LIKENESSES: OnceLock<Likenesses> = OnceLock::new();

/// Who knows such coroutines says so, once.
pub(in crate::python) fn coroutines_are_told_by(likenesses: Likenesses) {
    let _known = LIKENESSES.set(likenesses);
}

pub(super) fn shadow(object: &PyObject) -> Option<usize> {
    LIKENESSES.get().and_then(|it| (it.shadow)(object))
}

pub(super) fn suspended(object: &PyObject) -> Option<Suspended> {
    LIKENESSES.get().and_then(|it| (it.suspended)(object))
}

pub(super) fn name(object: &PyObject) -> Option<String> {
    LIKENESSES.get().and_then(|it| (it.name)(object))
}
