"""A connection as coroutines use it: ``recv()``, ``send()``, ``close()``. Both ends have it.

https://websockets.readthedocs.io/en/stable/reference/asyncio/client.html#using-a-connection
"""

import asyncio
import collections
from collections.abc import AsyncIterable, Iterable, Mapping

from .exceptions import ConcurrencyError, ConnectionClosedOK, InvalidState
from .frames import State
from .transports import WebSocketProtocol

_BYTES = (bytes, bytearray, memoryview)


class Connection(WebSocketProtocol):
    """What is common to both ends.

    ``max_queue`` is how many messages wait to be received before no more are read (a high-water mark, or that and a low
    one), ``write_limit`` how many bytes may wait to be sent; times are in seconds.
    """

    def __init__(self, *, ping_interval=20, ping_timeout=20, max_queue=16, write_limit=2**15, logger=None):
        self.loop = asyncio.get_running_loop()
        self.ping_interval = ping_interval
        self.ping_timeout = ping_timeout
        #: The round-trip time that the last answered ping took, in seconds; 0 before.
        self.latency = 0.0
        self._queue_high, self._queue_low = _marks(max_queue)
        self._write_limits = write_limit if isinstance(write_limit, tuple) else (write_limit, None)
        self._logger = logger
        self._id = None
        self.transport = None
        # Messages that were not received yet, and who waits for the next.
        self._messages = collections.deque()
        self._getter = None
        self._is_receiving = False
        self._has_paused_reading = False
        # While a message is sent in fragments: done when it is over.
        self._sending = None
        self._is_writing_paused = False
        self._drainers = collections.deque()
        # Pings without their pongs, in order: the future of each, and when it was sent.
        self._pings = {}
        self._ping_count = 0
        self._keepalive = None
        self._lost = self.loop.create_future()

    def __repr__(self):
        return f"<{type(self).__name__} {self.state.name.lower()}>"

    # What can be asked.

    @property
    def id(self):
        """A number that no other connection has (:class:`uuid.UUID`)."""
        if self._id is None:
            import uuid

            self._id = uuid.uuid4()
        return self._id

    @property
    def state(self):
        """What the connection is doing (:class:`~asyncio101.websockets.State`)."""
        return State.CONNECTING if self.transport is None else self.transport.state

    @property
    def request(self):
        """The request of the opening handshake. A browser does not show it: None."""
        return self.transport.get_extra_info("request")

    @property
    def response(self):
        """The response to it; None in a browser."""
        return self.transport.get_extra_info("response")

    @property
    def subprotocol(self):
        """The subprotocol on which both ends agree; None if on none."""
        return self.transport.get_extra_info("subprotocol")

    @property
    def local_address(self):
        """The address of this end, as ``getsockname()`` has it. A browser does not tell: None."""
        return self.transport.get_extra_info("sockname")

    @property
    def remote_address(self):
        """The address of the other end, as ``getpeername()`` has it; None in a browser."""
        return self.transport.get_extra_info("peername")

    @property
    def close_code(self):
        """The code that the other end has closed the connection with; 1006 if it did not say, None before."""
        if self.state is not State.CLOSED:
            return None
        close = self.transport.close_rcvd
        return 1006 if close is None else close.code

    @property
    def close_reason(self):
        """The reason that the other end has given; None before the connection is closed."""
        if self.state is not State.CLOSED:
            return None
        close = self.transport.close_rcvd
        return "" if close is None else close.reason

    @property
    def logger(self):
        """The logger of this connection."""
        if self._logger is None:
            import logging

            self._logger = logging.getLogger(__package__)
        return self._logger

    # Receiving.

    async def __aenter__(self):
        return self

    async def __aexit__(self, exc_type, exc_value, traceback):
        await self.close(1000 if exc_type is None else self.transport.sendable(1011))

    async def __aiter__(self):
        """Each message. It ends when the connection is closed in an orderly way."""
        try:
            while True:
                yield await self.recv()
        except ConnectionClosedOK:
            return

    async def recv(self, decode=None):
        """The next message: a str if it was sent as text, bytes if not; with ``decode=True`` a str of either, with
        ``decode=False`` bytes of either.

        To be cancelled does no harm: the message is there for the next one. Raises ConnectionClosed when the connection
        is closed and all that had arrived was received, ConcurrencyError if another task receives.
        """
        message = await self._next_message("recv")
        return await self._decoded(message, decode)

    async def recv_streaming(self, decode=None):
        """The next message, in pieces; here that is one: fragments are put together before anybody sees them."""
        message = await self._next_message("recv_streaming")
        yield await self._decoded(message, decode)

    async def _next_message(self, caller):
        if self._is_receiving:
            raise ConcurrencyError(
                f"cannot call {caller} while another coroutine is already running recv or recv_streaming"
            )
        self._is_receiving = True
        try:
            while not self._messages and not self._lost.done():
                self._getter = self.loop.create_future()
                try:
                    await self._getter
                finally:
                    self._getter = None
            if self._messages:
                message = self._messages.popleft()
                if self._has_paused_reading and len(self._messages) <= self._queue_low:
                    self._has_paused_reading = False
                    self.transport.resume_reading()
                return message
        finally:
            self._is_receiving = False
        raise self.transport.closed_exception()

    async def _decoded(self, message, decode):
        if decode is False and isinstance(message, str):
            return message.encode()
        if decode and not isinstance(message, str):
            try:
                return message.decode()
            except UnicodeDecodeError as error:
                code = self.transport.sendable(1007)
                self.transport.fail(code, f"{error.reason} at position {error.start}", error)
                await self.wait_closed()
                raise self.transport.closed_exception() from error
        return message

    # Sending.

    async def send(self, message, *, text=None):
        """Send a message: a str as text, anything like bytes as bytes, unless ``text`` says otherwise. What is iterated
        over, or asynchronously so, is sent as one message, each item a fragment.

        It waits while the buffer of what is to be sent is full. Raises ConnectionClosed when the connection is closed,
        TypeError if that is no message.
        """
        while self._sending is not None:
            await asyncio.shield(self._sending)
        if isinstance(message, (str, *_BYTES)):
            await self._when_open()
            self.transport.send(message, text=text)
            await self._drain()
        elif isinstance(message, Mapping):
            raise TypeError("data is a dict-like object")
        elif isinstance(message, Iterable):
            await self._send_fragments(_each(message), text, "iterable")
        elif isinstance(message, AsyncIterable):
            await self._send_fragments(aiter(message), text, "async iterable")
        else:
            raise TypeError("data must be str, bytes, iterable, or async iterable")

    async def _send_fragments(self, fragments, text, what):
        try:
            fragment = await anext(fragments)
        except StopAsyncIteration:
            return
        self._sending = self.loop.create_future()
        try:
            kind = str if isinstance(fragment, str) else _BYTES
            if not isinstance(fragment, kind):
                raise TypeError(f"{what} must contain bytes or str")
            is_text = kind is str if text is None else text
            await self._send_fragment(fragment, first=True, text=is_text)
            async for fragment in fragments:
                if not isinstance(fragment, kind):
                    raise TypeError(f"{what} must contain uniform types")
                await self._send_fragment(fragment, first=False)
            await self._send_fragment(b"", first=False, last=True)
        except Exception:
            # Half a message cannot be taken back.
            if self.state is State.OPEN:
                self.transport.fail(self.transport.sendable(1011), "error in fragmented message")
                await self.wait_closed()
            raise
        finally:
            self._sending.set_result(None)
            self._sending = None

    async def _send_fragment(self, fragment, **how):
        await self._when_open()
        self.transport.send_fragment(fragment, **how)
        await self._drain()

    async def _when_open(self):
        """Raise ConnectionClosed unless the connection is open: when it is closed, for only then is it known why."""
        if self.state is not State.OPEN:
            await self.wait_closed()
            raise self.transport.closed_exception()

    async def _drain(self):
        if self._is_writing_paused:
            waiter = self.loop.create_future()
            self._drainers.append(waiter)
            try:
                await waiter
            finally:
                self._drainers.remove(waiter)
        if self._lost.done():
            raise self.transport.closed_exception()

    # Closing.

    async def close(self, code=1000, reason=""):
        """Close the connection and wait until it is closed. If it is already, nothing happens.

        Raises ProtocolError for a code or a reason that cannot be sent.
        """
        if self.state is State.OPEN:
            if self._sending is None:
                self.transport.close(code, reason)
            else:
                self.transport.fail(self.transport.sendable(1011), "close during fragmented message")
        await self.wait_closed()

    async def wait_closed(self):
        """Wait until the connection is closed."""
        await asyncio.shield(self._lost)

    # Pings.

    async def ping(self, data=None):
        """Send a ping, and return a future: when the other end has answered, it is the time that took, in seconds.

        Raises ConnectionClosed, and ConcurrencyError if a ping with the same ``data`` has not been answered. A browser
        cannot send pings: NotImplementedError.
        """
        if data is not None:
            data = _payload(data)
        await self._when_open()
        if data in self._pings:
            raise ConcurrencyError("already waiting for a pong with the same data")
        while data is None or data in self._pings:
            self._ping_count += 1
            data = self._ping_count.to_bytes(4, "big")
        self.transport.ping(data)
        answered = self.loop.create_future()
        self._pings[data] = answered, self.loop.time()
        await self._drain()
        return answered

    async def pong(self, data=b""):
        """Send a pong that nobody has asked for."""
        data = _payload(data)
        await self._when_open()
        self.transport.pong(data)
        await self._drain()

    async def _keep_alive(self):
        """Send a ping every ``ping_interval`` seconds, and fail if one is not answered within ``ping_timeout``."""
        latency = 0.0
        while True:
            await asyncio.sleep(self.ping_interval - latency)
            answered = await self.ping()
            try:
                async with asyncio.timeout(self.ping_timeout):
                    latency = await answered
            except TimeoutError:
                self.transport.fail(1011, "keepalive ping timeout")
                return

    # What the transport calls.

    def connection_made(self, transport):
        self.transport = transport
        transport.set_write_buffer_limits(*self._write_limits)
        if self.ping_interval is not None and transport.has_pings:
            self._keepalive = self.loop.create_task(self._keep_alive())

    def message_received(self, message):
        self._messages.append(message)
        if self._getter is not None and not self._getter.done():
            self._getter.set_result(None)
        if self._queue_high is not None and len(self._messages) > self._queue_high and not self._has_paused_reading:
            self._has_paused_reading = True
            self.transport.pause_reading()

    def pong_received(self, data):
        if data not in self._pings:
            return
        now = self.loop.time()
        # A pong answers all pings before its own, too.
        for known in list(self._pings):
            answered, sent = self._pings.pop(known)
            if not answered.done():
                answered.set_result(now - sent)
            if known == data:
                self.latency = now - sent
                break

    def connection_lost(self, exc):
        if self._keepalive is not None:
            self._keepalive.cancel()
            self._keepalive = None
        for answered, _sent in self._pings.values():
            if not answered.done():
                answered.set_exception(self.transport.closed_exception())
                # Nobody has to look at it.
                answered.exception()
        self._pings.clear()
        self._lost.set_result(None)
        if self._getter is not None and not self._getter.done():
            self._getter.set_result(None)
        self.resume_writing()

    def pause_writing(self):
        self._is_writing_paused = True

    def resume_writing(self):
        self._is_writing_paused = False
        for waiter in self._drainers:
            if not waiter.done():
                waiter.set_result(None)


