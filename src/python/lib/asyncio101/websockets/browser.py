"""Connections that leave a tab: the browser's own ``WebSocket`` speaks the protocol. There is no such module elsewhere.

What a browser decides by itself, or does not tell, a program cannot choose here: headers, extensions, pings, sockets,
and close codes other than 1000 and 3000 to 4999. It is refused by NotImplementedError, before anything is sent.

A browser's WebSocket cannot be paused: what arrives while a program does not receive waits in the browser's memory. On
the virtual clock, which jumps over whatever the world takes, there is no way out of the tab.

https://websockets.spec.whatwg.org/
"""

import _browser_websocket

from .exceptions import InvalidState, InvalidURI, PayloadTooBig, SecurityError
from .frames import Close, State
from .http11 import USER_AGENT
from .transports import WebSocketTransport, close_of

# How often it is looked whether what was too much to send has been sent, in seconds: a browser does not tell.
_LOOK = 0.01


def leads_outside(uri, options):
    """Whether that is not in this tab: nobody here listens there, and it is no socket of the program's own."""
    if options.get("unix") or options.get("sock") is not None:
        return False
    host = options.get("host") or uri.host
    port = options.get("port") or uri.port
    return not _browser_websocket.is_here(host, port)


def refuse_pings(uri, options):
    """Raise if pings were asked for that would leave the tab."""
    if leads_outside(uri, options):
        raise NotImplementedError("a browser sends no pings: leave ping_interval and ping_timeout out")


def check_options(uri, origin, additional_headers, user_agent_header, options):
    """Raise if something was chosen that the browser decides, or if there is no way out at all."""
    if not _browser_websocket.is_in_real_time():
        raise NotImplementedError(
            f"nobody in this tab listens at {uri.host_header}, and a program on the virtual clock cannot wait for the"
            " world outside: run it on the real clock"
        )
    headers = {
        "origin": origin is not None,
        "additional_headers": additional_headers is not None,
        "user_agent_header": user_agent_header is not USER_AGENT,
        "a user name in the address": uri.user is not None,
    }
    for what, was_chosen in headers.items():
        if was_chosen:
            raise NotImplementedError(f"a browser writes the headers of a WebSocket by itself: leave {what} out")
    for name, value in options.items():
        if value is not None:
            raise NotImplementedError(f"a browser opens its connections by itself: leave {name} out")


async def open_connection(loop, protocol_factory, uri, subprotocols, max_size, close_timeout):
    """Open a connection by the browser."""
    number = _browser_websocket.open(uri.uri, list(subprotocols or ()))
    if isinstance(number, str):
        name, _, why = number.partition(": ")
        if name == "SecurityError":
            raise SecurityError(f"the browser does not connect to {uri.uri}: {why}")
        raise InvalidURI(uri.uri, why)
    protocol = protocol_factory()
    transport = BrowserTransport(loop, protocol, uri, number, max_size, close_timeout)
    try:
        await transport.opened
    except BaseException:
        transport.forget()
        raise
    return transport, protocol


