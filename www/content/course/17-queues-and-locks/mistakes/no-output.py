import asyncio


async def download(name, seconds):
    print(name, "begins")
    await asyncio.sleep(seconds)
    print(name, "ends")


async def one_of_two(places, name, seconds):
    async with places:
        await download(name, seconds)


async def main():
    places = asyncio.Semaphore(2)
    files = [("A", 1), ("B", 3), ("C", 1), ("D", 1), ("E", 2)]
    await asyncio.gather(*(one_of_two(places, name, seconds) for name, seconds in files))


main()
