//! `asyncio101 run`, side by side with CPython 3.14: programs without a loop, and everything that can be wrong
//! with a command line.

mod common;

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{ExitCode, Stdio};

use common::{Running, asyncio101, end_of, python, run, run_tests, same_as_python, tests};
use rustix::process::Signal;
use tempfile::TempDir;

fn main() -> ExitCode {
    let alone = tests![
        code_on_the_command_line_has_its_lines_in_a_traceback,
        an_unknown_module_is_one_line_and_1,
        an_environment_that_makes_no_sense_is_one_line_and_1,
        no_bytecode_is_written_for_the_library_and_none_for_a_program_that_wants_none,
        the_whole_library_is_inside,
        the_binary_runs_where_there_is_nothing_else,
        the_licence_of_the_library_travels_with_it,
        help_is_short_and_on_standard_output,
    ];
    let compared = tests![
        a_program_sees_its_arguments_its_name_and_its_directory,
        a_script_reached_by_a_link_imports_from_beside_the_script,
        a_module_beside_the_program_hides_one_of_the_library,
        exit_codes_are_pythons,
        an_orderly_end_runs_what_atexit_was_given,
        threads_that_are_not_daemons_are_waited_for,
        threading_can_be_imported_for_the_first_time_at_exit,
        a_traceback_shows_the_lines_of_the_program_and_of_the_library,
        a_program_may_come_by_standard_input,
        a_missing_file_is_one_line_and_2,
        source_that_is_not_utf8_is_a_syntax_error_that_says_where,
        a_syntax_error_shows_the_line,
        a_command_line_that_makes_no_sense_is_one_line_and_2,
        a_reader_that_went_away_is_reported_as_python_reports_it,
        output_that_cannot_be_written_at_the_end_is_120,
        a_closed_stdout_does_not_matter_to_a_program_that_prints,
        sys_executable_is_a_python,
        options_reach_the_interpreter,
        control_c_interrupts_whatever_the_program_does,
        control_c_ends_the_wait_for_threads_at_the_end,
        a_lock_waits_as_long_as_it_is_told_to,
        nobody_sees_the_platforms_own_wakeup_fd,
    ];
    run_tests(alone, compared)
}

/// A directory with these files.
fn directory(files: &[(&str, &[u8])]) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (name, contents) in files {
        let path = directory.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
    }
    directory
}

fn anywhere() -> &'static Path {
    Path::new("/")
}

fn a_program_sees_its_arguments_its_name_and_its_directory() {
    let program: &[u8] = b"import sys; print(sys.argv, __name__, __file__, __spec__ is None, sys.path[0])";
    let directory =
        directory(&[("here.py", program), ("pkg/__init__.py", b""), ("pkg/__main__.py", program)]);
    same_as_python(directory.path(), &["here.py", "a", "--help"]);
    same_as_python(directory.path(), &["pkg", "a"]);
    let code = "import sys; print(sys.argv, __name__, __spec__ is None, sys.path[0])";
    same_as_python(directory.path(), &["-c", code, "-u"]);
    same_as_python(directory.path(), &["-m", "here", "-u"]);
    same_as_python(directory.path(), &["-m", "pkg"]);
}

fn a_script_reached_by_a_link_imports_from_beside_the_script() {
    let directory = directory(&[("real/main.py", b"import helper"), ("real/helper.py", b"print('found')")]);
    std::os::unix::fs::symlink("real/main.py", directory.path().join("link.py")).unwrap();
    assert_eq!(same_as_python(directory.path(), &["link.py"]).stdout, "found\n");
}

fn a_module_beside_the_program_hides_one_of_the_library() {
    let directory =
        directory(&[("main.py", b"import colorsys; print(colorsys.mine)"), ("colorsys.py", b"mine = 1")]);
    assert_eq!(same_as_python(directory.path(), &["main.py"]).stdout, "1\n");
    assert_eq!(same_as_python(directory.path(), &["-P", "main.py"]).code, 1);
}

