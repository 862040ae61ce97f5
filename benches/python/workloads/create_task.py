"""A task is created, runs, and is awaited."""
import asyncio
import time

COUNT = 100_000


async def child():
    pass


async def main():
    create_task = asyncio.create_task
    began = time.perf_counter()
    for _ in range(COUNT):
        await create_task(child())
    return time.perf_counter() - began


print(asyncio.run(main()) / COUNT * 1e9)
