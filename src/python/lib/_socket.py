"""Sockets of a network that is not the operating system's. https://docs.python.org/3/library/socket.html

It is what the library's ``socket`` stands on where programs have a network inside the process: in a tab, and on a
desktop with ``--network loopback``. (There, else, it is the interpreter's own, on the system's sockets.) What a socket
does is ``_network``, in Rust; here is what Python makes of it: addresses, timeouts, waiting, messages.
"""

from _warnings import warn as _warn

import _network
from _network import close  # noqa: F401 (a function of this module, too)

has_ipv6 = True

AF_UNSPEC = 0
AF_UNIX = 1
AF_INET = 2
AF_INET6 = 10

SOCK_STREAM = 1
SOCK_DGRAM = 2
SOCK_RAW = 3
SOCK_RDM = 4
SOCK_SEQPACKET = 5
SOCK_NONBLOCK = 2048
SOCK_CLOEXEC = 524288

SOL_SOCKET = 1
SOL_IP = 0
SOL_TCP = 6
SOL_UDP = 17

SO_REUSEADDR = 2
SO_TYPE = 3
SO_ERROR = 4
SO_DONTROUTE = 5
SO_BROADCAST = 6
SO_SNDBUF = 7
SO_RCVBUF = 8
SO_KEEPALIVE = 9
SO_OOBINLINE = 10
SO_LINGER = 13
SO_REUSEPORT = 15
SO_RCVLOWAT = 18
SO_SNDLOWAT = 19
SO_RCVTIMEO = 20
SO_SNDTIMEO = 21
SO_ACCEPTCONN = 30
SO_PROTOCOL = 38
SO_DOMAIN = 39

SOMAXCONN = 4096

IPPROTO_IP = 0
IPPROTO_ICMP = 1
IPPROTO_TCP = 6
IPPROTO_UDP = 17
IPPROTO_IPV6 = 41
IPPROTO_RAW = 255

IPV6_V6ONLY = 26
IP_TOS = 1
IP_TTL = 2
IP_MULTICAST_TTL = 33
IP_MULTICAST_LOOP = 34
IP_ADD_MEMBERSHIP = 35

TCP_NODELAY = 1
TCP_MAXSEG = 2
TCP_KEEPIDLE = 4
TCP_KEEPINTVL = 5
TCP_KEEPCNT = 6
TCP_QUICKACK = 12

MSG_OOB = 1
MSG_PEEK = 2
MSG_DONTROUTE = 4
MSG_CTRUNC = 8
MSG_TRUNC = 32
MSG_DONTWAIT = 64
MSG_WAITALL = 256
MSG_NOSIGNAL = 16384

SHUT_RD = 0
SHUT_WR = 1
SHUT_RDWR = 2

AI_PASSIVE = 1
AI_CANONNAME = 2
AI_NUMERICHOST = 4
AI_V4MAPPED = 8
AI_ALL = 16
AI_ADDRCONFIG = 32
AI_NUMERICSERV = 1024

NI_NUMERICHOST = 1
NI_NUMERICSERV = 2
NI_NOFQDN = 4
NI_NAMEREQD = 8
NI_DGRAM = 16
NI_MAXHOST = 1025
NI_MAXSERV = 32

EAI_BADFLAGS = -1
EAI_NONAME = -2
EAI_AGAIN = -3
EAI_FAIL = -4
EAI_NODATA = -5
EAI_FAMILY = -6
EAI_SOCKTYPE = -7
EAI_SERVICE = -8
EAI_ADDRFAMILY = -9
EAI_MEMORY = -10
EAI_SYSTEM = -11
EAI_OVERFLOW = -12

INADDR_ANY = 0
INADDR_BROADCAST = 0xFFFFFFFF
INADDR_LOOPBACK = 0x7F000001
INADDR_NONE = 0xFFFFFFFF
IPPORT_RESERVED = 1024
IPPORT_USERRESERVED = 5000

_EOPNOTSUPP = 95
_EINPROGRESS = 115
_EISCONN = 106
_EINVAL = 22

error = OSError
timeout = TimeoutError


class herror(OSError):
    """A host that nobody knows."""

    __module__ = "socket"


class gaierror(OSError):
    """A name or a service that nobody knows."""

    __module__ = "socket"


