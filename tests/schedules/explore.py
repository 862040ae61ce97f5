"""Every order in which a program can print its lines, by trying every schedule.

    python3.14 explore.py PROGRAM.py...

prints, for each program, a line of JSON: its lines as the loop's own schedule has them, and every order of these lines
that some schedule gives. `native/tests/happens_before.rs` compares that with what `src/replay/happens_before.rs` works
out from a single run.

A schedule is a choice at each turn: which of the ready callbacks runs next, or which of the timers is due, as if
durations were not known. One callback runs in a turn. The program is run anew for each schedule, on a clock that jumps;
a schedule is the list of the choices it makes, and the next one is the last with its last choice that has another one
replaced by that.
"""

import asyncio
import contextlib
import io
import json
import sys

# More than any of the programs needs. One that needs more is not small enough to be searched.
MOST_SCHEDULES = 400_000
MOST_TURNS = 500


class Exhausted(Exception):
    """The program has too many schedules, or one of them does not end."""


class Schedule:
    """A list of choices, which is followed, and then goes on with the first of each."""

    def __init__(self, choices=()):
        self.choices = list(choices)
        self.counts = []

    def choose(self, count):
        at = len(self.counts)
        if at == len(self.choices):
            self.choices.append(0)
        self.counts.append(count)
        return self.choices[at]

    def next(self):
        """The one after it; None if it was the last."""
        for at in reversed(range(len(self.counts))):
            if self.choices[at] + 1 < self.counts[at]:
                return Schedule([*self.choices[:at], self.choices[at] + 1])
        return None


class Stuck(Exception):
    """Nothing is left that could run."""


class ExploringLoop(asyncio.SelectorEventLoop):
    """A loop that asks a schedule what runs next."""

    def __init__(self, schedule):
        super().__init__()
        self.schedule = schedule
        self.now = 0.0
        self.turns = 0

    def time(self):
        return self.now

    def _run_once(self):
        self.turns += 1
        if self.turns > MOST_TURNS:
            raise Exhausted("a schedule does not end")
        ready = [handle for handle in self._ready if not handle._cancelled]
        timers = [timer for timer in self._scheduled if not timer._cancelled]
        if not ready and not timers:
            if self._stopping:
                return
            raise Stuck
        chosen = self.schedule.choose(len(ready) + len(timers)) if len(ready) + len(timers) > 1 else 0
        if chosen < len(ready):
            handle = ready[chosen]
            self._ready.remove(handle)
        else:
            handle = sorted(timers, key=lambda timer: timer._when)[chosen - len(ready)]
            self._scheduled.remove(handle)
            handle._scheduled = False
            self.now = max(self.now, handle._when)
        handle._run()


def run(code, schedule):
    """The lines that the program prints; None if it fails, or does not end."""
    written = io.StringIO()
    real = asyncio.run

    def run_exploring(main, **options):
        loop = ExploringLoop(schedule)
        loop.set_exception_handler(lambda *_: None)
        with asyncio.Runner(loop_factory=lambda: loop, **options) as runner:
            return runner.run(main)

    asyncio.run = run_exploring
    try:
        with contextlib.redirect_stdout(written), contextlib.redirect_stderr(io.StringIO()):
            exec(code, {"__name__": "__main__"})
    except Exhausted:
        raise
    except (Exception, asyncio.CancelledError):
        return None
    finally:
        asyncio.run = real
    return written.getvalue().splitlines()


def usual(code):
    """The lines as the loop's own schedule has them."""
    written = io.StringIO()

    class JumpingLoop(asyncio.SelectorEventLoop):
        now = 0.0

        def time(self):
            return self.now

        def _run_once(self):
            live = [timer._when for timer in self._scheduled if not timer._cancelled]
            if not self._ready and live:
                self.now = max(self.now, min(live))
            super()._run_once()

    def run_jumping(main, **options):
        with asyncio.Runner(loop_factory=JumpingLoop, **options) as runner:
            return runner.run(main)

    real, asyncio.run = asyncio.run, run_jumping
    try:
        with contextlib.redirect_stdout(written):
            exec(code, {"__name__": "__main__"})
    finally:
        asyncio.run = real
    return written.getvalue().splitlines()


def explore(path):
    with open(path, encoding="utf-8") as file:
        code = compile(file.read(), path, "exec")
    lines = usual(code)
    orders, schedule, tried = set(), Schedule(), 0
    while schedule is not None:
        tried += 1
        if tried > MOST_SCHEDULES:
            raise Exhausted(f"{path} has more than {MOST_SCHEDULES} schedules")
        printed = run(code, schedule)
        if printed is not None and sorted(printed) == sorted(lines):
            orders.add(tuple(printed))
        schedule = schedule.next()
    return {"program": path, "lines": lines, "orders": sorted(orders), "schedules": tried}


if __name__ == "__main__":
    for path in sys.argv[1:]:
        print(json.dumps(explore(path)), flush=True)
