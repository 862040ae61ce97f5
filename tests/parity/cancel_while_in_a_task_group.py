"""A cancel from outside goes to the group's tasks and leaves the group as CancelledError."""

import asyncio

left = []


async def forever(name):
    try:
        await asyncio.get_running_loop().create_future()
    finally:
        left.append(name)


async def grouped():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(forever("a"))
            group.create_task(forever("b"))
    except asyncio.CancelledError as error:
        print("grouped: CancelledError", error.args)
        print("left:", sorted(left))
        raise


async def one_cancelled():
    async with asyncio.TaskGroup() as group:
        a = group.create_task(forever("first"))
        b = group.create_task(asyncio.sleep(0, "b's result"))
        await asyncio.sleep(0)
        a.cancel()
    print("a cancelled task is no failure:", a.cancelled(), b.result())


async def main():
    task = asyncio.create_task(grouped())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel("outside")
    try:
        await task
    except asyncio.CancelledError:
        print("main: cancelled:", task.cancelled())
    await one_cancelled()


asyncio.run(main())
