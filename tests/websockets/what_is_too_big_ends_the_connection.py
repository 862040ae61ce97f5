"""A message longer than max_size is refused by 1009; one of exactly that length is not."""

import asyncio

try:
    import asyncio101.websockets as websockets
except ImportError:
    import websockets


async def main():
    over = asyncio.Event()

    async def handler(websocket):
        for size in (10, 0, 11):
            await websocket.send("x" * size)
        try:
            await websocket.recv()
        except websockets.ConnectionClosed as error:
            print("server:", error)
        over.set()

    async with websockets.serve(handler, "localhost", 0, compression=None) as server:
        port = server.sockets[0].getsockname()[1]
        async with websockets.connect(f"ws://localhost:{port}", max_size=10, compression=None) as websocket:
            try:
                async for message in websocket:
                    print(repr(message))
            except websockets.ConnectionClosedError as error:
                print("client:", error)
                print("because of", type(error.__cause__).__name__, error.__cause__)
        await over.wait()
        async with websockets.connect(f"ws://localhost:{port}", max_size=None, compression=None) as websocket:
            print([len(await websocket.recv()) for _ in range(3)])


asyncio.run(main())
