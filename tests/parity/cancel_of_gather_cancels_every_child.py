"""Cancelling a gather cancels its unfinished children and waits for them all."""

import asyncio


async def work(name, turns):
    try:
        for _ in range(turns):
            await asyncio.sleep(0)
        print(name, "finishes")
        return name
    except asyncio.CancelledError:
        print(name, "cancelled")
        await asyncio.sleep(0)
        print(name, "has cleaned up")
        raise


async def awaiter(gathering):
    try:
        await gathering
    except asyncio.CancelledError:
        print("awaiter: cancelled")
        raise


async def main():
    children = [asyncio.create_task(work(name, turns))
                for name, turns in (("quick", 1), ("slow", 50), ("slower", 60))]
    gathering = asyncio.gather(*children)
    task = asyncio.create_task(awaiter(gathering))
    for _ in range(4):
        await asyncio.sleep(0)
    print("cancel the awaiting task:", task.cancel())
    try:
        await task
    except asyncio.CancelledError:
        print("main: it was cancelled")
    print([child.cancelled() for child in children], gathering.cancelled())

    gathering = asyncio.gather(work("again", 50), work("and again", 50))
    await asyncio.sleep(0)
    print("cancel the gather:", gathering.cancel())
    try:
        await gathering
    except asyncio.CancelledError:
        print("main: gather was cancelled", gathering.cancelled())
    print("cancel it now:", gathering.cancel())


asyncio.run(main())
