"""Names of hosts and services, and what addresses they stand for.

This host is called localhost, wherever one is (RFC 6761), and knows no other.
"""

import _network

from ._constants import (
    AF_INET,
    AF_INET6,
    AF_UNIX,
    AF_UNSPEC,
    AI_CANONNAME,
    AI_NUMERICHOST,
    AI_NUMERICSERV,
    AI_PASSIVE,
    EAI_ADDRFAMILY,
    EAI_FAMILY,
    EAI_NONAME,
    EAI_SERVICE,
    EAI_SOCKTYPE,
    IPPROTO_TCP,
    IPPROTO_UDP,
    NI_NAMEREQD,
    NI_NUMERICHOST,
    NI_NUMERICSERV,
    SOCK_DGRAM,
    SOCK_RAW,
    SOCK_STREAM,
)


class herror(OSError):
    """A host that nobody knows."""

    __module__ = "socket"


class gaierror(OSError):
    """A name or a service that nobody knows."""

    __module__ = "socket"


def _error(number):
    """The error of that number: below zero are those of getaddrinfo()."""
    return (gaierror if number < 0 else OSError)(number, _network.strerror(number))


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


def _packed(kind, name):
    """The bytes of a numeric address, or None. One of IPv6 may name the interface it is to be reached by."""
    address, _, scope = name.partition("%") if kind == AF_INET6 else (name, "", "")
    packed = _network.parse_ip(kind, address)
    if packed is None or (address != name and _scope(packed, scope) is None):
        return None
    return packed


def _scope(packed, scope):
    """The number of an interface behind an address; None if there is no such one. Names are for links alone."""
    first, second = packed[0], packed[1]
    is_of_a_link = (first == 0xFE and second & 0xC0 == 0x80) or (first == 0xFF and second & 15 == 2)
    if is_of_a_link and scope in _INTERFACES:
        return _INTERFACES[scope]
    if scope.isascii() and scope.isdecimal() and int(scope) < 2**32:
        return int(scope)
    return None


def _numbers(name, family):
    """The numeric addresses a name has: ``[(family, address)]``."""
    if family not in (AF_UNSPEC, AF_INET, AF_INET6):
        raise gaierror(EAI_FAMILY, "ai_family not supported")
    found = []
    for kind, here in (AF_INET6, "::1"), (AF_INET, "127.0.0.1"):
        if _is_here(name):
            found.append((kind, here))
        elif (packed := _packed(kind, name)) is not None:
            found.append((kind, _network.format_ip(packed)))
    if not found:
        raise gaierror(EAI_NONAME, "Name or service not known")
    fitting = [entry for entry in found if family in (AF_UNSPEC, entry[0])]
    if not fitting:
        raise gaierror(EAI_ADDRFAMILY, "Address family for hostname not supported")
    return fitting


def _is_outside(name):
    """Whether a host may be called so that is not this one. (Nobody is called ``….invalid``: RFC 6761.)"""
    *before, last = name.rstrip(".").lower().split(".")
    return (
        all(label.isascii() and label.replace("-", "").replace("_", "").isalnum() for label in (*before, last))
        and not last.isdecimal()
        and last != "invalid"
    )


def _addresses(name, family):
    """The same, for who wants to connect: a name that is not this host's is resolved where the way there ends."""
    try:
        return _numbers(name, family)
    except gaierror as error:
        if error.errno != EAI_NONAME or not _is_outside(name):
            raise
    return [(family or AF_INET, name)]


def _numeric(host, family, look_up=_numbers):
    match host, family:
        case "", 2:
            return "0.0.0.0"
        case "", _:
            return "::"
        case "<broadcast>", 2:
            return "255.255.255.255"
    return look_up(host, family)[0][1]


_INTERFACES = {"lo": 1}

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
    scope = 0
    if host is None:
        hosts = [(AF_INET6, "::"), (AF_INET, "0.0.0.0")] if flags & AI_PASSIVE else _numbers("localhost", 0)
        hosts = [entry for entry in hosts if family in (AF_UNSPEC, entry[0])]
    else:
        name = _text(host)
        if flags & AI_NUMERICHOST and _is_here(name):
            raise gaierror(EAI_NONAME, "Name or service not known")
        look_up = _numbers if flags & AI_NUMERICHOST else _addresses
        hosts = look_up(name, family)
        if "%" in name:
            address, _, interface = name.partition("%")
            scope = _scope(_network.parse_ip(AF_INET6, address), interface)
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
        sockaddr = (address, number) if kind_of_host == AF_INET else (address, number, 0, scope)
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
    return [(number, name) for name, number in _INTERFACES.items()]


def if_nametoindex(oname, /):
    """The number of an interface."""
    if oname not in _INTERFACES:
        raise OSError("no interface with this name")
    return _INTERFACES[oname]


def if_indextoname(if_index, /):
    """The name of an interface."""
    if if_index != 1:
        raise OSError(6, "No such device or address")
    return "lo"
