"""Running a program: a loop from its beginning to its end.

https://docs.python.org/3/library/asyncio-runner.html

It stands in the place of the library's own for what that imports: ``enum``, ``functools``, ``inspect``, ``signal`` and
``threading``. Every program that calls ``asyncio.run()`` needs this module, and most of them little more.
"""

import _signal
from _asyncio import _get_running_loop, _iscoroutine
from _contextvars import copy_context

from . import _loop_lifetime, events, exceptions

__all__ = ("Runner", "run")


class Runner:
    """A loop that can run several coroutines one after the other, in one context.

    The loop is made when it is first needed, by ``loop_factory`` if there is one, and closed together with
    what is left in it by ``close()`` or at the end of a ``with``. ``debug`` switches its debug mode on or off.
    """

    def __init__(self, *, debug=None, loop_factory=None):
        self._debug = debug
        self._loop_factory = loop_factory
        self._loop = None
        self._context = None
        self._closed = False
        self._set_event_loop = False
        self._interrupt_count = 0

    def __enter__(self):
        self._begin()
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self):
        """Cancel what is left, finish asynchronous generators and threads, and close the loop."""
        loop = self._loop
        if loop is None or self._closed:
            return
        try:
            _loop_lifetime.cancel_all_tasks(loop)
            # These run the loop, and with it what was scheduled last.
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.run_until_complete(loop.shutdown_default_executor(300))
        finally:
            if self._set_event_loop:
                events.set_event_loop(None)
            loop.close()
            self._loop = None
            self._closed = True

    def get_loop(self):
        """The loop."""
        self._begin()
        return self._loop

    def run(self, coro, *, context=None):
        """Run a coroutine to its end and return its result.

        On the first Ctrl+C it is cancelled, and ``KeyboardInterrupt`` raised once it is over; a second one
        raises at once.
        """
        if _get_running_loop() is not None:
            raise RuntimeError("Runner.run() cannot be called from a running event loop")
        self._begin()
        coro = _as_coroutine(coro)
        task = self._loop.create_task(coro, context=self._context if context is None else context)
        self._interrupt_count = 0
        handler = self._handle_interrupts(task)
        try:
            return self._loop.run_until_complete(task)
        except exceptions.CancelledError:
            if self._interrupt_count > 0:
                uncancel = getattr(task, "uncancel", None)
                if uncancel is not None and uncancel() == 0:
                    raise KeyboardInterrupt()  # noqa: B904 (as in CPython, the cancellation is its context)
            raise
        finally:
            if handler is not None and _signal.getsignal(_signal.SIGINT) is handler:
                _signal.signal(_signal.SIGINT, _signal.default_int_handler)

    def _begin(self):
        if self._closed:
            raise RuntimeError("Runner is closed")
        if self._loop is not None:
            return
        if self._loop_factory is None:
            self._loop = events.new_event_loop()
            events.set_event_loop(self._loop)
            self._set_event_loop = True
        else:
            self._loop = self._loop_factory()
        if self._debug is not None:
            self._loop.set_debug(self._debug)
        self._context = copy_context()

    def _handle_interrupts(self, task):
        """Take Ctrl+C over, unless the program has, or this thread cannot. Returns our handler, if it can."""
        if _signal.getsignal(_signal.SIGINT) is not _signal.default_int_handler:
            return None

        def interrupt(signum, frame):
            self._interrupt_count += 1
            if self._interrupt_count > 1 or task.done():
                raise KeyboardInterrupt()
            task.cancel()
            # It may be blocked in select, for a long time.
            self._loop.call_soon_threadsafe(_nothing)

        try:
            _signal.signal(_signal.SIGINT, interrupt)
        except ValueError:
            # Only the main thread can handle signals.
            return None
        return interrupt


def _nothing():
    pass


def _as_coroutine(awaitable):
    """The coroutine it is, or one that awaits the awaitable it is."""
    if _iscoroutine(awaitable):
        return awaitable
    if hasattr(type(awaitable), "__await__"):

        async def wait_for_awaitable():
            return await awaitable

        return wait_for_awaitable()
    raise TypeError("An asyncio.Future, a coroutine or an awaitable is required")


def run(main, *, debug=None, loop_factory=None):
    """Run a coroutine in a new loop, close the loop, and return the result."""
    if _get_running_loop() is not None:
        raise RuntimeError("asyncio.run() cannot be called from a running event loop")
    with Runner(debug=debug, loop_factory=loop_factory) as runner:
        return runner.run(main)
