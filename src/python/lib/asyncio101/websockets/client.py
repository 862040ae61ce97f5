"""``connect()``: a client's connection, as it is awaited, entered or iterated over.

https://websockets.readthedocs.io/en/stable/reference/asyncio/client.html
"""

import asyncio

from .connection import Connection
from .exceptions import InvalidMessage, InvalidStatus
from .http11 import USER_AGENT
from .opening import browser, open_connection
from .uri import WebSocketURI

__all__ = ("ClientConnection", "connect", "unix_connect")


class ClientConnection(Connection):
    """The end that has connected."""


def process_exception(exc):
    """What ``async for`` over ``connect()`` does about a failure to connect: None to try again, or what it raises.

    It tries again after errors of the network, and after a server has said that it cannot now (500, 502, 503, 504).
    """
    # What a browser or a program cannot do it cannot do later either.
    if isinstance(exc, OSError):
        return None
    if isinstance(exc, InvalidMessage) and isinstance(exc.__cause__, EOFError):
        return None
    if isinstance(exc, InvalidStatus) and exc.response.status_code in (500, 502, 503, 504):
        return None
    return exc


def backoff():
    """How long to wait before each next attempt, in seconds: up to five, then longer and longer, up to a minute."""
    import random

    yield random.random() * 5
    delay = 3.0
    while delay < 60:
        yield delay
        delay *= 1.618
    while True:
        yield 60.0


class connect:
    """Connect to the WebSocket server at ``uri``::

        async with connect("ws://localhost:8765") as websocket: ...    # is closed at the end
        async for websocket in connect(...): ...                       # connects again and again
        websocket = await connect(...)                                 # is closed by whoever has awaited it

    Its arguments are those of ``websockets.asyncio.client.connect``, but for ``extensions``, ``compression`` and
    ``proxy``, which there are none of (``compression="deflate"``, extensions and proxies are refused by
    NotImplementedError). Those that are not named here are for ``loop.create_connection()``. In a tab, to a server
    outside of it, also headers, pings and whatever concerns sockets cannot be chosen: the browser decides, and
    NotImplementedError says so.

    Raises InvalidURI at once; when connecting, OSError, InvalidHandshake, and TimeoutError after ``open_timeout``
    seconds.
    """

    def __init__(
        self,
        uri,
        *,
        origin=None,
        extensions=None,
        subprotocols=None,
        compression=None,
        additional_headers=None,
        user_agent_header=USER_AGENT,
        proxy=True,
        process_exception=process_exception,
        open_timeout=10,
        ping_interval=20,
        ping_timeout=20,
        close_timeout=10,
        reconnect_delays=backoff,
        max_size=2**20,
        max_queue=16,
        write_limit=2**15,
        logger=None,
        create_connection=None,
        **kwargs,
    ):
        self.uri = uri
        parsed = WebSocketURI(uri)
        if not parsed.secure and kwargs.get("ssl") is not None:
            raise ValueError("ssl argument is incompatible with a ws:// URI")
        refuse_extensions(extensions, compression)
        if proxy is not True and proxy is not None:
            raise NotImplementedError("asyncio101.websockets does not connect through proxies: leave proxy out")
        if (ping_interval, ping_timeout) not in ((20, 20), (None, 20), (None, None)) and browser is not None:
            browser.refuse_pings(parsed, kwargs)
        make = ClientConnection if create_connection is None else create_connection

        def factory():
            return make(
                ping_interval=ping_interval,
                ping_timeout=ping_timeout,
                max_queue=max_queue,
                write_limit=write_limit,
                logger=logger,
            )

        self._factory = factory
        self._process_exception = process_exception
        self._reconnect_delays = reconnect_delays
        self._options = dict(
            origin=origin,
            subprotocols=subprotocols,
            additional_headers=additional_headers,
            user_agent_header=user_agent_header,
            open_timeout=open_timeout,
            close_timeout=close_timeout,
            max_size=max_size,
            **kwargs,
        )
        self._connection = None

    async def _connect(self):
        loop = asyncio.get_running_loop()
        _, connection = await open_connection(loop, self._factory, self.uri, **self._options)
        return connection

    def __await__(self):
        return self._connect().__await__()

    async def __aenter__(self):
        if self._connection is not None:
            raise RuntimeError("connect() isn't reentrant")
        self._connection = await self
        return await self._connection.__aenter__()

    async def __aexit__(self, exc_type, exc_value, traceback):
        connection, self._connection = self._connection, None
        return await connection.__aexit__(exc_type, exc_value, traceback)

    async def __aiter__(self):
        delays = None
        while True:
            try:
                async with self as connection:
                    yield connection
            except Exception as error:
                try:
                    fatal = self._process_exception(error)
                except Exception as raised:
                    fatal = raised
                if fatal is error:
                    raise
                if fatal is not None:
                    raise fatal from error
                if delays is None:
                    delays = self._reconnect_delays()
                await asyncio.sleep(next(delays))
            else:
                delays = None


def unix_connect(path=None, uri=None, **kwargs):
    """Connect to a server that listens on a Unix socket. Takes what :class:`connect` takes."""
    if uri is None:
        uri = "ws://localhost/" if kwargs.get("ssl") is None else "wss://localhost/"
    return connect(uri, unix=True, path=path, **kwargs)


def refuse_extensions(extensions, compression):
    """Raise for what there is none of."""
    if extensions:
        raise NotImplementedError("asyncio101.websockets has no extensions: leave extensions out")
    if compression == "deflate":
        raise NotImplementedError("asyncio101.websockets does not compress messages: leave compression out")
    if compression is not None:
        raise ValueError(f"unsupported compression: {compression}")
