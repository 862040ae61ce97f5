"""A loop from its beginning to its end: debug mode, what is left when it ends, and how that is ended.

What ``base_events.BaseEventLoop``, ``coroutines`` and ``runners`` of the library do for the same purpose. It is apart
from the rest because every program that calls ``asyncio.run()`` needs it, and nothing else of them.
"""

import sys
from _asyncio import all_tasks

from ._loop_class import import_module


def is_debug_mode():
    """Whether a new loop starts in debug mode."""
    if sys.flags.dev_mode:
        return True
    if sys.flags.ignore_environment:
        return False
    import os

    return bool(os.environ.get("PYTHONASYNCIODEBUG"))


# Asynchronous generators and threads.


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


def _asyncgen_finalizer_hook(self, agen):
    self._asyncgens.discard(agen)
    if not self.is_closed():
        self.call_soon_threadsafe(self.create_task, agen.aclose())


async def shutdown_asyncgens(self):
    """Close every asynchronous generator that is still suspended."""
    self._asyncgens_shutdown_called = True
    if not self.__dict__.get("_asyncgens"):
        return
    agens = list(self._asyncgens)
    self._asyncgens.clear()
    gather = import_module("tasks").gather
    results = await gather(*[agen.aclose() for agen in agens], return_exceptions=True)
    for agen, result in zip(agens, results, strict=True):
        if isinstance(result, Exception):
            self.call_exception_handler(
                {
                    "message": f"an error occurred during closing of asynchronous generator {agen!r}",
                    "exception": result,
                    "asyncgen": agen,
                }
            )


async def shutdown_default_executor(self, timeout=None):
    """Wait for the threads of ``run_in_executor``."""
    if self._default_executor is None:
        self._executor_shutdown_called = True
        return
    await import_module("base_events").BaseEventLoop.shutdown_default_executor(self, timeout)


# Running until something is done.


def _run_until_complete_cb(fut):
    """The callback of ``run_until_complete``: stop the future's loop."""
    if not fut.cancelled():
        # Whoever runs the loop gets the exception. These two have ended it already.
        exception = fut.exception()
        if isinstance(exception, (SystemExit, KeyboardInterrupt)):
            return
    _get_loop(fut).stop()


def _get_loop(fut):
    """The loop of a future, which may be of another make and have the attribute only."""
    try:
        get_loop = fut.get_loop
    except AttributeError:
        return fut._loop
    return get_loop()


# The repr of a main task names it. It says where the library has the function whose place it takes.
_run_until_complete_cb.__code__ = _run_until_complete_cb.__code__.replace(
    co_filename=_get_loop.__code__.co_filename.replace("_loop_lifetime", "base_events"),
    co_firstlineno=181,
)


def trace_origins(loop, enabled):
    """Have coroutines remember where they were made, or remember it no more, as before.

    How deep the program itself wants them to remember is kept meanwhile.
    """
    attributes = loop.__dict__
    if enabled == ("_coroutine_origin_tracking_saved_depth" in attributes):
        return
    if enabled:
        attributes["_coroutine_origin_tracking_saved_depth"] = sys.get_coroutine_origin_tracking_depth()
        sys.set_coroutine_origin_tracking_depth(import_module("constants").DEBUG_STACK_DEPTH)
    else:
        sys.set_coroutine_origin_tracking_depth(attributes.pop("_coroutine_origin_tracking_saved_depth"))


# The end of a program.


def cancel_all_tasks(loop):
    """Cancel every task of a loop that is no longer running, and wait for the end of it."""
    tasks = all_tasks(loop)
    if not tasks:
        return
    for task in tasks:
        task.cancel()
    loop.run_until_complete(import_module("tasks").gather(*tasks, return_exceptions=True))
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
        import_module("log").logger.debug("Close %r", loop)
    handlers = attributes.get("_signal_handlers")
    if handlers:
        # It is asked where programs replace it.
        if import_module("unix_events").sys.is_finalizing():
            import warnings

            warnings.warn(
                f"Closing the loop {loop!r} on interpreter shutdown stage, skipping signal handlers removal",
                ResourceWarning,
                source=loop,
            )
            handlers.clear()
        for signum in list(handlers):
            loop.remove_signal_handler(signum)
    if attributes.get("_csock") is not None:
        loop._close_self_pipe()
    if attributes.get("_selector") is not None:
        loop._selector.close()
        loop._selector = None
    executor = attributes.get("_default_executor")
    loop._executor_shutdown_called = True
    if executor is not None:
        loop._default_executor = None
        executor.shutdown(wait=False)
