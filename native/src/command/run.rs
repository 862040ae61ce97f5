//! `asyncio101 run`: a Python program, from its source to its exit code.
//!
//! What `python3` does in `Modules/main.c`: import `site`, put the program's directory on `sys.path`, run it as
//! `__main__`, report what it raised, and shut the interpreter down.

use std::env;
use std::fs::{self, File};
use std::io::{self, IsTerminal, Read};
use std::path::{self, Path};
use std::sync::Arc;

use rustpython_vm::compiler::Mode;
use rustpython_vm::scope::Scope;
use rustpython_vm::signal::user_signal_channel;
use rustpython_vm::{AsObject, Interpreter, InterpreterBuilder, PyResult, Settings, VirtualMachine};

use asyncio101::network::Link;
use asyncio101::python::recording::{self, Detail};
use asyncio101::python::tell_version;
use asyncio101::selector::ManualSelector;
use asyncio101::trace::Recorder;

use super::arguments::{Clock, Network, Program, RunArguments};
use super::exit::Exit;
use super::settings;
use super::shutdown::{Ended, shut_down};
use super::trace::Writer;
use crate::clock::VirtualClock;
use crate::forks::leave_loops_to_the_parent;
use crate::loopback;
use crate::signals::take_over;
use crate::threads::let_signals_end_waits;
use crate::{Desktop, EpollSelector, SignalBell, library};

/// Runs a program as `python3` would.
#[must_use]
pub fn run(arguments: RunArguments) -> Exit {
    if arguments.program.is_none() && io::stdin().is_terminal() {
        return Exit::Misused.because(format_args!(
            "run what? Give a FILE, -c CODE, -m MODULE, or - for standard input (asyncio101 --help tells more)"
        ));
    }
    let settings = match settings::resolve(&arguments) {
        Ok(settings) => settings,
        Err(complaint) => return Exit::Failure.because(format_args!("{complaint}")),
    };
    match arguments.clock {
        Clock::Real => {}
        Clock::Virtual => VirtualClock::begin(ManualSelector::for_programs()),
        Clock::Still => VirtualClock::begin(ManualSelector::still_for_programs()),
    }
    let links = match (arguments.network, arguments.clock) {
        (Network::System, _) | (Network::AsTheClock, Clock::Real) => None,
        (Network::AsTheClock, Clock::Virtual | Clock::Still) => Some(Link::default()),
        (Network::Loopback(links), _) => Some(links),
    };
    if let Some(links) = links {
        loopback::begin(links, arguments.seed);
    }
    let (to_interpreter, for_interpreter) = user_signal_channel();
    let interpreter = build(settings, move |vm| vm.set_user_signal_channel(for_interpreter));

    let program = arguments.program.unwrap_or(Program::Stdin);
    let detail = if arguments.trace_lines { Detail::Lines } else { Detail::Loops };
    let seed = arguments.seed;
    let failure = |file: &Path, error| format!("can't write the trace {}: {error}", file.display());
    let trace = match &arguments.trace {
        None => None,
        Some(file) => {
            // A trace on the virtual clock is the same each time: it does not depend on when somebody looks.
            let to_interpreter = (arguments.clock == Clock::Real).then_some(to_interpreter);
            match Writer::open(new_recorder(arguments.clock, seed, links, &program), file, to_interpreter) {
                Ok(writer) => Some(writer),
                Err(error) => return Exit::Misused.because(format_args!("{}", failure(file, error))),
            }
        }
    };
    if let Some(trace) = &trace {
        trace.watch();
    }
    let outcome = interpreter.enter(|vm| {
        set_up(vm)?;
        start(vm, &program, seed, trace.as_ref(), detail)
    });
    let exit = shut_down(interpreter, outcome);
    recording::end();
    match (arguments.trace, trace.map(|trace| trace.finish())) {
        (Some(file), Some(Err(error))) => Exit::Failure.because(format_args!("{}", failure(&file, error))),
        _ => exit,
    }
}

/// An interpreter, which still has to be made ready.
pub(super) fn build(
    mut settings: Settings,
    begin: impl FnOnce(&mut VirtualMachine) + 'static,
) -> Interpreter {
    // Until there is an interpreter that can raise it, Ctrl+C is the system's: see `signals`.
    settings.install_signal_handlers = false;
    let builder = InterpreterBuilder::new().settings(settings);
    let modules = rustpython_stdlib::stdlib_module_defs(&builder.ctx);
    let builder = library::install(builder.add_native_modules(&modules))
        .init_hook(begin)
        .init_hook(crate::modules::mend)
        .add_frozen_modules(asyncio101::python::library());
    asyncio101::python::install(builder, Desktop).interpreter()
}

