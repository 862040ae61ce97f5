"""Sockets of a network that is not the operating system's. https://docs.python.org/3/library/socket.html

It is what the library's ``socket`` stands on where programs have a network inside the process: in a tab, and on a
desktop with ``--network loopback``. (There, else, it is the interpreter's own, on the system's sockets.) What a socket
does is ``_network``, in Rust; here is what Python makes of it: addresses, timeouts, waiting, messages.
"""

from _network import close

from ._bytes import *
from ._class import *
from ._constants import *
from ._names import *

has_ipv6 = True
error = OSError
timeout = TimeoutError
