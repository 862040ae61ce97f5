import asyncio


async def work(name, seconds):
    print(name, "starts")
    await asyncio.sleep(seconds)
    print(name, "ends")


async def main():
    await asyncio.gather(work("A", 2), work("B", 1))


asyncio.run(main())
