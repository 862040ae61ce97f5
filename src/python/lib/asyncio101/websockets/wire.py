"""Messages over a transport of bytes: `tungstenite` speaks the protocol, asyncio's transports carry it.

Nothing here knows whether those are the system's sockets, the network inside the process, or TLS.
"""

from asyncio.protocols import Protocol

from _websocket import Wire

from . import handshake
from .exceptions import InvalidHandshake, InvalidMessage, InvalidState, InvalidStatus, PayloadTooBig, ProtocolError
from .frames import Close, State
from .http11 import LONGEST_BODY, length_of_body, read_request, read_response
from .transports import WebSocketTransport, close_of

_CONTINUED, _TEXT, _BINARY = 0, 1, 2


class WireTransport(WebSocketTransport, Protocol):
    """A connection on a transport of bytes, whose protocol it is.

    The states: CONNECTING, while the opening handshake is going on; OPEN; CLOSING, from the first close frame that is
    sent; CLOSED, when the transport below is lost.
    """

    has_pings = True
    _is_client = None

    def __init__(self, loop, protocol, *, max_size, close_timeout):
        super().__init__(loop, protocol, close_timeout)
        self._max_size = max_size if isinstance(max_size, tuple) else (max_size, None)
        self._carrier = None
        self._wire = None
        # What has arrived of the opening handshake.
        self._head = b""
        self._is_paused = False
        # After an error, what arrives means nothing any more.
        self._is_deaf = False

    # What the transport below calls.

    def connection_made(self, transport):
        self._carrier = transport

    def data_received(self, data):
        if self._wire is None:
            if not self._is_deaf:
                self._head += data
                self._read_head(is_at_end=False)
        elif not self._is_deaf:
            self._wire.feed(data)
            self._hear()

    def eof_received(self):
        if self._is_deaf:
            return
        if self._wire is None:
            self._read_head(is_at_end=True)
        else:
            self._wire.feed_eof()
            self._hear()

    def connection_lost(self, exc):
        if exc is not None and self._cause is None:
            self._cause = exc
        if self._wire is None:
            self._read_head(is_at_end=True)
        elif not self._is_deaf:
            # Whoever has paused reading gets what has arrived all the same.
            self._is_paused = False
            self._wire.feed_eof()
            self._hear()
        self._lost()

    def pause_writing(self):
        if self._wire is not None:
            self._protocol.pause_writing()

    def resume_writing(self):
        if self._wire is not None:
            self._protocol.resume_writing()

    # The opening handshake; `_read_head` is the subclass's.

    def _read_head(self, is_at_end):
        raise NotImplementedError

    def _begin(self, rest):
        """The opening handshake is over, and ``rest`` has come with it."""
        self._head = None
        self._wire = Wire(self._is_client, *self._max_size)
        self.state = State.OPEN
        self._protocol.connection_made(self)
        if rest:
            self.data_received(rest)

    # What the peer says.

    def _hear(self):
        """Make something of what has arrived."""
        event = self._wire.event
        while not self._is_paused or self.state is State.CLOSING:
            happened = event()
            if happened is None:
                break
            if not isinstance(happened, tuple):
                self._protocol.message_received(happened)
                continue
            match happened:
                case "ping", _data:
                    # It has been answered.
                    pass
                case "pong", data:
                    self._protocol.pong_received(data)
                case "close", code, reason:
                    self._hear_close(Close(1005 if code is None else code, reason))
                    return
                case "end",:
                    self._is_deaf = True
                    if self._cause is None:
                        self._cause = EOFError("unexpected end of stream")
                    return
                case "too big", size, limit:
                    error = PayloadTooBig(size, limit)
                    self.fail(1009, str(error), error)
                    return
                case "failed", code, why:
                    self.fail(code, why, ProtocolError(why))
                    return
                case _:
                    return
        self._flush()

    def _hear_close(self, close):
        self._received_close(close)
        if self.state is State.OPEN:
            # The wire has answered by the same.
            self._sent_close(close)
            # Its answer is written when it is asked once more.
            self._wire.event()
        self._end()

    def _end(self):
        """Both ends have said that they are done, or one has failed: the server is the first to go."""
        self._is_deaf = True
        self._flush()
        if not self._is_client:
            if self._carrier.can_write_eof():
                self._carrier.write_eof()
            else:
                self._carrier.close()
        # The other one's end of file is waited for.
        self._carrier.resume_reading()
        self._wait_for_the_end()

    def _flush(self):
        data = self._wire.take()
        if data and not self._carrier.is_closing():
            self._carrier.write(data)

    # What this end says.

    def send(self, message, *, text=None):
        if isinstance(message, str):
            self._send(_BINARY if text is False else _TEXT, message.encode(), True)
        elif isinstance(message, (bytes, bytearray, memoryview)):
            self._send(_TEXT if text is True else _BINARY, message, True)
        else:
            raise TypeError(f"a message is str, bytes, bytearray or memoryview, not {type(message).__name__}")

    def send_fragment(self, data, *, first, text=False, last=False):
        data = data.encode() if isinstance(data, str) else data
        self._send((_TEXT if text else _BINARY) if first else _CONTINUED, data, last)

    def _send(self, opcode, data, last):
        self._check_open()
        self._wire.send(opcode, data, last)
        self._flush()

    def ping(self, data=b""):
        self._check_open()
        _check_control(data)
        self._wire.ping(data)
        self._flush()

    def pong(self, data=b""):
        self._check_open()
        _check_control(data)
        self._wire.pong(data)
        self._flush()

    def close(self, code=1000, reason=""):
        if self.state is not State.OPEN:
            return
        close = close_of(code, reason)
        self._wire.close(code, reason)
        self._sent_close(close)
        self._flush()
        self._wait_for_the_end()
        # What comes before the answer is delivered, however long the queue is.
        self._is_paused = False
        self._carrier.resume_reading()
        self._loop.call_soon(self._hear_rest)

    def _hear_rest(self):
        if not self._is_deaf and self.state is State.CLOSING:
            self._hear()

    def fail(self, code, reason, cause=None):
        if self._cause is None:
            self._cause = cause
        if self.state is State.OPEN:
            self._wire.close(code, reason)
            self._sent_close(Close(code, reason))
        self._end()

    def abort(self):
        if self._carrier is not None:
            self._carrier.abort()

    def _check_open(self):
        if self.state is not State.OPEN:
            raise InvalidState(f"connection is {self.state.name.lower()}")

    # The flow of bytes.

    def pause_reading(self):
        if self.state is State.OPEN and not self._is_paused:
            self._is_paused = True
            self._carrier.pause_reading()

    def resume_reading(self):
        if self._is_paused:
            self._is_paused = False
            self._hear()
            # What was heard may have led to a pause again.
            if not self._is_paused:
                self._carrier.resume_reading()

    def is_reading(self):
        return not self._is_paused and self.state is State.OPEN

    def set_write_buffer_limits(self, high=None, low=None):
        self._carrier.set_write_buffer_limits(high, low)

    def get_write_buffer_limits(self):
        return self._carrier.get_write_buffer_limits()

    def get_write_buffer_size(self):
        return self._carrier.get_write_buffer_size()

    def get_extra_info(self, name, default=None):
        if name in self._extra:
            return self._extra[name]
        return default if self._carrier is None else self._carrier.get_extra_info(name, default)


