"""A timeout around a TaskGroup cancels its tasks and raises TimeoutError, not a group."""

import asyncio


async def forever():
    try:
        await asyncio.get_running_loop().create_future()
    finally:
        print("the task leaves")


async def main():
    try:
        async with asyncio.timeout(0.03):
            async with asyncio.TaskGroup() as group:
                task = group.create_task(forever())
    except TimeoutError:
        print("TimeoutError; task cancelled:", task.cancelled())
    print("requests left:", asyncio.current_task().cancelling())

    # The other way round a timeout inside a task of the group is that task's failure.
    async def impatient():
        async with asyncio.timeout(0):
            await forever()

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(impatient())
    except* TimeoutError as caught:
        print("in a group:", [type(error).__name__ for error in caught.exceptions])


asyncio.run(main())
