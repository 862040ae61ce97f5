"""The stage on which random programs are played, by CPython and by ours alike; what a program uses is here.

    stage.py FILE    plays the programs in FILE, a list of texts as JSON

Each program is played alone: with a loop, names and warnings of its own, and with nothing left of it afterwards. What
it does is told in lines, which must not depend on the interpreter: no address, no path, no line of the library's. After
the lines of a program comes `END`.
"""

import asyncio
import contextlib
import contextvars
import gc
import io
import json
import os
import re
import socket
import sys
import traceback
import types
import warnings
import weakref
from collections import Counter
from typing import ClassVar

# Who runs it by `runpy` has not looked here.
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import avoided

END = "\0end of the program"
FILE = "program.py"
# Virtual seconds after which a program is stuck, and how often it is told so by cancelling its tasks.
PATIENCE, PUSHES = 50, 20
# On sockets time is real.
SHORT_PATIENCE = 3
# Lines after which a program goes on for ever, from turn to turn. Nothing ends it but the process; the next one goes
# on.
ENOUGH = 2000

# Nobody is cancelled so often but in a circle.
MANY = 100

CLEANERS = [
    *avoided.WORDS,
    (re.compile(r"0x[0-9a-f]+"), "0x"),
    # A task without a name has the number of all tasks before it, those of other programs, too.
    (re.compile(r"\bTask-\d+"), "Task-#"),
    # Where in the library something stands is the library's business.
    (re.compile(r" created at [^ ]+\.py:\d+"), ""),
    (re.compile(r"( at)? (?!program\.py)[^ ]+\.py:\d+"), ""),
    # What is called there, too, is known by another name where it is Rust.
    (re.compile(r"coroutine object (Barrier|Condition)\.\w+ at"), "coroutine object of a primitive at"),
    (re.compile(r"fd=\d+"), "fd"),
    (re.compile(r"cb=\[[^]]*(\[[^]]*\][^]]*)*\]"), "cb"),
    (re.compile(r"<(\w+ )?object at 0x>"), "<object>"),
    (re.compile(r"('127\.0\.0\.1', )\d+"), r"\1port"),
]

# When a timer is due, on a clock that goes on from program to program.
WHEN = re.compile(r"when=([-+.e\d]+)")


class ByAge:
    """What CPython walks in the order of addresses, from the oldest to the youngest; a weak set."""

    def __init__(self):
        self.items = []

    def __len__(self):
        return sum(1 for _ in self)

    def __iter__(self):
        return iter([item for item in (reference() for reference in self.items) if item is not None])

    def add(self, item):
        self.items.append(weakref.ref(item))

    def discard(self, item):
        self.items = [reference for reference in self.items if reference() not in (None, item)]

    def clear(self):
        self.items = []


if sys.implementation.name == "cpython":
    begin_loop = asyncio.base_events.BaseEventLoop.__init__

    def begin_loop_by_age(self):
        begin_loop(self)
        self._asyncgens = ByAge()

    asyncio.base_events.BaseEventLoop.__init__ = begin_loop_by_age


class Log:
    """What the program that is being played has told."""

    lines: ClassVar = []
    # On sockets of the system the order between tasks is nobody's: the lines are told task by task.
    by_task: ClassVar = None
    # Whether the contexts of exceptions are told: see avoided.py.
    tells_contexts = False
    began = 0
    # Complaints that come at some time.
    late: ClassVar = []
    # What lives as long as the program.
    kept: ClassVar = []


def since_the_beginning(when):
    return "when" if Log.by_task is not None else f"when={milliseconds(float(when[1]))}"


def milliseconds(moment):
    """Since the program began."""
    return round((moment - Log.began) * 1000, 1)


def clean(text):
    for pattern, replacement in CLEANERS:
        text = pattern.sub(replacement, text)
    return WHEN.sub(since_the_beginning, text)


def show(value):
    if isinstance(value, BaseException):
        return describe(value)
    if isinstance(value, (set, frozenset)):
        return "{" + ", ".join(sorted(map(show, value))) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(show, value)) + "]"
    return clean(repr(value))


def frames(error):
    """The lines of the program that an exception came through."""
    return " ".join(f"{frame.f_code.co_name}:{line}" for frame, line in traceback.walk_tb(error.__traceback__)
                    if frame.f_code.co_filename == FILE)


