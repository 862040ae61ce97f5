"""What is a coroutine, and how one is shown. https://docs.python.org/3/library/asyncio-task.html#coroutines

It stands in the place of the library's own for what that imports, which is above all ``inspect``: with ``ast``,
``dis`` and ``tokenize`` the dearest import of all that asyncio has. Every program that makes a task of something
needs this module.
"""

from _collections_abc import Awaitable, Coroutine
from _collections_abc import coroutine as _CoroutineType
from _collections_abc import generator as _GeneratorType

from ._loop_lifetime import is_debug_mode as _is_debug_mode

__all__ = ("iscoroutinefunction", "iscoroutine")

# A function with this as its `_is_coroutine` counts as a coroutine function.
_is_coroutine = object()

# The flag of a generator's code that `types.coroutine` sets.
_ITERABLE_COROUTINE = 0x100


def iscoroutine(obj):
    """Whether ``obj`` is a coroutine: one of ``async def``, or what has all methods of one."""
    # Most are, and a type is compared in a quarter of the time that asking an abstract class takes.
    return type(obj) is _CoroutineType or isinstance(obj, Coroutine)


def _isawaitable(obj):
    """Whether ``await obj`` can work: ``inspect.isawaitable`` without ``inspect``."""
    if isinstance(obj, _GeneratorType):
        return bool(obj.gi_code.co_flags & _ITERABLE_COROUTINE)
    return isinstance(obj, Awaitable)


def iscoroutinefunction(func):
    """Whether calling ``func`` gives a coroutine. Deprecated since 3.14: use ``inspect``'s."""
    import warnings

    warnings._deprecated(
        "asyncio.iscoroutinefunction",
        f"{warnings._DEPRECATED_MSG}; use inspect.iscoroutinefunction() instead",
        remove=(3, 16),
    )
    return _iscoroutinefunction(func)


def _iscoroutinefunction(func):
    import inspect

    return inspect.iscoroutinefunction(func) or getattr(func, "_is_coroutine", None) is _is_coroutine


def _format_coroutine(coro):
    """Its name, whether it runs or is done, and where, for the ``repr()`` of a task."""
    assert iscoroutine(coro)
    # Other languages' coroutines may lack any of these attributes, or have nothing in them.
    name = _first(coro, "__qualname__", "__name__") or f"<{type(coro).__name__} without __name__>"
    code = _first(coro, "cr_code", "gi_code")
    if not code:
        running = getattr(coro, "cr_running", None)
        if running is None:
            running = getattr(coro, "gi_running", False)
        return f"{name}() running" if running else f"{name}()"
    file = code.co_filename or "<empty co_filename>"
    frame = _first(coro, "gi_frame", "cr_frame")
    if frame is None:
        return f"{name}() done, defined at {file}:{code.co_firstlineno}"
    return f"{name}() running at {file}:{frame.f_lineno}"


def _first(obj, *names):
    """The first of these attributes that has a value."""
    for name in names:
        value = getattr(obj, name, None)
        if value:
            return value
    return None
