"""A cancelled waiter leaves the queue of a Lock, and the lock goes to the next one."""

import asyncio


async def user(name, lock):
    try:
        async with lock:
            print(name, "has it")
            await asyncio.sleep(0)
    except asyncio.CancelledError:
        print(name, "cancelled; locked:", lock.locked())
        raise


async def main():
    lock = asyncio.Lock()
    await lock.acquire()
    tasks = [asyncio.create_task(user(f"u{n}", lock)) for n in range(4)]
    await asyncio.sleep(0)
    tasks[0].cancel()          # while the lock is taken
    await asyncio.sleep(0)
    lock.release()
    tasks[1].cancel()          # it was about to get the lock
    await asyncio.wait(tasks)
    print([task.cancelled() for task in tasks], "locked:", lock.locked())

    # Cancelled inside the block, it still gives the lock back.
    holder = asyncio.create_task(user("holder", lock))
    next_one = asyncio.create_task(user("next one", lock))
    await asyncio.sleep(0)
    holder.cancel()
    await next_one
    print("locked:", lock.locked())


asyncio.run(main())
