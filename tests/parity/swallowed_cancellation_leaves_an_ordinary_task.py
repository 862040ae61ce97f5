"""A task that catches its cancellation, or raises something else, does not end cancelled."""

import asyncio


async def swallows():
    while True:
        try:
            await asyncio.get_running_loop().create_future()
        except asyncio.CancelledError:
            print("swallows: no thanks")
            break
    return "normal end"


async def replaces():
    try:
        await asyncio.get_running_loop().create_future()
    finally:
        raise KeyError("instead")


async def main():
    for function in (swallows, replaces):
        task = asyncio.create_task(function())
        await asyncio.sleep(0)
        print("cancel:", task.cancel())
        try:
            print("result:", await task)
        except KeyError as error:
            print("error:", error, "while handling", type(error.__context__).__name__)
        print("cancelled:", task.cancelled(), "cancelling:", task.cancelling())


asyncio.run(main())
