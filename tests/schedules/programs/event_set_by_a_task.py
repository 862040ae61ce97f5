import asyncio


async def opener(event):
    await asyncio.sleep(1)
    print("opens")
    event.set()
    print("has opened")


async def visitor(event):
    await event.wait()
    print("comes in")


async def main():
    event = asyncio.Event()
    await asyncio.gather(visitor(event), opener(event))
    print("main")


asyncio.run(main())
