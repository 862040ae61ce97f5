"""The CancelledError of a task remembers the await it was thrown in at."""

import asyncio
import traceback


async def bottom():
    await asyncio.get_running_loop().create_future()


async def top():
    try:
        await bottom()
    except asyncio.CancelledError as error:
        print("top:", own_frames(error))
        raise


def own_frames(error):
    here = own_frames.__code__.co_filename
    return [(frame.name, frame.lineno)
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename == here]


async def main():
    task = asyncio.create_task(top())
    await asyncio.sleep(0)
    task.cancel("enough")
    try:
        await task
    except asyncio.CancelledError as error:
        frames = own_frames(error)
        print("main:", frames)
        print("message:", error.args)


asyncio.run(main())
