//! What a program's objects are called, and look like, in a trace. Nothing here runs the program's own code: a `__repr__` may do anything, and
//! a program that is watched should do what it does when it is not.

use rustpython_vm::builtins::{
    PyBaseException, PyBool, PyBoundMethod, PyBytes, PyCode, PyCoroutine, PyDict, PyFloat, PyFunction,
    PyGenerator, PyInt, PyList, PyStr, PyStrRef, PyTuple, PyType,
};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyRef, VirtualMachine, identifier};

use super::{current, likenesses, places};
use crate::replay::shortened;
use crate::trace::{Recorder, TextId};

/// The longest value that is kept, in characters.
const LONGEST: usize = 80;

/// The longest argument that is made part of a name.
const LONGEST_ARGUMENT: usize = 20;

/// As many elements of a list, a tuple or a dictionary as are shown, and the levels down to which that is done.
pub(super) const MOST: usize = 6;
const DEEPEST: usize = 2;

/// What a function, or anything else that can be called, is called.
pub(super) fn callee(recorder: &Recorder, function: &PyObject, vm: &VirtualMachine) -> TextId {
    match own_name(function, vm) {
        // A native function makes its name anew each time it is asked for.
        Some(name) if function.class().is(vm.ctx.types.builtin_function_or_method_type) => {
            let name = native_name(function, vm).unwrap_or_else(|| name.to_string_lossy().into_owned());
            recorder.text(&name)
        }
        // And so do a class of the interpreter's and what Rust answers.
        Some(name) if function.downcast_ref::<PyType>().is_some() || is_answered(function) => {
            recorder.text(&name.to_string_lossy())
        }
        Some(name) => places::text(recorder, &name),
        None => recorder.text(&described(function, vm)),
    }
}

/// Whether it is a function to the program, and none of Python's: a callback of the library's that Rust answers.
fn is_answered(function: &PyObject) -> bool {
    &*function.class().name() == "function" && function.downcast_ref::<PyFunction>().is_none()
}

/// The qualified name of something that has one of its own.
fn own_name(function: &PyObject, vm: &VirtualMachine) -> Option<PyStrRef> {
    let has_own_name = function.downcast_ref::<PyFunction>().is_some()
        || function.downcast_ref::<PyBoundMethod>().is_some()
        || function.downcast_ref::<PyType>().is_some()
        || is_answered(function)
        || function.class().is(vm.ctx.types.builtin_function_or_method_type);
    let name = identifier!(vm, __qualname__);
    if has_own_name { function.get_attr(name, vm).ok()?.downcast().ok() } else { None }
}

/// The name of a native method with the class that has it: by itself it gives that of the object it is bound to, which may
/// be of any class that inherits it.
fn native_name(function: &PyObject, vm: &VirtualMachine) -> Option<String> {
    let bound_to = function.get_attr("__self__", vm).ok()?;
    let name: PyStrRef = function.get_attr("__name__", vm).ok()?.downcast().ok()?;
    let name = vm.ctx.intern_str(name.to_str()?);
    let class = bound_to.class();
    let has = |class: &Py<PyType>| class.get_direct_attr(name).is_some();
    let owner = class.mro.read().iter().find(|class| has(class)).map(|class| class.name().to_string())?;
    Some(format!("{owner}.{name}"))
}

fn described(function: &PyObject, vm: &VirtualMachine) -> String {
    if let Some(name) = own_name(function, vm) {
        return name.to_string_lossy().into_owned();
    }
    // `functools.partial` is no more than what it calls.
    if &*function.class().name() == "partial"
        && let Ok(inner) = function.get_attr("func", vm)
        && !inner.is(function)
    {
        return format!("partial({})", described(&inner, vm));
    }
    function.class().name().to_string()
}

/// The number of what a coroutine is called.
pub(super) fn coroutine_id(recorder: &Recorder, object: &PyObject) -> TextId {
    match object.downcast_ref::<PyCoroutine>() {
        // All coroutines of a function share its name.
        Some(coroutine) => places::text(recorder, &coroutine.as_coro().qualname()),
        None => recorder.text(&coroutine(object)),
    }
}

/// What a coroutine is called.
pub(super) fn coroutine(coroutine: &PyObject) -> String {
    if let Some(coroutine) = coroutine.downcast_ref::<PyCoroutine>() {
        coroutine.as_coro().qualname().to_string()
    } else if let Some(generator) = coroutine.downcast_ref::<PyGenerator>() {
        generator.as_coro().qualname().to_string()
    } else {
        likenesses::name(coroutine).unwrap_or_else(|| coroutine.class().name().to_string())
    }
}

/// What tells a coroutine of the program from others of the same function: the first of its arguments that is a
/// number or a text, and not what the function takes where nothing is given.
pub(super) fn first_argument(coroutine: &PyObject, vm: &VirtualMachine) -> Option<String> {
    let frame = coroutine.downcast_ref::<PyCoroutine>()?.as_coro().frame_opt()?;
    let code = frame.f_code();
    if places::is_library(&code) {
        return None;
    }
    let names = code.varnames.get(..code.arg_count as usize).filter(|names| !names.is_empty())?;
    let locals = frame.locals(vm).ok()?;
    let defaults = defaults(&code, &frame.f_globals(), vm);
    let first_default = names.len().saturating_sub(defaults.len());
    let shown = names.iter().enumerate().find_map(|(nth, name)| {
        let value = locals.obj().get_item(*name, vm).ok()?;
        let default = nth.checked_sub(first_default).and_then(|nth| defaults.get(nth));
        if default.is_some_and(|default| default.is(&value)) { None } else { plain(&value, vm) }
    })?;
    (shown.chars().count() <= LONGEST_ARGUMENT).then_some(shown)
}

