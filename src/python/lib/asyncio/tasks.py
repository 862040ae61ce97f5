"""Tasks, and waiting for several of them. https://docs.python.org/3/library/asyncio-task.html

``Task`` comes from ``_asyncio``. This stands in the place of the library's own for what that imports, above all
``concurrent.futures`` and ``inspect``; and because the library is older than CPython 3.14.8, which tells of more
functions who awaits what (gh-157058, gh-157213).
"""

from _asyncio import (
    CancelledError,
    Task,
    _AsCompleted,
    _enter_task,
    _get_running_loop,
    _in_rust,
    _leave_task,
    _register_eager_task,
    _register_task,
    _remember_as_it_is,
    _swap_current_task,
    _unregister_eager_task,
    _unregister_task,
    all_tasks,
    current_task,
    future_add_to_awaited_by,
    future_discard_from_awaited_by,
    get_event_loop,
    get_running_loop,
)
from _functools import partial

from . import coroutines, futures
from ._sleep import sleep

__all__ = (
    "Task",
    "create_task",
    "FIRST_COMPLETED",
    "FIRST_EXCEPTION",
    "ALL_COMPLETED",
    "wait",
    "wait_for",
    "as_completed",
    "sleep",
    "gather",
    "shield",
    "ensure_future",
    "run_coroutine_threadsafe",
    "current_task",
    "all_tasks",
    "create_eager_task_factory",
    "eager_task_factory",
    "_register_task",
    "_unregister_task",
    "_enter_task",
    "_leave_task",
)

# When `wait` returns: what concurrent.futures has under these names, without importing it.
FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"

_TWICE_IN_CPYTHON = (
    current_task,
    all_tasks,
    _enter_task,
    _leave_task,
    _swap_current_task,
    _register_task,
    _unregister_task,
    _register_eager_task,
    _unregister_eager_task,
)


def __getattr__(name):
    # CPython has these twice, in C and in Python. Here both names mean what is in Rust.
    if name in ("_CTask", "_PyTask"):
        return Task
    for function in _TWICE_IN_CPYTHON:
        if name in (prefix + function.__name__.lstrip("_") for prefix in ("_c_", "_py_")):
            return function
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


# Making tasks.


@_in_rust
def create_task(coro, **kwargs):
    """Make a task of a coroutine, in the running loop. It takes its first step in the next turn."""
    return get_running_loop().create_task(coro, **kwargs)


@_in_rust
def ensure_future(coro_or_future, *, loop=None):
    """The future it is, or else a task that runs the coroutine or awaits the awaitable."""
    if type(coro_or_future) is not coroutines._CoroutineType and futures.isfuture(coro_or_future):
        if loop is not None and loop is not futures._get_loop(coro_or_future):
            raise ValueError("The future belongs to a different loop than the one specified as the loop argument")
        return coro_or_future
    coro = coro_or_future
    given = coroutines.iscoroutine(coro)
    if not given:
        if not coroutines._isawaitable(coro):
            raise TypeError("An asyncio.Future, a coroutine or an awaitable is required")

        async def _wrap_awaitable(awaitable):
            return await awaitable

        coro = _wrap_awaitable(coro)
    if loop is None:
        loop = get_event_loop()
    try:
        return loop.create_task(coro)
    except RuntimeError:
        if given:
            # It shall not complain that nobody awaited it.
            coro.close()
        raise


def run_coroutine_threadsafe(coro, loop):
    """Run a coroutine in a loop of another thread. Returns a ``concurrent.futures.Future``."""
    if not coroutines.iscoroutine(coro):
        raise TypeError("A coroutine object is required")
    from concurrent.futures import Future as ThreadsFuture

    future = ThreadsFuture()

    def callback():
        try:
            futures._chain_future(ensure_future(coro, loop=loop), future)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            if future.set_running_or_notify_cancel():
                future.set_exception(error)
            raise

    loop.call_soon_threadsafe(callback)
    return future


