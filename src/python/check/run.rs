//! One run of a program: what it is given, and how it ended.

use rustpython_vm::builtins::{PyBaseException, PyBaseExceptionRef, PyBytes, PyInt, PyStr, PyTuple, PyType};
use rustpython_vm::compiler::Mode;
use rustpython_vm::function::{FuncArgs, KwArgs};
use rustpython_vm::{AsObject, Py, PyObjectRef, PyResult, VirtualMachine};

use super::facts::{Ending, Facts, How, Raised, Value};
use super::{PROGRAM, Workshop};
use crate::python::attention::{self, Moments};
use crate::python::limit::{self, Limit};
use crate::python::recording::{self, Detail};
use crate::replay::{Problem, Replay, shortened};
use crate::selector::Timeout;
use crate::trace::{Event, Recorder, StepOutcome};

/// A program that goes round its loops more often than that has no end.
const MOST_MOMENTS: u64 = 500_000;
/// A trace that has so many bytes is one of a program without an end.
const LONGEST_TRACE: usize = 1 << 20;
/// As many characters of what an exception says are told.
const LONGEST_TEXT: usize = 500;

/// What a run is given.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// A line for each `input()`.
    pub inputs: Vec<String>,
    /// How many seconds of the virtual clock it may take.
    pub seconds: f64,
    /// What is run in the program's place: the program, with something in it that the check has replaced.
    pub instead: Option<String>,
}

impl Default for Request {
    fn default() -> Self {
        Self { inputs: vec![], seconds: 3600.0, instead: None }
    }
}

/// What an interpreter knows of its run, before it is closed.
struct Ended {
    ending: Option<Ending>,
    raised: Option<Raised>,
    output: String,
    seconds: f64,
    /// Where it was when it was over its limit.
    loops_at: Option<u32>,
}

/// Runs a program from its beginning.
#[must_use]
pub fn run(workshop: &dyn Workshop, source: &str, request: &Request) -> Facts {
    let source = request.instead.as_deref().unwrap_or(source);
    let interpreter = workshop.open();
    let recorder = Recorder::new(workshop.clock()).with_limit(LONGEST_TRACE);
    recorder.about("clock", "virtual");
    recorder.about("program", PROGRAM);
    recorder.about("source", source);
    let ended = interpreter.enter(|vm| match Streams::install(&request.inputs, vm) {
        Ok(streams) => {
            let result = execute(source, request, &recorder, vm);
            let seconds = recorder.time().0;
            let exceeded = limit::take();
            let output = streams.printed(vm).unwrap_or_default();
            let exception = result.err().filter(|exception| !is_success(exception, vm));
            let raised = exception.as_ref().map(|exception| Raised::of(exception, vm));
            let ending = exception.map(|exception| ending(&exception, exceeded.is_some(), vm));
            Ended { ending, raised, output, seconds, loops_at: exceeded.and_then(|it| it.line) }
        }
        Err(exception) => Ended {
            ending: Some(ending(&exception, false, vm)),
            raised: Some(Raised::of(&exception, vm)),
            output: String::new(),
            seconds: 0.0,
            loops_at: None,
        },
    });
    workshop.close(interpreter);
    recording::end();
    let replay = Replay::read(recorder.take()).unwrap_or_default();
    let Ended { mut ending, raised, output, seconds, loops_at } = ended;
    if let Some(ending) = ending.as_mut().filter(|ending| ending.how == How::Deadlock) {
        // The traceback leads to where the loop was started; what waits is what matters.
        ending.line = waits_at(&replay).or(ending.line);
    }
    if let Some(ending) = ending.as_mut().filter(|ending| ending.how == How::Endless) {
        // The same; what goes round and round is what matters, or else where it gives way each time.
        ending.line = loops_at.or_else(|| gave_way_at(&replay)).or(ending.line);
    }
    Facts::new(replay, output, seconds, ending, raised)
}

fn execute(source: &str, request: &Request, recorder: &Recorder, vm: &VirtualMachine) -> PyResult<()> {
    let argv = vm.ctx.new_list(vec![vm.ctx.new_str(PROGRAM).into()]);
    vm.sys_module.set_attr("argv", argv, vm)?;
    let scope = vm.new_scope_with_main()?;
    scope.globals.set_item("__file__", vm.ctx.new_str(PROGRAM).into(), vm)?;
    let code =
        vm.compile(source, Mode::Exec, PROGRAM).map_err(|error| error.into_pyexception(vm, Some(source)))?;
    crate::python::seed(0, vm)?;
    limit::set(Limit { moments: MOST_MOMENTS, seconds: request.seconds }, recorder);
    attention::listen(PROGRAM, Moments::Rounds, vm)?;
    recording::begin(recorder.clone(), "", PROGRAM, Detail::Loops, vm)?;
    vm.run_code_obj(code, scope).map(drop)
}

