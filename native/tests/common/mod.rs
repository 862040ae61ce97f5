//! Running programs, ours and CPython's, and looking at how they end.

#![allow(dead_code, unused_imports, unused_macros, reason = "each test file uses some of it")]

pub(crate) mod told;

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::ffi::OsStringExt;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitCode, ExitStatus, Stdio};
use std::sync::LazyLock;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use asyncio101::replay::Replay;
use libtest_mimic::{Arguments, Failed, Trial};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// The `asyncio101` under test. It speaks English wherever that is.
pub(crate) fn asyncio101() -> Command {
    let mut command = quiet(OsStr::new(env!("CARGO_BIN_EXE_asyncio101")));
    command.env_remove("LC_ALL").env_remove("LC_MESSAGES").env_remove("LANG");
    command
}

/// `asyncio101 run`.
pub(crate) fn run() -> Command {
    let mut command = asyncio101();
    command.arg("run");
    command
}

/// CPython 3.14, which says how a program behaves: `$PYTHON`, or else what `tools/cpython.sh` finds. Without one,
/// there is nothing to compare with.
static REFERENCE: LazyLock<Option<OsString>> = LazyLock::new(|| {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tools/cpython.sh");
    let found = Command::new(script).arg("path").stderr(Stdio::inherit()).output().ok()?;
    let path = found.stdout.trim_ascii_end();
    found.status.success().then(|| OsString::from_vec(path.to_vec()))
});

/// The reference. Only for tests that are [`beside_python`].
pub(crate) fn python() -> Command {
    quiet(REFERENCE.as_deref().expect("a test without a reference is ignored"))
}

/// A test that compares with CPython. Where there is none it has not passed: it is reported as ignored.
pub(crate) fn beside_python(
    name: impl Into<String>,
    test: impl FnOnce() -> Result<(), Failed> + Send + 'static,
) -> Trial {
    match *REFERENCE {
        Some(_) => Trial::test(name, test),
        None => Trial::test(name, test).with_kind("no CPython 3.14").with_ignored_flag(true),
    }
}

/// Runs tests of which some compare with CPython. Like `#[test]`, they are functions that panic.
pub(crate) fn run_tests(alone: &[(&str, fn())], compared: &[(&str, fn())]) -> ExitCode {
    let run = |test: fn()| {
        move || {
            test();
            Ok(())
        }
    };
    let alone = alone.iter().map(|&(name, test)| Trial::test(name, run(test)));
    let compared = compared.iter().map(|&(name, test)| beside_python(name, run(test)));
    libtest_mimic::run(&Arguments::from_args(), alone.chain(compared).collect()).exit_code()
}

/// Functions with their names, for [`run_tests`]. One that is forgotten is dead code, which the compiler tells.
macro_rules! tests {
    ($($test:ident),* $(,)?) => {
        &[$((stringify!($test), $test as fn())),*]
    };
}
pub(crate) use tests;

/// The programs in `tests/parity`, by name.
pub(crate) fn parity_programs() -> Vec<PathBuf> {
    programs_in("../tests/parity")
}

/// All programs in a directory of this repository.
pub(crate) fn programs_in(directory: &str) -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join(directory).canonicalize().unwrap();
    let files = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let mut programs: Vec<_> = files.filter(|path| path.extension().is_some_and(|ext| ext == "py")).collect();
    programs.sort();
    programs
}

/// A directory with a program in it.
pub(crate) struct Desk(TempDir);

impl Desk {
    pub(crate) fn with(program: &str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        fs::write(directory.path().join("main.py"), program).unwrap();
        Self(directory)
    }

    pub(crate) fn directory(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.0.path().join(file)
    }

    /// Runs the program, on the virtual clock, and records it.
    pub(crate) fn record(&self, trace: &str) -> Ended {
        let mut command = run();
        command.args(["--clock", "virtual", "--trace", trace, "main.py"]).current_dir(self.0.path());
        end_of(&mut command)
    }

    pub(crate) fn replay(&self) -> Replay {
        let _ = self.record("main.trace");
        Replay::read(fs::read(self.path("main.trace")).unwrap()).unwrap()
    }
}

