"""WebSocket: tek bağlantıda iki yöne mesaj; bir web sayfası ile sunucusunun arasındaki gibi.
Burada iki uç da bu programda; connect("wss://...") sekmenin dışına götürür."""

import asyncio

from asyncio101.websockets import ConnectionClosed, connect, serve

DEGREES = {"kitchen": 22, "cellar": 11}


async def tell(websocket):               # her bağlantıya ayrı bir task
    room = await websocket.recv()        # mesaj ya str'dir ya bytes, hiçbir zaman yarım değil
    try:
        for degrees in range(DEGREES[room], 100):
            await websocket.send(f"{room}: {degrees} °C")
            await asyncio.sleep(0.4)
    except ConnectionClosed as closed:   # soran yeterince duydu
        print(f"the server in the {room}: {closed}")


async def ask(room, limit, port):
    async with connect(f"ws://localhost:{port}") as websocket:
        await websocket.send(room)
        async for message in websocket:  # sunucu bağlantıyı kapatınca biter
            print(message)
            if message.endswith(f"{limit} °C"):
                break
    # Bloktan çıkınca bağlantı kapanır: Her uç bunu söyler ve ötekinden duyar.


async def main():
    async with serve(tell, "localhost", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with asyncio.TaskGroup() as group:
            group.create_task(ask("kitchen", 25, port))
            group.create_task(ask("cellar", 13, port))


asyncio.run(main())
