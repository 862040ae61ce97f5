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
use super::{places, queues};
use crate::trace::{Details, Event, PrimitiveId};

/// Which method that is worth watching a code is, if it is one. Most are ruled out by their names: that is asked of
/// every coroutine that begins.
#[inline]
pub(super) fn method(code: &Py<PyCode>) -> Option<Method> {
    let name = code.qualname.as_bytes();
    let is_like_one = [&b"Lock."[..], b"Semaphore.", b"Queue."].iter().any(|class| name.starts_with(class));
    if is_like_one { places::method(code) } else { None }
}

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
        Method::InitQueue | Method::Get | Method::Put | Method::WakeNext => {
            return queues::began(method, &object, vm);
        }
        Method::Shutdown | Method::FlowControl => return,
    };
    report(event, &object);
}

/// The function that runs returns.
pub(super) fn returned(method: Method, vm: &VirtualMachine) {
    if !matches!(method, Method::Acquire | Method::Shutdown) {
        return;
    }
    let Some(object) = itself(vm) else { return };
    if method == Method::Acquire {
        report(Event::Acquired, &object);
    } else {
        queues::shut_down(&object, vm);
    }
}

fn report(event: fn(PrimitiveId) -> Event, object: &PyObject) {
    KNOWN.with_borrow_mut(|known| known.find(object)).report(event, None);
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
