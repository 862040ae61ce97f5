"""A TaskGroup of ten tasks that each give up a turn: one task."""
import asyncio
import time

TASKS, ROUNDS = 10, 3000


async def child():
    await asyncio.sleep(0)


async def main():
    began = time.perf_counter()
    for _ in range(ROUNDS):
        async with asyncio.TaskGroup() as group:
            for _ in range(TASKS):
                group.create_task(child())
    return time.perf_counter() - began


print(asyncio.run(main()) / (TASKS * ROUNDS) * 1e9)
