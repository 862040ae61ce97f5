//! Coroutines that are run in Rust: what a call of a function gives that is [answered](super::native_function) here.
//!
//! Such a coroutine is a state machine written by hand. It is suspended as any other is: it yields nothing, which gives up
//! one turn, or a future, or whatever comes out of another coroutine that it awaits. What it does in between is its
//! [`Operation`]. To whoever looks at it, it is a coroutine of the function that was called.
//! <https://docs.python.org/3/reference/datamodel.html#coroutine-objects>

use std::fmt;
use std::sync::atomic::Ordering;

use rustpython_vm::builtins::{PyBaseException, PyBaseExceptionRef, PyFunction, PyTypeRef};
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::function::OptionalArg;
use rustpython_vm::protocol::PyIterReturn;
use rustpython_vm::types::{Destructor, IterNext, Iterable, Representable, SelfIter};
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass,
};

use super::event_loop::EventLoop;
use super::exceptions::warn_of_three_arguments;
use super::frames::Place;
use super::future::{Future, FutureIter};
use super::language::{send_none, throw};
use super::library;
use super::native_function::{Likeness, by_its_code};
use super::recording::{self, Likenesses, Suspended};
use super::traceback::came_to;

/// What such a coroutine does between its suspensions.
pub(super) trait Operation: Sync {
    /// Begins: it is resumed for the first time.
    ///
    /// # Errors
    ///
    /// What the coroutine raises.
    fn begin(&self, this: &NativeCoroutine, vm: &VirtualMachine) -> PyResult<Next>;

    /// Goes on, with what came of what it waited for: also an exception that was thrown in.
    ///
    /// # Errors
    ///
    /// What the coroutine raises.
    fn go_on(
        &self,
        this: &NativeCoroutine,
        waited: Waited<'_>,
        outcome: PyResult,
        vm: &VirtualMachine,
    ) -> PyResult<Next>;

    /// Where the function's code would be, the outermost of what it calls first: what a recording shows. Nothing, of what is
    /// shown without.
    fn is_at(&self, _this: &NativeCoroutine, _state: &State) -> &'static [Place] {
        &[]
    }

    /// The arguments the function was called with, as far as they matter to how it looks.
    fn arguments(&self, this: &NativeCoroutine, _vm: &VirtualMachine) -> Vec<PyObjectRef> {
        [Some(this.subject.clone()), this.kept.lock().clone()].into_iter().flatten().collect()
    }
}

/// What a coroutine does next.
pub(super) enum Next {
    /// It returns.
    Return(PyObjectRef),
    /// It gives up one turn.
    GiveWay,
    /// It waits for a future that is not done. The number is the operation's own.
    Wait(PyRef<Future>, u64),
    /// It awaits this, an iterator or a coroutine, and goes on after that.
    Await(PyObjectRef),
    /// This coroutine runs in its place.
    Become(PyObjectRef),
}

/// For what it has waited.
pub(super) enum Waited<'a> {
    /// For a turn.
    Turn,
    /// For this future, with the number that was given.
    Future(&'a PyRef<Future>, u64),
    /// For what it awaited.
    Awaited,
}

/// Where it is.
#[derive(Clone, Debug)]
pub(super) enum State {
    /// Nobody has awaited it.
    New,
    /// It has given up a turn.
    GaveWay,
    /// It waits for this future.
    Waiting(PyRef<Future>, u64),
    /// It awaits this.
    Awaiting(PyObjectRef),
    /// This runs in its place.
    Became(PyObjectRef),
    /// It runs.
    Running,
    /// It is over.
    Over,
}

/// A coroutine that is run in Rust.
#[pyclass(module = false, name = "coroutine", traverse = "manual")]
#[derive(PyPayload)]
pub struct NativeCoroutine {
    operation: &'static dyn Operation,
    pub(super) state: PyMutex<State>,
    /// The function that was called.
    pub(super) function: PyRef<PyFunction>,
    /// Its first argument.
    pub(super) subject: PyObjectRef,
    /// Its second, or what the operation keeps.
    pub(super) kept: PyMutex<Option<PyObjectRef>>,
    /// What it looks like from inside.
    likeness: Likeness,
}

