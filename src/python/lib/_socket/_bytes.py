"""Addresses and numbers, as bytes and as they are written."""

import _network

from ._constants import AF_INET, AF_INET6


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