def _check_control(data):
    if len(data) > 125:
        raise ProtocolError("control frame too long")


class ClientTransport(WireTransport):
    """The end that has connected. ``opened`` is a future: done when the opening handshake is."""

    _is_client = True

    def __init__(self, loop, protocol, uri, *, subprotocols, request, key, **limits):
        super().__init__(loop, protocol, **limits)
        self._extra.update(url=uri.uri, request=request)
        self._subprotocols = subprotocols
        self._key = key
        # A response that is refused, while its body arrives.
        self._refusal = None
        self.opened = loop.create_future()

    def connection_made(self, transport):
        super().connection_made(transport)
        transport.write(self._extra["request"].serialize())

    def _read_head(self, is_at_end):
        if self.opened.done():
            return
        try:
            if self._refusal is None:
                found = read_response(self._head)
                if found is not None:
                    response, length = found
                    self._extra["response"] = response
                    if response.status_code != 101:
                        self._refusal, self._head = response, self._head[length:]
                    else:
                        subprotocol = handshake.check_response(response, self._key, self._subprotocols)
                        self._extra["subprotocol"] = subprotocol
                        self.opened.set_result(None)
                        self._begin(self._head[length:])
                        return
            if self._refusal is not None:
                self._read_body(is_at_end)
            elif is_at_end:
                raise InvalidMessage("did not receive a valid HTTP response") from (
                    self._cause or EOFError("connection closed while reading HTTP status line")
                )
        except InvalidHandshake as error:
            self._is_deaf = True
            self.opened.set_exception(error)

    def _read_body(self, is_at_end):
        length = length_of_body(self._refusal)
        if length is None:
            length = LONGEST_BODY
        elif length > LONGEST_BODY:
            length = 0
        if len(self._head) >= length or is_at_end:
            self._refusal.body = self._head[:length]
            raise InvalidStatus(self._refusal)


class ServerTransport(WireTransport):
    """The end that was connected to. ``asked`` is a future: the request, when that has come; None if it never does."""

    _is_client = False

    def __init__(self, loop, protocol, **limits):
        super().__init__(loop, protocol, **limits)
        self.asked = loop.create_future()

    def _read_head(self, is_at_end):
        if self.asked.done():
            # Nobody may send before the answer; what comes with the request is kept, within reason.
            if len(self._head) > LONGEST_BODY:
                self.abort()
            return
        try:
            found = read_request(self._head)
        except InvalidHandshake as error:
            self.asked.set_exception(error)
            return
        if found is not None:
            request, length = found
            self._extra["request"] = request
            self._head = self._head[length:]
            self.asked.set_result(request)
        elif is_at_end:
            self.asked.set_result(None)

    def agree(self, response, subprotocol):
        """Send the response that ends the opening handshake."""
        self._extra.update(response=response, subprotocol=subprotocol)
        self._carrier.write(response.serialize())
        self._begin(self._head)

    def refuse(self, response):
        """Send a response that does not, and be done with it."""
        self._extra["response"] = response
        self._is_deaf = True
        self._carrier.write(response.serialize())
        self._carrier.close()
