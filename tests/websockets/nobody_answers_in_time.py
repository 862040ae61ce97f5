"""A server accepts and says nothing: the opening times out. One does not answer a close frame: the closing does."""

import asyncio

try:
    import asyncio101.websockets as websockets
except ImportError:
    import websockets


async def main():
    async def mute(reader, writer):
        await reader.read()
        writer.close()

    server = await asyncio.start_server(mute, "localhost", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        async with websockets.connect(f"ws://localhost:{port}", open_timeout=0.05):
            pass
    except TimeoutError as error:
        print(type(error).__name__, error)
    server.close()
    await server.wait_closed()

    deaf = asyncio.Event()

    async def handler(websocket):
        websocket.transport.pause_reading()
        await deaf.wait()
        websocket.transport.abort()

    async with websockets.serve(handler, "localhost", 0) as server:
        port = server.sockets[0].getsockname()[1]
        websocket = await websockets.connect(f"ws://localhost:{port}", close_timeout=0.05)
        await websocket.close()
        try:
            await websocket.recv()
        except websockets.ConnectionClosedError as error:
            print(error, "| because of", repr(error.__cause__))
        deaf.set()


asyncio.run(main())
