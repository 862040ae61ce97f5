"""A WebSocket server that says what it is told. It prints its port, and serves until it is stopped.

python echo_server.py websockets|asyncio101
"""

import asyncio
import logging
import sys

if sys.argv[1] == "websockets":
    from websockets.asyncio.server import serve
    from websockets.exceptions import ConnectionClosed
else:
    from asyncio101.websockets import ConnectionClosed, serve


async def echo(websocket):
    try:
        async for message in websocket:
            await websocket.send(message)
    except ConnectionClosed:
        pass


async def main():
    # What is wrong with a client's handshake or frames is the client's business here.
    logging.getLogger("websockets").setLevel(logging.CRITICAL)
    async with serve(echo, "127.0.0.1", 0, max_size=None, ping_interval=None) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.Event().wait()


asyncio.run(main())
