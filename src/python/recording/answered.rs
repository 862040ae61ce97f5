//! What is told of the library's functions that Rust answers: what Python would say of their code, if that ran.

use rustpython_vm::{PyObject, VirtualMachine};
use smallvec::SmallVec;

use super::current::is_on;
use super::queues::{self, Did};
use super::{awaits, known};
use crate::python::frames::{AtPlace, Place};
use crate::trace::{Event, PrimitiveId};

/// Does something that the function does at this place.
#[inline]
pub(in crate::python) fn at<R>(place: &'static Place, act: impl FnOnce() -> R) -> R {
    let _at = is_on().then(|| AtPlace::enter(place));
    act()
}

/// Does something that the innermost of several functions does, each of which is at one of these places, the outermost first.
#[inline]
pub(in crate::python) fn within<R>(places: &'static [Place], act: impl FnOnce() -> R) -> R {
    let mut entered = SmallVec::<[AtPlace; 2]>::new();
    if is_on() {
        entered.extend(places.iter().map(AtPlace::enter));
    }
    act()
}

/// A coroutine that is answered begins.
#[inline]
pub(in crate::python) fn begun(place: &'static Place) {
    if is_on() {
        at(place, || awaits::begun(place.function));
    }
}

/// A lock, semaphore or queue was made as a copy of another one: no constructor has been called.
pub(in crate::python) fn copied(object: &PyObject) {
    if is_on() {
        known::made(object);
    }
}

/// Something became of a lock or semaphore.
#[inline]
pub(in crate::python) fn primitive(
    place: &'static Place,
    event: fn(PrimitiveId) -> Event,
    object: &PyObject,
) {
    if is_on()
        && let Some(known) = known::found(object)
    {
        at(place, || known.report(event, None));
    }
}

/// Somebody did something with a queue that was not shut down: one that keeps its items there and has room for so many.
#[inline]
pub(in crate::python) fn queue(
    place: &'static Place,
    did: Did,
    queue: &PyObject,
    (items, room): (&PyObject, u64),
    vm: &VirtualMachine,
) {
    if is_on() {
        at(place, || queues::tell_of(did, queue, items, room, vm));
    }
}
