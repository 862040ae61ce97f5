"""Event loops: the abstract one, policies, and which one is current.

Handles, the functions for the running loop and the loop of each thread come from ``_asyncio``. The library's own
module cannot take its place: its ``AbstractEventLoop`` knows nothing of a loop in Rust, which therefore would be
none. It also imports ``socket``, ``subprocess`` and ``threading``, and this is needed by every ``asyncio.run()``.
"""

import _thread
import sys
from _asyncio import (
    Handle,
    TimerHandle,
    _get_running_loop,
    _set_running_loop,
    _ThreadSafeHandle,
    get_event_loop,
    get_running_loop,
)

from ._loop_class import BaseEventLoop
from ._loop_class import _UnixSelectorEventLoop as EventLoop

__all__ = (
    "AbstractEventLoop",
    "AbstractServer",
    "Handle",
    "TimerHandle",
    "get_event_loop_policy",
    "set_event_loop_policy",
    "get_event_loop",
    "set_event_loop",
    "new_event_loop",
    "_set_running_loop",
    "get_running_loop",
    "_get_running_loop",
)

_TWICE_IN_CPYTHON = (_get_running_loop, _set_running_loop, get_running_loop, get_event_loop)


# What the library's module imports, for those who look for it here.
_IMPORTED = frozenset(("contextvars", "os", "signal", "socket", "subprocess", "threading", "warnings"))


def __getattr__(name):
    if name in _IMPORTED:
        return __import__(name)
    # CPython has these twice, in C and in Python. Here both names mean what is in Rust.
    for function in _TWICE_IN_CPYTHON:
        if name in (f"_c_{function.__name__}", f"_py_{function.__name__}"):
            return function
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class _LoopType(type):
    """Our loop is an ``AbstractEventLoop`` without inheriting what every loop has to replace."""

    def __instancecheck__(cls, instance):
        return super().__instancecheck__(instance) or cls._has(type(instance))

    def __subclasscheck__(cls, subclass):
        return super().__subclasscheck__(subclass) or cls._has(subclass)

    def _has(cls, subclass):
        return cls is AbstractEventLoop and BaseEventLoop in getattr(subclass, "__mro__", ())


class AbstractEventLoop(metaclass=_LoopType):
    """What a loop can do. https://docs.python.org/3/library/asyncio-eventloop.html"""


def _not_implemented(name, is_coroutine):
    if is_coroutine:

        async def method(self, *args, **kwargs):
            raise NotImplementedError

    else:

        def method(self, *args, **kwargs):
            raise NotImplementedError

    method.__name__ = name
    method.__qualname__ = f"AbstractEventLoop.{name}"
    return method


_FUNCTIONS = """
    run_forever run_until_complete stop is_running is_closed close call_soon call_later call_at time create_future
    create_task call_soon_threadsafe run_in_executor set_default_executor add_reader remove_reader add_writer
    remove_writer add_signal_handler remove_signal_handler set_task_factory get_task_factory
    get_exception_handler set_exception_handler default_exception_handler call_exception_handler
    get_debug set_debug _timer_handle_cancelled
"""
_COROUTINES = """
    shutdown_asyncgens shutdown_default_executor getaddrinfo getnameinfo create_connection create_server start_tls
    sendfile create_unix_connection create_unix_server connect_accepted_socket create_datagram_endpoint
    connect_read_pipe connect_write_pipe subprocess_shell subprocess_exec sock_recv sock_recv_into sock_recvfrom
    sock_recvfrom_into sock_sendall sock_sendto sock_connect sock_accept sock_sendfile
"""
for _names in _FUNCTIONS, _COROUTINES:
    for _name in _names.split():
        setattr(AbstractEventLoop, _name, _not_implemented(_name, _names is _COROUTINES))


