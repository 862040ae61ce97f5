import asyncio


async def work(name, seconds):
    await asyncio.sleep(seconds)
    return name


async def main():
    task = asyncio.create_task(work("B", 1))
    print(await work("A", 2))
    print(await task)


asyncio.run(main())
