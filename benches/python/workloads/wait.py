"""wait for a thousand tasks: one of them."""
import asyncio
import time

TASKS, ROUNDS = 1000, 20


async def child():
    await asyncio.sleep(0)


async def main():
    began = time.perf_counter()
    for _ in range(ROUNDS):
        await asyncio.wait([asyncio.create_task(child()) for _ in range(TASKS)])
    return time.perf_counter() - began


print(asyncio.run(main()) / (TASKS * ROUNDS) * 1e9)
