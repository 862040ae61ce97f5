"""As much of the package `psutil` as anyio's tests ask for: the addresses of the network's interfaces.

The package itself is compiled, for CPython only. On a system without `/proc` there are none to be found.

https://psutil.readthedocs.io/stable/api.html#psutil.net_if_addrs
"""

import collections
import ipaddress
import pathlib
import socket

snicaddr = collections.namedtuple("snicaddr", "family address netmask broadcast ptp")


def net_if_addrs():
    """The IPv6 addresses of each interface."""
    interfaces = {}
    table = pathlib.Path("/proc/net/if_inet6")
    for line in table.read_text().splitlines() if table.exists() else ():
        digits, *_, name = line.split()
        address = ipaddress.IPv6Address(bytes.fromhex(digits))
        text = f"{address}%{name}" if address.is_link_local else str(address)
        interfaces.setdefault(name, []).append(snicaddr(socket.AF_INET6, text, None, None, None))
    return interfaces
