"""Time limits. https://docs.python.org/3/library/asyncio-task.html#timeouts

It stands in the place of the library's own for what that imports: ``enum``, for the five states of a timeout, and
``tasks``, of which it needs one function; and because Rust sees to what is in time. The state of a timeout is in its
base, where Rust has it; see ``locks``.
"""

from _asyncio import CancelledError, _in_rust, _remember_as_it_is, _Timeout, current_task, get_running_loop

from ._members import Member, members

__all__ = ("Timeout", "timeout", "timeout_at")


@members
class _State(Member):
    """Where a ``Timeout`` is: created, active, then perhaps expiring and expired, or else finished."""

    CREATED = "created"
    ENTERED = "active"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    EXITED = "finished"


@_remember_as_it_is
class Timeout(_Timeout):
    """``async with`` this, and the body is cancelled at the loop time ``when``, if that is not None.

    That cancellation leaves the block as ``TimeoutError``.
    """

    def __init__(self, when: float | None) -> None:
        self._state = _State.CREATED
        self._timeout_handler = None
        self._task = None
        self._when = when

    def __repr__(self):
        if self._state is not _State.ENTERED:
            return f"<Timeout [{self._state.value}]>"
        when = None if self._when is None else round(self._when, 3)
        return f"<Timeout [{self._state.value}] when={when}>"

    def when(self) -> float | None:
        """The deadline, or None."""
        return self._when

    def expired(self) -> bool:
        """Whether the deadline came before the end of the block."""
        return self._state is _State.EXPIRING or self._state is _State.EXPIRED

    def reschedule(self, when: float | None) -> None:
        """Move the deadline, or take it away with None."""
        if self._state is _State.CREATED:
            raise RuntimeError("Timeout has not been entered")
        if self._state is not _State.ENTERED:
            raise RuntimeError(f"Cannot change state of {self._state.value} Timeout")
        self._when = when
        self._stop_clock()
        if when is None:
            return
        loop = get_running_loop()
        if when <= loop.time():
            self._timeout_handler = loop.call_soon(self._on_timeout)
        else:
            self._timeout_handler = loop.call_at(when, self._on_timeout)

    def _stop_clock(self):
        if self._timeout_handler is not None:
            self._timeout_handler.cancel()
            self._timeout_handler = None

    @_in_rust
    async def __aenter__(self):
        if self._state is not _State.CREATED:
            raise RuntimeError("Timeout has already been entered")
        task = current_task()
        if task is None:
            raise RuntimeError("Timeout should be used inside a task")
        self._state = _State.ENTERED
        self._task = task
        # Others may have asked for cancellation before.
        self._cancelling = task.cancelling()
        self.reschedule(self._when)
        return self

    @_in_rust
    async def __aexit__(self, exc_type, exc_val, exc_tb):
        assert self._state in (_State.ENTERED, _State.EXPIRING)
        self._stop_clock()
        if self._state is _State.ENTERED:
            self._state = _State.EXITED
            return
        self._state = _State.EXPIRED
        if self._task.uncancel() > self._cancelling or exc_type is None:
            # Somebody else cancelled it too and shall see that, or the body swallowed the cancellation.
            return
        if issubclass(exc_type, CancelledError):
            raise TimeoutError from exc_val
        if exc_val is not None:
            self._insert_timeout_error(exc_val)
            if isinstance(exc_val, ExceptionGroup):
                for exception in exc_val.exceptions:
                    self._insert_timeout_error(exception)

    def _on_timeout(self):
        assert self._state is _State.ENTERED
        self._task.cancel()
        self._state = _State.EXPIRING
        self._timeout_handler = None

    @staticmethod
    def _insert_timeout_error(exc_val):
        """Between an exception and the cancellation it was raised in, put the reason of the latter."""
        while (context := exc_val.__context__) is not None:
            if isinstance(context, CancelledError):
                reason = TimeoutError()
                reason.__context__ = reason.__cause__ = context
                exc_val.__context__ = reason
                return
            exc_val = context


@_in_rust
def timeout(delay: float | None) -> Timeout:
    """A ``Timeout`` that expires ``delay`` seconds from now, or never if that is None."""
    loop = get_running_loop()
    return Timeout(None if delay is None else loop.time() + delay)


def timeout_at(when: float | None) -> Timeout:
    """A ``Timeout`` that expires when ``loop.time()`` reaches ``when``, or never if that is None."""
    return Timeout(when)
