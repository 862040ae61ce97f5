//! Starting threads, and waiting for their ends.

use std::cell::RefCell;
use std::rc::Rc;

use asyncio101::selector::Time;
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::{PyResult, VirtualMachine};

use crate::turns::{Hears, Number, current, wake};
use crate::{attention, clock};

/// Where a thread is in its life.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Stage {
    NotStarted,
    /// The number of a thread that was not made here is any.
    Started(u64),
    Over(u64),
}

/// What threads know of one: shared by its handle and itself.
#[derive(Debug)]
pub(super) struct Life {
    state: PyMutex<State>,
}

#[derive(Debug)]
struct State {
    stage: Stage,
    waiting: Vec<Number>,
}

impl Life {
    pub(super) fn new(started: Option<u64>) -> Self {
        let stage = started.map_or(Stage::NotStarted, Stage::Started);
        Self { state: PyMutex::new(State { stage, waiting: Vec::new() }) }
    }

    /// `threading.get_ident()`; 0 before it has started.
    pub(super) fn number(&self) -> u64 {
        match self.state.lock().stage {
            Stage::NotStarted => 0,
            Stage::Started(number) | Stage::Over(number) => number,
        }
    }

    pub(super) fn is_over(&self) -> bool {
        matches!(self.state.lock().stage, Stage::Over(_))
    }

    pub(super) fn check_not_started(&self, vm: &VirtualMachine) -> PyResult<()> {
        if self.state.lock().stage == Stage::NotStarted {
            return Ok(());
        }
        Err(vm.new_runtime_error("thread already started"))
    }

    pub(super) fn begin(&self, number: Number) {
        self.state.lock().stage = Stage::Started(number.0.into());
    }

    /// It is over, and whoever waits for that goes on.
    ///
    /// # Errors
    ///
    /// When it has not started.
    pub(super) fn end(&self, vm: &VirtualMachine) -> PyResult<()> {
        let mut state = self.state.lock();
        match state.stage {
            Stage::NotStarted => return Err(vm.new_runtime_error("thread not started")),
            Stage::Started(number) | Stage::Over(number) => state.stage = Stage::Over(number),
        }
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        waiting.into_iter().for_each(wake);
        Ok(())
    }

    /// Waits for its end until `until`.
    ///
    /// # Errors
    ///
    /// When it has not started or is the one that asks; what a signal handler raised meanwhile.
    pub(super) fn join(&self, until: Time, vm: &VirtualMachine) -> PyResult<()> {
        loop {
            let me = current();
            let mut state = self.state.lock();
            match state.stage {
                Stage::Over(_) => return Ok(()),
                Stage::NotStarted => return Err(vm.new_runtime_error("thread not started")),
                Stage::Started(number) if number == u64::from(me.0) => {
                    return Err(vm.new_runtime_error("Cannot join current thread"));
                }
                Stage::Started(_) if clock::has_come(until) => return Ok(()),
                Stage::Started(_) => state.waiting.push(me),
            }
            drop(state);
            let result = attention::block(until, Hears::Threads, vm);
            self.state.lock().waiting.retain(|&waiting| waiting != me);
            result?;
        }
    }
}

thread_local! {
    /// Those that the program's end waits for.
    static AWAITED: RefCell<Vec<Rc<Life>>> = const { RefCell::new(Vec::new()) };
}

/// The program's end is to wait for that thread's.
fn wait_for_at_exit(life: Rc<Life>) {
    AWAITED.with_borrow_mut(|awaited| awaited.push(life));
}

/// Waits for those threads.
///
/// # Errors
///
/// What a signal handler raised meanwhile.
fn join_all(vm: &VirtualMachine) -> PyResult<()> {
    while let Some(life) = AWAITED.with_borrow_mut(Vec::pop) {
        if life.number() != u64::from(current().0) {
            life.join(Time(f64::INFINITY), vm)?;
        }
    }
    Ok(())
}

#[rustpython_vm::pymodule(sub, name = "_tab_thread")]
pub(super) mod types {
    use std::rc::Rc;

    use asyncio101::selector::Time;
    use rustpython_vm::builtins::{PyDictRef, PyStr, PyTupleRef, PyType};
    use rustpython_vm::function::{FuncArgs, KwArgs, OptionalArg, OptionalOption};
    use rustpython_vm::types::{Constructor, Representable};
    use rustpython_vm::{
        AsObject, FromArgs, Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass,
    };

    use super::super::local;
    use super::super::lock::TIMEOUT_MAX;
    use super::super::machine::Machine;
    use super::{Life, join_all, wait_for_at_exit};
    use crate::turns::{self, Number, current};
    use crate::{clock, hold};

    /// `_thread._ThreadHandle`
    #[pyattr]
    #[pyclass(module = "_thread", name = "_ThreadHandle")]
    #[derive(Debug, PyPayload)]
    struct ThreadHandle {
        life: Rc<Life>,
    }

    impl Constructor for ThreadHandle {
        type Args = ();

        fn py_new(_class: &Py<PyType>, (): Self::Args, _vm: &VirtualMachine) -> PyResult<Self> {
            Ok(Self { life: Rc::new(Life::new(None)) })
        }
    }

    #[pyclass(with(Constructor, Representable), flags(HAS_WEAKREF))]
    impl ThreadHandle {
        #[pygetset]
        fn ident(zelf: &Py<Self>) -> u64 {
            zelf.life.number()
        }

