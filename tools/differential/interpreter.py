"""What RustPython does otherwise than CPython, without asyncio: why some things are avoided (avoided.py).

    interpreter.py    prints a line for each case: what it is a reason to avoid, what it does, and what comes of it

Each line is another one by CPython and by RustPython. One that is the same by both is a fault that has been mended:
then what it was a reason for is avoided no more. A test looks at that (native/tests/differential.rs).
"""

import contextlib
import sys
import traceback
import types
import warnings

import avoided

CASES = []


def shows(of):
    """Lists functions that show one of the things that are avoided: each gives what to print."""
    assert of in avoided.AVOIDED

    def listed(function):
        CASES.append((of, function))
        return function

    return listed


def outcome(function, *arguments):
    """What a call gave or raised, in words."""
    try:
        return f"gives {function(*arguments)!r}"
    except BaseException as error:
        return f"raises {error!r}"


def driven(awaitable):
    """What something awaitable gives that waits for nothing."""
    try:
        awaitable.send(None)
    except StopIteration as end:
        return end.value
    raise AssertionError("it waits")


def plain():
    yield


async def coroutine():
    pass


async def generator():
    yield


@shows("contexts")
def thrown_through_a_generator_that_handles():
    def inner():
        with contextlib.suppress(ValueError):
            yield
        try:
            raise KeyError("inside")
        except KeyError as error:
            told.append(error.__context__)

    def outer():
        try:
            raise OSError("handled")
        except OSError:
            yield from inner()

    told = []
    delegating = outer()
    next(delegating)
    with contextlib.suppress(StopIteration):
        delegating.throw(ValueError("thrown"))
    return told


@shows("contexts")
def thrown_into_a_generator_that_is_over():
    over = (nothing for nothing in ())
    next(over, None)

    try:
        raise OSError("handled")
    except OSError:
        try:
            over.throw(ValueError("thrown"))
        except ValueError as error:
            return repr(error.__context__)


@shows("contexts")
def handled_behind_an_async_for():
    async def iterate():
        try:
            raise OSError("handled")
        except OSError:
            async for _ in generator():
                pass
            return repr(sys.exception())

    return driven(iterate())


@shows("raise after async for")
def raised_again_behind_an_async_for():
    async def iterate():
        try:
            raise OSError("handled")
        except OSError:
            async for _ in generator():
                pass
            raise

    return outcome(driven, iterate())


@shows("anext")
def warned_of_when_thrown_into_anext():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        outcome(anext(generator(), None).throw, ValueError("thrown"))
    return [str(warning.message) for warning in told]


@shows("raise of nothing")
def traceback_of_a_raise_of_nothing():
    def nothing():
        raise  # noqa: PLE0704 (that is the case)

    try:
        nothing()
    except RuntimeError as error:
        return [frame.name for frame in traceback.extract_tb(error.__traceback__)]


@shows("groups")
def traceback_of_a_group_made_by_except():
    try:
        try:
            raise ValueError
        except* ValueError:
            raise
    except ExceptionGroup as group:
        return [frame.line for frame in traceback.extract_tb(group.__traceback__)]


@shows("unraisable")
def traceback_of_a_generator_that_ignores_its_exit():
    def ignoring():
        try:
            yield
        finally:
            yield

    def hook(what):
        told.extend(frame.name for frame in traceback.extract_tb(what.exc_traceback))

    told = []
    before, sys.unraisablehook = sys.unraisablehook, hook
    begun = ignoring()
    next(begun)
    del begun
    sys.unraisablehook = before
    return told


@shows("stops")
def stop_thrown_into_a_new_generator():
    return outcome(plain().throw, StopIteration("thrown"))


@shows("stops")
def stop_thrown_into_a_new_coroutine():
    return outcome(coroutine().throw, StopIteration("thrown"))


@shows("stops")
def stop_thrown_into_a_new_async_generator():
    return [outcome(generator().asend(None).throw, kind("thrown")) for kind in (StopIteration, StopAsyncIteration)]


class Again:
    """Raises what has ended the body once more."""

    async def __aenter__(self):
        return self

    async def __aexit__(self, kind, error, traceback):
        try:
            raise error
        finally:
            error = None


@types.coroutine
def pausing():
    yield


@shows("exit stacks")
def raised_again_in_a_stack_in_a_stack():
    async def inner():
        async with contextlib.AsyncExitStack() as stack:
            await stack.enter_async_context(Again())
            stack.push_async_callback(pausing)

    async def left():
        try:
            await inner()
        except ValueError as error:
            told.append(error.__context__ is error)
            error.__context__ = None

    async def outer():
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(left)
            raise KeyError("handled")

    told = []
    begun = outer()
    begun.send(None)
    outcome(begun.throw, ValueError("thrown"))
    return told


async def ended():
    over = generator()
    await anext(over)
    await anext(over, None)
    return over


@shows("ended generators")
def thrown_into_an_athrow_that_has_not_begun():
    return outcome(driven(ended()).athrow(ValueError("own")).throw, KeyError("thrown"))


@shows("ended generators")
def thrown_into_an_aclose_that_has_not_begun():
    return outcome(driven(ended()).aclose().throw, KeyError("thrown"))


for of, case in CASES:
    print(f"{of}: {case.__name__.replace('_', ' ')}: {case()}")
