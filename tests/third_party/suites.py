"""Other people's tests by CPython and by ours: what runs, what passes, and why the rest does not.

    python suites.py --packages DIRECTORY --ours 'asyncio101 run' [--theirs python3.14] SUITE=DIRECTORY ...

A suite is `anyio` (its tests on asyncio, in the source distribution) or `websockets` (its asyncio tests, in its
repository), and the directory is where it has been unpacked. Both run by pytest, one after the other. It prints a table
for each, and ends with 1 if ours passes less than 98 % of what CPython does.
"""

import argparse
import collections
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

HERE = pathlib.Path(__file__).parent

# Of each suite: what pytest is told. Both have plug-ins of their own in mind; without them it finds none. A test has a
# minute: debug builds are slow.
SUITES = {
    "anyio": ["-m", "not network", "-k", "not trio", "-o", "timeout=60", "--ignore=tests/test_to_interpreter.py"],
    "websockets": ["-c", os.devnull, "--rootdir=.", "tests/asyncio"],
}

ENOUGH = 0.98


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--packages", required=True, help="where packages.txt has been installed")
    parser.add_argument("--ours", required=True, help="the command that runs a program as python3 does")
    parser.add_argument("--theirs", default=sys.executable, help="CPython 3.14")
    parser.add_argument("--keep", type=pathlib.Path, help="where pytest's output is kept")
    parser.add_argument("suite", nargs="+", metavar="SUITE=DIRECTORY")
    return parser.parse_args()


def run(name, directory, command, packages, output):
    """How each test of a suite ended, by its name: ("passed" or what else, why)."""
    path = os.pathsep.join([packages, str(HERE / "stand_ins")])
    environment = os.environ | {"PYTHONPATH": path, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder) / "report.xml"
        options = ["-q", "-p", "no:cacheprovider", f"--junitxml={report}", f"--basetemp={folder}/tests"]
        words = [*shlex.split(command), "-m", "pytest", *options, *SUITES[name]]
        streams = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": output}
        subprocess.run(words, check=False, cwd=directory, env=environment, **streams)
        return read(report)


def read(report):
    ends = {}
    for case in xml.etree.ElementTree.parse(report).iter("testcase"):
        end = ("passed", "")
        for child in case:
            if child.tag in ("failure", "error", "skipped"):
                # Addresses and ports differ each time.
                end = (child.tag, " ".join(child.get("message", "").split())[:160])
        test = f"{case.get('classname')}.{case.get('name')}"
        if ends.get(test, ("passed",))[0] != "failure":
            ends[test] = end
    return ends


def show(name, theirs, ours):
    """Print the table; the share of what CPython passes that ours passes, too."""
    print(f"## {name}\n\n| | run | passed | skipped | failed |\n|---|--:|--:|--:|--:|")
    for who, ends in ("CPython", theirs), ("asyncio101", ours):
        counts = collections.Counter(end for end, _ in ends.values())
        failed = counts["failure"] + counts["error"]
        print(f"| {who} | {counts['passed'] + failed} | {counts['passed']} | {counts['skipped']} | {failed} |")
    passed = [test for test, (end, _) in theirs.items() if end == "passed"]
    missing = [test for test in passed if ours.get(test, ("",))[0] != "passed"]
    share = 1 - len(missing) / max(len(passed), 1)
    print(f"\nOf {len(passed)} that CPython passes, ours passes {len(passed) - len(missing)}: {share:.2%}.\n")
    for test in missing:
        end, why = ours.get(test, ("not run", ""))
        print(f"- `{test}`: {end}: {why}")
    others = [test for test, (end, _) in theirs.items() if end in ("failure", "error")]
    print(f"\nCPython itself fails {len(others)} here:\n")
    for why, count in collections.Counter(theirs[test][1][:90] for test in others).most_common():
        print(f"- {count} times: {why}")
    print(flush=True)
    return share


def main():
    arguments = parse()
    enough = True
    for suite in arguments.suite:
        name, _, directory = suite.partition("=")
        ends = []
        for who, command in ("theirs", arguments.theirs), ("ours", arguments.ours):
            place = arguments.keep / f"{name}-{who}.txt" if arguments.keep else pathlib.Path(os.devnull)
            with place.open("w") as output:
                ends.append(run(name, directory, command, arguments.packages, output))
        enough &= show(name, *ends) >= ENOUGH
    sys.exit(not enough)


main()
