"""The classes of our loop: what it has in Rust, and the names of all else it has, each imported when it is asked for.

They stand in the place of ``base_events.BaseEventLoop``, ``selector_events.BaseSelectorEventLoop`` and
``unix_events._UnixSelectorEventLoop``: what those import takes longer to load than most programs run. What is hot comes
from ``_asyncio``. What is rare is a function in one of the modules beside this one; what is rarer still (transports,
servers, processes) is the library's own. The library's loops are written against each other's attributes and not
against their classes, so their methods run on ours.
"""

import sys
from _asyncio import EventLoop as _EventLoop


def import_module(module):
    """The module of this name in this package, whole: another thread may be importing it."""
    name = f"{__package__}.{module}"
    __import__(name)
    imported = sys.modules[name]
    if getattr(imported.__spec__, "_initializing", False):
        from _frozen_importlib import _lock_unlock_module

        _lock_unlock_module(name)
    if module.endswith("_events"):
        from ._mended import mend

        mend()
    return imported


def network_is_inside():
    """Whether the program's sockets are not the system's, but those of a network inside the process."""
    return "_network" in sys.builtin_module_names


class _Method:
    """A method, until it is asked for the first time: then it is imported, and takes this one's place."""

    __slots__ = ("_cls", "_home", "_name")

    def __init__(self, home, name):
        self._home, self._name, self._cls = home, name, None

    def __set_name__(self, cls, name):
        self._cls = cls

    def __get__(self, loop, cls=None):
        return self._function().__get__(loop, cls or type(loop))

    def __getattr__(self, name):
        # Who looks at it without calling it, as `unittest.mock` does, sees the function.
        return getattr(self._function(), name)

    def __call__(self, *args, **kwargs):
        return self._function()(*args, **kwargs)

    def _function(self):
        module, _, library_class = self._home.partition(".")
        home = import_module(module)
        function = vars(getattr(home, library_class) if library_class else home)[self._name]
        if not library_class:
            # Errors and coroutines tell it.
            function.__qualname__ = f"{self._cls.__name__}.{self._name}"
        setattr(self._cls, self._name, function)
        return function


class _Made:
    """An attribute of a loop that is made when it is asked for the first time."""

    __slots__ = ("_make", "_name")

    def __init__(self, make):
        self._make = make

    def __set_name__(self, cls, name):
        self._name = name

    def __get__(self, loop, cls=None):
        if loop is None:
            return self
        value = loop.__dict__[self._name] = self._make(loop)
        return value


def _methods(homes):
    return {name: _Method(home, name) for home, names in homes.items() for name in names.split()}


def _weak_set(loop):
    from _weakrefset import WeakSet

    return WeakSet()


def _weak_values(loop):
    import weakref

    return weakref.WeakValueDictionary()


def _child_watcher(loop):
    unix_events = import_module("unix_events")
    if unix_events.can_use_pidfd():
        return unix_events._PidfdChildWatcher()
    return unix_events._ThreadedChildWatcher()


def _selector(loop):
    return import_module("_loop_watching").Watched(loop)


class BaseEventLoop(_EventLoop):
    """A loop without I/O. https://docs.python.org/3/library/asyncio-eventloop.html"""

    __module__ = f"{__package__}.base_events"

    locals().update(
        _methods(
            {
                "_loop_complaints": "call_exception_handler default_exception_handler",
                "_loop_lifetime": (
                    "_asyncgen_firstiter_hook _asyncgen_finalizer_hook shutdown_asyncgens"
                    " shutdown_default_executor"
                ),
                "_loop_names": "getaddrinfo getnameinfo",
                "_loop_websocket": "create_websocket_connection",
                "base_events.BaseEventLoop": (
                    "_check_callback _make_ssl_transport _make_subprocess_transport _check_default_executor"
                    " _do_shutdown run_in_executor set_default_executor _getaddrinfo_debug"
                    " sock_sendfile _sock_sendfile_fallback _check_sendfile_params _connect_sock create_connection"
                    " _create_connection_transport sendfile _sendfile_fallback start_tls"
                    " create_datagram_endpoint _ensure_resolved _create_server_getaddrinfo create_server"
                    " connect_accepted_socket connect_read_pipe connect_write_pipe _log_subprocess subprocess_shell"
                    " subprocess_exec"
                ),
            }
        )
    )

    _asyncgens = _Made(_weak_set)
    _asyncgens_shutdown_called = False
    _current_handle = None
    _default_executor = None
    _executor_shutdown_called = False

    @property
    def _closed(self):
        return self.is_closed()

    @property
    def _debug(self):
        return self.get_debug()

    def _check_closed(self):
        if self.is_closed():
            raise RuntimeError("Event loop is closed")

    def _timer_handle_cancelled(self, handle):
        # The library counts those that are still in its heap; the core does that itself.
        pass


class BaseSelectorEventLoop(BaseEventLoop):
    """A loop that waits for files and sockets."""

    __module__ = f"{__package__}.selector_events"

    locals().update(
        _methods(
            {
                "_loop_watching": (
                    "add_reader remove_reader add_writer remove_writer _ensure_fd_no_transport"
                ),
                "_loop_sockets": "_make_socket_transport _make_ssl_transport",
                "selector_events.BaseSelectorEventLoop": (
                    "_process_events _make_datagram_transport _close_self_pipe _make_self_pipe"
                    " _read_from_self _write_to_self _start_serving _accept_connection _accept_connection2"
                    " sock_recv _sock_read_done _sock_recv sock_recv_into _sock_recv_into sock_recvfrom"
                    " _sock_recvfrom sock_recvfrom_into _sock_recvfrom_into sock_sendall _sock_sendall"
                    " sock_sendto _sock_sendto sock_connect _sock_connect _sock_write_done _sock_connect_cb"
                    " sock_accept _sock_accept _sendfile_native"
                ),
            }
        )
    )

    _csock = None
    _internal_fds = 0
    _selector = _Made(_selector)
    _transports = _Made(_weak_values)


class _UnixSelectorEventLoop(BaseSelectorEventLoop):
    """The loop of a Unix, which has signals, processes and sockets with paths, too."""

    __module__ = f"{__package__}.unix_events"

    locals().update(
        _methods(
            {
                "_loop_watching": "_process_self_data add_signal_handler _stop_serving",
                "unix_events._UnixSelectorEventLoop": (
                    "_handle_signal remove_signal_handler _check_signal _make_read_pipe_transport"
                    " _make_write_pipe_transport _make_subprocess_transport _child_watcher_callback"
                    " create_unix_connection create_unix_server _sock_sendfile_native"
                    " _sock_sendfile_native_impl _sock_sendfile_update_filepos"
                    " _sock_add_cancellation_callback"
                ),
            }
        )
    )

    _signal_handlers = _Made(lambda loop: {})
    _unix_server_sockets = _Made(lambda loop: {})
    _watcher = _Made(_child_watcher)


EventLoop = SelectorEventLoop = _UnixSelectorEventLoop
