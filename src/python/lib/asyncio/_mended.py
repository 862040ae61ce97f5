"""What CPython has mended in modules of the library since the release that we carry, up to 3.14.8.

It stands in the place of nothing: it wraps the library's own functions, for as long as the library is older. And those
of task groups that are called for each task are answered in Rust.
"""

import sys
from _asyncio import _in_rust, _remember_as_it_is
from _thread import RLock

# In the flags of a function's code: it is a coroutine function (`inspect.CO_COROUTINE`).
_COROUTINE = 0x80


# Threads may come here at the same time, and a module is mended once.
_mending = RLock()


def mend():
    """Mend those of the library's modules that have been imported."""
    with _mending:
        for name, mended in _MENDED.items():
            module = sys.modules.get(f"{__package__}.{name}")
            if module is None or hasattr(module, "_mended"):
                continue
            # One that another thread is importing is mended by that.
            if not getattr(module.__spec__, "_initializing", False):
                mended(module)
                module._mended = True


def _wrap(cls, name):
    """Have ``wrapper(original, ...)`` take the place of a method, or of a function of a module."""

    def decorate(wrapper):
        original = vars(cls)[name]

        if wrapper.__code__.co_flags & _COROUTINE:

            async def method(*args, **kwargs):
                return await wrapper(original, *args, **kwargs)

        else:

            def method(*args, **kwargs):
                return wrapper(original, *args, **kwargs)

        # Tracebacks and recordings take names from the code.
        method.__code__ = method.__code__.replace(co_name=name, co_qualname=original.__qualname__)
        for attribute in "__module__", "__name__", "__qualname__", "__doc__":
            setattr(method, attribute, getattr(original, attribute))
        method.__wrapped__ = original
        setattr(cls, name, method)

    return decorate


def _base_events(module):
    @_wrap(module.Server, "close")
    def close(original, self):
        # serve_forever() that is cancelled ends its clients, or it would wait for them.
        is_cancelled = self._serving_forever_fut is not None and self._serving_forever_fut.cancelled()
        original(self)
        if is_cancelled:
            self.close_clients()

    @_wrap(module.BaseEventLoop, "_create_connection_transport")
    async def _create_connection_transport(original, self, sock, *args, **kwargs):
        # The socket of a transport that is never made is closed (gh-153133). One that was made closes it itself.
        try:
            return await original(self, sock, *args, **kwargs)
        except BaseException:
            if sock.fileno() not in self._transports:
                sock.close()
            raise


def _selector_events(module):
    @_wrap(module.BaseSelectorEventLoop, "_sock_accept")
    def _sock_accept(original, self, fut, sock):
        # Who has been cancelled accepts nobody (gh-153761).
        if not fut.done():
            original(self, fut, sock)

    @_wrap(module._SelectorTransport, "_call_connection_lost")
    def _call_connection_lost(original, self, exc):
        # A connection is lost once (gh-156512).
        if self._protocol is not None:
            original(self, exc)

    @_wrap(module._SelectorSocketTransport, "writelines")
    def writelines(original, self, list_of_data):
        # What is empty can never be sent (gh-155888).
        original(self, [data for data in list_of_data if data])


def _base_subprocess(module):
    transport = module.BaseSubprocessTransport

    @_wrap(transport, "send_signal")
    def send_signal(original, self, signal):
        # The number of a process that has ended may be another's by now (gh-127049).
        if self._proc is None or self._returncode is None:
            original(self, signal)

    @_wrap(transport, "_connect_pipes")
    async def _connect_pipes(original, self, waiter):
        pipes = self._proc.stdin, self._proc.stdout, self._proc.stderr
        await original(self, waiter)
        if self._pending_calls is not None:
            # They could not be connected: who closes the transport finds none of them.
            for protocol in self._pipes.values():
                if protocol is not None:
                    protocol.pipe.close()
            for pipe in pipes:
                if pipe is not None:
                    pipe.close()

    @_wrap(transport, "_process_exited")
    def _process_exited(original, self, returncode):
        # The end of a process is the end of waiting for it, even if another still holds its pipes (gh-119710).
        original(self, returncode)
        for waiter in self._exit_waiters or ():
            if not waiter.done():
                waiter.set_result(returncode)

    @_wrap(transport, "_wait")
    async def _wait(original, self):
        try:
            return await original(self)
        finally:
            if self._exit_waiters:
                self._exit_waiters = [waiter for waiter in self._exit_waiters if not waiter.done()]


