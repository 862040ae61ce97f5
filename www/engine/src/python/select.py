"""The select module of a tab, where nothing can be waited for but time."""

import errno
import time

error = OSError


def select(rlist, wlist, xlist, timeout=None):
    """Wait for timeout seconds.  Nothing a tab has could become ready meanwhile."""
    for watched in rlist, wlist, xlist:
        if list(watched):
            raise OSError(errno.ENOTSUP, "a browser tab has no sockets or pipes to wait for")
    if timeout is None:
        raise OSError(errno.EDEADLK, "there is nothing to wait for")
    time.sleep(timeout)
    return [], [], []
