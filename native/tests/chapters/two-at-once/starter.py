import asyncio


async def work(name, seconds):
    await asyncio.sleep(seconds)
    return name


async def main():
    print(await work("A", 2))
    print(await work("B", 1))


asyncio.run(main())
