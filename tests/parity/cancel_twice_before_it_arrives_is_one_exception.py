"""Two requests before the task runs again make one CancelledError and a count of two."""

import asyncio


async def stubborn():
    while True:
        try:
            await asyncio.get_running_loop().create_future()
        except asyncio.CancelledError as error:
            print("    caught", error.args)
            if error.args == ("last",):
                return "gave in"


async def main():
    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    print("two requests, then a turn")
    print(task.cancel("first"), task.cancelling())
    print(task.cancel("second"), task.cancelling())
    for turn in range(3):
        await asyncio.sleep(0)
    print("two requests, a turn after each")
    print(task.cancel("third"), task.cancelling())
    await asyncio.sleep(0)
    print(task.cancel("last"), task.cancelling())
    await asyncio.sleep(0)
    print("result:", await task, "cancelled:", task.cancelled())


asyncio.run(main())