impl fmt::Debug for NativeCoroutine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NativeCoroutine").field("state", &self.state).finish_non_exhaustive()
    }
}

impl NativeCoroutine {
    /// What a call of `function` gives, with one argument or two.
    pub(super) fn of(
        operation: &'static dyn Operation,
        function: &Py<PyFunction>,
        subject: PyObjectRef,
        argument: Option<PyObjectRef>,
        vm: &VirtualMachine,
    ) -> PyResult {
        let coroutine = Self {
            operation,
            state: PyMutex::new(State::New),
            function: function.to_owned(),
            subject,
            kept: PyMutex::new(argument),
            likeness: Likeness::default(),
        };
        let coroutine = coroutine.into_ref(&vm.ctx);
        if is_debugging(vm) {
            // Where coroutines are made is remembered now. This one's likeness is made here, too.
            coroutine.likeness(vm)?;
        }
        Ok(coroutine.into())
    }

    /// The coroutine that the function's code makes of the same arguments.
    ///
    /// # Errors
    ///
    /// What that raises.
    pub(super) fn by_its_code(&self, vm: &VirtualMachine) -> PyResult {
        by_its_code(&self.function, self.operation.arguments(self, vm).into(), vm)
    }

    /// An exception has come to where the coroutine is: at these places, the outermost function's first.
    fn came_to(&self, exception: &Py<PyBaseException>, places: &[Place], vm: &VirtualMachine) {
        for (depth, place) in places.iter().enumerate().rev() {
            let made = if depth == 0 { self.by_its_code(vm) } else { self.inner(place.function, vm) };
            // What cannot be called again as it was called is left out.
            if let Ok(coroutine) = made {
                came_to(exception, &coroutine, place.line, vm);
            }
        }
    }

    /// The coroutine of a method that the function calls, by its qualified name.
    fn inner(&self, name: &str, vm: &VirtualMachine) -> PyResult {
        let name = name.rsplit('.').next().unwrap_or(name);
        let method = self.subject.class().get_attr(vm.ctx.intern_str(name));
        let method = method.and_then(|method| method.downcast::<PyFunction>().ok());
        let method = method.ok_or_else(|| vm.new_attribute_error(name.to_owned()))?;
        by_its_code(&method, vec![self.subject.clone()].into(), vm)
    }

    /// The coroutine that the function's code makes, which is never run.
    fn likeness(&self, vm: &VirtualMachine) -> PyResult {
        self.likeness.get(|| match &*self.state.lock() {
            State::Became(coroutine) => Ok(coroutine.clone()),
            _ => self.by_its_code(vm),
        })
    }

    /// What a recording asks about such coroutines.
    pub(super) const LIKENESSES: Likenesses =
        Likenesses { shadow: Self::likeness_once_begun, suspended: Self::suspended, name: Self::name };

    /// Where it is suspended, if it is one.
    fn suspended(object: &PyObject) -> Option<Suspended> {
        let this = object.downcast_ref::<Self>()?;
        let state = this.state.lock();
        let places = this.operation.is_at(this, &state);
        let (places, awaits): (_, Option<PyObjectRef>) = match &*state {
            // What is shown without a place is so whatever runs there.
            _ if places.is_empty() => (places, None),
            State::Became(coroutine) => (&[], Some(coroutine.clone())),
            State::Awaiting(inner) => (places, Some(inner.clone())),
            _ => (places, None),
        };
        Some(Suspended { places, awaits, has_begun: !matches!(&*state, State::New) })
    }

