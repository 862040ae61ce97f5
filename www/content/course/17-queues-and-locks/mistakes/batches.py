import asyncio


async def download(name, seconds):
    print(name, "begins")
    await asyncio.sleep(seconds)
    print(name, "ends")


async def main():
    files = [("A", 1), ("B", 3), ("C", 1), ("D", 1), ("E", 2)]
    for first in 0, 2, 4:
        await asyncio.gather(*(download(*file) for file in files[first:first + 2]))


asyncio.run(main())
