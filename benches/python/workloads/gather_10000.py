"""Ten thousand tasks in one gather, each done in its first step: one of them."""
import asyncio
import time

TASKS, ROUNDS = 10_000, 5


async def child(number):
    return number


async def main():
    began = time.perf_counter()
    for _ in range(ROUNDS):
        await asyncio.gather(*[child(number) for number in range(TASKS)])
    return time.perf_counter() - began


print(asyncio.run(main()) / (TASKS * ROUNDS) * 1e9)
