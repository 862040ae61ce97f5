"""Close codes, close frames, and the states of a connection.

:rfc:`6455`, sections 4, 5.5.1 and 7.4; https://www.iana.org/assignments/websocket/websocket.xhtml
"""

import enum

from .exceptions import ProtocolError


class State(enum.IntEnum):
    """What a connection is doing."""

    CONNECTING = 0
    OPEN = 1
    CLOSING = 2
    CLOSED = 3


class CloseCode(enum.IntEnum):
    """Why a connection is closed, as the protocol has it."""

    NORMAL_CLOSURE = 1000
    GOING_AWAY = 1001
    PROTOCOL_ERROR = 1002
    UNSUPPORTED_DATA = 1003
    NO_STATUS_RCVD = 1005
    ABNORMAL_CLOSURE = 1006
    INVALID_DATA = 1007
    POLICY_VIOLATION = 1008
    MESSAGE_TOO_BIG = 1009
    MANDATORY_EXTENSION = 1010
    INTERNAL_ERROR = 1011
    SERVICE_RESTART = 1012
    TRY_AGAIN_LATER = 1013
    BAD_GATEWAY = 1014
    TLS_HANDSHAKE = 1015


_MEANINGS = {
    1000: "OK",
    1001: "going away",
    1002: "protocol error",
    1003: "unsupported data",
    1005: "no status received [internal]",
    1006: "abnormal closure [internal]",
    1007: "invalid frame payload data",
    1008: "policy violation",
    1009: "message too big",
    1010: "mandatory extension",
    1011: "internal error",
    1012: "service restart",
    1013: "try again later",
    1014: "bad gateway",
    1015: "TLS handshake failure [internal]",
}

# These are what a connection ends with, and never sent.
_INTERNAL = (1005, 1006, 1015)

OK_CODES = (1000, 1001, 1005)


class Close:
    """A close frame: its code, and why in words."""

    __slots__ = ("code", "reason")

    def __init__(self, code, reason):
        self.code = code
        self.reason = reason

    def __eq__(self, other):
        if not isinstance(other, Close):
            return NotImplemented
        return (self.code, self.reason) == (other.code, other.reason)

    __hash__ = None

    def __repr__(self):
        return f"Close(code={int(self.code)}, reason={self.reason!r})"

    def __str__(self):
        if 3000 <= self.code < 4000:
            meaning = "registered"
        elif 4000 <= self.code < 5000:
            meaning = "private use"
        else:
            meaning = _MEANINGS.get(self.code, "unknown")
        text = f"{int(self.code)} ({meaning})"
        return f"{text} {self.reason}" if self.reason else text

    def check(self):
        """Raise ProtocolError if this cannot be sent."""
        if not ((self.code in _MEANINGS and self.code not in _INTERNAL) or 3000 <= self.code < 5000):
            raise ProtocolError("invalid status code")
        if len(self.reason.encode()) > 123:
            raise ProtocolError("control frame too long")