def describe(error, depth=4):
    text = f"{type(error).__name__}({', '.join(clean(repr(argument)) for argument in error.args)})"
    if isinstance(error, BaseExceptionGroup):
        parts = [describe(inner, depth - 1) for inner in error.exceptions]
        text = f"{type(error).__name__}({error.message!r}, {parts})"
    # See "groups" in avoided.py.
    where = "" if isinstance(error, BaseExceptionGroup) and not error.message else frames(error)
    if where:
        text += f" [{where}]"
    if depth and error.__cause__ is not None:
        text += f" from ({describe(error.__cause__, depth - 1)})"
    if Log.tells_contexts and depth and error.__context__ is not None and error.__context__ is not error.__cause__:
        text += f" in ({describe(error.__context__, depth - 1)})"
    return text + "".join(f" note {note!r}" for note in getattr(error, "__notes__", ()))


def say(*words):
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        now, name, count = "-", "-", ""
    else:
        now = "" if Log.by_task is not None else milliseconds(loop.time())
        task = asyncio.current_task(loop)
        name = clean(task.get_name()) if task else "-"
        # See "depths" in avoided.py.
        count = f"!{min(task.cancelling(), MANY)}" if task and task.cancelling() else ""
    line = f"{now} {name}{count} " + " ".join(word if isinstance(word, str) else show(word) for word in words)
    if len(Log.lines) > ENOUGH:
        print(*Log.lines, "and so on", END, sep="\n", flush=True)
        os._exit(0)
    if Log.by_task is None:
        Log.lines.append(line)
    else:
        Log.by_task.setdefault(name, []).append(line)


class Step:
    """A step of a program: tells how it went, and swallows exceptions of the given kinds."""

    def __init__(self, label, *swallowed):
        self.label = label
        self.swallowed = swallowed
        self.value = None

    def __enter__(self):
        return self

    def __exit__(self, kind, error, _traceback):
        values = [variable.get() for variable in VARIABLES]
        variables = f" {values}" if any(values) else ""
        if error is None:
            say(f"{self.label}{variables} =", self.value)
        else:
            say(f"{self.label}{variables} raises", describe(error))
        # What the step gave must not live longer than it would without a step.
        self.value = None
        return isinstance(error, self.swallowed)


VARIABLES = [contextvars.ContextVar("v0", default=0), contextvars.ContextVar("v1", default=0)]


class Strange:
    """Something to await that is none of asyncio's."""

    def __init__(self, *yielded):
        self.yielded = yielded

    def __await__(self):
        received = []
        for value in self.yielded:
            received.append((yield value))  # noqa: PERF401 (no comprehension yields)
        return received


class Named(asyncio.Task):
    """A task of a class of its own."""


class Inner(BaseException):
    """Neither an error nor one of the exceptions that end a run."""


def callback(label, error=None):
    def called(*arguments):
        say(label, "called with", *map(show, arguments), [variable.get() for variable in VARIABLES])
        if error is not None:
            raise error

    called.__qualname__ = label
    return called


def waiting(*things):
    """Those that are not done: with others, the order of a set is CPython's own, and so is that in which it lets go."""
    Log.kept += things
    return [thing for thing in things if not thing.done()]


def budget():
    """What the coroutines of one program may spend, which call each other without end."""
    left = 40

    def spend():
        nonlocal left
        left -= 1
        if left < 0:
            raise RuntimeError("all is spent")

    return spend


def kept(awaitable):
    """What is made in passing lives as long as the program: in which order it goes otherwise, is the interpreter's."""
    Log.kept.append(asyncio.ensure_future(awaitable))
    return Log.kept[-1]


async def waits(things, **how):
    """What `asyncio.wait` gives, in one order. It makes a set: what is in that lives on, see `waiting`."""
    Log.kept += things
    try:
        done, pending = await asyncio.wait(things, **how)
    finally:
        # Which one of several that end in one turn it has asked for its exception depends on the order of that set.
        for thing in things:
            if asyncio.isfuture(thing) and thing.done() and not thing.cancelled():
                thing.exception()
    return sorted(map(show, done)), sorted(map(show, pending))


def stack(task):
    return [(frame.f_code.co_name, frame.f_lineno) for frame in task.get_stack() if frame.f_code.co_filename == FILE]


def printed_stack(task):
    file = io.StringIO()
    task.print_stack(file=file)
    return [clean(line) for line in file.getvalue().splitlines() if FILE in line]


def named_factory(loop, coroutine, **names):
    return Named(coroutine, loop=loop, **names)


FACTORIES = {
    "none": None,
    "eager": asyncio.eager_task_factory,
    "named": named_factory,
    "eager and named": asyncio.create_eager_task_factory(Named),
}


