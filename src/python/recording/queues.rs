//! Queues: what is in them, and who wants to get or to put. Like locks they are Python code of the library's, on
//! futures, or answered in Rust; what they hold, the loop never learns.
//!
//! Only those are told that the program made itself: `as_completed` has one of its own, which is nobody's business.

use std::ops::ControlFlow;

use rustpython_vm::builtins::{PyList, PyTuple};
use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyRef, VirtualMachine};

use super::known::Primitive;
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
    let did = match method {
        Method::Get => Did::AskForItem,
        Method::Put => Did::AskForRoom,
        Method::WakeNext => match caller().as_deref() {
            Some("Queue.put_nowait") => Did::Put,
            Some("Queue.get_nowait") => Did::Get,
            _ => return,
        },
        _ => return,
    };
    tell(did, queue, vm);
}

/// What somebody did with a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::python) enum Did {
    /// Asked for an item, for which it may have to wait.
    AskForItem,
    /// Asked for room for one.
    AskForRoom,
    /// Put an item in.
    Put,
    /// Took one out.
    Get,
}

impl Did {
    /// What that is for a queue that holds so many items and has room for so many; nothing if it is nothing.
    fn event(self, items: u64, room: u64) -> Option<QueueEvent> {
        match self {
            Self::Put => Some(QueueEvent::Put(items, room)),
            Self::Get => Some(QueueEvent::Got(items, room)),
            Self::AskForItem => (items == 0).then_some(QueueEvent::LacksItem),
            Self::AskForRoom => (room > 0 && room <= items).then_some(QueueEvent::LacksRoom),
        }
    }
}

/// Tells what somebody did with a queue that was not shut down.
fn tell(did: Did, queue: &PyObject, vm: &VirtualMachine) {
    // Nobody waits for what was shut down: it raises.
    if matches!(did, Did::AskForItem | Did::AskForRoom) && is_shut_down(queue, vm) {
        return;
    }
    if let Some(known) = known::known(queue)
        && let Some(held) = Held::by(queue, vm)
    {
        held.tell(did, &known, vm);
    }
}

/// Tells what somebody did with a queue whose items are kept in `items`, with room for so many.
pub(super) fn tell_of(did: Did, queue: &PyObject, items: &PyObject, room: u64, vm: &VirtualMachine) {
    if let Some(known) = known::known(queue)
        && let Some(held) = Held::of(queue, items, room, vm)
    {
        held.tell(did, &known, vm);
    }
}

/// A queue was shut down.
pub(super) fn shut_down(queue: &PyObject, vm: &VirtualMachine) {
    if let (Some(known), Some(held)) = (known::known(queue), Held::by(queue, vm)) {
        let what = QueueEvent::Shut(held.count as u64, held.room);
        known.report(|id| Event::Queue(id, what), Some(&held.text(vm)));
    }
}

/// What a queue holds.
struct Held {
    /// How many items.
    count: usize,
    /// As many items as it has room for; 0 for any number.
    room: u64,
    /// What comes out next, as far as that is known without asking the program, and no more of it than is shown.
    first: Vec<PyObjectRef>,
}

impl Held {
    /// None of a queue that keeps its items in a way of its own: to ask would be to run the program's code.
    fn by(queue: &PyObject, vm: &VirtualMachine) -> Option<Self> {
        let items = queue.get_attr("_queue", vm).ok()?;
        let room = queue.get_attr("_maxsize", vm).ok()?.try_to_value::<i64>(vm).unwrap_or_default();
        Self::of(queue, &items, u64::try_from(room).unwrap_or_default(), vm)
    }

    /// The same, of one that keeps its items there and has room for so many.
    fn of(queue: &PyObject, items: &PyObject, room: u64, vm: &VirtualMachine) -> Option<Self> {
        let is_one = |of: &str| queue.class().mro.read().iter().any(|class| &*class.name() == of);
        let Some(list) = items.downcast_ref_if_exact::<PyList>(vm) else {
            if &*items.class().name() != "deque" {
                return None;
            }
            let count = items.length(vm).ok()?;
            let sequence = items.sequence_unchecked();
            let shown = 0..count.min(texts::MOST) as isize;
            let first = shown.map(|at| sequence.get_item(at, vm).ok()).collect::<Option<_>>()?;
            return Some(Self { count, room, first });
        };
        let count = list.borrow_vec().len();
        let first = if is_one("LifoQueue") {
            list.borrow_vec().iter().rev().take(texts::MOST).cloned().collect()
        } else if is_one("PriorityQueue") {
            let sorted = vm.ctx.new_list(list.borrow_vec().to_vec());
            // The first of a heap is the least.
            let known = if sort(&sorted, vm) { texts::MOST } else { 1 };
            sorted.borrow_vec().iter().take(known).cloned().collect()
        } else {
            list.borrow_vec().iter().take(texts::MOST).cloned().collect()
        };
        Some(Self { count, room, first })
    }

    fn text(&self, vm: &VirtualMachine) -> String {
        texts::beginning(&self.first, self.count, vm)
    }

    fn tell(&self, did: Did, known: &Primitive, vm: &VirtualMachine) {
        if let Some(what) = did.event(self.count as u64, self.room) {
            known.report(|id| Event::Queue(id, what), Some(&self.text(vm)));
        }
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
    visit_running(|running| {
        depth += 1;
        if depth < 2 {
            return ControlFlow::Continue(());
        }
        name = Some(running.function().to_owned());
        ControlFlow::Break(())
    });
    name
}

/// Whether the library has called the function that runs.
fn is_called_by_library() -> bool {
    let (mut depth, mut is_library) = (0, false);
    visit_running(|running| {
        depth += 1;
        if depth < 2 {
            return ControlFlow::Continue(());
        }
        is_library = places::is_of_library(&running);
        ControlFlow::Break(())
    });
    is_library
}
