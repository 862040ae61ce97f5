//! Context variables: the module `contextvars`.
//!
//! The loop enters and leaves a context around every callback and copies one for every task, so those three
//! are a few instructions here. Copying a context counts one more reference to its map; the first `set` after
//! that copies the map, which in every program we have seen is a handful of entries.
//! [PEP 567](https://peps.python.org/pep-0567/)

mod classes;

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

use rustpython_vm::builtins::{PyBaseExceptionRef, PyStrRef};
use rustpython_vm::class::PyClassImpl;
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::common::rc::PyRc;
use rustpython_vm::function::{FuncArgs, OptionalArg};
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, Traverse, VirtualMachine, pyclass,
};

pub(crate) use contextvars::module_def;

/// The values of context variables, by variable. Shared by a context and its copies until one of them
/// changes it.
pub(super) type Values = PyRc<HashMap<VarKey, PyObjectRef, rapidhash::fast::RandomState>>;

/// A variable as a key: variables are equal if they are the same object.
#[derive(Clone, Debug)]
pub(super) struct VarKey(pub(super) PyRef<ContextVar>);

impl PartialEq for VarKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.is(&other.0)
    }
}

impl Eq for VarKey {}

impl std::hash::Hash for VarKey {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.get_id().hash(state);
    }
}

/// `contextvars.Context`
#[pyclass(module = "_contextvars", name = "Context", unhashable = true, traverse = "manual")]
#[derive(Debug, PyPayload)]
pub struct Context {
    pub(super) values: PyMutex<Values>,
    /// A context is entered by one thread at a time, and once.
    entered: AtomicBool,
}

impl Context {
    fn with_values(values: Values) -> Self {
        Self { values: PyMutex::new(values), entered: AtomicBool::new(false) }
    }

    /// The context that is current in this thread. A thread that never entered one gets an empty one.
    #[must_use]
    pub fn current(vm: &VirtualMachine) -> PyRef<Self> {
        let mut stack = vm.context_stack.borrow_mut();
        if let Some(top) = stack.last().and_then(|top| top.downcast_ref::<Self>()) {
            return top.to_owned();
        }
        let first = Self::with_values(Values::default()).into_ref(&vm.ctx);
        first.entered.store(true, Ordering::Release);
        stack.push(first.clone().into());
        first
    }

    /// A copy of the current context, in O(1).
    #[must_use]
    pub fn copy_current(vm: &VirtualMachine) -> PyRef<Self> {
        let values = match vm.context_stack.borrow().last().and_then(|top| top.downcast_ref::<Self>()) {
            Some(current) => current.values.lock().clone(),
            None => Values::default(),
        };
        Self::with_values(values).into_ref(&vm.ctx)
    }

    /// The context a callback was given, or a copy of the current one. What it was given may be anything: what it is
    /// good for shows when it is used, as in CPython.
    pub(super) fn given_or_copy(context: OptionalArg<PyObjectRef>, vm: &VirtualMachine) -> PyObjectRef {
        let given = context.into_option().filter(|context| !vm.is_none(context));
        given.unwrap_or_else(|| Self::copy_current(vm).into())
    }

    /// Calls `function` in a context that a callback was given. One that is not ours has a method for that.
    ///
    /// # Errors
    ///
    /// What was raised.
    pub(super) fn call_in(
        given: &PyObject,
        function: &PyObject,
        args: Vec<PyObjectRef>,
        vm: &VirtualMachine,
    ) -> PyResult {
        if let Some(ours) = given.downcast_ref::<Self>() {
            return Self::run_in(ours, vm, || function.call(args, vm));
        }
        let mut args = FuncArgs::from(args);
        args.prepend_arg(function.to_owned());
        vm.call_method(given, "run", args)
    }

