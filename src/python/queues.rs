//! `asyncio.Queue`, in Rust.
//!
//! The classes are Python's, in `lib/asyncio/queues.py`, and so is what each method does, for whoever reads it or subclasses
//! it. Here is their state, and the same again for those nobody has changed anything of.
//! <https://docs.python.org/3/library/asyncio-queue.html>

use std::fmt;

use rustpython_vm::builtins::{PyDictRef, PyInt, PyList, PyType, PyTypeRef};
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::common::static_cell;
use rustpython_vm::function::{FuncArgs, PySetterValue};
use rustpython_vm::types::Constructor;
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass,
};

use super::answered::places;
use super::event_loop::EventLoop;
use super::frames::Place;
use super::future::Future;
use super::language;
use super::locks::{
    self, AsItWas, Kind, LoopBound, Waiters, get_loop, is_answered_here, is_cancelled, is_done, is_plain,
    read, write,
};
use super::native_coroutine::{NativeCoroutine, Next, Operation, State, Waited};
use super::native_function::{Answer, by_its_code, may_answer, python};
use super::object_state;
use super::recording::{self, Did, at, begun};

places! { "queues":
    PUT = "Queue.put";
    PUT_NEEDS_WAITER = "Queue.put", "waiter = ";
    PUT_WAITS = "Queue.put", "await waiter";
    PUT_GIVES_UP = "Queue.put", "if self._give_up(";
    PUT_LETS_OTHERS = "Queue.put", "self._wakeup_next(";
    PUTS = "Queue.put", "return self.put_nowait(";
    ADDS = "Queue.put_nowait", "self._put(";
    ADD_WAKES = "Queue.put_nowait", "self._wakeup_next(";
    GET = "Queue.get";
    GET_NEEDS_WAITER = "Queue.get", "waiter = ";
    GET_WAITS = "Queue.get", "await waiter";
    GET_GIVES_UP = "Queue.get", "if self._give_up(";
    GET_LETS_OTHERS = "Queue.get", "self._wakeup_next(";
    GETS = "Queue.get", "return self.get_nowait(";
    TAKES = "Queue.get_nowait", "self._get(";
    TAKE_WAKES = "Queue.get_nowait", "self._wakeup_next(";
    WAKE_NEXT = "Queue._wakeup_next";
    WAKES = "Queue._wakeup_next", "set_result";
    CANCELS = "Queue._give_up", "waiter.cancel(";
    FINISHES = "Queue.task_done", "self._finished.set(";
}

/// An attribute: what Python calls it, nothing before the constructor.
type Attribute = PyMutex<Option<PyObjectRef>>;

/// The base of `asyncio.Queue`: its state, for Python and Rust.
#[pyclass(module = "_asyncio", name = "_Queue", traverse = "manual")]
#[derive(PyPayload)]
pub struct Queue {
    pub(super) event_loop: Attribute,
    pub(super) maxsize: Attribute,
    /// What is in it.
    pub(super) items: Attribute,
    pub(super) getters: Attribute,
    pub(super) putters: Attribute,
    pub(super) unfinished: Attribute,
    pub(super) finished: Attribute,
    pub(super) is_shutdown: Attribute,
    kind: Kind,
    version: u32,
}

impl fmt::Debug for Queue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queue").finish_non_exhaustive()
    }
}

impl Constructor for Queue {
    type Args = FuncArgs;

    fn py_new(class: &Py<PyType>, _args: FuncArgs, vm: &VirtualMachine) -> PyResult<Self> {
        let none = || PyMutex::new(None);
        let (kind, version) = AsItWas::of(class, vm);
        Ok(Self {
            event_loop: none(),
            maxsize: none(),
            items: none(),
            getters: none(),
            putters: none(),
            unfinished: none(),
            finished: none(),
            is_shutdown: none(),
            kind,
            version,
        })
    }

    fn slot_new(class: PyTypeRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let this = Self::py_new(&class, args, vm)?;
        this.into_ref_with_type_lazy_dict(vm, class).map(Into::into)
    }
}

/// `collections.deque` and two of its methods. It is a built-in class: nobody can change it.
struct Deque {
    class: PyObjectRef,
    popleft: PyObjectRef,
    append: PyObjectRef,
}

static_cell! {
    static DEQUE: Deque;
}

