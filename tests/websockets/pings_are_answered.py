"""A ping is a future of the time it took; a later pong answers those before it, too."""

import asyncio

try:
    import asyncio101.websockets as websockets
except ImportError:
    import websockets


async def main():
    async def handler(websocket):
        await websocket.pong(b"nobody asked")
        await websocket.wait_closed()

    async with websockets.serve(handler, "localhost", 0) as server:
        port = server.sockets[0].getsockname()[1]
        websocket = await websockets.connect(f"ws://localhost:{port}")
        print(websocket.latency)
        for data in (None, b"payload", "text", bytearray(b"array")):
            latency = await (await websocket.ping(data))
            print(type(latency).__name__, latency >= 0, latency == websocket.latency)
        first, second = await websocket.ping("first"), await websocket.ping("second")
        try:
            await websocket.ping("second")
        except websockets.ConcurrencyError as error:
            print(error)
        await asyncio.gather(first, second)
        for wrong in (7, ["list"]):
            try:
                await websocket.ping(wrong)
            except TypeError as error:
                print("TypeError:", error)
        try:
            await websocket.ping(b"x" * 126)
        except websockets.ProtocolError as error:
            print(error)
        await websocket.close()
        for send in (websocket.ping, websocket.pong):
            try:
                await send()
            except websockets.ConnectionClosedOK as error:
                print(error)


asyncio.run(main())
