"""A WebSocket client that goes through the cases of a fuzzing server, and says what it is told.

python echo_client.py websockets|asyncio101 PORT
"""

import asyncio
import sys

if sys.argv[1] == "websockets":
    from websockets.asyncio.client import connect
    from websockets.exceptions import ConnectionClosed, InvalidHandshake
else:
    from asyncio101.websockets import ConnectionClosed, InvalidHandshake, connect

ADDRESS = f"ws://127.0.0.1:{sys.argv[2]}"


async def main():
    async with connect(f"{ADDRESS}/getCaseCount") as websocket:
        count = int(await websocket.recv())
    for case in range(1, count + 1):
        try:
            address = f"{ADDRESS}/runCase?case={case}&agent={sys.argv[1]}"
            async with connect(address, max_size=None, ping_interval=None) as websocket:
                async for message in websocket:
                    await websocket.send(message)
        except (ConnectionClosed, InvalidHandshake):
            pass
    async with connect(f"{ADDRESS}/updateReports?agent={sys.argv[1]}"):
        pass


asyncio.run(main())
