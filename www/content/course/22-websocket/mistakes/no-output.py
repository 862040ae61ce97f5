import asyncio

from asyncio101.websockets import connect, serve


guests = set()


async def chat(websocket):
    guests.add(websocket)
    async for message in websocket:
        for other in guests - {websocket}:
            await other.send(message)
    guests.remove(websocket)


async def listen(name, websocket):
    async for message in websocket:
        print(name, "hears", message)


async def guest(name, second, words):
    async with connect("ws://127.0.0.1:8765") as websocket:
        listening = asyncio.create_task(listen(name, websocket))
        await asyncio.sleep(second)
        await websocket.send(words)
        await asyncio.sleep(2.5)
    await listening


async def main():
    async with serve(chat, "127.0.0.1", 8765):
        await asyncio.gather(guest("Ada", 1, "hello"), guest("Bob", 2, "hi"), guest("Eve", 4, "bye"))
    print("all gone")


main()
