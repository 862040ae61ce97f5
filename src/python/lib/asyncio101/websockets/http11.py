"""The opening handshake's request and response, as HTTP has them, and their headers.

:rfc:`9112`. Not for anything else that is said in HTTP: a WebSocket's request has no body.
"""

from _websocket import parse_request, parse_response

from .exceptions import InvalidMessage, SecurityError

# What both ends call themselves.
USER_AGENT = SERVER = "asyncio101"

# A head is not longer than this, in bytes, and the body of a refusal is kept up to this.
_LONGEST_HEAD = 128 * 1024
LONGEST_BODY = 1024 * 1024


class Headers:
    """Headers of an HTTP message. Their names are alike in capitals; one name may have several values.

    ``headers[name] = value`` adds a value to those that are there.
    """

    def __init__(self, headers=()):
        self._items = []
        self.update(headers)

    def __getitem__(self, name):
        """The value of a header that is there once. KeyError if it is not there, LookupError if it is several times."""
        values = self.get_all(name)
        if not values:
            raise KeyError(name)
        if len(values) > 1:
            raise LookupError(f"several values of {name}")
        return values[0]

    def __setitem__(self, name, value):
        self._items.append((name, str(value)))

    def __delitem__(self, name):
        self._items = [item for item in self._items if item[0].lower() != name.lower()]

    def __contains__(self, name):
        return isinstance(name, str) and bool(self.get_all(name))

    def __iter__(self):
        return iter(dict.fromkeys(name.lower() for name, _ in self._items))

    def __len__(self):
        return len(list(iter(self)))

    def __repr__(self):
        return f"Headers({self._items!r})"

    def get(self, name, default=None):
        """The value of a header that is there once; ``default`` if it is not there."""
        values = self.get_all(name)
        return self[name] if values else default

    def get_all(self, name):
        """All values of a header."""
        return [value for known, value in self._items if known.lower() == name.lower()]

    def setdefault(self, name, value):
        """Add a header unless it is there; its value."""
        if name not in self:
            self[name] = value
        return self[name]

    def update(self, headers):
        """Add these: a mapping, or names with values."""
        if isinstance(headers, Headers):
            items = headers._items
        elif hasattr(headers, "keys"):
            items = [(name, headers[name]) for name in list(headers.keys())]
        else:
            items = headers
        for name, value in items:
            self[name] = value

    def raw_items(self):
        """Names and values as they were written, in order."""
        return iter(self._items)

    def serialize(self):
        """The lines of them all, and the empty one."""
        for name, value in self._items:
            if any(character in f"{name}{value}" for character in "\r\n"):
                raise ValueError(f"header {name} has a line break in it")
        return "".join(f"{name}: {value}\r\n" for name, value in self._items).encode("latin-1") + b"\r\n"


class Request:
    """What a client asks: ``method``, ``path`` (with its query), ``protocol``, ``headers``."""

    def __init__(self, path, headers, method="GET", protocol="HTTP/1.1"):
        self.path = path
        self.headers = headers
        self.method = method
        self.protocol = protocol

    def __repr__(self):
        return f"<Request {self.method} {self.path}>"

    def serialize(self):
        """It as bytes."""
        return f"{self.method} {self.path} {self.protocol}\r\n".encode() + self.headers.serialize()


class Response:
    """What a server answers: ``status_code``, ``reason_phrase``, ``headers``, ``body`` (bytes)."""

    def __init__(self, status_code, reason_phrase, headers, body=b""):
        self.status_code = status_code
        self.reason_phrase = reason_phrase
        self.headers = headers
        self.body = body

    def __repr__(self):
        return f"<Response {self.status_code} {self.reason_phrase}>"

    def serialize(self):
        """It as bytes."""
        head = f"HTTP/1.1 {int(self.status_code)} {self.reason_phrase}\r\n".encode()
        return head + self.headers.serialize() + self.body


def read_request(data):
    """The request that ``data`` begins with, and how long it is; None if it is not whole.

    Raises InvalidMessage if it is none.
    """
    head = _read_head(parse_request, data, "request")
    if head is None:
        return None
    length, version, method, path, headers = head
    return Request(path, Headers(headers), method, f"HTTP/1.{version}"), length


def read_response(data):
    """The same for a response, without its body."""
    head = _read_head(parse_response, data, "response")
    if head is None:
        return None
    length, _version, status, reason, headers = head
    return Response(status, reason, Headers(headers)), length


def _read_head(parse, data, what):
    try:
        head = parse(data)
    except ValueError as error:
        raise InvalidMessage(f"did not receive a valid HTTP {what}") from error
    if head is None and len(data) > _LONGEST_HEAD:
        raise SecurityError(f"the head of the HTTP {what} is longer than {_LONGEST_HEAD} bytes")
    return head


def length_of_body(response):
    """How long the body of a response is; None if it goes on to the end of the connection."""
    if response.status_code < 200 or response.status_code in (204, 304):
        return 0
    length = response.headers.get("Content-Length")
    return int(length) if length is not None and length.isdecimal() else None
