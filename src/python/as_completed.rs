//! `asyncio.as_completed`, in Rust.
//!
//! The iterator is Python's, in `lib/asyncio/tasks.py`, and so is what each method does, for whoever reads it. Here is its
//! state, and the same again for one nobody has changed anything of, in a loop of ours.
//! <https://docs.python.org/3/library/asyncio-task.html#asyncio.as_completed>

use std::fmt;

use rustpython_vm::builtins::{PyFunction, PyInt, PySet, PyType, PyTypeRef};
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::function::{FuncArgs, KwArgs, PySetterValue};
use rustpython_vm::types::Constructor;
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass,
};

use super::answered::places;
use super::context::Context;
use super::event_loop::EventLoop;
use super::frames::Place;
use super::future::{Callback, Future};
use super::gather::{add_awaited_by, direct_loop, discard_awaited_by, ensure_task, is_coroutine, is_of};
use super::language::exactly_ours;
use super::locks::{AsItWas, is_plain, read, write};
use super::native_coroutine::{NativeCoroutine, Next, Operation, State, Waited};
use super::native_function::{Answer, by_its_code, may_answer, python};
use super::recording::{at, begun, within};
use super::{library, queues, running};

places! { "tasks":
    MAKES_QUEUE = "_AsCompletedIterator.__init__", "self._done = Queue(";
    ENSURES = "_AsCompletedIterator.__init__", "ensure_future(";
    LISTENS = "_AsCompletedIterator.__init__", "f.add_done_callback(";
    SETS_TIMER = "_AsCompletedIterator.__init__", "loop.call_later(";
    ANEXT = "_AsCompletedIterator.__anext__";
    ANEXT_WAITS = "_AsCompletedIterator.__anext__", "await self._wait_for_one(";
    WAIT_FOR_ONE = "_AsCompletedIterator._wait_for_one";
    WAITS = "_AsCompletedIterator._wait_for_one", "await self._done.get(";
    GIVES = "_AsCompletedIterator._wait_for_one", "return f.result(";
    PUTS = "_AsCompletedIterator._handle_completion", "self._done.put_nowait(";
    STOPS_CLOCK = "_AsCompletedIterator._handle_completion", "self._timeout_handle.cancel(";
}

/// An attribute: what Python calls it, nothing before the constructor.
type Attribute = PyMutex<Option<PyObjectRef>>;

/// The base of the iterator: its state, for Python and Rust.
#[pyclass(module = "_asyncio", name = "_AsCompleted", traverse = "manual")]
#[derive(PyPayload)]
pub struct AsCompleted {
    /// The queue of those that are done.
    pub(super) done: Attribute,
    pub(super) timeout_handle: Attribute,
    pub(super) current_task: Attribute,
    /// The set of those that are not.
    pub(super) todo: Attribute,
    pub(super) todo_left: Attribute,
    version: u32,
}

impl fmt::Debug for AsCompleted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AsCompleted").finish_non_exhaustive()
    }
}

impl Constructor for AsCompleted {
    type Args = FuncArgs;

    fn py_new(class: &Py<PyType>, _args: FuncArgs, vm: &VirtualMachine) -> PyResult<Self> {
        let none = || PyMutex::new(None);
        let (_, version) = AsItWas::of(class, vm);
        Ok(Self {
            done: none(),
            timeout_handle: none(),
            current_task: none(),
            todo: none(),
            todo_left: none(),
            version,
        })
    }

    fn slot_new(class: PyTypeRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let this = Self::py_new(&class, args, vm)?;
        this.into_ref_with_type_lazy_dict(vm, class).map(Into::into)
    }
}

impl AsCompleted {
    fn plain(object: &PyObject) -> Option<&Py<Self>> {
        let this: &Py<Self> = object.downcast_ref()?;
        is_plain(object, this.version, 0).then_some(this)
    }

    /// Those that are not done.
    fn todo(&self) -> Option<PyRef<PySet>> {
        self.todo.lock().as_ref()?.clone().downcast().ok()
    }

    /// How many the program has not asked for yet.
    fn left(&self, vm: &VirtualMachine) -> Option<i64> {
        self.todo_left.lock().as_ref()?.downcast_ref_if_exact::<PyInt>(vm)?.try_to_primitive(vm).ok()
    }

    /// The program asks for one more, of `left`.
    fn count_down(&self, left: i64, vm: &VirtualMachine) {
        let _before = self.todo_left.lock().replace(vm.ctx.new_int(left - 1).into());
    }

