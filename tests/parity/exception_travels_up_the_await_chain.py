"""An exception passes every await on its way up, and each frame is in its traceback."""

import asyncio
import traceback


async def bottom():
    await asyncio.sleep(0)
    raise ValueError("from the bottom")


async def middle():
    try:
        await bottom()
    finally:
        print("middle: finally")


async def top():
    await middle()


def own_frames(error):
    here = own_frames.__code__.co_filename
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename == here:
            print("   ", frame.name, "line", frame.lineno)


async def main():
    print("awaited directly")
    try:
        await top()
    except ValueError as error:
        print(f"{type(error).__name__}: {error}")
        own_frames(error)

    print("awaited through a task")
    task = asyncio.create_task(top())
    try:
        await task
    except ValueError as error:
        print(f"{type(error).__name__}: {error}")
        own_frames(error)
        print("the very same object:", error is task.exception())


asyncio.run(main())