fn exit_codes_are_pythons() {
    for (code, expected) in [
        ("pass", 0),
        ("import sys; sys.exit()", 0),
        ("import sys; sys.exit(7)", 7),
        ("import sys; sys.exit(-1)", 255),
        ("import sys; sys.exit(256)", 0),
        ("import sys; sys.exit('so long')", 1),
        ("raise SystemExit(None)", 0),
        ("1/0", 1),
        ("raise KeyboardInterrupt", 130),
        ("import os; os._exit(9)", 9),
        ("import os, signal; os.kill(os.getpid(), signal.SIGTERM)", 143),
        ("import os; os.abort()", 134),
    ] {
        assert_eq!(same_as_python(anywhere(), &["-c", code]).code, expected, "{code}");
    }
}

fn an_orderly_end_runs_what_atexit_was_given() {
    for end in ["pass", "raise KeyboardInterrupt", "1/0", "import sys; sys.exit(3)"] {
        let code = format!("import atexit\natexit.register(print, 'at exit')\n{end}");
        assert_eq!(same_as_python(anywhere(), &["-c", &code]).stdout, "at exit\n");
    }
}

fn threads_that_are_not_daemons_are_waited_for() {
    let code = "
    import threading
    start = threading.Event()
    threading.Thread(target=lambda: (start.wait(), print('done'))).start()
    start.set()";
    let code = code.replace("\n    ", "\n");
    assert_eq!(same_as_python(anywhere(), &["-c", &code]).stdout, "done\n");
}

fn threading_can_be_imported_for_the_first_time_at_exit() {
    let code = "import atexit; atexit.register(lambda: print(__import__('threading').active_count()))";
    assert_eq!(same_as_python(anywhere(), &["-c", code]).stdout, "1\n");
}

fn a_traceback_shows_the_lines_of_the_program_and_of_the_library() {
    let directory = directory(&[("main.py", b"import json\njson.loads('[1, 2')\n")]);
    let ended = same_as_python(directory.path(), &["main.py"]);
    for line in ["json.loads('[1, 2')", "in raw_decode", "obj, end = self.scan_once(s, idx)"] {
        assert!(ended.stderr.contains(line), "{line} is missing in\n{}", ended.stderr);
    }
}

fn code_on_the_command_line_has_its_lines_in_a_traceback() {
    let ended = end_of(run().args(["-c", "  first = 1\n  first / 0"]));
    assert!(
        ended.stderr.contains("  File \"<string>\", line 2, in <module>\n    first / 0\n"),
        "{}",
        ended.stderr
    );
}

fn a_program_may_come_by_standard_input() {
    for arguments in [&["-", "x"][..], &[]] {
        let ends = [python(), run()].map(|mut command| {
            let child = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
            let mut child = child.unwrap();
            let program = "import sys\nprint(sys.argv, __name__, 'é')";
            child.stdin.take().unwrap().write_all(program.as_bytes()).unwrap();
            child.wait_with_output().unwrap()
        });
        assert_eq!(ends[0].stdout, ends[1].stdout);
        assert_eq!(ends[0].status, ends[1].status);
    }
}

fn a_missing_file_is_one_line_and_2() {
    let directory = directory(&[("empty/x", b"")]);
    let ended = end_of(run().arg("missing.py").current_dir(directory.path()));
    let path = directory.path().canonicalize().unwrap().join("missing.py");
    let line =
        format!("asyncio101: can't open file '{}': [Errno 2] No such file or directory\n", path.display());
    assert_eq!((ended.code, ended.stderr), (2, line));
    assert_eq!(end_of(python().arg("missing.py")).code, 2);

    let ended = end_of(run().arg("empty").current_dir(directory.path()));
    assert_eq!((ended.code, ended.stderr.lines().count()), (1, 1));
    assert!(ended.stderr.contains("can't find '__main__' module in"), "{}", ended.stderr);
}

fn an_unknown_module_is_one_line_and_1() {
    let ended = end_of(run().args(["-m", "nosuch"]));
    assert_eq!((ended.code, ended.stderr.lines().count()), (1, 1));
    assert!(ended.complaint().ends_with(": No module named nosuch"), "{}", ended.stderr);
}

