import asyncio


async def download(name, seconds):
    print(name, "begins")
    await asyncio.sleep(seconds)
    print(name, "ends")


async def main():
    files = [("A", 1), ("B", 3), ("C", 1), ("D", 1), ("E", 2)]
    places = asyncio.Semaphore(2)
    for name, seconds in files:
        async with places:
            await download(name, seconds)


asyncio.run(main())
