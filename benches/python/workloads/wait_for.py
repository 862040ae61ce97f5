"""wait_for of a coroutine that is in time."""
import asyncio
import time

COUNT = 50_000


async def child():
    await asyncio.sleep(0)


async def main():
    wait_for = asyncio.wait_for
    began = time.perf_counter()
    for _ in range(COUNT):
        await wait_for(child(), 60)
    return time.perf_counter() - began


print(asyncio.run(main()) / COUNT * 1e9)
