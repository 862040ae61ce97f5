import asyncio

from asyncio101.websockets import connect, serve


async def count(websocket):
    limit = int(await websocket.recv())
    for number in range(1, limit + 1):
        await websocket.send(str(number))
        await asyncio.sleep(1)


async def ask(name, limit):
    async with connect("ws://127.0.0.1:8765") as websocket:
        await websocket.send(str(limit))
        async for message in websocket:
            print(name, "hears", message)
        print(name, "is through")


async def main():
    async with serve(count, "127.0.0.1", 8765):
        await asyncio.gather(ask("Ada", 3), ask("Bob", 1))


asyncio.run(main())
