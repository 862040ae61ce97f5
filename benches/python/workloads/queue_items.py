"""One item through a queue of ten places, between a producer and a consumer."""
import asyncio
import time

COUNT = 100_000


async def produce(queue):
    for number in range(COUNT):
        await queue.put(number)


async def consume(queue):
    for _ in range(COUNT):
        await queue.get()
        queue.task_done()


async def main():
    queue = asyncio.Queue(10)
    began = time.perf_counter()
    await asyncio.gather(produce(queue), consume(queue))
    return time.perf_counter() - began


print(asyncio.run(main()) / COUNT * 1e9)
