"""Ten tasks want one lock all the time: taking and releasing it once."""
import asyncio
import time

TASKS, TURNS = 10, 5000


async def child(lock):
    for _ in range(TURNS):
        async with lock:
            await asyncio.sleep(0)


async def main():
    lock = asyncio.Lock()
    began = time.perf_counter()
    await asyncio.gather(*[child(lock) for _ in range(TASKS)])
    return time.perf_counter() - began


print(asyncio.run(main()) / (TASKS * TURNS) * 1e9)
