//! `Context`, `ContextVar` and `Token` as Python sees them.

use std::sync::atomic::Ordering;

use rustpython_vm::builtins::{PyGenericAlias, PyList, PyStr, PyStrRef, PyTypeRef};
use rustpython_vm::common::lock::LazyLock;
use rustpython_vm::common::rc::PyRc;
use rustpython_vm::common::wtf8::Wtf8Buf;
use rustpython_vm::function::{FuncArgs, OptionalArg, PyComparisonValue};
use rustpython_vm::protocol::{PyMappingMethods, PySequenceMethods};
use rustpython_vm::types::{
    AsMapping, AsSequence, Comparable, Constructor, Hashable, Iterable, PyComparisonOp, Representable,
};
use rustpython_vm::{
    AsObject, FromArgs, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, atomic_func,
    pyclass,
};

use super::{Context, ContextVar, Missing, Token, Values, VarKey};

#[pyclass(with(Constructor, AsMapping, AsSequence, Iterable, Comparable))]
impl Context {
    #[pymethod]
    fn run(zelf: PyRef<Self>, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        if args.args.is_empty() {
            return Err(vm.new_type_error("run() missing 1 required positional argument"));
        }
        let callable = args.shift();
        Self::run_in(&zelf, vm, || callable.call(args, vm))
    }

    /// A copy of the context: it has the same values, and what is set in one of them is not seen in the other.
    #[pymethod]
    fn copy(zelf: &Py<Self>) -> Self {
        Self::with_values(zelf.values.lock().clone())
    }

    /// The value of a variable in this context, or `default`.
    #[pymethod(name = "get")]
    fn py_get(zelf: &Py<Self>, GetArgs { key, default }: GetArgs, vm: &VirtualMachine) -> PyResult {
        let key = as_variable(&key, vm)?;
        Ok(zelf.get(key).unwrap_or_else(|| default.unwrap_or_none(vm)))
    }

    /// The variables that have values in this context.
    #[pymethod]
    fn keys(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        let keys = zelf.values.lock().keys().map(|key| key.0.clone().into()).collect();
        vm.ctx.new_list(keys).into()
    }

    /// The values of this context's variables.
    #[pymethod]
    fn values(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        let values = zelf.values.lock().values().cloned().collect();
        vm.ctx.new_list(values).into()
    }

    /// The variables of this context with their values, in pairs.
    #[pymethod]
    fn items(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        let values = zelf.values.lock().clone();
        let pair = |(key, value): (&VarKey, &PyObjectRef)| -> PyObjectRef {
            vm.ctx.new_tuple(vec![key.0.clone().into(), value.clone()]).into()
        };
        vm.ctx.new_list(values.iter().map(pair).collect()).into()
    }
}

/// The arguments of `Context.get`.
#[derive(FromArgs)]
struct GetArgs {
    #[pyarg(positional)]
    key: PyObjectRef,
    #[pyarg(positional, optional, py_default = "None")]
    default: OptionalArg<PyObjectRef>,
}

fn as_variable<'a>(key: &'a PyObject, vm: &VirtualMachine) -> PyResult<&'a Py<ContextVar>> {
    key.downcast_ref::<ContextVar>().ok_or_else(|| {
        vm.new_type_error(format!(
            "a ContextVar key was expected, got {}",
            key.repr(vm).map_or_else(|_| key.class().name().to_string(), |repr| repr.to_string())
        ))
    })
}

impl Constructor for Context {
    type Args = FuncArgs;

    fn py_new(
        _cls: &Py<rustpython_vm::builtins::PyType>,
        args: Self::Args,
        vm: &VirtualMachine,
    ) -> PyResult<Self> {
        if !args.args.is_empty() || !args.kwargs.is_empty() {
            // Names of arguments are looked at before anything else, as in CPython.
            return Err(vm.new_type_error("Context() does not accept any arguments"));
        }
        Ok(Self::with_values(Values::default()))
    }
}

impl AsMapping for Context {
    fn as_mapping() -> &'static PyMappingMethods {
        static METHODS: LazyLock<PyMappingMethods> = LazyLock::new(|| PyMappingMethods {
            length: atomic_func!(|mapping, _vm| {
                Ok(Context::mapping_downcast(mapping).values.lock().len())
            }),
            subscript: atomic_func!(|mapping, key, vm| {
                let variable = as_variable(key, vm)?;
                Context::mapping_downcast(mapping)
                    .get(variable)
                    .ok_or_else(|| vm.new_key_error(key.to_owned()))
            }),
            ass_subscript: None,
        });
        &METHODS
    }
}

