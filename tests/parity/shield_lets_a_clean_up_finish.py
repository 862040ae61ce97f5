"""A shield inside finally lets a clean-up go on although the task is cancelled again."""

import asyncio


async def save():
    for n in range(4):
        print("    saving", n)
        await asyncio.sleep(0)
    print("    saved")


async def work():
    saving = None
    try:
        await asyncio.get_running_loop().create_future()
    finally:
        saving = asyncio.create_task(save())
        while not saving.done():
            try:
                await asyncio.shield(saving)
            except asyncio.CancelledError as error:
                print("work: cancelled while saving,", error.args)
        print("work: leaves")


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel("first")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel("second")
    try:
        await task
    except asyncio.CancelledError as error:
        print("main:", error.args)


asyncio.run(main())
