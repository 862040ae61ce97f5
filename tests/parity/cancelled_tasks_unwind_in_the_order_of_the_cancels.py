"""Several tasks cancelled together unwind one by one, in the order they were cancelled."""

import asyncio


async def work(name):
    try:
        await asyncio.get_running_loop().create_future()
    finally:
        print(name, "unwinds")


async def main():
    tasks = {name: asyncio.create_task(work(name)) for name in "abcd"}
    await asyncio.sleep(0)
    for name in "cadb":
        tasks[name].cancel()
    for name, task in tasks.items():
        try:
            await task
        except asyncio.CancelledError:
            print("main knows of", name)


asyncio.run(main())