def create_eager_task_factory(custom_task_constructor):
    """A task factory that makes tasks of another kind, and has them take their first step at once."""

    def factory(loop, coro, *, eager_start=True, **kwargs):
        return custom_task_constructor(coro, loop=loop, eager_start=eager_start, **kwargs)

    return factory


eager_task_factory = create_eager_task_factory(Task)


# Waiting for one.


@_in_rust
async def wait_for(fut, timeout):
    """The result of ``fut``, or ``TimeoutError`` after ``timeout`` seconds. Then ``fut`` is cancelled."""
    if timeout is None or not timeout <= 0:
        from .timeouts import timeout as time_limit

        async with time_limit(timeout):
            return await fut
    # No time at all: a coroutine does not even begin.
    fut = ensure_future(fut)
    if not fut.done():
        await _cancel_and_wait(fut)
        try:
            return fut.result()
        except CancelledError as error:
            raise TimeoutError from error
    return fut.result()


async def _cancel_and_wait(fut):
    """Cancel, and wait for the end of it; but not as part of it, so that we can be cancelled for ourselves."""
    waiter = get_running_loop().create_future()
    callback = partial(_release_waiter, waiter)
    task = current_task()
    fut.add_done_callback(callback)
    future_add_to_awaited_by(fut, task)
    try:
        fut.cancel()
        await waiter
    finally:
        fut.remove_done_callback(callback)
        future_discard_from_awaited_by(fut, task)


def _release_waiter(waiter, *args):
    if not waiter.done():
        waiter.set_result(None)


@_in_rust
def shield(arg):
    """Like ``arg``, but when this is cancelled, ``arg`` is not.

    Keep a reference to ``arg``: the loop does not.
    """
    inner = ensure_future(arg)
    if inner.done():
        return inner
    loop = futures._get_loop(inner)
    outer = loop.create_future()
    task = None if loop is None else current_task(loop)

    def _clear_awaited_by_callback(inner):
        future_discard_from_awaited_by(inner, task)

    def _inner_done_callback(inner):
        if outer.cancelled():
            return
        if inner.cancelled():
            outer.cancel()
        elif (exception := inner.exception()) is not None:
            outer.set_exception(exception)
        else:
            outer.set_result(inner.result())

    def _outer_done_callback(outer):
        if inner.done():
            return
        # Nobody will learn of an exception now, so it is logged, and once.
        inner.remove_done_callback(_inner_done_callback)
        inner.remove_done_callback(_log_on_exception)
        inner.add_done_callback(_log_on_exception)
        if task is not None:
            inner.remove_done_callback(_clear_awaited_by_callback)
            future_discard_from_awaited_by(inner, task)

    if task is not None:
        future_add_to_awaited_by(inner, task)
        inner.add_done_callback(_clear_awaited_by_callback)
    inner.add_done_callback(_inner_done_callback)
    outer.add_done_callback(_outer_done_callback)
    return outer


def _log_on_exception(fut):
    exception = None if fut.cancelled() else fut.exception()
    if exception is None:
        return
    context = {
        "message": f"{type(exception).__name__} exception in shielded future",
        "exception": exception,
        "future": fut,
    }
    if fut._source_traceback:
        context["source_traceback"] = fut._source_traceback
    fut._loop.call_exception_handler(context)


# Waiting for several.


async def wait(fs, *, timeout=None, return_when=ALL_COMPLETED):
    """Wait for futures, at most ``timeout`` seconds. Returns the set of those done and of those pending."""
    if futures.isfuture(fs) or coroutines.iscoroutine(fs):
        raise TypeError(f"expect a list of futures, not {type(fs).__name__}")
    if not fs:
        raise ValueError("Set of Tasks/Futures is empty.")
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError(f"Invalid return_when value: {return_when}")
    fs = set(fs)
    if any(type(f) is not Task and coroutines.iscoroutine(f) for f in fs):
        raise TypeError("Passing coroutines is forbidden, use tasks explicitly.")
    return await _wait(fs, timeout, return_when, get_running_loop())