fn source_that_is_not_utf8_is_a_syntax_error_that_says_where() {
    let latin1 = b"print('caf\xe9')\n";
    let declared = [b"# -*- coding: latin-1 -*-\n".as_slice(), latin1].concat();
    let directory = directory(&[("bad.py", latin1), ("good.py", &declared), ("nul.py", b"x = 1\n\0\n")]);
    let ended = same_as_python(directory.path(), &["bad.py"]);
    assert!(
        ended.complaint().starts_with("SyntaxError: Non-UTF-8 code starting with '\\xe9'"),
        "{}",
        ended.stderr
    );
    assert_eq!(same_as_python(directory.path(), &["good.py"]).stdout, "café\n");
    assert_eq!(same_as_python(directory.path(), &["nul.py"]).code, 1);
}

fn a_syntax_error_shows_the_line() {
    let directory = directory(&[("main.py", b"x = 1\ny = = 2\n")]);
    let ended = same_as_python(directory.path(), &["main.py"]);
    assert_eq!(ended.code, 1);
    assert!(ended.stderr.contains("line 2\n    y = = 2\n        ^\n"), "{}", ended.stderr);
}

fn a_command_line_that_makes_no_sense_is_one_line_and_2() {
    for arguments in [&["run", "--nonsense"][..], &["run", "-c"], &["run", "-m"], &["sevre"], &["serve"]] {
        let ended = end_of(asyncio101().args(arguments));
        assert_eq!((ended.code, ended.stderr.lines().count()), (2, 1), "{arguments:?}: {}", ended.stderr);
        assert!(ended.stderr.starts_with("asyncio101: "), "{}", ended.stderr);
    }
    for arguments in [&["--nonsense"][..], &["-c"], &["-m"]] {
        assert_eq!(end_of(python().args(arguments)).code, 2, "{arguments:?}");
    }
}

fn an_environment_that_makes_no_sense_is_one_line_and_1() {
    let ended = end_of(run().args(["-c", "pass"]).env("PYTHONHASHSEED", "x"));
    assert_eq!((ended.code, ended.stderr.lines().count()), (1, 1), "{}", ended.stderr);
    assert_eq!(end_of(run().args(["-E", "-c", "pass"]).env("PYTHONHASHSEED", "x")).code, 0);
}