    /// What its function is called.
    fn name(object: &PyObject) -> Option<String> {
        let this = object.downcast_ref::<Self>()?;
        let begins = this.operation.is_at(this, &State::New).first();
        // What has no place is a sleep.
        Some(begins.map_or("sleep", |place| place.function).to_owned())
    }

    /// Which object the likeness of such a coroutine is, if there is one and it has begun itself.
    fn likeness_once_begun(object: &PyObject) -> Option<usize> {
        let this = object.downcast_ref::<Self>()?;
        let has_begun = !matches!(&*this.state.lock(), State::New);
        this.likeness.0.lock().as_ref().filter(|_| has_begun).map(|likeness| likeness.get_id())
    }

    /// What its likeness has under this name.
    fn like(&self, name: &'static str, vm: &VirtualMachine) -> PyResult {
        self.likeness(vm)?.get_attr(name, vm)
    }

    /// Goes on from where it is suspended.
    pub(super) fn resume(&self, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
        let state = self.take_up(vm)?;
        let next = match state {
            State::New => self.operation.begin(self, vm),
            State::GaveWay => self.operation.go_on(self, Waited::Turn, Ok(vm.ctx.none()), vm),
            State::Waiting(future, number) => {
                if !future.state.lock().is_done() {
                    *self.state.lock() = State::Waiting(future, number);
                    return Err(vm.new_runtime_error("await wasn't used with future"));
                }
                let outcome = future.raise_or_result(vm);
                self.has_waited(future, number, outcome, vm)
            }
            State::Awaiting(inner) => return self.resume_inner(inner, vm),
            State::Became(coroutine) => return self.resume_other(coroutine, vm),
            State::Running | State::Over => unreachable!("neither is taken up"),
        };
        self.follow(next, vm)
    }

    /// It runs from now on: where it was.
    fn take_up(&self, vm: &VirtualMachine) -> PyResult<State> {
        let mut state = self.state.lock();
        match &*state {
            State::Running => {
                drop(state);
                Err(vm.new_value_error("coroutine already executing"))
            }
            State::Over => {
                drop(state);
                Err(vm.new_runtime_error("cannot reuse already awaited coroutine"))
            }
            _ => Ok(std::mem::replace(&mut *state, State::Running)),
        }
    }

    /// Does what the operation says.
    fn follow(&self, next: PyResult<Next>, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
        let next = next.inspect_err(|_| *self.state.lock() = State::Over)?;
        match next {
            Next::Return(value) => {
                *self.state.lock() = State::Over;
                Ok(PyIterReturn::StopIteration(Some(value)))
            }
            Next::GiveWay => {
                *self.state.lock() = State::GaveWay;
                Ok(PyIterReturn::Return(vm.ctx.none()))
            }
            Next::Wait(future, number) => {
                future.blocking.store(true, Ordering::Relaxed);
                *self.state.lock() = State::Waiting(future.clone(), number);
                Ok(PyIterReturn::Return(future.into()))
            }
            Next::Await(inner) => self.resume_inner(inner, vm),
            Next::Become(coroutine) => self.resume_other(coroutine, vm),
        }
    }

    /// Resumes what it awaits.
    fn resume_inner(&self, inner: PyObjectRef, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
        let sent = self.at_its_place(&inner, || send_none(&inner, vm));
        self.inner_said(inner, sent, vm)
    }

    /// Has what it awaits do something.
    fn at_its_place<R>(&self, inner: &PyObjectRef, act: impl FnOnce() -> R) -> R {
        if !recording::is_on() {
            return act();
        }
        recording::within(self.operation.is_at(self, &State::Awaiting(inner.clone())), act)
    }

