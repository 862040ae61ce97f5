//! `asyncio.StreamReader`, between two suspensions.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rustpython_vm::builtins::{PyBaseExceptionRef, PyByteArray, PyBytes, PyType};
use rustpython_vm::common::lock::PyMutex;
use rustpython_vm::function::{FuncArgs, PySetterValue};
use rustpython_vm::types::{Constructor, Initializer};
use rustpython_vm::{
    AsObject, FromArgs, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass,
};

use super::buffer::{Buffer, Separator, find, separators};
use super::data::Data;
use crate::future::Outcome;
use crate::python::attributes::assigned;
use crate::python::event_loop::EventLoop;
use crate::python::exceptions;
use crate::python::future::Future;
use crate::python::library;
use crate::python::locks::{AsItWas, is_plain};

/// The base of `asyncio.StreamReader`.
#[pyclass(module = "asyncio.streams", name = "StreamReader", traverse = "manual")]
#[derive(PyPayload)]
pub struct StreamReader {
    buffer: PyMutex<Buffer>,
    /// How many bytes a line may have; with more than twice as many, the transport is paused.
    limit: AtomicUsize,
    is_ended: AtomicBool,
    is_paused: AtomicBool,
    pub(in crate::python) event_loop: PyMutex<Option<PyObjectRef>>,
    /// The future that whoever reads waits for.
    pub(in crate::python) waiter: PyMutex<Option<PyObjectRef>>,
    pub(in crate::python) exception: PyMutex<Option<PyObjectRef>>,
    pub(in crate::python) transport: PyMutex<Option<PyObjectRef>>,
    /// The limit as it was given.
    pub(in crate::python) given_limit: PyMutex<Option<PyObjectRef>>,
    /// What version its class had, if that is the library's.
    pub(super) version: u32,
}

/// What came of looking for a separator.
pub(super) enum Sought {
    /// It ends there.
    Found(usize),
    /// It has not come: from there on it is to be looked for next time.
    NotYet(usize),
    /// It has not come within the limit: why, and how much could be dropped.
    Overrun(&'static str, usize),
    /// It will not come.
    Ended,
}

impl fmt::Debug for StreamReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamReader").finish_non_exhaustive()
    }
}

impl StreamReader {
    /// What whoever reads is to be told instead, if something went wrong.
    pub(super) fn failure(&self, vm: &VirtualMachine) -> PyResult<()> {
        match self.exception.lock().clone() {
            Some(exception) => Err(exceptions::to_raise(exception, vm)?),
            None => Ok(()),
        }
    }

    /// Whether nothing comes any more.
    pub(super) fn is_ended(&self) -> bool {
        self.is_ended.load(Ordering::Relaxed)
    }

    /// Goes on reading from the transport, if little enough is left.
    fn resume_if_little(&self, vm: &VirtualMachine) -> PyResult<()> {
        if !self.is_paused.load(Ordering::Relaxed) {
            return Ok(());
        }
        if self.buffer.lock().len() <= self.limit.load(Ordering::Relaxed) {
            return self.resume(vm);
        }
        Ok(())
    }

    fn resume(&self, vm: &VirtualMachine) -> PyResult<()> {
        self.is_paused.store(false, Ordering::Relaxed);
        let transport = self.transport.lock().clone();
        vm.call_method(&vm.unwrap_or_none(transport), "resume_reading", ()).map(drop)
    }

    /// Wakes whoever reads.
    fn wake(&self, vm: &VirtualMachine) -> PyResult<()> {
        let Some(waiter) = self.waiter.lock().take() else { return Ok(()) };
        if let Some(ours) = waiter.downcast_ref::<Future>() {
            if !ours.state.lock().is_done() {
                Future::resolve(ours, Outcome::Returned(vm.ctx.none()), vm)?;
            }
            return Ok(());
        }
        if !vm.call_method(&waiter, "cancelled", ())?.try_to_bool(vm)? {
            vm.call_method(&waiter, "set_result", (vm.ctx.none(),))?;
        }
        Ok(())
    }

