"""The opening handshake: what either end says, and what it makes of what the other one has said.

:rfc:`6455`, section 4. Not how the bytes travel (``wire.py``).
"""

from _websocket import accept_key, new_key

from .exceptions import (
    InvalidHeader,
    InvalidHeaderValue,
    InvalidMethod,
    InvalidOrigin,
    InvalidProtocol,
    InvalidStatus,
    InvalidUpgrade,
    NegotiationError,
)
from .http11 import Headers, Request, Response

# What separates the parts of a token, which the name of a subprotocol is.
_NO_TOKEN = frozenset('()<>@,;:\\"/[]?={} \t')


def check_subprotocols(subprotocols):
    """Raise TypeError or ValueError if these are no names of subprotocols."""
    if isinstance(subprotocols, str):
        raise TypeError("subprotocols must be a list, not a str")
    for name in subprotocols:
        if not name or not name.isascii() or not name.isprintable() or _NO_TOKEN & set(name):
            raise ValueError(f"invalid subprotocol: {name}")


def request_of(uri, *, origin, subprotocols, additional_headers, user_agent):
    """The request of a client, and the key in it."""
    headers = Headers([("Host", uri.host_header)])
    if uri.user is not None:
        headers["Authorization"] = _basic_authorization(*uri.user)
    if origin is not None:
        headers["Origin"] = origin
    key = new_key()
    headers["Upgrade"] = "websocket"
    headers["Connection"] = "Upgrade"
    headers["Sec-WebSocket-Key"] = key
    headers["Sec-WebSocket-Version"] = "13"
    if subprotocols is not None:
        headers["Sec-WebSocket-Protocol"] = ", ".join(subprotocols)
    if additional_headers is not None:
        headers.update(additional_headers)
    if user_agent is not None:
        headers.setdefault("User-Agent", user_agent)
    return Request(uri.resource, headers), key


def _basic_authorization(user, password):
    import base64

    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def check_response(response, key, subprotocols):
    """The subprotocol that a server has chosen, None if none. Raises InvalidHandshake if it does not agree."""
    if response.status_code != 101:
        raise InvalidStatus(response)
    headers = response.headers
    _check_upgrade(headers)
    answer = _only(headers, "Sec-WebSocket-Accept")
    if answer != accept_key(key):
        raise InvalidHeaderValue("Sec-WebSocket-Accept", answer)
    if headers.get_all("Sec-WebSocket-Extensions"):
        raise NegotiationError("no extensions supported")
    chosen = _listed(headers, "Sec-WebSocket-Protocol")
    if not chosen:
        return None
    if subprotocols is None:
        raise NegotiationError("no subprotocols supported")
    if len(chosen) > 1:
        raise InvalidHeader("Sec-WebSocket-Protocol", f"multiple values: {', '.join(chosen)}")
    if chosen[0] not in subprotocols:
        raise NegotiationError(f"unsupported subprotocol: {chosen[0]}")
    return chosen[0]


def check_request(request, origins):
    """What a client offers: the answer to its key, and its subprotocols. Raises InvalidHandshake if it asks wrongly."""
    if request.method != "GET":
        raise InvalidMethod(request.method)
    if request.protocol != "HTTP/1.1":
        raise InvalidProtocol(request.protocol)
    headers = request.headers
    _check_upgrade(headers)
    key = _only(headers, "Sec-WebSocket-Key")
    if not _is_key(key):
        raise InvalidHeaderValue("Sec-WebSocket-Key", key)
    version = _only(headers, "Sec-WebSocket-Version")
    if version != "13":
        raise InvalidHeaderValue("Sec-WebSocket-Version", version)
    if origins is not None:
        _check_origin(headers, origins)
    return accept_key(key), _listed(headers, "Sec-WebSocket-Protocol")


def _check_origin(headers, origins):
    sent = headers.get_all("Origin")
    if len(sent) > 1:
        raise InvalidHeader("Origin", "multiple values")
    origin = sent[0] if sent else None
    for allowed in origins:
        if origin == allowed or (origin is not None and hasattr(allowed, "fullmatch") and allowed.fullmatch(origin)):
            return
    raise InvalidOrigin(origin)


def agreement(accept, subprotocol):
    """The response of a server that agrees."""
    headers = Headers([("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Accept", accept)])
    if subprotocol is not None:
        headers["Sec-WebSocket-Protocol"] = subprotocol
    return Response(101, "Switching Protocols", headers)


def refusal(status, text):
    """The response of a server that does not, with why in words."""
    import http

    status = http.HTTPStatus(status)
    body = text.encode()
    headers = Headers(
        [
            ("Connection", "close"),
            ("Content-Length", str(len(body))),
            ("Content-Type", "text/plain; charset=utf-8"),
        ]
    )
    return Response(status.value, status.phrase, headers, body)


def refusal_because(error):
    """The response to a request in which ``error`` was found."""
    if isinstance(error, InvalidOrigin):
        status = 403
    elif isinstance(error, InvalidMethod):
        status = 405
    elif isinstance(error, InvalidProtocol):
        status = 505
    elif isinstance(error, InvalidUpgrade):
        status = 426
    else:
        status = 400
    response = refusal(status, f"Failed to open a WebSocket connection: {error}.\n")
    if status == 405:
        response.headers["Allow"] = "GET"
    elif status == 426:
        response.headers["Upgrade"] = "websocket"
    return response


def _check_upgrade(headers):
    connection = _listed(headers, "Connection")
    if not any(option.lower() == "upgrade" for option in connection):
        raise InvalidUpgrade("Connection", ", ".join(connection) if connection else None)
    upgrade = _listed(headers, "Upgrade")
    if len(upgrade) != 1 or upgrade[0].lower() != "websocket":
        raise InvalidUpgrade("Upgrade", ", ".join(upgrade) if upgrade else None)


def _listed(headers, name):
    """The parts of a header that is a list."""
    parts = [part.strip() for value in headers.get_all(name) for part in value.split(",")]
    return [part for part in parts if part]


def _only(headers, name):
    """The value of a header that has to be there once."""
    values = headers.get_all(name)
    if not values:
        raise InvalidHeader(name)
    if len(values) > 1:
        raise InvalidHeader(name, "multiple values")
    return values[0]


def _is_key(key):
    """Whether this is sixteen bytes in Base64."""
    import binascii

    try:
        return len(binascii.a2b_base64(key.encode(), strict_mode=True)) == 16
    except ValueError:
        return False
