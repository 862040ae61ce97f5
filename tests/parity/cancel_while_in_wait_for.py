"""Cancelling a task inside wait_for cancels what it waits for, and is no TimeoutError."""

import asyncio


async def slow():
    try:
        await asyncio.get_running_loop().create_future()
    except asyncio.CancelledError:
        print("slow: cancelled")
        raise
    finally:
        print("slow: finally")


async def waiter(awaitable):
    try:
        await asyncio.wait_for(awaitable, 1000)
    except TimeoutError:
        print("waiter: TimeoutError")
    except asyncio.CancelledError:
        print("waiter: CancelledError")
        raise


async def main():
    inner = asyncio.create_task(slow())
    shielded = asyncio.create_task(slow())
    for label, awaitable in (("coroutine", slow()), ("task", inner),
                             ("shielded task", asyncio.shield(shielded))):
        print("--", label)
        task = asyncio.create_task(waiter(awaitable))
        for _ in range(3):
            await asyncio.sleep(0)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            print("main: cancelled")
    print("inner cancelled:", inner.cancelled(), "shielded done:", shielded.done())


asyncio.run(main())