async def _each(items):
    for item in items:
        yield item


def _payload(data):
    if isinstance(data, str):
        return data.encode()
    if isinstance(data, _BYTES):
        return bytes(data)
    raise TypeError("data must be str or bytes-like")


def _marks(max_queue):
    """The high and the low mark of a queue."""
    high, low = max_queue if isinstance(max_queue, tuple) else (max_queue, None)
    if high is low is None:
        return None, None
    # The one that is not given is a fourth of the other, or four times as much.
    high, low = low * 4 if high is None else high, high // 4 if low is None else low
    if not 0 <= low <= high:
        reason = "low must be positive or equal to zero" if low < 0 else "high must be greater than or equal to low"
        raise ValueError(reason)
    return high, low


def broadcast(connections, message, *, text=None, raise_exceptions=False):
    """Send a message to all of these connections that are open, without waiting for any of them.

    A connection on which it fails is left out; with ``raise_exceptions`` an ExceptionGroup tells of them. Raises
    TypeError if that is no message.
    """
    if not isinstance(message, (str, *_BYTES)):
        raise TypeError("data must be str or bytes")
    failures = []
    for connection in connections:
        if connection.state is not State.OPEN:
            continue
        try:
            if connection._sending is not None:
                raise ConcurrencyError("sending a fragmented message")
            connection.transport.send(message, text=text)
        except (ConcurrencyError, InvalidState, OSError) as error:
            if raise_exceptions:
                failures.append(error)
            else:
                connection.logger.warning("skipped broadcast: %s", error)
    if failures:
        raise ExceptionGroup("skipped broadcast", failures)
