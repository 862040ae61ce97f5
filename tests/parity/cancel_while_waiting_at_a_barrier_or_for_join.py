"""Cancelling who waits at a Barrier makes room for another; a cancelled join can be joined again."""

import asyncio


async def party(name, barrier):
    try:
        await barrier.wait()
        print(name, "through")
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def main():
    barrier = asyncio.Barrier(2)
    first = asyncio.create_task(party("first", barrier))
    await asyncio.sleep(0)
    print("waiting:", barrier.n_waiting)
    first.cancel()
    await asyncio.wait([first])
    print("waiting:", barrier.n_waiting, "broken:", barrier.broken)
    second = asyncio.create_task(party("second", barrier))
    await asyncio.sleep(0)
    print("one is not enough; done:", second.done())
    await barrier.wait()
    await second

    queue = asyncio.Queue()
    queue.put_nowait("item")
    joining = asyncio.create_task(queue.join())
    await asyncio.sleep(0)
    joining.cancel()
    await asyncio.wait([joining])
    print("join cancelled:", joining.cancelled())
    joining = asyncio.create_task(queue.join())
    queue.get_nowait()
    queue.task_done()
    await joining
    print("joined")


asyncio.run(main())
