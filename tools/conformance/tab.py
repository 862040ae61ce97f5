#!/usr/bin/env python3
"""Runs tests of CPython's by CPython and by ours in browsers' tabs, and holds them against each other.

    tab.py [OPTIONS] TESTS PYTHON DIST

TESTS is the folder of CPython's package `test`, PYTHON its interpreter, DIST a folder that holds `engine/`. A test that
CPython passes is to be passed in each browser, unless `tests/cpython/known_differences_tab.txt` names it with the
reason; one named there is to fail. Anything else is said, and the exit status is 1. What runs there, and what fails
once, is as in conformance.py.
"""

import argparse
import fnmatch
import json
import subprocess
import sys
from pathlib import Path

import document
from conformance import (
    HERE,
    KNOWN,
    ROOT,
    Comparison,
    Interpreter,
    hear_interrupts,
    known_differences,
    namespaces,
    versions,
)

KNOWN_IN_A_TAB = KNOWN.with_name("known_differences_tab.txt")
BROWSERS = ["chromium", "firefox"]

# What needs no operating system.
MODULES = """
test_asyncio.test_base_events test_asyncio.test_buffered_proto test_asyncio.test_context
test_asyncio.test_eager_task_factory test_asyncio.test_free_threading test_asyncio.test_futures
test_asyncio.test_futures2 test_asyncio.test_graph test_asyncio.test_locks test_asyncio.test_pep492
test_asyncio.test_protocols test_asyncio.test_queues test_asyncio.test_runners test_asyncio.test_selector_events
test_asyncio.test_server test_asyncio.test_sock_lowlevel test_asyncio.test_staggered test_asyncio.test_streams
test_asyncio.test_taskgroups test_asyncio.test_tasks test_asyncio.test_threads test_asyncio.test_timeouts
test_asyncio.test_tools test_asyncio.test_transports test_asyncio.test_waitfor
test_context test_coroutines test_generators test_asyncgen test_contextlib_async test_queue
test_unittest.test_async_case test_unittest.testmock.testasync
""".split()


class Tab:
    """Ours in a tab of a browser; used as an Interpreter is."""

    def __init__(self, browser, dist, tests, limit):
        self.browser, self.dist, self.tests, self.limit = browser, dist, tests, limit

    def tell(self, *arguments):
        """What tab.mjs prints, as JSON."""
        command = ["node", HERE / "tab.mjs", "--browser", self.browser, "--dist", self.dist, *arguments]
        ended = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True, text=True)
        return map(json.loads, ended.stdout.splitlines())

    def version(self):
        """What it is, as in "Firefox 140"."""
        [[told]] = self.tell("--version")
        return f"{self.browser.capitalize()} {told.split()[-1].partition('.')[0]}"

    def module(self, module):
        """What becomes of each test of a module: {test: (outcome, why)}."""
        notes = self.tell("--limit", str(round(1000 * self.limit)), self.tests, module)
        return {test: (outcome, why) for outcome, test, why in notes}

    def again(self, test):
        """Run one test by itself; its outcome."""
        outcome = self.module(test).get(test)
        return outcome if outcome and outcome[0] == "passed" else None


def spelled_out(known, module, tests):
    """The known differences of a module, with the tests that a pattern stands for."""
    here = {pattern: reason for pattern, reason in known.items() if pattern.startswith(module + ".")}
    return {
        test: reason
        for pattern, reason in here.items()
        # One that stands for nothing is complained of by its name.
        for test in fnmatch.filter(tests, pattern) or [pattern]
    }


def compare(module, python, tabs, known):
    """Run a module by CPython and in each tab; the comparisons, and the known differences."""
    theirs = python.module(module)
    for test, (outcome, _) in theirs.items():
        if outcome == "failed":
            theirs[test] = python.again(test) or theirs[test]
    known = spelled_out(known, module, theirs)
    comparisons = []
    for tab in tabs:
        here = tab.module(module)
        for test, (outcome, _) in here.items():
            if outcome == "failed" and theirs.get(test, ("", ""))[0] == "passed" and test not in known:
                here[test] = tab.again(test) or here[test]
        comparisons.append(Comparison(module, theirs, here, known))
    return comparisons, known


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--module", action="append", help="this module only: test_asyncio.test_locks")
    parser.add_argument("--browser", action="append", choices=BROWSERS, help="this browser only")
    parser.add_argument("--write", action="store_true", help="write its part of docs/conformance.md")
    parser.add_argument("--limit", type=float, default=300, help="seconds for a module (default: %(default)g)")
    parser.add_argument("tests", type=Path)
    parser.add_argument("python")
    parser.add_argument("dist", type=Path)
    return parser.parse_args()


def main():
    """Run, compare, say."""
    options = arguments()
    hear_interrupts()
    tests = options.tests.resolve()
    python = Interpreter([options.python], tests, namespaces(), options.limit)
    tabs = [Tab(browser, options.dist, tests, options.limit) for browser in options.browser or BROWSERS]
    known, met, everything, is_as_known = known_differences(KNOWN_IN_A_TAB), {}, [], True
    for module in options.module or MODULES:
        comparisons, here = compare(f"test.{module}", python, tabs, known)
        everything.append(comparisons)
        met.update(here)
        for tab, comparison in zip(tabs, comparisons, strict=True):
            passed, differ = len(comparison.passed), len(comparison.differ)
            print(f"{module} in {tab.browser}: {passed} pass by CPython, {differ} of them not by ours", flush=True)
            comparison.complain()
            is_as_known = is_as_known and comparison.is_as_known()
    if options.write:
        document.write_tab(everything, met, [tab.version() for tab in tabs], *versions(python))
    if not is_as_known:
        sys.exit(f"This is not what {KNOWN_IN_A_TAB.relative_to(ROOT)} says.")


if __name__ == "__main__":
    main()
