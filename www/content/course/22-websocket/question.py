import asyncio

from asyncio101.websockets import ConnectionClosed, connect, serve


async def tell(websocket):
    try:
        for number in 1, 2, 3:
            await websocket.send(str(number))
            await asyncio.sleep(2)
    except ConnectionClosed:
        print("nobody is there")


async def main():
    async with serve(tell, "127.0.0.1", 8765):
        async with connect("ws://127.0.0.1:8765") as websocket:
            print("heard", await websocket.recv())
            print("enough")
        print("closed")
        await asyncio.sleep(1)
        print("one second")
    print("the end")


asyncio.run(main())
