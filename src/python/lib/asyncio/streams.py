"""Streams: reading and writing with ``await``. https://docs.python.org/3/library/asyncio-stream.html

It stands in the place of the library's own for speed: what a message passes through is in Rust (``_asyncio``'s
``_StreamReader``, ``_StreamReaderProtocol``, ``_StreamWriter``). What suspends is here; calls of what is decorated with
``_in_rust`` are answered there, as those of locks are, see ``locks``: as long as nothing goes wrong. It is as in
CPython 3.14.8, which has mended what the library that we carry has not.
"""

import collections
import socket
import sys
import warnings
from _asyncio import _in_rust, _remember_as_it_is, _StreamReader, _StreamReaderProtocol, _StreamWriter
from _weakref import ref

from . import coroutines, events, exceptions, format_helpers, protocols
from .log import logger
from .tasks import sleep

__all__ = ("StreamReader", "StreamReaderProtocol", "StreamWriter", "open_connection", "start_server")

_DEFAULT_LIMIT = 2**16  # bytes


async def open_connection(host=None, port=None, *, limit=_DEFAULT_LIMIT, **kwds):
    """Connect to ``host``, and return a reader and a writer.

    ``limit`` is how many bytes a line may have. The rest is for ``loop.create_connection()``.
    """
    return await _connect(events.get_running_loop().create_connection, limit, host, port, **kwds)


async def start_server(client_connected_cb, host=None, port=None, *, limit=_DEFAULT_LIMIT, **kwds):
    """Call ``client_connected_cb(reader, writer)`` for each client that connects; return the ``Server``.

    If it returns a coroutine, that becomes a task. ``limit`` is how many bytes a line may have. The rest is for
    ``loop.create_server()``.
    """
    loop = events.get_running_loop()
    return await loop.create_server(_factory(client_connected_cb, limit, loop), host, port, **kwds)


if hasattr(socket, "AF_UNIX"):
    __all__ += ("open_unix_connection", "start_unix_server")

    async def open_unix_connection(path=None, *, limit=_DEFAULT_LIMIT, **kwds):
        """Like ``open_connection()``, to a Unix socket."""
        return await _connect(events.get_running_loop().create_unix_connection, limit, path, **kwds)

    async def start_unix_server(client_connected_cb, path=None, *, limit=_DEFAULT_LIMIT, **kwds):
        """Like ``start_server()``, at a Unix socket."""
        loop = events.get_running_loop()
        return await loop.create_unix_server(_factory(client_connected_cb, limit, loop), path, **kwds)


async def _connect(create_connection, limit, *args, **kwds):
    loop = events.get_running_loop()
    reader = StreamReader(limit=limit, loop=loop)
    protocol = StreamReaderProtocol(reader, loop=loop)
    transport, _ = await create_connection(lambda: protocol, *args, **kwds)
    return reader, StreamWriter(transport, protocol, reader, loop)


def _factory(client_connected_cb, limit, loop):
    def factory():
        reader = StreamReader(limit=limit, loop=loop)
        return StreamReaderProtocol(reader, client_connected_cb, loop=loop)

    return factory


class FlowControlMixin(protocols.Protocol):
    """What ``StreamWriter.drain()`` waits with, for protocols."""

    def __init__(self, loop=None):
        self._loop = events.get_event_loop() if loop is None else loop
        self._paused = False
        self._drain_waiters = collections.deque()
        self._connection_lost = False

    def pause_writing(self):
        """Note that the transport's buffer is full."""
        assert not self._paused
        self._paused = True
        if self._loop.get_debug():
            logger.debug("%r pauses writing", self)

    def resume_writing(self):
        """Wake whoever waits in ``drain()``."""
        assert self._paused
        self._paused = False
        if self._loop.get_debug():
            logger.debug("%r resumes writing", self)
        for waiter in self._drain_waiters:
            if not waiter.done():
                waiter.set_result(None)

    def connection_lost(self, exc):
        """Wake whoever waits in ``drain()``, with the reason."""
        self._connection_lost = True
        if not self._paused:
            return
        for waiter in self._drain_waiters:
            if waiter.done():
                continue
            if exc is None:
                waiter.set_result(None)
            else:
                waiter.set_exception(exc)

    async def _drain_helper(self):
        if self._connection_lost:
            raise ConnectionResetError("Connection lost")
        if not self._paused:
            return
        waiter = self._loop.create_future()
        self._drain_waiters.append(waiter)
        try:
            await waiter
        finally:
            self._drain_waiters.remove(waiter)

    def _get_close_waiter(self, stream):
        raise NotImplementedError


