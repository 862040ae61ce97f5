"""Runs a program and writes down which callbacks its event loops ran, in which order.

    python3 callback_order.py NOTES PROGRAM

Each line of NOTES is a callback: `step NAME` for a step of the task NAME, else what the loop called. The trace of
the same program has to tell the same order.
"""
import asyncio.events
import runpy
import sys

notes = open(sys.argv[1], "w")
run = asyncio.events.Handle._run


def name_of(callback):
    while hasattr(callback, "func"):
        callback = callback.func
    owner = getattr(callback, "__self__", None)
    name = getattr(callback, "__qualname__", type(callback).__name__)
    if isinstance(owner, asyncio.Task) and name in ("Task.task_wakeup", "TaskStepMethWrapper"):
        return f"step {owner.get_name()}"
    return name.removeprefix("Base")


def noted(self):
    notes.write(name_of(self._callback) + "\n")
    notes.flush()
    run(self)


asyncio.events.Handle._run = noted
del sys.argv[:2]
runpy.run_path(sys.argv[0], run_name="__main__")
