"""broadcast() reaches every open connection; a server that closes says 1001 to them and waits for its handlers."""

import asyncio

try:
    import asyncio101.websockets as websockets
except ImportError:
    import websockets


async def client(port, ready):
    async with websockets.connect(f"ws://localhost:{port}") as websocket:
        welcome = await websocket.recv()
        ready.release()
        return welcome, [message async for message in websocket], websocket.close_code, websocket.close_reason


async def main():
    ready = asyncio.Semaphore(0)
    ended = []

    async def handler(websocket):
        await websocket.send("welcome")
        await websocket.wait_closed()
        ended.append(websocket.close_code)

    async with websockets.serve(handler, "localhost", 0) as server:
        port = server.sockets[0].getsockname()[1]
        clients = []
        for _ in range(3):
            clients.append(asyncio.create_task(client(port, ready)))
            await ready.acquire()
        print(len(server.connections), server.is_serving())
        websockets.broadcast(server.connections, "to all")
        websockets.broadcast(server.connections, b"to all")
        for connection in list(server.connections):
            print(connection.remote_address[0] in ("127.0.0.1", "::1"), connection.local_address[1] == port)
    print(ended, server.is_serving())
    for result in await asyncio.gather(*clients):
        print(result)


asyncio.run(main())