    /// The coroutine that waits for the next one.
    fn wait_for_one(zelf: &Py<Self>, resolves: bool, vm: &VirtualMachine) -> PyResult {
        let function = zelf.class().get_attr(vm.ctx.intern_str("_wait_for_one"));
        let resolves: PyObjectRef = vm.ctx.new_bool(resolves).into();
        let this = zelf.as_object().to_owned();
        match function.as_ref().and_then(|function| function.downcast_ref::<PyFunction>()) {
            Some(function) => NativeCoroutine::of(&WaitForOne, function, this, Some(resolves), vm),
            None => vm.call_method(&this, "_wait_for_one", (resolves,)),
        }
    }

    /// The next of those that are done, if there is one and nothing else has to happen for that.
    fn take(&self, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
        let done = self.done.lock().clone();
        done.map_or(Ok(None), |done| queues::take(&done, vm))
    }

    /// Begins to wait for all of a set, in a loop of ours.
    fn begin(
        zelf: &Py<Self>,
        awaitables: &PyObject,
        timeout: &PyObject,
        event_loop: &Py<EventLoop>,
        ensure_future: &PyObject,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        let this = zelf.as_object();
        let loop_object = event_loop.as_object();
        let done = library::function("queues", "Queue", vm)?;
        let done = at(&MAKES_QUEUE, || done.call((), vm))?;
        *zelf.done.lock() = Some(done);
        *zelf.timeout_handle.lock() = Some(vm.ctx.none());
        let task = running::current_task(loop_object, vm);
        *zelf.current_task.lock() = Some(vm.unwrap_or_none(task.clone()));
        let set = PySet::default().into_ref(&vm.ctx);
        for awaitable in set_of(awaitables, vm)?.elements() {
            let future = at(&ENSURES, || future_of(awaitable, event_loop, ensure_future, vm))?;
            set.add(future, vm)?;
        }
        let futures = set.elements();
        let callback = this.get_attr("_handle_completion", vm)?;
        let context: PyObjectRef = Context::copy_current(vm).into();
        for future in &futures {
            match exactly_ours(future) {
                Some(ours) => {
                    let callback = Callback::Call(callback.clone(), context.clone());
                    at(&LISTENS, || Future::when_done(ours, callback, vm))?;
                }
                None => {
                    let listens = || vm.call_method(future, "add_done_callback", (callback.clone(),));
                    at(&LISTENS, listens).map(drop)?;
                }
            }
            if let (Some(future), Some(task)) = (future.downcast_ref::<Future>(), &task) {
                add_awaited_by(future, task);
            }
        }
        if !futures.is_empty() && !vm.is_none(timeout) {
            let up = this.get_attr("_handle_timeout", vm)?;
            let handle =
                at(&SETS_TIMER, || vm.call_method(loop_object, "call_later", (timeout.to_owned(), up)))?;
            let _none = zelf.timeout_handle.lock().replace(handle);
        }
        *zelf.todo.lock() = Some(set.into());
        *zelf.todo_left.lock() = Some(vm.ctx.new_int(futures.len()).into());
        Ok(())
    }

    /// One of those waited for is done.
    fn one_is_done(&self, future: &PyObject, todo: &Py<PySet>, vm: &VirtualMachine) -> PyResult<()> {
        let done = self.done.lock().clone();
        let done = done.ok_or_else(|| vm.new_attribute_error("the iterator has no queue"))?;
        if !todo.contains(future, vm)? {
            return Err(vm.new_key_error(future.to_owned()));
        }
        todo.discard(future.to_owned(), vm)?;
        let task = self.current_task.lock().clone();
        if let (Some(future), Some(task)) = (future.downcast_ref::<Future>(), task) {
            discard_awaited_by(future, &task);
        }
        at(&PUTS, || queues::add(&done, future.to_owned(), vm))?;
        let handle = self.timeout_handle.lock().clone().filter(|handle| !vm.is_none(handle));
        if let Some(handle) = handle
            && todo.as_object().length(vm)? == 0
        {
            at(&STOPS_CLOCK, || vm.call_method(&handle, "cancel", ()))?;
        }
        Ok(())
    }
}