def complain(loop, context):
    if isinstance(context.get("exception"), (SystemExit, KeyboardInterrupt)):
        # See "ends" in avoided.py.
        Log.late.append(f"complaint of {describe(context['exception'])}: {clean(str(context['message']))}")
        return
    rest = {key: value for key, value in context.items() if key not in ("message", "exception")}
    told = [f"{key}={type(value).__name__ if key in ('handle', 'source_traceback', 'asyncgen') else show(value)}"
            for key, value in sorted(rest.items())]
    say("complaint:", clean(str(context.get("message"))), *told)
    if "exception" in context:
        say("  of", describe(context["exception"]))
    # In CPython the frame that complains of a callback holds this, and its exception holds that frame: what the
    # callback was given would live until a collection.
    context.clear()


def age(task):
    """A name is given once, and those the loop gives are numbers."""
    name = task.get_name()
    return ("", int(name[5:])) if name.startswith("Task-") else (name, 0)


def naming():
    """A name for each task: of two with the same, the second is another one."""
    counts = Counter()

    def named(name):
        counts[name] += 1
        return f"{name}{counts[name]}"

    return named


class StuckForever(BaseException):
    """What a run ends with that no cancelling ends."""


def push(loop, pushes=0):
    """Cancels what is left of a program that is stuck, again and again."""
    loop.call_later(PATIENCE if Log.by_task is None else SHORT_PATIENCE, push, loop, pushes + 1)
    if pushes > PUSHES:
        raise StuckForever
    if pushes:
        say("stuck")
        for task in sorted(asyncio.all_tasks(loop), key=age):
            with contextlib.suppress(RecursionError):
                task.cancel(f"stuck {pushes}")


def run(*mains, factory="none", debug=False):
    """Runs coroutine functions one after the other in one runner."""
    try:
        with asyncio.Runner(debug=debug) as runner:
            loop = runner.get_loop()
            Log.began = loop.time()
            loop.set_exception_handler(complain)
            loop.set_task_factory(FACTORIES[factory])
            push(loop)
            for main in mains:
                try:
                    say("the run gave", runner.run(main()))
                except BaseException as error:
                    say("the run raised", describe(error))
    except BaseException as error:
        say("the runner raised", describe(error))


def warned(message, category, *_rest, **_names):
    text = f"{category.__name__} {clean(str(message))}".partition("\n")[0]
    if text.endswith("was never awaited"):
        # See "what frames held" in avoided.py.
        Log.late.append(f"warning: {text}")
    elif not avoided.OWN_WARNING.search(text):
        say("warning:", text)


def unraisable(what):
    say("unraisable:", type(what.exc_value).__name__, clean(str(what.exc_value)), clean(str(what.err_msg)))


def play(text):
    Log.tells_contexts = text.startswith("# with contexts")
    Log.lines, Log.by_task = [], {} if text.startswith("# on sockets") else None
    names = {"asyncio": asyncio, "contextlib": contextlib, "contextvars": contextvars, "sys": sys, "step": Step,
             "say": say, "show": show, "run": run, "Strange": Strange, "Inner": Inner, "callback": callback,
             "waiting": waiting, "stack": stack, "printed_stack": printed_stack, "V": VARIABLES, "spend": budget(),
             "kept": kept, "named": naming(), "waits": waits, "types": types,
             "socket": socket, "T": {}, "F": {}, "H": {}, "C": {}, "G": {}, "K": {}}
    program = types.ModuleType("program")
    program.__dict__.update(names)
    # Something that a program has left behind is told in the order of age, whoever collects it.
    try:
        exec(compile(text, FILE, "exec"), program.__dict__)
    except BaseException as error:
        say("the program raised", describe(error))
    for name in ("T", "F", "H", "C", "G", "K"):
        names[name].clear()
    lines, Log.lines, groups, Log.by_task = Log.lines, [], Log.by_task, None
    Log.kept = []
    del program, names
    for _ in range(3):
        gc.collect()
    for name, told in sorted((groups or {}).items()):
        lines += [f"of {name}:", *told]
    # What hangs together is taken apart in the collector's order: only what nobody has asked for is the program's.
    garbage = sorted(Log.late + [line for line in Log.lines if "never retrieved" in line])
    Log.late.clear()
    print(*lines, "garbage:", *garbage, sep="\n")
    print(END, flush=True)


def main():
    warnings.simplefilter("always")
    warnings.showwarning = warned
    sys.unraisablehook = unraisable
    gc.disable()
    with open(sys.argv[1]) as file:
        programs = json.load(file)
    for text in programs:
        context = contextvars.copy_context()
        context.run(play, text)


if __name__ == "__main__":
    main()
