"""What is a future, and how one is shown. https://docs.python.org/3/library/asyncio-future.html

It stands in the place of the library's own for what that imports: ``reprlib``, and ``inspect`` and ``traceback``
through ``format_helpers``. ``isfuture`` is asked by every ``await`` of several things, and ``print(future)`` should
not load the library first.
"""

from _asyncio import Future, Task
from _thread import get_ident

__all__ = ()

# What `_state` can be.
_PENDING = "PENDING"
_CANCELLED = "CANCELLED"
_FINISHED = "FINISHED"


def isfuture(obj):
    """Whether ``obj`` is a future: ours, or anything whose class says so with ``_asyncio_future_blocking``."""
    kind = type(obj)
    if kind is Task or kind is Future:
        return True
    return (
        hasattr(obj.__class__, "_asyncio_future_blocking")
        and obj._asyncio_future_blocking is not None
    )


# What is being shown now, and by which thread: a future may be its own result.
_being_shown = set()


def _repr_from(info_of):
    """A ``repr()`` of what ``info_of`` tells about a future. Inside of itself a future is ``...``."""

    def repr_of(future):
        key = (id(future), get_ident())
        if key in _being_shown:
            return "..."
        _being_shown.add(key)
        try:
            return f"<{future.__class__.__name__} {' '.join(info_of(future))}>"
        finally:
            _being_shown.discard(key)

    return repr_of


def _future_repr_info(future):
    info = [future._state.lower()]
    if future._state == _FINISHED:
        if future._exception is None:
            import reprlib

            # A result may be long.
            info.append(f"result={reprlib.repr(future._result)}")
        else:
            info.append(f"exception={future._exception!r}")
    if future._callbacks:
        info.append(_format_callbacks(future._callbacks))
    if future._source_traceback:
        file, line = future._source_traceback[-1][:2]
        info.append(f"created at {file}:{line}")
    return info


def _format_callbacks(cb):
    """The first and the last of them, and how many there are between."""
    from .format_helpers import _format_callback_source

    shown = [_format_callback_source(callback, ()) for callback, _ in (cb if len(cb) < 2 else (cb[0], cb[-1]))]
    if len(cb) > 2:
        shown.insert(1, f"<{len(cb) - 2} more>")
    return f"cb=[{', '.join(shown)}]"


_future_repr = _repr_from(_future_repr_info)
