"""Cancelling a task cancels the future it waits for and throws CancelledError at the await."""

import asyncio


async def waiter(future):
    print("waiter: waits")
    try:
        await future
    except asyncio.CancelledError as error:
        print("waiter: CancelledError", error.args)
        print("waiter: the future is cancelled:", future.cancelled())
        raise
    finally:
        print("waiter: finally")


async def main():
    future = asyncio.get_running_loop().create_future()
    future.add_done_callback(lambda f: print("future's callback, cancelled:", f.cancelled()))
    task = asyncio.create_task(waiter(future))
    await asyncio.sleep(0)

    print("cancel:", task.cancel())
    print("at once: task done:", task.done(), "future cancelled:", future.cancelled())
    await asyncio.sleep(0)
    print("a turn later: task done:", task.done(), "cancelled:", task.cancelled())
    try:
        await task
    except asyncio.CancelledError:
        print("main: the task was cancelled")
    print("cancel a done task:", task.cancel())


asyncio.run(main())
