"""Methods of a loop: the transports of its stream sockets.

They stand in the place of those of ``selector_events.BaseSelectorEventLoop``: what is hot of a transport is in Rust
(``_asyncio._SocketTransport``). Whatever else it has is the library's ``_SelectorSocketTransport``, which is its second
base.
"""

from _asyncio import _remember_as_it_is, _SocketTransport

from . import constants, selector_events, sslproto


@_remember_as_it_is
class _SelectorSocketTransport(_SocketTransport, selector_events._SelectorSocketTransport):
    """The transport of a connected stream socket."""

    __module__ = selector_events.__name__

    def __init__(self, loop, sock, protocol, waiter=None, extra=None, server=None):
        _SocketTransport.__init__(self, loop, sock, protocol, waiter, extra, server)

    def _call_connection_lost(self, exc):
        transports = self._loop._transports
        selector_events._SelectorSocketTransport._call_connection_lost(self, exc)
        # It would leave by itself when it is dropped. But RustPython 0.6 takes a new place in a dictionary each time
        # one key comes and goes, as the number of a socket does, and gives up none of them before the dictionary is
        # cleared.
        if transports.get(self._sock_fd) is self:
            del transports[self._sock_fd]
        if not transports.data:
            transports.data.clear()


def _make_socket_transport(self, sock, protocol, waiter=None, *, extra=None, server=None):
    self._ensure_fd_no_transport(sock)
    return _SelectorSocketTransport(self, sock, protocol, waiter, extra, server)


def _make_ssl_transport(
    self,
    rawsock,
    protocol,
    sslcontext,
    waiter=None,
    *,
    server_side=False,
    server_hostname=None,
    extra=None,
    server=None,
    ssl_handshake_timeout=constants.SSL_HANDSHAKE_TIMEOUT,
    ssl_shutdown_timeout=constants.SSL_SHUTDOWN_TIMEOUT,
):
    self._ensure_fd_no_transport(rawsock)
    ssl_protocol = sslproto.SSLProtocol(
        self,
        protocol,
        sslcontext,
        waiter,
        server_side,
        server_hostname,
        ssl_handshake_timeout=ssl_handshake_timeout,
        ssl_shutdown_timeout=ssl_shutdown_timeout,
    )
    _SelectorSocketTransport(self, rawsock, ssl_protocol, None, extra, server)
    return ssl_protocol._app_transport
