//! What a program does itself of what a loop does.
//!
//! CPython's loops are written against their own methods, so a subclass that overrides `time()` or `call_at()`, a loop
//! whose `time` is replaced, and one that is given a selector all work there. Ours takes a shorter way in Rust, and here
//! is how it knows when it may not. What it does then is in `ask.rs`.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU8, Ordering};

use rustpython_vm::builtins::PyType;
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::object::TraverseFn;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, VirtualMachine};

/// What programs replace, and the loop itself uses: each a bit.
pub(super) const REPLACEABLE: [(&str, u8); 8] = [
    ("call_soon", CALL_SOON),
    ("call_at", CALL_AT),
    ("call_later", CALL_LATER),
    ("time", TIME),
    ("_run_once", RUN_ONCE),
    ("run_forever", RUN_FOREVER),
    ("create_future", CREATE_FUTURE),
    ("create_task", CREATE_TASK),
];

pub(super) const CALL_SOON: u8 = 1;
pub(super) const CALL_AT: u8 = 2;
pub(super) const CALL_LATER: u8 = 4;
pub(super) const TIME: u8 = 8;
pub(super) const RUN_ONCE: u8 = 16;
pub(super) const RUN_FOREVER: u8 = 32;
pub(super) const CREATE_FUTURE: u8 = 64;
pub(super) const CREATE_TASK: u8 = 128;

/// What the program does itself.
#[derive(Default)]
pub(in crate::python) struct Own {
    /// Which of [`REPLACEABLE`].
    replaced: AtomicU8,
    /// What it waits with.
    pub(super) selector: OnceLock<PyObjectRef>,
    /// What that found last, until it is seen to.
    pub(super) found: PyMutex<Option<PyObjectRef>>,
}

impl Own {
    /// Whether one of these methods is the program's.
    #[inline]
    pub(super) fn has_any(&self, methods: u8) -> bool {
        self.replaced.load(Ordering::Relaxed) & methods != 0
    }

    /// Looks again at what a loop of this class, which inherits `ours`, has of its own.
    pub(super) fn look(
        &self,
        class: &Py<PyType>,
        ours: &Py<PyType>,
        event_loop: Option<&PyObject>,
        vm: &VirtualMachine,
    ) {
        let attributes = event_loop.and_then(PyObject::dict);
        let is_replaced = |name: &'static str| {
            let name = vm.ctx.intern_str(name);
            let by_class = match (class.get_attr(name), ours.get_attr(name)) {
                (Some(theirs), Some(ours)) => !theirs.is(&ours),
                _ => true,
            };
            by_class || attributes.as_ref().is_some_and(|attributes| attributes.contains_key(name, vm))
        };
        let replaced = REPLACEABLE.iter().filter(|(name, _)| is_replaced(name)).map(|(_, bit)| bit);
        self.replaced.store(replaced.sum(), Ordering::Relaxed);
    }

    /// What the program waits with, if it has given the loop something.
    pub(super) fn selector(&self) -> Option<&PyObjectRef> {
        self.selector.get()
    }

    /// What it refers to, for the garbage collector.
    pub(in crate::python) fn traverse(&self, visit: &mut TraverseFn<'_>) {
        if let Some(selector) = self.selector.get() {
            visit(selector);
        }
        if let Some(found) = self.found.try_lock()
            && let Some(found) = &*found
        {
            visit(found);
        }
    }
}
