"""Cancelling who waits on a shield cancels the waiting, not the work."""

import asyncio


async def work():
    try:
        for n in range(4):
            print("    work", n)
            await asyncio.sleep(0)
        return "work's result"
    except asyncio.CancelledError:
        print("never")
        raise


async def waiter(task):
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        print("waiter: cancelled; work cancelled:", task.cancelled(), "done:", task.done())
        raise


async def main():
    inner = asyncio.create_task(work())
    outer = asyncio.create_task(waiter(inner))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    outer.cancel()
    try:
        await outer
    except asyncio.CancelledError:
        print("main: outer cancelled")
    print("inner:", await inner)

    # Shielding what is done already gives back that very future.
    print("the same:", asyncio.shield(inner) is inner)
    print("uncancelled it is transparent:", await asyncio.shield(work()))


asyncio.run(main())
