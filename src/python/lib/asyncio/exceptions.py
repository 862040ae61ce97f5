"""The exceptions of asyncio. https://docs.python.org/3/library/asyncio-exceptions.html

It stands in the place of the library's own because two of them are made in Rust, which raises them without importing
anything. There may be only one ``CancelledError``.
"""

from _asyncio import CancelledError, InvalidStateError

__all__ = (
    "BrokenBarrierError",
    "CancelledError",
    "IncompleteReadError",
    "InvalidStateError",
    "LimitOverrunError",
    "SendfileNotAvailableError",
    "TimeoutError",
)

# Since 3.11 the builtin one, under this name, too.
TimeoutError = TimeoutError  # noqa: PLW0127


class SendfileNotAvailableError(RuntimeError):
    """The sendfile system call is not available for this socket or file."""


class IncompleteReadError(EOFError):
    """A stream ended before as much was read as was asked for.

    ``partial`` is what was read, ``expected`` how much was asked for, if that is known.
    """

    def __init__(self, partial, expected):
        wanted = "undefined" if expected is None else repr(expected)
        super().__init__(f"{len(partial)} bytes read on a total of {wanted} expected bytes")
        self.partial = partial
        self.expected = expected

    def __reduce__(self):
        return type(self), (self.partial, self.expected)


class LimitOverrunError(Exception):
    """A separator was not found within the buffer's limit.

    ``consumed`` is how many bytes can be consumed without losing a separator.
    """

    def __init__(self, message, consumed):
        super().__init__(message)
        self.consumed = consumed

    def __reduce__(self):
        return type(self), (self.args[0], self.consumed)


class BrokenBarrierError(RuntimeError):
    """A barrier was broken or reset while somebody waited at it."""