@_in_rust
async def _wait(fs, timeout, return_when, loop):
    assert fs, "Set of Futures is empty."
    waiter = loop.create_future()
    timer = None if timeout is None else loop.call_later(timeout, _release_waiter, waiter)
    left = len(fs)
    task = current_task()

    def _is_enough(f):
        if left <= 0 or return_when == FIRST_COMPLETED:
            return True
        return return_when == FIRST_EXCEPTION and not f.cancelled() and f.exception() is not None

    def _on_completion(f):
        nonlocal left
        left -= 1
        if _is_enough(f):
            if timer is not None:
                timer.cancel()
            _release_waiter(waiter)
        future_discard_from_awaited_by(f, task)

    for f in fs:
        f.add_done_callback(_on_completion)
        future_add_to_awaited_by(f, task)
    try:
        await waiter
    finally:
        if timer is not None:
            timer.cancel()
        for f in fs:
            f.remove_done_callback(_on_completion)
            future_discard_from_awaited_by(f, task)
    done = {f for f in fs if f.done()}
    return done, fs - done


def as_completed(fs, *, timeout=None):
    """The awaitables in the order they are done, for ``async for`` or ``for``.

    ``async for`` gives the futures and tasks, done; ``for`` gives coroutines that wait for the next one to be
    done and return its result. ``TimeoutError`` comes from either after ``timeout`` seconds.
    """
    if coroutines._isawaitable(fs):
        raise TypeError(f"expects an iterable of awaitables, not {type(fs).__name__}")
    return _AsCompletedIterator(fs, timeout)


@_remember_as_it_is
class _AsCompletedIterator(_AsCompleted):
    @_in_rust
    def __init__(self, aws, timeout):
        from .queues import Queue

        # Those that are done, and None for each that is not when the time is up.
        self._done = Queue()
        self._timeout_handle = None
        loop = get_event_loop()
        self._cur_task = current_task()
        todo = {ensure_future(awaitable, loop=loop) for awaitable in set(aws)}
        for f in todo:
            f.add_done_callback(self._handle_completion)
            future_add_to_awaited_by(f, self._cur_task)
        if todo and timeout is not None:
            self._timeout_handle = loop.call_later(timeout, self._handle_timeout)
        self._todo = todo
        # How many the program has not asked for yet.
        self._todo_left = len(todo)

    def __aiter__(self):
        return self

    def __iter__(self):
        return self

    @_in_rust
    async def __anext__(self):
        self._count_down(StopAsyncIteration)
        return await self._wait_for_one()

    @_in_rust
    def __next__(self):
        self._count_down(StopIteration)
        return self._wait_for_one(resolve=True)

    def _count_down(self, end):
        if not self._todo_left:
            raise end
        self._todo_left -= 1

    def _handle_timeout(self):
        for f in self._todo:
            f.remove_done_callback(self._handle_completion)
            future_discard_from_awaited_by(f, self._cur_task)
            self._done.put_nowait(None)
        self._todo.clear()

    @_in_rust
    def _handle_completion(self, f):
        if not self._todo:
            # The time was up.
            return
        self._todo.remove(f)
        future_discard_from_awaited_by(f, self._cur_task)
        self._done.put_nowait(f)
        if not self._todo and self._timeout_handle is not None:
            self._timeout_handle.cancel()

    @_in_rust
    async def _wait_for_one(self, resolve=False):
        f = await self._done.get()
        if f is None:
            raise TimeoutError
        return f.result() if resolve else f


class _GatheringFuture(futures.Future):
    """What ``gather`` returns: cancelling it cancels its children, and it ends when they have."""

    def __init__(self, children, *, loop):
        assert loop is not None
        super().__init__(loop=loop)
        self._children = children
        self._cancel_requested = False

    def cancel(self, msg=None):
        if self.done():
            return False
        # All of them, whatever the first says.
        if any([child.cancel(msg=msg) for child in self._children]):
            self._cancel_requested = True
            return True
        return False


