"""A BoundedSemaphore refuses to be released more often than it was acquired."""

import asyncio


async def main():
    semaphore = asyncio.BoundedSemaphore(2)
    async with semaphore:
        print("locked:", semaphore.locked())
        await semaphore.acquire()
        print("locked:", semaphore.locked())
        semaphore.release()
    try:
        semaphore.release()
    except ValueError as error:
        print(error)

    # A waiter is woken by release as in a plain one.
    await semaphore.acquire()
    await semaphore.acquire()
    waiters = [asyncio.create_task(semaphore.acquire(), name=f"w{n}") for n in range(3)]
    await asyncio.sleep(0)
    print([task.done() for task in waiters])
    for _ in range(2):
        semaphore.release()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        print([task.done() for task in waiters])
    semaphore.release()
    await waiters[2]
    print("locked:", semaphore.locked())


asyncio.run(main())
