//! Locks, semaphores and queues of the program's: each has a number, and a name of its class.

use std::sync::{Arc, LazyLock, Mutex, MutexGuard, OnceLock, PoisonError};

use rapidhash::RapidHashMap;
use rustpython_vm::{AsObject, PyObject};

use super::current::record;
use super::details::here;
use crate::trace::{Details, Event, PrimitiveId, TextId};

/// A primitive's number, and its name: its class, and which of that class it is.
#[derive(Clone)]
pub(super) struct Primitive(Arc<Named>);

struct Named {
    id: PrimitiveId,
    name: String,
    /// The number of its name in the trace.
    text: OnceLock<TextId>,
}

impl Primitive {
    /// Reports what became of it.
    pub(super) fn report(&self, event: impl FnOnce(PrimitiveId) -> Event, variables: Option<&str>) {
        let Named { id, name, text } = &*self.0;
        record(event(*id), |recorder| Details {
            text: *text.get_or_init(|| recorder.text(name)),
            variables: variables.map_or_else(Default::default, |text| recorder.text_once(text)),
            ..here(recorder)
        });
    }
}

/// The primitives that were made. Where one was in memory, another may be later: then that one's constructor gives the
/// place anew.
#[derive(Default)]
struct Known {
    /// None for what is nobody's business.
    by_address: RapidHashMap<usize, Option<Primitive>>,
    made: u64,
    made_of_class: RapidHashMap<String, u64>,
}

static KNOWN: LazyLock<Mutex<Known>> = LazyLock::new(Mutex::default);

fn known_ones() -> MutexGuard<'static, Known> {
    // Every change leaves it whole.
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Known {
    fn make(&mut self, object: &PyObject, class: String) -> Primitive {
        self.made += 1;
        let number = self.made_of_class.entry(class.clone()).or_default();
        *number += 1;
        let (id, name) = (PrimitiveId(self.made), format!("{class} {number}"));
        let made = Primitive(Arc::new(Named { id, name, text: OnceLock::new() }));
        self.by_address.insert(object.get_id(), Some(made.clone()));
        made
    }

    fn find(&mut self, object: &PyObject) -> Option<Primitive> {
        match self.by_address.get(&object.get_id()) {
            Some(known) => known.clone(),
            None => Some(self.make(object, object.class().name().to_string())),
        }
    }
}

/// What that is, also if it was made before anybody listened.
pub(super) fn found(object: &PyObject) -> Option<Primitive> {
    known_ones().find(object)
}

/// Something was made that is to be known by a number and a name.
pub(super) fn made(object: &PyObject) {
    made_as(object, object.class().name().to_string());
}

/// The same, of what the program knows as one of another class.
pub(super) fn made_as(object: &PyObject, class: String) {
    known_ones().make(object, class);
}

/// What that is.
pub(super) fn known(object: &PyObject) -> Option<Primitive> {
    known_ones().by_address.get(&object.get_id()).cloned().flatten()
}

/// Where something was in memory there is something else now, which nobody is to know.
pub(super) fn unmade(object: &PyObject) {
    known_ones().by_address.insert(object.get_id(), None);
}

/// Forgets the primitives of a recording before.
pub(super) fn forget() {
    *known_ones() = Known::default();
}
