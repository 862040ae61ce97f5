//! Ctrl+C before a program's first line and after its last: when there is nobody yet, or nobody any more, who could
//! handle it.
//!
//! `benches/python/interrupts.py` presses it at moments of chance.

mod common;

use std::ffi::OsStr;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, ExitCode, Stdio};

use common::{Desk, asyncio101, end_of, python, run, run_tests, tests};
use rustix::process::{Pid, Signal, kill_process};

fn main() -> ExitCode {
    let alone = tests![
        while_the_interpreter_is_made_it_ends_the_process,
        where_nobody_would_hear_it_it_waits,
        whoever_takes_too_long_is_broken_off,
    ];
    let compared = tests![
        while_site_is_imported_there_is_no_program,
        while_modules_are_taken_apart_it_ends_the_process,
        what_is_ignored_from_the_beginning_stays_ignored,
    ];
    run_tests(alone, compared)
}

/// The interpreter is made, and waits for somebody who reads its trace; Ctrl+C comes while it does.
fn while_the_interpreter_is_made_it_ends_the_process() {
    if !cfg!(target_os = "linux") {
        return;
    }
    let desk = Desk::with("print('never')\n");
    assert!(Command::new("mkfifo").arg(desk.path("pipe")).status().unwrap().success());
    let mut command = run();
    command.args(["--trace", "pipe", "main.py"]).current_dir(desk.directory());
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    while !waits(child.id()) {
        std::thread::yield_now();
    }
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.signal(), Some(Signal::INT.as_raw()), "{output:?}");
    assert!(output.stdout.is_empty() && output.stderr.is_empty(), "{output:?}");
}

/// Whether a process is ours (and not `env` any more, which starts it) and sleeps in the operating system, as
/// `proc_pid_status(5)` tells.
fn waits(process: u32) -> bool {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    assert!(!status.contains("State:\tZ"), "it has ended: {status}");
    status.starts_with("Name:\tasyncio101") && status.contains("State:\tS")
}

fn while_site_is_imported_there_is_no_program() {
    let desk = Desk::with("print('never')\n");
    let interrupts = "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nfor _ in range(10): pass\n";
    fs::write(desk.path("sitecustomize.py"), interrupts).unwrap();
    let [theirs, ours] = [python(), run()]
        .map(|mut command| end_of(command.arg(desk.path("main.py")).env("PYTHONPATH", desk.directory())));
    assert_eq!((ours.code, ours.complaint()), (theirs.code, theirs.complaint()), "{ours:#?}\n{theirs:#?}");
    assert_eq!(ours.stdout, "");
    assert_eq!(ours.stderr.lines().next(), theirs.stderr.lines().next());
}

/// What a weak reference's callback raises is dropped; CPython says so and goes on, and Ctrl+C has to be pressed again.
fn where_nobody_would_hear_it_it_waits() {
    for callback in ["weakref.ref(it, gone)", "weakref.finalize(it, gone, None)", "weakref.WeakSet([it])"] {
        let desk = Desk::with(&format!(
            "import os, signal, weakref\n\
             class It:\n\
             \x20   pass\n\
             def gone(ref):\n\
             \x20   os.kill(os.getpid(), signal.SIGINT)\n\
             \x20   for _ in range(10): pass\n\
             \x20   print('the callback is done')\n\
             it = It()\n\
             first = weakref.ref(it, gone)\n\
             more = {callback}\n\
             try:\n\
             \x20   del it\n\
             \x20   for _ in range(10): pass\n\
             except KeyboardInterrupt:\n\
             \x20   print('interrupted')\n\
             else:\n\
             \x20   print('lost')\n"
        ));
        let ended = end_of(run().arg(desk.path("main.py")));
        assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{callback}: {ended:?}");
        assert!(ended.stdout.ends_with("the callback is done\ninterrupted\n"), "{callback}: {ended:?}");
    }
}

/// Ctrl+C waits for a callback, but not for ever.
fn whoever_takes_too_long_is_broken_off() {
    let desk = Desk::with(
        "import os, signal, weakref\n\
         class It:\n\
         \x20   pass\n\
         def gone(ref):\n\
         \x20   os.kill(os.getpid(), signal.SIGINT)\n\
         \x20   try:\n\
         \x20       while True: pass\n\
         \x20   except KeyboardInterrupt:\n\
         \x20       print('interrupted')\n\
         it = It()\n\
         ref = weakref.ref(it, gone)\n\
         del it\n",
    );
    let ended = end_of(run().arg(desk.path("main.py")));
    assert_eq!((ended.code, ended.stdout.as_str()), (0, "interrupted\n"), "{ended:?}");
}

fn while_modules_are_taken_apart_it_ends_the_process() {
    for (signal, handler) in [("SIGINT", ""), ("SIGTERM", "signal.signal(signal.SIGTERM, print)")] {
        let desk = Desk::with(&format!(
            "import os, signal\n\
             {handler}\n\
             class Last:\n\
             \x20   def __del__(self, os=os, signal=signal):\n\
             \x20       print('last', flush=True)\n\
             \x20       os.kill(os.getpid(), signal.{signal})\n\
             \x20       for _ in range(10): pass\n\
             \x20       print('never')\n\
             last = Last()\n"
        ));
        let [theirs, ours] = [python(), run()].map(|mut command| end_of(command.arg(desk.path("main.py"))));
        assert_eq!(ours, theirs);
        assert_eq!(ours.stdout, "last\n");
    }
}

/// A shell has its background jobs ignore Ctrl+C.
fn what_is_ignored_from_the_beginning_stays_ignored() {
    let code = "import os, signal\n\
                print(signal.getsignal(signal.SIGINT))\n\
                os.kill(os.getpid(), signal.SIGINT)\n\
                print('goes on')\n";
    let [theirs, ours] = [python(), run()].map(|command| {
        let mut ignoring = Command::new("env");
        ignoring.arg("--ignore-signal=INT").args(command.get_args().filter(|word| *word != DEFAULT));
        end_of(ignoring.args(["-c", code]).stdin(Stdio::null()))
    });
    assert_eq!(ours, theirs);
    assert!(ours.stdout.ends_with("goes on\n"), "{ours:?}");
    // The other commands of these tests do hear it.
    assert!(asyncio101().get_args().any(|word| word == OsStr::new(DEFAULT)));
}

/// What `env` is told for all other commands of these tests.
const DEFAULT: &str = "--default-signal=INT";
