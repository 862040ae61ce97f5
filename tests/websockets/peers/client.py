"""The client of the pair: client.py PORT"""

import asyncio
import sys

try:
    import asyncio101.websockets as websockets
except ImportError:
    import websockets

PORT = int(sys.argv[1])


def connect(path, **options):
    return websockets.connect(f"ws://127.0.0.1:{PORT}{path}", subprotocols=["second", "first"], **options)


async def main():
    async with connect("/echo") as websocket:
        print(websocket.subprotocol)
        for size in (0, 1, 125, 126, 127, 65_535, 65_536, 200_000):
            await websocket.send("ü" * (size // 2))
            await websocket.send(b"\xff" * size)
            text, data = await websocket.recv(), await websocket.recv()
            print(size, text == "ü" * (size // 2), data == b"\xff" * size)
        await websocket.send(["fragments", " of ", "a message"])
        print(await websocket.recv())
        print((await (await websocket.ping(b"and you?"))) > 0)
    print(websocket.close_code)
    for path in ("/fragments", "/ping", "/many", "/close"):
        async with connect(path) as websocket:
            try:
                messages = [message async for message in websocket]
            except websockets.ConnectionClosedError as error:
                print(path, error)
            else:
                print(path, len(messages), [message[:12] for message in messages[-2:]], websocket.close_code)
    async with connect("/large", max_size=1000, compression=None) as websocket:
        try:
            await websocket.recv()
        except websockets.ConnectionClosedError as error:
            print(error)


asyncio.run(main())
