"""No more than n tasks are inside a Semaphore(n), and the waiting ones enter in order."""

import asyncio


async def user(name, semaphore, inside, turns):
    async with semaphore:
        inside.append(name)
        print(name, "enters; inside:", inside)
        for _ in range(turns):
            await asyncio.sleep(0)
        inside.remove(name)
    return name


async def main():
    semaphore, inside = asyncio.Semaphore(2), []
    turns = (4, 1, 2, 1, 3, 0)
    print(await asyncio.gather(*(user(f"u{n}", semaphore, inside, t)
                                 for n, t in enumerate(turns))))
    print("locked:", semaphore.locked())
    await semaphore.acquire()
    await semaphore.acquire()
    print("locked:", semaphore.locked())
    semaphore.release()
    semaphore.release()
    semaphore.release()          # a plain semaphore may grow
    for _ in range(3):
        await semaphore.acquire()
    print("three got in; locked:", semaphore.locked())
    try:
        asyncio.Semaphore(-1)
    except ValueError as error:
        print(error)


asyncio.run(main())
