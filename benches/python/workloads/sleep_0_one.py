"""One `await asyncio.sleep(0)`: a task gives up a turn and gets it back."""
import asyncio
import time

COUNT = 300_000


async def main():
    sleep = asyncio.sleep
    began = time.perf_counter()
    for _ in range(COUNT):
        await sleep(0)
    return time.perf_counter() - began


print(asyncio.run(main()) / COUNT * 1e9)
