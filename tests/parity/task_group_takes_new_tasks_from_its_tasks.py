"""Tasks of a running group may add to it; a finished group takes no more."""

import asyncio


async def spread(group, name, depth):
    print(name)
    if depth:
        for n in (1, 2):
            group.create_task(spread(group, name + str(n), depth - 1))
        await asyncio.sleep(0)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(spread(group, "n", 2))
    print("all over")

    coro = spread(group, "late", 0)
    try:
        group.create_task(coro)
    except RuntimeError as error:
        print("finished" in str(error))
    coro.close()

    fresh = asyncio.TaskGroup()
    coro = spread(fresh, "early", 0)
    try:
        fresh.create_task(coro)
    except RuntimeError as error:
        print("has not been entered" in str(error))
    coro.close()


asyncio.run(main())