impl AsSequence for Context {
    fn as_sequence() -> &'static PySequenceMethods {
        static METHODS: LazyLock<PySequenceMethods> = LazyLock::new(|| PySequenceMethods {
            contains: atomic_func!(|sequence, key, vm| {
                let variable = as_variable(key, vm)?;
                Ok(Context::sequence_downcast(sequence).get(variable).is_some())
            }),
            ..PySequenceMethods::NOT_IMPLEMENTED
        });
        &METHODS
    }
}

impl Iterable for Context {
    fn iter(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyResult {
        let keys = zelf.values.lock().keys().map(|key| key.0.clone().into()).collect();
        PyList::iter(vm.ctx.new_list(keys), vm)
    }
}

impl Comparable for Context {
    fn cmp(
        zelf: &Py<Self>,
        other: &PyObject,
        op: PyComparisonOp,
        vm: &VirtualMachine,
    ) -> PyResult<PyComparisonValue> {
        let Some(other) = other.downcast_ref::<Self>() else {
            return Ok(PyComparisonValue::NotImplemented);
        };
        op.eq_only(|| {
            // Comparing values can run the program's code: work on copies.
            let (left, right) = (zelf.values.lock().clone(), other.values.lock().clone());
            if left.len() != right.len() {
                return Ok(false.into());
            }
            for (key, value) in left.iter() {
                match right.get(key) {
                    Some(other) if vm.bool_eq(value, other)? => {}
                    _ => return Ok(false.into()),
                }
            }
            Ok(true.into())
        })
    }
}

#[pyclass(with(Constructor, Hashable, Representable))]
impl ContextVar {
    #[pygetset]
    fn name(zelf: &Py<Self>) -> PyStrRef {
        zelf.name.clone()
    }

    /// The value in the current context, or `default`, or the default it was made with.
    ///
    /// Raises LookupError if there is none of these.
    #[pymethod]
    fn get(zelf: &Py<Self>, default: OptionalArg<PyObjectRef>, vm: &VirtualMachine) -> PyResult {
        let found = {
            let stack = vm.context_stack.borrow();
            stack.last().and_then(|top| top.downcast_ref::<Context>()).and_then(|top| top.get(zelf))
        };
        found.or(default.into_option()).or_else(|| zelf.default.clone()).ok_or_else(|| {
            let lookup_error = vm.ctx.exceptions.lookup_error.to_owned();
            vm.new_exception(lookup_error, vec![zelf.as_object().to_owned()])
        })
    }

    /// Give the variable a value in the current context.
    ///
    /// Returns a token, for `reset()` to take that back.
    #[pymethod]
    fn set(zelf: PyRef<Self>, value: PyObjectRef, vm: &VirtualMachine) -> Token {
        let context = Context::current(vm);
        // What is replaced is kept in the token, so nothing is dropped under the lock.
        let old_value = PyRc::make_mut(&mut context.values.lock()).insert(VarKey(zelf.clone()), value);
        Token { context, variable: zelf, old_value, used: false.into() }
    }

    /// Have the value again that it had before the `set()` that gave this token.
    #[pymethod]
    fn reset(zelf: PyRef<Self>, token: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        let token = token.downcast::<Token>().map_err(|other| {
            let shown =
                other.repr(vm).map_or_else(|_| other.class().name().to_string(), |repr| repr.to_string());
            vm.new_type_error(format!("expected an instance of Token, got {shown}"))
        })?;
        Self::reset_by(zelf, token, vm)
    }

    #[pyclassmethod]
    fn __class_getitem__(
        cls: PyTypeRef,
        object: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyResult<PyGenericAlias> {
        PyGenericAlias::from_args(cls, object, vm)
    }
}

impl ContextVar {
    /// Takes back the `set` that gave this token.
    fn reset_by(zelf: PyRef<Self>, token: PyRef<Token>, vm: &VirtualMachine) -> PyResult<()> {
        let token_repr = || token.as_object().repr(vm).map(|repr| repr.to_string());
        if token.used.load(Ordering::Acquire) {
            return Err(vm.new_runtime_error(format!("{} has already been used once", token_repr()?)));
        }
        if !zelf.is(&token.variable) {
            return Err(
                vm.new_value_error(format!("{} was created by a different ContextVar", token_repr()?))
            );
        }
        let context = Context::current(vm);
        if !context.is(&token.context) {
            return Err(vm.new_value_error(format!("{} was created in a different Context", token_repr()?)));
        }
        token.used.store(true, Ordering::Release);
        let _replaced = match &token.old_value {
            Some(value) => PyRc::make_mut(&mut context.values.lock()).insert(VarKey(zelf), value.clone()),
            None => PyRc::make_mut(&mut context.values.lock()).remove(&VarKey(zelf)),
        };
        Ok(())
    }
}

impl Constructor for ContextVar {
    type Args = FuncArgs;

