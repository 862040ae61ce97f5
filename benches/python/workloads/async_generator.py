"""`async for` over an async generator that gives up a turn for each value."""
import asyncio
import time

COUNT = 100_000


async def numbers():
    for number in range(COUNT):
        await asyncio.sleep(0)
        yield number


async def main():
    began = time.perf_counter()
    async for _ in numbers():
        pass
    return time.perf_counter() - began


print(asyncio.run(main()) / COUNT * 1e9)