class AbstractServer:
    """What ``create_server`` returns."""

    def close(self):
        """Stop serving; connections that are open stay open."""
        raise NotImplementedError

    def close_clients(self):
        """Close every connection."""
        raise NotImplementedError

    def abort_clients(self):
        """Close every connection at once, without sending what is buffered."""
        raise NotImplementedError

    def get_loop(self):
        """The loop the server belongs to."""
        raise NotImplementedError

    def is_serving(self):
        """Whether the server accepts connections."""
        raise NotImplementedError

    async def start_serving(self):
        """Begin to accept connections."""
        raise NotImplementedError

    async def serve_forever(self):
        """Accept connections until the coroutine is cancelled."""
        raise NotImplementedError

    async def wait_closed(self):
        """Wait until the server is closed and its connections are gone."""
        raise NotImplementedError

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exception):
        self.close()
        await self.wait_closed()


class _AbstractEventLoopPolicy:
    """Decides which loop is whose. https://docs.python.org/3/library/asyncio-policy.html"""

    def get_event_loop(self):
        """The loop of the current context."""
        raise NotImplementedError

    def set_event_loop(self, loop):
        """Make ``loop`` the loop of the current context."""
        raise NotImplementedError

    def new_event_loop(self):
        """A new loop."""
        raise NotImplementedError


class _BaseDefaultEventLoopPolicy(_AbstractEventLoopPolicy):
    """Each thread has a loop of its own, if one was set for it."""

    _loop_factory = None

    class _Local(_thread._local):
        _loop = None

    def __init__(self):
        self._local = self._Local()

    def get_event_loop(self):
        if self._local._loop is None:
            import threading

            thread = threading.current_thread().name
            raise RuntimeError(f"There is no current event loop in thread {thread!r}.")
        return self._local._loop

    def set_event_loop(self, loop):
        if loop is not None and not isinstance(loop, AbstractEventLoop):
            raise TypeError(
                "loop must be an instance of AbstractEventLoop or None,"
                f" not '{type(loop).__name__}'"
            )
        self._local._loop = loop

    def new_event_loop(self):
        return self._loop_factory()


class _UnixDefaultEventLoopPolicy(_BaseDefaultEventLoopPolicy):
    __module__ = f"{__package__}.unix_events"

    _loop_factory = EventLoop


_DefaultEventLoopPolicy = _UnixDefaultEventLoopPolicy

_event_loop_policy = None


def _get_event_loop_policy():
    global _event_loop_policy
    if _event_loop_policy is None:
        _event_loop_policy = _DefaultEventLoopPolicy()
    return _event_loop_policy


def _set_event_loop_policy(policy):
    global _event_loop_policy
    if policy is not None and not isinstance(policy, _AbstractEventLoopPolicy):
        raise TypeError(
            "policy must be an instance of AbstractEventLoopPolicy or None,"
            f" not '{type(policy).__name__}'"
        )
    _event_loop_policy = policy


def get_event_loop_policy():
    """The policy in use. Deprecated since 3.14."""
    import warnings

    warnings._deprecated("asyncio.get_event_loop_policy", remove=(3, 16))
    return _get_event_loop_policy()


def set_event_loop_policy(policy):
    """Use another policy, or the default one again. Deprecated since 3.14."""
    import warnings

    warnings._deprecated("asyncio.set_event_loop_policy", remove=(3, 16))
    _set_event_loop_policy(policy)


def set_event_loop(loop):
    """Make ``loop`` the loop of this thread."""
    _get_event_loop_policy().set_event_loop(loop)


def new_event_loop():
    """A new loop. It is nobody's until it is set or run."""
    return _get_event_loop_policy().new_event_loop()


if "posix" in sys.builtin_module_names:
    import posix

    if hasattr(posix, "fork"):

        def on_fork():
            """A child process has none of its parent's loops. (Which loop and task run is not Python's to forget.)"""
            if _event_loop_policy is not None:
                _event_loop_policy._local = _BaseDefaultEventLoopPolicy._Local()

        posix.register_at_fork(after_in_child=on_fork)
