//! What suspends of streams, in Rust.
//!
//! The methods are Python's, in `lib/asyncio/streams.py`, for whoever reads them, subclasses a stream or records the program.
//! Here is the same again for streams nobody has changed anything of, as far as nothing goes wrong: what fails is left to
//! Python's code, so that a traceback is the library's.

use rustpython_vm::builtins::PyInt;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{Py, PyObject, PyResult, VirtualMachine};

use super::buffer::{Separator, separators};
use super::reader::{Sought, StreamReader};
use super::writer::StreamWriter;
use crate::python::answered::places;
use crate::python::frames::Place;
use crate::python::locks::is_plain;
use crate::python::native_coroutine::{NativeCoroutine, Next, Operation, State, Waited};
use crate::python::native_function::{Answer, by_its_code, python};
use crate::python::recording;

places! { "streams":
    READ = "StreamReader.read";
    READ_WAITS = "StreamReader.read", "_wait_for_data(";
    READ_EXACTLY = "StreamReader.readexactly";
    READ_EXACTLY_WAITS = "StreamReader.readexactly", "_wait_for_data(";
    READ_UNTIL = "StreamReader.readuntil";
    READ_UNTIL_WAITS = "StreamReader.readuntil", "_wait_for_data(";
    READ_LINE = "StreamReader.readline";
    READ_LINE_READS = "StreamReader.readline", "await self.readuntil(";
    NEXT = "StreamReader.__anext__";
    NEXT_READS = "StreamReader.__anext__", "await self.readline(";
    DRAIN = "StreamWriter.drain";
}

/// How many attributes of its own a writer has as the library makes it.
const OF_A_WRITER: usize = 2;

/// What answers the method of this qualified name.
pub(in crate::python) fn answer(name: &str) -> Option<Answer> {
    Some(match name {
        "StreamReader.read" => |function, args, vm| coroutine(function, args, 1..=2, &Read, vm),
        "StreamReader.readexactly" => |function, args, vm| coroutine(function, args, 2..=2, &ReadExactly, vm),
        "StreamReader.readuntil" => {
            |function, args, vm| coroutine(function, args, 1..=2, &ReadUntil::Any, vm)
        }
        "StreamReader.readline" => {
            |function, args, vm| coroutine(function, args, 1..=1, &ReadUntil::Line, vm)
        }
        "StreamReader.__anext__" => {
            |function, args, vm| coroutine(function, args, 1..=1, &ReadUntil::Next, vm)
        }
        "StreamWriter.drain" => |function, args, vm| coroutine(function, args, 1..=1, &Drain, vm),
        _ => return None,
    })
}

/// Answers a method that is a coroutine function.
fn coroutine(
    function: &PyObject,
    args: FuncArgs,
    counts: std::ops::RangeInclusive<usize>,
    operation: &'static dyn Operation,
    vm: &VirtualMachine,
) -> PyResult {
    let may_answer = args.kwargs.is_empty() && counts.contains(&args.args.len()) && !recording::is_on();
    let is_ours = may_answer
        && args.args.first().is_some_and(|stream| reader(stream).is_some() || writer(stream).is_some());
    if !is_ours {
        return by_its_code(python(function), args, vm);
    }
    let mut args = args.args.into_iter();
    let stream = args.next().expect("they were counted");
    NativeCoroutine::of(operation, python(function), stream, args.next(), vm)
}

/// A reader as the library makes it.
fn reader(object: &PyObject) -> Option<&Py<StreamReader>> {
    let reader: &Py<StreamReader> = object.downcast_ref()?;
    is_plain(object, reader.version, 0).then_some(reader)
}

/// A writer as the library makes it.
fn writer(object: &PyObject) -> Option<&Py<StreamWriter>> {
    let writer: &Py<StreamWriter> = object.downcast_ref()?;
    is_plain(object, writer.version, OF_A_WRITER).then_some(writer)
}

/// A reader as the library makes it, if nothing went wrong with it.
fn sound<'a>(this: &'a NativeCoroutine, vm: &VirtualMachine) -> Option<&'a Py<StreamReader>> {
    reader(&this.subject).filter(|reader| reader.failure(vm).is_ok())
}

/// How many bytes are asked for, if that is a usual number of them.
fn count(this: &NativeCoroutine, vm: &VirtualMachine) -> Option<usize> {
    let kept = this.kept.lock();
    let count = kept.as_ref()?.downcast_ref_if_exact::<PyInt>(vm)?;
    count.try_to_primitive(vm).ok().filter(|count| *count > 0)
}

/// Python's code goes on in its place.
fn by_code(this: &NativeCoroutine, vm: &VirtualMachine) -> PyResult<Next> {
    this.by_its_code(vm).map(Next::Become)
}

/// Waits for more.
fn wait(reader: &StreamReader, number: usize, this: &NativeCoroutine, vm: &VirtualMachine) -> PyResult<Next> {
    match reader.wait_for_data(vm)? {
        Some(waiter) => Ok(Next::Wait(waiter, number as u64)),
        None => by_code(this, vm),
    }
}

/// `StreamReader.read`
struct Read;

impl Operation for Read {
    fn begin(&self, this: &NativeCoroutine, vm: &VirtualMachine) -> PyResult<Next> {
        let (Some(reader), Some(most)) = (sound(this, vm), count(this, vm)) else { return by_code(this, vm) };
        if reader.len() == 0 && !reader.is_ended() {
            return wait(reader, 0, this, vm);
        }
        reader.take(most, vm).map(|taken| Next::Return(taken.into()))
    }

