//! Functions of ours that hold on to something.

use std::fmt;

use rustpython_vm::function::FuncArgs;
use rustpython_vm::object::PyThreadingConstraint;
use rustpython_vm::types::{Callable, Representable};
use rustpython_vm::{Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass};

/// What a closure does with what it holds, and with the arguments of a call.
trait Act: Fn(&PyObject, FuncArgs, &VirtualMachine) -> PyResult + PyThreadingConstraint {}

impl<F: Fn(&PyObject, FuncArgs, &VirtualMachine) -> PyResult + PyThreadingConstraint> Act for F {}

/// A function that goes when nobody can call it any more, and what it holds with it. One that the virtual machine makes of a
/// closure (`vm.new_function`) stays for good: that is for what holds nothing.
#[pyclass(module = false, name = "builtin_function_or_method", traverse = "manual")]
#[derive(PyPayload)]
pub(super) struct Closure {
    name: &'static str,
    /// Nothing when the collector has taken it.
    pub(super) held: Option<PyObjectRef>,
    act: Box<dyn Act>,
}

impl fmt::Debug for Closure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Closure").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Closure {
    /// A function of this name. What is in a circle with it has to be `held`, not captured, for the collector to find it.
    pub(super) fn new(
        name: &'static str,
        held: PyObjectRef,
        act: impl Fn(&PyObject, FuncArgs, &VirtualMachine) -> PyResult + PyThreadingConstraint + 'static,
        vm: &VirtualMachine,
    ) -> PyRef<Self> {
        Self { name, held: Some(held), act: Box::new(act) }.into_ref(&vm.ctx)
    }
}

impl Callable for Closure {
    type Args = FuncArgs;

    fn call(zelf: &Py<Self>, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        match &zelf.held {
            Some(held) => (zelf.act)(held, args, vm),
            None => Ok(vm.ctx.none()),
        }
    }
}

impl Representable for Closure {
    fn repr_str(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<String> {
        Ok(format!("<built-in function {}>", zelf.name))
    }
}

#[pyclass(with(Callable, Representable))]
impl Closure {
    #[pygetset]
    fn __name__(zelf: &Py<Self>) -> &'static str {
        zelf.name
    }

    #[pygetset]
    fn __qualname__(zelf: &Py<Self>) -> &'static str {
        zelf.name
    }

    /// It is copied and pickled by its name, as every function is.
    #[pymethod]
    fn __reduce__(zelf: &Py<Self>) -> &'static str {
        zelf.name
    }
}
