import asyncio


async def work(name, seconds):
    await asyncio.sleep(seconds)
    return name


async def main():
    print(*await asyncio.gather(work("A", 2), work("B", 1)), sep="\n")


asyncio.run(main())
