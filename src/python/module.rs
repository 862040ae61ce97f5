//! The module `_asyncio`, under the name and with the contents the standard library's own modules look for.

pub(super) use asyncio::module_def;

#[rustpython_vm::pymodule(name = "_asyncio")]
mod asyncio {
    use rustpython_vm::builtins::{PyFunction, PyModule, PyTypeRef};
    use rustpython_vm::class::{PyClassImpl, StaticType as _};
    use rustpython_vm::function::OptionalArg;
    use rustpython_vm::{AsObject, FromArgs, Py, PyObjectRef, PyRef, PyResult, VirtualMachine};

    use crate::python::event_loop::EventLoop;
    use crate::python::future::{Future, FutureIter};
    use crate::python::handle::Handle;
    use crate::python::locks::{AsItWas, LoopBound, Waiters};
    use crate::python::native_coroutine::NativeCoroutine;
    use crate::python::registry::{self, State};
    use crate::python::streams::{self, StreamReader, StreamReaderProtocol, StreamWriter};
    use crate::python::task::{Task, TaskStep, TaskWakeup, is_coroutine};
    use crate::python::thread_safe_handle::ThreadSafeHandle;
    use crate::python::timer_handle::TimerHandle;
    use crate::python::transport::SocketTransport;
    use crate::python::{
        as_completed, await_method, context, exceptions, future, gather, library, locks, native_coroutine,
        native_function, queues, recording, running, shield, signatures, sleep, task, task_group, timeouts,
        wait,
    };

    #[pyattr(name = "EventLoop")]
    fn event_loop(_vm: &VirtualMachine) -> PyTypeRef {
        EventLoop::make_static_type()
    }

    #[pyattr(name = "Future")]
    fn future(_vm: &VirtualMachine) -> PyTypeRef {
        Future::make_static_type()
    }

    #[pyattr(name = "Task")]
    fn task(_vm: &VirtualMachine) -> PyTypeRef {
        Task::make_static_type()
    }

    #[pyattr(name = "Handle")]
    fn handle(_vm: &VirtualMachine) -> PyTypeRef {
        Handle::make_static_type()
    }

    #[pyattr(name = "TimerHandle")]
    fn timer_handle(_vm: &VirtualMachine) -> PyTypeRef {
        TimerHandle::make_static_type()
    }

    #[pyattr(name = "_ThreadSafeHandle")]
    fn thread_safe_handle(_vm: &VirtualMachine) -> PyTypeRef {
        ThreadSafeHandle::make_static_type()
    }

    #[pyattr(name = "_SocketTransport")]
    fn socket_transport(_vm: &VirtualMachine) -> PyTypeRef {
        SocketTransport::make_static_type()
    }

    #[pyattr(name = "_StreamReader")]
    fn stream_reader(_vm: &VirtualMachine) -> PyTypeRef {
        StreamReader::make_static_type()
    }

    #[pyattr(name = "_StreamReaderProtocol")]
    fn stream_reader_protocol(_vm: &VirtualMachine) -> PyTypeRef {
        StreamReaderProtocol::make_static_type()
    }

    #[pyattr(name = "_StreamWriter")]
    fn stream_writer(_vm: &VirtualMachine) -> PyTypeRef {
        StreamWriter::make_static_type()
    }

    #[pyattr(name = "CancelledError")]
    fn cancelled_error(vm: &VirtualMachine) -> PyTypeRef {
        exceptions::cancelled_type(vm).to_owned()
    }

    #[pyattr(name = "InvalidStateError")]
    fn invalid_state_error(vm: &VirtualMachine) -> PyTypeRef {
        exceptions::invalid_state_type(vm).to_owned()
    }

    #[pyattr(name = "_Waiters")]
    fn waiters(_vm: &VirtualMachine) -> PyTypeRef {
        Waiters::make_static_type()
    }

    #[pyattr(name = "_LoopBound")]
    fn loop_bound(_vm: &VirtualMachine) -> PyTypeRef {
        LoopBound::make_static_type()
    }