    fn py_new(
        _cls: &Py<rustpython_vm::builtins::PyType>,
        mut args: Self::Args,
        vm: &VirtualMachine,
    ) -> PyResult<Self> {
        if args.args.len() != 1 {
            let how_many = if args.args.is_empty() { "exactly" } else { "at most" };
            return Err(vm.new_type_error(format!(
                "ContextVar() takes {how_many} 1 positional argument ({} given)",
                args.args.len()
            )));
        }
        let default = args.take_keyword("default");
        if let Some((name, _)) = args.kwargs.first() {
            return Err(
                vm.new_type_error(format!("ContextVar() got an unexpected keyword argument '{name}'"))
            );
        }
        let name = args
            .args
            .swap_remove(0)
            .downcast::<PyStr>()
            .map_err(|_| vm.new_type_error("context variable name must be a str"))?;
        Ok(Self { name, default })
    }
}

impl Hashable for ContextVar {
    fn hash(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<rustpython_vm::common::hash::PyHash> {
        Ok(rustpython_vm::common::hash::hash_pointer(zelf.get_id()))
    }
}

impl Representable for ContextVar {
    fn repr_wtf8(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<Wtf8Buf> {
        let mut repr = Wtf8Buf::from("<ContextVar name=");
        repr.push_wtf8(zelf.name.as_object().repr(vm)?.as_wtf8());
        if let Some(default) = &zelf.default {
            repr.push_str(" default=");
            repr.push_wtf8(default.repr(vm)?.as_wtf8());
        }
        repr.push_str(&format!(" at {:#x}>", zelf.get_id()));
        Ok(repr)
    }
}

#[pyclass(with(Constructor, Representable))]
impl Token {
    #[pygetset]
    fn var(zelf: &Py<Self>) -> PyRef<ContextVar> {
        zelf.variable.clone()
    }

    #[pygetset]
    fn old_value(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        match &zelf.old_value {
            Some(value) => Ok(value.clone()),
            None => vm.import("_contextvars", 0)?.get_attr("Token", vm)?.get_attr("MISSING", vm),
        }
    }

    /// The token itself: leaving the block resets its variable.
    #[pymethod]
    fn __enter__(zelf: PyRef<Self>) -> PyRef<Self> {
        zelf
    }

    /// Leave the block: the variable has the value it had before.
    #[pymethod]
    fn __exit__(
        zelf: PyRef<Self>,
        _type: PyObjectRef,
        _val: PyObjectRef,
        _tb: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        ContextVar::reset_by(zelf.variable.clone(), zelf, vm)
    }

    #[pyclassmethod]
    fn __class_getitem__(
        cls: PyTypeRef,
        object: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyResult<PyGenericAlias> {
        PyGenericAlias::from_args(cls, object, vm)
    }
}

impl Constructor for Token {
    type Args = FuncArgs;

    fn py_new(
        _cls: &Py<rustpython_vm::builtins::PyType>,
        _args: Self::Args,
        vm: &VirtualMachine,
    ) -> PyResult<Self> {
        Err(vm.new_runtime_error("Tokens can only be created by ContextVars"))
    }
}

impl Representable for Token {
    fn repr_wtf8(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<Wtf8Buf> {
        let used = if zelf.used.load(Ordering::Acquire) { " used" } else { "" };
        let mut repr = Wtf8Buf::from(format!("<Token{used} var="));
        repr.push_wtf8(zelf.variable.as_object().repr(vm)?.as_wtf8());
        repr.push_str(&format!(" at {:#x}>", zelf.get_id()));
        Ok(repr)
    }
}

#[pyclass(with(Representable))]
impl Missing {}

impl Representable for Missing {
    fn repr_str(_zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<String> {
        Ok("<Token.MISSING>".to_owned())
    }
}

impl Missing {
    pub(super) fn new_object(vm: &VirtualMachine) -> PyObjectRef {
        Self {}.into_pyobject(vm)
    }
}