/// Makes an interpreter one in which a program can run. Signals are none of its business.
///
/// # Errors
///
/// What its modules raise that are imported for that.
pub(super) fn make_ready(vm: &VirtualMachine) -> PyResult<()> {
    library::open(vm)?;
    tell_version(vm)?;
    vm.import("site", 0).map(drop)
}

/// A recorder on the clock the program will run on.
fn new_recorder(clock: Clock, seed: Option<u32>, links: Option<Link>, program: &Program) -> Recorder {
    let recorder = match VirtualClock::get() {
        Some(clock) => Recorder::new(|| clock.peek()),
        None => Recorder::new(EpollSelector::now),
    };
    recorder.about("clock", if clock == Clock::Real { "real" } else { "virtual" });
    if let Some(seed) = seed {
        recorder.about("seed", &seed.to_string());
    }
    if let Some(links) = links.filter(|links| !links.is_perfect()) {
        recorder.about("network", &links.to_string());
    }
    match program {
        Program::File(file) => {
            let name = Path::new(file).file_name().unwrap_or_default().to_string_lossy();
            recorder.about("program", &name);
            if let Ok(source) = fs::read_to_string(file) {
                recorder.about("source", &source);
            }
        }
        Program::Code(code) => {
            recorder.about("program", "<string>");
            recorder.about("source", &dedent(code));
        }
        Program::Module(module) => recorder.about("program", module),
        Program::Stdin => recorder.about("program", "<stdin>"),
    }
    recorder
}

/// What a program that lies in no file is called in tracebacks.
fn name_of(program: &Program) -> &'static str {
    match program {
        Program::Code(_) => "<string>",
        Program::Stdin => "<stdin>",
        Program::File(_) | Program::Module(_) => "",
    }
}

/// The directory of the program's own files, with a slash at its end.
fn root_of(program: &Program) -> String {
    match program {
        Program::File(file) => {
            let absolute = path::absolute(file).unwrap_or_default();
            absolute.parent().map_or_else(String::new, |parent| format!("{}/", parent.display()))
        }
        Program::Module(_) | Program::Code(_) | Program::Stdin => format!("{}/", working_directory()),
    }
}

/// Makes the interpreter one in which a program can run, and be interrupted.
fn set_up(vm: &VirtualMachine) -> Result<(), Ended> {
    library::open(vm)?;
    tell_version(vm)?;
    let_signals_end_waits(SignalBell::hang_up(vm)?, vm)?;
    leave_loops_to_the_parent(vm);
    take_over(vm)?;
    let settings = &vm.state.config.settings;
    if !settings.warnoptions.is_empty() {
        vm.import("warnings", 0)?;
    }
    if settings.import_site {
        vm.import("site", 0).map_err(Ended::WithoutSite)?;
    }
    Ok(())
}

fn start(
    vm: &VirtualMachine,
    program: &Program,
    seed: Option<u32>,
    trace: Option<&Arc<Writer>>,
    detail: Detail,
) -> Result<(), Ended> {
    let settings = &vm.state.config.settings;
    let scope = vm.new_scope_with_main()?;
    if settings.faulthandler {
        vm.import("faulthandler", 0)?.get_attr("enable", vm)?.call((), vm)?;
    }
    if let Some(seed) = seed {
        asyncio101::python::seed(seed.into(), vm)?;
    }
    if let Some(trace) = trace {
        trace.install(vm)?;
        recording::begin(trace.recorder().clone(), &root_of(program), name_of(program), detail, vm)?;
    }
    match program {
        Program::File(file) => run_file(vm, scope, file),
        Program::Code(code) => {
            find_modules_in(vm, String::new())?;
            run_source(vm, scope, &dedent(code), "<string>")?;
            Ok(())
        }
        Program::Module(module) => {
            find_modules_in(vm, working_directory())?;
            vm.run_module(module)?;
            Ok(())
        }
        Program::Stdin => {
            find_modules_in(vm, String::new())?;
            run_stdin(vm, scope)?;
            Ok(())
        }
    }
}

/// Puts `directory` first on `sys.path`, unless the user does not trust it (`-P`).
fn find_modules_in(vm: &VirtualMachine, directory: String) -> PyResult<()> {
    if vm.state.config.settings.safe_path {
        return Ok(());
    }
    vm.insert_sys_path(vm.ctx.new_str(directory).into())
}

