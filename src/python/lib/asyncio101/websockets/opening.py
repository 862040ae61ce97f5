"""How a client's connection is opened: by which way, within which time, and where a server sends it on to.

``loop.create_websocket_connection()`` is :func:`open_connection`.
"""

import asyncio

from . import handshake
from .exceptions import InvalidStatus, SecurityError
from .http11 import USER_AGENT
from .uri import WebSocketURI, join

try:
    # A tab's: what leads out of it.
    from . import browser
except ImportError:
    browser = None

_MOST_REDIRECTS = 10


async def open_connection(
    loop,
    protocol_factory,
    url,
    *,
    origin=None,
    subprotocols=None,
    additional_headers=None,
    user_agent_header=USER_AGENT,
    open_timeout=10,
    close_timeout=10,
    max_size=2**20,
    **kwargs,
):
    """Open a connection to ``url`` (``ws://...`` or ``wss://...``): a :class:`WebSocketTransport` and a protocol, which
    is what ``protocol_factory()`` gives.

    ``origin``, ``additional_headers`` and ``user_agent_header`` are headers of the request; ``subprotocols`` are those
    that this end knows, the best first. Times are in seconds, ``max_size`` in bytes (None: no limit). Everything else
    is for ``loop.create_connection()``: ``ssl``, ``sock``, ``server_hostname``, ``host`` and ``port`` of another place
    to connect to; or for ``create_unix_connection()``, with ``unix=True``.

    Raises InvalidURI, InvalidHandshake, OSError, and TimeoutError after ``open_timeout``. In a tab, NotImplementedError
    for what its browser cannot do.
    """
    uri = WebSocketURI(url)
    if not uri.secure and kwargs.get("ssl") is not None:
        raise ValueError("ssl argument is incompatible with a ws:// URI")
    if subprotocols is not None:
        handshake.check_subprotocols(subprotocols)
    try:
        async with asyncio.timeout(open_timeout):
            if browser is not None and browser.leads_outside(uri, kwargs):
                browser.check_options(uri, origin, additional_headers, user_agent_header, kwargs)
                return await browser.open_connection(loop, protocol_factory, uri, subprotocols, max_size, close_timeout)
            for _ in range(_MOST_REDIRECTS):
                request, key = handshake.request_of(
                    uri,
                    origin=origin,
                    subprotocols=subprotocols,
                    additional_headers=additional_headers,
                    user_agent=user_agent_header,
                )
                try:
                    return await _open(
                        loop,
                        protocol_factory,
                        uri,
                        kwargs,
                        subprotocols=subprotocols,
                        request=request,
                        key=key,
                        max_size=max_size,
                        close_timeout=close_timeout,
                    )
                except InvalidStatus as refusal:
                    uri, additional_headers = _redirected(uri, refusal, additional_headers, kwargs)
            raise SecurityError(f"more than {_MOST_REDIRECTS} redirects")
    except TimeoutError as error:
        if not isinstance(error.__cause__, asyncio.CancelledError):
            # The system's own, from connecting.
            raise
        raise TimeoutError("timed out during opening handshake") from error


async def _open(loop, protocol_factory, uri, kwargs, **options):
    from .wire import ClientTransport

    options_of_carrier = dict(kwargs)
    is_unix = options_of_carrier.pop("unix", False)
    if uri.secure:
        options_of_carrier.setdefault("ssl", True)
        options_of_carrier.setdefault("server_hostname", uri.host)
        if options_of_carrier["ssl"] is None:
            raise ValueError("ssl=None is incompatible with a wss:// URI")
    protocol = protocol_factory()

    def factory():
        return ClientTransport(loop, protocol, uri, **options)

    if is_unix:
        _, transport = await loop.create_unix_connection(factory, **options_of_carrier)
    else:
        if options_of_carrier.get("sock") is None:
            options_of_carrier.setdefault("host", uri.host)
            options_of_carrier.setdefault("port", uri.port)
        _, transport = await loop.create_connection(factory, **options_of_carrier)
    try:
        await transport.opened
    except BaseException:
        transport.abort()
        raise
    return transport, protocol


def _redirected(uri, refusal, additional_headers, kwargs):
    """Where a refusal sends the client, and the headers it takes there. Raises what is to be raised if it does not."""
    response = refusal.response
    if response.status_code not in (300, 301, 302, 303, 307, 308) or "Location" not in response.headers:
        raise refusal
    there = WebSocketURI(join(uri.uri, response.headers["Location"]))
    if kwargs.get("sock") is not None:
        raise ValueError(f"cannot follow redirect to {there.uri} with a preexisting socket") from refusal
    if uri.secure and not there.secure:
        raise SecurityError(f"cannot follow redirect to non-secure URI {there.uri}") from refusal
    if uri.place != there.place:
        if kwargs.get("unix"):
            raise ValueError(f"cannot follow cross-origin redirect to {there.uri} with a Unix socket") from refusal
        if kwargs.get("host") is not None or kwargs.get("port") is not None:
            raise ValueError(
                f"cannot follow cross-origin redirect to {there.uri} with an explicit host or port"
            ) from refusal
        if additional_headers is not None:
            # Credentials are for the server they were meant for.
            from .http11 import Headers

            secret = ("authorization", "cookie", "proxy-authorization")
            items = Headers(additional_headers).raw_items()
            additional_headers = [(name, value) for name, value in items if name.lower() not in secret]
    return there, additional_headers