impl Deque {
    fn get(vm: &VirtualMachine) -> PyResult<&'static Self> {
        if let Some(known) = DEQUE.get() {
            return Ok(known);
        }
        let class = vm.import("_collections", 0)?.get_attr("deque", vm)?;
        let method = |name: &'static str| class.get_attr(name, vm);
        let deque = Self { popleft: method("popleft")?, append: method("append")?, class };
        Ok(DEQUE.get_or_init(|| deque))
    }
}

/// A queue as the library makes it, and what is in it.
struct Plain<'a> {
    object: &'a PyObject,
    queue: &'a Queue,
    items: PyObjectRef,
    maxsize: i64,
}

impl<'a> Plain<'a> {
    fn of(object: &'a PyObject, vm: &VirtualMachine) -> Option<Self> {
        let queue: &Py<Queue> = object.downcast_ref()?;
        if !is_plain(object, queue.version, 0) {
            return None;
        }
        let items = queue.items.lock().clone()?;
        let maxsize = number(&queue.maxsize, vm)?;
        Some(Self { object, queue, items, maxsize })
    }

    fn len(&self, vm: &VirtualMachine) -> PyResult<usize> {
        match self.items.downcast_ref_if_exact::<PyList>(vm) {
            Some(list) => Ok(list.borrow_vec().len()),
            None => self.items.length(vm),
        }
    }

    fn is_full(&self, vm: &VirtualMachine) -> PyResult<bool> {
        Ok(self.maxsize > 0 && self.maxsize <= i64::try_from(self.len(vm)?).unwrap_or(i64::MAX))
    }

    fn is_shut_down(&self, vm: &VirtualMachine) -> bool {
        self.queue.is_shutdown.lock().as_ref().is_some_and(|value| value.is(&vm.ctx.true_value))
    }

    /// What takes an item out of a deque and puts one in, if it is first in, first out and keeps its items in one.
    fn deque(&self, vm: &VirtualMachine) -> PyResult<Option<&'static Deque>> {
        let deque = Deque::get(vm)?;
        Ok((self.queue.kind == Kind::Queue && deque.class.is(self.items.class())).then_some(deque))
    }

    /// Somebody did something with it.
    fn report(&self, place: &'static Place, did: Did, vm: &VirtualMachine) {
        let room = u64::try_from(self.maxsize).unwrap_or_default();
        recording::queue(place, did, self.object, (&*self.items, room), vm);
    }

    /// `get_nowait`, of one that is not empty.
    fn take(&self, vm: &VirtualMachine) -> PyResult {
        let item = match self.deque(vm)? {
            Some(deque) => deque.popleft.call((self.items.clone(),), vm)?,
            None => at(&TAKES, || vm.call_method(self.object, "_get", ()))?,
        };
        at(&TAKE_WAKES, || {
            self.report(&WAKE_NEXT, Did::Get, vm);
            wake_up_next(&self.queue.putters, vm)
        })?;
        Ok(item)
    }

    /// `put_nowait`, into one that is not full.
    fn add(&self, item: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        match self.deque(vm)? {
            Some(deque) => deque.append.call((self.items.clone(), item), vm)?,
            None => at(&ADDS, || vm.call_method(self.object, "_put", (item,)))?,
        };
        let count = number(&self.queue.unfinished, vm).unwrap_or_default() + 1;
        let _old = self.queue.unfinished.lock().replace(vm.ctx.new_int(count).into());
        let finished = self.queue.finished.lock().clone();
        if let Some(finished) = finished {
            match LoopBound::plain(&finished) {
                Some(event) => event.set_true(false, vm),
                None => drop(vm.call_method(&finished, "clear", ())?),
            }
        }
        at(&ADD_WAKES, || {
            self.report(&WAKE_NEXT, Did::Put, vm);
            wake_up_next(&self.queue.getters, vm)
        })
    }

    /// A new one that waits, at the end; none if futures of this loop are not made as ours are.
    fn new_waiter(&self, waiters: &Attribute, vm: &VirtualMachine) -> PyResult<Option<PyRef<Future>>> {
        let event_loop = get_loop(self.object, &self.queue.event_loop, vm)?;
        let Some(ours) = EventLoop::direct_futures(&event_loop) else { return Ok(None) };
        let Some(waiters) = known(waiters) else { return Ok(None) };
        let waiter = Future::new(ours, vm)?;
        waiters.0.lock().push_back(waiter.clone().into());
        Ok(Some(waiter))
    }
}

