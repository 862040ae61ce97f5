"""Runs the tests of one module of CPython's, and notes down what becomes of each.

    one_module.py MODULE NOTES [SKIPPED_CLASSES]

It runs under the interpreter that is tested. NOTES gets a line when a test begins and one when it ends, so that whoever
reads it knows which test it was that took the interpreter down. Tests that are in NOTES already are left out: after a
crash, this is called again and goes on behind it. SKIPPED_CLASSES is a regular expression: classes whose names have it
are left out.
"""

import json
import re
import sys
import unittest


class Notes(unittest.TextTestResult):
    """What `unittest` shows, and a line for each beginning and end in a file."""

    file = None

    def startTest(self, test):
        super().startTest(test)
        self._worst = ["passed", ""]
        self.note("begins", test.id())

    def stopTest(self, test):
        super().stopTest(test)
        self.note(*self._worst[:1], test.id(), self._worst[1])

    def note(self, what, test, why=""):
        """Write a line, at once."""
        self.file.write(json.dumps([what, test, why]) + "\n")
        self.file.flush()

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        if not hasattr(self, "_worst") or self._worst[0] == "passed":
            self._worst = ["skipped", reason]
        if not getattr(test, "_testMethodName", ""):
            self.note("skipped", test.id(), reason)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self._failed(test, error)

    def addError(self, test, error):
        super().addError(test, error)
        self._failed(test, error)

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            self._failed(test, error)

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self._worst = ["failed", "it was expected to fail"]

    def _failed(self, test, error):
        why = f"{error[0].__name__}: {error[1]}"
        if isinstance(test, unittest.suite._ErrorHolder):
            # What a class or a module sets up: none of its tests has begun.
            self.note("failed", test.description, why)
        else:
            self._worst = ["failed", why]


def tests_in(suite):
    """The tests of a suite, one after the other."""
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from tests_in(test)
        else:
            yield test


def main():
    """Run what is left of the module."""
    module, notes = sys.argv[1:3]
    left_out = re.compile(sys.argv[3]) if len(sys.argv) > 3 else None
    with open(notes, "a+", encoding="utf-8") as Notes.file:
        Notes.file.seek(0)
        run(module, left_out)


def run(module, left_out):
    """Run what is left of a module, but for some classes."""
    known = {test for _, test, _ in map(json.loads, Notes.file)}
    try:
        suite = unittest.defaultTestLoader.loadTestsFromName(module)
    except unittest.SkipTest as skipped:
        Notes.note(Notes, "skipped", module, str(skipped))
        suite = ()
    tests = [
        test
        for test in tests_in(suite)
        if test.id() not in known and not (left_out and left_out.search(type(test).__name__))
    ]
    unittest.TextTestRunner(sys.stdout, verbosity=2, resultclass=Notes).run(unittest.TestSuite(tests))
    Notes.note(Notes, "ends", module)


if __name__ == "__main__":
    main()
