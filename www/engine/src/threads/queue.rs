//! `_queue.SimpleQueue`: what executors hand work to their threads by.
//!
//! <https://docs.python.org/3/library/queue.html#simplequeue-objects>

#[rustpython_vm::pymodule(sub, name = "_tab_thread")]
pub(super) mod types {
    use std::collections::VecDeque;

    use asyncio101::selector::Time;
    use rustpython_vm::builtins::{PyGenericAlias, PyType, PyTypeRef};
    use rustpython_vm::common::lock::PyMutex;
    use rustpython_vm::function::{OptionalArg, TimeoutSeconds};
    use rustpython_vm::object::{Traverse, TraverseFn};
    use rustpython_vm::types::Constructor;
    use rustpython_vm::{FromArgs, Py, PyObjectRef, PyPayload, PyResult, VirtualMachine, pyclass};

    use crate::turns::{Hears, Number, current, wake};
    use crate::{attention, clock};

    /// A queue without bounds, first in, first out.
    #[pyattr]
    #[pyclass(module = "_queue", name = "SimpleQueue", traverse = "manual")]
    #[derive(Debug, Default, PyPayload)]
    struct SimpleQueue {
        state: PyMutex<State>,
    }

    #[derive(Debug, Default)]
    struct State {
        items: VecDeque<PyObjectRef>,
        waiting: VecDeque<Number>,
    }

    // SAFETY: it shows what it owns, each once, and clearing leaves it valid.
    #[expect(unsafe_code, reason = "the collector is told what is owned")]
    unsafe impl Traverse for SimpleQueue {
        fn traverse(&self, tracer: &mut TraverseFn<'_>) {
            if let Some(state) = self.state.try_lock() {
                state.items.iter().for_each(|item| item.traverse(tracer));
            }
        }

        fn clear(&mut self, out: &mut Vec<PyObjectRef>) {
            out.extend(self.state.get_mut().items.drain(..));
        }
    }

    /// What `get` is given.
    #[derive(FromArgs)]
    struct GetArgs {
        #[pyarg(any, default = true)]
        block: bool,
        #[pyarg(any, default)]
        timeout: Option<TimeoutSeconds>,
    }

    impl GetArgs {
        /// Until when to wait; none is not at all.
        fn until(&self, vm: &VirtualMachine) -> PyResult<Option<Time>> {
            let Some(timeout) = self.timeout.filter(|_| self.block) else {
                return Ok(self.block.then_some(Time(f64::INFINITY)));
            };
            let seconds = timeout.to_secs_f64();
            if seconds < 0.0 {
                return Err(vm.new_value_error("'timeout' must be a non-negative number"));
            }
            Ok(Some(clock::now().after(seconds)))
        }
    }

    impl Constructor for SimpleQueue {
        type Args = ();

        fn py_new(_class: &Py<PyType>, (): Self::Args, _vm: &VirtualMachine) -> PyResult<Self> {
            Ok(Self::default())
        }
    }

    #[pyclass(with(Constructor), flags(BASETYPE, HAS_WEAKREF))]
    impl SimpleQueue {
        /// Puts an item in. There is always room, so `block` and `timeout` mean nothing.
        #[pymethod]
        fn put(
            zelf: &Py<Self>,
            item: PyObjectRef,
            _block: OptionalArg<PyObjectRef>,
            _timeout: OptionalArg<PyObjectRef>,
        ) {
            let mut state = zelf.state.lock();
            state.items.push_back(item);
            let next = state.waiting.pop_front();
            drop(state);
            if let Some(next) = next {
                wake(next);
            }
        }

        #[pymethod]
        fn put_nowait(zelf: &Py<Self>, item: PyObjectRef) {
            Self::put(zelf, item, OptionalArg::Missing, OptionalArg::Missing);
        }

        /// Takes the first item, waiting for one if need be; `queue.Empty` if none has come in time.
        #[pymethod]
        fn get(zelf: &Py<Self>, args: GetArgs, vm: &VirtualMachine) -> PyResult {
            let until = args.until(vm)?;
            loop {
                let mut state = zelf.state.lock();
                if let Some(item) = state.items.pop_front() {
                    return Ok(item);
                }
                let Some(until) = until.filter(|until| !clock::has_come(*until)) else {
                    drop(state);
                    let empty: PyTypeRef =
                        vm.import("_queue", 0)?.get_attr("Empty", vm)?.try_into_value(vm)?;
                    return Err(vm.new_exception_empty(empty));
                };
                let me = current();
                state.waiting.push_back(me);
                drop(state);
                let result = attention::block(until, Hears::Threads, vm);
                zelf.state.lock().waiting.retain(|&waiting| waiting != me);
                result?;
            }
        }

        #[pymethod]
        fn get_nowait(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
            Self::get(zelf, GetArgs { block: false, timeout: None }, vm)
        }

        #[pymethod]
        fn empty(zelf: &Py<Self>) -> bool {
            zelf.state.lock().items.is_empty()
        }

        #[pymethod]
        fn qsize(zelf: &Py<Self>) -> usize {
            zelf.state.lock().items.len()
        }

        #[pyclassmethod]
        fn __class_getitem__(
            class: PyTypeRef,
            arguments: PyObjectRef,
            vm: &VirtualMachine,
        ) -> PyResult<PyGenericAlias> {
            PyGenericAlias::from_args(class, arguments, vm)
        }
    }
}
