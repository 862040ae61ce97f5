"""asyncio, PEP 3156, on a scheduler written in Rust.

The loop, handles, futures and tasks come from ``_asyncio``, in Rust. The rest is modules in Python, ours or the
standard library's own, each imported when one of its names is first used. The library's own ``__init__`` imports
all of them at once, and with them half of the library: that takes many times as long as a small program runs.

A module of ours stands in the place of the library's own because that costs more than it need
(``benches/python/imports.py`` measures it) or would not work here; its header says which. One that has lost its
reason goes.
"""

import sys
from _asyncio import (
    Future,
    Handle,
    Task,
    TimerHandle,
    _enter_task,
    _get_running_loop,
    _leave_task,
    _register_task,
    _set_running_loop,
    _unregister_task,
    all_tasks,
    current_task,
    get_event_loop,
    get_running_loop,
)

# Where each of the other names lives.
_MODULES = {
    "_loop_class": "BaseEventLoop EventLoop SelectorEventLoop",
    "base_events": "Server",
    "coroutines": "iscoroutinefunction iscoroutine",
    "events": (
        "AbstractEventLoop AbstractServer get_event_loop_policy set_event_loop_policy set_event_loop new_event_loop"
        " _AbstractEventLoopPolicy _DefaultEventLoopPolicy _get_event_loop_policy _set_event_loop_policy"
    ),
    "exceptions": (
        "BrokenBarrierError InvalidStateError TimeoutError IncompleteReadError LimitOverrunError"
        " SendfileNotAvailableError CancelledError"
    ),
    "futures": "wrap_future isfuture future_discard_from_awaited_by future_add_to_awaited_by",
    "graph": (
        "FrameCallGraphEntry FutureCallGraph capture_call_graph format_call_graph print_call_graph"
    ),
    "locks": "Lock Event Condition Semaphore BoundedSemaphore Barrier",
    "protocols": (
        "BaseProtocol Protocol DatagramProtocol SubprocessProtocol BufferedProtocol"
    ),
    "queues": "Queue PriorityQueue LifoQueue QueueFull QueueEmpty QueueShutDown",
    "runners": "Runner run",
    "streams": (
        "StreamReader StreamWriter StreamReaderProtocol open_connection start_server"
        " open_unix_connection start_unix_server"
    ),
    "subprocess": "create_subprocess_exec create_subprocess_shell",
    "tasks": (
        "create_task FIRST_COMPLETED FIRST_EXCEPTION ALL_COMPLETED wait wait_for as_completed gather"
        " ensure_future run_coroutine_threadsafe shield eager_task_factory create_eager_task_factory"
        " _register_eager_task _unregister_eager_task"
    ),
    "taskgroups": "TaskGroup",
    "threads": "to_thread",
    "timeouts": "Timeout timeout timeout_at",
    "transports": (
        "BaseTransport ReadTransport WriteTransport Transport DatagramTransport SubprocessTransport"
    ),
    "_sleep": "sleep",
    "_generators": "coroutine",
}
_HOME = {name: module for module, names in _MODULES.items() for name in names.split()}

# Names `import *` does not bring, and names that another list has already.
_NOT_PUBLIC = {
    name for name in _HOME if name.startswith("_") and not name.endswith("register_task")
} | {"coroutine", "future_discard_from_awaited_by", "future_add_to_awaited_by"}

__all__ = tuple(name for name in _HOME if name not in _NOT_PUBLIC) + (  # noqa: RUF005 (no list of names to ruff then)
    "Future",
    "Handle",
    "Task",
    "TimerHandle",
    "_enter_task",
    "_get_running_loop",
    "_leave_task",
    "_register_task",
    "_set_running_loop",
    "_unregister_task",
    "all_tasks",
    "current_task",
    "get_event_loop",
    "get_running_loop",
)

# Submodules that `import asyncio` alone makes available, as in CPython.
_SUBMODULES = frozenset(_MODULES) | {
    "base_futures",
    "base_subprocess",
    "base_tasks",
    "constants",
    "format_helpers",
    "log",
    "mixins",
    "selector_events",
    "sslproto",
    "staggered",
    "trsock",
    "unix_events",
}

# What 3.14 still has, with a warning, and 3.16 will not.
_DEPRECATED = {
    "AbstractEventLoopPolicy": "_AbstractEventLoopPolicy",
    "DefaultEventLoopPolicy": "_DefaultEventLoopPolicy",
}


def __getattr__(name):
    if name in _SUBMODULES:
        return _import(name)
    if name in _HOME:
        value = getattr(_import(_HOME[name]), name)
        globals()[name] = value
        return value
    if name in _DEPRECATED:
        import warnings

        warnings._deprecated(f"asyncio.{name}", remove=(3, 16))
        return getattr(_import("events"), _DEPRECATED[name])
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted(set(globals()) | set(_HOME) | _SUBMODULES)


def _import(module):
    name = f"{__name__}.{module}"
    __import__(name)
    if module in ("graph", "streams", "taskgroups") or module.endswith("_events"):
        from ._mended import mend

        mend()
    return sys.modules[name]
