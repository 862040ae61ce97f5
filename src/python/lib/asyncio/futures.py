"""Futures, and their ties to those of threads. https://docs.python.org/3/library/asyncio-future.html

``Future`` comes from ``_asyncio``. This stands in the place of the library's own for what that imports,
``concurrent.futures`` and ``logging``, which only a program with threads needs, and because that has a second
``Future`` in Python, which nobody asked for.
"""

from _asyncio import (
    CancelledError,
    Future,
    InvalidStateError,
    _get_running_loop,
    future_add_to_awaited_by,
    future_discard_from_awaited_by,
    get_event_loop,
)

from ._loop_lifetime import _get_loop
from .base_futures import _CANCELLED, _FINISHED, _PENDING, isfuture

__all__ = (
    "Future",
    "wrap_future",
    "isfuture",
    "future_add_to_awaited_by",
    "future_discard_from_awaited_by",
)

# A level below logging.DEBUG.
STACK_DEBUG = 9


_TWICE_IN_CPYTHON = (future_add_to_awaited_by, future_discard_from_awaited_by)


def __getattr__(name):
    # CPython has these twice, in C and in Python. Here both names mean what is in Rust.
    if name in ("_CFuture", "_PyFuture"):
        return Future
    for function in _TWICE_IN_CPYTHON:
        if name in (f"_c_{function.__name__}", f"_py_{function.__name__}"):
            return function
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _set_result_unless_cancelled(fut, result):
    if not fut.cancelled():
        fut.set_result(result)


def _is_threads_future(obj):
    """Whether ``obj`` is a ``concurrent.futures.Future``."""
    from concurrent.futures import Future as ThreadsFuture

    return isinstance(obj, ThreadsFuture)


def _convert_future_exc(exc):
    """The exception, or asyncio's for the two that ``concurrent.futures`` has of its own."""
    if type(exc).__module__ != "concurrent.futures._base":
        return exc
    from concurrent.futures import _base

    ours = {_base.CancelledError: CancelledError, _base.InvalidStateError: InvalidStateError}.get(type(exc))
    return exc if ours is None else ours(*exc.args).with_traceback(exc.__traceback__)


def _copy_outcome(source, dest):
    exception = source.exception()
    if exception is None:
        dest.set_result(source.result())
    else:
        dest.set_exception(_convert_future_exc(exception))


def _set_concurrent_future_state(concurrent, source):
    """Let a thread's future end as ``source`` has ended."""
    assert source.done()
    if source.cancelled():
        concurrent.cancel()
    if concurrent.set_running_or_notify_cancel():
        _copy_outcome(source, concurrent)


def _copy_future_state(source, dest):
    """Let ``dest`` end as ``source`` has ended, which may be a thread's future."""
    assert source.done()
    if dest.cancelled():
        return
    assert not dest.done()
    if source.cancelled():
        dest.cancel()
    else:
        _copy_outcome(source, dest)


def _chain_future(source, destination):
    """Let ``destination`` end as ``source`` does, and cancel ``source`` if ``destination`` is cancelled.

    Each may be a future of a loop or of a thread; what happens to one is told to the other in its own loop.
    """
    loops = []
    for future, role in ((source, "source"), (destination, "destination")):
        if isfuture(future):
            loops.append(_get_loop(future))
        elif _is_threads_future(future):
            loops.append(None)
        else:
            raise TypeError(f"A future is required for {role} argument")
    source_loop, dest_loop = loops

    def _set_state(future, other):
        if isfuture(future):
            _copy_future_state(other, future)
        else:
            _set_concurrent_future_state(future, other)

    def _call_check_cancel(destination):
        if not destination.cancelled():
            return
        if source_loop is None or source_loop is _get_running_loop():
            source.cancel()
        else:
            source_loop.call_soon_threadsafe(source.cancel)

    def _call_set_state(source):
        if dest_loop is None:
            _set_state(destination, source)
        elif destination.cancelled() and dest_loop.is_closed():
            return
        elif dest_loop is _get_running_loop():
            _set_state(destination, source)
        elif not dest_loop.is_closed():
            dest_loop.call_soon_threadsafe(_set_state, destination, source)

    destination.add_done_callback(_call_check_cancel)
    source.add_done_callback(_call_set_state)


def wrap_future(future, *, loop=None):
    """A future of the loop for one of ``concurrent.futures``: they end alike."""
    if isfuture(future):
        return future
    assert _is_threads_future(future), f"concurrent.futures.Future is expected, got {future!r}"
    if loop is None:
        loop = get_event_loop()
    wrapper = loop.create_future()
    _chain_future(future, wrapper)
    return wrapper
