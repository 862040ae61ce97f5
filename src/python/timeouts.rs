//! `asyncio.timeout` and `wait_for`, in Rust.
//!
//! What they do stands in `lib/asyncio/timeouts.py` and `tasks.py`, for whoever reads it, and that is what runs when the time
//! is up. Here is the same for what is in time.
//! <https://docs.python.org/3/library/asyncio-task.html#timeouts>

use std::fmt;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

use rustpython_vm::builtins::{PyBaseException, PyCoroutine, PyDictRef, PyType, PyTypeRef};
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::function::{FuncArgs, PySetterValue};
use rustpython_vm::types::Constructor;
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass,
};

use super::answered::places;
use super::event_loop::EventLoop;
use super::frames::Place;
use super::future::FutureIter;
use super::language::exactly_ours;
use super::locks::{AsItWas, is_plain, read, write};
use super::native_coroutine::{NativeCoroutine, Next, Operation, State, Waited};
use super::native_function::{Answer, by_its_code, may_answer, python};
use super::recording::{at, begun, within};
use super::sleep::seconds;
use super::task::Task;
use super::{library, object_state, running};

places! { "timeouts":
    ENTER = "Timeout.__aenter__";
    ENTER_RESCHEDULES = "Timeout.__aenter__", "self.reschedule(";
    SETS_TIMER = "Timeout.reschedule", "loop.call_at(";
    EXIT = "Timeout.__aexit__";
    EXIT_STOPS_CLOCK = "Timeout.__aexit__", "self._stop_clock(";
    CANCELS_TIMER = "Timeout._stop_clock", "self._timeout_handler.cancel(";
}

places! { "tasks":
    WAIT_FOR = "wait_for";
    LIMITS = "wait_for", "async with time_limit(";
    AWAITS = "wait_for", "return await fut";
}

/// The names of the states, in the order of their numbers.
const STATES: [&str; 5] = ["CREATED", "ENTERED", "EXPIRING", "EXPIRED", "EXITED"];
/// What Python calls them.
const VALUES: [&str; 5] = ["created", "active", "expiring", "expired", "finished"];

const CREATED: u8 = 0;
const ENTERED: u8 = 1;
const EXITED: u8 = 4;

/// The base of `asyncio.Timeout`: its state, for Python and Rust.
#[pyclass(module = "_asyncio", name = "_Timeout", traverse = "manual")]
#[derive(PyPayload)]
pub struct Timeout {
    state: AtomicU8,
    pub(super) when: PyMutex<Option<PyObjectRef>>,
    pub(super) task: PyMutex<Option<PyObjectRef>>,
    /// The timer.
    pub(super) handler: PyMutex<Option<PyObjectRef>>,
    /// How many cancellations of the task had been asked for before.
    cancelling: AtomicU64,
    version: u32,
}

impl fmt::Debug for Timeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Timeout").field("state", &self.state).finish_non_exhaustive()
    }
}

impl Constructor for Timeout {
    type Args = FuncArgs;

    fn py_new(class: &Py<PyType>, _args: FuncArgs, vm: &VirtualMachine) -> PyResult<Self> {
        Ok(Self::with_version(AsItWas::of(class, vm).1))
    }

    fn slot_new(class: PyTypeRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let this = Self::py_new(&class, args, vm)?;
        this.into_ref_with_type_lazy_dict(vm, class).map(Into::into)
    }
}

/// What is needed to enter one.
struct Entry {
    event_loop: PyRef<EventLoop>,
    task: PyRef<Task>,
    deadline: Option<PyObjectRef>,
}

impl Timeout {
    fn with_version(version: u32) -> Self {
        Self {
            state: AtomicU8::new(CREATED),
            when: PyMutex::new(None),
            task: PyMutex::new(None),
            handler: PyMutex::new(None),
            cancelling: AtomicU64::new(0),
            version,
        }
    }

    fn plain(object: &PyObject) -> Option<&Py<Self>> {
        let this: &Py<Self> = object.downcast_ref()?;
        is_plain(object, this.version, 0).then_some(this)
    }

