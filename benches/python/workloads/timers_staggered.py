"""Tasks that sleep for different times, which come due one after the other: one sleep."""
import asyncio
import time

TASKS, TURNS = 2000, 10


async def child(number):
    for turn in range(TURNS):
        await asyncio.sleep(1e-6 * ((number * 7 + turn * 13) % 50))


async def main():
    began = time.perf_counter()
    await asyncio.gather(*[child(number) for number in range(TASKS)])
    return time.perf_counter() - began


print(asyncio.run(main()) / (TASKS * TURNS) * 1e9)
