"""Tasks get a Lock in the order they asked for it, and only one has it at a time."""

import asyncio


async def user(name, lock, turns):
    print(name, "asks")
    async with lock:
        print(name, "has it")
        for _ in range(turns):
            await asyncio.sleep(0)
        print(name, "gives it back")


async def main():
    lock = asyncio.Lock()
    print("locked:", lock.locked())
    await asyncio.gather(*(user(f"u{n}", lock, turns)
                           for n, turns in enumerate((3, 0, 2, 1))))
    print("locked:", lock.locked())

    # One who asks while others wait goes to the end, though the lock is free at that moment.
    await lock.acquire()
    waiter = asyncio.create_task(user("waiter", lock, 0))
    await asyncio.sleep(0)
    lock.release()
    print("free, but promised; locked:", lock.locked())
    await user("latecomer", lock, 0)
    await waiter


asyncio.run(main())