/// Without what the surroundings would change: colours, the user's own settings, and Ctrl+C, which a shell has
/// its background jobs ignore.
fn quiet(program: &OsStr) -> Command {
    let mut command = Command::new("env");
    command.arg("--default-signal=INT").arg(program);
    let python_variables = std::env::vars_os().map(|(name, _)| name);
    for name in python_variables.filter(|name| name.to_string_lossy().starts_with("PYTHON")) {
        command.env_remove(name);
    }
    command.env("NO_COLOR", "1").env_remove("FORCE_COLOR").stdin(Stdio::null());
    command
}

/// How a program ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ended {
    /// As a shell shows it: 128 and the signal, if it was one.
    pub(crate) code: i32,
    /// All it wrote to standard output.
    pub(crate) stdout: String,
    /// All it wrote to standard error.
    pub(crate) stderr: String,
}

impl Ended {
    /// The last line of standard error: of a traceback, the exception.
    pub(crate) fn complaint(&self) -> &str {
        self.stderr.lines().last().unwrap_or_default()
    }
}

/// A program that takes as long is stuck, or waits for something that has not happened: it is killed, so that its test
/// fails. No test depends on how long that is, if only it is shorter than the quarter of an hour (and more) that
/// programs here wait in vain, and longer than any of them computes on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(300);

/// Kills a process that has not ended in time. Dropped when it has.
struct Watchdog(#[expect(unused, reason = "dropping it ends the wait")] Sender<()>);

impl Watchdog {
    fn over(child: &Child) -> Self {
        let process = Pid::from_child(child);
        let (ended, wait) = channel();
        thread::spawn(move || {
            if wait.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                let _ = kill_process(process, Signal::KILL);
            }
        });
        Self(ended)
    }
}

/// Runs `command` to its end.
pub(crate) fn end_of(command: &mut Command) -> Ended {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let _watchdog = Watchdog::over(&child);
    let output = child.wait_with_output().unwrap();
    Ended {
        code: code(output.status),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// The exit code as a shell shows it.
pub(crate) fn code(status: ExitStatus) -> i32 {
    status.code().or_else(|| Some(128 + status.signal()?)).expect("the process has ended")
}

/// Runs the same arguments by CPython and by ours, in `directory`, and demands the same output, the same
/// exception and the same exit code. (Between versions of CPython, tracebacks differ in what they underline.)
#[track_caller]
pub(crate) fn same_as_python(directory: &Path, arguments: &[&str]) -> Ended {
    let theirs = end_of(python().args(arguments).current_dir(directory));
    let ours = end_of(run().args(arguments).current_dir(directory));
    assert_eq!(
        (ours.code, ours.stdout.as_str(), ours.complaint()),
        (theirs.code, theirs.stdout.as_str(), theirs.complaint()),
        "{arguments:?}\nours: {ours:#?}\nCPython's: {theirs:#?}"
    );
    ours
}

/// A program that has been started and has said that it is ready.
pub(crate) struct Running {
    child: Child,
    stdout: BufReader<ChildStdout>,
    _watchdog: Watchdog,
}

impl Running {
    /// Starts `command` and waits for its first line of output, which is returned too.
    pub(crate) fn start(command: &mut Command) -> (Self, String) {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().expect("it is piped"));
        let watchdog = Watchdog::over(&child);
        let mut running = Self { child, stdout, _watchdog: watchdog };
        let line = running.line();
        (running, line)
    }

    /// Waits for the next line of output.
    pub(crate) fn line(&mut self) -> String {
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// Waits until its main thread sleeps in the operating system, as `proc_pid_stat(5)` tells; where there is
    /// no such thing, it does not.
    pub(crate) fn sleeps(&self) {
        if !cfg!(target_os = "linux") {
            return;
        }
        let stat = format!("/proc/{}/stat", self.child.id());
        while fs::read_to_string(&stat).unwrap().rsplit_once(") ").unwrap().1.starts_with(['R', 'D']) {
            thread::yield_now();
        }
    }

    /// Sends a signal.
    pub(crate) fn kill(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Waits for its end.
    pub(crate) fn end(mut self) -> Ended {
        let (mut stdout, mut stderr) = (String::new(), String::new());
        self.stdout.read_to_string(&mut stdout).unwrap();
        self.child.stderr.take().expect("it is piped").read_to_string(&mut stderr).unwrap();
        Ended { code: code(self.child.wait().unwrap()), stdout, stderr }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Only of use when a test has failed half way.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