/// The next item, if there is one and the queue is as the library makes it.
pub(super) fn take(queue: &PyObject, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    match Plain::of(queue, vm) {
        Some(plain) if plain.len(vm)? > 0 => plain.take(vm).map(Some),
        _ => Ok(None),
    }
}

/// `put_nowait`
pub(super) fn add(queue: &PyObject, item: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
    match Plain::of(queue, vm) {
        Some(plain) if !plain.is_shut_down(vm) && !plain.is_full(vm)? => plain.add(item, vm),
        _ => vm.call_method(queue, "put_nowait", (item,)).map(drop),
    }
}

/// A whole number, as it usually is.
fn number(attribute: &Attribute, vm: &VirtualMachine) -> Option<i64> {
    attribute.lock().as_ref()?.downcast_ref_if_exact::<PyInt>(vm)?.try_to_primitive(vm).ok()
}

/// Takes out the first who waits.
fn first_of(waiters: &Attribute) -> Option<PyObjectRef> {
    waiters.lock().as_ref()?.downcast_ref::<Waiters>()?.0.lock().pop_front()
}

fn known(waiters: &Attribute) -> Option<PyRef<Waiters>> {
    waiters.lock().as_ref()?.clone().downcast().ok()
}

/// Lets the first go on that has not given up.
fn wake_up_next(waiters: &Attribute, vm: &VirtualMachine) -> PyResult<()> {
    while let Some(waiter) = first_of(waiters) {
        if !is_done(&waiter, vm)? {
            return at(&WAKES, || locks::wake(&waiter, vm.ctx.none(), vm));
        }
    }
    Ok(())
}

/// Stops waiting. Whether the waiter had been woken, so that the next should be in its place.
fn give_up(waiter: &PyRef<Future>, waiters: &Attribute, vm: &VirtualMachine) -> PyResult<bool> {
    at(&CANCELS, || crate::future::cancel::<language::Python>(waiter, None, vm))?;
    if let Some(waiters) = known(waiters) {
        waiters.take_out(waiter.as_object());
    }
    Ok(!is_cancelled(waiter.as_object(), vm)?)
}

/// `Queue.get`
struct Get;

impl Get {
    /// Takes an item, or waits for one. If none will come, that is raised by the function's code.
    fn take(this: &NativeCoroutine, queue: &Plain<'_>, vm: &VirtualMachine) -> PyResult<Next> {
        if queue.len(vm)? > 0 {
            return at(&GETS, || queue.take(vm)).map(Next::Return);
        }
        if !queue.is_shut_down(vm)
            && let Some(waiter) = at(&GET_NEEDS_WAITER, || queue.new_waiter(&queue.queue.getters, vm))?
        {
            return Ok(Next::Wait(waiter, 0));
        }
        this.by_its_code(vm).map(Next::Become)
    }
}

impl Operation for Get {
    fn begin(&self, this: &NativeCoroutine, vm: &VirtualMachine) -> PyResult<Next> {
        let queue =
            Plain::of(&this.subject, vm).filter(|queue| !queue.is_shut_down(vm) && is_answered_here(vm));
        let Some(queue) = queue else { return this.by_its_code(vm).map(Next::Become) };
        queue.report(&GET, Did::AskForItem, vm);
        begun(&GET);
        Self::take(this, &queue, vm)
    }

    fn go_on(
        &self,
        this: &NativeCoroutine,
        waited: Waited<'_>,
        outcome: PyResult,
        vm: &VirtualMachine,
    ) -> PyResult<Next> {
        let plain = Plain::of(&this.subject, vm);
        if outcome.is_ok() {
            return match &plain {
                Some(queue) => Self::take(this, queue, vm),
                None => this.by_its_code(vm).map(Next::Become),
            };
        }
        if let (Waited::Future(waiter, _), Some(queue)) = (waited, this.subject.downcast_ref::<Queue>())
            && at(&GET_GIVES_UP, || give_up(waiter, &queue.getters, vm))?
            && let Some(plain) = plain
            && plain.len(vm)? > 0
        {
            at(&GET_LETS_OTHERS, || wake_up_next(&queue.getters, vm))?;
        }
        outcome.map(Next::Return)
    }

    fn is_at(&self, _this: &NativeCoroutine, state: &State) -> &'static [Place] {
        if matches!(state, State::New) { &[GET] } else { &[GET_WAITS] }
    }
}

/// `Queue.put`, which keeps the item.
struct Put;