# What can be set about a socket, and what it is to the network.
_CHOICES = {
    (SOL_SOCKET, SO_REUSEADDR): "reuse address",
    (SOL_SOCKET, SO_REUSEPORT): "reuse port",
    (SOL_SOCKET, SO_BROADCAST): "broadcast",
    (SOL_SOCKET, SO_KEEPALIVE): "keep alive",
    (SOL_SOCKET, SO_SNDBUF): "send buffer",
    (SOL_SOCKET, SO_RCVBUF): "receive buffer",
    (IPPROTO_IPV6, IPV6_V6ONLY): "only IPv6",
    (IPPROTO_TCP, TCP_NODELAY): "no delay",
}

# What is taken and means nothing here, with what it is until then.
_IGNORED = {
    (SOL_SOCKET, SO_DONTROUTE): 0,
    (SOL_SOCKET, SO_OOBINLINE): 0,
    (SOL_SOCKET, SO_RCVLOWAT): 1,
    (IPPROTO_IP, IP_TOS): 0,
    (IPPROTO_IP, IP_TTL): 64,
    (IPPROTO_IP, IP_MULTICAST_TTL): 1,
    (IPPROTO_IP, IP_MULTICAST_LOOP): 1,
    (IPPROTO_TCP, TCP_MAXSEG): 32741,
    (IPPROTO_TCP, TCP_KEEPIDLE): 7200,
    (IPPROTO_TCP, TCP_KEEPINTVL): 75,
    (IPPROTO_TCP, TCP_KEEPCNT): 9,
    (IPPROTO_TCP, TCP_QUICKACK): 1,
}

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
        error = self._connect(self._address(address, "connect"))
        if error:
            raise OSError(error, _network.strerror(error))

    def connect_ex(self, address, /):
        """Connect to ``address``; the number of the error, 0 if there was none."""
        try:
            return self._connect(self._address(address, "connect_ex"))
        except TimeoutError:
            return 11

    def _connect(self, address):
        try:
            _network.connect(self._fd, address)
        except OSError as error:
            if error.errno != _EINPROGRESS or self._timeout == 0.0:
                return error.errno
        else:
            return 0
        if not _network.wait(self._fd, False, self._timeout):
            raise TimeoutError("timed out")
        return _network.take_error(self._fd)

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
        value = self._option(level, optname)
        if not buflen:
            return value if isinstance(value, int) else int.from_bytes(value[:4], "little")
        if isinstance(value, int):
            value = value.to_bytes(4, "little", signed=True)
        return value[:buflen]

    def _option(self, level, name):
        match level, name:
            case 1, 3:  # SOL_SOCKET, SO_TYPE
                return int(self._type)
            case 1, 4:  # SO_ERROR
                return _network.take_error(self._fd)
            case 1, 13:  # SO_LINGER
                return int(_network.chosen(self._fd, "reset on close")).to_bytes(4, "little") + bytes(4)
            case 1, 30:  # SO_ACCEPTCONN
                return int(_network.is_listening(self._fd))
            case 1, 38:  # SO_PROTOCOL
                return self._proto or _protocol(self._family, self._type)
            case 1, 39:  # SO_DOMAIN
                return int(self._family)
        choice = _CHOICES.get((level, name))
        if choice is not None:
            return int(_network.chosen(self._fd, choice))
        if (level, name) in _IGNORED:
            return (self._ignored or {}).get((level, name), _IGNORED[level, name])
        raise OSError(92, _network.strerror(92))

    def setsockopt(self, level, optname, value, optlen=None, /):
        """Set something about it: to a number, or to bytes."""
        if value is None:
            value = bytes(optlen or 0)
        if (level, optname) == (SOL_SOCKET, SO_LINGER):
            data = bytes(value)
            if len(data) != 8:
                raise OSError(_EINVAL, _network.strerror(_EINVAL))
            is_on, seconds = data[:4] != bytes(4), data[4:] != bytes(4)
            return _network.choose(self._fd, "reset on close", int(is_on and not seconds))
        number = value if isinstance(value, int) else int.from_bytes(bytes(value)[:4], "little")
        choice = _CHOICES.get((level, optname))
        if choice is not None:
            return _network.choose(self._fd, choice, max(0, number))
        if (level, optname) not in _IGNORED:
            raise OSError(92, _network.strerror(92))
        self._ignored = {**(self._ignored or {}), (level, optname): number}

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
        return (_numeric(_text(host), self._family), port, *rest)


SocketType = socket


def _protocol(family, type):
    """The protocol that a family has for sockets of this type."""
    if family == AF_UNIX:
        return 0
    return IPPROTO_TCP if type == SOCK_STREAM else IPPROTO_UDP