    /// Makes the context the current one while `run` runs.
    ///
    /// # Errors
    ///
    /// `RuntimeError` if it has been entered already; what `run` raised.
    pub fn run_in<R>(zelf: &Py<Self>, vm: &VirtualMachine, run: impl FnOnce() -> PyResult<R>) -> PyResult<R> {
        if zelf.entered.swap(true, Ordering::AcqRel) {
            return Err(Self::already_entered(zelf, vm)?);
        }
        vm.context_stack.borrow_mut().push(zelf.to_owned().into());
        let result = run();
        let left = vm.context_stack.borrow_mut().pop();
        debug_assert!(left.is_some_and(|left| left.is(zelf)), "contexts are left in reverse order");
        zelf.entered.store(false, Ordering::Release);
        result
    }

    /// Whether it could be entered now.
    ///
    /// # Errors
    ///
    /// `RuntimeError` if it has been entered already.
    pub(super) fn check_can_be_entered(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        if zelf.entered.load(Ordering::Acquire) { Err(Self::already_entered(zelf, vm)?) } else { Ok(()) }
    }

    fn already_entered(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyBaseExceptionRef> {
        let context = zelf.as_object().repr(vm)?;
        Ok(vm.new_runtime_error(format!("cannot enter context: {context} is already entered")))
    }

    /// Whether it is the current context of this thread.
    #[must_use]
    pub fn is_current(zelf: &Py<Self>, vm: &VirtualMachine) -> bool {
        vm.context_stack.borrow().last().is_some_and(|top| top.is(zelf))
    }

    fn get(&self, variable: &Py<ContextVar>) -> Option<PyObjectRef> {
        self.values.lock().get(&VarKey(variable.to_owned())).cloned()
    }
}

/// `contextvars.ContextVar`
#[pyclass(module = "_contextvars", name = "ContextVar", traverse)]
#[derive(Debug, PyPayload)]
pub struct ContextVar {
    pub(super) name: PyStrRef,
    pub(super) default: Option<PyObjectRef>,
}

/// `contextvars.Token`: what a variable was before a `set`.
#[pyclass(module = "_contextvars", name = "Token", traverse)]
#[derive(Debug, PyPayload)]
pub struct Token {
    context: PyRef<Context>,
    variable: PyRef<ContextVar>,
    old_value: Option<PyObjectRef>,
    #[pytraverse(skip)]
    used: AtomicBool,
}

/// Makes the types, which the loop uses whether or not anybody imports `contextvars`.
pub(super) fn make_types() {
    let _ = (
        Context::make_static_type(),
        ContextVar::make_static_type(),
        Token::make_static_type(),
        Missing::make_static_type(),
    );
}

/// The type of `Token.MISSING`.
#[pyclass(module = false, name = "Token.MISSING")]
#[derive(Debug, PyPayload)]
pub struct Missing {}

#[rustpython_vm::pymodule(name = "_contextvars")]
mod contextvars {
    use rustpython_vm::builtins::{PyModule, PyTypeRef};
    use rustpython_vm::class::PyClassImpl;
    use rustpython_vm::{Py, PyRef, PyResult, VirtualMachine};

    use super::{Context, ContextVar, Missing, Token};

    #[pyattr(name = "Context")]
    fn context(_vm: &VirtualMachine) -> PyTypeRef {
        Context::make_static_type()
    }

    #[pyattr(name = "ContextVar")]
    fn context_var(_vm: &VirtualMachine) -> PyTypeRef {
        ContextVar::make_static_type()
    }

    #[pyattr(name = "Token")]
    fn token(_vm: &VirtualMachine) -> PyTypeRef {
        Token::make_static_type()
    }

    #[pyfunction]
    fn copy_context(vm: &VirtualMachine) -> PyRef<Context> {
        Context::copy_current(vm)
    }

    pub(crate) fn module_exec(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
        super::make_types();
        __module_exec(vm, module);
        let token = module.get_attr("Token", vm)?;
        token.set_attr("MISSING", Missing::new_object(vm), vm)
    }
}
