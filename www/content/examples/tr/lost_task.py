"""Kimsenin saklamadığı bir task kaybolabilir: Döngü onu yalnızca task çalışmak üzereyken tutar."""

import asyncio
import gc
import weakref

bells = weakref.WeakSet()                # sahibi gidince zili unutur


async def wait_at_the_door(name):
    bell = asyncio.Event()
    bells.add(bell)
    while True:
        await bell.wait()
        bell.clear()
        print(f"  {name} opens the door")


async def ring():
    gc.collect()                         # Python bunu arada bir, canı isteyince yapar
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
