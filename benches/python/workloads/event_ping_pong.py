"""Two tasks wake each other through two events: one way."""
import asyncio
import time

COUNT = 50_000


async def answer(ping, pong):
    for _ in range(COUNT):
        await ping.wait()
        ping.clear()
        pong.set()


async def main():
    ping, pong = asyncio.Event(), asyncio.Event()
    task = asyncio.create_task(answer(ping, pong))
    began = time.perf_counter()
    for _ in range(COUNT):
        ping.set()
        await pong.wait()
        pong.clear()
    await task
    return time.perf_counter() - began


print(asyncio.run(main()) / (2 * COUNT) * 1e9)
