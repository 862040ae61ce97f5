"""WebSocket: messages in both directions over one connection, as a web page and its server
have it. Here both ends are in this program; connect("wss://...") leads out of the tab."""

import asyncio

from asyncio101.websockets import ConnectionClosed, connect, serve

DEGREES = {"kitchen": 22, "cellar": 11}


async def tell(websocket):               # a task of its own for each connection
    room = await websocket.recv()        # a message is a str or bytes, never half of it
    try:
        for degrees in range(DEGREES[room], 100):
            await websocket.send(f"{room}: {degrees} °C")
            await asyncio.sleep(0.4)
    except ConnectionClosed as closed:   # whoever has asked has heard enough
        print(f"the server in the {room}: {closed}")


async def ask(room, limit, port):
    async with connect(f"ws://localhost:{port}") as websocket:
        await websocket.send(room)
        async for message in websocket:  # ends when the server closes the connection
            print(message)
            if message.endswith(f"{limit} °C"):
                break
    # Leaving the block closes the connection: each end says so and hears it from the other.


async def main():
    async with serve(tell, "localhost", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with asyncio.TaskGroup() as group:
            group.create_task(ask("kitchen", 25, port))
            group.create_task(ask("cellar", 13, port))


asyncio.run(main())
