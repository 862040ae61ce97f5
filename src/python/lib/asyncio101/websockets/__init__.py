"""WebSocket clients and servers, in a browser tab and on a desktop.

The names, what they take, what they give and what they raise are those of the package ``websockets``
(https://websockets.readthedocs.io/), as far as they go; where the two differ is in ``docs/websockets.md``. Its programs
run with ``import asyncio101.websockets as websockets``.

On a desktop, and between two programs of one tab, `tungstenite` speaks the protocol (:rfc:`6455`) over asyncio's
transports (``wire.py``). To the world outside a tab the browser's own ``WebSocket`` speaks it (``browser.py``).
"""

import sys

# Where each name lives.
_MODULES = {
    "client": "ClientConnection connect unix_connect",
    "connection": "broadcast",
    "frames": "Close CloseCode State",
    "http11": "Headers Request Response",
    "server": "Server ServerConnection serve unix_serve",
    "transports": "WebSocketProtocol WebSocketTransport",
    "exceptions": (
        "ConcurrencyError ConnectionClosed ConnectionClosedError ConnectionClosedOK DuplicateParameter"
        " InvalidHandshake InvalidHeader InvalidHeaderFormat InvalidHeaderValue InvalidMessage InvalidMethod"
        " InvalidOrigin InvalidParameterName InvalidParameterValue InvalidProtocol InvalidProxy InvalidState"
        " InvalidStatus InvalidUpgrade InvalidURI NegotiationError PayloadTooBig ProtocolError ProxyError"
        " SecurityError WebSocketException"
    ),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names.split()}

__all__ = tuple(_HOME)


def __getattr__(name):
    if name in _HOME:
        value = globals()[name] = getattr(_import(_HOME[name]), name)
        return value
    if name in _MODULES:
        return _import(name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted(set(globals()) | set(_HOME))


def _import(module):
    name = f"{__name__}.{module}"
    __import__(name)
    return sys.modules[name]
