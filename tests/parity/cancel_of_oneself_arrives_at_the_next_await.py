"""A task may cancel itself; the exception comes at its next await, not before."""

import asyncio


async def quits():
    me = asyncio.current_task()
    print("cancel:", me.cancel("I quit"))
    print("still running, cancelling:", me.cancelling())
    try:
        await asyncio.sleep(0)
        print("never")
    except asyncio.CancelledError as error:
        print("at the await:", error.args)
        raise


async def quits_and_returns():
    asyncio.current_task().cancel()
    return "returned before any await"


async def direct():
    raise asyncio.CancelledError("raised by hand")


async def main():
    for function in (quits, quits_and_returns, direct):
        task = asyncio.create_task(function())
        try:
            print("result:", await task)
        except asyncio.CancelledError as error:
            print("cancelled:", error.args)
        print(function.__name__, "- cancelled:", task.cancelled())


asyncio.run(main())
