//! Locks: gates that one thread passes at a time.

use std::collections::VecDeque;

use asyncio101::selector::Time;
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::function::TimeoutSeconds;
use rustpython_vm::{FromArgs, PyResult, VirtualMachine};

use crate::turns::{Hears, Number, current, wake};
use crate::{attention, clock, preempt};

/// What `acquire` is given.
#[derive(FromArgs)]
pub(super) struct AcquireArgs {
    #[pyarg(any, default = true)]
    blocking: bool,
    /// In seconds; −1 is for ever.
    #[pyarg(any, default = TimeoutSeconds::new(-1.0), py_default = "-1")]
    timeout: TimeoutSeconds,
}

/// `threading.TIMEOUT_MAX`, in seconds.
pub(super) const TIMEOUT_MAX: f64 = (i64::MAX / 1_000_000_000) as f64;

impl AcquireArgs {
    /// Those of a `with` statement.
    pub(super) const FOR_EVER: Self = Self { blocking: true, timeout: TimeoutSeconds::new(-1.0) };

    /// Until when to wait; none is not at all.
    pub(super) fn until(&self, vm: &VirtualMachine) -> PyResult<Option<Time>> {
        let timeout = self.timeout.to_secs_f64();
        if !self.blocking {
            if timeout == -1.0 {
                return Ok(None);
            }
            return Err(vm.new_value_error("can't specify a timeout for a non-blocking call"));
        }
        if timeout == -1.0 {
            return Ok(Some(Time(f64::INFINITY)));
        }
        if timeout < 0.0 {
            return Err(vm.new_value_error("timeout value must be a non-negative number"));
        }
        if timeout > TIMEOUT_MAX {
            return Err(vm.new_overflow_error("timeout value is too large"));
        }
        Ok(Some(clock::now().after(timeout)))
    }
}

/// Closed or open; who waits in front of it passes in the order of coming.
#[derive(Debug, Default)]
pub(super) struct Gate {
    state: PyMutex<State>,
}

#[derive(Debug, Default)]
struct State {
    is_closed: bool,
    waiting: VecDeque<Number>,
}

impl Gate {
    pub(super) fn is_closed(&self) -> bool {
        self.state.lock().is_closed
    }

    /// Closes it behind the running thread, which waits for that until `until`, if it must. Whether it could. Others that
    /// have waited long have their turns first.
    ///
    /// # Errors
    ///
    /// What a signal handler raised meanwhile; a RuntimeError when it would wait for ever.
    pub(super) fn close(&self, until: Option<Time>, vm: &VirtualMachine) -> PyResult<bool> {
        preempt::check_at_lock(vm)?;
        loop {
            let mut state = self.state.lock();
            if !state.is_closed {
                state.is_closed = true;
                return Ok(true);
            }
            let Some(until) = until.filter(|until| !clock::has_come(*until)) else { return Ok(false) };
            let me = current();
            state.waiting.push_back(me);
            drop(state);
            let result = attention::block(until, Hears::Threads, vm);
            self.state.lock().waiting.retain(|&waiting| waiting != me);
            result?;
        }
    }

    /// Opens it. Whether it was closed.
    pub(super) fn open(&self) -> bool {
        let mut state = self.state.lock();
        let was_closed = std::mem::take(&mut state.is_closed);
        let next = state.waiting.pop_front();
        drop(state);
        if let Some(next) = next {
            wake(next);
        }
        was_closed
    }
}

#[rustpython_vm::pymodule(sub, name = "_tab_thread")]
pub(super) mod types {
    use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

    use asyncio101::selector::Time;
    use rustpython_vm::builtins::{PyBaseExceptionRef, PyTupleRef, PyType, PyTypeRef};
    use rustpython_vm::function::FuncArgs;
    use rustpython_vm::types::{Constructor, Representable};
    use rustpython_vm::{AsObject, Py, PyPayload, PyResult, VirtualMachine, pyclass};

    use super::{AcquireArgs, Gate};
    use crate::turns::current;

    /// `_thread.lock`
    #[pyattr]
    #[pyclass(module = "_thread", name = "lock")]
    #[derive(Debug, Default, PyPayload)]
    struct Lock {
        gate: Gate,
    }

    impl Constructor for Lock {
        type Args = ();

        fn py_new(_class: &Py<PyType>, (): Self::Args, _vm: &VirtualMachine) -> PyResult<Self> {
            Ok(Self::default())
        }
    }

    #[pyclass(with(Constructor, Representable), flags(HAS_WEAKREF))]
    impl Lock {
        /// Takes the lock, waiting for it if need be; whether it could.
        #[pymethod]
        #[pymethod(name = "acquire_lock")]
        fn acquire(zelf: &Py<Self>, args: AcquireArgs, vm: &VirtualMachine) -> PyResult<bool> {
            zelf.gate.close(args.until(vm)?, vm)
        }