/// Whether an exception is how a program ends that has nothing to complain about: `sys.exit()`.
fn is_success(exception: &PyBaseExceptionRef, vm: &VirtualMachine) -> bool {
    if !exception.fast_isinstance(vm.ctx.exceptions.system_exit) {
        return false;
    }
    let Ok(code) = exception.as_object().get_attr("code", vm) else { return false };
    vm.is_none(&code)
        || code
            .downcast_ref::<PyInt>()
            .is_some_and(|code| code.try_to_primitive::<i64>(vm).is_ok_and(|code| code == 0))
}

/// In which way that has ended the program.
fn ending(exception: &PyBaseExceptionRef, is_endless: bool, vm: &VirtualMachine) -> Ending {
    let leaf = first_leaf(exception.clone(), vm);
    let known = &vm.ctx.exceptions;
    let is = |class| exception.fast_isinstance(class);
    let message =
        leaf.as_object().str(vm).map(|text| text.to_string_lossy().into_owned()).unwrap_or_default();
    let line = line(&leaf, vm).or_else(|| line(exception, vm));
    let how = if is_endless {
        How::Endless
    } else if is(known.keyboard_interrupt) {
        How::Stopped
    } else if is(known.syntax_error) && exception.traceback().is_none() {
        How::Syntax
    } else if is(known.os_error) && message.starts_with(NOTHING_WAKES) || message.starts_with("deadlock: ") {
        How::Deadlock
    } else if exception.class().is(known.eof_error) {
        How::Input
    } else {
        How::Raised
    };
    Ending { how, line, text: last_line(exception, vm) }
}

/// The line at which a task waited when its loop had nothing left to wait for.
fn waits_at(replay: &Replay) -> Option<u32> {
    let found = replay.findings().iter().rev().find(|it| matches!(it.problem, Problem::Deadlock { .. }));
    if let Some(line) = found.and_then(|finding| replay.line_of(finding)) {
        return Some(line);
    }
    let moments = replay.walk(1..=replay.len());
    let last = moments.filter(|moment| moment.event == Event::Selecting(Timeout::Never)).last()?;
    let mut lines = last
        .before
        .pending_tasks()
        .filter_map(|(_, task)| replay.names().program_place(task.suspended_at).map(|place| place.line));
    lines.next()
}

/// The line at which the task gave way that ran last.
fn gave_way_at(replay: &Replay) -> Option<u32> {
    let tasks = replay.task_ids().iter().filter_map(|(in_loop, id)| replay.future(*in_loop, *id));
    let spans = tasks.filter(|task| !task.is_housekeeping).flat_map(|task| &task.spans);
    let gave_way =
        spans.filter(|span| matches!(span.outcome, Some(StepOutcome::GaveWay | StepOutcome::Waits(_))));
    let last = gave_way.max_by_key(|span| span.began)?;
    replay.names().program_place(last.at).map(|place| place.line)
}

/// How a clock that only jumps refuses to wait for ever: see [`crate::selector::ManualSelector`].
const NOTHING_WAKES: &str = "nothing can wake this loop";

/// The last line of an exception's traceback; of a group, with that of the first exception in it.
pub(super) fn last_line(exception: &PyBaseExceptionRef, vm: &VirtualMachine) -> String {
    let class = exception.class();
    let module = module_of(class, vm);
    let name = class.name().to_string();
    let name = match module.as_str() {
        "builtins" | "__main__" => name,
        module => format!("{module}.{name}"),
    };
    let message = match exception.as_object().get_attr("msg", vm) {
        // Its line is told beside it.
        Ok(message) if exception.fast_isinstance(vm.ctx.exceptions.syntax_error) => message.str(vm),
        _ => exception.as_object().str(vm),
    };
    let message = message.map(|text| text.to_string_lossy().into_owned()).unwrap_or_default();
    let text = if message.is_empty() { name } else { format!("{name}: {message}") };
    let text = shortened(&text, LONGEST_TEXT);
    match first_of_group(exception, vm) {
        Some(inner) => format!("{text}: {}", last_line(&inner, vm)),
        None => text,
    }
}

