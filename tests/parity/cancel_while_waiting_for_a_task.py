"""Cancelling the outer task cancels the inner one first; the outer wakes when it is done."""

import asyncio


async def inner():
    try:
        await asyncio.get_running_loop().create_future()
    except asyncio.CancelledError:
        print("inner: cancelled, cleaning up")
        await asyncio.sleep(0)
        print("inner: clean")
        raise


async def outer(task):
    try:
        await task
    except asyncio.CancelledError:
        print("outer: cancelled, inner done:", task.done())
        raise


async def main():
    inner_task = asyncio.create_task(inner())
    outer_task = asyncio.create_task(outer(inner_task))
    await asyncio.sleep(0)
    outer_task.cancel()
    for turn in range(6):
        print("-- turn", turn, "inner done:", inner_task.done(), "outer done:", outer_task.done())
        if outer_task.done():
            break
        await asyncio.sleep(0)
    print("cancelled:", inner_task.cancelled(), outer_task.cancelled())


asyncio.run(main())
