"""Runs a program and writes down which callbacks its event loops ran, in which order.

    python3 callback_order.py real|virtual NOTES PROGRAM

Each line of NOTES is a callback: `step NAME` for a step of the task NAME, else what the loop called. The trace of
the same program has to tell the same order.

On the virtual clock waiting takes no time, so that the order does not depend on how fast the machine is: the clock
jumps to the next deadline, and moves a nanosecond whenever somebody looks at it.
"""
import asyncio.base_events
import asyncio.events
import runpy
import selectors
import sys
import threading
import time


class VirtualClock:
    now = 0.0

    def time(self, *_):
        self.now += 1e-9
        return self.now

    def sleep(self, seconds):
        self.now += seconds

    def install(self):
        select = selectors.DefaultSelector.select

        def jump(selector, timeout=None):
            # Another thread has a time of its own: it gets a moment.
            has_threads = threading.active_count() > 1
            if timeout is None:
                return select(selector, timeout)
            events = select(selector, min(timeout, 0.001) if has_threads else 0)
            if not events and timeout > 0:
                self.now += timeout
            return events

        selectors.DefaultSelector.select = jump
        asyncio.base_events.BaseEventLoop.time = lambda _: self.time()
        time.monotonic = time.perf_counter = self.time
        time.sleep = self.sleep


clock, path = sys.argv[1:3]
notes = open(path, "w")
run = asyncio.events.Handle._run


def name_of(callback):
    while hasattr(callback, "func"):
        callback = callback.func
    owner = getattr(callback, "__self__", None)
    name = getattr(callback, "__qualname__", type(callback).__name__)
    if isinstance(owner, asyncio.Task) and name in ("Task.task_wakeup", "TaskStepMethWrapper"):
        # What the loop knows it by, whatever a subclass makes of that.
        return f"step {asyncio.Task.get_name(owner)}"
    return name.removeprefix("Base")


def noted(self):
    notes.write(name_of(self._callback) + "\n")
    notes.flush()
    run(self)


asyncio.events.Handle._run = noted
if clock == "virtual":
    VirtualClock().install()
del sys.argv[:3]
runpy.run_path(sys.argv[0], run_name="__main__")
