"""At the timeout wait_for cancels the awaitable, waits for its clean-up, and raises TimeoutError."""

import asyncio


async def slow(name):
    try:
        await asyncio.sleep(1000)
    except asyncio.CancelledError:
        print(name, "cancelled")
        await asyncio.sleep(0)
        print(name, "has cleaned up")
        raise


async def never():
    print("this is not printed")


async def main():
    try:
        await asyncio.wait_for(slow("coroutine"), 0.03)
    except TimeoutError as error:
        print("TimeoutError", error.args, "cause:", type(error.__cause__).__name__)

    task = asyncio.create_task(slow("task"))
    try:
        await asyncio.wait_for(task, 0.03)
    except asyncio.TimeoutError:
        print("task cancelled:", task.cancelled())

    future = asyncio.get_running_loop().create_future()
    try:
        await asyncio.wait_for(future, 0.03)
    except TimeoutError:
        print("future cancelled:", future.cancelled())

    for timeout in (0, -1):
        try:
            await asyncio.wait_for(never(), timeout)
        except TimeoutError:
            print("timeout", timeout, "- never began")


asyncio.run(main())
