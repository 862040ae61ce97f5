//! What a program's objects are called, and look like, in a trace. Nothing here runs the program's own code: a `__repr__` may do anything, and
//! a program that is watched should do what it does when it is not.

use rustpython_vm::builtins::{
    PyBaseException, PyBool, PyBoundMethod, PyBytes, PyCoroutine, PyDict, PyFloat, PyFunction, PyGenerator,
    PyInt, PyList, PyStr, PyStrRef, PyTuple, PyType,
};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, VirtualMachine};

use super::{current, places};
use crate::replay::shortened;
use crate::trace::{Recorder, TextId};

/// The longest value that is kept, in characters.
const LONGEST: usize = 80;

/// The longest argument that is made part of a name.
const LONGEST_ARGUMENT: usize = 20;

/// As many elements of a list, a tuple or a dictionary as are shown, and the levels down to which that is done.
const MOST: usize = 6;
const DEEPEST: usize = 2;

/// What a function, or anything else that can be called, is called.
pub(super) fn callee(recorder: &Recorder, function: &PyObject, vm: &VirtualMachine) -> TextId {
    match own_name(function, vm) {
        // A native function makes its name anew each time it is asked for.
        Some(name) if function.class().is(vm.ctx.types.builtin_function_or_method_type) => {
            let name = native_name(function, vm).unwrap_or_else(|| name.to_string_lossy().into_owned());
            recorder.text(&name)
        }
        // And so does a class of the interpreter's.
        Some(name) if function.downcast_ref::<PyType>().is_some() => recorder.text(&name.to_string_lossy()),
        Some(name) => places::text(recorder, &name),
        None => recorder.text(&described(function, vm)),
    }
}

/// The qualified name of something that has one of its own.
fn own_name(function: &PyObject, vm: &VirtualMachine) -> Option<PyStrRef> {
    let has_own_name = function.downcast_ref::<PyFunction>().is_some()
        || function.downcast_ref::<PyBoundMethod>().is_some()
        || function.downcast_ref::<PyType>().is_some()
        || function.class().is(vm.ctx.types.builtin_function_or_method_type);
    let name = vm.ctx.intern_str("__qualname__");
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

/// What a coroutine is called.
pub(super) fn coroutine(coroutine: &PyObject) -> String {
    if let Some(coroutine) = coroutine.downcast_ref::<PyCoroutine>() {
        coroutine.as_coro().qualname().to_string()
    } else if let Some(generator) = coroutine.downcast_ref::<PyGenerator>() {
        generator.as_coro().qualname().to_string()
    } else if &*coroutine.class().name() == "coroutine" {
        // One that is in Rust looks like those that are not. There is one.
        "sleep".to_owned()
    } else {
        coroutine.class().name().to_string()
    }
}

/// What tells a coroutine of the program from others of the same function: the first of its arguments that is a
/// number or a text.
pub(super) fn first_argument(coroutine: &PyObject, vm: &VirtualMachine) -> Option<String> {
    let frame = coroutine.downcast_ref::<PyCoroutine>()?.as_coro().frame_opt()?;
    let code = frame.f_code();
    if places::is_library(&code) {
        return None;
    }
    let names = code.varnames.get(..code.arg_count as usize).filter(|names| !names.is_empty())?;
    let locals = frame.locals(vm).ok()?;
    let shown = names.iter().find_map(|name| plain(&*locals.obj().get_item(*name, vm).ok()?, vm))?;
    (shown.chars().count() <= LONGEST_ARGUMENT).then_some(shown)
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

/// A list of which only the beginning is known.
pub(super) fn beginning(known: &[PyObjectRef], vm: &VirtualMachine) -> String {
    let shown = known.iter().map(|element| shown(element, DEEPEST - 1, vm));
    format!("[{}]", shown.chain(["…".to_owned()]).collect::<Vec<_>>().join(", "))
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
