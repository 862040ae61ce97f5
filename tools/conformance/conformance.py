#!/usr/bin/env python3
"""Runs tests of CPython's by CPython and by ours, and holds the two against each other.

    conformance.py [OPTIONS] TESTS PYTHON -- OURS [ARGUMENTS ...]

TESTS is the folder of CPython's package `test`, PYTHON its interpreter, OURS ARGUMENTS a command that takes what PYTHON
takes: `asyncio101 run`. A test that CPython passes is to be passed by ours, unless
`tests/cpython/known_differences.txt` names it with the reason; a test named there is to fail. Anything else is said,
and the exit status is 1.

Each module runs in a process of its own, in a folder of its own, and, where the system lets us, with a loopback
network and process numbers of its own. Each of its tests has a limit. When an interpreter crashes or hangs, its next
process goes on behind the test it was in. What fails once is run again by itself: a test is not failed by a busy
machine, and a module takes the time that it takes there.
"""

import argparse
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import document

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
KNOWN = ROOT / "tests" / "cpython" / "known_differences.txt"

# What `make test-native` runs: asyncio without what takes long. (A test in Rust reads the list here.)
QUICK = """
test_asyncio.test_base_events test_asyncio.test_buffered_proto test_asyncio.test_context
test_asyncio.test_eager_task_factory test_asyncio.test_free_threading test_asyncio.test_futures
test_asyncio.test_futures2 test_asyncio.test_graph test_asyncio.test_locks test_asyncio.test_pep492
test_asyncio.test_protocols test_asyncio.test_queues test_asyncio.test_runners test_asyncio.test_selector_events
test_asyncio.test_server test_asyncio.test_staggered test_asyncio.test_streams test_asyncio.test_taskgroups
test_asyncio.test_threads test_asyncio.test_timeouts test_asyncio.test_transports
test_asyncio.test_unix_events test_asyncio.test_waitfor
""".split()
# What `make conformance` runs besides all of asyncio's.
OTHERS = """
test_context test_coroutines test_generators test_asyncgen test_contextlib_async test_selectors test_queue
test_signal test_subprocess test_socket test_concurrent_futures.test_thread_pool
test_concurrent_futures.test_wait test_concurrent_futures.test_as_completed test_concurrent_futures.test_future
test_concurrent_futures.test_init test_concurrent_futures.test_shutdown test_unittest.test_async_case
test_unittest.testmock.testasync
""".split()
# Of test_concurrent_futures, the thread pools.
LEFT_OUT = {"test.test_concurrent_futures": "Process|Interpreter"}

# What runs first in the namespaces. Python must not be process 1, whose signals are special.
IN_NAMESPACES = 'ip link set lo up; "$@"; exit $?'
UNSHARE = ["unshare", "--net", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c", IN_NAMESPACES, "sh"]


def end(process, limit, notes):
    """Wait for a process as long as it may: what it printed, and its status, None if it has not ended."""
    last = time.time()
    while True:
        try:
            printed, _ = process.communicate(timeout=max(0, last + limit - time.time()))
        except subprocess.TimeoutExpired:
            noted = os.stat(notes).st_mtime if notes else last
            if noted <= last:
                return b"", None
            last = noted
        else:
            return printed, process.returncode


def namespaces():
    """What to put before a command so that it has namespaces of its own; nothing where that is not allowed."""
    try:
        works = subprocess.run([*UNSHARE, "true"], check=False, capture_output=True, timeout=60).returncode == 0
    except OSError:
        works = False
    return UNSHARE if works and shutil.which("ip") else []


class Interpreter:
    """One of the two, and how it runs tests."""

    def __init__(self, command, tests, before, limit):
        self.command = [shutil.which(command[0]) or os.path.abspath(command[0]), *command[1:]]
        self.tests, self.before, self.limit = tests, before, limit
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}

    def run(self, arguments, limit, notes=None):
        """Run it to its end, or as long as it may; its exit status and what it printed.

        With the file of its notes, that is so long without a new one.
        """
        with tempfile.TemporaryDirectory(prefix="conformance-", ignore_cleanup_errors=True) as scratch:
            folder = Path(scratch)
            (folder / "path").mkdir()
            (folder / "path" / "test").symlink_to(self.tests / "test")
            (folder / "here").mkdir()
            process = subprocess.Popen(
                [*self.before, *self.command, *arguments],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=folder / "here",
                env=dict(self.environment, PYTHONPATH=str(folder / "path"), TMPDIR=scratch), start_new_session=True,
            )
            try:
                printed, code = end(process, limit, notes)
            finally:
                # It leads a session of its own: whatever is in it was started by it.
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        return code, printed.decode(errors="replace")

    def module(self, module):
        """What becomes of each test of a module: {test: (outcome, why)}."""
        classes = [pattern for prefix, pattern in LEFT_OUT.items() if module.startswith(prefix)]
        with tempfile.NamedTemporaryFile("w+", suffix=".notes") as file:
            for _ in range(20):
                command = [str(HERE / "one_module.py"), module, file.name, *classes]
                code, printed = self.run(command, self.limit, file.name)
                outcomes, begun = read(file.name)
                if begun is None:
                    break
                if not begun:
                    # It was in no test, and would be in none the next time.
                    outcomes[module] = ("failed", f"it ended early: {last_line(printed)}")
                    break
                how = f"it hung for {self.limit} s" if code is None else f"it crashed: {last_line(printed)}"
                with open(file.name, "a", encoding="utf-8") as notes:
                    notes.write(json.dumps(["failed", begun, how]) + "\n")
            return outcomes

    def again(self, test):
        """Run one test by itself; its outcome."""
        module, name = split(test)
        code, _ = self.run(["-m", "unittest", f"{module}.{name}"], self.limit)
        return ("passed", "") if code == 0 else None


