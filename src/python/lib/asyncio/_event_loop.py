"""The rare parts of the loop: complaints, shutdown, and what it borrows from the standard library."""

import sys

from _asyncio import _get_running_loop, all_tasks


def is_debug_mode():
    """Whether a new loop starts in debug mode."""
    if sys.flags.dev_mode:
        return True
    if sys.flags.ignore_environment:
        return False
    import os

    return bool(os.environ.get("PYTHONASYNCIODEBUG"))


# What is not a method of our loop.


def find(loop, name):
    """The attribute ``name`` of a loop that has not got it: ours from this module, or the library's.

    The library's loops are written against each other's attributes and not against their classes, so their
    methods run on ours.
    """
    if name in _METHODS:
        return _METHODS[name].__get__(loop)
    if name in _MADE_WHEN_NEEDED:
        value = _MADE_WHEN_NEEDED[name](loop)
        setattr(loop, name, value)
        return value
    if not name.startswith("__"):
        for module, cls in _LIBRARY:
            function = getattr(getattr(_import(module), cls), name, None)
            if function is not None and hasattr(function, "__get__"):
                return function.__get__(loop)
    raise AttributeError(f"{type(loop).__name__!r} object has no attribute {name!r}")


_LIBRARY = (("unix_events", "_UnixSelectorEventLoop"),)


def _import(module):
    name = f"asyncio.{module}"
    __import__(name)
    return sys.modules[name]


def _weak_set(loop):
    from _weakrefset import WeakSet

    return WeakSet()


def _weak_values(loop):
    import weakref

    return weakref.WeakValueDictionary()


def _child_watcher(loop):
    unix_events = _import("unix_events")
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


def _method(function):
    _METHODS[function.__name__] = function
    return function


_METHODS = {}


@_method
def _check_closed(self):
    if self.is_closed():
        raise RuntimeError("Event loop is closed")


@property
def _debug(self):
    return self.get_debug()


_METHODS["_debug"] = _debug


@property
def _closed(self):
    return self.is_closed()


_METHODS["_closed"] = _closed


@_method
def _timer_handle_cancelled(self, handle):
    pass


@_method
def add_reader(self, fd, callback, *args):
    """Call ``callback(*args)`` whenever ``fd`` can be read."""
    self._ensure_fd_no_transport(fd)
    self._add_reader(fd, callback, *args)


@_method
def remove_reader(self, fd):
    """Stop watching ``fd`` for reading; whether somebody did."""
    self._ensure_fd_no_transport(fd)
    return self._remove_reader(fd)


@_method
def add_writer(self, fd, callback, *args):
    """Call ``callback(*args)`` whenever ``fd`` can be written."""
    self._ensure_fd_no_transport(fd)
    self._add_writer(fd, callback, *args)


@_method
def remove_writer(self, fd):
    """Stop watching ``fd`` for writing; whether somebody did."""
    self._ensure_fd_no_transport(fd)
    return self._remove_writer(fd)


@_method
def _ensure_fd_no_transport(self, fd):
    if "_transports" not in self.__dict__:
        return
    number = fd if isinstance(fd, int) else fd.fileno()
    transport = self._transports.get(number)
    if transport is not None and not transport.is_closing():
        raise RuntimeError(f"File descriptor {fd!r} is used by transport {transport!r}")


@_method
def add_signal_handler(self, sig, callback, *args):
    """Call ``callback(*args)`` in the loop when signal ``sig`` arrives."""
    if "_csock" not in self.__dict__:
        # The library's handlers learn of signals through a pair of sockets.
        self._make_self_pipe()
    cls = _import("unix_events")._UnixSelectorEventLoop
    return cls.add_signal_handler(self, sig, callback, *args)


@_method
def _add_callback_signalsafe(self, handle):
    self.call_soon_threadsafe(handle._run)


