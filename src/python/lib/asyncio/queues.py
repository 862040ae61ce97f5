"""Queues between tasks. https://docs.python.org/3/library/asyncio-queue.html

It stands in the place of the library's own for what that imports: ``collections``, ``heapq`` and ``types``, all for
what the interpreter has in Rust; and because Rust sees to most of it. The state of a queue is in its base, where Rust
has it, and calls of what is decorated with ``_in_rust`` are answered there, as those of locks are; see ``locks``.
"""

from _asyncio import _in_rust, _Queue, _remember_as_it_is, _Waiters
from _collections import deque
from _heapq import heappop, heappush

from . import locks, mixins

__all__ = ("Queue", "PriorityQueue", "LifoQueue", "QueueFull", "QueueEmpty", "QueueShutDown")


class QueueEmpty(Exception):
    """``get_nowait()`` of a queue with nothing in it."""


class QueueFull(Exception):
    """``put_nowait()`` into a queue that has ``maxsize`` items."""


class QueueShutDown(Exception):
    """The queue takes no more items, or has none left to give, since ``shutdown()``."""


@_remember_as_it_is
class Queue(_Queue, mixins._LoopBoundMixin):
    """First in, first out. It is full with ``maxsize`` items; with 0, the default, never."""

    __class_getitem__ = classmethod(type(list[int]))

    def __init__(self, maxsize=0):
        self._maxsize = maxsize
        # Futures of those who wait to get, and to put.
        self._getters = _Waiters()
        self._putters = _Waiters()
        self._unfinished_tasks = 0
        self._finished = locks.Event()
        self._finished.set()
        self._init(maxsize)
        self._is_shutdown = False

    # A subclass keeps its items as it likes with these three.

    def _init(self, maxsize):
        self._queue = deque()

    def _get(self):
        return self._queue.popleft()

    def _put(self, item):
        self._queue.append(item)

    def __repr__(self):
        return f"<{type(self).__name__} at {id(self):#x} {self._format()}>"

    def __str__(self):
        return f"<{type(self).__name__} {self._format()}>"

    def _format(self):
        info = [f"maxsize={self._maxsize!r}"]
        if getattr(self, "_queue", None):
            info.append(f"_queue={list(self._queue)!r}")
        if self._getters:
            info.append(f"_getters[{len(self._getters)}]")
        if self._putters:
            info.append(f"_putters[{len(self._putters)}]")
        if self._unfinished_tasks:
            info.append(f"tasks={self._unfinished_tasks}")
        if self._is_shutdown:
            info.append("shutdown")
        return " ".join(info)

    @_in_rust
    def qsize(self):
        """How many items are in it."""
        return len(self._queue)

    @property
    def maxsize(self):
        """How many items may be in it, if that is more than 0."""
        return self._maxsize

    @_in_rust
    def empty(self):
        """Whether nothing is in it."""
        return not self._queue

    @_in_rust
    def full(self):
        """Whether no more items may be put."""
        if self._maxsize <= 0:
            return False
        return self.qsize() >= self._maxsize

    @_in_rust
    async def put(self, item):
        """Put an item, waiting for a free place if need be. Raises ``QueueShutDown`` after ``shutdown()``."""
        while self.full():
            if self._is_shutdown:
                raise QueueShutDown
            waiter = self._get_loop().create_future()
            self._putters.append(waiter)
            try:
                await waiter
            except BaseException:
                if self._give_up(waiter, self._putters) and not self.full():
                    self._wakeup_next(self._putters)
                raise
        return self.put_nowait(item)

    @_in_rust
    def put_nowait(self, item):
        """Put an item at once, or raise ``QueueFull`` or ``QueueShutDown``."""
        if self._is_shutdown:
            raise QueueShutDown
        if self.full():
            raise QueueFull
        self._put(item)
        self._unfinished_tasks += 1
        self._finished.clear()
        self._wakeup_next(self._getters)

    @_in_rust
    async def get(self):
        """Take an item, waiting for one if need be. Raises ``QueueShutDown`` if none will come."""
        while self.empty():
            if self._is_shutdown:
                raise QueueShutDown
            waiter = self._get_loop().create_future()
            self._getters.append(waiter)
            try:
                await waiter
            except BaseException:
                if self._give_up(waiter, self._getters) and not self.empty():
                    self._wakeup_next(self._getters)
                raise
        return self.get_nowait()

    @_in_rust
    def get_nowait(self):
        """Take an item at once, or raise ``QueueEmpty`` or ``QueueShutDown``."""
        if self.empty():
            raise QueueShutDown if self._is_shutdown else QueueEmpty
        item = self._get()
        self._wakeup_next(self._putters)
        return item

    def _wakeup_next(self, waiters):
        """Let the first go on that has not given up."""
        while waiters:
            waiter = waiters.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return

    def _give_up(self, waiter, waiters):
        """Stop waiting. Whether the waiter had been woken, so that the next should be in its place."""
        waiter.cancel()
        if waiter in waiters:
            waiters.remove(waiter)
        return not waiter.cancelled()

    @_in_rust
    def task_done(self):
        """Say that the work on an item is done. Raises ``ValueError`` if there were not so many items."""
        if self._unfinished_tasks <= 0:
            raise ValueError("task_done() called too many times")
        self._unfinished_tasks -= 1
        if self._unfinished_tasks == 0:
            self._finished.set()

    async def join(self):
        """Wait until there has been a ``task_done()`` for every item."""
        if self._unfinished_tasks > 0:
            await self._finished.wait()

    def shutdown(self, immediate=False):
        """Take no more items, and give no more once it is empty, or ``immediate``ly: then it is emptied."""
        self._is_shutdown = True
        if immediate:
            while not self.empty():
                self._get()
                if self._unfinished_tasks > 0:
                    self._unfinished_tasks -= 1
            if self._unfinished_tasks == 0:
                self._finished.set()
        # All of them look again, and see it.
        for waiters in (self._getters, self._putters):
            while waiters:
                self._wakeup_next(waiters)


@_remember_as_it_is
class PriorityQueue(Queue):
    """The least item comes first: often a tuple of a number and something."""

    def _init(self, maxsize):
        self._queue = []

    def _put(self, item):
        heappush(self._queue, item)

    def _get(self):
        return heappop(self._queue)


@_remember_as_it_is
class LifoQueue(Queue):
    """The last item put comes first."""

    def _init(self, maxsize):
        self._queue = []

    def _put(self, item):
        self._queue.append(item)

    def _get(self):
        return self._queue.pop()