def read(notes):
    """The outcomes noted down, and the test it was in at the end: "" outside of tests, None if it is through."""
    outcomes, begun = {}, ""
    with open(notes, encoding="utf-8") as file:
        for what, test, why in map(json.loads, file):
            if what == "begins":
                begun = test
            elif what == "ends":
                begun = None
            else:
                outcomes[test] = (what, why)
                begun = ""
    return outcomes, begun


def split(test):
    """The module of a test, and its name in there."""
    parts = test.split(".")
    modules = next((n for n, part in enumerate(parts) if part[:1].isupper()), len(parts) - 1)
    return ".".join(parts[:modules]), ".".join(parts[modules:])


def last_line(text):
    """The last line that says something."""
    return next((line.strip()[:200] for line in reversed(text.splitlines()) if line.strip()), "without a word")


def known_differences(file=KNOWN):
    """{test: (whose, reason)}, as a file has them."""
    known = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            test, whose, reason = (part.strip() for part in line.split("|", 2))
            known[test] = (whose, reason)
    return known


class Comparison:
    """What both made of a module."""

    def __init__(self, module, theirs, ours, known):
        self.module = module
        self.theirs = Counter(outcome for outcome, _ in theirs.values())
        self.ours = Counter(outcome for outcome, _ in ours.values())
        self.passed = {test for test, (outcome, _) in theirs.items() if outcome == "passed"}
        self.differ = {test: ours.get(test, ("missing", "")) for test in sorted(self.passed)}
        self.differ = {test: outcome for test, outcome in self.differ.items() if outcome[0] != "passed"}
        self.new = {test: outcome for test, outcome in self.differ.items() if test not in known}
        here = [test for test in known if test.startswith(module + ".")]
        self.mended = [test for test in here if ours.get(test, ("", ""))[0] == "passed"]
        self.gone = [test for test in here if test not in theirs]

    def is_as_known(self):
        """Whether nothing is there that the list does not say."""
        return not (self.new or self.mended or self.gone)

    def complain(self):
        """Say what is there that the list does not say."""
        for test, (outcome, why) in self.new.items():
            print(f"  passes by CPython and not by ours: {test}\n    {outcome}: {why.partition(chr(10))[0]}")
        for test in self.mended:
            print(f"  passes, and is in the list of known differences: {test}")
        for test in self.gone:
            print(f"  is in the list of known differences, and CPython has no such test: {test}")


def compare(module, python, ours, known):
    """Run a module by both."""
    theirs, here = python.module(module), ours.module(module)
    for test, (outcome, _) in theirs.items():
        if outcome == "failed":
            theirs[test] = python.again(test) or theirs[test]
    for test, (outcome, _) in here.items():
        if outcome == "failed" and theirs.get(test, ("", ""))[0] == "passed" and test not in known:
            here[test] = ours.again(test) or here[test]
    return Comparison(module, theirs, here, known)


def versions(*interpreters):
    """What each says that it is."""
    about = "import platform; print(platform.python_implementation(), platform.python_version())"
    return [interpreter.run(["-c", about], 60)[1].split()[-1] for interpreter in interpreters]


def arguments():
    """The command line."""
    line = sys.argv[1:]
    if "--" not in line:
        sys.exit(__doc__)
    cut = line.index("--")
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--quick", action="store_true", help="the modules of asyncio that do not take long")
    parser.add_argument("--module", action="append", help="this module only: test_asyncio.test_locks")
    parser.add_argument("--write", action="store_true", help="write docs/conformance.md")
    parser.add_argument("--limit", type=float, default=300, help="seconds for a test (default: %(default)g)")
    parser.add_argument("tests", type=Path)
    parser.add_argument("python")
    options = parser.parse_args(line[:cut])
    options.ours = line[cut + 1 :]
    return options


def modules_of(options):
    """The modules to run."""
    folder = options.tests / "test" / "test_asyncio"
    everything = [*sorted(f"test_asyncio.{path.stem}" for path in folder.glob("test_*.py")), *OTHERS]
    return [f"test.{name}" for name in options.module or (QUICK if options.quick else everything)]


def hear_interrupts():
    """A shell's job in the background ignores SIGINT, and so would what it starts: tests that send it would hang."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def main():
    """Run, compare, say."""
    options = arguments()
    hear_interrupts()
    before, known = namespaces(), known_differences()
    python = Interpreter([options.python], options.tests.resolve(), before, options.limit)
    ours = Interpreter(options.ours, options.tests.resolve(), before, options.limit)
    comparisons = []
    for module in modules_of(options):
        comparison = compare(module, python, ours, known)
        comparisons.append(comparison)
        passed, differ = len(comparison.passed), len(comparison.differ)
        print(f"{module}: {passed} pass by CPython, {differ} of them not by ours", flush=True)
        comparison.complain()
    if options.write:
        document.write_desktop(comparisons, known, *versions(python, ours))
    if not all(comparison.is_as_known() for comparison in comparisons):
        sys.exit(f"This is not what {KNOWN.relative_to(ROOT)} says.")


if __name__ == "__main__":
    main()