    /// What it awaits has said this.
    fn inner_said(
        &self,
        inner: PyObjectRef,
        said: PyResult<PyIterReturn>,
        vm: &VirtualMachine,
    ) -> PyResult<PyIterReturn> {
        let outcome = match said {
            Ok(PyIterReturn::Return(yielded)) => {
                *self.state.lock() = State::Awaiting(inner);
                return Ok(PyIterReturn::Return(yielded));
            }
            Ok(PyIterReturn::StopIteration(value)) => Ok(vm.unwrap_or_none(value)),
            Err(exception) => Err(exception),
        };
        if let Err(exception) = &outcome {
            let places = self.operation.is_at(self, &State::Awaiting(inner.clone()));
            self.came_to(exception, places, vm);
        }
        drop(inner);
        let next = self.operation.go_on(self, Waited::Awaited, outcome, vm);
        self.follow(next, vm)
    }

    /// Goes on with what came of a future, or was thrown in instead.
    fn has_waited(
        &self,
        future: PyRef<Future>,
        number: u64,
        outcome: PyResult,
        vm: &VirtualMachine,
    ) -> PyResult<Next> {
        if let Err(exception) = &outcome {
            let places = self.operation.is_at(self, &State::Waiting(future.clone(), number));
            self.came_to(exception, places, vm);
        }
        self.operation.go_on(self, Waited::Future(&future, number), outcome, vm)
    }

    /// Resumes what runs in its place.
    fn resume_other(&self, coroutine: PyObjectRef, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
        let sent = send_none(&coroutine, vm);
        self.other_said(coroutine, sent)
    }

    fn other_said(&self, coroutine: PyObjectRef, said: PyResult<PyIterReturn>) -> PyResult<PyIterReturn> {
        let is_suspended = matches!(said, Ok(PyIterReturn::Return(_)));
        *self.state.lock() = if is_suspended { State::Became(coroutine) } else { State::Over };
        said
    }

    /// Raises an exception where it is suspended.
    pub(super) fn raise(&self, exception: PyBaseExceptionRef, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
        let state = self.take_up(vm)?;
        let next = match state {
            State::New => {
                *self.state.lock() = State::Over;
                return Err(exception);
            }
            State::GaveWay => self.operation.go_on(self, Waited::Turn, Err(exception), vm),
            State::Waiting(future, number) => self.has_waited(future, number, Err(exception), vm),
            State::Awaiting(inner) => {
                let said = self.at_its_place(&inner, || throw(&inner, exception, vm));
                return self.inner_said(inner, said, vm);
            }
            State::Became(coroutine) => {
                let said = throw(&coroutine, exception, vm);
                return self.other_said(coroutine, said);
            }
            State::Running | State::Over => unreachable!("neither is taken up"),
        };
        self.follow(next, vm)
    }

