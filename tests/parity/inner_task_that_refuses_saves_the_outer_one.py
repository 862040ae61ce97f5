"""If the awaited task swallows the cancellation, the outer task gets its result instead."""

import asyncio


async def stubborn():
    try:
        await asyncio.get_running_loop().create_future()
    except asyncio.CancelledError:
        return "not cancelled, thank you"


async def outer(task):
    result = await task
    print("outer goes on with:", result)
    return "outer done"


async def main():
    inner_task = asyncio.create_task(stubborn())
    outer_task = asyncio.create_task(outer(inner_task))
    await asyncio.sleep(0)
    outer_task.cancel()
    print(await outer_task)
    print("cancelled:", inner_task.cancelled(), outer_task.cancelled())
    print("requests:", inner_task.cancelling(), outer_task.cancelling())


asyncio.run(main())
