"""What a socket does."""

from _warnings import warn as _warn

import _network

from ._constants import (
    AF_INET,
    AF_INET6,
    AF_UNIX,
    MSG_DONTWAIT,
    MSG_PEEK,
    MSG_TRUNC,
    SHUT_RD,
    SHUT_RDWR,
    SHUT_WR,
    SOCK_CLOEXEC,
    SOCK_NONBLOCK,
    SOCK_STREAM,
)
from ._names import _addresses, _error, _numbers, _numeric, _protocol, _text, gaierror
from ._options import _option, _set_option

_EOPNOTSUPP = 95
_EINPROGRESS = 115
_EINVAL = 22

_default_timeout = None


def getdefaulttimeout():
    """The timeout of new sockets, in seconds; None if they wait for ever."""
    return _default_timeout


def setdefaulttimeout(timeout):
    """Set the timeout of new sockets, in seconds; None has them wait for ever."""
    global _default_timeout
    _default_timeout = _checked_timeout(timeout)


def _checked_timeout(timeout):
    if timeout is None:
        return None
    if not (hasattr(timeout, "__float__") or hasattr(timeout, "__index__")):
        raise TypeError(f"'{type(timeout).__name__}' object cannot be interpreted as an integer or float")
    seconds = float(timeout)
    if seconds != seconds:
        raise ValueError("Invalid value NaN (not a number)")
    if seconds < 0:
        raise ValueError("Timeout value out of range")
    return seconds


