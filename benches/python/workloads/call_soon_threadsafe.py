"""Callbacks from another thread, a thousand at a time: one of them."""
import asyncio
import time

COUNT, BATCHES = 1000, 50


async def main():
    loop = asyncio.get_running_loop()
    done = asyncio.Event()
    left = 0

    def count():
        nonlocal left
        left -= 1
        if not left:
            done.set()

    def send():
        for _ in range(COUNT):
            loop.call_soon_threadsafe(count)

    began = time.perf_counter()
    for _ in range(BATCHES):
        left = COUNT
        done.clear()
        await loop.run_in_executor(None, send)
        await done.wait()
    return time.perf_counter() - began


print(asyncio.run(main()) / (COUNT * BATCHES) * 1e9)
