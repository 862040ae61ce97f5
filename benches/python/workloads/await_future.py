"""A task awaits a future that a callback resolves."""
import asyncio
import time

COUNT = 100_000


async def main():
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    for _ in range(COUNT):
        future = loop.create_future()
        loop.call_soon(future.set_result, None)
        await future
    return time.perf_counter() - began


print(asyncio.run(main()) / COUNT * 1e9)
