"""A task waits for a condition that another notifies: one round of both."""
import asyncio
import time

COUNT = 30_000


async def wait(condition, state):
    for number in range(COUNT):
        async with condition:
            while state[0] <= number:
                await condition.wait()


async def main():
    condition, state = asyncio.Condition(), [0]
    task = asyncio.create_task(wait(condition, state))
    began = time.perf_counter()
    for _ in range(COUNT):
        async with condition:
            state[0] += 1
            condition.notify_all()
        await asyncio.sleep(0)
    await task
    return time.perf_counter() - began


print(asyncio.run(main()) / COUNT * 1e9)