class socket:
    """A socket: ``socket(family=AF_INET, type=SOCK_STREAM, proto=0)``."""

    # The names without the line are taken: the library's own class makes properties of them.
    __slots__ = ("_family", "_fd", "_ignored", "_proto", "_timeout", "_type")
    __module__ = "_socket"

    def __new__(cls, *args, **kwargs):
        self = super().__new__(cls)
        self._fd = -1
        self._timeout = None
        self._ignored = None
        self._family = self._type = self._proto = 0
        return self

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        if fileno is not None:
            if isinstance(fileno, float):
                raise TypeError("integer argument expected, got float")
            if fileno < 0:
                raise ValueError("negative file descriptor")
            known_family, known_type = _network.describe(fileno)
            family = known_family if family == -1 else family
            type = known_type if type == -1 else type
            proto = _protocol(family, type) if proto == -1 else proto
            self._fd = fileno
        else:
            family = AF_INET if family == -1 else family
            type = SOCK_STREAM if type == -1 else type
        self._family = int(family)
        self._type = int(type) & ~(SOCK_NONBLOCK | SOCK_CLOEXEC)
        self._proto = 0 if proto == -1 else int(proto)
        if fileno is None:
            self._fd = _network.socket(self._family, self._type)
        self._timeout = 0.0 if type & SOCK_NONBLOCK else _default_timeout

    def __del__(self):
        if self._fd != -1:
            _warn(f"unclosed {self!r}", ResourceWarning, 1, self)
            self.close()

    def __repr__(self):
        return (
            f"<socket object, fd={self._fd}, family={int(self._family)}, type={int(self._type)}, "
            f"proto={self._proto}>"
        )

    @property
    def family(self):
        """The family of its addresses."""
        return self._family

    @property
    def type(self):
        """How it carries what it is given."""
        return self._type

    @property
    def proto(self):
        """Its protocol, as it was asked for."""
        return self._proto

    @property
    def timeout(self):
        """The timeout in seconds; None if it waits for ever."""
        return self._timeout

    def gettimeout(self):
        """The timeout in seconds; None if it waits for ever."""
        return self._timeout

    def settimeout(self, timeout):
        """Wait for so many seconds at most: not at all if that is 0, for ever if it is None."""
        self._timeout = _checked_timeout(timeout)

    def getblocking(self):
        """Whether it waits."""
        return self._timeout != 0.0

    def setblocking(self, flag):
        """Whether to wait."""
        self._timeout = None if flag else 0.0

    def fileno(self):
        """Its number; -1 once it is closed."""
        return self._fd

    def detach(self):
        """Give its number away: it is closed then, but what it stood for is not."""
        number, self._fd = self._fd, -1
        return number

    def close(self):
        """Give it up, whatever it does."""
        number, self._fd = self._fd, -1
        if number != -1:
            _network.close(number)

    def bind(self, address, /):
        """Take a local address."""
        _network.bind(self._fd, self._address(address, "bind"))

    def listen(self, backlog=128, /):
        """Let others connect."""
        _network.listen(self._fd, max(0, backlog))

    def _accept(self):
        number, address = self._wait_for(True, _network.accept)
        return number, address

    def connect(self, address, /):
        """Connect to ``address``."""
        self._connect(self._address(address, "connect"))

    def connect_ex(self, address, /):
        """Connect to ``address``; the number of the error, 0 if there was none."""
        try:
            self._connect(self._address(address, "connect_ex"))
        except gaierror:
            raise
        except OSError as error:
            # What has none has timed out.
            return error.errno or 11
        return 0

    def _connect(self, address):
        try:
            _network.connect(self._fd, address)
        except OSError as error:
            if error.errno != _EINPROGRESS or self._timeout == 0.0:
                raise
        else:
            return
        if not _network.wait(self._fd, False, self._timeout):
            raise TimeoutError("timed out")
        if number := _network.take_error(self._fd):
            raise _error(number)

    def send(self, data, flags=0, /):
        """Send as much of ``data`` as there is room for; how much that is."""
        return self._wait_for(False, _network.send, data, flags=flags)

    def sendall(self, data, flags=0, /):
        """Send all of ``data``."""
        with memoryview(data) as view, view.cast("B") as rest:
            sent = 0
            while sent < len(rest):
                sent += self._wait_for(False, _network.send, rest[sent:], flags=flags)

    def sendto(self, data, *args):
        """``sendto(data[, flags], address)``: send a datagram there."""
        if not 1 <= len(args) <= 2:
            raise TypeError(f"sendto() takes 2 or 3 arguments ({len(args) + 1} given)")
        address = self._address(args[-1], "sendto")
        flags = args[0] if len(args) == 2 else 0
        return self._wait_for(False, _network.send_to, data, address, flags=flags)

    def sendmsg(self, buffers, ancdata=(), flags=0, address=None, /):
        """Send all buffers as if they were one."""
        if list(ancdata):
            raise OSError(_EOPNOTSUPP, _network.strerror(_EOPNOTSUPP))
        data = b"".join(buffers)
        if address is None:
            return self.send(data, flags)
        return self.sendto(data, flags, address)

    def recv(self, bufsize, flags=0, /):
        """What has arrived, but no more than ``bufsize`` bytes; ``b""`` at the end."""
        if bufsize < 0:
            raise ValueError("negative buffersize in recv")
        return self._wait_for(True, _network.receive, bufsize, bool(flags & MSG_PEEK), flags=flags)[0]

    def recv_into(self, buffer, nbytes=0, flags=0):
        """Fill ``buffer`` with what has arrived; how many bytes that is."""
        return self._recvfrom_into(buffer, nbytes, flags, "recv_into")[0]

    def recvfrom(self, bufsize, flags=0, /):
        """What has arrived and who sent it, if that was a datagram."""
        if bufsize < 0:
            raise ValueError("negative buffersize in recvfrom")
        return self._wait_for(True, _network.receive, bufsize, bool(flags & MSG_PEEK), flags=flags)[:2]

    def recvfrom_into(self, buffer, nbytes=0, flags=0):
        """Fill ``buffer`` with what has arrived; how many bytes that is, and who sent them."""
        return self._recvfrom_into(buffer, nbytes, flags, "recvfrom_into")

    def _recvfrom_into(self, buffer, nbytes, flags, name):
        with memoryview(buffer) as view, view.cast("B") as view:
            if nbytes < 0:
                raise ValueError(f"negative buffersize in {name}")
            if nbytes > len(view):
                raise ValueError("buffer too small for requested bytes")
            room = view[: nbytes or len(view)]
            return self._wait_for(True, _network.receive_into, room, bool(flags & MSG_PEEK), flags=flags)

    def recvmsg(self, bufsize, ancbufsize=0, flags=0, /):
        """What has arrived, nothing beside it, whether it was cut, and who sent it."""
        if bufsize < 0:
            raise ValueError("negative buffer size in recvmsg()")
        data, address, is_cut = self._wait_for(
            True, _network.receive, bufsize, bool(flags & MSG_PEEK), flags=flags
        )
        return data, [], MSG_TRUNC if is_cut else 0, address

    def recvmsg_into(self, buffers, ancbufsize=0, flags=0, /):
        """The same into several buffers."""
        views = [memoryview(buffer).cast("B") for buffer in buffers]
        data, ancillary, flags, address = self.recvmsg(sum(map(len, views)), ancbufsize, flags)
        rest = data
        for view in views:
            part, rest = rest[: len(view)], rest[len(view) :]
            view[: len(part)] = part
        return len(data), ancillary, flags, address

    def shutdown(self, how, /):
        """End one direction or both."""
        if how not in (SHUT_RD, SHUT_WR, SHUT_RDWR):
            raise OSError(_EINVAL, _network.strerror(_EINVAL))
        _network.shut_down(self._fd, how)

    def getsockname(self):
        """Its own address."""
        return _network.local_address(self._fd)

    def getpeername(self):
        """The address of the other end."""
        return _network.peer_address(self._fd)

    def getsockopt(self, level, optname, buflen=None, /):
        """What is set about it: a number, or bytes if their number is given."""
        value = _option(self, level, optname)
        if not buflen:
            return value if isinstance(value, int) else int.from_bytes(value[:4], "little")
        if isinstance(value, int):
            value = value.to_bytes(4, "little", signed=True)
        return value[:buflen]

    def setsockopt(self, level, optname, value, optlen=None, /):
        """Set something about it: to a number, or to bytes."""
        _set_option(self, level, optname, bytes(optlen or 0) if value is None else value)

    def _wait_for(self, reading, action, *args, flags=0):
        """Do it; if that is not possible yet, wait until it is, for as long as the socket may."""
        seconds = 0.0 if flags & MSG_DONTWAIT else self._timeout
        deadline = None
        while True:
            try:
                return action(self._fd, *args)
            except BlockingIOError:
                if seconds == 0.0:
                    raise
            if seconds is not None:
                deadline = deadline or _network.time() + seconds
                seconds = max(0.0, deadline - _network.time())
            if not _network.wait(self._fd, reading, seconds):
                raise TimeoutError("timed out")

    def _address(self, address, name):
        """An address as the network has it: with numbers only."""
        if self._family == AF_UNIX:
            if isinstance(address, str):
                return address
            return bytes(memoryview(address))
        kind = "AF_INET" if self._family == AF_INET else "AF_INET6"
        if not isinstance(address, tuple):
            raise TypeError(f"{name}(): {kind} address must be tuple, not {type(address).__name__}")
        if self._family == AF_INET:
            if len(address) != 2:
                raise TypeError("AF_INET address must be a pair (host, port)")
        elif not 2 <= len(address) <= 4:
            raise TypeError("AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])")
        host, port, *rest = address
        if not isinstance(port, int):
            raise TypeError(f"'{type(port).__name__}' object cannot be interpreted as an integer")
        if not 0 <= port <= 65535:
            raise OverflowError(f"{name}(): port must be 0-65535.")
        look_up = _numbers if name == "bind" else _addresses
        return (_numeric(_text(host), self._family, look_up), port, *rest)


def socketpair(family=AF_UNIX, type=SOCK_STREAM, proto=0, /):
    """Two sockets that are connected to each other."""
    kind = type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC)
    return tuple(socket(family, type, proto, number) for number in _network.pair(family, kind))


def dup(fd, /):
    """A second number for a socket: there is none in this network."""
    raise OSError(_EOPNOTSUPP, _network.strerror(_EOPNOTSUPP))