/// `set(iterable)`
fn set_of(iterable: &PyObject, vm: &VirtualMachine) -> PyResult<PyRef<PySet>> {
    let class: PyObjectRef = vm.ctx.types.set_type.to_owned().into();
    let set = class.call((iterable.to_owned(),), vm)?;
    set.downcast().map_err(|_| vm.new_type_error("a set is a set"))
}

/// `ensure_future(awaitable, loop=loop)`
fn future_of(
    awaitable: PyObjectRef,
    event_loop: &Py<EventLoop>,
    ensure_future: &PyObject,
    vm: &VirtualMachine,
) -> PyResult {
    if is_coroutine(&awaitable, vm) && event_loop.is_open() {
        return Ok(ensure_task(awaitable, event_loop, vm)?.into());
    }
    if exactly_ours(&awaitable).is_some_and(|future| is_of(future, event_loop)) {
        return Ok(awaitable);
    }
    let keywords: KwArgs = [("loop".to_owned(), event_loop.as_object().to_owned())].into_iter().collect();
    ensure_future.call(FuncArgs::new(vec![awaitable], keywords), vm)
}

/// What answers the method of this qualified name.
pub(super) fn answer(name: &str) -> Option<Answer> {
    Some(match name {
        "_AsCompletedIterator.__init__" => init,
        "_AsCompletedIterator.__next__" => next,
        "_AsCompletedIterator.__anext__" => anext,
        "_AsCompletedIterator._handle_completion" => handle_completion,
        "_AsCompletedIterator._wait_for_one" => wait_for_one,
        _ => return None,
    })
}

/// `__init__(aws, timeout)`
fn init(function: &PyObject, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let function = python(function);
    if may_answer(&args, 3)
        && let [this, awaitables, timeout] = &*args.args
        && let Some(plain) = AsCompleted::plain(this)
        && let Some(event_loop) = direct_loop(vm)
    {
        let globals = function.as_object().get_attr("__globals__", vm)?;
        let ensure_future = globals.get_item("ensure_future", vm)?;
        AsCompleted::begin(plain, awaitables, timeout, &event_loop, &ensure_future, vm)?;
        return Ok(vm.ctx.none());
    }
    by_its_code(function, args, vm)
}

/// `__next__()`
fn next(function: &PyObject, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    if may_answer(&args, 1)
        && let Some(plain) = AsCompleted::plain(&args.args[0])
        && let Some(left) = plain.left(vm)
    {
        if left == 0 {
            return Err(vm.new_stop_iteration(None));
        }
        plain.count_down(left, vm);
        return AsCompleted::wait_for_one(plain, true, vm);
    }
    by_its_code(python(function), args, vm)
}

/// `__anext__()`
fn anext(function: &PyObject, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    if may_answer(&args, 1) && AsCompleted::plain(&args.args[0]).is_some() {
        return NativeCoroutine::of(&ANext, python(function), args.args.swap_remove(0), None, vm);
    }
    by_its_code(python(function), args, vm)
}

/// `_wait_for_one(resolve=False)`
fn wait_for_one(function: &PyObject, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    if may_answer(&args, 1)
        && let Some(plain) = AsCompleted::plain(&args.args[0])
    {
        return AsCompleted::wait_for_one(plain, false, vm);
    }
    by_its_code(python(function), args, vm)
}

/// `_handle_completion(f)`
fn handle_completion(function: &PyObject, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    if may_answer(&args, 2)
        && let [this, future] = &*args.args
        && let Some(plain) = AsCompleted::plain(this)
        && let Some(todo) = plain.todo()
    {
        // Nothing is left when the time was up.
        if todo.as_object().length(vm)? > 0 {
            plain.one_is_done(future, &todo, vm)?;
        }
        return Ok(vm.ctx.none());
    }
    by_its_code(python(function), args, vm)
}

/// What came of one: the future itself, or its result; nothing, if the time was up.
fn outcome_of(future: PyObjectRef, resolves: bool, vm: &VirtualMachine) -> PyResult {
    if vm.is_none(&future) {
        return Err(vm.new_exception_empty(vm.ctx.exceptions.timeout_error.to_owned()));
    }
    match exactly_ours(&future) {
        _ if !resolves => Ok(future),
        Some(ours) => ours.raise_or_result(vm),
        None => at(&GIVES, || vm.call_method(&future, "result", ())),
    }
}

/// `_wait_for_one`, which keeps whether it gives the result.
struct WaitForOne;

