"""Twenty tasks share a semaphore of five: taking and releasing it once."""
import asyncio
import time

TASKS, TURNS = 20, 2500


async def child(semaphore):
    for _ in range(TURNS):
        async with semaphore:
            await asyncio.sleep(0)


async def main():
    semaphore = asyncio.Semaphore(5)
    began = time.perf_counter()
    await asyncio.gather(*[child(semaphore) for _ in range(TASKS)])
    return time.perf_counter() - began


print(asyncio.run(main()) / (TASKS * TURNS) * 1e9)
