"""What :mod:`tracemalloc` stands on, for an interpreter whose memory cannot be traced.

CPython follows each allocation of its objects to the line that made it. Here objects are made by Rust, and none is
followed: tracing never runs, so all that asks whether it does (:mod:`warnings`, test runners) gets the answer that it
would get in CPython before ``start()``, and ``start()`` itself is refused.

https://docs.python.org/3/library/tracemalloc.html
"""

__all__ = (
    "_get_object_traceback",
    "_get_traces",
    "clear_traces",
    "get_traceback_limit",
    "get_traced_memory",
    "get_tracemalloc_memory",
    "is_tracing",
    "reset_peak",
    "start",
    "stop",
)


def is_tracing():
    """Whether allocations are being traced."""
    return False


def start(nframe=1, /):
    """Raise: this interpreter cannot trace its allocations."""
    if not 1 <= nframe <= 65535:
        raise ValueError("the number of frames must be in range [1; 65535]")
    raise NotImplementedError("this interpreter cannot trace its memory: tracemalloc.start() needs CPython")


def stop():
    """Do nothing: nothing is traced."""


def clear_traces():
    """Do nothing: nothing is traced."""


def reset_peak():
    """Do nothing: nothing is traced."""


def get_traceback_limit():
    """How many frames of a traceback would be kept."""
    return 1


def get_traced_memory():
    """How many bytes are traced now, and how many were at most."""
    return 0, 0


def get_tracemalloc_memory():
    """How many bytes the tracing itself takes."""
    return 0


def _get_traces():
    return []


def _get_object_traceback(obj, /):
    return None
