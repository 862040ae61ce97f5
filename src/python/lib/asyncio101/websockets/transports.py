"""What carries messages, and what they arrive at: a transport and a protocol, as asyncio has them for bytes.

``await loop.create_websocket_connection(protocol_factory, url)`` gives both. ``connect()`` and ``serve()`` stand on
them.
"""

from asyncio.protocols import BaseProtocol
from asyncio.transports import BaseTransport

from .exceptions import ConnectionClosedError, ConnectionClosedOK
from .frames import OK_CODES, Close, State


class WebSocketProtocol(BaseProtocol):
    """What a program makes of a connection: a class that derives from this one, and overrides what it wants to hear.

    The order is that of asyncio: :meth:`connection_made` once, then :meth:`message_received` any number of times, then
    :meth:`connection_lost` once. ``pause_writing()`` and ``resume_writing()`` come as they do for bytes.
    """

    __slots__ = ()

    def connection_made(self, transport):
        """The opening handshake is over. ``transport`` is a :class:`WebSocketTransport`."""

    def message_received(self, message):
        """A whole message has arrived: a str if it was sent as text, bytes if not."""

    def pong_received(self, data):
        """A pong has arrived. A browser does not tell."""

    def connection_lost(self, exc):
        """The connection is closed: in an orderly way if ``exc`` is None; otherwise it is a ConnectionClosedError."""


class WebSocketTransport(BaseTransport):
    """One end of a connection. What it stands on is said by the classes that derive from it.

    ``get_extra_info()`` knows ``request``, ``response`` (if it was an own handshake), ``subprotocol``, and what the
    transport below knows (``sockname``, ``peername``, ``socket``, ``ssl_object`` ...).
    """

    #: Whether pings can be sent.
    has_pings = False

    def __init__(self, loop, protocol, close_timeout):
        super().__init__()
        self._loop = loop
        self._protocol = protocol
        self._close_timeout = close_timeout
        self._timer = None
        self._cause = None
        #: Where the connection is in its life (:class:`~asyncio101.websockets.frames.State`).
        self.state = State.CONNECTING
        #: The close frames that were received and sent, and whether in this order; None if there were none.
        self.close_rcvd = self.close_sent = self.close_rcvd_then_sent = None

    def __repr__(self):
        return f"<{type(self).__name__} {self.state.name.lower()} {self._extra.get('url', '')}>"

    def set_protocol(self, protocol):
        """Have another protocol hear of it from now on."""
        self._protocol = protocol

    def get_protocol(self):
        """Who hears of it."""
        return self._protocol

    def is_closing(self):
        """Whether nothing can be sent any more."""
        return self.state >= State.CLOSING

    def send(self, message, *, text=None):
        """Send a message: a str as text, anything like bytes as bytes, unless ``text`` says otherwise.

        It does not wait; who sends more than travels is told by ``pause_writing()``. Raises InvalidState if the
        connection is closing, TypeError if it is no message.
        """
        raise NotImplementedError

    def send_fragment(self, data, *, first, text=False, last=False):
        """Send a part of a message."""
        raise NotImplementedError

    def ping(self, data=b""):
        """Send a ping."""
        raise NotImplementedError

    def pong(self, data=b""):
        """Send a pong that nobody has asked for."""
        raise NotImplementedError

    def close(self, code=1000, reason=""):
        """Begin the closing handshake. ``connection_lost()`` comes when it is over, or ``close_timeout``
        has passed. Raises ProtocolError for a code or a reason that cannot be sent.
        """
        raise NotImplementedError

    def fail(self, code, reason, cause=None):
        """Close it because of an error, which becomes the cause of the ConnectionClosedError."""
        raise NotImplementedError

    def abort(self):
        """Close it at once, and drop what is unsent."""
        raise NotImplementedError

    def pause_reading(self):
        """Have no more messages delivered for now."""
        raise NotImplementedError

    def resume_reading(self):
        """Have them delivered again."""
        raise NotImplementedError

    def set_write_buffer_limits(self, high=None, low=None):
        """From how many unsent bytes on ``pause_writing()`` is called, and down to how many until it is resumed."""
        raise NotImplementedError

    def get_write_buffer_size(self):
        """How many bytes are unsent."""
        raise NotImplementedError

    def sendable(self, code):
        """The code that says this and can be sent."""
        return code

    def closed_exception(self):
        """What is raised by whoever uses the connection when it is closed."""
        received, sent = self.close_rcvd, self.close_sent
        is_ok = received is not None and sent is not None and received.code in OK_CODES and sent.code in OK_CODES
        kind = ConnectionClosedOK if is_ok else ConnectionClosedError
        exception = kind(received, sent, self.close_rcvd_then_sent)
        exception.__cause__ = self._cause
        return exception

    # For those who derive from it.

    def _wait_for_the_end(self):
        """The connection is closing: that is not to last for ever."""
        if self._timer is None and self._close_timeout is not None and self.state is not State.CLOSED:
            self._timer = self._loop.call_later(self._close_timeout, self._give_up)

    def _give_up(self):
        self._timer = None
        if self._cause is None:
            self._cause = TimeoutError("timed out while closing connection")
        self.abort()

    def _received_close(self, close):
        self.close_rcvd = close
        if self.close_sent is not None:
            self.close_rcvd_then_sent = False

    def _sent_close(self, close):
        self.close_sent = close
        if self.close_rcvd is not None:
            self.close_rcvd_then_sent = True
        self.state = State.CLOSING

    def _lost(self):
        """The connection is closed: the last that its protocol hears."""
        was_open = self.state is not State.CONNECTING
        self.state = State.CLOSED
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if was_open:
            exception = self.closed_exception()
            self._protocol.connection_lost(None if isinstance(exception, ConnectionClosedOK) else exception)


def close_of(code, reason):
    """The close frame that says this, checked. Raises ProtocolError."""
    if code is None:
        if reason:
            from .exceptions import ProtocolError

            raise ProtocolError("cannot send a reason without a code")
        return Close(1005, "")
    close = Close(code, reason)
    close.check()
    return close
