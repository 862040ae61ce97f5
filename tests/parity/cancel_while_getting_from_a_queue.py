"""A cancelled getter or putter loses nothing: the item or the place goes to the next one."""

import asyncio


async def getter(name, queue):
    try:
        item = await queue.get()
        print(name, "got", item)
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def putter(name, queue):
    try:
        await queue.put(name)
        print(name, "is in")
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def main():
    queue = asyncio.Queue(1)
    getters = [asyncio.create_task(getter(f"getter {n}", queue)) for n in range(3)]
    await asyncio.sleep(0)
    getters[0].cancel()
    queue.put_nowait("item")
    getters[1].cancel()       # its wake-up is scheduled: the queue passes the item on
    await asyncio.wait(getters)
    print([task.cancelled() for task in getters])

    queue.put_nowait("full now")
    putters = [asyncio.create_task(putter(f"putter {n}", queue)) for n in range(3)]
    await asyncio.sleep(0)
    putters[0].cancel()
    print("taken:", queue.get_nowait())
    putters[1].cancel()
    await asyncio.wait(putters)
    print([task.cancelled() for task in putters], queue.get_nowait())


asyncio.run(main())