impl WaitForOne {
    fn resolves(this: &NativeCoroutine, vm: &VirtualMachine) -> bool {
        this.kept.lock().as_ref().is_some_and(|resolves| resolves.is(&vm.ctx.true_value))
    }
}

impl Operation for WaitForOne {
    fn begin(&self, this: &NativeCoroutine, vm: &VirtualMachine) -> PyResult<Next> {
        let Some(plain) = AsCompleted::plain(&this.subject) else {
            return this.by_its_code(vm).map(Next::Become);
        };
        begun(&WAIT_FOR_ONE);
        if let Some(future) = at(&WAITS, || plain.take(vm))? {
            return outcome_of(future, Self::resolves(this, vm), vm).map(Next::Return);
        }
        let done = read(&plain.done, &this.subject, "_done", vm)?;
        vm.call_method(&done, "get", ()).map(Next::Await)
    }

    fn go_on(
        &self,
        this: &NativeCoroutine,
        _waited: Waited<'_>,
        outcome: PyResult,
        vm: &VirtualMachine,
    ) -> PyResult<Next> {
        outcome_of(outcome?, Self::resolves(this, vm), vm).map(Next::Return)
    }

    fn is_at(&self, _this: &NativeCoroutine, state: &State) -> &'static [Place] {
        if matches!(state, State::New) { &[WAIT_FOR_ONE] } else { &[WAITS] }
    }
}

/// `__anext__`
struct ANext;

impl Operation for ANext {
    fn begin(&self, this: &NativeCoroutine, vm: &VirtualMachine) -> PyResult<Next> {
        let plain = AsCompleted::plain(&this.subject).and_then(|plain| Some((plain, plain.left(vm)?)));
        let Some((plain, left)) = plain else { return this.by_its_code(vm).map(Next::Become) };
        if left == 0 {
            let end = vm.ctx.exceptions.stop_async_iteration.to_owned();
            return Err(vm.new_exception_empty(end));
        }
        begun(&ANEXT);
        plain.count_down(left, vm);
        let taken = at(&ANEXT_WAITS, || {
            let taken = within(&[WAITS], || plain.take(vm))?;
            if taken.is_some() {
                begun(&WAIT_FOR_ONE);
            }
            Ok(taken)
        });
        match taken? {
            Some(future) => outcome_of(future, false, vm).map(Next::Return),
            None => AsCompleted::wait_for_one(plain, false, vm).map(Next::Await),
        }
    }

    fn go_on(
        &self,
        _this: &NativeCoroutine,
        _waited: Waited<'_>,
        outcome: PyResult,
        _vm: &VirtualMachine,
    ) -> PyResult<Next> {
        outcome.map(Next::Return)
    }

    fn is_at(&self, _this: &NativeCoroutine, state: &State) -> &'static [Place] {
        if matches!(state, State::New) { &[ANEXT] } else { &[ANEXT_WAITS] }
    }
}

#[pyclass(flags(BASETYPE, HAS_DICT, HAS_WEAKREF), with(Constructor))]
impl AsCompleted {
    #[pygetset]
    fn _done(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        read(&zelf.done, zelf.as_object(), "_done", vm)
    }

    #[pygetset(setter)]
    fn set__done(zelf: &Py<Self>, value: PySetterValue) {
        write(&zelf.done, value);
    }

    #[pygetset]
    fn _timeout_handle(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        read(&zelf.timeout_handle, zelf.as_object(), "_timeout_handle", vm)
    }

    #[pygetset(setter)]
    fn set__timeout_handle(zelf: &Py<Self>, value: PySetterValue) {
        write(&zelf.timeout_handle, value);
    }

    #[pygetset]
    fn _cur_task(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        read(&zelf.current_task, zelf.as_object(), "_cur_task", vm)
    }

    #[pygetset(setter)]
    fn set__cur_task(zelf: &Py<Self>, value: PySetterValue) {
        write(&zelf.current_task, value);
    }

    #[pygetset]
    fn _todo(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        read(&zelf.todo, zelf.as_object(), "_todo", vm)
    }

    #[pygetset(setter)]
    fn set__todo(zelf: &Py<Self>, value: PySetterValue) {
        write(&zelf.todo, value);
    }

    #[pygetset]
    fn _todo_left(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        read(&zelf.todo_left, zelf.as_object(), "_todo_left", vm)
    }

    #[pygetset(setter)]
    fn set__todo_left(zelf: &Py<Self>, value: PySetterValue) {
        write(&zelf.todo_left, value);
    }
}