    /// Ends it where it is suspended.
    fn end(&self, vm: &VirtualMachine) -> PyResult<()> {
        if matches!(&*self.state.lock(), State::New | State::Over) {
            *self.state.lock() = State::Over;
            return Ok(());
        }
        let exit = vm.new_exception_empty(vm.ctx.exceptions.generator_exit.to_owned());
        match self.raise(exit, vm) {
            Ok(PyIterReturn::Return(_)) => Err(vm.new_runtime_error("coroutine ignored GeneratorExit")),
            Ok(PyIterReturn::StopIteration(_)) => Ok(()),
            Err(error) if error.fast_isinstance(vm.ctx.exceptions.generator_exit) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

/// Whether the loop that runs in this thread is one of ours, in debug mode.
fn is_debugging(vm: &VirtualMachine) -> bool {
    let running = vm.asyncio_running_loop.borrow();
    running
        .as_ref()
        .is_some_and(|running| running.downcast_ref::<EventLoop>().is_some_and(|ours| ours.is_debug()))
}

#[pyclass(flags(HAS_WEAKREF), with(IterNext, Iterable, Destructor, Representable))]
impl NativeCoroutine {
    #[pymethod]
    fn send(zelf: &Py<Self>, value: PyObjectRef, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
        let has_begun = !matches!(&*zelf.state.lock(), State::New);
        if !has_begun && !vm.is_none(&value) {
            return Err(vm.new_type_error("can't send non-None value to a just-started coroutine"));
        }
        zelf.resume(vm)
    }

    #[pymethod]
    fn throw(
        zelf: &Py<Self>,
        exception: PyObjectRef,
        value: OptionalArg<PyObjectRef>,
        traceback: OptionalArg<PyObjectRef>,
        vm: &VirtualMachine,
    ) -> PyResult<PyIterReturn> {
        if value.is_present() || traceback.is_present() {
            warn_of_three_arguments(vm)?;
        }
        let exception =
            vm.normalize_exception(exception, value.unwrap_or_none(vm), traceback.unwrap_or_none(vm))?;
        zelf.raise(exception, vm)
    }

    #[pymethod]
    fn close(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        zelf.end(vm)
    }

    /// To `isinstance()`, and so to `inspect.iscoroutine()`, it is what it is to the program.
    #[pygetset]
    fn __class__(_zelf: &Py<Self>, vm: &VirtualMachine) -> PyTypeRef {
        vm.ctx.types.coroutine_type.to_owned()
    }

    #[pygetset]
    fn __name__(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        zelf.function.as_object().get_attr("__name__", vm)
    }

    #[pygetset]
    fn __qualname__(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        zelf.function.as_object().get_attr("__qualname__", vm)
    }

    #[pygetset]
    fn cr_await(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        let state = zelf.state.lock().clone();
        match state {
            State::Waiting(future, _) => Ok(FutureIter::of(future).into_pyobject(vm)),
            State::Awaiting(inner) => Ok(inner),
            State::Became(coroutine) => coroutine.get_attr("cr_await", vm),
            State::GaveWay => {
                let turn = library::function("_sleep", "__sleep0", vm)?.call((), vm)?;
                vm.call_method(&turn, "send", (vm.ctx.none(),))?;
                Ok(turn)
            }
            State::New | State::Running | State::Over => Ok(vm.ctx.none()),
        }
    }

    #[pygetset]
    fn cr_code(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        zelf.function.as_object().get_attr("__code__", vm)
    }

    #[pygetset]
    fn cr_frame(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        if matches!(&*zelf.state.lock(), State::Over) { Ok(vm.ctx.none()) } else { zelf.like("cr_frame", vm) }
    }

    /// Where it was made, if that is remembered. The warning that it was never awaited asks for it.
    #[pygetset]
    fn cr_origin(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        if zelf.likeness.is_made() { zelf.like("cr_origin", vm) } else { Ok(vm.ctx.none()) }
    }

    #[pygetset]
    fn cr_running(zelf: &Py<Self>) -> bool {
        matches!(&*zelf.state.lock(), State::Running)
    }

    #[pygetset]
    fn cr_suspended(zelf: &Py<Self>) -> bool {
        !matches!(&*zelf.state.lock(), State::New | State::Running | State::Over)
    }
}

impl SelfIter for NativeCoroutine {}

impl IterNext for NativeCoroutine {
    fn next(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
        zelf.resume(vm)
    }
}

/// Whether there is anything to do when it goes: asked before anything is prepared for that.
pub(super) fn has_something_to_end(object: &PyObject) -> bool {
    object
        .downcast_ref::<NativeCoroutine>()
        .is_none_or(|this| !matches!(&*this.state.lock(), State::Over) || this.likeness.is_made())
}

impl Destructor for NativeCoroutine {
    fn del(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        let is_new = matches!(&*zelf.state.lock(), State::New);
        if is_new && let Ok(name) = Self::__qualname__(zelf, vm).and_then(|name| name.str(vm)) {
            rustpython_vm::warn::warn_unawaited_coroutine(zelf.as_object(), &name, vm);
        }
        zelf.likeness.close(vm);
        zelf.end(vm)
    }
}

impl Representable for NativeCoroutine {
    fn repr_str(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<String> {
        let name = Self::__qualname__(zelf, vm)?.str(vm)?;
        Ok(format!("<coroutine object {name} at {:#x}>", zelf.get_id()))
    }
}
