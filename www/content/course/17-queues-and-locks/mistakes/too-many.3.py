import asyncio


places = asyncio.Semaphore(3)


async def download(name, seconds):
    async with places:
        print(name, "begins")
        await asyncio.sleep(seconds)
        print(name, "ends")


async def main():
    files = [("A", 1), ("B", 3), ("C", 1), ("D", 1), ("E", 2)]
    await asyncio.gather(*(download(name, seconds) for name, seconds in files))


asyncio.run(main())
