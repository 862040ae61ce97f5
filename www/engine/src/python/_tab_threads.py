"""Threads in a tab: what `_thread` is there (threads.rs)."""

import _queue
import _thread

import _tab_thread


def install():
    """Before anything imports `threading` or `queue`, which keep what they find."""
    _queue.SimpleQueue = _tab_thread.SimpleQueue
    for name, value in vars(_tab_thread).items():
        if not name.startswith("__"):
            setattr(_thread, name, value)
    _thread.LockType = _tab_thread.lock
    _thread._MAIN_THREAD_IDENT = _tab_thread._get_main_thread_ident()


def adjust_executor(module):
    """Called once concurrent.futures.thread has been imported."""
    if not _tab_thread.can_wait():
        _submit.__name__ = "submit"
        _submit.__qualname__ = "ThreadPoolExecutor.submit"
        module.ThreadPoolExecutor.submit = _submit


def _submit(self, function, /, *arguments, **keywords):
    """Run function now, where no thread can wait for work; its result is in the future that is returned."""
    from concurrent.futures import Future, thread

    with self._shutdown_lock:
        if self._broken:
            raise thread.BrokenThreadPool(self._broken)
        if self._shutdown:
            raise RuntimeError("cannot schedule new futures after shutdown")
    future = Future()
    future.set_running_or_notify_cancel()
    try:
        result = function(*arguments, **keywords)
    except (KeyboardInterrupt, SystemExit):
        # In a thread of its own it would not reach the program. Here it was the program that was stopped.
        raise
    except BaseException as exception:
        future.set_exception(exception)
    else:
        future.set_result(result)
    return future