    /// A limit `delay` seconds from now; none if the class has been changed, or the clock is not ours.
    fn from_now(delay: &PyObject, vm: &VirtualMachine) -> PyResult<Option<PyRef<Self>>> {
        let Some(running) = running::running_loop(vm) else { return Ok(None) };
        let Some(ours) = EventLoop::direct_timers(&running) else { return Ok(None) };
        let when: PyObjectRef = if vm.is_none(delay) {
            vm.ctx.none()
        } else if let Some(seconds) = seconds(delay, vm) {
            vm.ctx.new_float(ours.time_after(seconds).0).into()
        } else {
            return Ok(None);
        };
        let Some(class) = ours.state.timeout_class(vm)? else { return Ok(None) };
        let (_, version) = AsItWas::of(&class, vm);
        if version == 0 || class.tp_version_tag.load(Ordering::Acquire) != version {
            return Ok(None);
        }
        let this = Self::with_version(version).into_ref_with_type_lazy_dict(vm, class)?;
        *this.when.lock() = Some(when);
        *this.handler.lock() = Some(vm.ctx.none());
        *this.task.lock() = Some(vm.ctx.none());
        Ok(Some(this))
    }

    /// What `__aenter__` needs, if it can be done here.
    fn may_enter(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<Option<Entry>> {
        let running = running::get_running_loop(vm)?;
        let Some(ours) = EventLoop::direct_timers(&running).map(Py::to_owned) else { return Ok(None) };
        let Some(task) = running::current_task(&running, vm) else { return Ok(None) };
        let Ok(task) = task.downcast_exact::<Task>(vm) else { return Ok(None) };
        let when = read(&zelf.when, zelf.as_object(), "_when", vm)?;
        let deadline = if vm.is_none(&when) { None } else { Some(when.try_float(vm)?.to_f64()) };
        let is_over = deadline.is_some_and(|deadline| deadline <= ours.time_after(0.0).0);
        let may = zelf.state.load(Ordering::Relaxed) == CREATED && !is_over;
        Ok(may.then(|| Entry { event_loop: ours, task: task.into_pyref(), deadline: deadline.map(|_| when) }))
    }

    /// `__aenter__`
    fn enter(zelf: &Py<Self>, entry: Entry, vm: &VirtualMachine) -> PyResult<()> {
        let Entry { event_loop, task, deadline } = entry;
        begun(&ENTER);
        zelf.state.store(ENTERED, Ordering::Relaxed);
        zelf.cancelling.store(u64::from(task.state.lock().cancelling()), Ordering::Relaxed);
        let _old = zelf.task.lock().replace(task.into());
        if let Some(when) = deadline {
            let callback = zelf.as_object().get_attr("_on_timeout", vm)?;
            let handler = within(&[ENTER_RESCHEDULES, SETS_TIMER], || {
                EventLoop::schedule_at(&event_loop, when, vec![callback].into(), vm)
            })?;
            let _old = zelf.handler.lock().replace(handler);
        }
        Ok(())
    }

    /// Whether it has been entered, and its time is not up.
    fn is_in_time(&self) -> bool {
        self.state.load(Ordering::Relaxed) == ENTERED
    }

    /// What `__aexit__` does if the time is not up.
    fn leave_in_time(&self, vm: &VirtualMachine) -> PyResult<()> {
        begun(&EXIT);
        let handler = self.handler.lock().replace(vm.ctx.none());
        if let Some(handler) = handler.filter(|handler| !vm.is_none(handler)) {
            within(&[EXIT_STOPS_CLOCK, CANCELS_TIMER], || vm.call_method(&handler, "cancel", ()))?;
        }
        self.state.store(EXITED, Ordering::Relaxed);
        Ok(())
    }
}

/// `Timeout.__aenter__`
struct Enter;

impl Operation for Enter {
    fn begin(&self, this: &NativeCoroutine, vm: &VirtualMachine) -> PyResult<Next> {
        if let Some(timeout) = Timeout::plain(&this.subject)
            && let Some(entry) = Timeout::may_enter(timeout, vm)?
        {
            Timeout::enter(timeout, entry, vm)?;
            return Ok(Next::Return(this.subject.clone()));
        }
        this.by_its_code(vm).map(Next::Become)
    }

    fn go_on(
        &self,
        _: &NativeCoroutine,
        _: Waited<'_>,
        outcome: PyResult,
        _: &VirtualMachine,
    ) -> PyResult<Next> {
        outcome.map(Next::Return)
    }

    fn is_at(&self, _this: &NativeCoroutine, _state: &State) -> &'static [Place] {
        &[ENTER]
    }
}

/// `Timeout.__aexit__`, when the body has not raised.
struct Exit;

impl Operation for Exit {
    fn begin(&self, this: &NativeCoroutine, vm: &VirtualMachine) -> PyResult<Next> {
        match Timeout::plain(&this.subject) {
            Some(timeout) if timeout.is_in_time() => {
                timeout.leave_in_time(vm)?;
                Ok(Next::Return(vm.ctx.none()))
            }
            _ => this.by_its_code(vm).map(Next::Become),
        }
    }

