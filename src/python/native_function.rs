//! Functions that look as if they were written in Python, and are answered in Rust.
//!
//! What a program sees of `asyncio.sleep` is a function of `async def`: it has code, defaults, a signature, a
//! module; `inspect`, `unittest.mock` and debuggers look at all of these. So it is one, with one difference: calling it
//! does not run its code. The code stays good for what Rust does not answer, and for the messages of calls that are wrong.

use std::collections::HashMap;

use rustpython_vm::builtins::{PyFunction, PyType, PyTypeRef};
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::common::static_cell;
use rustpython_vm::function::{FuncArgs, ItemDoc, PyMethodFlags};
use rustpython_vm::types::{Constructor, PyTypeFlags, PyTypeSlots};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyPayload, PyResult, VirtualMachine};

/// What answers a call of the function.
pub(super) type Answer = fn(&PyObject, FuncArgs, &VirtualMachine) -> PyResult;

/// What a function has that its constructor does not take.
const COPIED: [&str; 6] =
    ["__qualname__", "__module__", "__doc__", "__kwdefaults__", "__annotations__", "__type_params__"];

/// A function that is all `function` is, but that calls of it are answered by `answer`. For what it does not answer,
/// there is [`by_its_code`].
pub(super) fn answered_by(answer: Answer, function: &Py<PyFunction>, vm: &VirtualMachine) -> PyResult {
    let class = class_answered_by(answer, vm)?;
    let function = function.as_object();
    let of = |name: &'static str| function.get_attr(name, vm);
    let args = vec![of("__code__")?, of("__globals__")?, of("__name__")?, of("__defaults__")?];
    let new = PyFunction::py_new(&class, FuncArgs::from(args).bind(vm)?, vm)?;
    let new: PyObjectRef = new.into_ref_with_type(vm, class)?.into();
    for name in COPIED {
        new.set_attr(name, of(name)?, vm)?;
    }
    Ok(new)
}

/// Such a function as what it is to Python.
pub(super) fn python(function: &PyObject) -> &Py<PyFunction> {
    function.downcast_ref().expect("only functions of the library's are answered")
}

/// Whether Rust may answer a call that is to have so many arguments: it has.
#[inline]
pub(super) fn may_answer(args: &FuncArgs, count: usize) -> bool {
    args.args.len() == count && args.kwargs.is_empty()
}

/// What the code of such a function makes of a call.
pub(super) fn by_its_code(function: &Py<PyFunction>, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    function.invoke(args, vm)
}

static_cell! {
    /// The classes of functions, each by what answers them. Nobody can change them: they serve all interpreters.
    static CLASSES: PyMutex<HashMap<usize, PyTypeRef>>;
}

/// A class of functions: each is answered by a function of its own.
fn class_answered_by(answer: Answer, vm: &VirtualMachine) -> PyResult<PyTypeRef> {
    let classes = CLASSES.get_or_init(PyMutex::default);
    let known = classes.lock().get(&(answer as usize)).cloned();
    if let Some(known) = known {
        return Ok(known);
    }
    let class = new_class_answered_by(answer, vm)?;
    Ok(classes.lock().entry(answer as usize).or_insert(class).clone())
}

fn new_class_answered_by(answer: Answer, vm: &VirtualMachine) -> PyResult<PyTypeRef> {
    let slots = PyTypeSlots::default();
    // Called as a method, it need not be bound first. A subclass does not inherit that.
    slots.flags.insert(PyTypeFlags::METHOD_DESCRIPTOR);
    let bases = vec![vm.ctx.types.function_type.to_owned()];
    let metaclass = vm.ctx.types.type_type.to_owned();
    let class = PyType::new_heap("function", bases, Default::default(), slots, metaclass, &vm.ctx)
        .map_err(|error| vm.new_type_error(error))?;
    class.slots.call.store(Some(answer));
    class.slots.vectorcall.store(None);
    // It is copied and pickled by its name, as every function is: `copy` and `pickle` know those by their exact class.
    let by_name = |function: PyObjectRef, vm: &VirtualMachine| function.get_attr("__qualname__", vm);
    let reduce = vm.ctx.new_method_def("__reduce__", by_name, PyMethodFlags::METHOD, ItemDoc::NONE);
    // It lives as long as the process, and there is one for each function of the library's.
    let class_for_ever: &'static Py<PyType> = Box::leak(Box::new(class.clone()));
    class.set_attr(vm.ctx.intern_str("__reduce__"), reduce.build_method(class_for_ever, vm).into());
    // As the class of functions it is built in: nobody changes it, and it has no attribute `__module__` of its own that would
    // hide the functions' descriptor of that name.
    class.slots.flags.insert(PyTypeFlags::IMMUTABLETYPE);
    class.slots.flags.remove(PyTypeFlags::HEAPTYPE);
    Ok(class)
}

/// A coroutine of such a function's code that is never run: what it tells of itself is true of one that is answered in
/// Rust, too. It is made when somebody asks, and closed when it has served.
#[derive(Debug, Default)]
pub(super) struct Likeness(pub(super) PyMutex<Option<PyObjectRef>>);

impl Likeness {
    /// The coroutine, made by `make` the first time.
    pub(super) fn get(&self, make: impl FnOnce() -> PyResult) -> PyResult {
        if let Some(made) = self.0.lock().clone() {
            return Ok(made);
        }
        let made = make()?;
        Ok(self.0.lock().get_or_insert(made).clone())
    }

    /// It has served.
    pub(super) fn close(&self, vm: &VirtualMachine) {
        let made = self.0.lock().take();
        if let Some(made) = made {
            // It has not begun, so nothing of it runs.
            let _closed = vm.call_method(&made, "close", ());
        }
    }

    /// Whether it is there.
    pub(super) fn is_made(&self) -> bool {
        self.0.lock().is_some()
    }
}