def _text(host):
    if isinstance(host, str):
        return host
    if isinstance(host, (bytes, bytearray)):
        return host.decode("ascii")
    raise TypeError(f"str, bytes or bytearray expected, not {type(host).__name__}")


def _is_here(name):
    """Whether a name means this host, wherever one is (RFC 6761)."""
    name = name.rstrip(".").lower()
    return name == "localhost" or name.endswith(".localhost")


def _numbers(name, family):
    """The numeric addresses a name has: ``[(family, address)]``."""
    if family not in (AF_UNSPEC, AF_INET, AF_INET6):
        raise gaierror(EAI_FAMILY, "ai_family not supported")
    found = []
    for kind, here in (AF_INET6, "::1"), (AF_INET, "127.0.0.1"):
        if _is_here(name):
            found.append((kind, here))
        elif (packed := _network.parse_ip(kind, name.partition("%")[0])) is not None:
            found.append((kind, _network.format_ip(packed)))
    if not found:
        raise gaierror(EAI_NONAME, "Name or service not known")
    fitting = [entry for entry in found if family in (AF_UNSPEC, entry[0])]
    if not fitting:
        raise gaierror(EAI_ADDRFAMILY, "Address family for hostname not supported")
    return fitting


def _numeric(host, family):
    match host, family:
        case "", 2:
            return "0.0.0.0"
        case "", _:
            return "::"
        case "<broadcast>", 2:
            return "255.255.255.255"
    return _numbers(host, family)[0][1]


_SERVICES = {
    "echo": 7,
    "ftp": 21,
    "ssh": 22,
    "telnet": 23,
    "smtp": 25,
    "domain": 53,
    "http": 80,
    "pop3": 110,
    "ntp": 123,
    "imap2": 143,
    "https": 443,
    "imaps": 993,
    "pop3s": 995,
    "http-alt": 8080,
}


def _port(port, flags=0):
    if port is None:
        return 0
    if isinstance(port, int):
        if not -(2**63) <= port < 2**63:
            raise OverflowError("Python int too large to convert to C long")
        return port & 0xFFFF
    if not isinstance(port, (str, bytes)):
        raise OSError("Int or String expected")
    text = port if isinstance(port, str) else port.decode()
    if text.isdecimal():
        return int(text) & 0xFFFF
    if flags & AI_NUMERICSERV:
        raise gaierror(EAI_NONAME, "Name or service not known")
    if text not in _SERVICES:
        raise gaierror(EAI_SERVICE, "Servname not supported for ai_socktype")
    return _SERVICES[text]


# Type and protocol of what one may want to speak, in the order of getaddrinfo().
_KINDS = ((SOCK_STREAM, IPPROTO_TCP), (SOCK_DGRAM, IPPROTO_UDP), (SOCK_RAW, 0))


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    """Where to connect to: a list of ``(family, type, proto, canonname, sockaddr)``."""
    if host is None and port is None:
        raise gaierror(EAI_NONAME, "Name or service not known")
    number = _port(port, flags)
    if host is None:
        hosts = [(AF_INET6, "::"), (AF_INET, "0.0.0.0")] if flags & AI_PASSIVE else _numbers("localhost", 0)
        hosts = [entry for entry in hosts if family in (AF_UNSPEC, entry[0])]
    else:
        name = _text(host)
        if flags & AI_NUMERICHOST and _is_here(name):
            raise gaierror(EAI_NONAME, "Name or service not known")
        hosts = _numbers(name, family)
    kinds = [
        (kind, protocol)
        for kind, protocol in _KINDS
        if type in (0, kind) and (proto in (0, protocol) or kind == SOCK_RAW)
    ]
    if not kinds:
        raise gaierror(EAI_SOCKTYPE, "ai_socktype not supported")
    canonical = host if flags & AI_CANONNAME and host is not None else ""
    found = []
    for kind_of_host, address in hosts:
        sockaddr = (address, number) if kind_of_host == AF_INET else (address, number, 0, 0)
        for kind, protocol in kinds:
            found.append((kind_of_host, kind, protocol or proto, canonical, sockaddr))
            canonical = ""
    return found


def getnameinfo(sockaddr, flags, /):
    """The names of an address: ``(host, port)``."""
    if not isinstance(sockaddr, tuple):
        raise TypeError("getnameinfo() argument 1 must be a tuple")
    host, port = sockaddr[:2]
    if _network.parse_ip(AF_INET, host) is None and _network.parse_ip(AF_INET6, host) is None:
        raise gaierror(EAI_NONAME, "Name or service not known")
    is_here = host.startswith("127.") or host == "::1"
    if is_here and not flags & NI_NUMERICHOST:
        host = "localhost"
    elif flags & NI_NAMEREQD:
        raise gaierror(EAI_NONAME, "Name or service not known")
    names = {number: name for name, number in _SERVICES.items()}
    return host, str(port) if flags & NI_NUMERICSERV else names.get(port, str(port))