    fn go_on(
        &self,
        _: &NativeCoroutine,
        _: Waited<'_>,
        outcome: PyResult,
        _: &VirtualMachine,
    ) -> PyResult<Next> {
        outcome.map(Next::Return)
    }

    fn is_at(&self, _this: &NativeCoroutine, _state: &State) -> &'static [Place] {
        &[EXIT]
    }

    fn arguments(&self, this: &NativeCoroutine, vm: &VirtualMachine) -> Vec<PyObjectRef> {
        vec![this.subject.clone(), vm.ctx.none(), vm.ctx.none(), vm.ctx.none()]
    }
}

/// `wait_for`, which keeps the limit: first its seconds, then the `Timeout`, and when its time was up, what was raised.
struct WaitFor;

impl Operation for WaitFor {
    fn begin(&self, this: &NativeCoroutine, vm: &VirtualMachine) -> PyResult<Next> {
        let delay = vm.unwrap_or_none(this.kept.lock().clone());
        let Some(timeout) = Timeout::from_now(&delay, vm)? else {
            return this.by_its_code(vm).map(Next::Become);
        };
        let Some(entry) = Timeout::may_enter(&timeout, vm)? else {
            return this.by_its_code(vm).map(Next::Become);
        };
        begun(&WAIT_FOR);
        at(&LIMITS, || Timeout::enter(&timeout, entry, vm))?;
        let _delay = this.kept.lock().replace(timeout.into());
        let awaited = match exactly_ours(&this.subject) {
            Some(future) => FutureIter::of(future.to_owned()).into_pyobject(vm),
            None => this.subject.clone(),
        };
        Ok(Next::Await(awaited))
    }

    fn go_on(
        &self,
        this: &NativeCoroutine,
        _waited: Waited<'_>,
        outcome: PyResult,
        vm: &VirtualMachine,
    ) -> PyResult<Next> {
        let kept = this.kept.lock().take();
        let kept = match kept.map(|kept| kept.downcast::<PyBaseException>()) {
            // `__aexit__` is over: if it did not raise, the body's own exception goes on.
            Some(Ok(raised)) => {
                return match outcome {
                    Ok(_) => Err(raised),
                    Err(exception) => {
                        if exception.__context__().is_none() && !exception.is(&raised) {
                            exception.set_context(Some(raised));
                        }
                        Err(exception)
                    }
                };
            }
            Some(Err(kept)) => kept,
            None => return outcome.map(Next::Return),
        };
        let Some(timeout) = kept.downcast_ref::<Timeout>() else { return outcome.map(Next::Return) };
        if timeout.is_in_time() {
            at(&LIMITS, || timeout.leave_in_time(vm))?;
            return outcome.map(Next::Return);
        }
        match outcome {
            Ok(value) => {
                // The time was up, but the body has swallowed the cancellation.
                at(&LIMITS, || {
                    let nothing = (vm.ctx.none(), vm.ctx.none(), vm.ctx.none());
                    let exit = vm.call_method(&kept, "__aexit__", nothing)?;
                    super::language::send_none(&exit, vm)
                })?;
                Ok(Next::Return(value))
            }
            Err(raised) => {
                let traceback = raised.traceback().map_or_else(|| vm.ctx.none(), Into::into);
                let class: PyObjectRef = raised.class().to_owned().into();
                let exit = vm.call_method(&kept, "__aexit__", (class, raised.clone(), traceback))?;
                let _timeout = this.kept.lock().replace(raised.into());
                Ok(Next::Await(exit))
            }
        }
    }

    fn is_at(&self, this: &NativeCoroutine, state: &State) -> &'static [Place] {
        match state {
            State::New => &[WAIT_FOR],
            State::Awaiting(inner)
                if inner.is(&this.subject) || inner.downcast_ref::<FutureIter>().is_some() =>
            {
                &[AWAITS]
            }
            _ => &[LIMITS],
        }
    }

    fn arguments(&self, this: &NativeCoroutine, vm: &VirtualMachine) -> Vec<PyObjectRef> {
        let delay = this.kept.lock().clone().filter(|kept| seconds(kept, vm).is_some());
        vec![this.subject.clone(), vm.unwrap_or_none(delay)]
    }
}

/// What answers the function of this qualified name.
pub(super) fn answer(name: &str) -> Option<Answer> {
    Some(match name {
        "timeout" => timeout,
        "Timeout.__aenter__" => |function, args, vm| method(function, args, 1, &Enter, vm),
        "Timeout.__aexit__" => |function, args, vm| {
            let is_in_time = args.args.len() == 4 && vm.is_none(&args.args[1]);
            if is_in_time {
                return method(function, args, 4, &Exit, vm);
            }
            by_its_code(python(function), args, vm)
        },
        "wait_for" => wait_for,
        _ => return None,
    })
}

