"""A function called in a thread, and its result."""
import asyncio
import time

COUNT = 5000


def work():
    return 1


async def main():
    await asyncio.to_thread(work)
    began = time.perf_counter()
    for _ in range(COUNT):
        await asyncio.to_thread(work)
    return time.perf_counter() - began


print(asyncio.run(main()) / COUNT * 1e9)
