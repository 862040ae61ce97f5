"""A task nobody keeps can vanish: the loop holds on to it only while it is about to run."""

import asyncio
import gc
import weakref

bells = weakref.WeakSet()                # forgets a bell when its owner is gone


async def wait_at_the_door(name):
    bell = asyncio.Event()
    bells.add(bell)
    while True:
        await bell.wait()
        bell.clear()
        print(f"  {name} opens the door")


async def ring():
    gc.collect()                         # Python does this now and then, whenever it likes
    print(f"  {len(bells)} can hear the bell")
    for bell in bells:
        bell.set()
    await asyncio.sleep(0)


async def main():
    print("1. a task that nobody keeps:")
    asyncio.create_task(wait_at_the_door("Ada"))
    await asyncio.sleep(0.1)
    await ring()

    print("2. a task that somebody keeps:")
    porter = asyncio.create_task(wait_at_the_door("Bora"))
    await asyncio.sleep(0.1)
    await ring()
    porter.cancel()


asyncio.run(main())