    #[pyattr(name = "_Queue")]
    fn queue(_vm: &VirtualMachine) -> PyTypeRef {
        queues::Queue::make_static_type()
    }

    #[pyattr(name = "_AsCompleted")]
    fn as_completed(_vm: &VirtualMachine) -> PyTypeRef {
        as_completed::AsCompleted::make_static_type()
    }

    #[pyattr(name = "_Timeout")]
    fn timeout(_vm: &VirtualMachine) -> PyTypeRef {
        timeouts::Timeout::make_static_type()
    }

    /// Who answers a function of that qualified name.
    const ANSWERS: [fn(&str) -> Option<native_function::Answer>; 9] = [
        as_completed::answer,
        gather::answer,
        locks::answer,
        queues::answer,
        shield::answer,
        streams::answer,
        task_group::answer,
        timeouts::answer,
        wait::answer,
    ];

    /// A function of the library's, its calls answered here. It is known by its qualified name.
    #[pyfunction]
    fn _in_rust(function: PyRef<PyFunction>, vm: &VirtualMachine) -> PyResult {
        let name = function.as_object().get_attr("__qualname__", vm)?.str(vm)?;
        let name = name.to_string_lossy();
        let answer = match &*name {
            "sleep" => Some(sleep::sleep as native_function::Answer),
            name => ANSWERS.iter().find_map(|answer| answer(name)),
        };
        let answer = answer.ok_or_else(|| vm.new_value_error(format!("{name} is not answered in Rust")))?;
        native_function::answered_by(answer, &function, vm)
    }

    /// From now on, what the program changes of this class is noticed.
    #[pyfunction]
    fn _remember_as_it_is(class: PyTypeRef, vm: &VirtualMachine) -> PyTypeRef {
        AsItWas::remember(&class, vm);
        class
    }

    /// The loop that runs in this thread.
    ///
    /// Raises RuntimeError if there is none.
    #[pyfunction]
    fn get_running_loop(vm: &VirtualMachine) -> PyResult {
        running::get_running_loop(vm)
    }

    /// The loop that runs in this thread, or None.
    ///
    /// This is for those who write loops: programs ask `get_running_loop()`.
    #[pyfunction]
    fn _get_running_loop(vm: &VirtualMachine) -> Option<PyObjectRef> {
        running::running_loop(vm)
    }

