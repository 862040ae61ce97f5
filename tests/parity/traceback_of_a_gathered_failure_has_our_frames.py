"""A failure that went through gather or a group still shows where it was raised."""

import asyncio
import traceback


async def divide(a, b):
    await asyncio.sleep(0)
    return a / b


async def indirectly(b):
    return await divide(1, b)


def own_frames(error):
    here = own_frames.__code__.co_filename
    return [(frame.name, frame.lineno)
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename == here]


async def main():
    try:
        await asyncio.gather(indirectly(1), indirectly(0))
    except ZeroDivisionError as error:
        print("gather:", error)
        print(*own_frames(error), sep="\n")

    one, two = await asyncio.gather(indirectly(0), indirectly("x"), return_exceptions=True)
    print("as results:", own_frames(one) == own_frames(two), own_frames(one))

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(indirectly(0))
    except* ZeroDivisionError as caught:
        print("group:", own_frames(caught))
        print("inside:", own_frames(caught.exceptions[0]))

    try:
        raise one
    except ZeroDivisionError as error:
        print("raised again:", own_frames(error))


asyncio.run(main())
