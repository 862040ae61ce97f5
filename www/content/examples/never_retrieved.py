"""A failure nobody asks about: the program goes on as if nothing had happened."""

import asyncio


async def pay(lira):
    await asyncio.sleep(0.1)
    if lira > 50:
        raise ValueError(f"there are no {lira} lira in this purse")
    print(f"  {lira} lira are paid")


async def main():
    print("1. a task, and nobody awaits it:")
    task = asyncio.create_task(pay(80))
    await asyncio.sleep(0.3)             # it has failed by now, and nothing was said
    print("  was it paid? The program thinks so")
    del task                             # who drops a failed task unasked is told

    print("2. a task, and somebody does:")
    task = asyncio.create_task(pay(80))
    try:
        await task                       # the failure comes out here
    except ValueError as error:
        print("  not paid:", error)


asyncio.run(main())
