"""What goes wrong with WebSockets: the classes of the package ``websockets``, with its names, hierarchy and sentences.

https://websockets.readthedocs.io/en/stable/reference/exceptions.html
"""


class WebSocketException(Exception):
    """What all of these are."""


class ConnectionClosed(WebSocketException):
    """The connection is closed.

    ``rcvd`` and ``sent`` are the close frames (:class:`~asyncio101.websockets.frames.Close`) that were received and
    sent, each None if there was none; ``rcvd_then_sent`` tells which came first, if there were both.
    """

    def __init__(self, rcvd, sent, rcvd_then_sent=None):
        self.rcvd = rcvd
        self.sent = sent
        self.rcvd_then_sent = rcvd_then_sent

    def __str__(self):
        if self.rcvd is None and self.sent is None:
            return "no close frame received or sent"
        if self.rcvd is None:
            return f"sent {self.sent}; no close frame received"
        if self.sent is None:
            return f"received {self.rcvd}; no close frame sent"
        if self.rcvd_then_sent:
            return f"received {self.rcvd}; then sent {self.sent}"
        return f"sent {self.sent}; then received {self.rcvd}"


class ConnectionClosedOK(ConnectionClosed):
    """It was closed in an orderly way: both ends have said so, with 1000, 1001 or no code."""


class ConnectionClosedError(ConnectionClosed):
    """It was closed because of an error, or without the closing handshake."""


class InvalidURI(WebSocketException):
    """This is no address of a WebSocket."""

    def __init__(self, uri, msg):
        self.uri = uri
        self.msg = msg

    def __str__(self):
        return f"{self.uri} isn't a valid URI: {self.msg}"


class InvalidProxy(WebSocketException):
    """This is no proxy."""

    def __init__(self, proxy, msg):
        self.proxy = proxy
        self.msg = msg

    def __str__(self):
        return f"{self.proxy} isn't a valid proxy: {self.msg}"


class InvalidHandshake(WebSocketException):
    """The opening handshake has failed."""


class SecurityError(InvalidHandshake):
    """It would have broken a rule that is there for security."""


class ProxyError(InvalidHandshake):
    """A proxy did not let the connection through."""


class InvalidMessage(InvalidHandshake):
    """What came as a request or a response is none."""


class InvalidMethod(InvalidHandshake):
    """A request that does not say GET."""

    def __init__(self, method):
        self.method = method

    def __str__(self):
        return f"unsupported HTTP method: {self.method}"


class InvalidProtocol(InvalidHandshake):
    """A request in another version of HTTP than 1.1."""

    def __init__(self, protocol):
        self.protocol = protocol

    def __str__(self):
        return f"unsupported HTTP version: {self.protocol}"


class InvalidStatus(InvalidHandshake):
    """The server has answered with another status than 101: ``response`` is what it said."""

    def __init__(self, response):
        self.response = response

    def __str__(self):
        return f"server rejected WebSocket connection: HTTP {self.response.status_code:d}"


class InvalidHeader(InvalidHandshake):
    """A header is missing, or is not what it has to be."""

    def __init__(self, name, value=None):
        self.name = name
        self.value = value

    def __str__(self):
        if self.value is None:
            return f"missing {self.name} header"
        if self.value == "":
            return f"empty {self.name} header"
        return f"invalid {self.name} header: {self.value}"


class InvalidHeaderFormat(InvalidHeader):
    """A header does not follow its grammar."""

    def __init__(self, name, error, header, pos):
        super().__init__(name, f"{error} at {pos} in {header}")


class InvalidHeaderValue(InvalidHeader):
    """A header follows its grammar, and says something wrong."""


class InvalidOrigin(InvalidHeader):
    """A page of this origin may not connect."""

    def __init__(self, origin):
        super().__init__("Origin", origin)


class InvalidUpgrade(InvalidHeader):
    """The headers ``Upgrade`` and ``Connection`` do not ask for, or agree to, a WebSocket."""


class NegotiationError(InvalidHandshake):
    """The two ends do not agree on a subprotocol or an extension."""


class DuplicateParameter(NegotiationError):
    """A parameter of an extension is there twice."""

    def __init__(self, name):
        self.name = name

    def __str__(self):
        return f"duplicate parameter: {self.name}"


class InvalidParameterName(NegotiationError):
    """An extension has no such parameter."""

    def __init__(self, name):
        self.name = name

    def __str__(self):
        return f"invalid parameter name: {self.name}"


class InvalidParameterValue(NegotiationError):
    """A parameter of an extension cannot have this value."""

    def __init__(self, name, value):
        self.name = name
        self.value = value

    def __str__(self):
        if self.value is None:
            return f"missing value for parameter {self.name}"
        if self.value == "":
            return f"empty value for parameter {self.name}"
        return f"invalid value for parameter {self.name}: {self.value}"


class ProtocolError(WebSocketException):
    """A frame, received or to be sent, breaks the protocol."""


class PayloadTooBig(WebSocketException):
    """A message is longer than ``max_size``. It is the cause of the ConnectionClosed that follows."""

    def __init__(self, size, max_size, current_size=None):
        self.size = size
        self.max_size = max_size
        self.current_size = current_size

    def __str__(self):
        known = [("with", self.size), ("after reading", self.current_size)]
        sizes = "".join(f"{how} {size} bytes " for how, size in known if size is not None)
        return f"frame {sizes}exceeds limit of {self.max_size} bytes"


class InvalidState(WebSocketException, AssertionError):
    """Nothing can be sent in the state in which the connection is."""


class ConcurrencyError(WebSocketException, RuntimeError):
    """Two tasks receive from one connection, or wait for the same pong."""
