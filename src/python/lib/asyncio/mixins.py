"""What belongs to the loop that first waits on it.

It stands in the place of the library's own for what that imports: ``threading``, for a lock that a dictionary makes
unnecessary. Every lock and every queue needs this module.
"""

from _asyncio import _get_running_loop


class _LoopBoundMixin:
    """Locks and queues are made anywhere, and used in one loop only."""

    _loop = None

    def _get_loop(self):
        loop = _get_running_loop()
        if self._loop is None and loop is not None:
            # Of two threads that come at once, one is first.
            self.__dict__.setdefault("_loop", loop)
        if self._loop is not loop:
            raise RuntimeError(f"{self!r} is bound to a different event loop")
        return loop