def _unix_events(module):
    @_wrap(module._UnixSelectorEventLoop, "_child_watcher_callback")
    def _child_watcher_callback(original, self, pid, returncode, transp):
        # Both watchers call it in the loop's own thread (gh-127049).
        transp._process_exited(returncode)

    @_wrap(module._ThreadedChildWatcher, "_do_waitpid")
    def _do_waitpid(original, self, loop, expected_pid, callback, args):
        # The loop's thread takes note of the end and publishes it in one step: a signal sent in between would reach
        # whoever has the number by then (gh-127049).
        import os
        from contextlib import suppress

        with suppress(ChildProcessError):
            os.waitid(os.P_PID, expected_pid, os.WEXITED | os.WNOWAIT)
        try:
            loop.call_soon_threadsafe(original, self, _AtOnce(loop), expected_pid, callback, args)
        except RuntimeError:
            # It is closed: the child is waited for here, and the log told.
            original(self, loop, expected_pid, callback, args)


def _taskgroups(module):
    for name in "create_task", "_on_task_done":
        setattr(module.TaskGroup, name, _in_rust(vars(module.TaskGroup)[name]))
    _remember_as_it_is(module.TaskGroup)


def _graph(module):
    @_wrap(module, "_build_graph_for_future")
    def _build_graph_for_future(original, future, *, limit=None):
        # A coroutine that is over has no frame to show.
        graph = original(future, limit=limit)
        stack = tuple(entry for entry in graph.call_stack if entry.frame is not None)
        return module.FutureCallGraph(graph.future, stack, graph.awaited_by)

    @_wrap(module, "capture_call_graph")
    def capture_call_graph(original, future=None, /, *, depth=1, limit=None):
        # A generator that is no coroutine does not end the stack of the task that runs (gh-156988).
        loop = module.events._get_running_loop()
        running = loop and module.tasks.current_task(loop)
        # Two frames of this file are between.
        graph = original(future, depth=depth + 2, limit=limit)
        if graph is None or limit == 0 or graph.future is not running:
            return graph
        frames = [entry.frame for entry in original(future, depth=depth + 2).call_stack]
        while frames and not _is_the_outermost_coroutine(frames[-1]) and frames[-1].f_back is not None:
            frames.append(frames[-1].f_back)
        if limit is not None:
            frames = frames[-limit:] if limit > 0 else frames[:-limit]
        stack = tuple(map(module.FrameCallGraphEntry, frames))
        return module.FutureCallGraph(graph.future, stack, graph.awaited_by)


def _is_the_outermost_coroutine(frame):
    """Whether what runs a frame is a coroutine or asynchronous generator, and what called it is none."""
    is_async = hasattr(frame.f_generator, "cr_code") or hasattr(frame.f_generator, "ag_code")
    return is_async and frame.f_back is not None and frame.f_back.f_generator is None


class _AtOnce:
    """A loop, for what runs in its thread and believes to be in another."""

    def __init__(self, loop):
        self.is_closed, self.get_debug = loop.is_closed, loop.get_debug

    def call_soon_threadsafe(self, callback, *args):
        callback(*args)


_MENDED = {
    "base_events": _base_events,
    "base_subprocess": _base_subprocess,
    "graph": _graph,
    "selector_events": _selector_events,
    "taskgroups": _taskgroups,
    "unix_events": _unix_events,
}