    /// Something has arrived.
    pub(super) fn feed(&self, data: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        if self.is_ended() {
            return Err(vm.new_exception_msg(
                vm.ctx.exceptions.assertion_error.to_owned(),
                "feed_data after feed_eof".into(),
            ));
        }
        if !data.clone().try_to_bool(vm)? {
            return Ok(());
        }
        self.buffer.lock().push(data, vm)?;
        self.wake(vm)?;
        self.pause_if_too_much(vm)
    }

    /// Reads no more from the transport, if so much is unread.
    fn pause_if_too_much(&self, vm: &VirtualMachine) -> PyResult<()> {
        let most = self.limit.load(Ordering::Relaxed).saturating_mul(2);
        if self.is_paused.load(Ordering::Relaxed) || self.buffer.lock().len() <= most {
            return Ok(());
        }
        let Some(transport) = self.transport.lock().clone() else { return Ok(()) };
        match vm.call_method(&transport, "pause_reading", ()) {
            Ok(_) => self.is_paused.store(true, Ordering::Relaxed),
            // It cannot be: everything is kept then, and it is not asked again.
            Err(error) if error.fast_isinstance(vm.ctx.exceptions.not_implemented_error) => {
                *self.transport.lock() = None;
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// How many bytes are unread.
    pub(super) fn len(&self) -> usize {
        self.buffer.lock().len()
    }

    /// Looks for the first separator, from there on.
    pub(super) fn look_for(&self, separators: &[Separator], from: usize) -> Sought {
        let limit = self.limit.load(Ordering::Relaxed);
        let (length, found) = self.buffer.lock().look(|bytes| (bytes.len(), find(bytes, separators, from)));
        if let Some((begin, end)) = found {
            if begin > limit {
                return Sought::Overrun("Separator is found, but chunk is longer than limit", begin);
            }
            return Sought::Found(end);
        }
        // What is behind may be the begin of a separator.
        let longest = separators.last().map_or(0, |separator| separator.len());
        let shortest = separators.first().map_or(0, |separator| separator.len());
        let is_long_enough = length >= from + shortest;
        let next = if is_long_enough { (length + 1).saturating_sub(longest) } else { from };
        if is_long_enough && next > limit {
            return Sought::Overrun("Separator is not found, and chunk exceed the limit", next);
        }
        if self.is_ended() { Sought::Ended } else { Sought::NotYet(next) }
    }

    /// Takes so many bytes, or all if there are no more.
    pub(super) fn take(&self, most: usize, vm: &VirtualMachine) -> PyResult<PyRef<PyBytes>> {
        let taken = self.buffer.lock().take(most, vm);
        self.resume_if_little(vm)?;
        Ok(taken)
    }

    /// A future that is done when something more has arrived, or nothing will. None if somebody waits already, nothing more
    /// comes, or the loop makes futures of its own: Python code knows what to do then.
    pub(super) fn wait_for_data(&self, vm: &VirtualMachine) -> PyResult<Option<PyRef<Future>>> {
        let is_waited_for = match &*self.waiter.lock() {
            Some(waiter) => {
                !waiter.downcast_ref::<Future>().is_some_and(|waiter| waiter.state.lock().is_done())
            }
            None => false,
        };
        let event_loop = self.event_loop.lock().clone();
        let Some(ours) = event_loop.as_ref().and_then(|event_loop| EventLoop::direct_futures(event_loop))
        else {
            return Ok(None);
        };
        if is_waited_for || self.is_ended() {
            return Ok(None);
        }
        if self.is_paused.load(Ordering::Relaxed) {
            self.resume(vm)?;
        }
        let waiter = Future::new(ours, vm)?;
        let _old = self.waiter.lock().replace(waiter.clone().into());
        Ok(Some(waiter))
    }

    /// The end came in the middle of what was asked for.
    fn incomplete(
        &self,
        partial: PyRef<PyBytes>,
        expected: Option<usize>,
        vm: &VirtualMachine,
    ) -> PyResult<PyBaseExceptionRef> {
        let error = library::function("exceptions", "IncompleteReadError", vm)?;
        exception(error.call((partial, expected), vm)?, vm)
    }

    /// No separator came before the limit.
    fn overrun(message: &str, consumed: usize, vm: &VirtualMachine) -> PyResult<PyBaseExceptionRef> {
        let error = library::function("exceptions", "LimitOverrunError", vm)?;
        exception(error.call((message.to_owned(), consumed), vm)?, vm)
    }
}

fn exception(error: PyObjectRef, vm: &VirtualMachine) -> PyResult<PyBaseExceptionRef> {
    error.downcast().map_err(|_| vm.new_type_error("asyncio.exceptions has exceptions"))
}

impl Constructor for StreamReader {
    type Args = FuncArgs;

    fn py_new(class: &Py<PyType>, _args: FuncArgs, vm: &VirtualMachine) -> PyResult<Self> {
        let (_, version) = AsItWas::of(class, vm);
        Ok(Self {
            version,
            buffer: PyMutex::new(Buffer::new(vm)),
            limit: AtomicUsize::new(0),
            is_ended: AtomicBool::new(false),
            is_paused: AtomicBool::new(false),
            event_loop: PyMutex::new(None),
            waiter: PyMutex::new(None),
            exception: PyMutex::new(None),
            transport: PyMutex::new(None),
            given_limit: PyMutex::new(None),
        })
    }
}

/// What the constructor of `asyncio.StreamReader` has found out.
#[derive(FromArgs)]
pub struct ReaderArgs {
    #[pyarg(any)]
    limit: PyObjectRef,
    #[pyarg(any, name = "loop")]
    event_loop: PyObjectRef,
}

/// The argument of `set_exception`.
#[derive(FromArgs)]
struct Exc {
    #[pyarg(any)]
    exc: PyObjectRef,
}

/// The argument of `set_transport`.
#[derive(FromArgs)]
struct GivenTransport {
    #[pyarg(any)]
    transport: PyObjectRef,
}

impl Initializer for StreamReader {
    type Args = ReaderArgs;

    fn init(
        zelf: &Py<Self>,
        ReaderArgs { limit, event_loop }: ReaderArgs,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        // It saturates: a limit may be infinite.
        zelf.limit.store(limit.try_float(vm)?.to_f64() as usize, Ordering::Relaxed);
        *zelf.given_limit.lock() = Some(limit);
        *zelf.event_loop.lock() = Some(event_loop);
        Ok(())
    }
}

#[pyclass(flags(BASETYPE, HAS_DICT, HAS_WEAKREF), with(Constructor, Initializer))]
impl StreamReader {
    #[pymethod]
    fn exception(zelf: &Py<Self>) -> Option<PyObjectRef> {
        zelf.exception.lock().clone()
    }

    #[pymethod]
    fn set_exception(zelf: &Py<Self>, Exc { exc }: Exc, vm: &VirtualMachine) -> PyResult<()> {
        *zelf.exception.lock() = Some(exc.clone()).filter(|exc| !vm.is_none(exc));
        let Some(waiter) = zelf.waiter.lock().take() else { return Ok(()) };
        if !vm.call_method(&waiter, "done", ())?.try_to_bool(vm)? {
            vm.call_method(&waiter, "set_exception", (exc,))?;
        }
        Ok(())
    }

    #[pymethod]
    fn set_transport(
        zelf: &Py<Self>,
        GivenTransport { transport }: GivenTransport,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        let mut has = zelf.transport.lock();
        if has.is_some() {
            return Err(vm.new_exception_msg(
                vm.ctx.exceptions.assertion_error.to_owned(),
                "Transport already set".into(),
            ));
        }
        *has = Some(transport);
        Ok(())
    }

    #[pymethod]
    fn feed_eof(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        zelf.is_ended.store(true, Ordering::Relaxed);
        zelf.wake(vm)
    }

    #[pymethod]
    fn at_eof(zelf: &Py<Self>) -> bool {
        zelf.is_ended() && zelf.buffer.lock().len() == 0
    }

    #[pymethod]
    fn feed_data(zelf: &Py<Self>, Data { data }: Data, vm: &VirtualMachine) -> PyResult<()> {
        zelf.feed(data, vm)
    }

    #[pymethod]
    fn _wakeup_waiter(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        zelf.wake(vm)
    }

    #[pymethod]
    fn _maybe_resume_transport(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        zelf.resume_if_little(vm)
    }

    /// Raises what went wrong, if something did.
    #[pymethod]
    fn _check(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        zelf.failure(vm)
    }

    /// Whether there are fewer bytes, and more may come. Raises what went wrong, if something did.
    #[pymethod]
    fn _must_wait(zelf: &Py<Self>, count: usize, vm: &VirtualMachine) -> PyResult<bool> {
        zelf.failure(vm)?;
        Ok(Self::_lacks(zelf, count))
    }

    /// Whether there are fewer bytes, and more may come.
    #[pymethod]
    fn _lacks(zelf: &Py<Self>, count: usize) -> bool {
        zelf.buffer.lock().len() < count && !zelf.is_ended()
    }

    /// A future that is done when something more has arrived, or nothing will.
    #[pymethod]
    fn _wait_for_data(zelf: &Py<Self>, func_name: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        if let Some(waiter) = &*zelf.waiter.lock()
            && !vm.call_method(waiter, "done", ())?.try_to_bool(vm)?
        {
            return Err(vm.new_runtime_error(format!(
                "{}() called while another coroutine is already waiting for incoming data",
                func_name.str(vm)?
            )));
        }
        if zelf.is_ended() {
            return Err(vm.new_exception_msg(
                vm.ctx.exceptions.assertion_error.to_owned(),
                "_wait_for_data after EOF".into(),
            ));
        }
        // Nothing would come while it is paused.
        if zelf.is_paused.load(Ordering::Relaxed) {
            zelf.resume(vm)?;
        }
        let event_loop = vm.unwrap_or_none(zelf.event_loop.lock().clone());
        let waiter = match EventLoop::direct_futures(&event_loop) {
            Some(ours) => Future::new(ours, vm)?.into(),
            None => vm.call_method(&event_loop, "create_future", ())?,
        };
        *zelf.waiter.lock() = Some(PyObjectRef::clone(&waiter));
        Ok(waiter)
    }

    /// So many bytes, or all if there are no more.
    #[pymethod]
    fn _take(zelf: &Py<Self>, most: usize, vm: &VirtualMachine) -> PyResult<PyRef<PyBytes>> {
        zelf.take(most, vm)
    }

    /// So many bytes, or an error if there are no more.
    #[pymethod]
    fn _take_exactly(zelf: &Py<Self>, count: usize, vm: &VirtualMachine) -> PyResult<PyRef<PyBytes>> {
        let has = zelf.buffer.lock().len();
        let taken = zelf.buffer.lock().take(count, vm);
        if has < count {
            return Err(zelf.incomplete(taken, Some(count), vm)?);
        }
        zelf.resume_if_little(vm)?;
        Ok(taken)
    }

    /// All up to the first separator and with it; or, if none has come yet, from where on to look for one next time.
    #[pymethod]
    fn _take_until(
        zelf: &Py<Self>,
        separator: PyObjectRef,
        from: usize,
        vm: &VirtualMachine,
    ) -> PyResult<PyObjectRef> {
        match zelf.look_for(&separators(&separator, vm)?, from) {
            Sought::Found(end) => Self::_take(zelf, end, vm).map(Into::into),
            Sought::NotYet(next) => Ok(vm.ctx.new_int(next).into()),
            Sought::Overrun(message, consumed) => Err(Self::overrun(message, consumed, vm)?),
            Sought::Ended => {
                let partial = zelf.buffer.lock().take(usize::MAX, vm);
                Err(zelf.incomplete(partial, None, vm)?)
            }
        }
    }

    /// A line is too long: drops it if it has come to its end, or else all there is.
    #[pymethod]
    fn _drop_line(
        zelf: &Py<Self>,
        separator: PyRef<PyBytes>,
        consumed: usize,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        {
            let mut buffer = zelf.buffer.lock();
            let separator = separator.as_bytes();
            let ends =
                buffer.look(|bytes| bytes.get(consumed..).is_some_and(|rest| rest.starts_with(separator)));
            match ends {
                true => buffer.drop_first(consumed + separator.len()),
                false => buffer.clear(),
            }
        }
        zelf.resume_if_little(vm)
    }

    #[pygetset]
    fn _buffer(zelf: &Py<Self>) -> PyRef<PyByteArray> {
        zelf.buffer.lock().as_bytearray()
    }

    #[pygetset(setter)]
    fn set__buffer(zelf: &Py<Self>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
        let PySetterValue::Assign(value) = value else {
            return Err(vm.new_attribute_error("cannot delete attribute"));
        };
        let bytes =
            value.downcast().map_err(|_| vm.new_type_error("the buffer of a stream is a bytearray"))?;
        zelf.buffer.lock().replace(bytes);
        Ok(())
    }

    #[pygetset]
    fn _limit(zelf: &Py<Self>) -> Option<PyObjectRef> {
        zelf.given_limit.lock().clone()
    }

    #[pygetset(setter)]
    fn set__limit(zelf: &Py<Self>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
        let limit = assigned(value, vm)?;
        let number = limit.as_ref().map(|limit| limit.try_float(vm)).transpose()?;
        zelf.limit.store(number.map_or(0, |number| number.to_f64() as usize), Ordering::Relaxed);
        *zelf.given_limit.lock() = limit;
        Ok(())
    }

    #[pygetset]
    fn _eof(zelf: &Py<Self>) -> bool {
        zelf.is_ended()
    }

    #[pygetset(setter)]
    fn set__eof(zelf: &Py<Self>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
        let is_ended = assigned(value, vm)?.is_some_and(|value| value.try_to_bool(vm).unwrap_or(true));
        zelf.is_ended.store(is_ended, Ordering::Relaxed);
        Ok(())
    }

    #[pygetset]
    fn _paused(zelf: &Py<Self>) -> bool {
        zelf.is_paused.load(Ordering::Relaxed)
    }

    #[pygetset]
    fn _loop(zelf: &Py<Self>) -> Option<PyObjectRef> {
        zelf.event_loop.lock().clone()
    }

    #[pygetset]
    fn _waiter(zelf: &Py<Self>) -> Option<PyObjectRef> {
        let waiter = zelf.waiter.lock().clone();
        // Nobody waits for one that is cancelled.
        let is_cancelled = |waiter: &PyObjectRef| {
            let ours = waiter.downcast_ref::<Future>();
            ours.is_some_and(|ours| matches!(ours.state.lock().outcome(), Outcome::Cancelled(_)))
        };
        waiter.filter(|waiter| !is_cancelled(waiter))
    }

    #[pygetset(setter)]
    fn set__waiter(zelf: &Py<Self>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
        let _old = std::mem::replace(&mut *zelf.waiter.lock(), assigned(value, vm)?);
        Ok(())
    }

    #[pygetset]
    fn _exception(zelf: &Py<Self>) -> Option<PyObjectRef> {
        zelf.exception.lock().clone()
    }

    #[pygetset(setter)]
    fn set__exception(zelf: &Py<Self>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
        let _old = std::mem::replace(&mut *zelf.exception.lock(), assigned(value, vm)?);
        Ok(())
    }

    #[pygetset]
    fn _transport(zelf: &Py<Self>) -> Option<PyObjectRef> {
        zelf.transport.lock().clone()
    }

    #[pygetset(setter)]
    fn set__transport(zelf: &Py<Self>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
        let _old = std::mem::replace(&mut *zelf.transport.lock(), assigned(value, vm)?);
        Ok(())
    }
}

/// The reader, if it is one whose `feed_data` the program has not replaced.
pub(super) fn exactly_ours<'reader>(
    reader: &'reader PyObject,
    vm: &VirtualMachine,
) -> PyResult<Option<&'reader Py<StreamReader>>> {
    let Some(ours) = reader.downcast_ref::<StreamReader>() else { return Ok(None) };
    if is_plain(reader, ours.version, 0) {
        return Ok(Some(ours));
    }
    // A class of the program's may have another.
    let feed = reader.class().get_attr(vm.ctx.intern_str("feed_data"));
    let ours_feed = StreamReader::class(&vm.ctx).get_attr(vm.ctx.intern_str("feed_data"));
    let is_same = feed.zip(ours_feed).is_some_and(|(one, other)| one.is(&other));
    Ok(is_same.then_some(ours))
}
