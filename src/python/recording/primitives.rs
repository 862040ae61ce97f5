//! Locks and semaphores: which task asks for one, has it, lets go of it. They are Python code of the library's, on
//! futures like any other's; that a free lock was taken, the loop never learns.
//!
//! Python says when their methods begin and return, and so do those that Rust answers. A `Condition` is seen by way of the lock inside it, which has its name
//! unless the program made it; that of a `Barrier` tells what comes before what, and has its name, too.

use std::ops::ControlFlow;

use rustpython_vm::builtins::PyCode;
use rustpython_vm::{Py, PyObject, PyObjectRef, VirtualMachine};

use super::methods::Method;
use super::{known, places, queues};
use crate::python::frames::visit_running;
use crate::trace::{Event, PrimitiveId};

/// Which method that is worth watching a code is, if it is one. Most are ruled out by their names: that is asked of
/// every coroutine that begins.
#[inline]
pub(super) fn method(code: &Py<PyCode>) -> Option<Method> {
    let name = code.qualname.as_bytes();
    let is_like_one = [&b"Lock."[..], b"Semaphore.", b"Queue."].iter().any(|class| name.starts_with(class));
    if is_like_one { places::method(code) } else { None }
}

/// The function that runs begins.
pub(super) fn began(method: Method, vm: &VirtualMachine) {
    let Some(object) = itself(vm) else { return };
    let event = match method {
        Method::Init => {
            match made_by() {
                MadeBy::Itself => known::made(&object),
                MadeBy::Condition => known::made_as(&object, "Condition".to_owned()),
                MadeBy::Barrier => known::made_as(&object, "lock of Barrier".to_owned()),
            }
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
    if let Some(known) = known::found(object) {
        known.report(event, None);
    }
}

/// What made the lock whose constructor runs.
enum MadeBy {
    /// The program, or something of the library's that is nothing else to it.
    Itself,
    /// A condition of the program's.
    Condition,
    /// A barrier, which has a condition.
    Barrier,
}

fn made_by() -> MadeBy {
    let (mut depth, mut by) = (0, MadeBy::Itself);
    visit_running(|running| {
        depth += 1;
        match (depth, running.function()) {
            (1, _) => return ControlFlow::Continue(()),
            (2, "Condition.__init__") if places::is_of_library(&running) => {
                by = MadeBy::Condition;
                return ControlFlow::Continue(());
            }
            (3, "Barrier.__init__") if places::is_of_library(&running) => by = MadeBy::Barrier,
            _ => {}
        }
        ControlFlow::Break(())
    });
    by
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
