//! Python's [`sys.monitoring`] from native code: what the virtual machine says about the code it runs.
//!
//! Every event costs something wherever it happens, also where it has been switched off because it is not needed there.
//! So a [`Tool`] listens for few events at first, and for more once it has seen code that has them.
//!
//! [`sys.monitoring`]: https://docs.python.org/3/library/sys.monitoring.html

use std::sync::atomic::{AtomicU32, Ordering};

use rustpython_vm::builtins::PyCode;
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::object::PyThreadingConstraint;
use rustpython_vm::{Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::closure::Closure;

/// The numbers of our tools: three, with the events of each at an instruction apart from the others'. RustPython 0.6
/// switches off whatever a tool listens for at an instruction, when one of it is: calls are a tool of their own because
/// a call that is not worth hearing of may raise an exception.
///
/// The tools are called in this order. Two of the numbers have no customary use, and the third one's, to optimize, is
/// none of an interpreter's that has no optimizer to add.
pub(super) const ATTENTION: u32 = 3;
pub(super) const RECORDER: u32 = 4;
pub(super) const RECORDER_OF_CALLS: u32 = 5;

/// Whether a listener needs to hear of an event at that place again.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Interest {
    Needed,
    /// Never at this place.
    NotHere,
}

/// What the virtual machine gives with an event.
pub(super) struct Given<'a> {
    pub(super) code: &'a Py<PyCode>,
    /// Where in the code, in bytes; of a few events, something else.
    pub(super) offset: Option<&'a PyObject>,
    /// What else there is: a value, an exception, where a jump leads.
    pub(super) value: Option<&'a PyObject>,
}

/// One that listens, in one interpreter.
pub(super) struct Tool {
    number: u32,
    /// `sys.monitoring`
    monitoring: PyObjectRef,
    /// What is listened for, by the events' bits.
    wanted: AtomicU32,
}

impl Tool {
    /// The tool of this number; none if the program has taken that for itself.
    ///
    /// # Errors
    ///
    /// When `sys.monitoring` has been replaced.
    pub(super) fn take(number: u32, vm: &VirtualMachine) -> PyResult<Option<Self>> {
        let monitoring = vm.sys_module.get_attr("monitoring", vm)?;
        let is_free = vm.call_method(&monitoring, "use_tool_id", (number, "asyncio101")).is_ok();
        Ok(is_free.then(|| Self { number, monitoring, wanted: AtomicU32::default() }))
    }

    /// The bit of an event, by its name in `sys.monitoring.events`.
    pub(super) fn bit(&self, event: &'static str, vm: &VirtualMachine) -> PyResult<u32> {
        self.monitoring.get_attr("events", vm)?.get_attr(event, vm)?.try_to_value(vm)
    }

    /// Listens for these events, too.
    pub(super) fn listen(&self, events: u32, vm: &VirtualMachine) -> PyResult<()> {
        let before = self.wanted.fetch_or(events, Ordering::Relaxed);
        if before & events == events {
            return Ok(());
        }
        vm.call_method(&self.monitoring, "set_events", (self.number, before | events)).map(drop)
    }

    /// Has `listener` called at an event that is listened for. An error of its is raised in the program.
    pub(super) fn register(
        &self,
        event: u32,
        listener: impl Fn(&Given<'_>, &VirtualMachine) -> PyResult<Interest> + PyThreadingConstraint + 'static,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        let disable = self.monitoring.get_attr("DISABLE", vm)?;
        // RustPython 0.6 remembers what is switched off by the code's address, also when the code is no more: what has
        // the address next would never be heard of. So the code stays.
        let switched_off = PyMutex::new(Vec::new());
        let callback = move |disable: &PyObject, args: FuncArgs, vm: &VirtualMachine| -> PyResult {
            let Some(code) = args.args.first().and_then(|code| code.downcast_ref::<PyCode>()) else {
                return Ok(vm.ctx.none());
            };
            let argument = |number: usize| args.args.get(number).map(|value| &**value);
            let given = Given { code, offset: argument(1), value: argument(2) };
            if listener(&given, vm)? == Interest::Needed {
                return Ok(vm.ctx.none());
            }
            switched_off.lock().push(code.to_owned());
            // What cannot be switched off is always needed.
            Ok(disable.to_owned())
        };
        let callback = Closure::new("listener", disable, callback, vm);
        vm.call_method(&self.monitoring, "register_callback", (self.number, event, callback)).map(drop)
    }
}
