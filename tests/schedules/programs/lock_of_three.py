import asyncio


async def part(lock, name):
    async with lock:
        print(name, "in")
        await asyncio.sleep(0)
        print(name, "out")


async def main():
    lock = asyncio.Lock()
    await asyncio.gather(*(part(lock, name) for name in "ABC"))


asyncio.run(main())
