"""Threads in a tab, which has one: what is started as a thread runs at once, to its end.

RustPython's _thread does so already for threading.Thread; here are an executor that keeps to it (its own threads
would wait for work forever) and locks that know when no thread is left that could release them.
"""

import _thread
import time


def _acquire(self, blocking=True, timeout=-1):
    if not blocking and timeout != -1:
        raise ValueError("can't specify a timeout for a non-blocking call")
    if timeout < 0 and timeout != -1:
        raise ValueError("timeout value must be a non-negative number")
    if not self.locked_status:
        self.locked_status = True
        return True
    if not blocking:
        return False
    if timeout == -1:
        raise RuntimeError("deadlock: the lock is held, and there is no other thread that could release it")
    time.sleep(timeout)
    return False


def _acquire_again(self, blocking=True, timeout=-1):
    self.locked_count += 1
    return True


def _submit(self, function, /, *arguments, **keywords):
    """Run function now.  It blocks, as every call in a tab does; its result is in the future that is returned."""
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


def adjust_executor(module):
    """Called once concurrent.futures.thread has been imported."""
    _submit.__name__ = "submit"
    _submit.__qualname__ = "ThreadPoolExecutor.submit"
    module.ThreadPoolExecutor.submit = _submit


def _release_save(self):
    count, self.locked_count = self.locked_count, 0
    return count


def _acquire_restore(self, count):
    self.locked_count = count


class _local:
    """What each thread has of its own (`threading.local`): here is one thread, so it is an object like others."""


_local.__module__ = "_thread"


def install():
    _thread._local = _local
    _acquire.__name__ = _acquire_again.__name__ = "acquire"
    lock = _thread.LockType
    lock.acquire = lock.__enter__ = _acquire
    lock = _thread.RLock
    lock.acquire = lock.__enter__ = _acquire_again
    lock._is_owned = lock.locked
    lock._release_save = _release_save
    lock._acquire_restore = _acquire_restore
    lock._recursion_count = lambda self: self.locked_count
    # An identity that can be told from that of no thread at all.
    _thread._MAIN_THREAD_IDENT = 1
    _thread.get_native_id = _thread.get_ident
