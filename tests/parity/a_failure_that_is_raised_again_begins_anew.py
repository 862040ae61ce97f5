"""The first await of a failed task shows where it failed; a later one raises the same object from there on."""

import asyncio
import traceback


async def fails():
    raise KeyError("k")


async def main():
    task = asyncio.create_task(fails())
    for _ in range(3):
        try:
            await task
        except KeyError as error:
            print([frame.name for frame in traceback.extract_tb(error.__traceback__)])
    try:
        task.result()
    except KeyError as error:
        print([frame.name for frame in traceback.extract_tb(error.__traceback__)])
    print([frame.name for frame in traceback.extract_tb(task.exception().__traceback__)])


asyncio.run(main())
