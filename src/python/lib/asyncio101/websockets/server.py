"""``serve()``: a server, on a desktop and on the network inside a tab.

https://websockets.readthedocs.io/en/stable/reference/asyncio/server.html
"""

import asyncio
import inspect

from . import handshake
from .client import refuse_extensions
from .connection import Connection, broadcast
from .exceptions import InvalidHandshake, NegotiationError
from .frames import State
from .http11 import SERVER
from .wire import ServerTransport

__all__ = ("Server", "ServerConnection", "broadcast", "serve", "unix_serve")


class ServerConnection(Connection):
    """The end that was connected to."""

    def __init__(self, server, **options):
        super().__init__(**options)
        self.server = server

    @property
    def request(self):
        """The request of the opening handshake."""
        return self._handshake_transport.get_extra_info("request")

    @property
    def local_address(self):
        """The address of this end, as ``getsockname()`` has it."""
        return self._handshake_transport.get_extra_info("sockname")

    @property
    def remote_address(self):
        """The address of the client, as ``getpeername()`` has it."""
        return self._handshake_transport.get_extra_info("peername")

    def respond(self, status, text):
        """A response that refuses a connection, for ``process_request``: plain text."""
        return handshake.refusal(status, text)


class Server:
    """A server that listens. It is awaited or entered (``async with``); at the end of that it closes."""

    def __init__(self, handler, create_server, options, connection_options):
        self._handler = handler
        self._create_server = create_server
        self._options = options
        self._connection_options = connection_options
        self._connections = set()
        self._tasks = set()
        self._server = None
        self._closing = None

    # Starting.

    def __await__(self):
        return self._start().__await__()

    async def __aenter__(self):
        return await self._start()

    async def __aexit__(self, exc_type, exc_value, traceback):
        self.close()
        await self.wait_closed()

    async def _start(self):
        if self._server is None:
            self._loop = asyncio.get_running_loop()
            self._closed = self._loop.create_future()
            self._server = await self._create_server(self._loop, self._make)
        return self

    def _make(self):
        connection = ServerConnection(self, **self._connection_options)
        limits = {name: self._options[name] for name in ("max_size", "close_timeout")}
        transport = connection._handshake_transport = ServerTransport(self._loop, connection, **limits)
        task = self._loop.create_task(self._serve(connection, transport))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return transport

    # Serving.

    async def _serve(self, connection, transport):
        """All that happens to one connection."""
        try:
            async with asyncio.timeout(self._options["open_timeout"]):
                is_open = await self._shake_hands(connection, transport)
        except TimeoutError:
            transport.abort()
            return
        except Exception:
            self.logger.error("opening handshake failed", exc_info=True)
            transport.abort()
            return
        if not is_open:
            return
        self._connections.add(connection)
        try:
            await self._handler(connection)
        except Exception:
            self.logger.error("connection handler failed", exc_info=True)
            await connection.close(1011)
        else:
            await connection.close()
        finally:
            self._connections.discard(connection)

    async def _shake_hands(self, connection, transport):
        """Answer the request; whether the connection is open now."""
        try:
            request = await transport.asked
        except InvalidHandshake as error:
            transport.refuse(handshake.refusal_because(error))
            return False
        if request is None:
            # Whoever has connected has gone without a word.
            return False
        response = await self._called("process_request", connection, request)
        subprotocol = None
        if response is None:
            try:
                accept, offered = handshake.check_request(request, self._options["origins"])
                subprotocol = self._choose(connection, offered)
                response = handshake.agreement(accept, subprotocol)
            except InvalidHandshake as error:
                response = handshake.refusal_because(error)
        if self._options["server_header"] is not None:
            response.headers["Server"] = self._options["server_header"]
        instead = await self._called("process_response", connection, request, response)
        response = response if instead is None else instead
        if response.status_code == 101 and not self.is_serving():
            response = handshake.refusal(503, "Server is shutting down.\n")
        if transport.is_closing():
            return False
        if response.status_code == 101:
            transport.agree(response, subprotocol)
            return True
        transport.refuse(response)
        return False

    async def _called(self, name, connection, *args):
        """What the program's own function makes of a handshake; None without one."""
        function = self._options[name]
        if function is None:
            return None
        try:
            result = function(connection, *args)
            return await result if inspect.isawaitable(result) else result
        except Exception:
            self.logger.error("%s failed", name, exc_info=True)
            return handshake.refusal(
                500, "Failed to open a WebSocket connection.\nSee server log for more information.\n"
            )

    def _choose(self, connection, offered):
        """The subprotocol of a connection whose client offers these."""
        if self._options["select_subprotocol"] is not None:
            return self._options["select_subprotocol"](connection, offered)
        known = self._options["subprotocols"]
        if known is None:
            return None
        if not offered:
            raise NegotiationError("missing subprotocol")
        for subprotocol in known:
            if subprotocol in offered:
                return subprotocol
        raise NegotiationError(
            "invalid subprotocol; expected one of " + ", ".join(known)
            if len(known) > 1
            else f"invalid subprotocol; expected {known[0]}"
        )

    @property
    def logger(self):
        """Where failures of handlers are told."""
        if self._options["logger"] is None:
            import logging

            self._options["logger"] = logging.getLogger("asyncio101.websockets.server")
        return self._options["logger"]

    # What asyncio's servers have.

    @property
    def connections(self):
        """The connections that are open."""
        return {connection for connection in self._connections if connection.state is State.OPEN}

    @property
    def sockets(self):
        """The sockets it listens on."""
        return self._server.sockets

    def get_loop(self):
        """The loop it runs on."""
        return self._server.get_loop()

    def is_serving(self):
        """Whether it accepts connections."""
        return self._server.is_serving()

    async def start_serving(self):
        """Begin to accept connections, if it was made with ``start_serving=False``."""
        await self._server.start_serving()

    async def serve_forever(self):
        """Serve until the server is closed, or this is cancelled, which closes it."""
        if not self.is_serving():
            await self.start_serving()
        try:
            await self.wait_closed()
        except asyncio.CancelledError:
            self.close()
            await self.wait_closed()
            raise

    def close(self, close_connections=True, code=1001, reason=""):
        """Accept no more connections, and close those that are open, with this code and reason."""
        if self._closing is None:
            self._closing = self._loop.create_task(self._close(close_connections, code, reason))

    async def _close(self, close_connections, code, reason):
        self._server.close()
        if close_connections:
            closing = [self._loop.create_task(connection.close(code, reason)) for connection in self.connections]
            if closing:
                await asyncio.wait(closing)
        await self._server.wait_closed()
        if self._tasks:
            await asyncio.wait(self._tasks)
        self._closed.set_result(None)

    async def wait_closed(self):
        """Wait until the server is closed, and all its handlers have returned."""
        await asyncio.shield(self._closed)


