"""A method of a loop that asyncio has not: connections that carry messages. It is imported when one is opened."""


async def create_websocket_connection(self, protocol_factory, url, **kwargs):
    """Open a WebSocket connection to ``url``: a transport of messages, and the protocol at which they arrive.

    Returns ``(transport, protocol)``. ``protocol_factory()`` gives an ``asyncio101.websockets.WebSocketProtocol``,
    whose ``message_received(message)`` is called with each str or bytes. Keyword arguments: ``origin``,
    ``subprotocols``, ``additional_headers``, ``user_agent_header``, ``open_timeout``, ``close_timeout``, ``max_size``,
    and those of ``create_connection()``. What they mean, and what is raised, is said by
    ``asyncio101.websockets.opening``.
    """
    from asyncio101.websockets.opening import open_connection

    return await open_connection(self, protocol_factory, url, **kwargs)
