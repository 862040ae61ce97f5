"""A sleeping task is cancelled at once, and its timer goes with it."""

import asyncio


async def sleeper(delay):
    try:
        await asyncio.sleep(delay)
        print("woke up")
    except asyncio.CancelledError:
        print("cancelled in sleep", delay)
        raise


async def main():
    loop = asyncio.get_running_loop()
    began = loop.time()
    for delay in (1000, 0):
        task = asyncio.create_task(sleeper(delay))
        await asyncio.sleep(0)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            print("main: cancelled:", task.cancelled())
    print("in no time:", loop.time() - began < 100)


asyncio.run(main())
