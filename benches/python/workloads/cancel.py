"""Ten thousand tasks that wait are cancelled and gathered: one of them."""
import asyncio
import time

TASKS, ROUNDS = 10_000, 3


async def child():
    await asyncio.sleep(1000)


async def main():
    took = 0.0
    for _ in range(ROUNDS):
        tasks = [asyncio.create_task(child()) for _ in range(TASKS)]
        await asyncio.sleep(0)
        began = time.perf_counter()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        took += time.perf_counter() - began
    return took


print(asyncio.run(main()) / (TASKS * ROUNDS) * 1e9)
