"""Iterating over connect() connects again: after the end of a connection, and after a failure that may pass."""

import asyncio
import itertools

try:
    import asyncio101.websockets as websockets
except ImportError:
    import websockets


async def main():
    count = 0

    async def handler(websocket):
        nonlocal count
        count += 1
        await websocket.send(f"connection {count}")
        if count == 2:
            await websocket.close(1011, "in between")

    def answer(connection, request):
        nonlocal refusals
        if count == 3 and refusals < 2:
            refusals += 1
            return connection.respond(503, "later\n")
        return None

    refusals = 0
    delays = []

    def reconnect_delays():
        for number in itertools.count():
            delays.append(number)
            yield 0

    async with websockets.serve(handler, "localhost", 0, process_request=answer) as server:
        port = server.sockets[0].getsockname()[1]
        async for websocket in websockets.connect(f"ws://localhost:{port}", reconnect_delays=reconnect_delays):
            try:
                async for message in websocket:
                    print(message)
            except websockets.ConnectionClosedError as error:
                print(error)
                continue
            if count == 4:
                break
        print(delays, refusals)

        def fatal(error):
            return LookupError(f"fatal: {error}")

        count, refusals = 3, 0
        try:
            async for websocket in websockets.connect(f"ws://localhost:{port}", process_exception=fatal):
                print(websocket)
        except LookupError as error:
            print(error, "| because of", type(error.__cause__).__name__)


asyncio.run(main())
