"""A LifoQueue gives the newest item, a PriorityQueue the smallest."""

import asyncio


async def fill_and_drain(queue, items):
    for item in items:
        await queue.put(item)
    return [await queue.get() for _ in range(queue.qsize())]


async def main():
    items = [3, 1, 4, 1, 5, 9, 2, 6]
    for kind in (asyncio.Queue, asyncio.LifoQueue, asyncio.PriorityQueue):
        print(kind.__name__, await fill_and_drain(kind(), items))

    pairs = [(2, "second"), (1, "first"), (2, "also second"), (0, "zeroth")]
    print(await fill_and_drain(asyncio.PriorityQueue(), pairs))

    # put only wakes a waiting getter; it takes the smallest of what is there when it runs.
    queue = asyncio.PriorityQueue()
    waiting = asyncio.create_task(queue.get())
    await asyncio.sleep(0)
    queue.put_nowait(7)
    queue.put_nowait(3)
    print("the waiting getter took:", await waiting, "left:", queue.get_nowait())


asyncio.run(main())