        #[pymethod]
        fn is_done(zelf: &Py<Self>) -> bool {
            zelf.life.is_over()
        }

        #[pymethod]
        fn _set_done(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
            zelf.life.end(vm)
        }

        /// Waits until the thread is over, so many seconds at most.
        #[pymethod]
        fn join(zelf: &Py<Self>, timeout: OptionalOption<f64>, vm: &VirtualMachine) -> PyResult<()> {
            let until = match timeout.flatten() {
                None => Time(f64::INFINITY),
                Some(seconds) if seconds > TIMEOUT_MAX => {
                    return Err(vm.new_overflow_error("timestamp too large to convert to C PyTime_t"));
                }
                // A negative time is no limit, as for the other platforms' handles.
                Some(seconds) if seconds < 0.0 => Time(f64::INFINITY),
                Some(seconds) => clock::now().after(seconds),
            };
            zelf.life.join(until, vm)
        }
    }

    impl Representable for ThreadHandle {
        fn repr_str(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<String> {
            Ok(format!("<{} object: ident={}>", zelf.class().slot_name(), zelf.life.number()))
        }
    }

    /// A handle of a thread that was not started here: the main one.
    #[pyfunction]
    fn _make_thread_handle(ident: u64) -> ThreadHandle {
        ThreadHandle { life: Rc::new(Life::new(Some(ident))) }
    }

    /// Runs `function` in a new thread of `life`.
    fn start_in(
        life: Rc<Life>,
        function: PyObjectRef,
        arguments: FuncArgs,
        vm: &VirtualMachine,
    ) -> PyResult<Number> {
        let its_life = Rc::clone(&life);
        let begin = move |vm: &VirtualMachine| {
            if its_life.number() == 0 {
                its_life.begin(current());
            }
            if let Err(exception) = function.call(arguments, vm)
                && !exception.fast_isinstance(vm.ctx.exceptions.system_exit)
            {
                let repr = function.repr(vm).map(|repr| repr.to_string()).unwrap_or_default();
                let what = format!("Exception ignored in thread started by {repr}");
                vm.run_unraisable(exception, Some(what), vm.ctx.none());
            }
            drop(function);
            local::forget(current());
            // It has begun, so it can end.
            let _ = its_life.end(vm);
        };
        let machine = Machine::like(vm)?;
        let begin = Box::new(move || machine.run(begin));
        let number = if hold::may_suspend() { turns::start(begin) } else { turns::run_at_once(begin) };
        if life.number() == 0 {
            life.begin(number);
        }
        Ok(number)
    }

    #[derive(FromArgs)]
    struct StartJoinableArgs {
        #[pyarg(any)]
        function: PyObjectRef,
        #[pyarg(any, default)]
        handle: Option<PyObjectRef>,
        #[pyarg(any, default = true)]
        daemon: bool,
    }

    /// Starts a thread whose end can be waited for. Unless it is a daemon, the program's end waits for it.
    #[pyfunction]
    fn start_joinable_thread(args: StartJoinableArgs, vm: &VirtualMachine) -> PyResult<PyRef<ThreadHandle>> {
        if !args.function.is_callable() {
            return Err(vm.new_type_error("thread function must be callable"));
        }
        let handle = match args.handle.filter(|handle| !vm.is_none(handle)) {
            Some(handle) => handle
                .downcast::<ThreadHandle>()
                .map_err(|_| vm.new_type_error("'handle' must be a _ThreadHandle"))?,
            None => ThreadHandle { life: Rc::new(Life::new(None)) }.into_ref(&vm.ctx),
        };
        handle.life.check_not_started(vm)?;
        start_in(Rc::clone(&handle.life), args.function, FuncArgs::default(), vm)?;
        if !args.daemon {
            wait_for_at_exit(Rc::clone(&handle.life));
        }
        Ok(handle)
    }

    /// Starts a thread that nobody waits for; returns its number.
    #[pyfunction]
    #[pyfunction(name = "start_new")]
    fn start_new_thread(
        function: PyObjectRef,
        args: PyObjectRef,
        kwargs: OptionalArg<PyObjectRef>,
        vm: &VirtualMachine,
    ) -> PyResult<u32> {
        if !function.is_callable() {
            return Err(vm.new_type_error("first arg must be callable"));
        }
        let args: PyTupleRef = args.downcast().map_err(|_| vm.new_type_error("2nd arg must be a tuple"))?;
        let mut keywords = Vec::new();
        if let OptionalArg::Present(kwargs) = kwargs {
            let kwargs: PyDictRef =
                kwargs.downcast().map_err(|_| vm.new_type_error("optional 3rd arg must be a dictionary"))?;
            for (name, value) in kwargs {
                let name =
                    name.downcast::<PyStr>().map_err(|_| vm.new_type_error("keywords must be strings"))?;
                keywords.push((name.to_string(), value));
            }
        }
        let arguments = FuncArgs::new(args.as_slice().to_vec(), KwArgs::from_iter(keywords));
        Ok(start_in(Rc::new(Life::new(None)), function, arguments, vm)?.0)
    }

    /// Waits for all threads but daemons.
    #[pyfunction]
    fn _shutdown(vm: &VirtualMachine) {
        if let Err(exception) = join_all(vm) {
            let what = "Exception ignored while joining a thread in _thread._shutdown()";
            vm.run_unraisable(exception, Some(what.to_owned()), vm.ctx.none());
        }
    }
}
