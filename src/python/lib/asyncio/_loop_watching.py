"""Methods of a loop: descriptors and signals.

They stand in the place of those of ``selector_events.BaseSelectorEventLoop`` and ``unix_events``: what is watched is
noted in Rust, and no pair of sockets is needed to wake the loop through, until a program handles signals.
"""

from _weakref import ref

from ._loop_class import import_module, network_is_inside


def add_reader(self, fd, callback, *args):
    """Call ``callback(*args)`` whenever ``fd`` can be read."""
    self._ensure_fd_no_transport(fd)
    self._add_reader(fd, callback, *args)


def remove_reader(self, fd):
    """Stop watching ``fd`` for reading; whether somebody did."""
    self._ensure_fd_no_transport(fd)
    return self._remove_reader(fd)


def add_writer(self, fd, callback, *args):
    """Call ``callback(*args)`` whenever ``fd`` can be written."""
    self._ensure_fd_no_transport(fd)
    self._add_writer(fd, callback, *args)


def remove_writer(self, fd):
    """Stop watching ``fd`` for writing; whether somebody did."""
    self._ensure_fd_no_transport(fd)
    return self._remove_writer(fd)


def _ensure_fd_no_transport(self, fd):
    if "_transports" not in self.__dict__:
        return
    try:
        number = fd if isinstance(fd, int) else int(fd.fileno())
    except (AttributeError, TypeError, ValueError):
        raise ValueError(f"Invalid file object: {fd!r}") from None
    transport = self._transports.get(number)
    if transport is not None and not transport.is_closing():
        raise RuntimeError(f"File descriptor {fd!r} is used by transport {transport!r}")


def add_signal_handler(self, sig, callback, *args):
    """Call ``callback(*args)`` in the loop when signal ``sig`` arrives."""
    if network_is_inside():
        return _handle_without_sockets(self, sig, callback, args)
    if "_csock" not in self.__dict__:
        # The library's handlers learn of signals through a pair of sockets.
        self._make_self_pipe()
    cls = import_module("unix_events")._UnixSelectorEventLoop
    return cls.add_signal_handler(self, sig, callback, *args)


def _handle_without_sockets(self, sig, callback, args):
    """The same where sockets are none of the system's, which cannot write into them when a signal comes."""
    import signal

    coroutines = import_module("coroutines")
    if coroutines.iscoroutine(callback) or coroutines._iscoroutinefunction(callback):
        raise TypeError("coroutines cannot be used with add_signal_handler()")
    self._check_signal(sig)
    self._check_closed()
    try:
        # Elsewhere the loop reads that it came: in its next turn, behind what is ready. So does what is due then.
        handle = self._handle_signal
        signal.signal(sig, lambda signum, frame: self.call_later(0, handle, signum))
    except ValueError as error:
        raise RuntimeError(str(error)) from error
    except OSError as error:
        raise RuntimeError(f"sig {sig} cannot be caught") from error
    self._signal_handlers[sig] = import_module("events").Handle(callback, args, self, None)


def _stop_serving(self, sock):
    # The library's own asks its base class through super(), which our loop does not have.
    cls = import_module("selector_events").BaseSelectorEventLoop
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
            import_module("log").logger.error(
                "Unable to clean up listening UNIX socket %r: %r", path, error
            )
    cls._stop_serving(self, sock)


def _process_self_data(self, data):
    for signum in data:
        if signum:
            self._handle_signal(signum)


class Watched:
    """What the loop watches, as a selector tells it: for those who look at ``loop._selector``."""

    def __init__(self, loop):
        self._loop = ref(loop)

    def get_map(self):
        """What is watched, by number."""
        from selectors import EVENT_READ, EVENT_WRITE, SelectorKey

        watched = {}
        for number, reader, writer in self._loop()._watched():
            events = (EVENT_READ if reader else 0) | (EVENT_WRITE if writer else 0)
            watched[number] = SelectorKey(number, number, events, (reader, writer))
        return watched

    def close(self):
        """Nothing: who closes the loop has nothing watched any more."""

    def get_key(self, fileobj):
        """What is watched about it."""
        number = fileobj if isinstance(fileobj, int) else fileobj.fileno()
        key = self.get_map().get(number)
        if key is None:
            raise KeyError(f"{fileobj!r} is not registered")
        return key
