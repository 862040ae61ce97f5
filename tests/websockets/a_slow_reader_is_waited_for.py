"""A reader that does not read lets the writer fill what lies between them; then the writer waits."""

import asyncio
import contextlib

try:
    import asyncio101.websockets as websockets
except ImportError:
    import websockets

MANY, SIZE = 400, 40_000


async def main():
    sent = 0
    all_sent = asyncio.Event()

    async def handler(websocket):
        nonlocal sent
        for number in range(MANY):
            await websocket.send(number.to_bytes(4, "big") * (SIZE // 4))
            sent += 1
        all_sent.set()
        await websocket.wait_closed()

    async with websockets.serve(handler, "localhost", 0) as server:
        port = server.sockets[0].getsockname()[1]
        options = {"max_queue": 4, "ping_interval": None, "compression": None}
        async with websockets.connect(f"ws://localhost:{port}", **options) as websocket:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(0.5):
                    await all_sent.wait()
            print("the writer waits:", sent < MANY)
            for number in range(MANY):
                message = await websocket.recv()
                assert message == number.to_bytes(4, "big") * (SIZE // 4), number
            await all_sent.wait()
            print("all have arrived, in order:", sent == MANY)


asyncio.run(main())