/// What a function of a module, or a method of a class there, takes where nothing is given, the last of it for its last
/// parameter. Of a function inside of another one that is not known.
fn defaults(code: &Py<PyCode>, globals: &Py<PyDict>, vm: &VirtualMachine) -> Vec<PyObjectRef> {
    let Some(function) = defined_as(code.qualname.as_str(), globals, vm) else { return Vec::new() };
    let is_it = function.as_object().get_attr("__code__", vm).is_ok_and(|of| of.is(code));
    let defaults = function.as_object().get_attr("__defaults__", vm).ok().filter(|_| is_it);
    let defaults = defaults.and_then(|defaults| defaults.downcast::<PyTuple>().ok());
    defaults.map_or_else(Vec::new, |defaults| defaults.as_slice().to_vec())
}

/// The function of this qualified name. It is looked up where it lies: a program's own `__getattr__` has no part in this.
fn defined_as(name: &str, globals: &Py<PyDict>, vm: &VirtualMachine) -> Option<PyRef<PyFunction>> {
    let mut path = name.split('.');
    let mut found: PyObjectRef = globals.get_item_opt(path.next()?, vm).ok()??;
    for name in path {
        let class = found.downcast::<PyType>().ok()?;
        found = class.get_direct_attr(vm.ctx.intern_str(name))?;
    }
    found.downcast::<PyFunction>().ok()
}

/// A value as text, as far as its text is known without asking the program; of what is not known, its type.
/// None is nothing.
pub(super) fn value(value: &PyObject, vm: &VirtualMachine) -> Option<String> {
    if vm.is_none(value) {
        return None;
    }
    if let Some(exception) = value.downcast_ref::<PyBaseException>() {
        let class = value.class().name().to_string();
        let argument = exception.args().first().and_then(|first| text_of(first, vm));
        let argument = argument.map(|text| shortened(&reproducible(&text), LONGEST));
        return Some(argument.map_or_else(|| format!("{class}()"), |text| format!("{class}({text})")));
    }
    Some(shown(value, DEEPEST, vm))
}

/// A list of so many elements, of which these come first. More of them may not be known.
pub(super) fn beginning(first: &[PyObjectRef], count: usize, vm: &VirtualMachine) -> String {
    let shown = first.iter().take(MOST).map(|element| shown(element, DEEPEST - 1, vm));
    let more = (first.len().min(MOST) < count).then(|| "…".to_owned());
    format!("[{}]", shown.chain(more).collect::<Vec<_>>().join(", "))
}

/// A value as text, and what is in it down to so many levels.
fn shown(value: &PyObject, levels: usize, vm: &VirtualMachine) -> String {
    if vm.is_none(value) {
        return "None".to_owned();
    }
    if let Some(text) = plain(value, vm) {
        return text;
    }
    let all = |elements: &[PyObjectRef]| {
        let shown = elements.iter().take(MOST).map(|element| shown(element, levels - 1, vm));
        let more = (elements.len() > MOST).then(|| "…".to_owned());
        shown.chain(more).collect::<Vec<_>>().join(", ")
    };
    if levels > 0 {
        if let Some(list) = value.downcast_ref_if_exact::<PyList>(vm) {
            return format!("[{}]", all(&list.borrow_vec()));
        }
        if let Some(tuple) = value.downcast_ref_if_exact::<PyTuple>(vm) {
            let comma = if tuple.len() == 1 { "," } else { "" };
            return format!("({}{comma})", all(tuple.as_slice()));
        }
        if let Some(dictionary) = value.downcast_ref_if_exact::<PyDict>(vm) {
            let item = |(key, value): (PyObjectRef, PyObjectRef)| {
                format!("{}: {}", shown(&key, levels - 1, vm), shown(&value, levels - 1, vm))
            };
            let shown = dictionary.into_iter().take(MOST).map(item);
            let more = (dictionary.__len__() > MOST).then(|| "…".to_owned());
            return format!("{{{}}}", shown.chain(more).collect::<Vec<_>>().join(", "));
        }
    }
    format!("<{}>", value.class().name())
}

/// A message without what is different each time a program runs, or on each machine: objects' addresses, and the
/// directory that the program lies in.
fn reproducible(message: &str) -> String {
    let root = current::root();
    let message = if root.is_empty() { message.to_owned() } else { message.replace(&root, "") };
    let mut parts = message.split(" at 0x");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let rest = part.trim_start_matches(|digit: char| digit.is_ascii_hexdigit());
        let address = if rest.len() < part.len() { "…" } else { "" };
        format!("{text} at 0x{address}{rest}")
    })
}

/// The text of a number, of a text: what it is known by.
fn plain(value: &PyObject, vm: &VirtualMachine) -> Option<String> {
    text_of(value, vm).map(|text| shortened(&text, LONGEST))
}

fn text_of(value: &PyObject, vm: &VirtualMachine) -> Option<String> {
    let class = value.class();
    let types = &vm.ctx.types;
    let is_plain = value.downcast_ref_if_exact::<PyStr>(vm).is_some()
        || value.downcast_ref_if_exact::<PyInt>(vm).is_some()
        || value.downcast_ref_if_exact::<PyFloat>(vm).is_some()
        || value.downcast_ref_if_exact::<PyBytes>(vm).is_some()
        || class.is(types.bool_type)
        || value.downcast_ref::<PyBool>().is_some();
    if !is_plain {
        return None;
    }
    Some(value.repr(vm).ok()?.to_string())
}
