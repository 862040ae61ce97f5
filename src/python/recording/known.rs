//! Locks, semaphores and queues of the program's: each has a number, and a name of its class.

use std::cell::RefCell;
use std::collections::HashMap;

use rustpython_vm::{AsObject, PyObject};

use super::current::record;
use super::details::here;
use crate::trace::{Details, Event, PrimitiveId};

/// A primitive's number, and its name: its class, and which of that class it is.
#[derive(Clone)]
pub(super) struct Primitive {
    id: PrimitiveId,
    name: String,
}

impl Primitive {
    /// Reports what became of it.
    pub(super) fn report(&self, event: impl FnOnce(PrimitiveId) -> Event, variables: Option<&str>) {
        record(event(self.id), |recorder| Details {
            text: recorder.text(&self.name),
            variables: variables.map_or_else(Default::default, |text| recorder.text_once(text)),
            ..here(recorder)
        });
    }
}

/// The primitives that were made in this thread. Where one was in memory, another may be later: then that one's
/// constructor gives the place anew.
#[derive(Default)]
struct Known {
    by_address: HashMap<usize, Primitive>,
    made: u64,
    made_of_class: HashMap<String, u64>,
}

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::default();
}

impl Known {
    fn make(&mut self, object: &PyObject) -> Primitive {
        let class = object.class().name().to_string();
        self.made += 1;
        let number = self.made_of_class.entry(class.clone()).or_default();
        *number += 1;
        let made = Primitive { id: PrimitiveId(self.made), name: format!("{class} {number}") };
        self.by_address.insert(object.get_id(), made.clone());
        made
    }

    fn find(&mut self, object: &PyObject) -> Primitive {
        self.by_address.get(&object.get_id()).cloned().unwrap_or_else(|| self.make(object))
    }
}

/// What that is, also if it was made before anybody listened.
pub(super) fn found(object: &PyObject) -> Primitive {
    KNOWN.with_borrow_mut(|known| known.find(object))
}

/// Something was made that is to be known by a number and a name.
pub(super) fn made(object: &PyObject) {
    KNOWN.with_borrow_mut(|known| known.make(object));
}

/// What that is.
pub(super) fn known(object: &PyObject) -> Option<Primitive> {
    KNOWN.with_borrow(|known| known.by_address.get(&object.get_id()).cloned())
}

/// Where something was in memory there is something else now, which nobody is to know.
pub(super) fn unmade(object: &PyObject) {
    KNOWN.with_borrow_mut(|known| known.by_address.remove(&object.get_id()));
}

/// Forgets the primitives of a recording before.
pub(super) fn forget() {
    KNOWN.take();
}
