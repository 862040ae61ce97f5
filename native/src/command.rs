//! The command line.
//!
//! `arguments` says what was typed, `settings` what that and the environment mean to the interpreter, `run` does
//! it, `shutdown` ends a program in good order, and `exit` knows every way to end. Serving is a crate of its own.

mod arguments;
mod chapter;
mod embed;
mod exit;
mod help;
mod png;
mod run;
mod settings;
mod shutdown;
mod still;
mod trace;

use std::io::Write;

use asyncio101_serve::ServeError;

pub use arguments::{
    ChapterArguments, Clock, Command, EmbedArguments, ExplainArguments, Landmark, Moment, OrderArguments,
    Program, PstreeArguments, RunArguments, ServeArguments, StillArguments, Topic, UsageError,
};
pub use chapter::chapter;
pub use embed::embed;
pub use exit::Exit;
pub use help::help_of;
pub use run::run;
pub use still::still;
pub use trace::{explain, order, pstree};

const HELP: &str = "\
Python's asyncio, rebuilt in Rust.

Usage:
  asyncio101 run [OPTIONS] FILE [ARGS...]       run a program (- reads it from standard input)
  asyncio101 run [OPTIONS] -c CODE | -m MODULE [ARGS...]  run the program CODE, or a module of the library
  asyncio101 explain TRACE [OPTIONS]            what happened, in sentences
  asyncio101 order TRACE A B                    why A came before B: numbers of steps, or what was printed
  asyncio101 pstree TRACE [OPTIONS]             who awaited whom then
  asyncio101 still TRACE [OPTIONS] -o FILE      a picture of a step, or of the whole run, .svg or .png
  asyncio101 embed PROGRAM.py                   a recording for a page or a slide
  asyncio101 chapter check FOLDER...            whether chapters of a course are right
  asyncio101 serve DIR [--port PORT] [--bridge HOST:PORT]...  serve the built playground; its programs reach each HOST:PORT

Options of `run`:
  --trace FILE            record what the loops do; if FILE ends in .json, for Perfetto (ui.perfetto.dev)
  --trace-lines           with --trace: also every line that runs, and the local variables it gave values
  --clock real|virtual|still  virtual: the clock jumps over waits; still: looking at it takes no time either
  --network loopback[,latency=50ms,jitter=20ms,bandwidth=1MB/s,loss=1%,reordering=1%]: inside the process
  --seed N                chance repeats itself: random, secrets, uuid and os.urandom follow from N

Options of `run` that are those of python3:
  -B        write no .pyc files               -s        no user site directory
  -E        ignore PYTHON* variables          -S        do not import site
  -I        isolate from the user (-E -P -s)  -u        unbuffered stdout and stderr
  -O, -OO   no assert, no docstrings          -v        say what is imported
  -P        no program's directory on sys.path  -b, -bb   warn (fail) when bytes meet str
  -W ARG    what to do about a warning: action:message:category:module:line
  -X OPT    dev, faulthandler, utf8, importtime and others; -X dev turns asyncio's debug mode on

  -h, --help  this text; behind a command, more of that  -V, --version  --licence  that of Python's library, which is in here
";

/// Prints what the command line understands.
pub fn help() -> Exit {
    tell(HELP)
}

/// Prints the version, and that of the Python it speaks.
pub fn version() -> Exit {
    use rustpython_vm::version::{MAJOR, MAJOR_IMPL, MICRO_IMPL, MINOR, MINOR_IMPL};
    let interpreter = format!("RustPython {MAJOR_IMPL}.{MINOR_IMPL}.{MICRO_IMPL}");
    tell(&format!("asyncio101 {} (Python {MAJOR}.{MINOR} by {interpreter})\n", env!("CARGO_PKG_VERSION")))
}

/// Prints the licence of the Python library in the binary.
pub fn licence() -> Exit {
    tell(&crate::library::licence())
}

/// Serves a directory until Ctrl+C.
#[must_use]
pub fn serve(arguments: ServeArguments) -> Exit {
    match asyncio101_serve::serve(&arguments.directory, arguments.port, arguments.destinations) {
        Ok(()) => Exit::Success,
        Err(error @ ServeError::Directory(..)) => Exit::Misused.because(format_args!("{error}")),
        Err(error @ ServeError::Port(..)) => Exit::Failure.because(format_args!("{error}")),
    }
}

/// Says in one line what is wrong with what was typed.
pub fn misused(error: &UsageError) -> Exit {
    Exit::Misused.because(format_args!("{error} (asyncio101 --help tells more)"))
}

/// Tells the reader of standard error what is wrong with what goes on all the same.
fn warn(warning: std::fmt::Arguments<'_>) {
    let _ = writeln!(std::io::stderr(), "asyncio101: {warning}");
}

/// Writes to standard output. If nobody reads it there is nobody to complain to either.
fn tell(text: &str) -> Exit {
    let written = std::io::stdout().write_all(text.as_bytes());
    if written.is_ok() { Exit::Success } else { Exit::Failure }
}
