"""A coroutine given to the loop from another thread, which waits for its result."""
import asyncio
import time

COUNT = 5000


async def child():
    return 1


def ask(loop):
    began = time.perf_counter()
    for _ in range(COUNT):
        asyncio.run_coroutine_threadsafe(child(), loop).result()
    return time.perf_counter() - began


async def main():
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, ask, loop)


print(asyncio.run(main()) / COUNT * 1e9)
