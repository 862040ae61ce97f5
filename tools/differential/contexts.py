"""Why some contexts are not told (see "contexts" in avoided.py), without asyncio: the interpreters print other words.

    contexts.py     prints `None` for each by CPython, and `OSError('handled')` by RustPython
"""

import contextlib


def inner(told):
    with contextlib.suppress(ValueError):
        yield
    try:
        raise KeyError("inside")
    except KeyError as error:
        told(error)


def outer(told):
    try:
        raise OSError("handled")
    except OSError:
        yield from inner(told)


def throw_through_one_that_handles(told):
    generator = outer(told)
    next(generator)
    with contextlib.suppress(StopIteration):
        generator.throw(ValueError("thrown"))


def throw_into_one_that_is_over(told):
    over = (nothing for nothing in ())
    next(over, None)
    try:
        raise OSError("handled")
    except OSError:
        try:
            over.throw(ValueError("thrown"))
        except ValueError as error:
            told(error)


for case in throw_through_one_that_handles, throw_into_one_that_is_over:
    case(lambda error, name=case.__name__: print(name, repr(error), "in", repr(error.__context__)))