impl Put {
    /// Puts the item in, or waits for room. If there will be none, that is raised by the function's code.
    fn add(this: &NativeCoroutine, queue: &Plain<'_>, vm: &VirtualMachine) -> PyResult<Next> {
        if queue.is_shut_down(vm) {
            return this.by_its_code(vm).map(Next::Become);
        }
        if !queue.is_full(vm)? {
            let item = vm.unwrap_or_none(this.kept.lock().take());
            at(&PUTS, || queue.add(item, vm))?;
            return Ok(Next::Return(vm.ctx.none()));
        }
        match at(&PUT_NEEDS_WAITER, || queue.new_waiter(&queue.queue.putters, vm))? {
            Some(waiter) => Ok(Next::Wait(waiter, 0)),
            None => this.by_its_code(vm).map(Next::Become),
        }
    }
}

impl Operation for Put {
    fn begin(&self, this: &NativeCoroutine, vm: &VirtualMachine) -> PyResult<Next> {
        let queue =
            Plain::of(&this.subject, vm).filter(|queue| !queue.is_shut_down(vm) && is_answered_here(vm));
        let Some(queue) = queue else { return this.by_its_code(vm).map(Next::Become) };
        queue.report(&PUT, Did::AskForRoom, vm);
        begun(&PUT);
        Self::add(this, &queue, vm)
    }

    fn go_on(
        &self,
        this: &NativeCoroutine,
        waited: Waited<'_>,
        outcome: PyResult,
        vm: &VirtualMachine,
    ) -> PyResult<Next> {
        let plain = Plain::of(&this.subject, vm);
        if outcome.is_ok() {
            return match &plain {
                Some(queue) => Self::add(this, queue, vm),
                None => this.by_its_code(vm).map(Next::Become),
            };
        }
        if let (Waited::Future(waiter, _), Some(queue)) = (waited, this.subject.downcast_ref::<Queue>())
            && at(&PUT_GIVES_UP, || give_up(waiter, &queue.putters, vm))?
            && let Some(plain) = plain
            && !plain.is_full(vm)?
        {
            at(&PUT_LETS_OTHERS, || wake_up_next(&queue.putters, vm))?;
        }
        outcome.map(Next::Return)
    }

    fn is_at(&self, _this: &NativeCoroutine, state: &State) -> &'static [Place] {
        if matches!(state, State::New) { &[PUT] } else { &[PUT_WAITS] }
    }
}

/// What answers the method of this qualified name.
pub(super) fn answer(name: &str) -> Option<Answer> {
    Some(match name {
        "Queue.get" => |function, args, vm| coroutine(function, args, 1, &Get, vm),
        "Queue.put" => |function, args, vm| coroutine(function, args, 2, &Put, vm),
        "Queue.get_nowait" => |function, args, vm| {
            at_once(function, args, 1, vm, |queue, _, vm| {
                Ok(if queue.len(vm)? > 0 { Some(queue.take(vm)?) } else { None })
            })
        },
        "Queue.put_nowait" => |function, args, vm| {
            at_once(function, args, 2, vm, |queue, item, vm| {
                if queue.is_shut_down(vm) || queue.is_full(vm)? {
                    return Ok(None);
                }
                queue.add(item.clone(), vm)?;
                Ok(Some(vm.ctx.none()))
            })
        },
        "Queue.task_done" => |function, args, vm| {
            at_once(function, args, 1, vm, |queue, _, vm| {
                let count = number(&queue.queue.unfinished, vm).filter(|count| *count > 0);
                let Some(count) = count else { return Ok(None) };
                let _old = queue.queue.unfinished.lock().replace(vm.ctx.new_int(count - 1).into());
                if count == 1 {
                    let finished = read(&queue.queue.finished, queue.object, "_finished", vm)?;
                    at(&FINISHES, || vm.call_method(&finished, "set", ()))?;
                }
                Ok(Some(vm.ctx.none()))
            })
        },
        "Queue.qsize" => |function, args, vm| {
            at_once(function, args, 1, vm, |queue, _, vm| Ok(Some(vm.ctx.new_int(queue.len(vm)?).into())))
        },
        "Queue.empty" => |function, args, vm| {
            at_once(function, args, 1, vm, |queue, _, vm| {
                Ok(Some(vm.ctx.new_bool(queue.len(vm)? == 0).into()))
            })
        },
        "Queue.full" => |function, args, vm| {
            at_once(function, args, 1, vm, |queue, _, vm| {
                Ok(Some(vm.ctx.new_bool(queue.is_full(vm)?).into()))
            })
        },
        _ => return None,
    })
}

