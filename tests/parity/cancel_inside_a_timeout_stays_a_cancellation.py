"""A cancel from outside passes through asyncio.timeout as CancelledError."""

import asyncio


async def work():
    try:
        async with asyncio.timeout(1000) as cm:
            await asyncio.get_running_loop().create_future()
    except TimeoutError:
        print("never")
    except asyncio.CancelledError as error:
        print("work: CancelledError", error.args, "expired:", cm.expired())
        raise


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel("from outside")
    try:
        await task
    except asyncio.CancelledError:
        print("main: cancelled:", task.cancelled(), "requests:", task.cancelling())

    # TimeoutError raised by other means also just passes.
    try:
        async with asyncio.timeout(1000) as cm:
            raise TimeoutError("not the clock's")
    except TimeoutError as error:
        print(error, "- expired:", cm.expired())


asyncio.run(main())
