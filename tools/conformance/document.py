"""Writes docs/conformance.md: one part on the desktop, one on browsers' tabs, each by who has run its tests."""

import datetime
from collections import Counter
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parent.parent.parent / "docs" / "conformance.md"
# What the second part begins with.
HEADING = "\n## In a browser's tab\n"

# What the second word of a known difference means.
WHOSE = {
    "RustPython": "the interpreter's: what RustPython 0.6 does otherwise than CPython, not to be mended from outside.",
    "setting": "of how the tests are run: a child that is started without the environment does not find them.",
    "library": "the library's: RustPython carries that of a Python that is older than the tests.",
    "tab": "of the place: what a browser's tab has not, as a child process, a certificate or a file that is a socket.",
    "asyncio101": "ours.",
}


def _parts():
    desktop, _, tab = DOCUMENT.read_text(encoding="utf-8").partition(HEADING)
    return desktop.rstrip() + "\n", tab.strip() + "\n"


def _write(desktop, tab):
    DOCUMENT.write_text(desktop + (HEADING + "\n" + tab if tab.strip() else ""), encoding="utf-8")


def _shares(reasons):
    """How many are whose, as a list."""
    counted = Counter(whose for whose, _ in reasons)
    return "\n".join(f"- {count}: {WHOSE.get(name, name)}" for name, count in sorted(counted.items()))


def _today():
    return f"{datetime.date.today():%Y-%m-%d}"



def write_desktop(comparisons, known, python, ours):
    """Write the part on the desktop; `python` and `ours` are their versions."""
    passed = sum(len(comparison.passed) for comparison in comparisons)
    differ = sum(len(comparison.differ) for comparison in comparisons)
    reasons = [known[test] for comparison in comparisons for test in comparison.differ if test in known]
    rows = "\n".join(
        f"| `{c.module.removeprefix('test.')}` | {sum(c.theirs.values())} | {len(c.passed)} |"
        f" {len(c.passed) - len(c.differ)} | {len(c.differ) or ''} |"
        for c in comparisons
    )
    _, tab = _parts()
    _write(
        f"""# What CPython's own tests say

CPython comes with tests of its `asyncio` and of what stands around it. `make conformance` runs them by CPython
{python} and by asyncio101 (RustPython, which speaks Python {ours}), each module by both, on
one machine, and holds the outcomes against each other. The tests are Debian's package of CPython's; nothing of theirs
is in this repository.

**Of the {passed} tests that CPython passes, ours passes {passed - differ}.** The other {differ} are known, each with
its reason: [`tests/cpython/known_differences.txt`](../tests/cpython/known_differences.txt).

{_shares(reasons)}

Nothing else differs: a test that is not in that list and does not pass, and one that is in it and does, fail
`make conformance`. A quick part of it is in `make test-native`. Tests that CPython itself skips or fails on
the machine say nothing, and are not counted as passed.

Last written: {_today()}.

| module of `test` | tests | CPython passes | of those ours passes | differ |
| --- | ---: | ---: | ---: | ---: |
{rows}
""",
        tab,
    )


def write_tab(comparisons, known, browsers, python):
    """Write the part on tabs. `comparisons` are those of a module with each browser, `browsers` their versions."""
    firsts = [pair[0] for pair in comparisons]
    passed = sum(len(first.passed) for first in firsts)
    differing = [{test for pair in comparisons for test in pair[at].differ} for at in range(len(browsers))]
    reasons = [known[test] for test in sorted(set().union(*differing)) if test in known]
    pairs = zip(browsers, differing, strict=True)
    sums = " and ".join(f"{passed - len(differ)} in {browser}" for browser, differ in pairs)
    rows = "\n".join(
        f"| `{pair[0].module.removeprefix('test.')}` | {sum(pair[0].theirs.values())} | {len(pair[0].passed)} |"
        + "".join(f" {len(c.passed) - len(c.differ)} |" for c in pair)
        + f" {max(len(c.differ) for c in pair) or ''} |"
        for pair in comparisons
    )
    names = [browser.partition(" ")[0] for browser in browsers]
    desktop, _ = _parts()
    _write(
        desktop,
        f"""The modules that need no operating system, in the engine, in a tab: `make conformance-tab` runs them by
CPython {python} on the machine, and in each browser by the engine, where sockets are on the network inside the tab.

**Of the {passed} tests that CPython passes, ours passes {sums}.** The others are known, each with its reason:
[`tests/cpython/known_differences_tab.txt`](../tests/cpython/known_differences_tab.txt).

{_shares(reasons)}

Last written: {_today()}.

| module of `test` | tests | CPython passes | {' | '.join(f'{name} passes' for name in names)} | differ |
| --- | ---: | ---: |{' ---: |' * len(names)} ---: |
{rows}
""",
    )
