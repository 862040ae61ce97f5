"""A task cancelled before it began never enters its body."""

import asyncio


async def never():
    print("this is not printed")
    try:
        await asyncio.sleep(0)
    finally:
        print("nor is this")


async def main():
    task = asyncio.create_task(never())
    task.add_done_callback(lambda t: print("callback: cancelled:", t.cancelled()))
    print("cancel:", task.cancel("too early"))
    print("done yet:", task.done())
    try:
        await task
    except asyncio.CancelledError as error:
        print("main:", type(error).__name__, error.args)
    print("done:", task.done(), "cancelled:", task.cancelled())
    await asyncio.sleep(0)


asyncio.run(main())
