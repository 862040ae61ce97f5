"""One timer among many thousands: scheduling it and cancelling it."""
import asyncio
import time

COUNT = 100_000


async def main():
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    handles = [loop.call_later(1000 + i % 97, print) for i in range(COUNT)]
    for handle in handles:
        handle.cancel()
    await asyncio.sleep(0)
    return time.perf_counter() - began


print(asyncio.run(main()) / COUNT * 1e9)
