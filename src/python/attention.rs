//! Stop and Pause, where nothing can interrupt a program from outside: how a program that computes is given moments in
//! which the machine hears of them.
//!
//! A tab's worker hears of nothing while it computes. So a [platform](super::Platform) that is
//! [cooperative](super::Platform::is_cooperative) is asked to [attend](super::Platform::attend) between two instructions of the
//! program: at every call of the program's functions, and at every round of a loop that has no `await` in it. (What is
//! awaited gives way by itself.) What it attends to is the platform's business. Between two turns of a loop, the loop
//! itself asks the platform to [check for interrupts](super::Platform::check_interrupts).
//!
//! At the same moments it is counted what a program does that has a limit (`limit.rs`).
//!
//! This is not the recorder's business: it neither knows nor changes what is recorded. It is asked for apart, with
//! [`listen`], because it has its price: about what a call costs, at every call and every round.

mod loops;

use std::borrow::Borrow;

use rapidhash::RapidHashMap;
use rustpython_vm::builtins::PyCode;
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::common::rc::PyRc;
use rustpython_vm::{AsObject, Py, PyObject, PyRef, PyResult, VirtualMachine};

use super::code::library_file;
use super::frames::behind_a_jump;
use super::limit;
use super::monitoring::{ATTENTION, Interest, Tool};
use super::platform::platform;

/// When the platform attends, besides the calls of its functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moments {
    /// At every round of its loops.
    Rounds,
    /// At every line, which the recorder tells: it reads the program line by line.
    Lines,
}

/// Has the platform attend to the world while the program in this interpreter computes, if it is cooperative, and what the
/// program does be counted, if that has a limit. `main` is what the program's own code is called in tracebacks.
///
/// A program that has taken the tool's number in `sys.monitoring` for itself keeps it, and is not interrupted.
///
/// # Errors
///
/// When `sys.monitoring` has been replaced.
pub fn listen(main: &str, moments: Moments, vm: &VirtualMachine) -> PyResult<()> {
    if !platform().is_cooperative() && !limit::is_set() {
        return Ok(());
    }
    let Some(tool) = Tool::take(ATTENTION, vm)? else { return Ok(()) };
    let (start, jump) = (tool.bit("PY_START", vm)?, tool.bit("JUMP", vm)?);
    let attention =
        PyRc::new(Attention { tool, jump, moments, main: main.to_owned(), looked_at: PyMutex::default() });
    let at_start = attention.clone();
    attention.tool.register(start, move |given, vm| at_start.begins(given.code, vm), vm)?;
    let at_jump = attention.clone();
    attention.tool.register(jump, move |given, vm| at_jump.jumps(given.code, vm), vm)?;
    attention.tool.listen(start, vm)
}

/// A line of the program is about to run.
///
/// # Errors
///
/// What a signal handler raised.
pub(super) fn at_line(vm: &VirtualMachine) -> PyResult<()> {
    attend(vm)
}

/// The program gives way for a moment.
fn attend(vm: &VirtualMachine) -> PyResult<()> {
    limit::at_moment(vm)?;
    if platform().is_cooperative() { platform().attend(vm) } else { Ok(()) }
}

/// Listens in one interpreter.
struct Attention {
    tool: Tool,
    /// The bit of the event that there is a jump.
    jump: u32,
    moments: Moments,
    main: String,
    /// The code that has been looked at, by its address, and whether it is the program's own; kept so that no other gets
    /// that address.
    looked_at: PyMutex<RapidHashMap<usize, (PyRef<PyCode>, bool)>>,
}

impl Attention {
    /// A function begins.
    fn begins(&self, code: &Py<PyCode>, vm: &VirtualMachine) -> PyResult<Interest> {
        if !self.is_own(code, vm)? {
            return Ok(Interest::NotHere);
        }
        attend(vm)?;
        Ok(Interest::Needed)
    }

    /// A function has jumped, as it does at the end of each round of a loop.
    fn jumps(&self, code: &Py<PyCode>, vm: &VirtualMachine) -> PyResult<Interest> {
        if !self.is_own(code, vm)? {
            return Ok(Interest::NotHere);
        }
        behind_a_jump(|| attend(vm))?;
        Ok(Interest::Needed)
    }

    /// Whether code is the program's own. If this is the first time it is asked about, it is looked at: from a loop on
    /// that does not give way by itself, jumps are listened for.
    fn is_own(&self, code: &Py<PyCode>, vm: &VirtualMachine) -> PyResult<bool> {
        if let Some((_, is_own)) = self.looked_at.lock().get(&code.get_id()) {
            return Ok(*is_own);
        }
        let is_own = library_file(code.source_path().as_str(), &self.main).is_none();
        self.looked_at.lock().insert(code.get_id(), (code.to_owned(), is_own));
        if is_own {
            let is_counted = limit::is_set() && loops::has_one(code);
            if is_counted || self.moments == Moments::Rounds && loops::has_one_that_never_awaits(code) {
                self.tool.listen(self.jump, vm)?;
            }
            // All functions in it at once: each time more is listened for, all code is instrumented anew.
            for constant in &*code.constants {
                if let Some(inner) = Borrow::<PyObject>::borrow(constant).downcast_ref::<PyCode>() {
                    self.is_own(inner, vm)?;
                }
            }
        }
        Ok(is_own)
    }
}
