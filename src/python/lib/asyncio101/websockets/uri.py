"""Addresses of WebSockets: ``ws://host:port/path?query`` and ``wss://...``. :rfc:`6455`, section 3."""

import urllib.parse

from .exceptions import InvalidURI

# What keeps its meaning in an address that is written with other characters than ASCII's.
_DELIMITERS = ":/?#[]@!$&'()*+,;="


class WebSocketURI:
    """An address that was read."""

    def __init__(self, uri):
        """Raises InvalidURI if it is none."""
        parsed = urllib.parse.urlsplit(uri)
        if parsed.scheme not in ("ws", "wss"):
            raise InvalidURI(uri, "scheme isn't ws or wss")
        if parsed.hostname is None:
            raise InvalidURI(uri, "hostname isn't provided")
        if parsed.fragment:
            raise InvalidURI(uri, "fragment identifier is meaningless")
        self.uri = uri
        self.secure = parsed.scheme == "wss"
        self.host = parsed.hostname
        self.port = parsed.port or (443 if self.secure else 80)
        path, query = parsed.path, parsed.query
        self.user = None
        if parsed.username is not None:
            if parsed.password is None:
                raise InvalidURI(uri, "username provided without password")
            self.user = urllib.parse.unquote(parsed.username), urllib.parse.unquote(parsed.password)
        if not uri.isascii():
            self.host = self.host.encode("idna").decode()
            path = urllib.parse.quote(path, safe=_DELIMITERS)
            query = urllib.parse.quote(query, safe=_DELIMITERS)
        self.resource = (path or "/") + (f"?{query}" if query else "")

    @property
    def host_header(self):
        """What the header Host says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.secure else 80) else f"{host}:{self.port}"

    @property
    def place(self):
        """What two addresses have in common that lead to the same server."""
        return self.secure, self.host, self.port


def join(uri, location):
    """The address that ``location`` is, said by the one at ``uri``."""
    return urllib.parse.urljoin(uri, location)