fn run_file(vm: &VirtualMachine, scope: Scope, file: &str) -> Result<(), Ended> {
    // `__file__` is absolute though the script may be named relative to the working directory.
    let absolute = path::absolute(file).ok().and_then(|path| path.into_os_string().into_string().ok());
    let absolute = absolute.unwrap_or_else(|| file.to_owned());
    match holds_a_main_module(Path::new(&absolute)) {
        Ok(true) => {
            vm.insert_sys_path(vm.ctx.new_str(absolute).into())?;
            let run = vm.import("runpy", 0)?.get_attr("_run_module_as_main", vm)?;
            run.call(("__main__", false), vm)?;
            Ok(())
        }
        Ok(false) => {
            // The directory of the script itself, if what was named is a link to it.
            let real = fs::canonicalize(file).unwrap_or_else(|_| absolute.clone().into());
            let directory = real.parent().unwrap_or(Path::new("/")).to_string_lossy().into_owned();
            find_modules_in(vm, directory)?;
            vm.run_any_file(scope, &absolute)?;
            Ok(())
        }
        Err(error) => {
            let code = error.raw_os_error().unwrap_or_default();
            let name = vm.ctx.new_str(absolute).as_object().repr(vm)?;
            let message = vm.call_method(vm.import("os", 0)?.as_object(), "strerror", (code,))?.str(vm)?;
            Err(Ended::Unopened(
                Exit::Misused.because(format_args!("can't open file {name}: [Errno {code}] {message}")),
            ))
        }
    }
}

/// Whether `path` is a directory or a zip archive, to be run by the `__main__.py` in it.
///
/// # Errors
///
/// When it cannot be opened.
fn holds_a_main_module(path: &Path) -> io::Result<bool> {
    let mut file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Ok(true);
    }
    if path.extension().is_some_and(|extension| extension == "py") {
        return Ok(false); // the common case; also spares a pipe (/dev/fd/63) the loss of its first bytes
    }
    if !file.metadata()?.is_file() {
        return Ok(false);
    }
    let mut magic = [0; 4];
    Ok(file.read_exact(&mut magic).is_ok() && magic == *b"PK\x03\x04")
}

/// Compiles and runs `source`. Should it fail, the traceback can show its lines: no file has them.
fn run_source(vm: &VirtualMachine, scope: Scope, source: &str, name: &str) -> PyResult<()> {
    let code =
        vm.compile(source, Mode::Exec, name).map_err(|error| error.into_pyexception(vm, Some(source)))?;
    let result = vm.run_code_obj(code.clone(), scope);
    if result.is_err() {
        vm.register_code_in_linecache(&code, source)?;
    }
    result.map(drop)
}

/// Compiles and runs what comes by standard input. Python decodes it: it may begin with its encoding.
fn run_stdin(vm: &VirtualMachine, scope: Scope) -> PyResult<()> {
    let mut source = Vec::new();
    io::stdin().read_to_end(&mut source).map_err(|error| vm.new_os_error(error.to_string()))?;
    let compile = vm.builtins.get_attr("compile", vm)?;
    let code = compile.call((vm.ctx.new_bytes(source), "<stdin>", "exec"), vm)?;
    vm.run_code_obj(code.try_into_value(vm)?, scope).map(drop)
}

fn working_directory() -> String {
    env::current_dir().ok().and_then(|path| path.into_os_string().into_string().ok()).unwrap_or_default()
}

/// `code` without the indentation that all its lines share, so that it can be written indented in a shell
/// script. Lines of white space do not count.
fn dedent(code: &str) -> String {
    let indentation = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let lines = || code.lines().filter(|line| !line.trim().is_empty());
    let Some(first) = lines().next() else {
        return code.to_owned();
    };
    let mut common = &first[..indentation(first)];
    for line in lines() {
        let shared = common.bytes().zip(line.bytes()).take_while(|(a, b)| a == b).count();
        common = &common[..shared];
    }
    if common.is_empty() {
        return code.to_owned();
    }
    code.split_inclusive('\n')
        .map(|line| line.strip_prefix(common).unwrap_or(line.trim_start_matches([' ', '\t'])))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dedent_takes_what_all_lines_share() {
        assert_eq!(dedent("\n  if x:\n    y\n \n  z\n"), "\nif x:\n  y\n\nz\n");
        assert_eq!(dedent("a\n  b"), "a\n  b");
        assert_eq!(dedent(" a\n\tb"), " a\n\tb");
        assert_eq!(dedent("  "), "  ");
        assert_eq!(dedent(""), "");
    }
}
