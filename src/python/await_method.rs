//! `__await__` of what is awaited all the time.
//!
//! A method in Rust is bound to its object, and then called with a list of its arguments: for a method that has no more
//! arguments, and mostly gives the object itself, that is most of its cost. This one goes without.

use rustpython_vm::class::{PyClassImpl, StaticType};
use rustpython_vm::common::static_cell;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::types::{Callable, GetDescriptor, Representable};
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyResult, Traverse, VirtualMachine, pyclass,
};

use super::future::{Future, FutureIter};
use super::native_coroutine::NativeCoroutine;

/// What it gives of an object, if that is of its class.
type Await = fn(&PyObject, &VirtualMachine) -> Option<PyResult>;

/// The method of a class.
#[pyclass(module = false, name = "wrapper_descriptor")]
#[derive(Debug, PyPayload)]
pub struct AwaitMethod {
    gives: Await,
    /// The class as messages have it.
    class: &'static str,
}

impl GetDescriptor for AwaitMethod {
    fn descr_get(
        zelf: &PyObject,
        object: Option<&PyObject>,
        _class: Option<&PyObject>,
        vm: &VirtualMachine,
    ) -> PyResult {
        let this = Self::_as_pyref(zelf, vm)?;
        match object {
            Some(object) => Ok(BoundAwait { object: object.to_owned(), gives: this.gives }.into_pyobject(vm)),
            None => Ok(zelf.to_owned()),
        }
    }
}

impl Callable for AwaitMethod {
    type Args = (PyObjectRef,);

    fn call(zelf: &Py<Self>, (object,): Self::Args, vm: &VirtualMachine) -> PyResult {
        (zelf.gives)(&object, vm).unwrap_or_else(|| {
            Err(vm.new_type_error(format!(
                "descriptor '__await__' requires a '{}' object but received a '{}'",
                zelf.class,
                object.class().name()
            )))
        })
    }
}

impl Representable for AwaitMethod {
    fn repr_str(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<String> {
        Ok(format!("<slot wrapper '__await__' of '{}' objects>", zelf.class))
    }
}

#[pyclass(with(GetDescriptor, Callable, Representable))]
impl AwaitMethod {
    #[pygetset]
    fn __name__(_zelf: &Py<Self>) -> &'static str {
        "__await__"
    }

    #[pygetset]
    fn __qualname__(zelf: &Py<Self>) -> String {
        format!("{}.__await__", zelf.class.rsplit('.').next().unwrap_or_default())
    }

    #[pygetset]
    fn __doc__(_zelf: &Py<Self>) -> &'static str {
        "Return an iterator to be used in await expression."
    }

    #[pygetset]
    fn __text_signature__(_zelf: &Py<Self>) -> &'static str {
        "($self, /)"
    }
}

/// The method of an object.
#[pyclass(module = false, name = "method-wrapper", traverse)]
#[derive(Debug, PyPayload)]
pub struct BoundAwait {
    object: PyObjectRef,
    #[pytraverse(skip)]
    gives: Await,
}

impl Callable for BoundAwait {
    type Args = FuncArgs;

    fn slot_call(zelf: &PyObject, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let this: &Py<Self> = zelf.downcast_ref().expect("it is called as what it is");
        Self::call(this, args, vm)
    }

    fn call(zelf: &Py<Self>, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        if !args.kwargs.is_empty() {
            return Err(vm.new_type_error("wrapper __await__() takes no keyword arguments"));
        }
        if !args.args.is_empty() {
            return Err(vm.new_type_error(format!("expected 0 arguments, got {}", args.args.len())));
        }
        (zelf.gives)(&zelf.object, vm).expect("it was found in its class")
    }
}

#[pyclass(with(Callable))]
impl BoundAwait {
    #[pygetset]
    fn __self__(zelf: &Py<Self>) -> PyObjectRef {
        zelf.object.clone()
    }

    #[pygetset]
    fn __name__(_zelf: &Py<Self>) -> &'static str {
        "__await__"
    }

    #[pygetset]
    fn __qualname__(zelf: &Py<Self>) -> String {
        format!("{}.__await__", zelf.object.class().name())
    }

    #[pygetset]
    fn __doc__(_zelf: &Py<Self>) -> &'static str {
        "Return an iterator to be used in await expression."
    }

    #[pygetset]
    fn __text_signature__(_zelf: &Py<Self>) -> &'static str {
        "()"
    }
}

fn of_future(object: &PyObject, vm: &VirtualMachine) -> Option<PyResult> {
    let future: &Py<Future> = object.downcast_ref()?;
    Some(future.event_loop(vm).map(|_| FutureIter::of(future.to_owned()).into_pyobject(vm)))
}

fn of_coroutine(object: &PyObject, _vm: &VirtualMachine) -> Option<PyResult> {
    object.downcast_ref::<NativeCoroutine>().map(|_| Ok(object.to_owned()))
}

static_cell! {
    static GIVEN: ();
}

/// Gives it to our classes. They are made once, however many interpreters there are.
pub(super) fn give(vm: &VirtualMachine) {
    GIVEN.get_or_init(|| {
        let _ = (AwaitMethod::make_static_type(), BoundAwait::make_static_type());
        let _ = (Future::make_static_type(), NativeCoroutine::make_static_type());
        let name = vm.ctx.intern_str("__await__");
        let give = |to: &'static Py<rustpython_vm::builtins::PyType>, gives: Await, class| {
            to.set_attr(name, AwaitMethod { gives, class }.into_pyobject(vm));
        };
        give(Future::static_type(), of_future, "_asyncio.Future");
        give(NativeCoroutine::static_type(), of_coroutine, "coroutine");
    });
}