/// Answers a method that is a coroutine function, of which only the first argument matters.
fn method(
    function: &PyObject,
    args: FuncArgs,
    count: usize,
    operation: &'static dyn Operation,
    vm: &VirtualMachine,
) -> PyResult {
    let is_ours = may_answer(&args, count) && Timeout::plain(&args.args[0]).is_some();
    if !is_ours {
        return by_its_code(python(function), args, vm);
    }
    let timeout = args.args.into_iter().next().expect("they were counted");
    NativeCoroutine::of(operation, python(function), timeout, None, vm)
}

/// `timeout(delay)`
fn timeout(function: &PyObject, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    if may_answer(&args, 1)
        && let Some(timeout) = Timeout::from_now(&args.args[0], vm)?
    {
        return Ok(timeout.into());
    }
    by_its_code(python(function), args, vm)
}

/// `wait_for(fut, timeout)`
fn wait_for(function: &PyObject, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let delay = match (&*args.args, args.kwargs.len()) {
        ([_, delay], 0) => Some(delay.clone()),
        ([_], 1) => args.kwargs.get("timeout").cloned(),
        _ => None,
    };
    let has_time =
        |delay: &PyObjectRef| vm.is_none(delay) || seconds(delay, vm).is_some_and(|seconds| seconds > 0.0);
    let is_usual = |awaited: &PyObjectRef| {
        awaited.downcast_ref_if_exact::<PyCoroutine>(vm).is_some()
            || awaited.downcast_ref::<NativeCoroutine>().is_some()
            || exactly_ours(awaited).is_some()
    };
    match delay.filter(has_time) {
        Some(delay) if is_usual(&args.args[0]) => {
            let awaited = args.args.into_iter().next().expect("there is one");
            NativeCoroutine::of(&WaitFor, python(function), awaited, Some(delay), vm)
        }
        _ => by_its_code(python(function), args, vm),
    }
}

#[pyclass(flags(BASETYPE, HAS_DICT, HAS_WEAKREF), with(Constructor))]
impl Timeout {
    #[pymethod]
    fn __getstate__(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        object_state::get(zelf.as_object(), vm)
    }

    #[pymethod]
    fn __setstate__(zelf: &Py<Self>, state: PyDictRef, vm: &VirtualMachine) -> PyResult<()> {
        object_state::set(zelf.as_object(), &state, vm)
    }

    #[pygetset]
    fn _state(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        let name = STATES[usize::from(zelf.state.load(Ordering::Relaxed))];
        library::function("timeouts", "_State", vm)?.get_attr(name, vm)
    }

    #[pygetset(setter)]
    fn set__state(zelf: &Py<Self>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
        let PySetterValue::Assign(state) = value else {
            return Err(vm.new_attribute_error("cannot delete attribute"));
        };
        let value = state.get_attr("value", vm)?.str(vm)?;
        let state = VALUES.iter().position(|known| *known == &*value.to_string_lossy());
        let state = state.ok_or_else(|| vm.new_value_error(format!("{value} is no state of a timeout")))?;
        zelf.state.store(u8::try_from(state).expect("there are five"), Ordering::Relaxed);
        Ok(())
    }

    #[pygetset]
    fn _when(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        read(&zelf.when, zelf.as_object(), "_when", vm)
    }

    #[pygetset(setter)]
    fn set__when(zelf: &Py<Self>, value: PySetterValue) {
        write(&zelf.when, value);
    }

    #[pygetset]
    fn _task(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        read(&zelf.task, zelf.as_object(), "_task", vm)
    }

    #[pygetset(setter)]
    fn set__task(zelf: &Py<Self>, value: PySetterValue) {
        write(&zelf.task, value);
    }

    #[pygetset]
    fn _timeout_handler(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        read(&zelf.handler, zelf.as_object(), "_timeout_handler", vm)
    }

    #[pygetset(setter)]
    fn set__timeout_handler(zelf: &Py<Self>, value: PySetterValue) {
        write(&zelf.handler, value);
    }

    #[pygetset]
    fn _cancelling(zelf: &Py<Self>) -> u64 {
        zelf.cancelling.load(Ordering::Relaxed)
    }

    #[pygetset(setter)]
    fn set__cancelling(zelf: &Py<Self>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
        if let PySetterValue::Assign(value) = value {
            zelf.cancelling.store(value.try_index(vm)?.try_to_primitive(vm)?, Ordering::Relaxed);
        }
        Ok(())
    }
}
