"""What a loop has besides the methods it has in Rust: found here when a program asks for it.

This replaces ``base_events.BaseEventLoop`` and ``selector_events.BaseSelectorEventLoop`` as what a loop inherits:
those two and what they import take longer to load than most programs run. What is rare is a function in one of
the modules beside this one, imported when it is first called; what is rarer still (transports, servers, processes)
is borrowed from the library's own loop.
"""

import sys

# The modules that have methods of a loop, and which.
_METHODS = {
    "_loop_complaints": "call_exception_handler default_exception_handler",
    "_loop_lifetime": (
        "_asyncgen_firstiter_hook _asyncgen_finalizer_hook shutdown_asyncgens shutdown_default_executor"
    ),
    "_loop_watching": (
        "add_reader remove_reader add_writer remove_writer _ensure_fd_no_transport add_signal_handler"
        " _add_callback_signalsafe _process_self_data _stop_serving"
    ),
}
_HOME = {name: module for module, names in _METHODS.items() for name in names.split()}

# Where the library has the others.
_LIBRARY = (("unix_events", "_UnixSelectorEventLoop"),)


def find(loop, name):
    """The attribute ``name`` of a loop that has not got it: ours, or the library's.

    The library's loops are written against each other's attributes and not against their classes, so their
    methods run on ours.
    """
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name).__get__(loop)
    if name in _COMPUTED:
        return _COMPUTED[name](loop)
    if name in _MADE_WHEN_NEEDED:
        value = _MADE_WHEN_NEEDED[name](loop)
        setattr(loop, name, value)
        return value
    if not name.startswith("__"):
        for module, cls in _LIBRARY:
            function = getattr(getattr(import_module(module), cls), name, None)
            if function is not None and hasattr(function, "__get__"):
                return function.__get__(loop)
    raise AttributeError(f"{type(loop).__name__!r} object has no attribute {name!r}")


def import_module(module):
    """The module of this name in this package."""
    name = f"{__package__}.{module}"
    __import__(name)
    return sys.modules[name]


def _check_closed(loop):
    if loop.is_closed():
        raise RuntimeError("Event loop is closed")


def _timer_handle_cancelled(loop, handle):
    # The library counts those that are still in its heap; the core does that itself.
    pass


_COMPUTED = {
    "_check_closed": _check_closed.__get__,
    "_closed": lambda loop: loop.is_closed(),
    "_debug": lambda loop: loop.get_debug(),
    "_timer_handle_cancelled": _timer_handle_cancelled.__get__,
}


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


_MADE_WHEN_NEEDED = {
    "_asyncgens": _weak_set,
    "_asyncgens_shutdown_called": lambda loop: False,
    "_current_handle": lambda loop: None,
    "_default_executor": lambda loop: None,
    "_executor_shutdown_called": lambda loop: False,
    "_internal_fds": lambda loop: 0,
    "_signal_handlers": lambda loop: {},
    "_transports": _weak_values,
    "_unix_server_sockets": lambda loop: {},
    "_watcher": _child_watcher,
}