@_method
def _stop_serving(self, sock):
    # The library's own asks its base class through super(), which our loop does not have.
    cls = _import("selector_events").BaseSelectorEventLoop
    inode = self._unix_server_sockets.pop(sock, None)
    if inode is not None:
        import os

        path = sock.getsockname()
        try:
            if os.stat(path).st_ino == inode:
                os.unlink(path)
        except FileNotFoundError:
            pass
        except OSError as error:
            _import("log").logger.error(
                "Unable to clean up listening UNIX socket %r: %r", path, error
            )
    cls._stop_serving(self, sock)


@_method
def _process_self_data(self, data):
    for signum in data:
        if signum:
            self._handle_signal(signum)


# Asynchronous generators.


@_method
def _asyncgen_firstiter_hook(self, agen):
    if self._asyncgens_shutdown_called:
        import warnings

        warnings.warn(
            f"asynchronous generator {agen!r} was scheduled after"
            " loop.shutdown_asyncgens() call",
            ResourceWarning,
            source=self,
        )
    self._asyncgens.add(agen)


@_method
def _asyncgen_finalizer_hook(self, agen):
    self._asyncgens.discard(agen)
    if not self.is_closed():
        self.call_soon_threadsafe(self.create_task, agen.aclose())


@_method
async def shutdown_asyncgens(self):
    """Close every asynchronous generator that is still suspended."""
    self._asyncgens_shutdown_called = True
    if not self.__dict__.get("_asyncgens"):
        return
    agens = list(self._asyncgens)
    self._asyncgens.clear()
    gather = _import("tasks").gather
    results = await gather(*[agen.aclose() for agen in agens], return_exceptions=True)
    for agen, result in zip(agens, results):
        if isinstance(result, Exception):
            self.call_exception_handler(
                {
                    "message": f"an error occurred during closing of asynchronous generator {agen!r}",
                    "exception": result,
                    "asyncgen": agen,
                }
            )


@_method
async def shutdown_default_executor(self, timeout=None):
    """Wait for the threads of ``run_in_executor``."""
    if self._default_executor is None:
        self._executor_shutdown_called = True
        return
    await _import("base_events").BaseEventLoop.shutdown_default_executor(self, timeout)


# The end of a program.


def as_coroutine(awaitable):
    """The coroutine ``run`` was given, or one that awaits the awaitable it was given."""
    from _asyncio import _iscoroutine

    if _iscoroutine(awaitable):
        return awaitable
    if hasattr(type(awaitable), "__await__"):

        async def wait_for_awaitable():
            return await awaitable

        return wait_for_awaitable()
    raise TypeError("An asyncio.Future, a coroutine or an awaitable is required")


def cancel_all_tasks(loop):
    """Cancel every task of a loop that is no longer running, and wait for the end of it."""
    tasks = all_tasks(loop)
    if not tasks:
        return
    for task in tasks:
        task.cancel()
    loop.run_until_complete(_import("tasks").gather(*tasks, return_exceptions=True))
    for task in tasks:
        if not task.cancelled() and task.exception() is not None:
            loop.call_exception_handler(
                {
                    "message": "unhandled exception during asyncio.run() shutdown",
                    "exception": task.exception(),
                    "task": task,
                }
            )


def close(loop):
    """What closing a loop means besides emptying its queues."""
    attributes = loop.__dict__
    if loop.get_debug():
        _import("log").logger.debug("Close %r", loop)
    for signum in list(attributes.get("_signal_handlers", ())):
        if not sys.is_finalizing():
            loop.remove_signal_handler(signum)
    if attributes.get("_csock") is not None:
        loop._close_self_pipe()
    executor = attributes.get("_default_executor")
    loop._executor_shutdown_called = True
    if executor is not None:
        loop._default_executor = None
        executor.shutdown(wait=False)


# Complaints.


