"""A call that is not awaited never runs, and Python tells you so."""

import asyncio


async def water_the_plants():
    await asyncio.sleep(0.2)
    print("  the plants are watered")


async def main():
    print("1. called, but not awaited:")
    water_the_plants()                   # only makes a coroutine object, and drops it
    await asyncio.sleep(0.4)
    print("  ... nothing. See the RuntimeWarning above.")

    print("2. awaited:")
    await water_the_plants()

    print("3. as a task, while I do something else:")
    task = asyncio.create_task(water_the_plants())
    print("  I read the newspaper")
    await task                           # keep a reference: an unreferenced task can vanish


asyncio.run(main())