    /// Set the loop that runs in this thread.
    ///
    /// This is for those who write loops.
    #[pyfunction]
    fn _set_running_loop(r#loop: PyObjectRef, vm: &VirtualMachine) {
        let event_loop = Some(r#loop).filter(|event_loop| !vm.is_none(event_loop));
        running::set_running_loop(event_loop, vm);
    }

    /// The loop that runs in this thread, or else the one that was set for it.
    ///
    /// Raises RuntimeError if there is neither.
    #[pyfunction]
    fn get_event_loop(vm: &VirtualMachine) -> PyResult {
        running::get_event_loop(vm)
    }

    #[derive(FromArgs)]
    struct LoopArgs {
        #[pyarg(any, name = "loop", optional, py_default = "None")]
        event_loop: OptionalArg<PyObjectRef>,
    }

    impl LoopArgs {
        fn or_running(self, vm: &VirtualMachine) -> PyResult {
            match self.event_loop.into_option().filter(|event_loop| !vm.is_none(event_loop)) {
                Some(event_loop) => Ok(event_loop),
                None => running::get_running_loop(vm),
            }
        }
    }

    /// The task that runs in a loop, the running one by default; None between its tasks.
    #[pyfunction]
    fn current_task(args: LoopArgs, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
        Ok(running::current_task(&*args.or_running(vm)?, vm))
    }

    /// The tasks of a loop, the running one by default, that are not done.
    #[pyfunction]
    fn all_tasks(args: LoopArgs, vm: &VirtualMachine) -> PyResult {
        let tasks = EventLoop::all_tasks(&*args.or_running(vm)?, vm)?;
        vm.ctx.types.set_type.to_owned().as_object().call((vm.ctx.new_list(tasks),), vm)
    }

    #[pyfunction]
    fn _iscoroutine(object: PyObjectRef, vm: &VirtualMachine) -> PyResult<bool> {
        is_coroutine(&object, vm)
    }

    #[derive(FromArgs)]
    struct TaskArg {
        #[pyarg(any)]
        task: PyObjectRef,
    }

    /// Remember a task of some other kind, so that `all_tasks()` has it.
    #[pyfunction]
    fn _register_task(args: TaskArg, vm: &VirtualMachine) -> PyResult<()> {
        registry::register_foreign(args.task, vm)
    }

    /// Remember a task of some other kind that is taking its first step at once.
    #[pyfunction]
    fn _register_eager_task(args: TaskArg, vm: &VirtualMachine) -> PyResult<()> {
        registry::register_foreign(args.task, vm)
    }

    /// Forget a task of some other kind.
    #[pyfunction]
    fn _unregister_task(args: TaskArg, vm: &VirtualMachine) -> PyResult<()> {
        library::function("_foreign_tasks", "unregister_task", vm)?.call((args.task,), vm)?;
        Ok(())
    }

    /// A task has taken its first step.
    #[pyfunction]
    fn _unregister_eager_task(_args: TaskArg) {
        // An eager task that is not done yet has become an ordinary one.
    }

    #[derive(FromArgs)]
    struct LoopAndTaskArgs {
        #[pyarg(any, name = "loop")]
        event_loop: PyObjectRef,
        #[pyarg(any)]
        task: PyObjectRef,
    }

    /// A task begins a step: it is the current one of its loop.
    ///
    /// Raises RuntimeError if another one is.
    #[pyfunction]
    fn _enter_task(args: LoopAndTaskArgs, vm: &VirtualMachine) -> PyResult<()> {
        running::enter_task(&args.event_loop, &args.task, vm)
    }

    /// A task ends its step.
    ///
    /// Raises RuntimeError if it is not the current one.
    #[pyfunction]
    fn _leave_task(args: LoopAndTaskArgs, vm: &VirtualMachine) -> PyResult<()> {
        running::leave_task(&args.event_loop, &args.task, vm)
    }

    /// Make a task the current one of its loop, or none. Returns the one before.
    #[pyfunction]
    fn _swap_current_task(args: LoopAndTaskArgs, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
        let task = Some(args.task).filter(|task| !vm.is_none(task));
        running::swap_current_task(&args.event_loop, task, vm)
    }

    /// Note that a future waits for another.
    #[pyfunction]
    fn future_add_to_awaited_by(fut: PyObjectRef, waiter: PyObjectRef) {
        if let Some(ours) = fut.downcast_ref::<Future>()
            && waiter.downcast_ref::<Future>().is_some()
        {
            gather::add_awaited_by(ours, &waiter);
        }
    }

    /// It waits for that no more.
    #[pyfunction]
    fn future_discard_from_awaited_by(fut: PyObjectRef, waiter: PyObjectRef) {
        if let Some(ours) = fut.downcast_ref::<Future>() {
            gather::discard_awaited_by(ours, &waiter);
        }
    }

    pub(crate) fn module_exec(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
        context::make_types();
        recording::coroutines_are_told_by(NativeCoroutine::LIKENESSES);
        let _ = (
            FutureIter::make_static_type(),
            NativeCoroutine::make_static_type(),
            AsItWas::make_static_type(),
            gather::Gathering::make_static_type(),
            gather::GatheringOver::make_static_type(),
            shield::Shielding::make_static_type(),
            wait::Waiting::make_static_type(),
            TaskStep::make_static_type(),
            TaskWakeup::make_static_type(),
            State::make_static_type(),
        );
        signatures::tell_classes(vm);
        await_method::give(vm);
        Future::static_type().slots.del_needed.store(Some(future::has_something_to_say));
        Task::static_type().slots.del_needed.store(Some(task::has_something_to_say));
        NativeCoroutine::static_type().slots.del_needed.store(Some(native_coroutine::has_something_to_end));
        __module_exec(vm, module);
        State::install(module, vm)
    }
}
