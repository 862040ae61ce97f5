//! Locks and semaphores: which task asks for one, has it, lets go of it. They are Python code of the library's, on
//! futures like any other's; that a free lock was taken, the loop never learns.
//!
//! Python says when their methods begin and return. What is built on them (`Condition`, `Barrier`) is seen by way
//! of the lock inside it.

use std::cell::RefCell;
use std::collections::HashMap;

use rustpython_vm::builtins::PyCode;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, VirtualMachine};

use super::current::record;
use super::details::here;
use super::methods::Method;
use super::places;
use crate::trace::{Details, Event, PrimitiveId};

/// Which method that is worth watching a code is, if it is one. Most are ruled out by their names: that is asked of
/// every coroutine that begins.
#[inline]
pub(super) fn method(code: &Py<PyCode>) -> Option<Method> {
    let name = code.qualname.as_bytes();
    if name.starts_with(b"Lock.") || name.starts_with(b"Semaphore.") { places::method(code) } else { None }
}

/// A primitive's number, and its name: its class, and which of that class it is.
#[derive(Clone)]
struct Primitive {
    id: PrimitiveId,
    name: String,
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

/// Forgets the primitives of a recording before.
pub(super) fn forget() {
    KNOWN.take();
}

/// The function that runs begins.
pub(super) fn began(method: Method, vm: &VirtualMachine) {
    let Some(object) = itself(vm) else { return };
    let event = match method {
        Method::Init => {
            KNOWN.with_borrow_mut(|known| known.make(&object));
            return;
        }
        Method::ReleaseLock if !is_locked(&object, vm) => return,
        Method::Acquire => Event::Acquiring,
        Method::ReleaseLock | Method::ReleaseSemaphore => Event::Released,
        Method::FlowControl => return,
    };
    report(event, &object);
}

/// The function that runs returns.
pub(super) fn returned(method: Method, vm: &VirtualMachine) {
    if method == Method::Acquire
        && let Some(object) = itself(vm)
    {
        report(Event::Acquired, &object);
    }
}

fn report(event: fn(PrimitiveId) -> Event, object: &PyObject) {
    let Primitive { id, name } = KNOWN.with_borrow_mut(|known| known.find(object));
    record(event(id), |recorder| Details { text: recorder.text(&name), ..here(recorder) });
}

/// Of what the method that runs is one.
pub(super) fn itself(vm: &VirtualMachine) -> Option<PyObjectRef> {
    let locals = vm.current_frame()?.locals(vm).ok()?;
    locals.obj().get_item("self", vm).ok()
}

/// Whether a lock is locked: if not, to release it is an error.
fn is_locked(lock: &PyObject, vm: &VirtualMachine) -> bool {
    lock.get_attr("_locked", vm).and_then(|locked| locked.try_to_bool(vm)).unwrap_or(false)
}