fn a_reader_that_went_away_is_reported_as_python_reports_it() {
    // More than a pipe holds: the write that finds nobody there is in the middle of the program.
    let code = "import sys\nfor i in range(100000): sys.stdout.buffer.write(b'%d\\n' % i)";
    let mut ends = Vec::new();
    for mut command in [python(), run()] {
        let mut child =
            command.args(["-c", code]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = [0; 2];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap(); // and closes the pipe
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(
            stderr.lines().last().unwrap().starts_with("BrokenPipeError: [Errno 32] Broken pipe"),
            "{stderr}"
        );
        ends.push((first, output.status.code()));
    }
    assert_eq!(
        ends[0],
        (*b"0\n", Some(120)),
        "it raises, and what is left in the buffer does not get out either"
    );
    assert_eq!(ends[0], ends[1]);
}

fn output_that_cannot_be_written_at_the_end_is_120() {
    // The program has ended well; what it left in the buffer does not get out.
    for code in ["print('late')", "import atexit; atexit.register(print, 'late')", "print('late'); 1/0"] {
        let ends = [python(), run()].map(|mut command| {
            let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
            command.args(["-c", code]).stdout(full).stderr(Stdio::piped());
            let output = command.spawn().unwrap().wait_with_output().unwrap();
            (output.status.code(), String::from_utf8(output.stderr).unwrap())
        });
        for (code, stderr) in ends {
            assert_eq!(code, Some(120), "{stderr}");
            assert!(stderr.lines().last().unwrap().starts_with("OSError: [Errno 28]"), "{stderr}");
        }
    }
}

fn a_closed_stdout_does_not_matter_to_a_program_that_prints() {
    let mut command = std::process::Command::new("bash");
    command.args(["-c", concat!(env!("CARGO_BIN_EXE_asyncio101"), " run -c 'print(1)' >&-")]);
    assert_eq!(end_of(&mut command).code, 0);
}

fn sys_executable_is_a_python() {
    let code = "import subprocess, sys
print(subprocess.run([sys.executable, '-I', '-c', 'print(6 * 7)'], capture_output=True).stdout)";
    assert_eq!(same_as_python(anywhere(), &["-c", code]).stdout, "b'42\\n'\n");
}

fn options_reach_the_interpreter() {
    let code =
        "import sys; print(sys.flags.optimize, sys.flags.dev_mode, sys.warnoptions, sys.flags.isolated)";
    same_as_python(anywhere(), &["-OO", "-X", "dev", "-W", "ignore", "-c", code]);
    same_as_python(anywhere(), &["-I", "-W", "error::UserWarning", "-c", code]);
    assert_eq!(same_as_python(anywhere(), &["-O", "-c", "assert False"]).code, 0);
    assert_eq!(
        same_as_python(anywhere(), &["-W", "error", "-c", "import warnings; warnings.warn('x')"]).code,
        1
    );
}

fn no_bytecode_is_written_for_the_library_and_none_for_a_program_that_wants_none() {
    let directory = directory(&[("main.py", b"import helper, json"), ("helper.py", b"")]);
    assert_eq!(end_of(run().args(["-B", "main.py"]).current_dir(directory.path())).code, 0);
    assert!(!directory.path().join("__pycache__").exists());
    assert_eq!(end_of(run().arg("main.py").current_dir(directory.path())).code, 0);
    assert!(directory.path().join("__pycache__").exists());
}

fn the_whole_library_is_inside() {
    let code = "
import inspect, json, pkgutil, linecache
print(inspect.getsource(json.dumps).splitlines()[0])
print(pkgutil.get_data('pydoc_data', '_pydoc.css')[:3])
print('decoder' in [module.name for module in pkgutil.iter_modules(json.__path__)])
print(json.__spec__.has_location, json.__spec__.parent, json.decoder.__spec__.parent)
import asyncio.runners, concurrent.futures, ctypes, dataclasses, decimal, email.message, http.client, logging.config
import multiprocessing, struct, tomllib, typing, unittest.mock, urllib.request, xml.etree.ElementTree
";
    let ended = end_of(run().args(["-c", code]));
    assert_eq!((ended.stderr.as_str(), ended.code), ("", 0));
    assert_eq!(
        ended.stdout,
        "def dumps(obj, *, skipkeys=False, ensure_ascii=True, check_circular=True,\nb'/*\\n'\nTrue\nTrue json json\n"
    );
}

fn the_binary_runs_where_there_is_nothing_else() {
    let directory = directory(&[]);
    let copy = directory.path().join("copied");
    fs::copy(env!("CARGO_BIN_EXE_asyncio101"), &copy).unwrap();
    let mut command = std::process::Command::new(&copy);
    command.args(["run", "-c", "import json, sys; print(json.__file__.startswith(sys.executable))"]);
    let ended = end_of(command.env_clear().current_dir(directory.path()));
    assert_eq!((ended.stdout.as_str(), ended.stderr.as_str(), ended.code), ("True\n", "", 0));
}

fn the_licence_of_the_library_travels_with_it() {
    assert!(end_of(asyncio101().arg("--licence")).stdout.contains("PYTHON SOFTWARE FOUNDATION LICENSE"));
}

fn help_is_short_and_on_standard_output() {
    for arguments in [&["--help"][..], &["run", "--help"], &["serve", "-h"], &[]] {
        let ended = end_of(asyncio101().args(arguments));
        assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{arguments:?}");
        assert!(ended.stdout.contains("asyncio101 run") && ended.stdout.lines().count() <= 30);
    }
    assert!(end_of(asyncio101().arg("--version")).stdout.starts_with("asyncio101 "));
}

fn control_c_interrupts_whatever_the_program_does() {
    for (setting_up, waiting) in [
        ("", "while True: pass"),
        ("import time", "time.sleep(1000)"),
        ("import select", "select.select([], [], [])"),
        ("import threading; event = threading.Event()", "event.wait()"),
        ("import threading; event = threading.Event()", "event.wait(1000)"),
        ("import threading; lock = threading.Lock(); lock.acquire()", "lock.acquire()"),
        ("import threading; lock = threading.Lock(); lock.acquire()", "lock.__enter__()"),
        ("import queue; empty = queue.Queue()", "empty.get()"),
        (BESIDE, "thread.join()"),
        (BESIDE, "thread.join(1000)"),
    ] {
        let code = format!(
            "{setting_up}\ntry:\n    print('ready', flush=True)\n    {waiting}\nfinally:\n    print('finally')"
        );
        let ends = [python(), run()].map(|mut command| {
            let (program, ready) = Running::start(command.args(["-c", &code]));
            assert_eq!(ready, "ready");
            if !waiting.starts_with("while") {
                program.sleeps();
            }
            program.kill(Signal::INT);
            program.end()
        });
        for ended in &ends {
            assert_eq!((ended.code, ended.stdout.as_str()), (130, "finally\n"), "{waiting}: {ended:?}");
            assert_eq!(ended.complaint(), "KeyboardInterrupt", "{waiting}");
        }
    }
}

/// A thread that is at it for good, and that nobody waits for at the end.
const BESIDE: &str = "import threading, time; thread = threading.Thread(target=time.sleep, args=(1000,), daemon=True); thread.start()";

fn control_c_ends_the_wait_for_threads_at_the_end() {
    let code = "
import threading, time
threading.Thread(target=time.sleep, args=(1000,)).start()
print('ready', flush=True)";
    for mut command in [python(), run()] {
        let (program, ready) = Running::start(command.args(["-c", code]));
        assert_eq!(ready, "ready");
        program.sleeps();
        program.kill(Signal::INT);
        let ended = program.end();
        assert_eq!(
            (ended.code, ended.complaint().trim_end_matches(": ")),
            (0, "KeyboardInterrupt"),
            "{ended:?}"
        );
        assert!(ended.stderr.starts_with("Exception ignored "), "{ended:?}");
    }
}

fn a_lock_waits_as_long_as_it_is_told_to() {
    let code = "
import _thread, threading
lock = threading.Lock()
print(lock.acquire(), lock.acquire(False), lock.acquire(timeout=0), lock.acquire(True, 0.12), lock.acquire(timeout=0.01))
for arguments in [(True, -2), (False, 1), (True, 1e300), (True, float('nan')), ('a', 'b'), (1, 2, 3)]:
    try:
        lock.acquire(*arguments)
    except Exception as error:
        print(type(error).__name__)
lock.release()
with lock:
    print(lock.locked())
reentrant = threading.RLock()
with reentrant, reentrant:
    print(reentrant.acquire(timeout=1))
try:
    threading.current_thread().join()
except RuntimeError as error:
    print(error)
thread = threading.Thread(target=lock.acquire)
thread.start()
thread.join(), thread.join(), thread.join(-1), thread.join(5)
print(thread.is_alive(), lock.locked())
thread = threading.Thread(target=lock.acquire)
thread.start()
thread.join(0.12)
print(thread.is_alive())
lock.release()
thread.join()
print(thread.is_alive(), lock.locked())";
    same_as_python(anywhere(), &["-c", code]);
}

fn nobody_sees_the_platforms_own_wakeup_fd() {
    let code = "
import os, signal
read, write = os.pipe()
os.set_blocking(write, False)
print(signal.set_wakeup_fd(-1), signal.set_wakeup_fd(write) == -1, signal.set_wakeup_fd(-1) == write)
print(signal.set_wakeup_fd(-1, warn_on_full_buffer=False))";
    assert_eq!(same_as_python(anywhere(), &["-c", code]).stdout, "-1 True True\n-1\n");
}