/// The name of the module that a class is from.
fn module_of(class: &Py<PyType>, vm: &VirtualMachine) -> String {
    let name = class.__module__(vm).and_then(|name| name.str(vm));
    name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The first exception in a group.
fn first_of_group(exception: &PyBaseExceptionRef, vm: &VirtualMachine) -> Option<PyBaseExceptionRef> {
    if !exception.fast_isinstance(vm.ctx.exceptions.base_exception_group) {
        return None;
    }
    let exceptions = exception.as_object().get_attr("exceptions", vm).ok()?;
    exceptions.downcast_ref::<PyTuple>()?.first()?.clone().downcast().ok()
}

/// The first exception in a group that is no group.
fn first_leaf(exception: PyBaseExceptionRef, vm: &VirtualMachine) -> PyBaseExceptionRef {
    match first_of_group(&exception, vm) {
        Some(inner) => first_leaf(inner, vm),
        None => exception,
    }
}

/// The innermost line of the program that the traceback names.
pub(super) fn line(exception: &PyBaseExceptionRef, vm: &VirtualMachine) -> Option<u32> {
    line_in(PROGRAM, exception, vm)
}

/// The innermost line of a file that the traceback names; of a syntax error, that it is about.
pub(super) fn line_in(file: &str, exception: &PyBaseExceptionRef, vm: &VirtualMachine) -> Option<u32> {
    let mut line = None;
    let mut next = exception.traceback();
    while let Some(entry) = next {
        if entry.frame.f_code().source_path().as_str() == file {
            line = u32::try_from(entry.lineno.get()).ok();
        }
        next = entry.next.lock().clone();
    }
    if line.is_none() && exception.fast_isinstance(vm.ctx.exceptions.syntax_error) {
        line = exception.as_object().get_attr("lineno", vm).ok()?.try_to_value::<u32>(vm).ok();
    }
    line
}

/// The standard streams of a run.
struct Streams {
    stdout: PyObjectRef,
    /// What is behind it.
    printed: PyObjectRef,
}

impl Streams {
    /// Gives the interpreter streams that lead nowhere, and these lines to read.
    fn install(inputs: &[String], vm: &VirtualMachine) -> PyResult<Self> {
        let io = vm.import("io", 0)?;
        let stream = |bytes: Vec<u8>| -> PyResult<(PyObjectRef, PyObjectRef)> {
            let buffer = io.get_attr("BytesIO", vm)?.call((vm.ctx.new_bytes(bytes),), vm)?;
            let text = |text: &str| -> PyObjectRef { vm.ctx.new_str(text).into() };
            let options: KwArgs = [
                ("encoding".to_owned(), text("utf-8")),
                ("errors".to_owned(), text("backslashreplace")),
                ("newline".to_owned(), text("\n")),
                ("write_through".to_owned(), vm.ctx.new_bool(true).into()),
            ]
            .into_iter()
            .collect();
            let wrapper = io.get_attr("TextIOWrapper", vm)?;
            Ok((wrapper.call(FuncArgs { args: vec![buffer.clone()], kwargs: options }, vm)?, buffer))
        };
        let lines: String = inputs.iter().map(|line| format!("{line}\n")).collect();
        let (stdin, _) = stream(lines.into_bytes())?;
        let (stdout, printed) = stream(vec![])?;
        let (stderr, _) = stream(vec![])?;
        for (names, object) in [
            (["stdin", "__stdin__"], stdin),
            (["stdout", "__stdout__"], stdout.clone()),
            (["stderr", "__stderr__"], stderr),
        ] {
            for name in names {
                vm.sys_module.set_attr(name, object.clone(), vm)?;
            }
        }
        Ok(Self { stdout, printed })
    }

    /// What was printed to standard output.
    fn printed(&self, vm: &VirtualMachine) -> PyResult<String> {
        // A program may have closed it.
        let _ = vm.call_method(&self.stdout, "flush", ());
        let bytes = vm.call_method(&self.printed, "getvalue", ())?;
        let bytes =
            bytes.downcast_ref::<PyBytes>().map(|bytes| bytes.as_bytes().to_vec()).unwrap_or_default();
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

impl Raised {
    /// An exception as another interpreter can have it.
    fn of(exception: &PyBaseExceptionRef, vm: &VirtualMachine) -> Self {
        let classes = exception
            .class()
            .mro_collect()
            .into_iter()
            .map(|class| (module_of(&class, vm), class.name().to_string()));
        let text = |object: &PyObjectRef| object.str(vm).map(|text| text.to_string_lossy().into_owned());
        let is_group = exception.fast_isinstance(vm.ctx.exceptions.base_exception_group);
        let members = exception.as_object().get_attr("exceptions", vm).ok().filter(|_| is_group);
        let members = members.as_ref().and_then(|it| it.downcast_ref::<PyTuple>()).map(|members| {
            let members = members.iter().filter_map(|it| it.clone().downcast::<PyBaseException>().ok());
            members.map(|member| Self::of(&member, vm)).collect::<Vec<_>>()
        });
        let said = match exception.as_object().get_attr("message", vm) {
            Ok(message) if is_group => text(&message),
            _ => text(&exception.clone().into()),
        };
        let arguments = exception.args().iter().map(|argument| Value::of(argument, vm)).collect();
        let (text, members) = (said.unwrap_or_default(), members.unwrap_or_default());
        Self { classes: classes.collect(), text, arguments, members }
    }
}

impl Value {
    fn of(value: &PyObjectRef, vm: &VirtualMachine) -> Self {
        if vm.is_none(value) {
            return Self::None;
        }
        if let Some(text) = value.downcast_ref::<PyStr>() {
            return Self::Text(text.to_string_lossy().into_owned());
        }
        if let Some(number) = value.downcast_ref::<PyInt>()
            && let Ok(number) = number.try_to_primitive::<i64>(vm)
        {
            return Self::Number(number);
        }
        let repr = value.repr(vm).map(|repr| repr.to_string_lossy().into_owned());
        Self::Text(shortened(&repr.unwrap_or_default(), LONGEST_TEXT))
    }
}
