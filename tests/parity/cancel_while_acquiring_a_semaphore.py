"""A cancelled waiter of a Semaphore wastes no place, even if one was just given to it."""

import asyncio


async def user(name, semaphore):
    try:
        async with semaphore:
            print(name, "is in")
            await asyncio.sleep(0)
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def main():
    semaphore = asyncio.Semaphore(1)
    await semaphore.acquire()
    tasks = [asyncio.create_task(user(f"u{n}", semaphore)) for n in range(4)]
    await asyncio.sleep(0)
    tasks[1].cancel()
    semaphore.release()
    tasks[0].cancel()
    await asyncio.wait(tasks)
    print([task.cancelled() for task in tasks], "locked:", semaphore.locked())


asyncio.run(main())
