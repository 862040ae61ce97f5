"""A thousand tasks that each give up ten turns: one turn of one task."""
import asyncio
import time

TASKS, TURNS = 1000, 10


async def child():
    for _ in range(TURNS):
        await asyncio.sleep(0)


async def main():
    gather = asyncio.gather
    began = time.perf_counter()
    await gather(*[child() for _ in range(TASKS)])
    return time.perf_counter() - began


print(asyncio.run(main()) / (TASKS * TURNS) * 1e9)
