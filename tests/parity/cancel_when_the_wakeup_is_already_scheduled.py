"""A cancel that comes after the future is done is thrown in at the wake-up, result or not."""

import asyncio


async def waiter(future):
    try:
        print("waiter: result", await future)
    except asyncio.CancelledError:
        print("waiter: cancelled, although the future has", future.result())
        raise


async def main():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(waiter(future))
    await asyncio.sleep(0)
    future.set_result("a result")
    print("cancel:", task.cancel())
    print("future cancelled:", future.cancelled())
    try:
        await task
    except asyncio.CancelledError:
        print("main: cancelled")

    # The other way round the future is cancelled first, and takes no result any more.
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(waiter_of_cancelled(future))
    await asyncio.sleep(0)
    task.cancel()
    try:
        future.set_result("too late")
    except asyncio.InvalidStateError as error:
        print(error)
    print(await task)


async def waiter_of_cancelled(future):
    try:
        await future
    except asyncio.CancelledError:
        return "cancelled first"


asyncio.run(main())
