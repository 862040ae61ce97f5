"""get_nowait on an empty queue and put_nowait on a full one raise instead of waiting."""

import asyncio


async def main():
    queue = asyncio.Queue(1)
    try:
        queue.get_nowait()
    except asyncio.QueueEmpty as error:
        print("QueueEmpty", error.args)
    queue.put_nowait("one")
    try:
        queue.put_nowait("two")
    except asyncio.QueueFull as error:
        print("QueueFull", error.args)
    print(queue.get_nowait(), queue.empty())

    unbounded = asyncio.Queue(0)
    for n in range(100):
        unbounded.put_nowait(n)
    print("no bound:", unbounded.full(), unbounded.qsize())

    # A getter waits; put_nowait serves it in a later turn, and the item is in the queue till then.
    getter = asyncio.create_task(queue.get())
    await asyncio.sleep(0)
    queue.put_nowait("served")
    print("still in the queue:", queue.qsize())
    print("taken from under the getter:", queue.get_nowait())
    queue.put_nowait("second try")
    print("the getter has:", await getter)


asyncio.run(main())