def gethostname():
    """What this host is called."""
    return "localhost"


def gethostbyname(hostname, /):
    """The IPv4 address of a name."""
    return _numeric(_text(hostname), AF_INET)


def gethostbyname_ex(hostname, /):
    """Its names and IPv4 addresses."""
    return hostname, [], [gethostbyname(hostname)]


def gethostbyaddr(ip_address, /):
    """The names of an address."""
    address = _numbers(_text(ip_address), AF_UNSPEC)[-1][1]
    if not (address.startswith("127.") or address == "::1"):
        raise herror(1, "Unknown host")
    return "localhost", [], [address]


def getservbyname(servicename, protocolname=None, /):
    """The port of a service."""
    if servicename not in _SERVICES:
        raise OSError("service/proto not found")
    return _SERVICES[servicename]


def getservbyport(port, protocolname=None, /):
    """The service of a port."""
    if not 0 <= port <= 65535:
        raise OverflowError("getservbyport: port must be 0-65535.")
    for name, number in _SERVICES.items():
        if number == port:
            return name
    raise OSError("port/proto not found")


def getprotobyname(protocolname, /):
    """The number of a protocol."""
    protocols = {"ip": 0, "icmp": 1, "tcp": 6, "udp": 17, "ipv6": 41}
    if protocolname not in protocols:
        raise OSError("protocol not found")
    return protocols[protocolname]


def if_nameindex():
    """The interfaces: there is one."""
    return [(1, "lo")]


def if_nametoindex(oname, /):
    """The number of an interface."""
    if oname != "lo":
        raise OSError("no interface with this name")
    return 1


def if_indextoname(if_index, /):
    """The name of an interface."""
    if if_index != 1:
        raise OSError(6, "No such device or address")
    return "lo"


def socketpair(family=AF_UNIX, type=SOCK_STREAM, proto=0, /):
    """Two sockets that are connected to each other."""
    kind = type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC)
    return tuple(socket(family, type, proto, number) for number in _network.pair(family, kind))


def dup(fd, /):
    """A second number for a socket: there is none in this network."""
    raise OSError(_EOPNOTSUPP, _network.strerror(_EOPNOTSUPP))


def _swapped(size, name):
    def swap(x, /):
        if x < 0:
            raise OverflowError(f"{name}: can't convert negative Python int to C {size * 8}-bit unsigned integer")
        if x >= 1 << size * 8:
            raise OverflowError(f"{name}: Python int too large to convert to C {size * 8}-bit unsigned integer")
        return int.from_bytes(x.to_bytes(size, "little"), "big")

    swap.__name__ = swap.__qualname__ = name
    return swap


htons, ntohs = _swapped(2, "htons"), _swapped(2, "ntohs")
htonl, ntohl = _swapped(4, "htonl"), _swapped(4, "ntohl")


def inet_pton(address_family, ip_string, /):
    """An address as bytes."""
    if address_family not in (AF_INET, AF_INET6):
        raise OSError(97, "unknown address family")
    packed = _network.parse_ip(address_family, ip_string)
    if packed is None:
        raise OSError("illegal IP address string passed to inet_pton")
    return packed


def inet_ntop(address_family, packed_ip, /):
    """An address as it is written."""
    sizes = {AF_INET: 4, AF_INET6: 16}
    if address_family not in sizes:
        raise ValueError(f"unknown address family {address_family}")
    packed = bytes(packed_ip)
    if len(packed) != sizes[address_family]:
        raise ValueError("invalid length of packed IP address string")
    return _network.format_ip(packed)


def inet_aton(ip_addr, /):
    """An IPv4 address as bytes; the last of fewer than four numbers counts for the rest."""
    try:
        *first, last = (int(part, 0 if part[:1] != "0" or part[1:2] in "xX" else 8) for part in ip_addr.split("."))
        return bytes(first) + last.to_bytes(4 - len(first), "big")
    except (ValueError, OverflowError, IndexError):
        raise OSError("illegal IP address string passed to inet_aton") from None


def inet_ntoa(packed_ip, /):
    """An IPv4 address as it is written."""
    packed = bytes(packed_ip)
    if len(packed) != 4:
        raise OSError("packed IP wrong length")
    return _network.format_ip(packed)