@_in_rust
def gather(*coros_or_futures, return_exceptions=False):
    """A future for the results of all, in the order given.

    The first exception ends it at once, the others go on; with ``return_exceptions`` exceptions are results
    like others. Cancelling it cancels them all.
    """
    loop = _get_running_loop()
    if not coros_or_futures:
        outer = get_event_loop().create_future()
        outer.set_result([])
        return outer
    task = None if loop is None else current_task(loop)
    # Stays None if something cannot be awaited and there will be no gathering.
    outer = None
    left = 0

    def _done_callback(fut):
        nonlocal left
        left -= 1
        if task is not None:
            future_discard_from_awaited_by(fut, task)
        if outer is None or outer.done():
            if not fut.cancelled():
                # It counts as retrieved: nobody is left to do that.
                fut.exception()
            return
        if not return_exceptions:
            exception = fut._make_cancelled_error() if fut.cancelled() else fut.exception()
            if exception is not None:
                outer.set_exception(exception)
                return
        if left > 0:
            return
        results = [_outcome(child) for child in children]
        if outer._cancel_requested:
            # Whatever `return_exceptions` says: it is not an exception of theirs.
            outer.set_exception(children[-1]._make_cancelled_error())
        else:
            outer.set_result(results)

    children = []
    done = []
    future_of = {}
    for awaitable in coros_or_futures:
        fut = future_of.get(awaitable)
        if fut is None:
            fut = future_of[awaitable] = ensure_future(awaitable, loop=loop)
            if loop is None:
                loop = futures._get_loop(fut)
            if fut is not awaitable:
                # The program cannot reach it, and shall hear no complaints about it.
                fut._log_destroy_pending = False
            left += 1
            if fut.done():
                done.append(fut)
            else:
                if task is not None:
                    future_add_to_awaited_by(fut, task)
                fut.add_done_callback(_done_callback)
        children.append(fut)
    outer = _GatheringFuture(children, loop=loop)
    if task is not None:
        # Some may go on after one has failed.
        outer.add_done_callback(partial(_discard_awaited_by, children, task))
    # If all of them are done already, so is this.
    for fut in done:
        _done_callback(fut)
    return outer


def _gathers(fut):
    """What the callback of a gathering in Rust looks like."""


def _waits(f):
    """What the callback of ``wait`` in Rust looks like."""


def _shield_clears(inner):
    """What the first callback of a shield in Rust looks like."""


def _shield_inner_is_done(inner):
    """What the second one looks like."""


def _shield_outer_is_done(outer):
    """What the callback of the outer future looks like."""


_gathers.__name__ = "_done_callback"
_gathers.__qualname__ = "gather.<locals>._done_callback"
_waits.__name__ = "_on_completion"
_waits.__qualname__ = "_wait.<locals>._on_completion"
_shield_clears.__name__ = "_clear_awaited_by_callback"
_shield_clears.__qualname__ = "shield.<locals>._clear_awaited_by_callback"
_shield_inner_is_done.__name__ = "_inner_done_callback"
_shield_inner_is_done.__qualname__ = "shield.<locals>._inner_done_callback"
_shield_outer_is_done.__name__ = "_outer_done_callback"
_shield_outer_is_done.__qualname__ = "shield.<locals>._outer_done_callback"


def _discard_awaited_by(children, waiter, outer):
    """The task that gathered them does not wait for them any more."""
    for child in children:
        future_discard_from_awaited_by(child, waiter)


def _outcome(fut):
    """What became of it, as a value."""
    if fut.cancelled():
        # Not the one that is raised, which is made but once.
        message = fut._cancel_message
        return CancelledError("" if message is None else message)
    exception = fut.exception()
    return fut.result() if exception is None else exception