@_remember_as_it_is
class StreamReaderProtocol(_StreamReaderProtocol, FlowControlMixin, protocols.Protocol):
    """Gives a ``StreamReader`` what a transport receives."""

    _source_traceback = None

    def __init__(self, stream_reader, client_connected_cb=None, loop=None):
        FlowControlMixin.__init__(self, loop=loop)
        if stream_reader is not None:
            self._stream_reader_wr = ref(stream_reader)
            self._source_traceback = stream_reader._source_traceback
        if client_connected_cb is not None:
            # Until somebody is connected, nobody else has it.
            self._strong_reader = stream_reader
        self._reject_connection = False
        self._task = None
        self._transport = None
        self._client_connected_cb = client_connected_cb
        self._over_ssl = False
        self._closed = self._loop.create_future()

    def _replace_transport(self, transport):
        self._transport = transport
        self._over_ssl = transport.get_extra_info("sslcontext") is not None
        reader = self._stream_reader
        if reader is not None:
            reader._replace_transport(transport)

    def connection_made(self, transport):
        """Call ``client_connected_cb``, if there is one."""
        if self._reject_connection:
            context = {
                "message": (
                    "An open stream was garbage collected prior to establishing network connection; "
                    'call "stream.close()" explicitly.'
                )
            }
            if self._source_traceback:
                context["source_traceback"] = self._source_traceback
            self._loop.call_exception_handler(context)
            transport.abort()
            return
        self._transport = transport
        reader = self._stream_reader
        if reader is not None:
            reader.set_transport(transport)
        self._over_ssl = transport.get_extra_info("sslcontext") is not None
        if self._client_connected_cb is None:
            return
        writer = StreamWriter(transport, self, reader, self._loop)
        try:
            result = self._client_connected_cb(reader, writer)
        except Exception as exception:
            self._leave_client(transport, exception)
        else:
            if coroutines.iscoroutine(result):
                self._task = self._loop.create_task(result)
                self._task.add_done_callback(lambda task: self._is_served(task, transport))
        self._strong_reader = None

    def _is_served(self, task, transport):
        if task.cancelled():
            transport.close()
            return
        exception = task.exception()
        if exception is not None:
            self._leave_client(transport, exception)

    def _leave_client(self, transport, exception):
        self._loop.call_exception_handler(
            {
                "message": "Unhandled exception in client_connected_cb",
                "exception": exception,
                "transport": transport,
            }
        )
        transport.close()

    def connection_lost(self, exc):
        """Tell whoever reads, writes, or waits until it is closed."""
        reader = self._stream_reader
        if reader is not None:
            if exc is None:
                reader.feed_eof()
            else:
                reader.set_exception(exc)
        if not self._closed.done():
            if exc is None:
                self._closed.set_result(None)
            else:
                self._closed.set_exception(exc)
                # Where all of it is collected at once, it may go before `__del__` has asked for this.
                self._closed._log_traceback = False
        FlowControlMixin.connection_lost(self, exc)
        self._stream_reader_wr = None
        self._stream_writer = None
        self._task = None
        self._transport = None

    def eof_received(self):
        """Tell the reader, and have the transport stay open for writing, unless it speaks TLS, which cannot."""
        reader = self._stream_reader
        if reader is not None:
            reader.feed_eof()
        return not self._over_ssl

    def _get_close_waiter(self, stream):
        return self._closed

    def __del__(self):
        # Nobody is told of an exception that nobody has asked for: whoever reads or writes was.
        closed = self.__dict__.get("_closed")
        if closed is not None and closed.done() and not closed.cancelled():
            closed.exception()


