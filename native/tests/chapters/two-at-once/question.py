import asyncio


async def work(name):
    print(name, 1)
    await asyncio.sleep(0)
    print(name, 2)


async def main():
    task = asyncio.create_task(work("A"))
    await work("B")
    await task


asyncio.run(main())
