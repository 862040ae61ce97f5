"""What random programs leave out, and what of their telling is made equal: RustPython does it otherwise, and asyncio101
cannot mend it from outside. Each with its reason, and with the name by which the code here refers to it. What shows
without asyncio is shown by interpreter.py: what does so no longer, is avoided no more."""

import re

AVOIDED = {
    "contexts": """The `__context__` of an exception is told only by programs that have no `async for`, whose handlers
        await no coroutine of theirs, and throw nothing into generators. In CPython, what is thrown into a coroutine
        goes straight to the innermost one: that goes on, until its next wait, without the exceptions that are handled
        in those which await it. In RustPython it has them as contexts. And what is thrown into a generator that is over
        has, in RustPython only, the handled one as its context. RustPython's `async for` forgets, at its end, the
        exception that is being handled around it, so that what is raised later has no context.""",
    "exit stacks": """No `AsyncExitStack` enters a task group. For the first of these reasons that raises its
        cancellation, in RustPython, in the context of what is handled further out. The stack, which looks for the
        place of the exception in front of that, makes it its own context, and the next stack goes round that circle
        without an end.""",
    "raise after async for": """For the same reason a `raise` of what is being handled does not stand behind an
        `async for` in the same handler: in RustPython there is nothing left to raise.""",
    "what frames held": """When a coroutine warns that it was never awaited is not told, only that it does. From the
        second call of a coroutine on, RustPython keeps what the frame of one that has raised held, until the one
        that awaited it goes.""",
    "anext": """The awaitable of `anext(generator, default)` throws with three arguments in RustPython, which warns
        of that.""",
    "raise of nothing": """A `raise` where nothing is being handled has no line in RustPython's traceback.""",
    "groups": """The group that `except*` makes around an exception that is none has, in CPython, the line of the
        `except*` in its traceback, and in RustPython the line of the `raise`: its exceptions are told, and not its
        lines.""",
    "unraisable": """What a generator that ignores GeneratorExit leaves behind has a traceback in RustPython: its
        words are told.""",
    "contexts that are entered": """No task begins at once in a context that is entered: CPython's refuses it and,
        in C though not in Python, forgets to make the task that runs the current one again. Ours refuses it and
        nothing else.""",
    "ends": """When it is complained that nobody has asked for the SystemExit or KeyboardInterrupt of a task is not
        told, only that it is. In CPython its traceback leads through the loop's Python code to the task, which only
        a collection ends.""",
    "stops": """No StopIteration or StopAsyncIteration is thrown into a generator: where that has not begun, it comes
        out of CPython's as it is, and of RustPython's as a RuntimeError.""",
    "ended generators": """What ends an asynchronous generator is awaited at once, and is no task, which may be
        cancelled before it begins: what is thrown into it then is lost, in RustPython, if the generator has ended.""",
    "depths": """How often a task that waits for itself, in a circle, was cancelled depends on how deep calls may
        go: in CPython, too, on the size of the stack.""",
    "collections": """One collection of garbage reaches less in RustPython than in CPython: at the end of a program
        there are several.""",
}

# What RustPython warns of and CPython does not.
OWN_WARNING = re.compile(r"the \(type, val, tb\) signature of throw\(\) is deprecated")

# What is known by two names: CPython's, which is RustPython's after this.
WORDS = [
    # An unbound name is told in the words of CPython 3.10.
    (re.compile(r"cannot access local variable ('\w+') where it is not associated with a value"),
     r"local variable \1 referenced before assignment"),
    # The repr of an asynchronous generator has a space.
    (re.compile(r"<async generator object"), "<async_generator object"),
]
