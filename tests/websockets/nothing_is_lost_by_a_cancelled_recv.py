"""A recv() that is given up takes no message with it; two at once are an error."""

import asyncio

try:
    import asyncio101.websockets as websockets
except ImportError:
    import websockets


async def main():
    go = asyncio.Event()

    async def handler(websocket):
        for number in range(3):
            await go.wait()
            go.clear()
            await websocket.send(f"message {number}")

    async with websockets.serve(handler, "localhost", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with websockets.connect(f"ws://localhost:{port}") as websocket:
            for _ in range(3):
                try:
                    async with asyncio.timeout(0.01):
                        await websocket.recv()
                except TimeoutError:
                    print("nothing yet")
                go.set()
                print(await websocket.recv())
            waiting = asyncio.create_task(websocket.wait_closed())
            first = asyncio.create_task(websocket.recv())
            await asyncio.sleep(0)
            try:
                await websocket.recv()
            except RuntimeError as error:
                print(type(error).__name__, error)
            try:
                await first
            except websockets.ConnectionClosedOK as error:
                print(error)
            await waiting
            print([message async for message in websocket])


asyncio.run(main())
