//! What the interpreter knows of a thread.
//!
//! That is a `VirtualMachine`: the frames' memory, the exceptions that are being handled, how deep calls go. Built without its
//! feature `threading`, RustPython makes one for each interpreter and no more. (With it, the end of a program and each
//! collection of garbage ask for `std::time::Instant::now()`, to measure how long other threads take to stop, and on
//! `wasm32-unknown-unknown` that panics.)
//!
//! So another one is made by making another interpreter, the smallest there is, and giving its machine what the machines of one
//! interpreter share. Behind the thread's end it gets its own back, and waits for the next thread.
#![expect(unsafe_code, reason = "the machine of an interpreter is shown, not given")]

use std::cell::RefCell;
use std::mem::swap;

use asyncio101::python::remains;
use rustpython_vm::builtins::{PyDictRef, PyModule};
use rustpython_vm::common::rc::PyRc;
use rustpython_vm::vm::PyGlobalState;
use rustpython_vm::vm::thread::enter_vm;
use rustpython_vm::{Interpreter, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine};

use crate::settings::settings;

/// What the machines of an interpreter's threads have in common, as far as programs can tell.
struct Shared {
    builtins: PyRef<PyModule>,
    sys_module: PyRef<PyModule>,
    import_func: PyObjectRef,
    state: PyRc<PyGlobalState>,
    /// The names of the module that imports. A machine keeps the module itself to itself.
    importing: PyDictRef,
}

impl Shared {
    fn of(vm: &VirtualMachine) -> PyResult<Self> {
        Ok(Self {
            builtins: vm.builtins.clone(),
            sys_module: vm.sys_module.clone(),
            import_func: vm.import_func.clone(),
            state: vm.state.clone(),
            importing: importing(vm)?.copy().into_ref(&vm.ctx),
        })
    }

    /// Gives `vm` these; keeps what it had. `importing` are the names of its own module.
    fn exchange(&mut self, importing: &PyDictRef, vm: &mut VirtualMachine) -> PyResult<()> {
        let before = importing.copy().into_ref(&vm.ctx);
        importing.clear();
        for (name, value) in std::mem::replace(&mut self.importing, before) {
            importing.set_item(&*name, value, vm)?;
        }
        swap(&mut self.builtins, &mut vm.builtins);
        swap(&mut self.sys_module, &mut vm.sys_module);
        swap(&mut self.import_func, &mut vm.import_func);
        swap(&mut self.state, &mut vm.state);
        Ok(())
    }
}

/// The names of the module that imports for an interpreter.
fn importing(vm: &VirtualMachine) -> PyResult<PyDictRef> {
    let modules = vm.sys_module.get_attr("modules", vm)?;
    modules.get_item("_frozen_importlib", vm)?.get_attr("__dict__", vm)?.try_into_value(vm)
}

/// The machine of a thread that is going to run.
pub(super) struct Machine {
    /// Whose machine it really is. In a box, for it must not move, and not lie on the stack of a thread that is suspended: the
    /// interpreter's list of machines that run keeps addresses, even for a while longer, as threads do not end in the
    /// order they began in.
    interpreter: Box<Interpreter>,
    /// What its interpreter's are, meanwhile.
    own: Shared,
    /// The names of its own module that imports.
    importing: PyDictRef,
}

thread_local! {
    /// Those that no thread has. In boxes, where they are also when they are in use.
    #[expect(clippy::vec_box, reason = "the interpreter's list of machines keeps addresses")]
    static UNUSED: RefCell<Vec<Box<Interpreter>>> = const { RefCell::new(Vec::new()) };
}

impl Machine {
    /// A machine for a new thread of the interpreter that `vm` belongs to.
    ///
    /// # Errors
    ///
    /// When the program has damaged what imports its modules.
    pub(super) fn like(vm: &VirtualMachine) -> PyResult<Self> {
        let mut shared = Shared::of(vm)?;
        let unused = UNUSED.with_borrow_mut(Vec::pop);
        let mut interpreter = unused.unwrap_or_else(|| Box::new(smallest()));
        let its = machine_of(&mut interpreter);
        let importing = importing(its)?;
        shared.exchange(&importing, its)?;
        its.recursion_limit.set(vm.recursion_limit.get());
        its.use_tracing.set(vm.use_tracing.get());
        its.trace_func.replace(vm.trace_func.borrow().clone());
        its.profile_func.replace(vm.profile_func.borrow().clone());
        Ok(Self { interpreter, own: shared, importing })
    }

    /// Runs a thread, to its end.
    pub(super) fn run(mut self, begin: impl FnOnce(&VirtualMachine)) {
        let vm = machine_of(&mut self.interpreter);
        enter_vm(vm, || begin(vm));
        vm.trace_func.replace(vm.ctx.none());
        vm.profile_func.replace(vm.ctx.none());
        vm.use_tracing.set(false);
        vm.context_stack.take();
        vm.asyncio_running_loop.take();
        vm.asyncio_running_task.take();
        vm.async_gen_firstiter.take();
        vm.async_gen_finalizer.take();
        if self.own.exchange(&self.importing, vm).is_ok() {
            UNUSED.with_borrow_mut(|unused| unused.push(self.interpreter));
        }
    }
}

/// What the modules of those machines have in them that no thread has, by address.
pub(crate) fn kept() -> Vec<usize> {
    UNUSED.with_borrow(|unused| {
        unused.iter().flat_map(|interpreter| interpreter.enter(remains::contents)).collect()
    })
}

/// An interpreter that can do next to nothing: nothing runs in it.
fn smallest() -> Interpreter {
    let mut settings = settings();
    settings.allow_external_library = false;
    Interpreter::builder(settings).build()
}

/// The machine of an interpreter in which nothing runs.
fn machine_of(interpreter: &mut Interpreter) -> &mut VirtualMachine {
    let vm = interpreter.enter(std::ptr::from_ref).cast_mut();
    // SAFETY: it is part of the interpreter, which is borrowed for as long, and nobody else looks at it.
    unsafe { &mut *vm }
}
