"""The server of a pair that need not run by the same interpreter: prints its port, and serves until it is killed."""

import asyncio
import contextlib

try:
    import asyncio101.websockets as websockets
except ImportError:
    import websockets


async def handler(websocket):
    match websocket.request.path:
        case "/echo":
            async for message in websocket:
                await websocket.send(message)
        case "/fragments":
            await websocket.send(["to", "get", "her", "ğ"])
            await websocket.send([b"\0", b"\1" * 70_000])
        case "/ping":
            pong = await websocket.ping(b"are you there?")
            await pong
            await websocket.send("it is")
        case "/close":
            await websocket.close(3999, "görüşürüz")
        case "/many":
            for number in range(2000):
                await websocket.send(f"{number}")
        case "/report":
            await websocket.send("speak")
            with contextlib.suppress(websockets.ConnectionClosedError):
                async for message in websocket:
                    print(message, flush=True)
            print("closed by", websocket.close_code, flush=True)
        case "/large":
            await websocket.send("x" * 1001)
            with contextlib.suppress(websockets.ConnectionClosed):
                await websocket.recv()


async def main():
    async with websockets.serve(handler, "127.0.0.1", 0, subprotocols=["first", "second"]) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()


asyncio.run(main())