    fn go_on(
        &self,
        this: &NativeCoroutine,
        _waited: Waited<'_>,
        outcome: PyResult,
        vm: &VirtualMachine,
    ) -> PyResult<Next> {
        outcome?;
        match (this.subject.downcast_ref::<StreamReader>(), count(this, vm)) {
            (Some(reader), Some(most)) => reader.take(most, vm).map(|taken| Next::Return(taken.into())),
            _ => by_code(this, vm),
        }
    }

    fn is_at(&self, _this: &NativeCoroutine, state: &State) -> &'static [Place] {
        if matches!(state, State::New) { &[READ] } else { &[READ_WAITS] }
    }
}

/// `StreamReader.readexactly`
struct ReadExactly;

impl ReadExactly {
    fn look(this: &NativeCoroutine, vm: &VirtualMachine) -> PyResult<Next> {
        let (Some(reader), Some(count)) = (this.subject.downcast_ref::<StreamReader>(), count(this, vm))
        else {
            return by_code(this, vm);
        };
        if reader.len() >= count {
            return reader.take(count, vm).map(|taken| Next::Return(taken.into()));
        }
        if reader.is_ended() { by_code(this, vm) } else { wait(reader, 0, this, vm) }
    }
}

impl Operation for ReadExactly {
    fn begin(&self, this: &NativeCoroutine, vm: &VirtualMachine) -> PyResult<Next> {
        if sound(this, vm).is_some() { Self::look(this, vm) } else { by_code(this, vm) }
    }

    fn go_on(
        &self,
        this: &NativeCoroutine,
        _waited: Waited<'_>,
        outcome: PyResult,
        vm: &VirtualMachine,
    ) -> PyResult<Next> {
        outcome?;
        Self::look(this, vm)
    }

    fn is_at(&self, _this: &NativeCoroutine, state: &State) -> &'static [Place] {
        if matches!(state, State::New) { &[READ_EXACTLY] } else { &[READ_EXACTLY_WAITS] }
    }
}

/// What reads up to a separator.
enum ReadUntil {
    /// `StreamReader.readuntil`
    Any,
    /// `StreamReader.readline`
    Line,
    /// `StreamReader.__anext__`
    Next,
}

impl ReadUntil {
    fn look(this: &NativeCoroutine, from: usize, vm: &VirtualMachine) -> PyResult<Next> {
        let Some(reader) = this.subject.downcast_ref::<StreamReader>() else { return by_code(this, vm) };
        let separator = this.kept.lock().clone();
        let sought = match &separator {
            None => reader.look_for(&[Separator::from_slice(b"\n")], from),
            Some(separator) => match separators(separator, vm) {
                Ok(separators) => reader.look_for(&separators, from),
                Err(_) => return by_code(this, vm),
            },
        };
        match sought {
            Sought::Found(end) => reader.take(end, vm).map(|taken| Next::Return(taken.into())),
            Sought::NotYet(next) => wait(reader, next, this, vm),
            Sought::Overrun(..) | Sought::Ended => by_code(this, vm),
        }
    }
}

impl Operation for ReadUntil {
    fn begin(&self, this: &NativeCoroutine, vm: &VirtualMachine) -> PyResult<Next> {
        if sound(this, vm).is_some() { Self::look(this, 0, vm) } else { by_code(this, vm) }
    }

    fn go_on(
        &self,
        this: &NativeCoroutine,
        waited: Waited<'_>,
        outcome: PyResult,
        vm: &VirtualMachine,
    ) -> PyResult<Next> {
        outcome?;
        let from = if let Waited::Future(_, from) = waited { from as usize } else { 0 };
        Self::look(this, from, vm)
    }

    fn is_at(&self, _this: &NativeCoroutine, state: &State) -> &'static [Place] {
        match (self, matches!(state, State::New)) {
            (Self::Any, true) => &[READ_UNTIL],
            (Self::Any, false) => &[READ_UNTIL_WAITS],
            (Self::Line, true) => &[READ_LINE],
            (Self::Line, false) => &[READ_LINE_READS, READ_UNTIL_WAITS],
            (Self::Next, true) => &[NEXT],
            (Self::Next, false) => &[NEXT_READS, READ_LINE_READS, READ_UNTIL_WAITS],
        }
    }
}

/// `StreamWriter.drain`, which seldom has anything to wait for.
struct Drain;

impl Operation for Drain {
    fn begin(&self, this: &NativeCoroutine, vm: &VirtualMachine) -> PyResult<Next> {
        let goes_on = writer(&this.subject)
            .is_some_and(|writer| StreamWriter::_must_drain(writer, vm).is_ok_and(|must| !must));
        if goes_on { Ok(Next::Return(vm.ctx.none())) } else { by_code(this, vm) }
    }

    fn go_on(
        &self,
        _this: &NativeCoroutine,
        _waited: Waited<'_>,
        outcome: PyResult,
        _vm: &VirtualMachine,
    ) -> PyResult<Next> {
        outcome.map(Next::Return)
    }

    fn is_at(&self, _this: &NativeCoroutine, _state: &State) -> &'static [Place] {
        &[DRAIN]
    }
}
