"""asyncio.timeout around something that is in time."""
import asyncio
import time

COUNT = 50_000


async def main():
    timeout = asyncio.timeout
    began = time.perf_counter()
    for _ in range(COUNT):
        async with timeout(60):
            await asyncio.sleep(0)
    return time.perf_counter() - began


print(asyncio.run(main()) / COUNT * 1e9)