        #[pymethod]
        fn __enter__(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<bool> {
            Self::acquire(zelf, AcquireArgs::FOR_EVER, vm)
        }

        /// Releases the lock, whoever has taken it.
        #[pymethod]
        #[pymethod(name = "release_lock")]
        fn release(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
            if zelf.gate.open() { Ok(()) } else { Err(vm.new_runtime_error("release unlocked lock")) }
        }

        #[pymethod]
        fn __exit__(zelf: &Py<Self>, _args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
            Self::release(zelf, vm)
        }

        /// Whether the lock is taken.
        #[pymethod]
        #[pymethod(name = "locked_lock")]
        fn locked(zelf: &Py<Self>) -> bool {
            zelf.gate.is_closed()
        }
    }

    impl Representable for Lock {
        fn repr_str(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<String> {
            let state = if zelf.gate.is_closed() { "locked" } else { "unlocked" };
            Ok(format!("<{state} _thread.lock object at {:#x}>", zelf.get_id()))
        }
    }

    /// `_thread.RLock`
    #[pyattr]
    #[pyclass(module = "_thread", name = "RLock")]
    #[derive(Debug, Default, PyPayload)]
    struct RLock {
        gate: Gate,
        /// The thread that has it; 0 is none.
        owner: AtomicU32,
        /// How often that has taken it.
        count: AtomicUsize,
    }

    impl RLock {
        fn is_owned(&self) -> bool {
            self.owner.load(Ordering::Relaxed) == current().0
        }

        fn take(&self, count: usize, until: Option<Time>, vm: &VirtualMachine) -> PyResult<bool> {
            if self.is_owned() {
                self.count.fetch_add(count, Ordering::Relaxed);
                return Ok(true);
            }
            let taken = self.gate.close(until, vm)?;
            if taken {
                self.owner.store(current().0, Ordering::Relaxed);
                self.count.store(count, Ordering::Relaxed);
            }
            Ok(taken)
        }

        fn give_back(&self) {
            self.count.store(0, Ordering::Relaxed);
            self.owner.store(0, Ordering::Relaxed);
            self.gate.open();
        }

        fn not_owned(vm: &VirtualMachine) -> PyBaseExceptionRef {
            vm.new_runtime_error("cannot release un-acquired lock")
        }
    }

    #[pyclass(with(Representable), flags(BASETYPE, HAS_WEAKREF))]
    impl RLock {
        #[pyslot]
        fn slot_new(class: PyTypeRef, _args: FuncArgs, vm: &VirtualMachine) -> PyResult {
            RLock::default().into_ref_with_type(vm, class).map(Into::into)
        }

        /// Takes the lock, once more if this thread has it, waiting for it if another has; whether it could.
        #[pymethod]
        #[pymethod(name = "acquire_lock")]
        fn acquire(zelf: &Py<Self>, args: AcquireArgs, vm: &VirtualMachine) -> PyResult<bool> {
            zelf.take(1, args.until(vm)?, vm)
        }

        #[pymethod]
        fn __enter__(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<bool> {
            Self::acquire(zelf, AcquireArgs::FOR_EVER, vm)
        }

        /// Releases the lock as often as this thread has taken it, to the last.
        #[pymethod]
        #[pymethod(name = "release_lock")]
        fn release(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
            if !zelf.is_owned() {
                return Err(RLock::not_owned(vm));
            }
            if zelf.count.fetch_sub(1, Ordering::Relaxed) == 1 {
                zelf.give_back();
            }
            Ok(())
        }

        #[pymethod]
        fn __exit__(zelf: &Py<Self>, _args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
            Self::release(zelf, vm)
        }

        /// Whether any thread has it.
        #[pymethod]
        fn locked(zelf: &Py<Self>) -> bool {
            zelf.gate.is_closed()
        }

        #[pymethod]
        fn _is_owned(zelf: &Py<Self>) -> bool {
            zelf.is_owned()
        }

        #[pymethod]
        fn _recursion_count(zelf: &Py<Self>) -> usize {
            if zelf.is_owned() { zelf.count.load(Ordering::Relaxed) } else { 0 }
        }

        /// Releases it altogether: what a condition does before it waits.
        #[pymethod]
        fn _release_save(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<(usize, u32)> {
            if !zelf.is_owned() {
                return Err(RLock::not_owned(vm));
            }
            let saved = (zelf.count.load(Ordering::Relaxed), current().0);
            zelf.give_back();
            Ok(saved)
        }

        #[pymethod]
        fn _acquire_restore(zelf: &Py<Self>, saved: PyTupleRef, vm: &VirtualMachine) -> PyResult<()> {
            let count = saved.first().map_or(Ok(1), |count| count.try_to_value(vm))?;
            zelf.take(count, AcquireArgs::FOR_EVER.until(vm)?, vm).map(drop)
        }
    }

    impl Representable for RLock {
        fn repr_str(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<String> {
            let state = if zelf.gate.is_closed() { "locked" } else { "unlocked" };
            let (owner, count) = (zelf.owner.load(Ordering::Relaxed), zelf.count.load(Ordering::Relaxed));
            let class = zelf.class().slot_name();
            Ok(format!("<{state} {class} object owner={owner} count={count} at {:#x}>", zelf.get_id()))
        }
    }

    #[pyfunction]
    fn allocate_lock() -> Lock {
        Lock::default()
    }
}