/// Answers a method that is over when it returns. It is given the last argument. What it gives no answer to, above all what
/// is to raise, is for the function's code.
#[inline]
fn at_once(
    function: &PyObject,
    args: FuncArgs,
    count: usize,
    vm: &VirtualMachine,
    method: impl FnOnce(&Plain<'_>, &PyObjectRef, &VirtualMachine) -> PyResult<Option<PyObjectRef>>,
) -> PyResult {
    if may_answer(&args, count)
        && let Some(plain) = Plain::of(&args.args[0], vm)
        && let Some(answer) = method(&plain, &args.args[count - 1], vm)?
    {
        return Ok(answer);
    }
    by_its_code(python(function), args, vm)
}

/// Answers a method that is a coroutine function.
fn coroutine(
    function: &PyObject,
    args: FuncArgs,
    count: usize,
    operation: &'static dyn Operation,
    vm: &VirtualMachine,
) -> PyResult {
    if !may_answer(&args, count) || args.args[0].downcast_ref::<Queue>().is_none() {
        return by_its_code(python(function), args, vm);
    }
    let mut args = args.args.into_iter();
    let queue = args.next().expect("they were counted");
    NativeCoroutine::of(operation, python(function), queue, args.next(), vm)
}

#[pyclass(flags(BASETYPE, HAS_DICT, HAS_WEAKREF), with(Constructor))]
impl Queue {
    #[pymethod]
    fn __getstate__(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        object_state::get(zelf.as_object(), vm)
    }

    #[pymethod]
    fn __setstate__(zelf: &Py<Self>, state: PyDictRef, vm: &VirtualMachine) -> PyResult<()> {
        recording::copied(zelf.as_object());
        object_state::set(zelf.as_object(), &state, vm)
    }

    #[pymethod]
    fn _get_loop(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        get_loop(zelf.as_object(), &zelf.event_loop, vm)
    }

    #[pygetset]
    fn _loop(zelf: &Py<Self>) -> Option<PyObjectRef> {
        zelf.event_loop.lock().clone()
    }

    #[pygetset(setter)]
    fn set__loop(zelf: &Py<Self>, value: PySetterValue) {
        write(&zelf.event_loop, value);
    }

    #[pygetset]
    fn _maxsize(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        read(&zelf.maxsize, zelf.as_object(), "_maxsize", vm)
    }

    #[pygetset(setter)]
    fn set__maxsize(zelf: &Py<Self>, value: PySetterValue) {
        write(&zelf.maxsize, value);
    }

    #[pygetset]
    fn _queue(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        read(&zelf.items, zelf.as_object(), "_queue", vm)
    }

    #[pygetset(setter)]
    fn set__queue(zelf: &Py<Self>, value: PySetterValue) {
        write(&zelf.items, value);
    }

    #[pygetset]
    fn _getters(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        read(&zelf.getters, zelf.as_object(), "_getters", vm)
    }

    #[pygetset(setter)]
    fn set__getters(zelf: &Py<Self>, value: PySetterValue) {
        write(&zelf.getters, value);
    }

    #[pygetset]
    fn _putters(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        read(&zelf.putters, zelf.as_object(), "_putters", vm)
    }

    #[pygetset(setter)]
    fn set__putters(zelf: &Py<Self>, value: PySetterValue) {
        write(&zelf.putters, value);
    }

    #[pygetset]
    fn _unfinished_tasks(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        read(&zelf.unfinished, zelf.as_object(), "_unfinished_tasks", vm)
    }

    #[pygetset(setter)]
    fn set__unfinished_tasks(zelf: &Py<Self>, value: PySetterValue) {
        write(&zelf.unfinished, value);
    }

    #[pygetset]
    fn _finished(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        read(&zelf.finished, zelf.as_object(), "_finished", vm)
    }

    #[pygetset(setter)]
    fn set__finished(zelf: &Py<Self>, value: PySetterValue) {
        write(&zelf.finished, value);
    }

    #[pygetset]
    fn _is_shutdown(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        read(&zelf.is_shutdown, zelf.as_object(), "_is_shutdown", vm)
    }

    #[pygetset(setter)]
    fn set__is_shutdown(zelf: &Py<Self>, value: PySetterValue) {
        write(&zelf.is_shutdown, value);
    }
}