@_method
def call_exception_handler(self, context):
    """Tell the loop's exception handler, in the context of the task or handle it is about."""
    handler = self.get_exception_handler()
    if handler is None:
        try:
            self.default_exception_handler(context)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException:
            _import("log").logger.error("Exception in default exception handler", exc_info=True)
        return
    try:
        about = context.get("task") or context.get("future") or context.get("handle")
        where = about.get_context() if hasattr(about, "get_context") else None
        if hasattr(where, "run"):
            where.run(handler, self, context)
        else:
            handler(self, context)
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException as error:
        try:
            self.default_exception_handler(
                {
                    "message": "Unhandled error in exception handler",
                    "exception": error,
                    "context": context,
                }
            )
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException:
            _import("log").logger.error(
                "Exception in default exception handler while handling an unexpected error in"
                " custom exception handler",
                exc_info=True,
            )


@_method
def default_exception_handler(self, context):
    """Log what went wrong, with everything that is known about it."""
    import traceback

    message = context.get("message") or "Unhandled exception in event loop"
    exception = context.get("exception")
    lines = [message]
    for key in sorted(context):
        if key in ("message", "exception"):
            continue
        value = context[key]
        if key in ("source_traceback", "handle_traceback"):
            what = "Object" if key == "source_traceback" else "Handle"
            stack = "".join(traceback.format_list(value)).rstrip()
            value = f"{what} created at (most recent call last):\n{stack}"
        else:
            value = repr(value)
        lines.append(f"{key}: {value}")
    info = False
    if exception is not None:
        info = (type(exception), exception, exception.__traceback__)
    _import("log").logger.error("\n".join(lines), exc_info=info)


def _describe(function, args, debug=False):
    return _import("format_helpers")._format_callback_source(function, args, debug=debug)


def complain_about_callback(loop, function, args, handle, exception):
    """A callback raised."""
    context = {
        "message": f"Exception in callback {_describe(function, args, loop.get_debug())}",
        "exception": exception,
        "handle": handle,
    }
    if handle._source_traceback:
        context["source_traceback"] = handle._source_traceback
    loop.call_exception_handler(context)


def complain_about_slow_callback(handle, function, args, seconds):
    """A callback kept the loop from everything else."""
    task = getattr(function, "__self__", None)
    if task is not None and hasattr(task, "get_coro"):
        what = repr(task)
    elif handle is not None:
        what = repr(handle)
    else:
        what = _describe(function, args, True)
    _import("log").logger.warning("Executing %s took %.3f seconds", what, seconds)


def complain_about_unclosed(loop):
    """A loop was dropped and not closed."""
    import warnings

    warnings.warn(f"unclosed event loop {loop!r}", ResourceWarning, source=loop)
    if not loop.is_running():
        loop.close()


def repr_of_handle(handle):
    """What ``repr()`` of a handle says."""
    info = [type(handle).__name__]
    if handle._cancelled:
        info.append("cancelled")
    if hasattr(handle, "when"):
        info.append(f"when={handle.when()}")
    if handle._callback is not None:
        info.append(_describe(handle._callback, handle._args, handle._loop.get_debug()))
    if handle._source_traceback:
        frame = handle._source_traceback[-1]
        info.append(f"created at {frame[0]}:{frame[1]}")
    return f"<{' '.join(info)}>"


def extract_stack():
    """Where the program is, for ``_source_traceback``."""
    return _import("format_helpers").extract_stack(sys._getframe(1))


# Tasks of other kinds than ours.

_foreign_tasks = None


def register_task(task):
    """Remember a task that is not ours, or not of a loop of ours."""
    global _foreign_tasks
    if _foreign_tasks is None:
        _foreign_tasks = _weak_set(None)
    _foreign_tasks.add(task)


def unregister_task(task):
    """Forget it."""
    if _foreign_tasks is not None:
        _foreign_tasks.discard(task)


def foreign_tasks(loop):
    """Those of ``loop`` that are not done."""
    tasks = []
    for task in list(_foreign_tasks or ()):
        get_loop = getattr(task, "get_loop", None)
        if (get_loop() if get_loop else task._loop) is loop and not task.done():
            tasks.append(task)
    return tasks