@_remember_as_it_is
class StreamWriter(_StreamWriter):
    """Writes to a transport, and waits while too much is unsent."""

    _plain_drain_helper = FlowControlMixin._drain_helper

    def __init__(self, transport, protocol, reader, loop):
        # drain() asks it for its exception.
        assert reader is None or isinstance(reader, StreamReader)
        super().__init__(transport, protocol, reader)
        self._loop = loop
        self._complete_fut = loop.create_future()
        self._complete_fut.set_result(None)

    def __repr__(self):
        info = [self.__class__.__name__, f"transport={self._transport!r}"]
        if self._reader is not None:
            info.append(f"reader={self._reader!r}")
        return "<{}>".format(" ".join(info))

    def writelines(self, data):
        """Write all of these."""
        self._transport.writelines(data)

    def write_eof(self):
        """Write no more: the other end is told, behind all that was written."""
        return self._transport.write_eof()

    def can_write_eof(self):
        """Whether the other end can be told so."""
        return self._transport.can_write_eof()

    def close(self):
        """Close the connection, when all is sent."""
        return self._transport.close()

    def is_closing(self):
        """Whether it is closed, or about to be."""
        return self._transport.is_closing()

    def get_extra_info(self, name, default=None):
        """What the transport knows by this name, such as ``peername``."""
        return self._transport.get_extra_info(name, default)

    async def wait_closed(self):
        """Wait until the connection is closed."""
        await self._protocol._get_close_waiter(self)

    @_in_rust
    async def drain(self):
        """Wait until it is appropriate to write more: ``writer.write(data)``, then ``await writer.drain()``."""
        if self._must_drain():
            if self._transport.is_closing():
                # The protocol hears why it is closed in the next pass: who only writes and drains would never let it.
                await sleep(0)
            await self._protocol._drain_helper()

    async def start_tls(
        self, sslcontext, *, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None
    ):
        """Go on with TLS."""
        protocol = self._protocol
        server_side = protocol._client_connected_cb is not None
        await self.drain()
        transport = await self._loop.start_tls(
            self._transport,
            protocol,
            sslcontext,
            server_side=server_side,
            server_hostname=server_hostname,
            ssl_handshake_timeout=ssl_handshake_timeout,
            ssl_shutdown_timeout=ssl_shutdown_timeout,
        )
        self._transport = transport
        protocol._replace_transport(transport)

    def __del__(self, warnings=warnings):
        if not self._transport.is_closing():
            if self._loop.is_closed():
                warnings.warn("loop is closed", ResourceWarning)
            else:
                self.close()
                warnings.warn(f"unclosed {self!r}", ResourceWarning)


@_remember_as_it_is
class StreamReader(_StreamReader):
    """Reads what a transport has received."""

    _source_traceback = None

    def __init__(self, limit=_DEFAULT_LIMIT, loop=None):
        if limit <= 0:
            raise ValueError("Limit cannot be <= 0")
        if loop is None:
            loop = events.get_event_loop()
        super().__init__(limit, loop)
        if loop.get_debug():
            self._source_traceback = format_helpers.extract_stack(sys._getframe(1))

    def __repr__(self):
        info = ["StreamReader"]
        if self._buffer:
            info.append(f"{len(self._buffer)} bytes")
        if self._eof:
            info.append("eof")
        if self._limit != _DEFAULT_LIMIT:
            info.append(f"limit={self._limit}")
        if self._waiter:
            info.append(f"waiter={self._waiter!r}")
        if self._exception:
            info.append(f"exception={self._exception!r}")
        if self._transport:
            info.append(f"transport={self._transport!r}")
        if self._paused:
            info.append("paused")
        return "<{}>".format(" ".join(info))

    def _replace_transport(self, transport):
        assert self._transport is not None, "Transport not set"
        self._transport = transport

    @_in_rust
    async def readline(self):
        """Read up to and with the next newline; what is left if there is none, nothing at the end.

        Raises ``ValueError`` if the line is longer than the limit, and drops it.
        """
        try:
            return await self.readuntil(b"\n")
        except exceptions.IncompleteReadError as error:
            return error.partial
        except exceptions.LimitOverrunError as error:
            self._drop_line(b"\n", error.consumed)
            raise ValueError(error.args[0])  # noqa: B904 (its context is the other error, as in the library)

    @_in_rust
    async def readuntil(self, separator=b"\n"):
        """Read up to and with ``separator``, or the first of a tuple of them.

        Raises ``IncompleteReadError`` if the end comes first, with what there was; ``LimitOverrunError`` if there is no
        separator within the limit, and leaves everything unread.
        """
        self._check()
        # Where to look for it, until it is found.
        found = self._take_until(separator, 0)
        while type(found) is int:
            await self._wait_for_data("readuntil")
            found = self._take_until(separator, found)
        return found

    @_in_rust
    async def read(self, n=-1):
        """Read up to ``n`` bytes, as soon as there are some; if ``n`` is -1, everything up to the end."""
        if n > 0:
            if self._must_wait(1):
                await self._wait_for_data("read")
            return self._take(n)
        self._check()
        blocks = []
        while n and (block := await self.read(self._limit)):
            blocks.append(block)
        return b"".join(blocks)

    @_in_rust
    async def readexactly(self, n):
        """Read ``n`` bytes. Raises ``IncompleteReadError`` if the end comes first, with what there was."""
        if n < 0:
            raise ValueError("readexactly size can not be less than zero")
        if self._must_wait(n):
            await self._wait_for_data("readexactly")
            while self._lacks(n):
                await self._wait_for_data("readexactly")
        return self._take_exactly(n)

    def __aiter__(self):
        return self

    @_in_rust
    async def __anext__(self):
        line = await self.readline()
        if line == b"":
            raise StopAsyncIteration
        return line
