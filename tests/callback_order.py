"""Runs a program and writes down which callbacks its event loops ran, in which order.

    python callback_order.py [--still] NOTES PROGRAM

Each line of NOTES is a callback: `step NAME` for a step of the task NAME, else what the loop called. The trace of
the same program has to tell the same order.

What CPython leaves to chance goes the way it goes in a trace that is to be the same each time:

 -  Waiting takes no time: the clock jumps to the next deadline. It moves a nanosecond whenever somebody looks at it;
    for somebody who looks ten thousand times without waiting, a microsecond. With --still it does only the latter.
 -  A set of tasks, which CPython orders by their addresses, is ordered by their age, where asyncio itself walks it.
"""
import asyncio.base_events
import asyncio.events
import asyncio.runners
import asyncio.taskgroups
import asyncio.tasks
import itertools
import math
import runpy
import selectors
import sys
import threading
import time
import types
import weakref
from typing import ClassVar


class VirtualClock:
    now = 0
    looks = 0
    look = 1

    def time(self):
        self.looks += 1
        self.now += self.look if self.looks <= 10_000 else 1_000
        return self.peek()

    def peek(self):
        # To the last bit what ours makes of it.
        seconds, rest = divmod(self.now, 1_000_000_000)
        return seconds + rest / 1e9

    def sleep(self, seconds):
        if seconds > 0:
            # Up, as CPython and ours do it.
            self.now += math.ceil(seconds * 1e9)
            self.looks = 0

    def install(self):
        select = selectors.DefaultSelector.select

        def jump(selector, timeout=None):
            # Another thread has a time of its own: it gets a moment.
            has_threads = threading.active_count() > 1
            if timeout is None:
                return select(selector, timeout)
            events = select(selector, min(timeout, 0.001) if has_threads else 0)
            if not events and timeout > 0:
                self.sleep(timeout)
            return events

        def time_of_loop(loop):
            # CPython's loop looks for timers that are due even if it has none.
            if not loop._scheduled and sys._getframe(1).f_code.co_name == "_run_once":
                return self.peek()
            return self.time()

        selectors.DefaultSelector.select = jump
        asyncio.base_events.BaseEventLoop.time = time_of_loop
        time.monotonic = time.perf_counter = self.time
        time.sleep = self.sleep


class ByAge(set):
    """Tasks, from the oldest to the youngest."""

    ages: ClassVar = weakref.WeakKeyDictionary()
    count: ClassVar = itertools.count()

    def __iter__(self):
        return iter(sorted(super().__iter__(), key=self.ages.get))

    @classmethod
    def install(cls):
        create_task = asyncio.base_events.BaseEventLoop.create_task
        all_tasks = asyncio.tasks.all_tasks
        begin = asyncio.taskgroups.TaskGroup.__init__

        def create_with_age(self, *arguments, **names):
            # One that begins at once is older than those it makes.
            age = next(cls.count)
            task = create_task(self, *arguments, **names)
            cls.ages[task] = age
            return task

        def begin_by_age(self):
            begin(self)
            self._tasks = cls()

        asyncio.base_events.BaseEventLoop.create_task = create_with_age
        by_age = {"all_tasks": lambda loop: cls(all_tasks(loop))}
        asyncio.runners.tasks = types.SimpleNamespace(**vars(asyncio.tasks) | by_age)
        asyncio.taskgroups.TaskGroup.__init__ = begin_by_age


clock = VirtualClock()
if sys.argv[1] == "--still":
    clock.look = 0
    del sys.argv[1]
notes = open(sys.argv[1], "w")  # noqa: SIM115 (it is open for as long as callbacks run)
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
clock.install()
ByAge.install()
del sys.argv[:2]
runpy.run_path(sys.argv[0], run_name="__main__")
