//! Queues: what is in them, and who wants to get or to put. Like locks they are Python code of the library's, on
//! futures; what they hold, the loop never learns.
//!
//! Only those are told that the program made itself: `as_completed` has one of its own, which is nobody's business.

use std::ops::ControlFlow;

use rustpython_vm::builtins::{PyList, PyTuple};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, PyObject, PyRef, VirtualMachine};

use super::methods::Method;
use super::{known, places, texts};
use crate::python::frames::visit_running;
use crate::trace::{Event, QueueEvent};

/// As many levels of tuples as are looked at to know how items compare.
const DEEPEST: usize = 3;

/// A method of a queue begins.
pub(super) fn began(method: Method, queue: &PyObject, vm: &VirtualMachine) {
    if method == Method::InitQueue {
        if is_called_by_library() {
            known::unmade(queue);
        } else {
            known::made(queue);
        }
        return;
    }
    let Some(known) = known::known(queue) else { return };
    let Some(held) = Held::by(queue, vm) else { return };
    let (items, room) = (held.items.borrow_vec().len() as u64, held.room);
    let what = match method {
        // Nobody waits for what was shut down: it raises.
        Method::Get | Method::Put if is_shut_down(queue, vm) => return,
        Method::Get if items == 0 => QueueEvent::LacksItem,
        Method::Put if room > 0 && room <= items => QueueEvent::LacksRoom,
        Method::WakeNext => match caller().as_deref() {
            Some("Queue.put_nowait") => QueueEvent::Put(items, room),
            Some("Queue.get_nowait") => QueueEvent::Got(items, room),
            _ => return,
        },
        _ => return,
    };
    known.report(|id| Event::Queue(id, what), Some(&held.text(vm)));
}

/// A queue was shut down.
pub(super) fn shut_down(queue: &PyObject, vm: &VirtualMachine) {
    if let (Some(known), Some(held)) = (known::known(queue), Held::by(queue, vm)) {
        let items = held.items.borrow_vec().len() as u64;
        known.report(|id| Event::Queue(id, QueueEvent::Shut(items, held.room)), Some(&held.text(vm)));
    }
}

/// What a queue holds.
struct Held {
    /// First what comes out next, as far as that is known.
    items: PyRef<PyList>,
    /// As many as it has room for; 0 for any number.
    room: u64,
    /// How many come first; what comes out behind these is not known without asking the program.
    known: usize,
}

impl Held {
    /// None of a queue that keeps its items in a way of its own: to ask would be to run the program's code.
    fn by(queue: &PyObject, vm: &VirtualMachine) -> Option<Self> {
        let items = queue.get_attr("_queue", vm).ok()?;
        if !matches!(&*items.class().name(), "deque" | "list") {
            return None;
        }
        let items = vm.ctx.types.list_type.as_object().call(FuncArgs::from(vec![items]), vm).ok()?;
        let items: PyRef<PyList> = items.downcast().ok()?;
        let is_one = |of: &str| queue.class().mro.read().iter().any(|class| &*class.name() == of);
        let mut known = items.borrow_vec().len();
        if is_one("LifoQueue") {
            items.borrow_vec_mut().reverse();
        } else if is_one("PriorityQueue") && !sort(&items, vm) {
            // The first of a heap is the least.
            known = known.min(1);
        }
        let room = queue.get_attr("_maxsize", vm).ok()?.try_to_value::<i64>(vm).unwrap_or_default();
        Some(Self { items, room: u64::try_from(room).unwrap_or_default(), known })
    }

    fn text(&self, vm: &VirtualMachine) -> String {
        if self.known < self.items.borrow_vec().len() {
            return texts::beginning(&self.items.borrow_vec()[..self.known], vm);
        }
        texts::value(self.items.as_object(), vm).unwrap_or_default()
    }
}

/// Sorts items that compare without running the program's code; whether they do.
fn sort(items: &PyRef<PyList>, vm: &VirtualMachine) -> bool {
    let are_plain = items.borrow_vec().iter().all(|item| is_plain(item, DEEPEST, vm));
    are_plain && vm.call_method(items.as_object(), "sort", ()).is_ok()
}

/// Whether something is a number or a text, or a tuple of such things, and of none of the program's classes.
fn is_plain(item: &PyObject, levels: usize, vm: &VirtualMachine) -> bool {
    let types = &vm.ctx.types;
    let plain = [types.int_type, types.float_type, types.str_type, types.bytes_type, types.bool_type];
    match item.downcast_ref_if_exact::<PyTuple>(vm) {
        Some(tuple) => levels > 0 && tuple.as_slice().iter().all(|inner| is_plain(inner, levels - 1, vm)),
        None => plain.iter().any(|class| item.class().is(*class)),
    }
}

/// Whether a queue was shut down.
fn is_shut_down(queue: &PyObject, vm: &VirtualMachine) -> bool {
    queue.get_attr("_is_shutdown", vm).and_then(|is_shut| is_shut.try_to_bool(vm)).unwrap_or(false)
}

/// The qualified name of what called the function that runs.
fn caller() -> Option<String> {
    let (mut depth, mut name) = (0, None);
    visit_running(|frame| {
        depth += 1;
        if depth < 2 {
            return ControlFlow::Continue(());
        }
        name = Some(frame.code.qualname.as_str().to_owned());
        ControlFlow::Break(())
    });
    name
}

/// Whether the library has called the function that runs.
fn is_called_by_library() -> bool {
    let (mut depth, mut is_library) = (0, false);
    visit_running(|frame| {
        depth += 1;
        if depth < 2 {
            return ControlFlow::Continue(());
        }
        is_library = places::is_library(frame.code);
        ControlFlow::Break(())
    });
    is_library
}
