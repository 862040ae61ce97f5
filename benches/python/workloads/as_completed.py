"""as_completed over a thousand tasks: one of them."""
import asyncio
import time

TASKS, ROUNDS = 1000, 20


async def child(number):
    await asyncio.sleep(0)
    return number


async def main():
    began = time.perf_counter()
    for _ in range(ROUNDS):
        for result in asyncio.as_completed([child(number) for number in range(TASKS)]):
            await result
    return time.perf_counter() - began


print(asyncio.run(main()) / (TASKS * ROUNDS) * 1e9)
