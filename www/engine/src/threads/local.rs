//! What each thread has of its own (`threading.local`).

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};

use rustpython_vm::builtins::PyDictRef;
use rustpython_vm::common::lock::PyMutex;

use crate::turns::Number;

/// The attributes of one `threading.local`, by thread.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    of: PyMutex<BTreeMap<Number, PyDictRef>>,
}

thread_local! {
    /// All there are, so that those of a thread that ends can be dropped.
    static ALL: RefCell<Vec<Weak<Attributes>>> = RefCell::default();
}

impl Attributes {
    pub(super) fn new() -> Rc<Self> {
        let new = Rc::default();
        ALL.with_borrow_mut(|all| {
            all.retain(|it| it.strong_count() > 0);
            all.push(Rc::downgrade(&new));
        });
        new
    }

    /// Those of `thread`, if it has any.
    pub(super) fn get(&self, thread: Number) -> Option<PyDictRef> {
        self.of.lock().get(&thread).cloned()
    }

    pub(super) fn set(&self, thread: Number, attributes: PyDictRef) {
        self.of.lock().insert(thread, attributes);
    }

    /// Drops those of `thread`. Returned, so that their destructors run when nothing is locked.
    pub(super) fn take(&self, thread: Number) -> Option<PyDictRef> {
        self.of.lock().remove(&thread)
    }

    /// Shows each to `visit`.
    pub(super) fn visit(&self, mut visit: impl FnMut(&PyDictRef)) {
        self.of.lock().values().for_each(&mut visit);
    }

    /// Drops all of them.
    pub(super) fn clear(&self) -> Vec<PyDictRef> {
        std::mem::take(&mut *self.of.lock()).into_values().collect()
    }
}

/// Drops what `thread` has of its own.
pub(super) fn forget(thread: Number) {
    let all: Vec<_> = ALL.with_borrow(|all| all.iter().filter_map(Weak::upgrade).collect());
    for attributes in all {
        drop(attributes.take(thread));
    }
}

#[rustpython_vm::pymodule(sub, name = "_tab_thread")]
pub(super) mod types {
    use std::rc::Rc;

    use rustpython_vm::builtins::{PyDictRef, PyStr, PyType, PyTypeRef};
    use rustpython_vm::function::{FuncArgs, PySetterValue};
    use rustpython_vm::object::{Traverse, TraverseFn};
    use rustpython_vm::types::{GetAttr, SetAttr};
    use rustpython_vm::{AsObject, Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass};

    use super::Attributes;
    use crate::turns::current;

    /// `_thread._local`
    #[pyattr]
    #[pyclass(module = "_thread", name = "_local", traverse = "manual")]
    #[derive(Debug, PyPayload)]
    struct Local {
        attributes: Rc<Attributes>,
        /// What each thread's first use gives to `__init__`.
        arguments: FuncArgs,
    }

    // SAFETY: it shows what it owns, each once, and clearing leaves it valid.
    #[expect(unsafe_code, reason = "the collector is told what is owned")]
    unsafe impl Traverse for Local {
        fn traverse(&self, tracer: &mut TraverseFn<'_>) {
            self.arguments.traverse(tracer);
            self.attributes.visit(|attributes| attributes.traverse(tracer));
        }

        fn clear(&mut self, out: &mut Vec<PyObjectRef>) {
            out.extend(self.attributes.clear().into_iter().map(Into::into));
        }
    }

    impl Local {
        /// The attributes of the thread that runs, made by `__init__` at its first use.
        fn here(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyDictRef> {
            let me = current();
            if let Some(attributes) = zelf.attributes.get(me) {
                return Ok(attributes);
            }
            let attributes = vm.ctx.new_dict();
            zelf.attributes.set(me, attributes.clone());
            if has_own_init(zelf.class(), vm)
                && let Some(init) = zelf.class().slots.init.load()
                && let Err(error) = init(zelf.as_object(), zelf.arguments.clone(), vm)
            {
                drop(zelf.attributes.take(me));
                return Err(error);
            }
            Ok(attributes)
        }
    }

    /// Whether a class has an `__init__` besides `object`'s.
    fn has_own_init(class: &Py<PyType>, vm: &VirtualMachine) -> bool {
        let of = |class: &Py<PyType>| class.get_attr(vm.ctx.intern_str("__init__"));
        match (of(class), of(vm.ctx.types.object_type)) {
            (Some(own), Some(object)) => !own.is(&object),
            _ => false,
        }
    }

    #[pyclass(with(GetAttr, SetAttr), flags(BASETYPE, HAS_WEAKREF))]
    impl Local {
        #[pyslot]
        fn slot_new(class: PyTypeRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
            if !args.is_empty() && !has_own_init(&class, vm) {
                return Err(vm.new_type_error("Initialization arguments are not supported"));
            }
            let attributes = Attributes::new();
            // `__init__` is about to be called in this thread.
            attributes.set(current(), vm.ctx.new_dict());
            Self { attributes, arguments: args }.into_ref_with_type(vm, class).map(Into::into)
        }

        #[pygetset(name = "__dict__")]
        fn dict(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyResult<PyDictRef> {
            Self::here(&zelf, vm)
        }
    }

    impl GetAttr for Local {
        fn getattro(zelf: &Py<Self>, name: &Py<PyStr>, vm: &VirtualMachine) -> PyResult {
            let attributes = Self::here(zelf, vm)?;
            if name.as_bytes() == b"__dict__" {
                return Ok(attributes.into());
            }
            zelf.as_object().generic_getattr_opt(name, Some(attributes), vm)?.ok_or_else(|| {
                vm.new_attribute_error(format!(
                    "'{}' object has no attribute '{name}'",
                    zelf.class().slot_name()
                ))
            })
        }
    }

    impl SetAttr for Local {
        fn setattro(
            zelf: &Py<Self>,
            name: &Py<PyStr>,
            value: PySetterValue,
            vm: &VirtualMachine,
        ) -> PyResult<()> {
            let attributes = Self::here(zelf, vm)?;
            if name.as_bytes() == b"__dict__" {
                return Err(vm.new_attribute_error(format!(
                    "'{}' object attribute '__dict__' is read-only",
                    zelf.class().slot_name()
                )));
            }
            match value {
                PySetterValue::Assign(value) => attributes.set_item(name, value, vm),
                PySetterValue::Delete => attributes.del_item(name, vm).map_err(|_| {
                    vm.new_attribute_error(format!(
                        "'{}' object has no attribute '{name}'",
                        zelf.class().slot_name()
                    ))
                }),
            }
        }
    }
}
