"""Coroutines made of generators, as they were before ``async def``.

Today's library has no such module. It is for programs and slides that are older than today's library.
"""

import types
import warnings


def coroutine(function):
    """Mark a generator function as a coroutine, so that it can be awaited and be a task.

    This decorator was deprecated in Python 3.8 and removed in 3.11. It is here for programs, and slides, from
    before; write ``async def`` and ``await`` instead of it and ``yield from``.
    """
    warnings.warn(
        f'"@coroutine" decorator is deprecated since Python 3.8, use "async def" instead'
        f" ({function.__name__})",
        DeprecationWarning,
        stacklevel=2,
    )
    return types.coroutine(function)