def serve(
    handler,
    host=None,
    port=None,
    *,
    origins=None,
    extensions=None,
    subprotocols=None,
    select_subprotocol=None,
    compression=None,
    process_request=None,
    process_response=None,
    server_header=SERVER,
    open_timeout=10,
    ping_interval=20,
    ping_timeout=20,
    close_timeout=10,
    max_size=2**20,
    max_queue=16,
    write_limit=2**15,
    logger=None,
    **kwargs,
):
    """Serve WebSockets at ``host`` and ``port``: ``handler(connection)`` is awaited for each one, which is closed when
    it returns::

        async with serve(handler, "localhost", 8765) as server:
            await server.serve_forever()

    Its arguments are those of ``websockets.asyncio.server.serve``; extensions and compression there are none of. Those
    that are not named here are for ``loop.create_server()``: ``sock``, ``ssl``, ``start_serving`` ...
    """
    refuse_extensions(extensions, compression)
    if subprotocols is not None:
        handshake.check_subprotocols(subprotocols)
    options = dict(
        origins=origins,
        subprotocols=subprotocols,
        select_subprotocol=select_subprotocol,
        process_request=process_request,
        process_response=process_response,
        server_header=server_header,
        open_timeout=open_timeout,
        close_timeout=close_timeout,
        max_size=max_size,
        logger=logger,
    )
    connection_options = dict(
        ping_interval=ping_interval,
        ping_timeout=ping_timeout,
        max_queue=max_queue,
        write_limit=write_limit,
        logger=logger,
    )

    def create_server(loop, factory):
        if kwargs.pop("unix", False):
            return loop.create_unix_server(factory, **kwargs)
        if kwargs.get("sock") is None:
            kwargs.update(host=host, port=port)
        return loop.create_server(factory, **kwargs)

    return Server(handler, create_server, options, connection_options)


def unix_serve(handler, path=None, **kwargs):
    """Serve WebSockets on a Unix socket. Takes what :func:`serve` takes."""
    return serve(handler, unix=True, path=path, **kwargs)
