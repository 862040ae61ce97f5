"""What can be set about a socket."""

import _network

from ._constants import *
from ._names import _error, _protocol

_EINVAL = 22
_ENOPROTOOPT = 92

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


def _option(sock, level, name):
    """What is set about it: a number or bytes."""
    number = sock._fd
    match level, name:
        case 1, 3:  # SOL_SOCKET, SO_TYPE
            return int(sock._type)
        case 1, 4:  # SO_ERROR
            error = _network.take_error(number)
            if error < 0:
                # The name was looked up outside, and nobody has it. No errno says so.
                raise _error(error)
            return error
        case 1, 13:  # SO_LINGER
            return int(_network.chosen(number, "reset on close")).to_bytes(4, "little") + bytes(4)
        case 1, 30:  # SO_ACCEPTCONN
            return int(_network.is_listening(number))
        case 1, 38:  # SO_PROTOCOL
            return sock._proto or _protocol(sock._family, sock._type)
        case 1, 39:  # SO_DOMAIN
            return int(sock._family)
    choice = _CHOICES.get((level, name))
    if choice is not None:
        return int(_network.chosen(number, choice))
    if (level, name) in _IGNORED:
        return (sock._ignored or {}).get((level, name), _IGNORED[level, name])
    raise OSError(_ENOPROTOOPT, _network.strerror(_ENOPROTOOPT))


def _set_option(sock, level, name, value):
    """Set it, to a number or to bytes."""
    if (level, name) == (SOL_SOCKET, SO_LINGER):
        data = bytes(value)
        if len(data) != 8:
            raise OSError(_EINVAL, _network.strerror(_EINVAL))
        is_on, seconds = data[:4] != bytes(4), data[4:] != bytes(4)
        _network.choose(sock._fd, "reset on close", int(is_on and not seconds))
        return
    number = value if isinstance(value, int) else int.from_bytes(bytes(value)[:4], "little")
    choice = _CHOICES.get((level, name))
    if choice is not None:
        _network.choose(sock._fd, choice, max(0, number))
    elif (level, name) in _IGNORED:
        sock._ignored = {**(sock._ignored or {}), (level, name): number}
    else:
        raise OSError(_ENOPROTOOPT, _network.strerror(_ENOPROTOOPT))
