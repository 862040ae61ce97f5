"""Begins one_module.py in a browser's tab, with the files that it needs. See tab.mjs, which puts them in here."""

import json
import os
import sys
import types

# What tab.mjs has to say, as JSON.
TOLD = None

FOLDER = "/tests"


class Page:
    """The notes of one_module.py: what is known is read from it, and what is new is told to the page."""

    def __init__(self, notes, mark):
        self.notes = notes
        self.mark = mark
        # Tests put something else there.
        self.output = sys.stdout

    def __iter__(self):
        return map(json.dumps, self.notes)

    def write(self, line):
        self.output.write(self.mark + line)

    def flush(self):
        self.output.flush()


def allow():
    """The tests take it from the platform's name what is not there. Here are threads, and a network inside the tab."""
    sys._emscripten_info = types.SimpleNamespace(pthreads=True)
    from test import support
    from test.support import socket_helper

    support.has_socket_support = True
    # One module has it that asyncio works nowhere on Emscripten.
    support.is_emscripten = False
    socket_helper.has_gethostname = True


def main():
    told = json.loads(TOLD)
    for name, text in told["files"].items():
        path = os.path.join(FOLDER, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    sys.path.insert(0, FOLDER)
    allow()
    sys.argv = ["one_module.py", told["module"]]
    runner = types.ModuleType("one_module")
    exec(compile(told["runner"], "one_module.py", "exec"), runner.__dict__)
    runner.Notes.file = Page(told["notes"], told["mark"])
    sys.stdout = sys.stderr
    runner.run(told["module"], None)


main()
