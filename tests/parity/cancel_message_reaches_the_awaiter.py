"""The message given to cancel() is in the exception the task sees and the one its awaiter sees."""

import asyncio


async def work():
    try:
        await asyncio.get_running_loop().create_future()
    except asyncio.CancelledError as error:
        print("work:", error.args)
        raise


async def main():
    for arguments in ((), (None,), ("enough",), (42,)):
        task = asyncio.create_task(work())
        await asyncio.sleep(0)
        task.cancel(*arguments)
        try:
            await task
        except asyncio.CancelledError as error:
            print("main:", error.args)

    future = asyncio.get_running_loop().create_future()
    future.cancel("a future's message")
    try:
        await future
    except asyncio.CancelledError as error:
        print("future:", error.args)
    try:
        future.exception()
    except asyncio.CancelledError as error:
        print("exception():", type(error).__name__)


asyncio.run(main())
