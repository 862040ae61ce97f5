"""Methods of a loop: the addresses of names, and the names of addresses.

They stand in the place of ``base_events.BaseEventLoop``'s, which ask the operating system in a thread, for it may take
its time. A network inside the process answers at once, and on every platform in the same way.
"""

from ._loop_class import import_module, network_is_inside


def _socket_module():
    """The module that knows. It is replaced in ``base_events``, if at all, where CPython's loop has it."""
    return import_module("base_events").socket


async def getaddrinfo(self, host, port, *, family=0, type=0, proto=0, flags=0):
    """Where to connect to. https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.getaddrinfo"""
    if network_is_inside():
        return _socket_module().getaddrinfo(host, port, family, type, proto, flags)
    library = import_module("base_events").BaseEventLoop
    return await library.getaddrinfo(self, host, port, family=family, type=type, proto=proto, flags=flags)


async def getnameinfo(self, sockaddr, flags=0):
    """The names of an address. https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.getnameinfo"""
    if network_is_inside():
        return _socket_module().getnameinfo(sockaddr, flags)
    return await import_module("base_events").BaseEventLoop.getnameinfo(self, sockaddr, flags)
