"""cancelling() counts the requests and uncancel() takes them back, never below zero."""

import asyncio


async def survivor():
    me = asyncio.current_task()
    try:
        await asyncio.get_running_loop().create_future()
    except asyncio.CancelledError:
        print("requests:", me.cancelling())
        print("after uncancel:", me.uncancel())
    await asyncio.sleep(0)
    print("uncancel again:", me.uncancel(), me.cancelling())
    return "survived"


async def main():
    task = asyncio.create_task(survivor())
    print("at first:", task.cancelling())
    await asyncio.sleep(0)
    task.cancel()
    print("requested:", task.cancelling())
    print(await task)
    print("at the end:", task.cancelling(), task.cancelled())
    print("cancel now:", task.cancel(), task.cancelling())


asyncio.run(main())