class BrowserTransport(WebSocketTransport):
    """A connection of the browser's. ``opened`` is a future: done when the opening handshake is."""

    def __init__(self, loop, protocol, uri, number, max_size, close_timeout):
        super().__init__(loop, protocol, close_timeout)
        self._extra["url"] = uri.uri
        self._number = number
        self._max_size = max_size[0] if isinstance(max_size, tuple) else max_size
        self._is_paused = False
        # After an error, what arrives means nothing any more.
        self._is_deaf = False
        self._high, self._low = 2**16, 2**14
        # While more than that is unsent.
        self._look = None
        self.opened = loop.create_future()
        loop.add_reader(number, self._hear)

    def _hear(self):
        """Take what has happened."""
        while not self._is_paused or self.state is State.CLOSING:
            if self._number is None:
                return
            match _browser_websocket.take(self._number):
                case None:
                    return
                case "open", subprotocol:
                    self._extra["subprotocol"] = subprotocol or None
                    self.state = State.OPEN
                    self._protocol.connection_made(self)
                    if not self.opened.done():
                        self.opened.set_result(None)
                case "close", code, reason, was_clean:
                    self._closed(code, reason, was_clean)
                case message:
                    self._hear_message(message)

    def _hear_message(self, message):
        if self._is_deaf:
            return
        limit = self._max_size
        # No character of text has more than four bytes.
        if limit is not None and len(message) * 4 > limit:
            size = len(message.encode()) if isinstance(message, str) else len(message)
            if size > limit:
                error = PayloadTooBig(size, limit)
                self.fail(self.sendable(1009), str(error), error)
                return
        self._protocol.message_received(message)

    def _closed(self, code, reason, was_clean):
        if self.state is State.CONNECTING:
            self.forget()
            self.state = State.CLOSED
            if not self.opened.done():
                self.opened.set_exception(
                    OSError(
                        f"the browser could not connect to {self._extra['url']} and does not say why: nobody listens"
                        " there, it is no WebSocket server, or it does not let this page in"
                    )
                )
            return
        if was_clean:
            close = Close(code, reason)
            self._received_close(close)
            if self.close_sent is None:
                # The browser has answered by the same.
                self._sent_close(close)
        self.forget()
        self._lost()

    def _lost(self):
        if self._look is not None:
            self._look.cancel()
            self._look = None
        super()._lost()

    def forget(self):
        """Have the browser drop the connection; nothing more is heard of it."""
        if self._number is not None:
            self._loop.remove_reader(self._number)
            _browser_websocket.forget(self._number)
            self._number = None

    # What this end says.

    def send(self, message, *, text=None):
        if isinstance(message, str):
            if text is False:
                message = message.encode()
        elif not isinstance(message, (bytes, bytearray, memoryview)):
            raise TypeError(f"a message is str, bytes, bytearray or memoryview, not {type(message).__name__}")
        elif text is True:
            message = bytes(message).decode()
        if self.state is not State.OPEN:
            raise InvalidState(f"connection is {self.state.name.lower()}")
        if isinstance(message, str):
            _browser_websocket.send_text(self._number, message)
        else:
            _browser_websocket.send_bytes(self._number, message)
        if self._look is None and self.get_write_buffer_size() > self._high:
            self._protocol.pause_writing()
            self._look = self._loop.call_later(_LOOK, self._look_at_buffer)

    def _look_at_buffer(self):
        if self.get_write_buffer_size() > self._low:
            self._look = self._loop.call_later(_LOOK, self._look_at_buffer)
        else:
            self._look = None
            self._protocol.resume_writing()

    def send_fragment(self, data, *, first, text=False, last=False):
        # A browser sends whole messages: they are put together here.
        data = data.encode() if isinstance(data, str) else bytes(data)
        if first:
            self._fragments, self._is_text = [], text
        self._fragments.append(data)
        if last:
            message = b"".join(self._fragments)
            del self._fragments
            self.send(message, text=self._is_text)

    def ping(self, data=b""):
        raise NotImplementedError("a browser sends no pings")

    def pong(self, data=b""):
        raise NotImplementedError("a browser sends no pongs of its own")

    def close(self, code=1000, reason=""):
        if self.state is not State.OPEN:
            return
        close = close_of(code, reason)
        if code is not None and code != self.sendable(code):
            raise NotImplementedError(f"a browser closes with 1000, or 3000 to 4999, not with {int(code)}")
        _browser_websocket.close(self._number, code, reason)
        self._sent_close(close)
        self._wait_for_the_end()
        self.resume_reading()

    def fail(self, code, reason, cause=None):
        if self._cause is None:
            self._cause = cause
        self._is_deaf = True
        # The reason of a close frame has at most 123 bytes.
        self.close(code, reason.encode()[:123].decode(errors="ignore"))

    def abort(self):
        if self._number is not None:
            self.forget()
            self._loop.call_soon(self._lost)

    def sendable(self, code):
        # A program's own codes are the nearest to what the protocol keeps for itself.
        return code if code == 1000 or 3000 <= code < 5000 else 4000 + code % 1000

    # The flow of messages.

    def pause_reading(self):
        if not self._is_paused and self.state is State.OPEN:
            self._is_paused = True
            self._loop.remove_reader(self._number)

    def resume_reading(self):
        if self._is_paused:
            self._is_paused = False
            if self._number is not None:
                self._loop.add_reader(self._number, self._hear)

    def is_reading(self):
        """Whether messages are delivered."""
        return not self._is_paused and self.state is State.OPEN

    def set_write_buffer_limits(self, high=None, low=None):
        if high is None:
            high = 2**16 if low is None else 4 * low
        self._high, self._low = high, high // 4 if low is None else low

    def get_write_buffer_size(self):
        return 0 if self._number is None else _browser_websocket.unsent(self._number)
