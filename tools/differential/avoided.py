"""What random programs leave out, and what of their telling is made equal: RustPython does it otherwise, and asyncio101
cannot mend it from outside. Each with its reason, and with the name by which the code here refers to it."""

import re

AVOIDED = {
    "contexts": """The `__context__` of an exception is told only by programs that neither have `async for` nor await anything in
        a handler. RustPython's `async for` forgets, at its end, the exception that is being handled around it, so that what is
        raised later has no context; and an exception thrown into a coroutine that is awaited in a handler is raised there with
        the handled one as its context, which CPython, throwing into the innermost at once, does not see.""",
    "raise after async for": """For the same reason a `raise` of what is being handled does not stand behind an `async for` in
        the same handler: in RustPython there is nothing left to raise.""",
    "raise of nothing": """A `raise` where nothing is being handled has no line in RustPython's traceback.""",
    "groups": """The group that `except*` makes around an exception that is none has, in CPython, the line of the `except*` in its
        traceback, and in RustPython the line of the `raise`: its exceptions are told, and not its lines.""",
    "unraisable": """What a generator that ignores GeneratorExit leaves behind has a traceback in RustPython: its words are told.""",
    "ends": """When it is complained that nobody has asked for the SystemExit or KeyboardInterrupt of a task is not told, only that
        it is. In CPython its traceback leads through the loop's Python code to the task, which only a collection ends.""",
    "stops": """No StopIteration is raised: one that is thrown into an asynchronous generator comes out of CPython's as the
        StopIteration that ends an await, and of RustPython's as a RuntimeError.""",
    "collections": """One collection of garbage reaches less in RustPython than in CPython: at the end of a program there are
        several.""",
}

# What is known by two names: CPython's, which is RustPython's after this.
WORDS = [
    # An unbound name is told in the words of CPython 3.10.
    (re.compile(r"cannot access local variable ('\w+') where it is not associated with a value"),
     r"local variable \1 referenced before assignment"),
    # The repr of an asynchronous generator has a space.
    (re.compile(r"<async generator object"), "<async_generator object"),
]
